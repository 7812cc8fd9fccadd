mllp_tests      = %D%/ack_test %D%/address_test %D%/connection_test %D%/delivery_test \
                  %D%/exchange_test %D%/frame_test %D%/listener_test %D%/receiver_test \
                  %D%/senders_test %D%/sink_test %D%/source_test %D%/tls_test
check_PROGRAMS += $(mllp_tests)
TESTS          += $(mllp_tests)

mllp_test_cppflags = $(AM_CPPFLAGS) -I$(srcdir)/plugins -I$(srcdir)/tests/plugins -I$(srcdir)/tests/core
mllp_test_cflags   = $(AM_CFLAGS) $(CHECK_CFLAGS) $(OPENSSL_CFLAGS)
mllp_test_libs     = $(CHECK_LIBS) $(OPENSSL_LIBS)
mllp_certificates  = %D%/certificates.c %D%/certificates.h
mllp_sender        = %D%/sender.c %D%/sender.h $(mllp_certificates) \
                     tests/plugins/stand_in.c tests/plugins/stand_in.h \
                     plugins/mllp/ack.c plugins/mllp/address.c plugins/mllp/connection.c \
                     plugins/mllp/connection_read.c plugins/mllp/exchange.c \
                     plugins/mllp/frame.c plugins/mllp/link.c plugins/mllp/listener.c \
                     plugins/mllp/queue.c plugins/mllp/senders.c plugins/mllp/source.c \
                     plugins/mllp/tls.c
mllp_scripted      = %D%/scripted.c %D%/scripted.h tests/plugins/stand_in.c tests/plugins/stand_in.h \
                     plugins/mllp/ack.c plugins/mllp/address.c plugins/mllp/delivery.c \
                     plugins/mllp/frame.c plugins/mllp/link.c plugins/mllp/receiver.c \
                     plugins/mllp/sink.c plugins/mllp/tls.c

%C%_ack_test_SOURCES  = %D%/ack_test.c plugins/mllp/ack.c
%C%_ack_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_ack_test_CFLAGS   = $(mllp_test_cflags)
%C%_ack_test_LDADD    = $(mllp_test_libs)

%C%_address_test_SOURCES  = %D%/address_test.c plugins/mllp/address.c
%C%_address_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_address_test_CFLAGS   = $(mllp_test_cflags)
%C%_address_test_LDADD    = $(mllp_test_libs)

%C%_connection_test_SOURCES  = %D%/connection_test.c $(mllp_sender)
%C%_connection_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_connection_test_CFLAGS   = $(mllp_test_cflags)
%C%_connection_test_LDADD    = $(mllp_test_libs)

%C%_delivery_test_SOURCES  = %D%/delivery_test.c $(mllp_scripted)
%C%_delivery_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_delivery_test_CFLAGS   = $(mllp_test_cflags)
%C%_delivery_test_LDADD    = $(mllp_test_libs)

%C%_exchange_test_SOURCES  = %D%/exchange_test.c plugins/mllp/exchange.c
%C%_exchange_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_exchange_test_CFLAGS   = $(mllp_test_cflags)
%C%_exchange_test_LDADD    = $(mllp_test_libs)

%C%_frame_test_SOURCES  = %D%/frame_test.c plugins/mllp/frame.c
%C%_frame_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_frame_test_CFLAGS   = $(mllp_test_cflags)
%C%_frame_test_LDADD    = $(mllp_test_libs)

%C%_listener_test_SOURCES  = %D%/listener_test.c $(mllp_sender)
%C%_listener_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_listener_test_CFLAGS   = $(mllp_test_cflags)
%C%_listener_test_LDADD    = $(mllp_test_libs)

%C%_receiver_test_SOURCES  = %D%/receiver_test.c $(mllp_scripted) $(mllp_certificates)
%C%_receiver_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_receiver_test_CFLAGS   = $(mllp_test_cflags)
%C%_receiver_test_LDADD    = $(mllp_test_libs)

%C%_senders_test_SOURCES  = %D%/senders_test.c plugins/mllp/senders.c plugins/mllp/ack.c
%C%_senders_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_senders_test_CFLAGS   = $(mllp_test_cflags)
%C%_senders_test_LDADD    = $(mllp_test_libs)

%C%_sink_test_SOURCES  = %D%/sink_test.c $(mllp_scripted)
%C%_sink_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_sink_test_CFLAGS   = $(mllp_test_cflags)
%C%_sink_test_LDADD    = $(mllp_test_libs)

%C%_source_test_SOURCES  = %D%/source_test.c $(mllp_sender)
%C%_source_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_source_test_CFLAGS   = $(mllp_test_cflags)
%C%_source_test_LDADD    = $(mllp_test_libs)

%C%_tls_test_SOURCES  = %D%/tls_test.c $(mllp_certificates) plugins/mllp/tls.c
%C%_tls_test_CPPFLAGS = $(mllp_test_cppflags)
%C%_tls_test_CFLAGS   = $(mllp_test_cflags)
%C%_tls_test_LDADD    = $(mllp_test_libs)
