/* intake.c -- what sources offer: decoded, journaled, answered. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads.  A source's thread decodes its message and offers it to the journal;
 * the journal's writer answers it and hands it to the router.  `intake_lock`
 * guards the counts of what is between the two, which bound it.
 */
#include "router/intake.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "journal/sequence.h"
#include "message/name.h"
#include "plugin/host.h"
#include "plugin/loader.h"

#include <stdlib.h>

enum { INTAKE_MESSAGES = 8192, INTAKE_BYTES = 128 << 20, INTAKE_REPLY = 64 << 10 };

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

void intake_leave(struct router *r, size_t bytes)
{
    pthread_mutex_lock(&r->intake_lock);
    r->intake_count--;
    r->intake_bytes -= bytes;
    pthread_cond_broadcast(&r->intake_room);
    pthread_mutex_unlock(&r->intake_lock);
}

/* ---- Offers --------------------------------------------------------------- */

/* Takes the next line "key=value" off labels; false: there is none. */
static bool next_label(struct hilum_view *labels, struct message_label *out)
{
    const char *end = labels->len ? labels->ptr + labels->len : NULL, *stop, *equals;

    while (labels->len) {
        stop   = memchr(labels->ptr, '\n', labels->len);
        stop   = stop ? stop : end;
        equals = memchr(labels->ptr, '=', (size_t)(stop - labels->ptr));
        if (equals) {
            out->key   = name_intern(labels->ptr, (size_t)(equals - labels->ptr));
            out->value = (struct hilum_view){ equals + 1, (size_t)(stop - equals - 1) };
        }
        labels->ptr = stop < end ? stop + 1 : end;
        labels->len = (size_t)(end - labels->ptr);
        if (equals && out->key)
            return true;
    }
    return false;
}

bool intake_describe(struct router *r, struct hilum_msg *m,
                     const struct engine_terms *terms, const struct intake_origin *from)
{
    struct graph        *g = r->graph;
    struct message_label all[MESSAGE_LABELS];
    struct hilum_view    labels = from->labels;
    size_t               count  = 0;

    all[count++] = (struct message_label){ "pipeline", hilum_view(g->name) };
    all[count++] = (struct message_label){ "peer", from->peer };
    all[count++] = (struct message_label){ "control-id", terms->control_id };
    all[count++] = (struct message_label){ "type", terms->type };
    all[count++] = (struct message_label){ "patient", terms->patient };
    if (from->again)
        all[count++] = (struct message_label){ "again", HILUM_VIEW("true") };
    while (count < MESSAGE_LABELS && next_label(&labels, &all[count]))
        count++;
    return message_describe(m, all, count);
}

/* A text that lives as long as the offer; empty where memory, or INTAKE_REPLY, is out. */
static struct hilum_view keep(struct intake *i, struct hilum_view v)
{
    char *to = arena_text(&i->texts, v.ptr, v.len);

    return (struct hilum_view){ to, to ? v.len : 0 };
}

/* What the journal can find the message by, and its lane. */
static bool describe(struct intake *i, struct call *c)
{
    struct graph         *g = i->router->graph;
    struct journal_entry *e = &i->entry;
    struct hilum_view     key;
    struct engine_terms   terms;
    struct intake_origin  from = { .peer = i->offer.peer, .labels = i->offer.labels };

    engine_terms(c, g->source.codec, message_doc(i->message), &terms);
    if (!intake_describe(i->router, i->message, &terms, &from))
        return false;
    e->once = g->source.entry->repeats == SPEC_ANSWER &&
              codec_part(g->source.codec)->part.sender;
    e->numbered = g->source.entry->sequence == SPEC_FOLLOW &&
                  sequence_read(terms.sequence, &e->number);
    e->peer       = message_label(i->message, "peer");
    e->control_id = message_label(i->message, "control-id");
    e->type       = message_label(i->message, "type");
    e->patient    = message_label(i->message, "patient");
    e->sender     = keep(i, terms.sender);
    e->labels     = keep(i, i->offer.labels);
    if (g->order_by) {
        key     = engine_text(c, g->order_by, message_doc(i->message));
        e->lane = bytes_hash(key.ptr, key.len);
    }
    return true;
}

/* What cannot be read is kept as well, among the dead, with the reason. */
static bool describe_dead(struct intake *i, const struct call *c)
{
    const struct hilum_part *codec = &codec_part(i->router->graph->source.codec)->part;

    i->entry.status = JOURNAL_DEAD;
    i->reason       = strdup(c->reason);
    i->place        = strdup(c->place);
    i->entry.reason = i->reason;
    i->entry.place  = i->place;
    if (!i->reason || !i->place ||
        !message_describe(i->message,
                          (struct message_label[]){ { "peer", i->offer.peer } }, 1))
        return false;
    i->entry.peer   = i->message->labels[0].value;
    i->entry.labels = keep(i, i->offer.labels);
    if (codec->peek)
        i->entry.control_id = codec->peek(i->message->body);
    return true;
}

/* What the codec has reported is kept with the message. */
static void take_reports(struct intake *i, struct call *c)
{
    const char *text;

    if (c->report_count == 0)
        return;
    call_remark_reports(c);
    text       = buffer_text(&c->remarks);
    i->remarks = text ? strdup(text) : NULL;
}

/* Decodes the message and fills the journal's entry.  False: it cannot be kept
 * now, through no fault of its own. */
static bool prepare(struct intake *i, struct call *c)
{
    struct graph       *g     = i->router->graph;
    struct codec       *codec = g->source.codec;
    struct hilum_block *block = engine_decode(g->engine, c, codec, i->message->body);

    i->entry =
        (struct journal_entry){ .pipeline       = g->name,
                                .format         = codec_part(codec)->part.accepts,
                                .received       = clock_now(),
                                .body           = i->message->body,
                                .status         = JOURNAL_PENDING,
                                .done           = intake_done,
                                .control_place  = codec_part(codec)->part.control_id,
                                .sequence_place = codec_part(codec)->part.sequence };
    if (block) {
        message_decoded(i->message, block);
        if (!describe(i, c)) {
            call_fault(c, HILUM_RETRY, "", "memory is out");
            return false;
        }
        take_reports(i, c);
        /* Where messages are counted the reply has the count: it must wait. */
        if (!i->entry.numbered)
            intake_reply(i, c, HILUM_STORED, HILUM_OK, "", "");
        i->entry.reply = i->later ? HILUM_VIEW("") : hilum_buffer_view(&i->reply);
        return true;
    }
    if (c->verdict != HILUM_REJECT || !describe_dead(i, c))
        return false;
    intake_reply(i, c, HILUM_STORED, HILUM_REJECT, i->place, i->reason);
    return true;
}

static struct intake *intake_new(struct router *r, const struct hilum_offer *offer)
{
    struct intake *i = calloc(1, sizeof *i);

    if (!i)
        return NULL;
    i->router = r;
    i->offer  = *offer;
    arena_init(&i->texts, INTAKE_REPLY);
    buffer_init(&i->reply, INTAKE_REPLY);
    i->message = message_new(&(struct message_parts){
        .format   = codec_part(r->graph->source.codec)->part.accepts,
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

bool intake_offer(struct router *r, const struct hilum_offer *offer)
{
    struct call   *c;
    struct intake *i;

    if (!enter(r, offer->body.len))
        return false;
    c = call_pool_take(&r->calls, &r->source);
    i = c ? intake_new(r, offer) : NULL;
    if (i && prepare(i, c)) {
        journal_offer(r->journal, &i->entry);
    } else {
        intake_leave(r, offer->body.len);
        if (i) {
            intake_reply(i, c, HILUM_STORED, HILUM_RETRY, "", c->reason);
            i->later = false;
            intake_send(i, HILUM_RETRY);
        } else {
            out_of_memory(offer);
        }
    }
    if (c)
        call_pool_give(&r->calls, c);
    return true;
}

static bool offer_message(struct hilum_feed *feed, const struct hilum_offer *given)
{
    struct router           *r     = (struct router *)(void *)feed;
    const struct hilum_part *codec = &codec_part(r->graph->source.codec)->part;
    struct hilum_offer       offer;

    if (!loader_copy_sized(&offer, sizeof offer, given) || !offer.answer)
        return false;
    if (codec->several && codec->several(offer.body))
        return several_offer(r, &offer);
    return intake_offer(r, &offer);
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
    stream_serve(host);
}

void intake_refuse(struct router *r)
{
    pthread_mutex_lock(&r->intake_lock);
    r->refusing = true;
    pthread_cond_broadcast(&r->intake_room);
    pthread_mutex_unlock(&r->intake_lock);
}
