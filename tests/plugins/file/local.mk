file_tests      = %D%/finder_test %D%/progress_test %D%/sink_test %D%/source_test \
                  %D%/window_test
check_PROGRAMS += $(file_tests)
TESTS          += $(file_tests)

file_test_cppflags = $(AM_CPPFLAGS) -I$(srcdir)/plugins -I$(srcdir)/tests/plugins -I$(srcdir)/tests/core
file_test_place    = %D%/place.c %D%/place.h
file_test_rig      = $(file_test_place) tests/plugins/stand_in.c tests/plugins/stand_in.h

%C%_finder_test_SOURCES    = %D%/finder_test.c $(file_test_place) plugins/file/finder.c \
                             plugins/file/folder.c
%C%_finder_test_CPPFLAGS   = $(file_test_cppflags)
%C%_finder_test_CFLAGS     = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_finder_test_LDADD      = $(CHECK_LIBS)
%C%_progress_test_SOURCES  = %D%/progress_test.c $(file_test_place) plugins/file/progress.c
%C%_progress_test_CPPFLAGS = $(file_test_cppflags)
%C%_progress_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_progress_test_LDADD    = $(CHECK_LIBS)
%C%_sink_test_SOURCES      = %D%/sink_test.c $(file_test_rig) plugins/file/sink.c \
                             plugins/file/folder.c plugins/file/name.c
%C%_sink_test_CPPFLAGS     = $(file_test_cppflags)
%C%_sink_test_CFLAGS       = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_sink_test_LDADD        = $(CHECK_LIBS)
%C%_source_test_SOURCES    = %D%/source_test.c $(file_test_rig) $(file_source_sources) \
                             plugins/hl7v2/charset.c plugins/hl7v2/er7_batch.c \
                             plugins/hl7v2/er7_split.c
%C%_source_test_CPPFLAGS   = $(file_test_cppflags)
%C%_source_test_CFLAGS     = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_source_test_LDADD      = $(CHECK_LIBS)
%C%_window_test_SOURCES    = %D%/window_test.c $(file_test_place) plugins/file/window.c
%C%_window_test_CPPFLAGS   = $(file_test_cppflags)
%C%_window_test_CFLAGS     = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_window_test_LDADD      = $(CHECK_LIBS)
