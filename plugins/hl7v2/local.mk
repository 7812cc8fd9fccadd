plugin_LTLIBRARIES += hl7v2.la

hl7v2_sources = \
	%D%/answer_batch.c %D%/answer_batch.h \
	%D%/answer_code.c %D%/answer_code.h \
	%D%/answer_error.c %D%/answer_error.h \
	%D%/answer_head.c %D%/answer_head.h \
	%D%/answer_template.c %D%/answer_template.h \
	%D%/answer_template_parts.h %D%/answer_template_write.c \
	%D%/answer_text.c %D%/answer_text.h \
	%D%/charset.c %D%/charset.h \
	%D%/describe.c %D%/describe.h \
	%D%/columns.h \
	%D%/dictionary.c %D%/dictionary.h \
	%D%/er7_answer.c %D%/er7_answer.h \
	%D%/er7_batch.c %D%/er7_batch.h \
	%D%/er7_charset.c %D%/er7_charset.h \
	%D%/er7_copy.h \
	%D%/er7_decode.c %D%/er7_decode.h \
	%D%/er7_delimiters.c %D%/er7_delimiters.h \
	%D%/er7_encode.c %D%/er7_encode.h \
	%D%/er7_escape.c %D%/er7_escape.h \
	%D%/er7_message.c %D%/er7_message.h \
	%D%/er7_place.c %D%/er7_place.h \
	%D%/er7_reader.c %D%/er7_reader.h \
	%D%/er7_recode.c \
	%D%/er7_scan.c %D%/er7_scan.h \
	%D%/er7_sequence.c %D%/er7_sequence.h \
	%D%/er7_split.c %D%/er7_split.h \
	%D%/er7_where.c %D%/er7_where.h \
	%D%/groups.c %D%/groups.h \
	%D%/hl7v2.c \
	%D%/iso2022.c %D%/iso2022.h \
	%D%/profile.c %D%/profile.h \
	%D%/profile_fault.c \
	%D%/profile_read.c %D%/profile_read.h \
	%D%/profile_segments.c \
	%D%/profile_structures.c \
	%D%/report.c %D%/report.h \
	%D%/rules.c %D%/rules.h \
	%D%/sheet.c %D%/sheet.h \
	%D%/structure.c %D%/structure.h \
	%D%/structure_compile.c %D%/structure_parts.h \
	%D%/structure_table.c \
	%D%/tables.c %D%/tables.h \
	%D%/validate.c %D%/validate.h \
	%D%/validate_composite.c \
	%D%/validate_part.c %D%/validate_part.h \
	%D%/validate_type.c %D%/validate_type.h \
	%D%/validate_value.c \
	%D%/xml_codec.c %D%/xml_codec.h \
	%D%/xml_decode.c %D%/xml_decode.h \
	%D%/xml_er7.c %D%/xml_er7.h \
	%D%/xml_escape.c %D%/xml_escape.h \
	%D%/xml_fault.c %D%/xml_fault.h \
	%D%/xml_read.c %D%/xml_read.h \
	%D%/xml_text.c %D%/xml_text.h \
	%D%/xml_write.c %D%/xml_write.h

hl7v2_la_SOURCES  = $(hl7v2_sources)
hl7v2_la_CPPFLAGS = -I$(srcdir)/core/include $(XML_CFLAGS)
hl7v2_la_LDFLAGS  = $(PLUGIN_LDFLAGS)
hl7v2_la_LIBADD   = $(XML_LIBS)
