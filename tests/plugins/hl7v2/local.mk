check_PROGRAMS += %D%/hl7v2_test %D%/messages %D%/messages_xml
TESTS          += %D%/hl7v2_test %D%/messages_test.sh %D%/messages_xml_test.sh

hl7v2_cppflags = -I$(srcdir) -I$(srcdir)/core/include $(XML_CFLAGS) \
                 -DSCHEMAS='"$(abs_top_srcdir)/schemas"'

# The plugin itself and what drives it, once for all tests, fuzzers and benchmarks.
check_LTLIBRARIES += %D%/libhl7v2.la
%C%_libhl7v2_la_SOURCES  = %D%/edited.c %D%/edited.h %D%/harness.c %D%/harness.h \
                           %D%/services.c %D%/services.h $(hl7v2_sources)
%C%_libhl7v2_la_CPPFLAGS = $(hl7v2_cppflags)
%C%_libhl7v2_la_LIBADD   = $(XML_LIBS)
hl7v2_harness = tests/plugins/hl7v2/libhl7v2.la

%C%_hl7v2_test_SOURCES = %D%/hl7v2_test.c %D%/suites.h \
                         %D%/answer_batch_test.c %D%/answer_code_test.c \
                         %D%/answer_error_test.c %D%/answer_head_test.c \
                         %D%/answer_template_test.c %D%/answer_text_test.c \
                         %D%/charset_test.c \
                         %D%/describe_test.c %D%/dictionary_test.c \
                         %D%/er7_answer_test.c \
                         %D%/er7_charset_test.c %D%/er7_where_test.c \
                         %D%/iso2022_test.c \
                         %D%/er7_decode_test.c %D%/er7_encode_test.c \
                         %D%/er7_escape_test.c %D%/er7_place_test.c \
                         %D%/er7_scan_test.c %D%/er7_split_test.c \
                         %D%/groups_test.c %D%/steady_test.c \
                         %D%/structure_test.c %D%/tables_test.c \
                         %D%/validate_type_test.c %D%/xml_codec_test.c \
                         %D%/xml_decode_test.c %D%/xml_escape_test.c \
                         %D%/xml_read_test.c %D%/xml_text_test.c \
                         %D%/xml_write_test.c
%C%_hl7v2_test_CPPFLAGS = $(hl7v2_cppflags)
%C%_hl7v2_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_hl7v2_test_LDFLAGS  = $(AM_LDFLAGS) \
                          -Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc
%C%_hl7v2_test_LDADD    = $(hl7v2_harness) $(CHECK_LIBS)

check_PROGRAMS += %D%/validate_test
TESTS          += %D%/validate_test

# With the real engine: rules and profiles need its expressions and its YAML.
%C%_validate_test_SOURCES  = %D%/validate_test.c tests/plugins/rig.c tests/plugins/rig.h
%C%_validate_test_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_validate_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_validate_test_LDADD    = libcore.la $(CHECK_LIBS)

%C%_messages_SOURCES  = %D%/messages.c
%C%_messages_CPPFLAGS = $(hl7v2_cppflags)
%C%_messages_LDADD    = $(hl7v2_harness)

%C%_messages_xml_SOURCES  = %D%/messages_xml.c
%C%_messages_xml_CPPFLAGS = $(hl7v2_cppflags)
%C%_messages_xml_LDADD    = $(hl7v2_harness)

hl7v2_bench_SOURCES  = tests/bench/hl7v2_bench.c
hl7v2_bench_CPPFLAGS = $(hl7v2_cppflags)
hl7v2_bench_LDADD    = $(hl7v2_harness)
xml_bench_SOURCES    = %D%/xml_bench.c
xml_bench_CPPFLAGS   = $(hl7v2_cppflags)
xml_bench_LDADD      = $(hl7v2_harness)
EXTRA_PROGRAMS      += hl7v2_bench xml_bench

EXTRA_DIST += %D%/messages_test.sh %D%/messages_xml_test.sh
