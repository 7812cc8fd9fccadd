check_PROGRAMS += %D%/v2_to_fhir_test
TESTS          += %D%/v2_to_fhir_test

%C%_v2_to_fhir_test_SOURCES  = %D%/v2_to_fhir_test.c %D%/suites.h %D%/bench.c %D%/bench.h \
                               %D%/digest_test.c %D%/stage_test.c %D%/value_test.c \
                               tests/plugins/rig.c tests/plugins/rig.h \
                               plugins/v2-to-fhir/digest.c plugins/v2-to-fhir/pool.c \
                               plugins/v2-to-fhir/value.c
%C%_v2_to_fhir_test_CPPFLAGS = $(CORE_CPPFLAGS) -I$(srcdir)/plugins \
                               -I$(srcdir)/tests/plugins $(CHECK_CFLAGS)
%C%_v2_to_fhir_test_LDADD    = libcore.la $(CHECK_LIBS)
