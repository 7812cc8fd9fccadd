# The journal's tests share a harness.
check_LTLIBRARIES += %D%/libharness.la
%C%_libharness_la_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_libharness_la_SOURCES  = %D%/harness.c %D%/harness.h
%C%_libharness_la_LIBADD   = libcore.la $(CHECK_LIBS)

journal_tests = %D%/admit_test %D%/db_test %D%/journal_test %D%/lock_test %D%/mend_test \
    %D%/queue_test %D%/reader_test %D%/repeats_test %D%/schema_test %D%/sequence_test %D%/tally_test %D%/writer_test
check_PROGRAMS += $(journal_tests)
TESTS          += $(journal_tests)

%C%_admit_test_CPPFLAGS   = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_admit_test_LDADD      = %D%/libharness.la
%C%_db_test_CPPFLAGS      = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_db_test_LDADD         = %D%/libharness.la
%C%_journal_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_journal_test_LDADD    = %D%/libharness.la
%C%_lock_test_CPPFLAGS    = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_lock_test_LDADD       = %D%/libharness.la
%C%_mend_test_CPPFLAGS    = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_mend_test_LDADD       = %D%/libharness.la
%C%_queue_test_CPPFLAGS   = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_queue_test_LDADD      = %D%/libharness.la
%C%_reader_test_CPPFLAGS  = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_reader_test_LDADD     = %D%/libharness.la
%C%_repeats_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_repeats_test_LDADD    = %D%/libharness.la
%C%_schema_test_CPPFLAGS  = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_schema_test_LDADD     = %D%/libharness.la
%C%_sequence_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_sequence_test_LDADD    = %D%/libharness.la
%C%_tally_test_CPPFLAGS   = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_tally_test_LDADD      = %D%/libharness.la
%C%_writer_test_CPPFLAGS  = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_writer_test_LDADD     = %D%/libharness.la
