package_tests   = %D%/build_test %D%/tgz_test
check_PROGRAMS += $(package_tests)
TESTS          += $(package_tests)

%C%_build_test_SOURCES  = %D%/build_test.c %D%/archive.h
%C%_build_test_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_build_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS) $(ZLIB_CFLAGS)
%C%_build_test_LDADD    = libcore.la $(CHECK_LIBS) $(ZLIB_LIBS)
%C%_tgz_test_SOURCES    = %D%/tgz_test.c %D%/archive.h
%C%_tgz_test_CPPFLAGS   = $(CORE_CPPFLAGS)
%C%_tgz_test_CFLAGS     = $(AM_CFLAGS) $(CHECK_CFLAGS) $(ZLIB_CFLAGS)
%C%_tgz_test_LDADD      = libcore.la $(CHECK_LIBS) $(ZLIB_LIBS)
