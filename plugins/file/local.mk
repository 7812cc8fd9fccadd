plugin_LTLIBRARIES += file.la
file_la_SOURCES    = %D%/file.c \
                     %D%/folder.c %D%/folder.h \
                     %D%/name.c %D%/name.h \
                     %D%/sink.c %D%/sink.h \
                     %D%/source.c %D%/source.h \
                     %D%/split.c %D%/split.h
file_la_LDFLAGS    = $(PLUGIN_LDFLAGS)
