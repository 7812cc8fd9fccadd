if HAVE_YAJL
plugin_LTLIBRARIES += fhir.la
endif

fhir_sources = %D%/fhir.c %D%/answer.c %D%/answer.h %D%/decode.c %D%/decode.h \
               %D%/encode.c %D%/encode.h %D%/extended.c %D%/extended.h \
               %D%/fault.c %D%/fault.h %D%/pool.c %D%/pool.h \
               %D%/primitive.c %D%/primitive.h %D%/source.c %D%/source.h \
               %D%/string.c %D%/types.c %D%/types.h

fhir_la_SOURCES  = $(fhir_sources)
fhir_la_CPPFLAGS = -I$(srcdir)/core/include $(YAJL_CFLAGS)
fhir_la_LDFLAGS  = $(PLUGIN_LDFLAGS)
fhir_la_LIBADD   = $(YAJL_LIBS)
