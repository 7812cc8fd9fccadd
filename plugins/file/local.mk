plugin_LTLIBRARIES += file.la

file_source_sources = \
	%D%/away.c \
	%D%/finder.c %D%/finder.h \
	%D%/folder.c %D%/folder.h \
	%D%/intake.c \
	%D%/progress.c %D%/progress.h \
	%D%/reading.c \
	%D%/source.c %D%/source.h \
	%D%/state.h \
	%D%/window.c %D%/window.h

file_la_SOURCES = $(file_source_sources) \
                  %D%/file.c \
                  %D%/name.c %D%/name.h \
                  %D%/sink.c %D%/sink.h
file_la_LDFLAGS = $(PLUGIN_LDFLAGS)
