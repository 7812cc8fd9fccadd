# `make bench`: what is fast, and how fast.  Nothing here can fail a check.
EXTRA_PROGRAMS       += journal_bench
journal_bench_SOURCES  = %D%/journal_bench.c
journal_bench_CPPFLAGS = $(CORE_CPPFLAGS)
journal_bench_LDADD    = libcore.la

EXTRA_PROGRAMS        += chain_bench
chain_bench_SOURCES    = %D%/chain_bench.c
chain_bench_CPPFLAGS   = $(CORE_CPPFLAGS)
chain_bench_LDADD      = libcore.la

EXTRA_PROGRAMS         += validate_bench
validate_bench_SOURCES  = %D%/validate_bench.c
validate_bench_CPPFLAGS = $(CORE_CPPFLAGS)
validate_bench_LDADD    = libcore.la

# Thousands of senders, some of them slow.
EXTRA_PROGRAMS           += mllp_connections
mllp_connections_SOURCES  = %D%/mllp_connections.c plugins/mllp/ack.c plugins/mllp/frame.c
mllp_connections_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/plugins

bench_programs = chain_bench expr_bench hl7v2_bench journal_bench mllp_connections \
    validate_bench
if HAVE_YAJL
bench_programs += tests/plugins/fhir/bench
endif
CLEANFILES     += $(bench_programs)

bench: all $(bench_programs)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/bench/run.sh
.PHONY: bench

EXTRA_DIST += %D%/batch_bench.py %D%/feed_bench.sh %D%/hl7v2_peer.js %D%/hl7v2_peer.sh \
    %D%/mllp_bench.sh %D%/run.sh %D%/adt-a01.hl7 %D%/oru-r01.hl7 %D%/RESULTS.md
