plugin_LTLIBRARIES += mllp.la
mllp_la_SOURCES    = %D%/mllp.c \
                     %D%/ack.c %D%/ack.h \
                     %D%/address.c %D%/address.h \
                     %D%/connection.c %D%/connection.h \
                     %D%/frame.c %D%/frame.h \
                     %D%/sink.c %D%/sink.h \
                     %D%/source.c %D%/source.h
mllp_la_LDFLAGS    = $(PLUGIN_LDFLAGS)
