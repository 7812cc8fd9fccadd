file_tests      = %D%/sink_test %D%/source_test %D%/split_test
check_PROGRAMS += $(file_tests)
TESTS          += $(file_tests)

file_test_cppflags = $(AM_CPPFLAGS) -I$(srcdir)/plugins -I$(srcdir)/tests/plugins -I$(srcdir)/tests/core
file_test_rig      = %D%/place.c %D%/place.h \
                     tests/plugins/stand_in.c tests/plugins/stand_in.h

%C%_sink_test_SOURCES    = %D%/sink_test.c $(file_test_rig) plugins/file/sink.c \
                           plugins/file/folder.c plugins/file/name.c
%C%_sink_test_CPPFLAGS   = $(file_test_cppflags)
%C%_sink_test_CFLAGS     = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_sink_test_LDADD      = $(CHECK_LIBS)
%C%_source_test_SOURCES  = %D%/source_test.c $(file_test_rig) plugins/file/source.c \
                           plugins/file/folder.c plugins/file/split.c
%C%_source_test_CPPFLAGS = $(file_test_cppflags)
%C%_source_test_CFLAGS   = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_source_test_LDADD    = $(CHECK_LIBS)
%C%_split_test_SOURCES   = %D%/split_test.c plugins/file/split.c
%C%_split_test_CPPFLAGS  = $(file_test_cppflags)
%C%_split_test_CFLAGS    = $(AM_CFLAGS) $(CHECK_CFLAGS)
%C%_split_test_LDADD     = $(CHECK_LIBS)
