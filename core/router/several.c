/* several.c -- messages that come as one, such as a batch, and are answered as one. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each message of a batch is an offer of its own, whose answers are gathered here.
 * When the last has come, the codec makes one reply of them.  Answers come on any
 * thread: the lock guards `open`, `kept` and the replies.
 */
#include "router/state.h"

#include "base/bytes.h"
#include "base/log.h"
#include "plugin/loader.h"

#include <stdlib.h>

enum { SEVERAL_MOST = 100000, SEVERAL_REPLY = 64 << 10, SEVERAL_ALL = 64 << 20 };

struct several;

/* One message of the batch, and what it was answered. */
struct member {
    struct several     *of;
    struct hilum_buffer reply;
};

struct several {
    struct router     *router;
    struct hilum_offer offer; /* body is a copy */
    pthread_mutex_t    lock;
    struct member    **members;
    size_t             count, room;
    size_t  open; /* that have not had their last answer, and one while reading */
    int64_t id;
    bool    lost; /* a message was not kept */
};

static void several_free(struct several *s)
{
    for (size_t i = 0; i < s->count; i++) {
        buffer_free(&s->members[i]->reply);
        free(s->members[i]);
    }
    free(s->members);
    free((void *)(uintptr_t)s->offer.body.ptr);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* One reply of all. */
static void enclose(struct several *s, struct hilum_buffer *out)
{
    struct router     *r       = s->router;
    struct call       *c       = call_pool_take(&r->calls, &r->source);
    struct hilum_view *replies = calloc(s->count + 1, sizeof *replies);

    for (size_t i = 0; replies && i < s->count; i++)
        replies[i] = hilum_buffer_view(&s->members[i]->reply);
    if (!c || !replies ||
        !engine_enclose(r->graph->engine, c, r->graph->source.codec, s->offer.body,
                        replies, s->count, out))
        buffer_reset(out);
    free(replies);
    if (c)
        call_pool_give(&r->calls, c);
}

/* The last answer has come. */
static void conclude(struct several *s)
{
    struct hilum_buffer reply;

    buffer_init(&reply, SEVERAL_ALL);
    if (s->offer.until != HILUM_SILENT)
        enclose(s, &reply);
    s->offer.answer(s->offer.context,
                    &(struct hilum_answer){ .size    = sizeof(struct hilum_answer),
                                            .verdict = s->lost ? HILUM_RETRY : HILUM_OK,
                                            .id      = s->lost ? 0 : s->id,
                                            .reply   = hilum_buffer_view(&reply) });
    buffer_free(&reply);
    several_free(s);
}

static void leave(struct several *s)
{
    bool last;

    pthread_mutex_lock(&s->lock);
    last = --s->open == 0;
    pthread_mutex_unlock(&s->lock);
    if (last)
        conclude(s);
}

static void answered(void *context, const struct hilum_answer *a)
{
    struct member  *m = context;
    struct several *s = m->of;

    pthread_mutex_lock(&s->lock);
    if (a->reply.len)
        buffer_reset(&m->reply); /* it says more than the one before */
    hilum_put_view(&m->reply, a->reply);
    if (a->id == 0 && a->verdict == HILUM_RETRY)
        s->lost = true;
    if (a->id > s->id)
        s->id = a->id;
    pthread_mutex_unlock(&s->lock);
    if (!a->more)
        leave(s);
}

static struct member *member_new(struct several *s)
{
    struct member *m = NULL;

    if (s->count == s->room && s->count < SEVERAL_MOST) {
        size_t room = s->room ? 2 * s->room : 16;
        void  *to   = realloc(s->members, room * sizeof *s->members);

        if (to) {
            s->members = to;
            s->room    = room;
        }
    }
    if (s->count < s->room)
        m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->of = s;
    buffer_init(&m->reply, SEVERAL_REPLY);
    s->members[s->count++] = m;
    return m;
}

/* Offers one message; false: it cannot be taken, and so its batch cannot. */
static bool offer_member(struct several *s, const struct hilum_piece *piece)
{
    struct hilum_offer one = s->offer;
    struct member     *m;

    pthread_mutex_lock(&s->lock);
    m = member_new(s);
    if (m)
        s->open++;
    else
        s->lost = true;
    pthread_mutex_unlock(&s->lock);
    if (!m)
        return false;
    one.body    = piece->message;
    one.labels  = piece->labels;
    one.context = m;
    one.answer  = answered;
    if (intake_offer(s->router, &one))
        return true;
    pthread_mutex_lock(&s->lock);
    s->lost = true;
    pthread_mutex_unlock(&s->lock);
    leave(s);
    return false;
}

static void offer_members(struct several *s)
{
    struct router           *r      = s->router;
    const struct hilum_host *host   = &r->graph->engine->host;
    struct hilum_feed       *feed   = (struct hilum_feed *)(void *)r;
    struct hilum_stream     *in     = host->stream(feed);
    struct hilum_view        bytes  = s->offer.body;
    struct hilum_piece       piece  = { .found = HILUM_FOUND_NOTHING };
    size_t                   faults = 0;

    s->lost = !in;
    while (in) {
        host->stream_next(in, bytes, true, &piece);
        if (piece.found == HILUM_FOUND_NOTHING || piece.found == HILUM_FOUND_MORE)
            break;
        if (piece.found == HILUM_FOUND_FAULT && !faults++)
            log_write(LOG_WARN, r->source.name, "a batch is wrong at %s: %s", piece.place,
                      piece.reason);
        if (piece.found == HILUM_FOUND_MESSAGE && !offer_member(s, &piece))
            break;
        bytes.ptr += piece.used;
        bytes.len -= piece.used;
    }
    host->stream_end(in);
}

bool several_offer(struct router *r, const struct hilum_offer *offer)
{
    struct several *s    = calloc(1, sizeof *s);
    char           *body = malloc(offer->body.len);

    if (!s || !body) {
        free(s);
        free(body);
        return false;
    }
    memcpy(body, offer->body.ptr, offer->body.len);
    s->router         = r;
    s->offer          = *offer;
    s->offer.body.ptr = body;
    s->open           = 1;
    pthread_mutex_init(&s->lock, NULL);
    offer_members(s);
    leave(s);
    return true;
}
