plugin_LTLIBRARIES += v2-to-fhir.la
v2_to_fhir_la_SOURCES = \
	%D%/bundle.c %D%/bundle.h \
	%D%/codes.c %D%/codes.h \
	%D%/condition.c \
	%D%/coverage.c %D%/coverage.h \
	%D%/digest.c %D%/digest.h \
	%D%/element.c %D%/element.h \
	%D%/hl7.c %D%/hl7.h \
	%D%/identity.c %D%/identity.h \
	%D%/identity_load.c %D%/identity_rules.h \
	%D%/load.c %D%/load.h \
	%D%/path.c \
	%D%/pool.c %D%/pool.h \
	%D%/row_text.c %D%/row_text.h \
	%D%/rule.c %D%/rule.h \
	%D%/run.c %D%/run.h \
	%D%/structure.c %D%/structure.h \
	%D%/tree.c %D%/tree.h \
	%D%/v2_to_fhir.c \
	%D%/value.c %D%/value.h \
	%D%/write.c %D%/write.h
v2_to_fhir_la_LDFLAGS = $(PLUGIN_LDFLAGS)
