# The tests of expressions share documents written as outlines.
check_LTLIBRARIES += %D%/libevaluate.la
%C%_libevaluate_la_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_libevaluate_la_SOURCES  = %D%/evaluate.c %D%/evaluate.h %D%/outline.c %D%/outline.h
%C%_libevaluate_la_LIBADD   = libcore.la $(CHECK_LIBS)

expr_tests = %D%/check_test %D%/functions_test %D%/functions_boundary_test \
    %D%/functions_encode_test %D%/functions_regex_test %D%/functions_service_test \
    %D%/functions_sort_test %D%/functions_time_test %D%/hl7path_test %D%/html_test \
    %D%/machine_test %D%/operators_test %D%/parser_test %D%/regex_test %D%/set_test \
    %D%/unit_test
check_PROGRAMS += $(expr_tests) %D%/suite_run
TESTS          += $(expr_tests) %D%/suites_test.sh

%C%_check_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS) \
    -DSCHEMAS='"$(abs_top_srcdir)/schemas"'
%C%_check_test_LDADD    = %D%/libevaluate.la
%C%_functions_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_functions_test_LDADD    = %D%/libevaluate.la
%C%_functions_boundary_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_functions_boundary_test_LDADD    = %D%/libevaluate.la
%C%_functions_encode_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_functions_encode_test_LDADD    = %D%/libevaluate.la
%C%_functions_regex_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_functions_regex_test_LDADD    = %D%/libevaluate.la
%C%_functions_service_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_functions_service_test_LDADD    = %D%/libevaluate.la
%C%_functions_sort_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_functions_sort_test_LDADD    = %D%/libevaluate.la
%C%_functions_time_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_functions_time_test_LDADD    = %D%/libevaluate.la
%C%_hl7path_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_hl7path_test_LDADD    = %D%/libevaluate.la
%C%_html_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_html_test_LDADD    = %D%/libevaluate.la
%C%_machine_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_machine_test_LDADD    = %D%/libevaluate.la
%C%_operators_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_operators_test_LDADD    = %D%/libevaluate.la
%C%_parser_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_parser_test_LDADD    = %D%/libevaluate.la
%C%_regex_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_regex_test_LDADD    = %D%/libevaluate.la
%C%_set_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_set_test_LDADD    = %D%/libevaluate.la
%C%_unit_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_unit_test_LDADD    = %D%/libevaluate.la

# The suites of others, and the definitions of the standard.
%C%_suite_run_SOURCES  = %D%/suite_run.c %D%/outline.c %D%/outline.h
%C%_suite_run_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_suite_run_LDADD    = libcore.la

EXTRA_PROGRAMS              += %D%/definitions_run
%C%_definitions_run_SOURCES  = %D%/definitions_run.c
%C%_definitions_run_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_definitions_run_LDADD    = libcore.la

EXTRA_DIST += %D%/definitions.py %D%/suites.py %D%/suites_documents.py \
    %D%/suites_exceptions.py %D%/suites_test.sh

EXTRA_PROGRAMS      += expr_bench
expr_bench_SOURCES   = tests/bench/expr_bench.c %D%/outline.c %D%/outline.h
expr_bench_CPPFLAGS  = $(CORE_CPPFLAGS)
expr_bench_LDADD     = libcore.la

EXTRA_DIST += tests/bench/expr_peer.js tests/bench/expr_peer.sh tests/bench/expressions.tsv
