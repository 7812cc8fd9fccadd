fhir_server_tests = %D%/fold_test %D%/moment_test %D%/server_test %D%/sink_test
check_PROGRAMS   += $(fhir_server_tests) %D%/bench
TESTS            += $(fhir_server_tests)

%C%_fold_test_SOURCES  = %D%/fold_test.c tests/plugins/rig.c tests/plugins/rig.h \
                         plugins/fhir-server/fold.c
%C%_fold_test_CPPFLAGS = $(CORE_CPPFLAGS) -I$(srcdir)/plugins
%C%_fold_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_fold_test_LDADD    = libcore.la $(CHECK_LIBS)

%C%_moment_test_SOURCES  = %D%/moment_test.c plugins/fhir-server/moment.c
%C%_moment_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/plugins
%C%_moment_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_moment_test_LDADD    = $(CHECK_LIBS)

%C%_server_test_SOURCES  = %D%/server_test.c tests/plugins/rig.c tests/plugins/rig.h
%C%_server_test_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_server_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_server_test_LDADD    = libcore.la $(CHECK_LIBS)

%C%_sink_test_SOURCES  = %D%/sink_test.c tests/plugins/rig.c tests/plugins/rig.h
%C%_sink_test_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_sink_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_sink_test_LDADD    = libcore.la $(CHECK_LIBS)

%C%_bench_SOURCES  = %D%/bench.c tests/plugins/rig.c tests/plugins/rig.h
%C%_bench_CPPFLAGS = $(CORE_CPPFLAGS)
%C%_bench_LDADD    = libcore.la
