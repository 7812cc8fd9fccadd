/* cli.c -- what the verbs share: engines, files, messages, problems. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { CLI_MEMORY = 256 << 20, FORMAT_LOOK = 4096 };

int cli_misused(const char *verb, const char *why)
{
    const struct cli_verb *v = cli_verbs;

    while (v->name && strcmp(v->name, verb) != 0)
        v++;
    fprintf(stderr, "hilum %s: %s\nUsage: hilum %s %s\n%s", verb, why, verb,
            v->name ? v->usage : "", v->name ? v->help : "");
    return CLI_USAGE;
}

int cli_failed(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fprintf(stderr, "hilum: ");
    vfprintf(stderr, fmt, ap);
    fprintf(stderr, "\n");
    va_end(ap);
    return CLI_COULD_NOT;
}

bool cli_colour(FILE *stream)
{
    const char *no = getenv("NO_COLOR");

    return isatty(fileno(stream)) && !(no && *no);
}

bool cli_engine(struct engine *e)
{
    return cli_engine_first(e, NULL);
}

bool cli_engine_first(struct engine *e, const char *plugin)
{
    struct engine_options options = { .first   = plugin,
                                      .plugins = cli_settings.plugins,
                                      .schemas = cli_settings.schemas };

    if (!engine_open(e, &options)) {
        cli_failed("memory is out");
        return false;
    }
    for (size_t i = 0; i < e->registry.refused_count; i++)
        fprintf(stderr, "hilum: the plugin %s is refused: %s\n",
                e->registry.refused[i].path, e->registry.refused[i].why);
    if (e->registry.count == 0)
        fprintf(stderr, "hilum: there are no plugins in %s\n", cli_settings.plugins);
    return true;
}

bool cli_read(const char *path, struct hilum_buffer *out)
{
    bool   in = !path || strcmp(path, "-") == 0;
    FILE  *f  = in ? stdin : fopen(path, "rb");
    char  *to = NULL;
    size_t n;

    if (!f) {
        cli_failed("%s: %s", path, strerror(errno));
        return false;
    }
    buffer_init(out, LIMIT_MESSAGE);
    do {
        to = hilum_room(out, 65536);
        n  = to ? fread(to, 1, 65536, f) : 0;
        out->len += n;
    } while (n > 0);
    n = (size_t)ferror(f);
    if (!in)
        fclose(f);
    if (!n && to)
        return true;
    cli_failed("%s: %s", in ? "stdin" : path, to ? strerror(errno) : "it is too large");
    buffer_free(out);
    return false;
}

bool cli_pipeline_read(struct cli_pipeline *p, struct engine *e, const char *path)
{
    *p = (struct cli_pipeline){ .problems = { .arena = &p->arena } };
    arena_init(&p->arena, CLI_MEMORY);
    p->doc   = yaml_file(&p->arena, path, &p->problems);
    p->spec  = p->doc ? spec_read(p->doc, &p->arena) : NULL;
    p->graph = p->spec ? graph_build(e, p->spec, &p->arena) : NULL;
    return p->graph && p->problems.errors == 0;
}

void cli_pipeline_free(struct cli_pipeline *p)
{
    arena_free(&p->arena);
}

static int by_place(const void *a, const void *b)
{
    const struct problem *x = *(const struct problem *const *)a;
    const struct problem *y = *(const struct problem *const *)b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

void cli_problems(const struct problems *problems)
{
    const struct problem *order[LIMIT_PROBLEMS];

    for (size_t i = 0; i < problems->count; i++)
        order[i] = &problems->list[i];
    qsort(order, problems->count, sizeof *order, by_place);
    for (size_t i = 0; i < problems->count; i++)
        problem_print(stderr, order[i], cli_colour(stderr));
}

const char *cli_format(struct hilum_view bytes)
{
    struct hilum_view v = bytes;

    if (v.len > 3 && memcmp(v.ptr, "\xef\xbb\xbf", 3) == 0)
        v = (struct hilum_view){ v.ptr + 3, v.len - 3 };
    v = view_trim(v);
    if (view_starts(v, "{"))
        return "fhir/json";
    if (!view_starts(v, "<"))
        return "hl7v2/er7";
    v.len = v.len < FORMAT_LOOK ? v.len : FORMAT_LOOK;
    return memmem(v.ptr, v.len, "http://hl7.org/fhir", 19) ? "fhir/xml" : "hl7v2/xml";
}

bool cli_decode(struct engine *e, const char *path, const char *format,
                struct hilum_view bytes, struct cli_message *m)
{
    *m = (struct cli_message){ .bytes = bytes };
    if (!format)
        format = cli_format(bytes);
    m->codec = codec_find(e, hilum_view(format));
    if (!m->codec) {
        cli_failed("there is no plugin for the format %s", format);
        return false;
    }
    call_init(&m->call, e);
    call_begin(&m->call, NULL);
    m->block = engine_decode(e, &m->call, m->codec, bytes);
    if (m->block)
        return true;
    fprintf(stderr, "%s: error: %s%s%s\n", path ? path : "stdin", m->call.place,
            m->call.place[0] ? ": " : "", m->call.reason);
    call_free(&m->call);
    return false;
}

void cli_message_free(struct cli_message *m)
{
    free(m->block);
    call_free(&m->call);
}

struct hilum_doc cli_doc(const struct cli_message *m)
{
    return (struct hilum_doc){ m->block, m->bytes.ptr };
}
