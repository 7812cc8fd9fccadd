/* intake.c -- what sources offer: decoded, journaled, answered. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads.  A source's thread decodes its message and offers it to the journal;
 * the journal's writer answers it and hands it to the router.  `intake_lock`
 * guards the counts of what is between the two, which bound it.
 */
#include "router/state.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/log.h"
#include "plugin/host.h"
#include "plugin/loader.h"

#include <stdlib.h>

enum { INTAKE_MESSAGES = 8192, INTAKE_BYTES = 128 << 20, INTAKE_REPLY = 64 << 10 };

/* One offer on its way.  The journal's entry is inside it. */
struct intake {
    struct journal_entry entry;
    struct router       *router;
    struct intake       *next;
    struct hilum_msg    *message;
    struct hilum_offer   offer;
    struct hilum_buffer  reply; /* ready-made, for when it is committed */
    char                *place, *reason;
};

/* ---- Room ----------------------------------------------------------------- */

void intake_open(struct router *r)
{
    pthread_mutex_init(&r->intake_lock, NULL);
    pthread_cond_init(&r->intake_room, NULL);
    call_pool_init(&r->calls, r->graph->engine);
}

void intake_close(struct router *r)
{
    call_pool_free(&r->calls);
    pthread_cond_destroy(&r->intake_room);
    pthread_mutex_destroy(&r->intake_lock);
}

/* Waits until there is room; false: the engine is stopping. */
static bool enter(struct router *r, size_t bytes)
{
    bool in;

    pthread_mutex_lock(&r->intake_lock);
    while (!r->refusing && r->intake_count &&
           (r->intake_count >= INTAKE_MESSAGES || r->intake_bytes + bytes > INTAKE_BYTES))
        pthread_cond_wait(&r->intake_room, &r->intake_lock);
    in = !r->refusing;
    if (in) {
        r->intake_count++;
        r->intake_bytes += bytes;
    }
    pthread_mutex_unlock(&r->intake_lock);
    return in;
}

static void leave(struct router *r, size_t bytes)
{
    pthread_mutex_lock(&r->intake_lock);
    r->intake_count--;
    r->intake_bytes -= bytes;
    pthread_cond_broadcast(&r->intake_room);
    pthread_mutex_unlock(&r->intake_lock);
}

/* ---- Answers -------------------------------------------------------------- */

static void make_reply(struct intake *i, struct call *c, enum hilum_verdict verdict,
                       const char *place, const char *reason)
{
    struct router       *r = i->router;
    struct hilum_outcome o = { .size    = sizeof o,
                               .verdict = verdict,
                               .body    = i->message->body,
                               .doc     = message_doc(i->message),
                               .place   = place,
                               .reason  = reason };

    buffer_reset(&i->reply);
    if (!engine_answer(r->graph->engine, c, r->graph->source.codec, &o, &i->reply))
        buffer_reset(&i->reply);
}

static void send_reply(struct intake *i, enum hilum_verdict verdict)
{
    struct hilum_answer a = { .size    = sizeof a,
                              .verdict = verdict,
                              .id      = i->entry.id,
                              .reply   = hilum_buffer_view(&i->reply) };

    i->offer.answer(i->offer.context, &a);
}

void intake_free(struct intake *i)
{
    message_unref(i->message);
    buffer_free(&i->reply);
    free(i->place);
    free(i->reason);
    free(i);
}

void intake_answer(struct intake *i, struct call *c, enum hilum_verdict verdict,
                   const char *place, const char *reason)
{
    make_reply(i, c, verdict, place, reason);
    send_reply(i, verdict);
    intake_free(i);
}

struct intake_kept intake_take(struct intake *i)
{
    struct intake_kept kept = { .id       = i->entry.id,
                                .lane     = i->entry.lane,
                                .received = i->entry.received,
                                .message  = message_ref(i->message),
                                .waits    = i->offer.until == HILUM_PROCESSED };

    return kept;
}

void intake_abandon(struct intake *i, struct call *c)
{
    if (i->offer.until == HILUM_PROCESSED)
        intake_answer(i, c, HILUM_RETRY, "",
                      "the engine is stopping; the message is kept");
    else
        intake_free(i);
}

struct intake *intake_next(struct intake *i)
{
    return i->next;
}

/* ---- Committed, or not ---------------------------------------------------- */

static void refuse(struct intake *i)
{
    struct call *c = call_pool_take(&i->router->calls, &i->router->source);

    if (c) {
        make_reply(i, c, HILUM_RETRY, "",
                   "the message could not be kept: try again later");
        call_pool_give(&i->router->calls, c);
    }
    send_reply(i, HILUM_RETRY);
    intake_free(i);
}

/* The messages of one commit are handed over one by one; the router is woken
 * with the last of them. */
static bool last_of_group(const struct intake *i)
{
    const struct intake *next = (const struct intake *)(const void *)i->entry.next;

    return !next || next->router != i->router || next->entry.status == JOURNAL_DEAD;
}

static void hand_over(struct intake *i)
{
    struct router *r    = i->router;
    bool           wake = last_of_group(i);

    i->message->id   = i->entry.id;
    i->message->lane = i->entry.lane;
    i->next          = NULL;
    pthread_mutex_lock(&r->lock);
    *r->committed_tail = i;
    r->committed_tail  = &i->next;
    if (wake)
        pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
}

/* [writer] The journal has it, or could not take it. */
static void done(struct journal_entry *entry, bool committed)
{
    struct intake *i     = (struct intake *)(void *)entry;
    struct router *r     = i->router;
    size_t         bytes = i->message->body.len;

    if (committed)
        meters_count(r->graph->engine->meters, r->graph->name, "accepted", 1);
    if (!committed) {
        log_write(LOG_ERROR, r->source.name, "a message was not accepted: %s",
                  entry->refusal ? entry->refusal : "the journal is closed");
        refuse(i);
    } else if (entry->status == JOURNAL_DEAD) {
        meters_count(r->graph->engine->meters, r->graph->name, "dead", 1);
        log_write(LOG_WARN, r->source.name, "message %lld is dead at %s: %s",
                  (long long)entry->id, i->place, i->reason);
        send_reply(i, HILUM_REJECT);
        intake_free(i);
    } else {
        if (i->offer.until != HILUM_PROCESSED)
            send_reply(i, HILUM_OK);
        hand_over(i);
    }
    leave(r, bytes);
}

/* ---- Offers --------------------------------------------------------------- */

bool intake_describe(struct router *r, struct call *c, struct hilum_msg *m,
                     struct hilum_view peer, bool again)
{
    struct graph       *g = r->graph;
    struct engine_terms terms;

    engine_terms(g->engine, c, g->source.codec, message_doc(m), &terms);
    return message_describe(m,
                            (struct message_label[]){ { "pipeline", hilum_view(g->name) },
                                                      { "peer", peer },
                                                      { "control-id", terms.control_id },
                                                      { "type", terms.type },
                                                      { "patient", terms.patient },
                                                      { "again", HILUM_VIEW("true") } },
                            again ? 6 : 5);
}

/* What the journal can find the message by, and its lane. */
static bool describe(struct intake *i, struct call *c)
{
    struct graph         *g = i->router->graph;
    struct journal_entry *e = &i->entry;
    struct hilum_view     key;

    if (!intake_describe(i->router, c, i->message, i->offer.peer, false))
        return false;
    e->peer       = message_label(i->message, "peer");
    e->control_id = message_label(i->message, "control-id");
    e->type       = message_label(i->message, "type");
    e->patient    = message_label(i->message, "patient");
    if (g->order_by) {
        key     = engine_text(c, g->order_by, message_doc(i->message));
        e->lane = bytes_hash(key.ptr, key.len);
    }
    return true;
}

/* What cannot be read is kept as well, among the dead, with the reason. */
static bool describe_dead(struct intake *i, const struct call *c)
{
    i->entry.status = JOURNAL_DEAD;
    i->reason       = strdup(c->reason);
    i->place        = strdup(c->place);
    i->entry.reason = i->reason;
    i->entry.place  = i->place;
    if (!i->reason || !i->place ||
        !message_describe(i->message,
                          (struct message_label[]){ { "peer", i->offer.peer } }, 1))
        return false;
    i->entry.peer = i->message->labels[0].value;
    return true;
}

/* Decodes the message and fills the journal's entry.  False: it cannot be kept
 * now, through no fault of its own. */
static bool prepare(struct intake *i, struct call *c)
{
    struct graph       *g     = i->router->graph;
    const struct part  *codec = g->source.codec;
    struct hilum_block *block = engine_decode(g->engine, c, codec, i->message->body);

    i->entry = (struct journal_entry){ .pipeline = g->name,
                                       .format   = codec->part.accepts,
                                       .received = clock_now(),
                                       .body     = i->message->body,
                                       .status   = JOURNAL_PENDING,
                                       .done     = done };
    if (block) {
        message_decoded(i->message, block);
        if (!describe(i, c)) {
            call_fault(c, HILUM_RETRY, "", "memory is out");
            return false;
        }
        if (i->offer.until != HILUM_PROCESSED)
            make_reply(i, c, HILUM_OK, "", "");
        return true;
    }
    if (c->verdict != HILUM_REJECT || !describe_dead(i, c))
        return false;
    make_reply(i, c, HILUM_REJECT, i->place, i->reason);
    return true;
}

static struct intake *intake_new(struct router *r, const struct hilum_offer *offer)
{
    struct intake *i = calloc(1, sizeof *i);

    if (!i)
        return NULL;
    i->router = r;
    i->offer  = *offer;
    buffer_init(&i->reply, INTAKE_REPLY);
    i->message = message_new(
        &(struct message_parts){ .format   = r->graph->source.codec->part.accepts,
                                 .body     = offer->body,
                                 .has_body = true });
    if (i->message)
        return i;
    intake_free(i);
    return NULL;
}

static void out_of_memory(const struct hilum_offer *offer)
{
    offer->answer(offer->context,
                  &(struct hilum_answer){ .size    = sizeof(struct hilum_answer),
                                          .verdict = HILUM_RETRY,
                                          .reply   = { "", 0 } });
}

static bool offer_message(struct hilum_feed *feed, const struct hilum_offer *given)
{
    struct router     *r = (struct router *)(void *)feed;
    struct hilum_offer offer;
    struct call       *c;
    struct intake     *i;

    if (!loader_copy_sized(&offer, sizeof offer, given) || !offer.answer ||
        !enter(r, offer.body.len))
        return false;
    c = call_pool_take(&r->calls, &r->source);
    i = c ? intake_new(r, &offer) : NULL;
    if (i && prepare(i, c)) {
        journal_offer(r->journal, &i->entry);
    } else {
        leave(r, offer.body.len);
        if (i)
            intake_answer(i, c, HILUM_RETRY, "", c->reason);
        else
            out_of_memory(&offer);
    }
    if (c)
        call_pool_give(&r->calls, c);
    return true;
}

/* ---- What a source's threads may call ------------------------------------- */

HILUM_VPRINTF(3)
static void log_feed(struct hilum_feed *feed, enum hilum_level level, const char *fmt,
                     va_list ap)
{
    host_log(level, ((struct router *)(void *)feed)->source.name, fmt, ap);
}

static void count_feed(struct hilum_feed *feed, const char *meter, int64_t by)
{
    struct router *r = (struct router *)(void *)feed;

    meters_count(r->graph->engine->meters, r->source.name, meter, by);
}

void intake_serve(struct hilum_host *host)
{
    host->offer      = offer_message;
    host->feed_log   = log_feed;
    host->feed_count = count_feed;
}

void intake_refuse(struct router *r)
{
    pthread_mutex_lock(&r->intake_lock);
    r->refusing = true;
    pthread_cond_broadcast(&r->intake_room);
    pthread_mutex_unlock(&r->intake_lock);
}
