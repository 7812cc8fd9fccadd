# `make bench`: what is fast, and how fast.  Nothing here can fail a check.
EXTRA_PROGRAMS       += journal_bench
journal_bench_SOURCES  = %D%/journal_bench.c
journal_bench_CPPFLAGS = $(CORE_CPPFLAGS)
journal_bench_LDADD    = libcore.la

EXTRA_PROGRAMS        += chain_bench
chain_bench_SOURCES    = %D%/chain_bench.c
chain_bench_CPPFLAGS   = $(CORE_CPPFLAGS)
chain_bench_LDADD      = libcore.la

bench_programs = chain_bench expr_bench hl7v2_bench journal_bench
if HAVE_YAJL
bench_programs += tests/plugins/fhir/bench
endif
CLEANFILES     += $(bench_programs)

bench: all $(bench_programs)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/bench/run.sh
.PHONY: bench

EXTRA_DIST += %D%/run.sh %D%/feed_bench.sh %D%/adt-a01.hl7 %D%/oru-r01.hl7 %D%/RESULTS.md
