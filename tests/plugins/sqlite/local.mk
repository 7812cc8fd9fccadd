# Every store runs the same suite.
sqlite_tests    = %D%/conformance_test %D%/sqlite_test
check_PROGRAMS += $(sqlite_tests)
TESTS          += $(sqlite_tests)

rig = tests/plugins/rig.c tests/plugins/rig.h

%C%_conformance_test_SOURCES  = tests/plugins/store_conformance.c $(rig)
%C%_conformance_test_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_conformance_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_conformance_test_LDADD    = libcore.la $(CHECK_LIBS)

%C%_sqlite_test_SOURCES  = %D%/sqlite_test.c $(rig)
%C%_sqlite_test_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_sqlite_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS) $(SQLITE_CFLAGS)
%C%_sqlite_test_LDADD    = libcore.la $(CHECK_LIBS) $(SQLITE_LIBS)
