noinst_LTLIBRARIES += libcore.la
libcore_la_CPPFLAGS = $(CORE_CPPFLAGS)
libcore_la_CFLAGS   = $(AM_CFLAGS) $(YAML_CFLAGS) $(SQLITE_CFLAGS) $(MICROHTTPD_CFLAGS) $(ZLIB_CFLAGS)
libcore_la_LIBADD   = $(YAML_LIBS) $(SQLITE_LIBS) $(MICROHTTPD_LIBS) $(NNG_LIBS) $(ZLIB_LIBS)
libcore_la_SOURCES  = \
    %D%/base/arena.c %D%/base/arena.h \
    %D%/base/bytes.c %D%/base/bytes.h \
    %D%/base/clock.c %D%/base/clock.h \
    %D%/base/limits.h \
    %D%/base/log.c %D%/base/log.h \
    %D%/base/problem.c %D%/base/problem.h \
    %D%/base/table.c %D%/base/table.h \
    %D%/base/utf8.c %D%/base/utf8.h \
    %D%/config/expand.c %D%/config/expand.h \
    %D%/config/json.c %D%/config/json.h \
    %D%/config/lines.c %D%/config/lines.h \
    %D%/config/option.c %D%/config/option.h \
    %D%/config/option_help.c \
    %D%/config/option_schema.c %D%/config/option_schema.h \
    %D%/config/value.c %D%/config/value.h \
    %D%/config/yaml.c %D%/config/yaml.h \
    %D%/expr/arithmetic.c \
    %D%/expr/check.c \
    %D%/expr/compare.c %D%/expr/compare.h \
    %D%/expr/decimal.c \
    %D%/expr/emit.c \
    %D%/expr/expr.h \
    %D%/expr/functions.c %D%/expr/functions.h \
    %D%/expr/functions_boundary.c \
    %D%/expr/functions_convert.c \
    %D%/expr/functions_each.c \
    %D%/expr/functions_encode.c \
    %D%/expr/functions_list.c \
    %D%/expr/functions_math.c \
    %D%/expr/functions_regex.c \
    %D%/expr/functions_service.c \
    %D%/expr/functions_sort.c \
    %D%/expr/functions_string.c \
    %D%/expr/functions_time.c \
    %D%/expr/functions_tree.c \
    %D%/expr/hl7path.c \
    %D%/expr/html.c %D%/expr/html.h \
    %D%/expr/lexer.c %D%/expr/lexer.h \
    %D%/expr/lists.c \
    %D%/expr/literal.c \
    %D%/expr/machine.c \
    %D%/expr/model.c %D%/expr/model.h \
    %D%/expr/model_types.h \
    %D%/expr/moment.c \
    %D%/expr/operators.c \
    %D%/expr/parser.c %D%/expr/parser.h \
    %D%/expr/program.h \
    %D%/expr/regex.c %D%/expr/regex.h \
    %D%/expr/regex_class.c %D%/expr/regex_class.h \
    %D%/expr/regex_compiler.h \
    %D%/expr/regex_emit.c \
    %D%/expr/regex_match.c \
    %D%/expr/regex_program.h \
    %D%/expr/regex_read.c \
    %D%/expr/set.c %D%/expr/set.h \
    %D%/expr/shape.c %D%/expr/shape.h \
    %D%/expr/shift.c %D%/expr/shift.h \
    %D%/expr/strings.c %D%/expr/strings.h \
    %D%/expr/types.c %D%/expr/types.h \
    %D%/expr/unit.c %D%/expr/unit.h \
    %D%/expr/value.c %D%/expr/value.h \
    %D%/expr/variables.c \
    %D%/http/address.c \
    %D%/http/http.c %D%/http/http.h \
    %D%/http/internal.h \
    %D%/http/mount.c \
    %D%/journal/admit.c %D%/journal/admit.h \
    %D%/journal/db.c %D%/journal/db.h \
    %D%/journal/journal.c %D%/journal/journal.h \
    %D%/journal/lock.c %D%/journal/lock.h \
    %D%/journal/mend.c %D%/journal/mend.h \
    %D%/journal/queue.c %D%/journal/queue.h \
    %D%/journal/reader.c %D%/journal/reader.h \
    %D%/journal/repeats.c %D%/journal/repeats.h \
    %D%/journal/schema.c %D%/journal/schema.h \
    %D%/journal/sequence.c %D%/journal/sequence.h \
    %D%/journal/tally.c %D%/journal/tally.h \
    %D%/journal/writer.c %D%/journal/writer.h \
    %D%/message/document.c %D%/message/document.h \
    %D%/message/frame.c %D%/message/frame.h \
    %D%/message/message.c %D%/message/message.h \
    %D%/message/name.c %D%/message/name.h \
    %D%/package/build.c %D%/package/build.h \
    %D%/package/element.c %D%/package/element.h \
    %D%/package/fields.h \
    %D%/package/file.c \
    %D%/package/package.c %D%/package/package.h \
    %D%/package/snapshot.c %D%/package/snapshot.h \
    %D%/package/structure.c %D%/package/structure.h \
    %D%/package/terminology.c %D%/package/terminology.h \
    %D%/package/tgz.c %D%/package/tgz.h \
    %D%/package/value.c %D%/package/value.h \
    %D%/plugin/call.c %D%/plugin/call.h \
    %D%/plugin/call_pool.c %D%/plugin/call_pool.h \
    %D%/plugin/codec.c %D%/plugin/codec.h \
    %D%/plugin/engine.c %D%/plugin/engine.h \
    %D%/plugin/express.c \
    %D%/plugin/host.c %D%/plugin/host.h \
    %D%/plugin/instance.c %D%/plugin/instance.h \
    %D%/plugin/instance_doc.c %D%/plugin/instance_doc.h \
    %D%/plugin/loader.c %D%/plugin/loader.h \
    %D%/plugin/meter.c %D%/plugin/meter.h \
    %D%/plugin/registry.c %D%/plugin/registry.h \
    %D%/router/chain.c %D%/router/chain.h \
    %D%/router/channel.c %D%/router/channel.h \
    %D%/router/graph.c %D%/router/graph.h \
    %D%/router/hop.c \
    %D%/router/hop_results.c \
    %D%/router/intake.c %D%/router/intake.h \
    %D%/router/intake_answer.c \
    %D%/router/lane.c %D%/router/lane.h \
    %D%/router/router.c %D%/router/router.h \
    %D%/router/several.c \
    %D%/router/spec.c %D%/router/spec.h \
    %D%/router/spec_entry.c %D%/router/spec_entry.h \
    %D%/router/spec_schema.c \
    %D%/router/spec_words.c %D%/router/spec_words.h \
    %D%/router/state.h \
    %D%/router/stores.c %D%/router/stores.h \
    %D%/router/stream.c \
    %D%/router/task.c \
    %D%/router/task_outcome.c \
    %D%/router/worker.c %D%/router/worker.h \
    %D%/ucum/atoms.c %D%/ucum/atoms.h \
    %D%/ucum/parse.c \
    %D%/ucum/table.h \
    %D%/ucum/ucum.c %D%/ucum/ucum.h

bin_PROGRAMS  += hilum
hilum_CPPFLAGS = $(CORE_CPPFLAGS) \
    -DPLUGIN_DIR='"$(pkglibdir)"' -DSCHEMA_DIR='"$(pkgdatadir)/schemas"'
hilum_CFLAGS   = $(AM_CFLAGS) $(PIE_CFLAGS)
hilum_LDFLAGS  = $(AM_LDFLAGS) $(PIE_LDFLAGS)
hilum_LDADD    = libcore.la
hilum_SOURCES  = \
    %D%/cli/case.c %D%/cli/case.h \
    %D%/cli/check.c \
    %D%/cli/cli.c %D%/cli/cli.h \
    %D%/cli/convert.c \
    %D%/cli/eval.c \
    %D%/cli/findings.c %D%/cli/findings.h \
    %D%/cli/main.c \
    %D%/cli/messages.c \
    %D%/cli/package.c \
    %D%/cli/plugins.c \
    %D%/cli/run.c \
    %D%/cli/send.c %D%/cli/send.h \
    %D%/cli/send_run.c %D%/cli/send_run.h \
    %D%/cli/send_text.c %D%/cli/send_text.h \
    %D%/cli/service.c %D%/cli/service.h \
    %D%/cli/show.c \
    %D%/cli/test.c \
    %D%/cli/try.c \
    %D%/cli/validate.c

hilumincludedir      = $(includedir)/hilum
hiluminclude_HEADERS = \
    %D%/include/hilum/doc.h \
    %D%/include/hilum/http.h \
    %D%/include/hilum/package.h \
    %D%/include/hilum/plugin.h \
    %D%/include/hilum/source.h \
    %D%/include/hilum/store.h \
    %D%/include/hilum/view.h
