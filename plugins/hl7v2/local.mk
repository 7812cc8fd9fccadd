plugin_LTLIBRARIES += hl7v2.la

hl7v2_sources = \
	%D%/charset.c %D%/charset.h \
	%D%/describe.c %D%/describe.h \
	%D%/dictionary.c %D%/dictionary.h \
	%D%/er7_answer.c %D%/er7_answer.h \
	%D%/er7_charset.c %D%/er7_charset.h \
	%D%/er7_decode.c %D%/er7_decode.h \
	%D%/er7_delimiters.c %D%/er7_delimiters.h \
	%D%/er7_encode.c %D%/er7_encode.h \
	%D%/er7_escape.c %D%/er7_escape.h \
	%D%/er7_place.c %D%/er7_place.h \
	%D%/er7_reader.c %D%/er7_reader.h \
	%D%/er7_scan.h \
	%D%/hl7v2.c

hl7v2_la_SOURCES  = $(hl7v2_sources)
hl7v2_la_CPPFLAGS = -I$(srcdir)/core/include
hl7v2_la_LDFLAGS  = $(PLUGIN_LDFLAGS)
