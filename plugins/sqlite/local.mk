plugin_LTLIBRARIES += sqlite.la
sqlite_la_SOURCES  = \
    %D%/buffer.h \
    %D%/db.c %D%/db.h \
    %D%/find.c \
    %D%/hash.h \
    %D%/match.c %D%/match.h \
    %D%/names.c %D%/names.h \
    %D%/record.c \
    %D%/store.c %D%/store.h \
    %D%/terms.c %D%/terms.h
sqlite_la_CFLAGS  = $(AM_CFLAGS) $(SQLITE_CFLAGS)
sqlite_la_LDFLAGS = $(PLUGIN_LDFLAGS)
sqlite_la_LIBADD  = $(SQLITE_LIBS) -lpthread
