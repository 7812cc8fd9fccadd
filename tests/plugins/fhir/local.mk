if HAVE_YAJL
check_PROGRAMS += %D%/fhir_test %D%/roundtrip
EXTRA_PROGRAMS += %D%/bench
check_LTLIBRARIES += %D%/libfhir.la
TESTS          += %D%/fhir_test %D%/roundtrip_test.sh
endif

fhir_test_cppflags = -I$(srcdir) -I$(srcdir)/core/include $(YAJL_CFLAGS) $(XML_CFLAGS) \
                     -DSCHEMAS='"$(abs_top_srcdir)/schemas"'

# The plugin itself and what drives it, once for all tests, fuzzers and benchmarks.
%C%_libfhir_la_SOURCES  = %D%/harness.c %D%/harness.h $(fhir_sources)
%C%_libfhir_la_CPPFLAGS = $(fhir_test_cppflags)
%C%_libfhir_la_LIBADD   = $(YAJL_LIBS) $(XML_LIBS)
fhir_harness = tests/plugins/fhir/libfhir.la

%C%_fhir_test_SOURCES = %D%/fhir_test.c %D%/suites.h %D%/answer_test.c \
                        %D%/json_decode_test.c %D%/json_encode_test.c \
                        %D%/json_entries_test.c %D%/json_extended_test.c \
                        %D%/json_source_test.c %D%/json_split_test.c \
                        %D%/json_string_test.c %D%/narrative_test.c \
                        %D%/primitive_test.c %D%/stream.c %D%/stream.h \
                        %D%/text_test.c %D%/types_test.c %D%/xml_decode_test.c \
                        %D%/xml_encode_test.c %D%/xml_escape_test.c \
                        %D%/xml_guard_test.c
%C%_fhir_test_CPPFLAGS = $(fhir_test_cppflags)
%C%_fhir_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_fhir_test_LDADD    = $(fhir_harness) $(CHECK_LIBS)

%C%_roundtrip_SOURCES  = %D%/roundtrip.c
%C%_roundtrip_CPPFLAGS = $(fhir_test_cppflags)
%C%_roundtrip_LDADD    = $(fhir_harness)

%C%_bench_SOURCES  = %D%/bench.c
%C%_bench_CPPFLAGS = $(fhir_test_cppflags)
%C%_bench_LDADD    = $(fhir_harness)

EXTRA_DIST += %D%/roundtrip_test.sh
