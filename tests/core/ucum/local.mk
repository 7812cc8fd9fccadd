# Units of measure.
ucum_tests      = %D%/parse_test %D%/ucum_test
check_PROGRAMS += $(ucum_tests)
TESTS          += $(ucum_tests)

%C%_parse_test_CPPFLAGS = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_parse_test_LDADD    = libcore.la $(CHECK_LIBS)
%C%_ucum_test_CPPFLAGS  = $(CORE_CPPFLAGS) $(CHECK_CFLAGS)
%C%_ucum_test_LDADD     = libcore.la $(CHECK_LIBS)
