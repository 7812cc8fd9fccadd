check_PROGRAMS += %D%/flow_test
TESTS          += %D%/flow_test

%C%_flow_test_SOURCES  = %D%/flow_test.c tests/plugins/stand_in.c tests/plugins/stand_in.h \
                         plugins/flow/flow.c plugins/flow/edit.c plugins/flow/path.c \
                         plugins/flow/set.c
%C%_flow_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/plugins -I$(srcdir)/tests/plugins -I$(srcdir)/tests/core
%C%_flow_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_flow_test_LDADD    = $(CHECK_LIBS)
