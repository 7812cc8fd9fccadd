if HAVE_YAJL
check_PROGRAMS += %D%/fhir_test %D%/roundtrip %D%/bench
TESTS          += %D%/fhir_test %D%/examples_test.sh
endif

fhir_harness       = %D%/harness.c %D%/harness.h $(fhir_sources)
fhir_test_cppflags = -I$(srcdir) -I$(srcdir)/core/include $(YAJL_CFLAGS) \
                     -DSCHEMAS='"$(abs_top_srcdir)/schemas"'

%C%_fhir_test_SOURCES = %D%/fhir_test.c %D%/suites.h %D%/answer_test.c %D%/decode_test.c \
                        %D%/encode_test.c %D%/extended_test.c %D%/primitive_test.c \
                        %D%/source_test.c %D%/string_test.c %D%/types_test.c $(fhir_harness)
%C%_fhir_test_CPPFLAGS = $(fhir_test_cppflags)
%C%_fhir_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_fhir_test_LDADD    = $(YAJL_LIBS) $(CHECK_LIBS)

%C%_roundtrip_SOURCES  = %D%/roundtrip.c $(fhir_harness)
%C%_roundtrip_CPPFLAGS = $(fhir_test_cppflags)
%C%_roundtrip_LDADD    = $(YAJL_LIBS)

%C%_bench_SOURCES  = %D%/bench.c $(fhir_harness)
%C%_bench_CPPFLAGS = $(fhir_test_cppflags)
%C%_bench_LDADD    = $(YAJL_LIBS)

EXTRA_DIST += %D%/examples_test.sh
