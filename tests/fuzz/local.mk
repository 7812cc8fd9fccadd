# One target per parser.  As a rule each is linked with replay.c, and `make
# check` runs it over its corpus; with --enable-fuzzers it is a fuzzer.
fuzz_targets    = %D%/config_fuzz %D%/expr_fuzz %D%/frame_fuzz %D%/hl7v2_answer_fuzz \
                  %D%/hl7v2_batch_fuzz %D%/hl7v2_er7_fuzz %D%/hl7v2_xml_fuzz %D%/mllp_fuzz \
                  %D%/package_fuzz %D%/ucum_fuzz
fuzz_cppflags   = $(CORE_CPPFLAGS) -I$(srcdir) -I$(srcdir)/plugins \
                  -DSCHEMAS='"$(abs_top_srcdir)/schemas"'
if HAVE_YAJL
fuzz_targets   += %D%/fhir_json_fuzz %D%/fhir_split_fuzz %D%/fhir_xml_fuzz
endif
check_PROGRAMS += $(fuzz_targets)

if FUZZERS
fuzz_main       =
fuzz_ldflags    = $(AM_LDFLAGS) -fsanitize=fuzzer
else
fuzz_main       = %D%/replay.c
fuzz_ldflags    = $(AM_LDFLAGS)
TESTS          += %D%/replay_test.sh
endif

%C%_config_fuzz_SOURCES     = %D%/config_fuzz.c $(fuzz_main)
%C%_config_fuzz_CPPFLAGS    = $(fuzz_cppflags)
%C%_config_fuzz_LDFLAGS     = $(fuzz_ldflags)
%C%_config_fuzz_LDADD       = libcore.la
%C%_expr_fuzz_SOURCES       = %D%/expr_fuzz.c $(fuzz_main) tests/core/expr/outline.c
%C%_expr_fuzz_CPPFLAGS      = $(fuzz_cppflags)
%C%_expr_fuzz_LDFLAGS       = $(fuzz_ldflags)
%C%_expr_fuzz_LDADD         = libcore.la
%C%_frame_fuzz_SOURCES      = %D%/frame_fuzz.c $(fuzz_main)
%C%_frame_fuzz_CPPFLAGS     = $(fuzz_cppflags)
%C%_frame_fuzz_LDFLAGS      = $(fuzz_ldflags)
%C%_frame_fuzz_LDADD        = libcore.la
%C%_hl7v2_answer_fuzz_SOURCES  = %D%/hl7v2_answer_fuzz.c $(fuzz_main)
%C%_hl7v2_answer_fuzz_CPPFLAGS = $(fuzz_cppflags) $(XML_CFLAGS)
%C%_hl7v2_answer_fuzz_LDFLAGS  = $(fuzz_ldflags)
%C%_hl7v2_answer_fuzz_LDADD    = $(hl7v2_harness)
%C%_hl7v2_batch_fuzz_SOURCES  = %D%/hl7v2_batch_fuzz.c $(fuzz_main) plugins/hl7v2/charset.c \
                                plugins/hl7v2/er7_batch.c plugins/hl7v2/er7_split.c
%C%_hl7v2_batch_fuzz_CPPFLAGS = $(fuzz_cppflags)
%C%_hl7v2_batch_fuzz_LDFLAGS  = $(fuzz_ldflags)
%C%_hl7v2_er7_fuzz_SOURCES  = %D%/hl7v2_er7_fuzz.c $(fuzz_main)
%C%_hl7v2_er7_fuzz_CPPFLAGS = $(fuzz_cppflags) $(XML_CFLAGS)
%C%_hl7v2_er7_fuzz_LDFLAGS  = $(fuzz_ldflags)
%C%_hl7v2_er7_fuzz_LDADD    = $(hl7v2_harness)
%C%_hl7v2_xml_fuzz_SOURCES  = %D%/hl7v2_xml_fuzz.c $(fuzz_main)
%C%_hl7v2_xml_fuzz_CPPFLAGS = $(fuzz_cppflags) $(XML_CFLAGS)
%C%_hl7v2_xml_fuzz_LDFLAGS  = $(fuzz_ldflags)
%C%_hl7v2_xml_fuzz_LDADD    = $(hl7v2_harness)
%C%_mllp_fuzz_SOURCES       = %D%/mllp_fuzz.c $(fuzz_main) plugins/mllp/ack.c \
                              plugins/mllp/exchange.c plugins/mllp/frame.c plugins/mllp/senders.c
%C%_mllp_fuzz_CPPFLAGS      = $(fuzz_cppflags)
%C%_mllp_fuzz_LDFLAGS       = $(fuzz_ldflags)
%C%_fhir_json_fuzz_SOURCES  = %D%/fhir_json_fuzz.c $(fuzz_main)
%C%_fhir_json_fuzz_CPPFLAGS = $(fuzz_cppflags) $(YAJL_CFLAGS) $(XML_CFLAGS)
%C%_fhir_json_fuzz_LDFLAGS  = $(fuzz_ldflags)
%C%_fhir_json_fuzz_LDADD    = $(fhir_harness)
%C%_fhir_split_fuzz_SOURCES  = %D%/fhir_split_fuzz.c $(fuzz_main)
%C%_fhir_split_fuzz_CPPFLAGS = $(fuzz_cppflags) $(YAJL_CFLAGS) $(XML_CFLAGS)
%C%_fhir_split_fuzz_LDFLAGS  = $(fuzz_ldflags)
%C%_fhir_split_fuzz_LDADD    = $(fhir_harness)
%C%_fhir_xml_fuzz_SOURCES  = %D%/fhir_xml_fuzz.c $(fuzz_main)
%C%_fhir_xml_fuzz_CPPFLAGS = $(fuzz_cppflags) $(YAJL_CFLAGS) $(XML_CFLAGS)
%C%_fhir_xml_fuzz_LDFLAGS  = $(fuzz_ldflags)
%C%_fhir_xml_fuzz_LDADD    = $(fhir_harness)

%C%_package_fuzz_SOURCES    = %D%/package_fuzz.c $(fuzz_main)
%C%_package_fuzz_CPPFLAGS   = $(fuzz_cppflags)
%C%_package_fuzz_LDFLAGS    = $(fuzz_ldflags)
%C%_package_fuzz_LDADD      = libcore.la
%C%_ucum_fuzz_SOURCES       = %D%/ucum_fuzz.c $(fuzz_main)
%C%_ucum_fuzz_CPPFLAGS      = $(fuzz_cppflags)
%C%_ucum_fuzz_LDFLAGS       = $(fuzz_ldflags)
%C%_ucum_fuzz_LDADD         = libcore.la

EXTRA_DIST += %D%/replay.c %D%/replay_test.sh %D%/corpus
