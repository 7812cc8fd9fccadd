check_PROGRAMS += %D%/hl7v2_test %D%/messages
TESTS          += %D%/hl7v2_test %D%/messages_test.sh

hl7v2_harness  = %D%/harness.c %D%/harness.h $(hl7v2_sources)
hl7v2_cppflags = -I$(srcdir) -I$(srcdir)/core/include \
                 -DSCHEMAS='"$(abs_top_srcdir)/schemas"'

%C%_hl7v2_test_SOURCES = %D%/hl7v2_test.c %D%/suites.h %D%/charset_test.c \
                         %D%/describe_test.c %D%/dictionary_test.c \
                         %D%/er7_answer_test.c \
                         %D%/er7_decode_test.c %D%/er7_encode_test.c \
                         %D%/er7_escape_test.c %D%/er7_place_test.c $(hl7v2_harness)
%C%_hl7v2_test_CPPFLAGS = $(hl7v2_cppflags)
%C%_hl7v2_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_hl7v2_test_LDADD    = $(CHECK_LIBS)

%C%_messages_SOURCES  = %D%/messages.c $(hl7v2_harness)
%C%_messages_CPPFLAGS = $(hl7v2_cppflags)

hl7v2_bench_SOURCES  = tests/bench/hl7v2_bench.c $(hl7v2_harness)
hl7v2_bench_CPPFLAGS = $(hl7v2_cppflags)
EXTRA_PROGRAMS      += hl7v2_bench

EXTRA_DIST += %D%/messages_test.sh
