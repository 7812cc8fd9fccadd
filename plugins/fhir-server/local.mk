plugin_LTLIBRARIES += fhir-server.la
fhir_server_la_SOURCES = \
    %D%/bundle.c %D%/bundle.h \
    %D%/bundle_target.c \
    %D%/capability.c \
    %D%/fhir.c %D%/fhir.h \
    %D%/fold.c %D%/fold.h %D%/fold_table.h \
    %D%/json.c %D%/json.h \
    %D%/mark.h \
    %D%/moment.c %D%/moment.h \
    %D%/outcome.c \
    %D%/parameters.c %D%/parameters.h \
    %D%/plugin.c \
    %D%/query.c %D%/query.h \
    %D%/read.c \
    %D%/resource.c %D%/resource.h \
    %D%/rest.h \
    %D%/search.c \
    %D%/server.c %D%/server.h \
    %D%/sink.c %D%/sink.h \
    %D%/terms.c %D%/terms.h \
    %D%/transaction.c \
    %D%/value.c %D%/value.h \
    %D%/words.h \
    %D%/write.c
fhir_server_la_LDFLAGS = $(PLUGIN_LDFLAGS)
fhir_server_la_LIBADD  = -lm

EXTRA_DIST += %D%/fold_table.py
