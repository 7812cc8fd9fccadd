# The tests of expressions share documents written as outlines.
check_LTLIBRARIES += %D%/libevaluate.la
%C%_libevaluate_la_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_libevaluate_la_SOURCES  = %D%/evaluate.c %D%/evaluate.h %D%/outline.c %D%/outline.h
%C%_libevaluate_la_LIBADD   = libcore.la $(CHECK_LIBS)

expr_tests = %D%/functions_test %D%/hl7path_test %D%/machine_test %D%/operators_test \
    %D%/parser_test
check_PROGRAMS += $(expr_tests)
TESTS          += $(expr_tests)

%C%_functions_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_functions_test_LDADD    = %D%/libevaluate.la
%C%_hl7path_test_CPPFLAGS   = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_hl7path_test_LDADD      = %D%/libevaluate.la
%C%_machine_test_CPPFLAGS   = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_machine_test_LDADD      = %D%/libevaluate.la
%C%_operators_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_operators_test_LDADD    = %D%/libevaluate.la
%C%_parser_test_CPPFLAGS    = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_parser_test_LDADD       = %D%/libevaluate.la

EXTRA_PROGRAMS      += expr_bench
expr_bench_SOURCES   = tests/bench/expr_bench.c %D%/outline.c %D%/outline.h
expr_bench_CPPFLAGS  = $(CORE_CPPFLAGS)
expr_bench_LDADD     = libcore.la
