if HAVE_YAJL
plugin_LTLIBRARIES += fhir.la
endif

fhir_sources = %D%/fhir.c %D%/codec.h %D%/json_codec.c %D%/xml_codec.c \
               %D%/answer.c %D%/answer.h %D%/fault.c %D%/fault.h \
               %D%/json_decode.c %D%/json_decode.h \
               %D%/json_encode.c %D%/json_encode.h \
               %D%/json_entries.c %D%/json_entries.h \
               %D%/json_extended.c %D%/json_extended.h \
               %D%/json_pool.c %D%/json_pool.h \
               %D%/json_source.c %D%/json_source.h \
               %D%/json_split.c %D%/json_split.h %D%/json_string.c \
               %D%/narrative.c %D%/narrative.h \
               %D%/narrative_words.c %D%/narrative_words.h \
               %D%/order.h %D%/primitive.c %D%/primitive.h %D%/reader.h \
               %D%/text.c %D%/text.h %D%/types.c %D%/types.h \
               %D%/xml_attribute.h %D%/xml_decode.c %D%/xml_decode.h \
               %D%/xml_element.c %D%/xml_element.h %D%/xml_encode.c %D%/xml_encode.h \
               %D%/xml_escape.c %D%/xml_escape.h \
               %D%/xml_fault.c %D%/xml_fault.h %D%/xml_guard.c %D%/xml_guard.h \
               %D%/xml_narrative.c %D%/xml_narrative.h \
               %D%/xml_node.c %D%/xml_node.h %D%/xml_place.h

fhir_la_SOURCES  = $(fhir_sources)
fhir_la_CPPFLAGS = -I$(srcdir)/core/include $(YAJL_CFLAGS) $(XML_CFLAGS)
fhir_la_LDFLAGS  = $(PLUGIN_LDFLAGS)
fhir_la_LIBADD   = $(YAJL_LIBS) $(XML_LIBS)
