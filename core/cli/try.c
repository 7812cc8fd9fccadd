/* try.c -- hilum try: a plugin by itself, on cases. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/case.h"
#include "cli/cli.h"

#include "base/bytes.h"
#include "message/message.h"

#include <stdlib.h>

/* One case at work. */
struct trial {
    struct engine    *engine;
    const char       *path;
    struct case_text *text;
    struct call       call, own;
    struct arena      arena;
};

HILUM_PRINTF(3)
static bool differs(struct trial *t, size_t line, const char *fmt, ...)
{
    va_list ap;

    fprintf(stderr, "%s:%zu: not ok: %.*s\n    ", t->path, line, (int)t->text->name.len,
            t->text->name.ptr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fprintf(stderr, "\n");
    return false;
}

/* A message of a block, ended as its format ends lines. */
static const struct hilum_msg *message(struct trial *t, const struct case_block *b)
{
    struct hilum_view text   = b->text;
    const char       *format = b->format.len
                                   ? arena_text(&t->arena, b->format.ptr, b->format.len)
                                   : cli_format(text);

    return t->engine->host.decode(&t->call.pub, format, text);
}

/* The text of a document in the format of a block, for comparing. */
static const char *written(struct trial *t, struct codec *codec, struct hilum_doc doc)
{
    struct hilum_buffer *out = call_buffer(&t->call.pub);

    if (!out || !engine_encode(t->engine, &t->call, codec, doc, hilum_root(doc), out))
        return NULL;
    for (size_t i = 0; i < out->len; i++)
        if (out->ptr[i] == '\r')
            out->ptr[i] = '\n';
    return arena_text(&t->arena, out->ptr, out->len);
}

static bool compare(struct trial *t, const struct case_block *b, struct hilum_doc got)
{
    const struct hilum_msg *want = message(t, b);
    struct codec           *codec;
    const char             *w, *g;
    bool                    same;

    if (!want)
        return differs(t, b->line, "what is expected cannot be read: %s: %s",
                       t->call.place, t->call.reason);
    codec = codec_find(t->engine, hilum_view(want->format));
    w     = codec ? written(t, codec, message_doc(want)) : NULL;
    g     = codec ? written(t, codec, got) : NULL;
    message_unref(want);
    if (!w || !g)
        return differs(t, b->line, "it cannot be written: %s: %s", t->call.place,
                       t->call.reason);
    same = strcmp(w, g) == 0;
    return same || differs(t, b->line, "expected %s\n    but got  %s", w, g);
}

static bool refused(struct trial *t, enum hilum_verdict verdict, const struct call *c)
{
    static const char *const names[] = { "ok", "retry", "reject", "fail" };

    if (!t->text->refused)
        return differs(t, t->text->line, "the verdict is %s, at %s: %s",
                       names[verdict & 3], c->place, c->reason);
    if (verdict != t->text->verdict)
        return differs(t, t->text->line, "the verdict is %s, not %s", names[verdict & 3],
                       names[t->text->verdict]);
    if (t->text->place.len && !hilum_is(t->text->place, c->place))
        return differs(t, t->text->line, "the place is %s, not %.*s", c->place,
                       (int)t->text->place.len, t->text->place.ptr);
    return true;
}

/* The next line of a block, NUL-terminated in the arena; NULL at its end. */
static const char *next_line(struct trial *t, struct hilum_view *rest)
{
    while (rest->len) {
        const char       *stop = memchr(rest->ptr, '\n', rest->len);
        size_t            len  = stop ? (size_t)(stop - rest->ptr) : rest->len;
        struct hilum_view line = view_trim((struct hilum_view){ rest->ptr, len });

        rest->ptr += len + (stop != NULL);
        rest->len -= len + (stop != NULL);
        if (line.len)
            return arena_text(&t->arena, line.ptr, line.len);
    }
    return NULL;
}

/* Does each expectation hold on one of the documents? */
static bool expectations(struct trial *t, const struct hilum_doc *docs, size_t count)
{
    struct hilum_view rest = t->text->expect.text;
    bool              ok   = true;

    for (const char *line = next_line(t, &rest); line; line = next_line(t, &rest)) {
        struct problem     why   = { 0 };
        const struct expr *x     = engine_expr(t->engine, line, HILUM_VIEW("*"), &why);
        bool               holds = false, erred = false;

        for (size_t i = 0; x && !holds && i < count; i++)
            holds = engine_holds(&t->call, x, docs[i], &erred);
        if (!x)
            ok = differs(t, t->text->expect.line, "%s: column %zu: %s", line, why.column,
                         why.what ? why.what : "memory is out");
        else if (!holds)
            ok = differs(t, t->text->expect.line, "%s: %s", line,
                         erred ? t->call.reason : "it does not hold");
    }
    return ok;
}

/* Whether what the part remarked and reported holds what the case wants. */
static bool remarked(struct trial *t, struct call *c)
{
    const struct case_text *text = t->text;

    call_remark_reports(c);
    if (!text->remark.len ||
        (c->remarks.len &&
         memmem(c->remarks.ptr, c->remarks.len, text->remark.ptr, text->remark.len)))
        return true;
    return differs(t, text->line, "the remarks are: %s",
                   c->remarks.len ? buffer_text(&c->remarks) : "none");
}

static bool outputs(struct trial *t)
{
    struct hilum_doc *docs =
        arena_alloc(&t->arena, (t->own.emitted_count + 1) * sizeof *docs);

    const struct case_text *text = t->text;

    if (text->refused)
        return differs(t, text->line, "it was not refused");
    if (text->none && t->own.emitted_count)
        return differs(t, text->line, "%zu messages came out", t->own.emitted_count);
    if (text->out_count && t->own.emitted_count != text->out_count)
        return differs(t, text->line, "%zu messages came out, and %zu are expected",
                       t->own.emitted_count, text->out_count);
    for (size_t i = 0; i < text->out_count; i++)
        if (!compare(t, &text->outs[i], message_doc(t->own.emitted[i])))
            return false;
    for (size_t i = 0; docs && i < t->own.emitted_count; i++)
        docs[i] = message_doc(t->own.emitted[i]);
    if (!docs || !expectations(t, docs, t->own.emitted_count))
        return false;
    return remarked(t, &t->own);
}

/* The options of the case. */
static struct yaml *options(struct trial *t, struct problems *problems)
{
    struct hilum_view with = t->text->with.len ? t->text->with : HILUM_VIEW("{}");

    *problems = (struct problems){ .arena = &t->arena };
    return yaml_bytes(&t->arena, t->path, with, problems);
}

/* An instance with them. */
static bool instance(struct trial *t, const struct part *part, struct instance *out)
{
    struct problems problems;
    struct yaml    *doc = options(t, &problems);

    if (doc && instance_init(out, part, part->part.name, doc, doc->root, doc->root->at))
        return true;
    return differs(t, t->text->line, "with: %s",
                   problems.count ? problems.list[0].what : "memory is out");
}

static bool try_stage(struct trial *t, const struct part *part)
{
    const struct hilum_msg *in = message(t, &t->text->in);
    struct instance         i;
    enum hilum_verdict      verdict;
    bool                    ok;

    if (!in)
        return differs(t, t->text->in.line, "the message cannot be read: %s: %s",
                       t->call.place, t->call.reason);
    if (!instance(t, part, &i)) {
        message_unref(in);
        return false;
    }
    verdict = instance_open(&i, &t->own);
    if (verdict == HILUM_OK) {
        call_begin(&t->own, &i);
        verdict = part->part.process(i.state, &t->own.pub, in);
    }
    ok = verdict == HILUM_OK ? outputs(t) : refused(t, verdict, &t->own);
    call_begin(&t->own, NULL);
    instance_free(&i);
    message_unref(in);
    return ok;
}

static bool try_codec(struct trial *t, const struct part *part)
{
    struct hilum_view   bytes = t->text->in.text;
    struct problems     problems;
    struct yaml        *with  = options(t, &problems);
    struct codec       *codec = NULL;
    struct hilum_block *block;
    struct hilum_doc    doc;
    bool                ok;

    if (with)
        codec = codec_with(t->engine, part, with, with->root, with->root->at);
    if (!codec)
        return differs(t, t->text->line, "with: %s",
                       problems.count ? problems.list[0].what : "memory is out");
    block = engine_decode(t->engine, &t->call, codec, bytes);
    doc   = (struct hilum_doc){ block, bytes.ptr };
    if (!block)
        return refused(t, t->call.verdict, &t->call);
    ok = !t->text->refused || differs(t, t->text->line, "it was not refused");
    for (size_t i = 0; ok && i < t->text->out_count; i++)
        ok = compare(t, &t->text->outs[i], doc);
    ok = ok && expectations(t, &doc, 1) && remarked(t, &t->call);
    free(block);
    return ok;
}

static bool try_case(struct engine *e, const char *path, struct case_text *text)
{
    struct trial       t     = { .engine = e, .path = path, .text = text };
    const struct part *stage = registry_find(&e->registry, PART_STAGE, text->use);
    const struct part *codec = registry_find(&e->registry, PART_CODEC, text->use);
    bool               ok;

    arena_init(&t.arena, LIMIT_SCRATCH);
    call_init(&t.call, e);
    call_init(&t.own, e);
    call_begin(&t.call, NULL);
    if (stage)
        ok = try_stage(&t, stage);
    else if (codec)
        ok = try_codec(&t, codec);
    else
        ok = differs(&t, text->line, "there is no stage or codec called %.*s",
                     (int)text->use.len, text->use.ptr);
    call_free(&t.own);
    call_free(&t.call);
    arena_free(&t.arena);
    return ok;
}

static bool try_file(struct engine *e, const char *path, size_t *passed, size_t *failed)
{
    struct hilum_buffer bytes;
    struct case_reader  r;
    struct case_text    text;

    if (!cli_read(path, &bytes))
        return false;
    r = (struct case_reader){ .at = bytes.ptr, .end = bytes.ptr + bytes.len };
    while (case_next(&r, &text)) {
        if (try_case(e, path, &text))
            ++*passed;
        else
            ++*failed;
    }
    if (r.why)
        fprintf(stderr, "%s:%zu: error: %s\n", path, r.line, r.why);
    buffer_free(&bytes);
    return !r.why;
}

static bool is_plugin(const char *path)
{
    size_t len = strlen(path);

    return len > 3 && strcmp(path + len - 3, ".so") == 0;
}

static void list_parts(const struct registry *r, const char *path)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->parts[i].path, path) == 0)
            printf("%s.%s, a %s: %s\n", r->parts[i].plugin, r->parts[i].part.name,
                   loader_kind_name(r->parts[i].kind), r->parts[i].part.summary);
}

int cli_try(int argc, char **argv)
{
    struct engine e;
    const char   *plugin = argc > 1 && is_plugin(argv[1]) ? argv[1] : NULL;
    size_t        passed = 0, failed = 0;
    bool          ok = true;

    if (argc < 2)
        return cli_misused("try", "name a plugin, and cases");
    if (!cli_engine_first(&e, plugin))
        return CLI_COULD_NOT;
    if (plugin && e.registry.refused_count &&
        strcmp(e.registry.refused[0].path, plugin) == 0) {
        engine_close(&e);
        return CLI_NO;
    }
    if (plugin && argc == 2)
        list_parts(&e.registry, plugin);
    for (int i = plugin ? 2 : 1; i < argc; i++)
        ok &= try_file(&e, argv[i], &passed, &failed);
    if (passed + failed)
        printf("%zu passed, %zu failed\n", passed, failed);
    engine_close(&e);
    return !ok ? CLI_COULD_NOT : failed ? CLI_NO : CLI_DONE;
}
