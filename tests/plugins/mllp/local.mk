mllp_tests      = %D%/ack_test %D%/address_test %D%/frame_test %D%/sink_test %D%/source_test
check_PROGRAMS += $(mllp_tests)
TESTS          += $(mllp_tests)

mllp_test_cppflags = $(AM_CPPFLAGS) -I$(srcdir)/plugins -I$(srcdir)/tests/plugins -I$(srcdir)/tests/core
mllp_stand_in      = tests/plugins/stand_in.c tests/plugins/stand_in.h

%C%_ack_test_SOURCES      = %D%/ack_test.c plugins/mllp/ack.c
%C%_ack_test_CPPFLAGS     = $(mllp_test_cppflags)
%C%_ack_test_CFLAGS       = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_ack_test_LDADD        = $(CHECK_LIBS)
%C%_address_test_SOURCES  = %D%/address_test.c plugins/mllp/address.c
%C%_address_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_address_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_address_test_LDADD    = $(CHECK_LIBS)
%C%_frame_test_SOURCES    = %D%/frame_test.c plugins/mllp/frame.c
%C%_frame_test_CPPFLAGS   = $(mllp_test_cppflags)
%C%_frame_test_CFLAGS     = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_frame_test_LDADD      = $(CHECK_LIBS)
%C%_sink_test_SOURCES     = %D%/sink_test.c $(mllp_stand_in) plugins/mllp/sink.c \
                            plugins/mllp/ack.c plugins/mllp/address.c plugins/mllp/frame.c
%C%_sink_test_CPPFLAGS    = $(mllp_test_cppflags)
%C%_sink_test_CFLAGS      = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_sink_test_LDADD       = $(CHECK_LIBS)
%C%_source_test_SOURCES   = %D%/source_test.c $(mllp_stand_in) plugins/mllp/source.c \
                            plugins/mllp/connection.c plugins/mllp/ack.c \
                            plugins/mllp/address.c plugins/mllp/frame.c
%C%_source_test_CPPFLAGS  = $(mllp_test_cppflags)
%C%_source_test_CFLAGS    = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_source_test_LDADD     = $(CHECK_LIBS)
