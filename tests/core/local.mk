# Unit tests of the engine.  Tests of expr, journal and http are listed in their
# own folders.

core_test_cppflags = $(CORE_CPPFLAGS) $(CHECK_CFLAGS) \
    -DPARTS='"$(abs_builddir)/tests/parts/.libs"' \
    -DBAD='"$(abs_builddir)/tests/plugins-bad/.libs"'
core_test_ldadd    = libcore.la $(CHECK_LIBS)

core_tests = \
    %D%/base/arena_test %D%/base/bytes_test %D%/base/clock_test %D%/base/log_test \
    %D%/base/problem_test %D%/base/table_test %D%/base/utf8_test \
    %D%/cli/send_text_test \
    %D%/config/expand_test %D%/config/lines_test %D%/config/option_test \
    %D%/config/value_test %D%/config/yaml_test \
    %D%/message/document_test %D%/message/frame_test %D%/message/message_test \
    %D%/message/name_test \
    %D%/plugin/call_test %D%/plugin/instance_test %D%/plugin/loader_test \
    %D%/plugin/meter_test %D%/plugin/registry_test \
    %D%/router/chain_test %D%/router/channel_test %D%/router/graph_test \
    %D%/router/lane_test %D%/router/router_test %D%/router/spec_test \
    %D%/router/worker_test
check_PROGRAMS += $(core_tests)
TESTS          += $(core_tests)

core_rig = %D%/suite.h %D%/router/rig.c %D%/router/rig.h

%C%_base_arena_test_SOURCES = %D%/base/arena_test.c %D%/suite.h
%C%_base_arena_test_CPPFLAGS = $(core_test_cppflags)
%C%_base_arena_test_LDADD = $(core_test_ldadd)

%C%_base_bytes_test_SOURCES = %D%/base/bytes_test.c %D%/suite.h
%C%_base_bytes_test_CPPFLAGS = $(core_test_cppflags)
%C%_base_bytes_test_LDADD = $(core_test_ldadd)

%C%_base_clock_test_SOURCES = %D%/base/clock_test.c %D%/suite.h
%C%_base_clock_test_CPPFLAGS = $(core_test_cppflags)
%C%_base_clock_test_LDADD = $(core_test_ldadd)

%C%_base_log_test_SOURCES = %D%/base/log_test.c %D%/suite.h
%C%_base_log_test_CPPFLAGS = $(core_test_cppflags)
%C%_base_log_test_LDADD = $(core_test_ldadd)

%C%_base_problem_test_SOURCES = %D%/base/problem_test.c %D%/suite.h
%C%_base_problem_test_CPPFLAGS = $(core_test_cppflags)
%C%_base_problem_test_LDADD = $(core_test_ldadd)

%C%_base_table_test_SOURCES = %D%/base/table_test.c %D%/suite.h
%C%_base_table_test_CPPFLAGS = $(core_test_cppflags)
%C%_base_table_test_LDADD = $(core_test_ldadd)

%C%_base_utf8_test_SOURCES = %D%/base/utf8_test.c %D%/suite.h
%C%_base_utf8_test_CPPFLAGS = $(core_test_cppflags)
%C%_base_utf8_test_LDADD = $(core_test_ldadd)

%C%_config_expand_test_SOURCES = %D%/config/expand_test.c %D%/config/reading.h
%C%_config_expand_test_CPPFLAGS = $(core_test_cppflags)
%C%_config_expand_test_LDADD = $(core_test_ldadd)

%C%_config_lines_test_SOURCES = %D%/config/lines_test.c %D%/config/reading.h
%C%_config_lines_test_CPPFLAGS = $(core_test_cppflags)
%C%_config_lines_test_LDADD = $(core_test_ldadd)

%C%_config_option_test_SOURCES = %D%/config/option_test.c %D%/config/reading.h
%C%_config_option_test_CPPFLAGS = $(core_test_cppflags)
%C%_config_option_test_LDADD = $(core_test_ldadd)

%C%_config_value_test_SOURCES = %D%/config/value_test.c %D%/config/reading.h
%C%_config_value_test_CPPFLAGS = $(core_test_cppflags)
%C%_config_value_test_LDADD = $(core_test_ldadd)

%C%_config_yaml_test_SOURCES = %D%/config/yaml_test.c %D%/config/reading.h
%C%_config_yaml_test_CPPFLAGS = $(core_test_cppflags)
%C%_config_yaml_test_LDADD = $(core_test_ldadd)

%C%_message_document_test_SOURCES = %D%/message/document_test.c %D%/suite.h
%C%_message_document_test_CPPFLAGS = $(core_test_cppflags)
%C%_message_document_test_LDADD = $(core_test_ldadd)

%C%_message_frame_test_SOURCES = %D%/message/frame_test.c %D%/suite.h
%C%_message_frame_test_CPPFLAGS = $(core_test_cppflags)
%C%_message_frame_test_LDADD = $(core_test_ldadd)

%C%_message_message_test_SOURCES = %D%/message/message_test.c %D%/suite.h
%C%_message_message_test_CPPFLAGS = $(core_test_cppflags)
%C%_message_message_test_LDADD = $(core_test_ldadd)

%C%_message_name_test_SOURCES = %D%/message/name_test.c %D%/suite.h
%C%_message_name_test_CPPFLAGS = $(core_test_cppflags)
%C%_message_name_test_LDADD = $(core_test_ldadd)

%C%_plugin_call_test_SOURCES = %D%/plugin/call_test.c %D%/suite.h
%C%_plugin_call_test_CPPFLAGS = $(core_test_cppflags)
%C%_plugin_call_test_LDADD = $(core_test_ldadd)

%C%_plugin_instance_test_SOURCES = %D%/plugin/instance_test.c %D%/suite.h
%C%_plugin_instance_test_CPPFLAGS = $(core_test_cppflags)
%C%_plugin_instance_test_LDADD = $(core_test_ldadd)

%C%_plugin_loader_test_SOURCES = %D%/plugin/loader_test.c %D%/suite.h
%C%_plugin_loader_test_CPPFLAGS = $(core_test_cppflags)
%C%_plugin_loader_test_LDADD = $(core_test_ldadd)

%C%_plugin_meter_test_SOURCES = %D%/plugin/meter_test.c %D%/suite.h
%C%_plugin_meter_test_CPPFLAGS = $(core_test_cppflags)
%C%_plugin_meter_test_LDADD = $(core_test_ldadd)

%C%_plugin_registry_test_SOURCES = %D%/plugin/registry_test.c %D%/suite.h
%C%_plugin_registry_test_CPPFLAGS = $(core_test_cppflags)
%C%_plugin_registry_test_LDADD = $(core_test_ldadd)

%C%_router_chain_test_SOURCES = %D%/router/chain_test.c $(core_rig)
%C%_router_chain_test_CPPFLAGS = $(core_test_cppflags)
%C%_router_chain_test_LDADD = $(core_test_ldadd)

%C%_router_channel_test_SOURCES = %D%/router/channel_test.c %D%/suite.h
%C%_router_channel_test_CPPFLAGS = $(core_test_cppflags)
%C%_router_channel_test_LDADD = $(core_test_ldadd)

%C%_router_graph_test_SOURCES = %D%/router/graph_test.c $(core_rig)
%C%_router_graph_test_CPPFLAGS = $(core_test_cppflags)
%C%_router_graph_test_LDADD = $(core_test_ldadd)

%C%_router_lane_test_SOURCES = %D%/router/lane_test.c %D%/suite.h
%C%_router_lane_test_CPPFLAGS = $(core_test_cppflags)
%C%_router_lane_test_LDADD = $(core_test_ldadd)

%C%_router_router_test_SOURCES = %D%/router/router_test.c $(core_rig)
%C%_router_router_test_CPPFLAGS = $(core_test_cppflags)
%C%_router_router_test_LDADD = $(core_test_ldadd)

%C%_router_spec_test_SOURCES = %D%/router/spec_test.c %D%/config/reading.h
%C%_router_spec_test_CPPFLAGS = $(core_test_cppflags)
%C%_router_spec_test_LDADD = $(core_test_ldadd)

%C%_router_worker_test_SOURCES = %D%/router/worker_test.c $(core_rig)
%C%_router_worker_test_CPPFLAGS = $(core_test_cppflags)
%C%_router_worker_test_LDADD = $(core_test_ldadd)

# Plugins for them: parts that do as they are told, and plugins that do not fit.
# A module that is not installed needs an rpath to become a shared object.
check_module_ldflags = $(PLUGIN_LDFLAGS) -rpath /nowhere

check_LTLIBRARIES += tests/parts/parts.la
tests_parts_parts_la_SOURCES  = tests/parts/parts.c
tests_parts_parts_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_parts_parts_la_LDFLAGS  = $(check_module_ldflags)

check_LTLIBRARIES += \
    tests/plugins-bad/accepts_nothing.la tests/plugins-bad/bad_option.la \
    tests/plugins-bad/missing_symbol.la tests/plugins-bad/newer_part.la \
    tests/plugins-bad/newer_plugin.la tests/plugins-bad/newer_services.la \
    tests/plugins-bad/newer_unused.la tests/plugins-bad/no_kind.la \
    tests/plugins-bad/no_parts.la tests/plugins-bad/no_plugin.la \
    tests/plugins-bad/no_summary.la tests/plugins-bad/older.la \
    tests/plugins-bad/other_abi.la tests/plugins-bad/produces_nothing.la \
    tests/plugins-bad/two_kinds.la
tests_plugins_bad_accepts_nothing_la_SOURCES = tests/plugins-bad/accepts_nothing.c tests/plugins-bad/part.h
tests_plugins_bad_accepts_nothing_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_accepts_nothing_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_bad_option_la_SOURCES = tests/plugins-bad/bad_option.c tests/plugins-bad/part.h
tests_plugins_bad_bad_option_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_bad_option_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_missing_symbol_la_SOURCES = tests/plugins-bad/missing_symbol.c tests/plugins-bad/part.h
tests_plugins_bad_missing_symbol_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_missing_symbol_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_newer_part_la_SOURCES = tests/plugins-bad/newer_part.c tests/plugins-bad/part.h
tests_plugins_bad_newer_part_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_newer_part_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_newer_plugin_la_SOURCES = tests/plugins-bad/newer_plugin.c tests/plugins-bad/part.h
tests_plugins_bad_newer_plugin_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_newer_plugin_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_newer_services_la_SOURCES = tests/plugins-bad/newer_services.c tests/plugins-bad/part.h
tests_plugins_bad_newer_services_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_newer_services_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_newer_unused_la_SOURCES = tests/plugins-bad/newer_unused.c tests/plugins-bad/part.h
tests_plugins_bad_newer_unused_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_newer_unused_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_no_kind_la_SOURCES = tests/plugins-bad/no_kind.c tests/plugins-bad/part.h
tests_plugins_bad_no_kind_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_no_kind_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_no_parts_la_SOURCES = tests/plugins-bad/no_parts.c tests/plugins-bad/part.h
tests_plugins_bad_no_parts_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_no_parts_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_no_plugin_la_SOURCES = tests/plugins-bad/no_plugin.c
tests_plugins_bad_no_plugin_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_no_plugin_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -rpath /nowhere
tests_plugins_bad_no_summary_la_SOURCES = tests/plugins-bad/no_summary.c tests/plugins-bad/part.h
tests_plugins_bad_no_summary_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_no_summary_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_older_la_SOURCES = tests/plugins-bad/older.c tests/plugins-bad/part.h
tests_plugins_bad_older_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_older_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_other_abi_la_SOURCES = tests/plugins-bad/other_abi.c tests/plugins-bad/part.h
tests_plugins_bad_other_abi_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_other_abi_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_produces_nothing_la_SOURCES = tests/plugins-bad/produces_nothing.c tests/plugins-bad/part.h
tests_plugins_bad_produces_nothing_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_produces_nothing_la_LDFLAGS = $(check_module_ldflags)
tests_plugins_bad_two_kinds_la_SOURCES = tests/plugins-bad/two_kinds.c tests/plugins-bad/part.h
tests_plugins_bad_two_kinds_la_CPPFLAGS = $(AM_CPPFLAGS)
tests_plugins_bad_two_kinds_la_LDFLAGS = $(check_module_ldflags)

%C%_cli_send_text_test_SOURCES = %D%/cli/send_text_test.c core/cli/send_text.c
%C%_cli_send_text_test_CPPFLAGS = $(core_test_cppflags) -I$(srcdir)/%D%
%C%_cli_send_text_test_LDADD = $(core_test_ldadd)
