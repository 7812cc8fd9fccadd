plugin_LTLIBRARIES += mllp.la
mllp_la_SOURCES    = %D%/mllp.c \
                     %D%/ack.c %D%/ack.h \
                     %D%/address.c %D%/address.h \
                     %D%/connection.c %D%/connection_read.c %D%/connection.h \
                     %D%/delivery.c %D%/delivery.h \
                     %D%/exchange.c %D%/exchange.h \
                     %D%/frame.c %D%/frame.h \
                     %D%/link.c %D%/link.h \
                     %D%/listener.c %D%/listener.h \
                     %D%/queue.c %D%/queue.h \
                     %D%/receiver.c %D%/receiver.h \
                     %D%/senders.c %D%/senders.h \
                     %D%/sink.c %D%/sink.h \
                     %D%/source.c %D%/source.h \
                     %D%/ticks.h \
                     %D%/tls.c %D%/tls.h
mllp_la_CFLAGS     = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
mllp_la_LDFLAGS    = $(PLUGIN_LDFLAGS)
mllp_la_LIBADD     = $(OPENSSL_LIBS)
