/* main.c -- the hilum command: finds the verb and runs it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/log.h"

#include <stdlib.h>

struct cli_settings cli_settings;

const struct cli_verb cli_verbs[] = {
    { .name    = "run",
      .usage   = "[--data DIR] FILE...",
      .summary = "Runs pipelines until it is told to stop.",
      .help    = "--data DIR    where the journal lies (preset: $HILUM_DATA, or ./data)\n"
                 "--reserve N   bytes of the disk to leave free (preset: 64M)\n"
                 "--keep TIME   how long settled messages stay in the journal (preset: for "
                 "ever)\n"
                 "SIGTERM and SIGINT stop it when what is under way is finished; SIGHUP "
                 "reads the\n"
                 "files again and keeps what runs where they have a mistake.\n",
      .run     = cli_run },
    { .name    = "check",
      .usage   = "[--json] FILE...",
      .summary = "Checks pipelines without running them.",
      .help    = "--json        problems as a JSON list on stdout\n",
      .run     = cli_check },
    { .name    = "test",
      .usage   = "FILE...",
      .summary = "Runs the tests that stand in pipelines.",
      .help    = "",
      .run     = cli_test },
    { .name    = "convert",
      .usage   = "[--from FORMAT] --to FORMAT [--map STAGE] [FILE]",
      .summary = "Converts one message through codecs and maps.",
      .help    = "--from FORMAT such as hl7v2/er7 (preset: found out from the message)\n"
                 "--to FORMAT   such as fhir/json, hl7v2/er7\n"
                 "--map STAGE   the stage that maps (preset: the one that fits)\n",
      .run     = cli_convert },
    { .name  = "show",
      .usage = "[--from FORMAT] [--profile FILE] [FILE]",
      .summary =
          "Shows a message as a tree with the standard's names, and what is wrong in it.",
      .help =
          "--from FORMAT such as hl7v2/er7 (preset: found out from the message)\n"
          "--profile F   names and rules of a site's own, as `hilum validate` has it\n",
      .run = cli_show },
    { .name    = "validate",
      .usage   = "[--profile FILE] [--from FORMAT] [--json] [FILE...]",
      .summary = "Says what in messages is not as their standard wants it.",
      .help    = "--profile F   a site's profile, or a folder of them; "
                 "see pipelines/profiles\n"
                 "--from FORMAT such as hl7v2/er7 (preset: found out from the message)\n"
                 "--json        the reports as a JSON list on stdout\n"
                 "It exits with 1 where a message has a problem; warnings and notes do not "
                 "count.\n",
      .run     = cli_validate },
    { .name    = "eval",
      .usage   = "[--type] [--from FORMAT] EXPR [FILE]",
      .summary = "Evaluates FHIRPath, or HL7 paths, on a message.",
      .help    = "--type        one line an item: its type, a tab, its value\n",
      .run     = cli_eval },
    { .name    = "send",
      .usage   = "--to URL [-c N] [-n N] [FILE...]",
      .summary = "Sends messages and waits for their acknowledgements.",
      .help =
          "--to URL      mllp://HOST:PORT\n"
          "-c N          connections (preset: 1)\n"
          "-n N          messages in all, the files over and over (preset: each once)\n"
          "-w N          messages under way on one connection (preset: 1)\n"
          "--timeout T   how long an acknowledgement may take (preset: 30s)\n"
          "--keep-ids    leave MSH-10 as it is\n"
          "--json        the figures as JSON\n",
      .run = cli_send },
    { .name    = "messages",
      .usage   = "list|show|replay|discard [OPTIONS] [ID...]",
      .summary = "Looks into the journal, and mends.",
      .help    = "--data DIR    where the journal lies\n"
                 "list takes --pipeline, --status, --control-id, --patient, --type, --since "
                 "and\n"
                 "--until (2026-11-22[T08:00]), --limit, --before ID, --json, --counts\n"
                 "replay takes --all-sinks: also those that have answered OK\n",
      .run     = cli_messages },
    { .name    = "package",
      .usage   = "add FILE.tgz... | list",
      .summary = "Compiles FHIR packages, and lists those there are.",
      .help = "--data DIR    where they are kept, in packages/ (preset: $HILUM_DATA, or "
              "./data)\n"
              "--out FILE    add: write the compiled package there\n",
      .run  = cli_package },
    { .name    = "plugins",
      .usage   = "[--json]",
      .summary = "Lists the plugins and their parts.",
      .help    = "",
      .run     = cli_plugins },
    { .name    = "help",
      .usage   = "[VERB | PLUGIN[.PART] | pipeline | --schema]",
      .summary = "Explains a verb, or what a part takes.",
      .help    = "--schema      the JSON Schema of pipeline files, for editors\n",
      .run     = cli_help },
    { .name    = "try",
      .usage   = "PLUGIN.so [CASE...]",
      .summary = "Tries a plugin: its parts, and cases of what they do.",
      .help    = "",
      .run     = cli_try },
    { .name = NULL },
};

static int usage(FILE *to, int code)
{
    fprintf(to, "Usage: hilum [--plugins DIRS] [--schemas DIR] [--log logfmt|json] "
                "[--level LEVEL] VERB ...\n\n");
    for (const struct cli_verb *v = cli_verbs; v->name; v++)
        fprintf(to, "  %-9s %s\n", v->name, v->summary);
    fprintf(to, "\n`hilum help VERB` says more; exit codes: 0 done, 1 the answer is no, "
                "2 wrong usage, 3 could not.\n");
    return code;
}

static bool set_log(const char *form, const char *level)
{
    static const char *const levels[] = { "debug", "info", "warn", "error" };
    bool                     json     = strcmp(form, "json") == 0;

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (strcmp(level, levels[i]) == 0 && (json || strcmp(form, "logfmt") == 0)) {
            log_setup(json ? LOG_JSON : LOG_LOGFMT, (enum log_level)i);
            return true;
        }
    }
    return false;
}

/* Folders named on the command line come before those of the environment, and
 * these before the one installed. */
static char *folders(const char *extra)
{
    const char *set = getenv("HILUM_PLUGINS");
    size_t      room =
        (extra ? strlen(extra) : 0) + (set ? strlen(set) : 0) + sizeof PLUGIN_DIR + 2;
    char *all = malloc(room);

    if (all)
        snprintf(all, room, "%s:%s:%s", extra ? extra : "", set ? set : "", PLUGIN_DIR);
    return all;
}

int main(int argc, char **argv)
{
    const char *plugins = NULL, *form = "logfmt", *level = "info";
    const char *schemas = getenv("HILUM_SCHEMAS");
    char       *all;
    int         at = 1, code;

    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--plugins") == 0)
            plugins = argv[at + 1];
        else if (strcmp(argv[at], "--schemas") == 0)
            schemas = argv[at + 1];
        else if (strcmp(argv[at], "--log") == 0)
            form = argv[at + 1];
        else if (strcmp(argv[at], "--level") == 0)
            level = argv[at + 1];
        else
            break;
    }
    if (at < argc && strcmp(argv[at], "--version") == 0) {
        printf("hilum %s\n", PACKAGE_VERSION);
        return CLI_DONE;
    }
    if (at < argc && strcmp(argv[at], "--help") == 0)
        return usage(stdout, CLI_DONE);
    if (at >= argc || !set_log(form, level))
        return usage(stderr, CLI_USAGE);
    all = folders(plugins);
    if (!all)
        return cli_failed("memory is out");
    cli_settings =
        (struct cli_settings){ .plugins = all,
                               .schemas = schemas && *schemas ? schemas : SCHEMA_DIR };
    for (const struct cli_verb *v = cli_verbs; v->name; v++) {
        if (strcmp(v->name, argv[at]) == 0) {
            code = v->run(argc - at, argv + at);
            free(all);
            return fflush(stdout) == 0 ? code : CLI_COULD_NOT;
        }
    }
    free(all);
    fprintf(stderr, "hilum: there is no verb %s\n\n", argv[at]);
    return usage(stderr, CLI_USAGE);
}
