plugin_LTLIBRARIES += flow.la
flow_la_SOURCES    = %D%/flow.c \
                     %D%/edit.c %D%/edit.h \
                     %D%/path.c %D%/path.h \
                     %D%/set.c %D%/set.h
flow_la_LDFLAGS    = $(PLUGIN_LDFLAGS)
