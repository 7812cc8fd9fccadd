/* stand_in.c -- an engine just large enough to test one plugin with. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stand_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#if defined(__GNUC__)
#define VPRINTF(n) __attribute__((format(printf, n, 0)))
#else
#define VPRINTF(n)
#endif

struct hilum_expr {
    char text[STAND_IN_TEXT];
};

struct hilum_draft {
    struct hilum_msg msg;
};

static struct stand_in *of(struct hilum_call *call)
{
    return (struct stand_in *)(void *)call;
}

static void copy(char *to, size_t room, struct hilum_view from)
{
    snprintf(to, room, "%.*s", (int)from.len, from.ptr ? from.ptr : "");
}

/* ---- Messages ------------------------------------------------------------- */

static const struct hilum_msg *msg_ref(const struct hilum_msg *m)
{
    ((struct hilum_msg *)(uintptr_t)m)->refs++;
    return m;
}

void stand_in_drop(const struct hilum_msg *const_m)
{
    struct hilum_msg *m = (struct hilum_msg *)(uintptr_t)const_m;

    if (--m->refs)
        return;
    free(m->body);
    free(m->builder.nodes);
    free(m->builder.heap);
    free(m->block);
    free(m);
}

static struct hilum_view msg_body(const struct hilum_msg *m)
{
    return (struct hilum_view){ m->body, m->len };
}

static struct hilum_doc msg_doc(const struct hilum_msg *m)
{
    return (struct hilum_doc){ m->block, m->body };
}

static struct hilum_view msg_label(const struct hilum_msg *m, const char *key)
{
    if (strcmp(key, "format") == 0)
        return hilum_view(m->format);
    return strcmp(key, "control-id") == 0 ? hilum_view(m->control_id) : HILUM_VIEW("");
}

static int64_t msg_id(const struct hilum_msg *m)
{
    return m->id;
}

static bool grow(struct hilum_builder *b, uint32_t nodes, uint32_t heap)
{
    b->room      = 2 * (b->room + nodes) + 8;
    b->heap_room = 2 * (b->heap_room + heap) + 64;
    b->nodes     = realloc(b->nodes, b->room * sizeof *b->nodes);
    b->heap      = realloc(b->heap, b->heap_room);
    return b->nodes && b->heap;
}

struct hilum_msg *stand_in_bytes(const char *format, int64_t id, const char *body,
                                 size_t len)
{
    struct hilum_msg *m = calloc(1, sizeof *m);

    m->refs = 1;
    m->id   = id;
    m->len  = len;
    m->body = malloc(len + 1);
    memcpy(m->body, body, len);
    copy(m->format, sizeof m->format, hilum_view(format));
    return m;
}

struct hilum_msg *stand_in_draft(const char *format, int64_t id)
{
    struct hilum_msg *m = stand_in_bytes(format, id, "", 0);

    m->builder.grow  = grow;
    m->builder.model = hilum_name(format, strcspn(format, "/"));
    return m;
}

void stand_in_seal(struct hilum_msg *m)
{
    size_t nodes = m->builder.count * sizeof(struct hilum_node);
    size_t size  = sizeof(struct hilum_block) + nodes + m->builder.used;

    if (m->builder.failed || m->builder.count == 0 || m->builder.depth)
        return;
    m->block = malloc(size);
    *m->block =
        (struct hilum_block){ .size  = (uint32_t)size,
                              .model = m->builder.model,
                              .nodes = m->builder.count,
                              .heap  = (uint32_t)(sizeof(struct hilum_block) + nodes) };
    memcpy(m->block + 1, m->builder.nodes, nodes);
    if (m->builder.used)
        memcpy((char *)m->block + m->block->heap, m->builder.heap, m->builder.used);
}

static struct hilum_draft *draft(struct hilum_call *call, const char *format,
                                 const struct hilum_msg *from)
{
    (void)call;
    return (struct hilum_draft *)stand_in_draft(format, from ? from->id : 0);
}

static struct hilum_builder *build(struct hilum_draft *d)
{
    return &d->msg.builder;
}

static const struct hilum_msg *seal(struct hilum_draft *d)
{
    stand_in_seal(&d->msg);
    if (d->msg.block)
        return &d->msg;
    stand_in_drop(&d->msg);
    return NULL;
}

static void emit(struct hilum_call *call, const struct hilum_msg *m)
{
    struct stand_in *s = of(call);

    s->emitted[s->emitted_count++] = (struct hilum_msg *)(uintptr_t)m;
}

/* ---- The call ------------------------------------------------------------- */

static void *scratch(struct hilum_call *call, size_t size)
{
    struct stand_in *s = of(call);
    void            *p = malloc(size ? size : 1);

    s->scratch[s->scratch_count++] = p;
    return p;
}

VPRINTF(4)
static enum hilum_verdict blame(struct hilum_call *call, enum hilum_verdict v,
                                const char *where, const char *fmt, va_list ap)
{
    copy(of(call)->where, STAND_IN_TEXT, hilum_view(where));
    vsnprintf(of(call)->why, STAND_IN_TEXT, fmt, ap);
    return v;
}

static void settle(struct hilum_call *call, size_t nth, enum hilum_verdict v,
                   const char *where, const char *fmt, va_list ap)
{
    (void)where, (void)fmt, (void)ap;
    of(call)->settled[nth]     = v;
    of(call)->has_settled[nth] = true;
}

static void say(struct hilum_call *call, enum hilum_level level, const char *fmt,
                va_list ap)
{
    (void)call, (void)level, (void)fmt, (void)ap;
}

static void count(struct hilum_call *call, const char *meter, int64_t by)
{
    (void)call, (void)meter, (void)by;
}

static struct hilum_view name_text(uint32_t name)
{
    if (name == HILUM_NAME("hl7v2"))
        return HILUM_VIEW("hl7v2");
    return name == HILUM_NAME("fhir") ? HILUM_VIEW("fhir") : HILUM_VIEW("");
}

static uint32_t name_add(const char *ptr, size_t len)
{
    return hilum_name(ptr, len);
}

/* ---- Expressions ---------------------------------------------------------- */

static const struct hilum_expr *expr(struct hilum_call *call, const char *text,
                                     const char *model)
{
    static const char *const known[] = { "true", "false", "{}", "boom" };
    struct hilum_expr       *e;

    (void)model;
    for (size_t i = 0; i < 4 && *text != '\''; i++)
        if (strcmp(text, known[i]) == 0)
            break;
        else if (i == 3)
            return hilum_blame(call, HILUM_FAIL, "1", "not an expression"), NULL;
    e = scratch(call, sizeof *e);
    copy(e->text, sizeof e->text, hilum_view(text));
    return e;
}

static size_t eval(struct hilum_call *call, const struct hilum_expr *e,
                   struct hilum_doc doc, const struct hilum_node *node,
                   struct hilum_item *items, size_t room)
{
    struct hilum_item item = { .type = HILUM_NAME("Boolean"),
                               .text = hilum_view(e->text) };

    (void)doc, (void)node;
    if (strcmp(e->text, "boom") == 0)
        return hilum_blame(call, HILUM_REJECT, "1", "boom"), SIZE_MAX;
    if (strcmp(e->text, "{}") == 0)
        return 0;
    if (e->text[0] == '\'') {
        item.type = HILUM_NAME("String");
        item.text = (struct hilum_view){ e->text + 1, strlen(e->text) - 2 };
    }
    if (room)
        items[0] = item;
    return 1;
}

/* ---- The feed ------------------------------------------------------------- */

void stand_in_take(struct hilum_feed *feed,
                   bool (*take)(struct hilum_feed *, const struct hilum_offer *))
{
    pthread_mutex_lock(&feed->lock);
    feed->take = take;
    pthread_mutex_unlock(&feed->lock);
}

static bool offer(struct hilum_feed *feed, const struct hilum_offer *o)
{
    bool (*take)(struct hilum_feed *, const struct hilum_offer *);

    pthread_mutex_lock(&feed->lock);
    take = feed->take;
    pthread_mutex_unlock(&feed->lock);
    if (take && !take(feed, o))
        return false;
    pthread_mutex_lock(&feed->lock);
    feed->offers[feed->count] = (struct stand_in_offer){
        .body    = malloc(o->body.len + 1),
        .len     = o->body.len,
        .context = o->context,
        .answer  = o->answer,
    };
    copy(feed->offers[feed->count].peer, STAND_IN_TEXT, o->peer);
    copy(feed->offers[feed->count].labels, STAND_IN_TEXT, o->labels);
    if (o->body.len)
        memcpy(feed->offers[feed->count].body, o->body.ptr, o->body.len);
    feed->count++;
    pthread_cond_broadcast(&feed->more);
    pthread_mutex_unlock(&feed->lock);
    return true;
}

VPRINTF(3)
static void feed_log(struct hilum_feed *feed, enum hilum_level level, const char *fmt,
                     va_list ap)
{
    (void)level;
    pthread_mutex_lock(&feed->lock);
    vsnprintf(feed->log, sizeof feed->log, fmt, ap);
    if (strncmp(feed->log, "listening on ", 13) == 0)
        memcpy(feed->bound, feed->log, sizeof feed->bound);
    pthread_mutex_unlock(&feed->lock);
}

static void feed_count(struct hilum_feed *feed, const char *meter, int64_t by)
{
    (void)feed, (void)meter, (void)by;
}

/* ---- Streams -------------------------------------------------------------- */

struct hilum_stream {
    struct hilum_feed *feed;
    max_align_t        splitter[128];
};

static struct hilum_stream *stream(struct hilum_feed *feed)
{
    struct hilum_stream *s = calloc(1, sizeof *s);

    s->feed = feed;
    return s;
}

static void stream_next(struct hilum_stream *s, struct hilum_view bytes, bool last,
                        struct hilum_piece *p)
{
    *p = (struct hilum_piece){
        .size = sizeof *p, .found = HILUM_FOUND_MORE, .place = "", .reason = ""
    };
    if (s->feed->split) {
        s->feed->split(s->splitter, bytes, last, p);
    } else if (last) {
        p->found   = bytes.len ? HILUM_FOUND_MESSAGE : HILUM_FOUND_NOTHING;
        p->message = bytes;
        p->used    = bytes.len;
    }
}

static void stream_end(struct hilum_stream *s)
{
    free(s);
}

bool stand_in_wait(struct hilum_feed *feed, size_t wanted)
{
    struct timespec until;
    int             err = 0;
    bool            came;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 10;
    pthread_mutex_lock(&feed->lock);
    while (feed->count < wanted && err == 0)
        err = pthread_cond_timedwait(&feed->more, &feed->lock, &until);
    came = feed->count >= wanted;
    pthread_mutex_unlock(&feed->lock);
    return came;
}

void stand_in_answer(struct hilum_feed *feed, size_t nth, enum hilum_verdict v,
                     const char *reply)
{
    struct hilum_answer a = {
        .size = sizeof a, .verdict = v, .id = (int64_t)nth + 1, .reply = hilum_view(reply)
    };
    struct stand_in_offer o;

    pthread_mutex_lock(&feed->lock);
    o = feed->offers[nth];
    pthread_mutex_unlock(&feed->lock);
    o.answer(o.context, &a);
}

/* ---- Life ----------------------------------------------------------------- */

void stand_in_open(struct stand_in *s)
{
    *s      = (struct stand_in){ 0 };
    s->host = (struct hilum_host){
        .size        = sizeof s->host,
        .abi         = HILUM_ABI,
        .ref         = msg_ref,
        .unref       = stand_in_drop,
        .body        = msg_body,
        .doc         = msg_doc,
        .label       = msg_label,
        .id          = msg_id,
        .draft       = draft,
        .build       = build,
        .seal        = seal,
        .emit        = emit,
        .scratch     = scratch,
        .blame       = blame,
        .settle      = settle,
        .expr        = expr,
        .eval        = eval,
        .name_add    = name_add,
        .name_text   = name_text,
        .offer       = offer,
        .stream      = stream,
        .stream_next = stream_next,
        .stream_end  = stream_end,
        .feed_log    = feed_log,
        .feed_count  = feed_count,
        .log         = say,
        .count       = count,
    };
    s->call.host   = &s->host;
    s->feed.offers = calloc(STAND_IN_MOST, sizeof *s->feed.offers);
    pthread_mutex_init(&s->feed.lock, NULL);
    pthread_cond_init(&s->feed.more, NULL);
}

void stand_in_reset(struct stand_in *s)
{
    while (s->emitted_count)
        stand_in_drop(s->emitted[--s->emitted_count]);
    memset(s->has_settled, 0, sizeof s->has_settled);
    s->where[0] = s->why[0] = '\0';
}

void stand_in_close(struct stand_in *s)
{
    stand_in_reset(s);
    while (s->scratch_count)
        free(s->scratch[--s->scratch_count]);
    for (size_t i = 0; i < s->feed.count; i++)
        free(s->feed.offers[i].body);
    free(s->feed.offers);
    pthread_cond_destroy(&s->feed.more);
    pthread_mutex_destroy(&s->feed.lock);
}

/* ---- Parts and options ---------------------------------------------------- */

const struct hilum_part *stand_in_part(const struct hilum_plugin *plugin,
                                       enum stand_in_kind kind, const char *name)
{
    for (const struct hilum_part *const *p = plugin->parts; *p; p++) {
        bool fits = kind == STAND_IN_SOURCE  ? (*p)->start != NULL
                    : kind == STAND_IN_STAGE ? (*p)->process != NULL
                                             : (*p)->deliver != NULL;

        if (fits && strcmp((*p)->name, name) == 0)
            return *p;
    }
    abort();
}

static int64_t number(const struct hilum_option *o, const char *text)
{
    static const struct {
        const char *unit;
        int64_t     times;
    } units[] = {
        { "ms", 1 },      { "s", 1000 },    { "m", 60000 },   { "h", 3600000 },
        { "K", 1 << 10 }, { "M", 1 << 20 }, { "G", 1 << 30 }, { "", 1 },
    };
    char   *end;
    int64_t n = strtoll(text, &end, 10);

    if (o->type == HILUM_BOOL)
        return strcmp(text, "true") == 0;
    for (int64_t i = 0; o->type == HILUM_CHOICE && o->choices[i]; i++)
        if (strcmp(o->choices[i], text) == 0)
            return i;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(end, units[i].unit) == 0)
            return n * units[i].times;
    abort();
}

void *stand_in_state(const struct hilum_part *part, const char *const *given)
{
    char *state = calloc(1, part->state);

    for (const struct hilum_option *o = part->options; o && o->name; o++) {
        const char *text = o->preset;
        size_t      len  = strlen(o->name);

        for (size_t i = 0; given[i]; i++)
            if (strncmp(given[i], o->name, len) == 0 && given[i][len] == '=')
                text = given[i] + len + 1;
        if (o->type == HILUM_TEXT || o->type == HILUM_SECRET)
            memcpy(state + o->offset, &text, sizeof text);
        else if (o->type == HILUM_BOOL)
            state[o->offset] = (char)number(o, text);
        else
            memcpy(state + o->offset, &(int64_t){ number(o, text) }, sizeof(int64_t));
    }
    return state;
}

/* ---- Printing ------------------------------------------------------------- */

static void print_node(const struct hilum_msg *m, const struct hilum_node *n,
                       struct hilum_buffer *out)
{
    char name[16];

    if (n->name & HILUM_NAME_HASHED)
        hilum_put_byte(out, '*');
    else if (n->name & HILUM_NAME_PACKED)
        for (unsigned shift = 16; shift <= 16 && (n->name >> shift & 0xff); shift -= 8)
            hilum_put_byte(out, (char)(n->name >> shift & 0xff));
    else
        hilum_put(out, name, (size_t)snprintf(name, sizeof name, "%u", n->name));
    if (n->flags & HILUM_NODE_VALUE) {
        hilum_put_byte(out, '=');
        hilum_put_view(out, hilum_text(msg_doc(m), n));
    }
    if (hilum_leaf(n))
        return;
    hilum_put_byte(out, '(');
    hilum_each(child, n)
    {
        if (child != n + 1)
            hilum_put_byte(out, ' ');
        print_node(m, child, out);
    }
    hilum_put_byte(out, ')');
}

void stand_in_print(const struct hilum_msg *m, char *out, size_t room)
{
    struct hilum_buffer b = { .ptr = out, .room = room - 1 };

    print_node(m, hilum_root(msg_doc(m)), &b);
    out[b.len] = '\0';
}
