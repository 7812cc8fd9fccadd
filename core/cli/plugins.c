/* plugins.c -- hilum plugins and hilum help: what there is, and what it takes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "config/json.h"
#include "config/option.h"
#include "router/spec_words.h"

static void list(const struct registry *r)
{
    const char *plugin = NULL;

    for (size_t i = 0; i < r->count; i++) {
        const struct part *p = &r->parts[i];

        if (!plugin || strcmp(plugin, p->plugin) != 0)
            printf("%s %s  %s\n", p->plugin, p->version, p->path);
        plugin = p->plugin;
        printf("  %-8s %-14s %s\n", loader_kind_name(p->kind), p->part.name,
               p->part.summary);
    }
}

static void list_json(const struct registry *r)
{
    struct hilum_buffer out;
    struct json         json = { .to = &out };

    buffer_init(&out, LIMIT_CONFIG);
    json_begin(&json, NULL, '[');
    for (size_t i = 0; i < r->count; i++) {
        const struct part *p = &r->parts[i];

        json_begin(&json, NULL, '{');
        json_text(&json, "plugin", p->plugin);
        json_text(&json, "version", p->version);
        json_text(&json, "part", p->part.name);
        json_text(&json, "kind", loader_kind_name(p->kind));
        json_text(&json, "summary", p->part.summary);
        if (p->part.accepts)
            json_text(&json, "accepts", p->part.accepts);
        if (p->part.produces)
            json_text(&json, "produces", p->part.produces);
        json_text(&json, "path", p->path);
        json_end(&json, '{');
    }
    json_end(&json, '[');
    fwrite(out.ptr, 1, out.len, stdout);
    buffer_free(&out);
}

int cli_plugins(int argc, char **argv)
{
    bool          as_json = argc == 2 && strcmp(argv[1], "--json") == 0;
    struct engine e;

    if (argc > 1 && !as_json)
        return cli_misused("plugins", "it takes nothing but --json");
    if (!cli_engine(&e))
        return CLI_COULD_NOT;
    if (as_json)
        list_json(&e.registry);
    else
        list(&e.registry);
    engine_close(&e);
    return CLI_DONE;
}

static void explain(const struct part *p)
{
    struct option_set set = { .whose  = p->part.name,
                              .rows   = p->part.options,
                              .stride = p->part.option_size,
                              .state  = p->part.state };

    printf("%s.%s, a %s\n  %s\n", p->plugin, p->part.name, loader_kind_name(p->kind),
           p->part.summary);
    if (p->part.accepts)
        printf("  accepts %s", p->part.accepts);
    if (p->part.produces)
        printf("%s produces %s", p->part.accepts ? "," : " ", p->part.produces);
    if (p->part.accepts || p->part.produces)
        printf("\n");
    if (p->part.options && p->part.options[0].name) {
        printf("\n");
        option_help(&set, stdout);
    }
    printf("\n");
}

/* The parts of each place of a pipeline file, for its schema. */
static bool schema_part(void *context, enum spec_place place, size_t nth,
                        struct spec_part *out)
{
    static const enum part_kind kinds[] = {
        [SPEC_SOURCE] = PART_SOURCE,   [SPEC_STEP] = PART_STAGE,
        [SPEC_SINK] = PART_SINK,       [SPEC_STORE] = PART_STORE,
        [SPEC_SERVICE] = PART_SERVICE,
    };
    const struct registry *r = context;

    for (size_t i = 0; i < r->count; i++) {
        const struct part *p = &r->parts[i];

        if (p->kind != kinds[place] || nth-- > 0)
            continue;
        *out = (struct spec_part){ .summary = p->part.summary,
                                   .options = { .whose  = p->part.name,
                                                .rows   = p->part.options,
                                                .stride = p->part.option_size,
                                                .state  = p->part.state } };
        return true;
    }
    return false;
}

static int print_schema(struct engine *e)
{
    struct hilum_buffer out;
    bool                ok;

    buffer_init(&out, LIMIT_CONFIG);
    spec_schema(&out, schema_part, &e->registry);
    ok = !out.failed && fwrite(out.ptr, 1, out.len, stdout) == out.len;
    buffer_free(&out);
    return ok ? CLI_DONE : CLI_COULD_NOT;
}

static bool concerns(const struct part *p, const char *name)
{
    size_t len = strlen(p->plugin);

    return strcmp(name, p->plugin) == 0 || strcmp(name, p->part.name) == 0 ||
           (strncmp(name, p->plugin, len) == 0 && name[len] == '.' &&
            strcmp(name + len + 1, p->part.name) == 0);
}

/* The parts of that name; false: there are none. */
static bool help_part(struct engine *e, const char *name)
{
    bool found = false;

    for (size_t i = 0; i < e->registry.count; i++) {
        if (!concerns(&e->registry.parts[i], name))
            continue;
        explain(&e->registry.parts[i]);
        found = true;
    }
    return found;
}

/* A verb and parts may have the same name: `validate`. */
static bool help_verb(const char *name)
{
    const struct cli_verb *v = cli_verbs;

    while (v->name && strcmp(v->name, name) != 0)
        v++;
    if (v->name)
        printf("hilum %s %s\n\n%s\n\n%s", v->name, v->usage, v->summary, v->help);
    return v->name != NULL;
}

/* A word, what it means, and what it may be. */
static void print_word(const struct hilum_option *o)
{
    printf("  %-16s %s", o->name, o->help);
    for (const char *const *c = o->choices; c && *c; c++)
        printf("%s%s", c == o->choices ? " (" : ", ", *c);
    if (o->choices)
        printf("; preset %s)", o->preset);
    putchar('\n');
}

/* Every word of a pipeline file that is not a plugin's, place by place. */
static int help_pipeline(void)
{
    printf("A pipeline file is YAML.  An entry (source, step, sink, store, service) is a "
           "part's\n"
           "name with that part's options, and beside it words of the engine.\n");
    for (enum spec_place place = SPEC_SOURCE; place <= SPEC_FILE; place++) {
        printf("\nIn %s:\n", spec_place_name(place));
        for (const struct spec_word *w = spec_words; w->option.name; w++)
            if (w->places & SPEC_IN(place))
                print_word(&w->option);
    }
    printf("\nIn retry:\n\n");
    option_help(&spec_retry_set, stdout);
    printf(
        "\non_error: dead (into the dead letters), hold (kept aside until replayed or\n"
        "discarded), continue (a step passes it on as it was, a sink does without "
        "it).\n");
    return CLI_DONE;
}

static void help_verbs(void)
{
    printf("hilum VERB [OPTIONS] [FILE...]\n\n");
    for (const struct cli_verb *v = cli_verbs; v->name; v++)
        printf("  hilum %s %s\n      %s\n", v->name, v->usage, v->summary);
    printf("\nhilum help VERB says more of a verb, hilum help PLUGIN[.PART] what a part "
           "takes.\n"
           "Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 could not.\n");
}

int cli_help(int argc, char **argv)
{
    struct engine e;
    int           code = CLI_DONE;
    bool          verb;

    if (argc > 2)
        return cli_misused("help", "ask for one thing at a time");
    if (argc < 2) {
        help_verbs();
        return CLI_DONE;
    }
    if (strcmp(argv[1], "pipeline") == 0)
        return help_pipeline();
    verb = help_verb(argv[1]);
    if (!cli_engine(&e))
        return verb ? CLI_DONE : CLI_COULD_NOT;
    if (strcmp(argv[1], "--schema") == 0) {
        code = print_schema(&e);
    } else if (!help_part(&e, argv[1]) && !verb) {
        fprintf(stderr, "hilum: there is neither a verb nor a plugin called %s\n",
                argv[1]);
        code = CLI_NO;
    }
    engine_close(&e);
    return code;
}
