check_PROGRAMS += %D%/http_test
TESTS          += %D%/http_test

%C%_http_test_SOURCES  = %D%/http_test.c
%C%_http_test_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_http_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_http_test_LDADD    = libcore.la $(CHECK_LIBS) -lpthread
