/* convert.c -- hilum convert: one message through codecs and maps. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/bytes.h"
#include "message/message.h"

#include <stdlib.h>

struct request {
    const char *from, *to, *map, *path;
};

static bool parse(int argc, char **argv, struct request *r)
{
    *r = (struct request){ 0 };
    for (int i = 1; i < argc; i++) {
        const char **option = strcmp(argv[i], "--from") == 0  ? &r->from
                              : strcmp(argv[i], "--to") == 0  ? &r->to
                              : strcmp(argv[i], "--map") == 0 ? &r->map
                                                              : NULL;

        if (option && i + 1 < argc)
            *option = argv[++i];
        else if (option || r->path || (argv[i][0] == '-' && argv[i][1]))
            return false;
        else
            r->path = argv[i];
    }
    return r->to != NULL;
}

/* The stage that makes documents of one model from those of another. */
static const struct part *map_between(const struct registry *r, const char *from,
                                      const char *to)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct part *p = &r->parts[i];

        if (p->kind == PART_STAGE && strcmp(p->part.accepts, from) == 0 &&
            strcmp(p->part.produces, to) == 0)
            return p;
    }
    return NULL;
}

static bool print(struct engine *e, struct call *c, struct codec *codec,
                  struct hilum_doc doc, bool exact)
{
    struct hilum_buffer out;
    bool                ok;

    buffer_init(&out, LIMIT_MESSAGE);
    ok = engine_encode(e, c, codec, doc, hilum_root(doc), &out);
    if (ok) {
        fwrite(out.ptr, 1, out.len, stdout);
        if (!exact && out.len && out.ptr[out.len - 1] != '\n')
            putchar('\n');
    } else {
        cli_failed("%s%s%s", c->place, c->place[0] ? ": " : "", c->reason);
    }
    buffer_free(&out);
    return ok;
}

/* Runs the message through one stage and prints what comes out. */
static int map(struct engine *e, struct cli_message *m, const struct part *stage,
               struct codec *to)
{
    struct message_parts parts = { .format   = codec_part(m->codec)->part.accepts,
                                   .body     = m->bytes,
                                   .has_body = true };
    struct hilum_msg    *msg   = message_new(&parts);
    struct instance      i     = { 0 };
    struct call          own;
    int                  code = CLI_COULD_NOT;

    call_init(&own, e);
    if (!msg || !instance_preset(&i, stage, stage->part.name)) {
        cli_failed("the stage %s needs options: use it in a pipeline", stage->part.name);
        message_unref(msg);
        call_free(&own);
        return code;
    }
    message_decoded(msg, m->block);
    m->block = NULL;
    if (instance_open(&i, &own) == HILUM_OK) {
        call_begin(&own, &i);
        if (stage->part.process(i.state, &own.pub, msg) == HILUM_OK && !own.emit_failed) {
            code = CLI_DONE;
            for (size_t n = 0; n < own.emitted_count && code == CLI_DONE; n++)
                if (!print(e, &m->call, to, message_doc(own.emitted[n]), false))
                    code = CLI_COULD_NOT;
            if (own.remarks.len)
                fprintf(stderr, "%s\n", buffer_text(&own.remarks));
        } else {
            fprintf(stderr, "hilum: %s%s%s\n", own.place, own.place[0] ? ": " : "",
                    own.reason);
            code = CLI_NO;
        }
    } else {
        cli_failed("%s: %s", stage->part.name, own.reason);
    }
    instance_free(&i);
    call_free(&own);
    message_unref(msg);
    return code;
}

static int convert(struct engine *e, const struct request *r, struct cli_message *m)
{
    struct codec      *to = codec_find(e, hilum_view(r->to));
    const struct part *stage;
    const char        *from, *into;

    if (!to)
        return cli_failed("there is no plugin for the format %s", r->to);
    from = codec_part(m->codec)->part.produces;
    into = codec_part(to)->part.produces;
    if (!r->map && strcmp(from, into) == 0)
        return print(e, &m->call, to, cli_doc(m), to == m->codec) ? CLI_DONE
                                                                  : CLI_COULD_NOT;
    stage = r->map ? registry_find(&e->registry, PART_STAGE, hilum_view(r->map))
                   : map_between(&e->registry, from, into);
    if (!stage)
        return cli_failed("there is no stage that maps %s to %s", from, into);
    return map(e, m, stage, to);
}

int cli_convert(int argc, char **argv)
{
    struct request      r;
    struct engine       e;
    struct hilum_buffer bytes;
    struct cli_message  m;
    int                 code = CLI_NO;

    if (!parse(argc, argv, &r))
        return cli_misused("convert",
                           "say which format is wanted, and name at most one file");
    if (!cli_read(r.path, &bytes))
        return CLI_COULD_NOT;
    if (!cli_engine(&e)) {
        buffer_free(&bytes);
        return CLI_COULD_NOT;
    }
    if (cli_decode(&e, r.path, r.from, hilum_buffer_view(&bytes), &m)) {
        code = convert(&e, &r, &m);
        cli_message_free(&m);
    }
    engine_close(&e);
    buffer_free(&bytes);
    return code;
}
