/* call.c -- one call of a plugin: its memory, its blame, what it emits. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/call.h"

#include "base/bytes.h"
#include "message/document.h"
#include "message/name.h"
#include "plugin/engine.h"

#include <stdio.h>
#include <stdlib.h>

enum { CALL_REMARKS = 8 << 10, CALL_EMITTED = 1 << 16 };

/* A message in the making.  Builder and buffer keep their memory from one
 * message to the next. */
struct hilum_draft {
    struct hilum_draft  *next;
    struct call         *call;
    bool                 used;
    bool                 built, written;
    const char          *format;
    int64_t              id;
    uint64_t             lane;
    struct hilum_builder builder;
    struct hilum_buffer  bytes;
    struct message_label labels[MESSAGE_LABELS];
    size_t               label_count;
};

/* A buffer handed out by call_buffer(). */
struct call_buffer {
    struct hilum_buffer bytes; /* first */
    struct call_buffer *next;
    bool                used;
};

void call_init(struct call *c, struct engine *engine)
{
    *c = (struct call){ .pub = { &engine->host }, .engine = engine };
    arena_init(&c->arena, LIMIT_SCRATCH);
    buffer_init(&c->remarks, CALL_REMARKS);
}

static void drop_emitted(struct call *c)
{
    for (size_t i = 0; i < c->emitted_count; i++)
        message_unref(c->emitted[i]);
    c->emitted_count = 0;
}

void call_free(struct call *c)
{
    drop_emitted(c);
    free(c->emitted);
    while (c->drafts) {
        struct hilum_draft *d = c->drafts;

        c->drafts = d->next;
        document_builder_free(&d->builder);
        buffer_free(&d->bytes);
        free(d);
    }
    while (c->buffers) {
        struct call_buffer *b = c->buffers;

        c->buffers = b->next;
        buffer_free(&b->bytes);
        free(b);
    }
    buffer_free(&c->remarks);
    free(c->reports);
    arena_free(&c->arena);
}

void call_begin(struct call *c, struct instance *instance)
{
    drop_emitted(c);
    arena_reset(&c->arena);
    buffer_reset(&c->remarks);
    c->instance     = instance;
    c->report_count = 0;
    c->emit_failed  = false;
    c->results      = NULL;
    c->result_count = 0;
    c->place[0] = c->reason[0] = '\0';
    c->verdict                 = HILUM_OK;
    for (struct hilum_draft *d = c->drafts; d; d = d->next)
        d->used = false;
    for (struct call_buffer *b = c->buffers; b; b = b->next)
        b->used = false;
}

static struct hilum_draft *free_draft(struct call *c)
{
    struct hilum_draft *d;

    for (d = c->drafts; d; d = d->next)
        if (!d->used)
            return d;
    d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    document_builder_init(&d->builder);
    buffer_init(&d->bytes, LIMIT_MESSAGE);
    d->call   = c;
    d->next   = c->drafts;
    c->drafts = d;
    return d;
}

struct hilum_draft *call_draft(struct hilum_call *pub, const char *format,
                               const struct hilum_msg *from)
{
    struct call        *c = call_of(pub);
    struct hilum_draft *d = free_draft(c);

    if (!d)
        return NULL;
    d->used  = true;
    d->built = d->written = false;
    d->format             = name_intern(format, strlen(format));
    d->id                 = from ? from->id : 0;
    d->lane               = from ? from->lane : 0;
    d->label_count        = 0;
    buffer_reset(&d->bytes);
    for (size_t i = 0; from && i < from->label_count; i++)
        if (strcmp(from->labels[i].key, "format") != 0)
            d->labels[d->label_count++] = from->labels[i];
    return d;
}

struct hilum_builder *call_build(struct hilum_draft *d)
{
    struct hilum_view model;

    if (!d->format)
        return NULL;
    model    = message_model(d->format);
    d->built = true;
    document_begin(&d->builder, hilum_name(model.ptr, model.len),
                   (struct hilum_view){ NULL, 0 });
    return &d->builder;
}

struct hilum_buffer *call_write(struct hilum_draft *d)
{
    d->written = true;
    return &d->bytes;
}

bool call_set_label(struct hilum_draft *d, const char *key, struct hilum_view value)
{
    size_t i    = 0;
    char  *kept = arena_text(&d->call->arena, value.ptr, value.len);

    while (i < d->label_count && strcmp(d->labels[i].key, key) != 0)
        i++;
    if (!kept || i == MESSAGE_LABELS)
        return false;
    if (i == d->label_count) {
        const char *name = name_intern(key, strlen(key));

        if (!name)
            return false;
        d->labels[d->label_count++].key = name;
    }
    d->labels[i].value = (struct hilum_view){ kept, value.len };
    return true;
}

const struct hilum_msg *call_seal(struct hilum_draft *d)
{
    struct message_parts p = { .format      = d->format,
                               .id          = d->id,
                               .lane        = d->lane,
                               .body        = hilum_buffer_view(&d->bytes),
                               .has_body    = d->written,
                               .labels      = d->labels,
                               .label_count = d->label_count };

    d->used = false;
    if (!d->format || d->bytes.failed)
        return NULL;
    if (d->built) {
        p.block = document_seal(&d->builder);
        if (!p.block)
            return NULL;
    }
    return message_new(&p);
}

void call_emit(struct hilum_call *pub, const struct hilum_msg *m)
{
    struct call *c = call_of(pub);

    if (m && c->emitted_count == c->emitted_room && c->emitted_room < CALL_EMITTED) {
        size_t room = c->emitted_room ? c->emitted_room * 2 : 16;
        void  *to   = realloc(c->emitted, room * sizeof *c->emitted);

        if (to) {
            c->emitted      = to;
            c->emitted_room = room;
        }
    }
    if (!m || c->emitted_count == c->emitted_room) {
        message_unref(m);
        c->emit_failed = true;
        return;
    }
    c->emitted[c->emitted_count++] = m;
}

void *call_scratch(struct hilum_call *pub, size_t size)
{
    return arena_alloc(&call_of(pub)->arena, size);
}

struct hilum_buffer *call_buffer(struct hilum_call *pub)
{
    struct call        *c = call_of(pub);
    struct call_buffer *b = c->buffers;

    while (b && b->used)
        b = b->next;
    if (!b) {
        b = malloc(sizeof *b);
        if (!b)
            return NULL;
        buffer_init(&b->bytes, LIMIT_MESSAGE);
        b->next    = c->buffers;
        c->buffers = b;
    }
    b->used = true;
    buffer_reset(&b->bytes);
    return &b->bytes;
}

enum hilum_verdict call_blame(struct hilum_call *pub, enum hilum_verdict verdict,
                              const char *where, const char *fmt, va_list ap)
{
    struct call *c = call_of(pub);
    char         reason[LIMIT_REASON], place[LIMIT_PLACE];

    /* The new reason may quote the old one. */
    vsnprintf(reason, sizeof reason, fmt, ap);
    snprintf(place, sizeof place, "%s", where ? where : "");
    memcpy(c->reason, reason, sizeof reason);
    memcpy(c->place, place, sizeof place);
    c->verdict = verdict;
    return verdict;
}

enum hilum_verdict call_fault(struct call *c, enum hilum_verdict verdict,
                              const char *where, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    verdict = call_blame(&c->pub, verdict, where, fmt, ap);
    va_end(ap);
    return verdict;
}

void call_settle(struct hilum_call *pub, size_t nth, enum hilum_verdict verdict,
                 const char *where, const char *fmt, va_list ap)
{
    struct call *c = call_of(pub);

    if (nth >= c->result_count)
        return;
    if (!where)
        where = "";
    c->results[nth] =
        (struct call_result){ .verdict = verdict,
                              .settled = true,
                              .place   = arena_text(&c->arena, where, strlen(where)),
                              .reason  = arena_vprintf(&c->arena, fmt, ap) };
}

void call_remark(struct hilum_call *pub, const char *key, struct hilum_view what)
{
    struct hilum_buffer *to   = &call_of(pub)->remarks;
    size_t               room = CALL_REMARKS - 1 - to->len; /* and its end */

    if (strlen(key) + 4 > room)
        return;
    if (to->len)
        hilum_put_text(to, "; ");
    hilum_put_text(to, key);
    hilum_put_text(to, ": ");
    room = CALL_REMARKS - 1 - to->len; /* and its end */
    hilum_put(to, what.ptr, what.len < room ? what.len : room);
}

const char *call_severity_name(enum hilum_severity severity)
{
    static const char *const names[] = {
        [HILUM_NOTE] = "note", [HILUM_WARNING] = "warning", [HILUM_PROBLEM] = "problem"
    };

    return names[severity <= HILUM_PROBLEM ? severity : HILUM_PROBLEM];
}

static bool report_room(struct call *c)
{
    size_t room = c->report_room ? 2 * c->report_room : 16;
    void  *to;

    if (c->report_count >= CALL_REPORTS)
        return false;
    if (c->report_count < c->report_room)
        return true;
    to = realloc(c->reports, room * sizeof *c->reports);
    if (!to)
        return false;
    c->reports     = to;
    c->report_room = room;
    return true;
}

void call_report(struct hilum_call *pub, enum hilum_severity severity, const char *where,
                 const char *rule, const char *fmt, va_list ap)
{
    struct call       *c = call_of(pub);
    struct call_report r = { .severity =
                                 severity <= HILUM_PROBLEM ? severity : HILUM_PROBLEM };

    if (!report_room(c))
        return;
    r.place = arena_text(&c->arena, where ? where : "", where ? strlen(where) : 0);
    r.rule  = arena_text(&c->arena, rule ? rule : "", rule ? strlen(rule) : 0);
    r.text  = arena_vprintf(&c->arena, fmt, ap);
    if (r.place && r.rule && r.text)
        c->reports[c->report_count++] = r;
}

void call_remark_reports(struct call *c)
{
    for (size_t i = 0; i < c->report_count; i++) {
        const struct call_report *r = &c->reports[i];
        char                     *line =
            arena_printf(&c->arena, "%s %s %s: %s", r->place[0] ? r->place : "message",
                         call_severity_name(r->severity), r->rule, r->text);

        if (line)
            call_remark(&c->pub, "report", hilum_view(line));
    }
    c->report_count = 0;
}
