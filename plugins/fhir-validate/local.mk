plugin_LTLIBRARIES += fhir-validate.la

fhir_validate_sources = \
    %D%/validate.c \
    %D%/answer.c \
    %D%/bindings.c \
    %D%/bundle.c %D%/bundle.h \
    %D%/definitions.c %D%/definitions.h \
    %D%/enable.c \
    %D%/extensions.c \
    %D%/formats.c \
    %D%/invariants.c \
    %D%/look.h \
    %D%/questionnaire.c %D%/questionnaire.h \
    %D%/references.c \
    %D%/report.c \
    %D%/slices.c \
    %D%/terms.c %D%/terms.h \
    %D%/thing.h \
    %D%/value_set.c \
    %D%/values.c \
    %D%/walk.c

fhir_validate_la_SOURCES = $(fhir_validate_sources)
fhir_validate_la_LDFLAGS = $(PLUGIN_LDFLAGS)
