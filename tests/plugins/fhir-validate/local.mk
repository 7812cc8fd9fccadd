check_PROGRAMS += %D%/validate_test
TESTS          += %D%/validate_test %D%/verdicts.py %D%/us_core.py
EXTRA_DIST     += %D%/verdicts.py %D%/us_core.py

%C%_validate_test_SOURCES  = %D%/validate_test.c %D%/ward.h \
                             tests/core/package/archive.h \
                             tests/plugins/rig.c tests/plugins/rig.h
%C%_validate_test_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_validate_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS) $(ZLIB_CFLAGS)
%C%_validate_test_LDADD    = libcore.la $(CHECK_LIBS) $(ZLIB_LIBS)
