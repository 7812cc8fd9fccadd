/* connection_read.c -- what one sender sends: frames, and offers made of them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "connection.h"

#include "ack.h"

#include <errno.h>
#include <stdio.h>

enum {
    MOST_REFUSAL = 4096,    /* bytes of an answer of our own */
    SMALL_HOLD   = 1 << 16, /* an unfinished message this long is always read on */
};

/* ---- Bytes ---------------------------------------------------------------- */

void connection_drop(struct connection *c)
{
    c->wire->held -= c->reader.room;
    frame_free(&c->reader);
}

/* Room to read to; NULL where memory is out, or all unfinished messages together
 * hold too much of it: then those that are long are not read on. */
static char *reading_room(struct connection *c, size_t *room)
{
    size_t before = c->reader.room;
    char  *to     = frame_room(&c->reader, room);

    c->wire->held += c->reader.room - before;
    if (c->wire->held <= c->wire->max_held || c->reader.room <= SMALL_HOLD)
        return to;
    CONNECTION_LOG(c, HILUM_ERROR,
                   "%s: closed, unfinished messages hold more than max_held", c->peer);
    CONNECTION_COUNT(c, "held_too_much", 1);
    return NULL;
}

bool connection_receive(struct connection *c)
{
    size_t  room;
    char   *to = reading_room(c, &room);
    ssize_t n;

    if (!to)
        return false;
    pthread_mutex_lock(&c->lock);
    n = link_read(&c->link, to, room);
    if (n == 0)
        c->phase = CONNECTION_ENDING;
    pthread_mutex_unlock(&c->lock);
    if (n < 0)
        return errno == EAGAIN;
    CONNECTION_COUNT(c, "bytes", n);
    frame_filled(&c->reader, (size_t)n);
    return true;
}

/* ---- Messages ------------------------------------------------------------- */

/* Whether one more message may be taken from it; where not, it is noted that
 * there may be more in the reader. */
static bool ready(struct connection *c)
{
    bool room;

    pthread_mutex_lock(&c->lock);
    room      = exchanges_room(&c->exchanges) && c->exchanges.out.len < CONNECTION_UNSENT;
    c->paused = c->phase == CONNECTION_OPEN && !room;
    pthread_mutex_unlock(&c->lock);
    return c->phase == CONNECTION_OPEN && room;
}

static struct exchange *begin(struct connection *c)
{
    struct exchange *e;

    pthread_mutex_lock(&c->lock);
    e         = exchange_begin(&c->exchanges, c);
    c->broken = c->broken || !e;
    pthread_mutex_unlock(&c->lock);
    return e;
}

/* A message that the engine does not see: the sender is told, in its turn.  When
 * `ending`, the rest of what it sends is not worth reading. */
static void refuse(struct connection *c, struct exchange *e, struct hilum_view message,
                   const char *place, const char *why, bool ending)
{
    char                bytes[MOST_REFUSAL];
    struct hilum_buffer reply = { .ptr = bytes, .room = sizeof bytes };
    struct hilum_answer a     = { .size = sizeof a, .verdict = HILUM_REJECT };

    ack_refuse(message, place, why, &reply);
    if (!reply.failed)
        a.reply = hilum_buffer_view(&reply);
    pthread_mutex_lock(&c->lock);
    if (ending)
        c->phase = CONNECTION_ENDING;
    connection_answer(c, e, &a);
    pthread_mutex_unlock(&c->lock);
}

static void refuse_long(struct connection *c, struct hilum_view beginning)
{
    struct exchange *e = begin(c);
    char             why[80];

    snprintf(why, sizeof why, "the message is longer than the %zu bytes allowed",
             c->wire->max_message);
    CONNECTION_LOG(c, HILUM_WARN, "%s: %s", c->peer, why);
    CONNECTION_COUNT(c, "frames_too_long", 1);
    if (e)
        refuse(c, e, beginning, "", why, true);
}

static void refuse_sender(struct connection *c, struct exchange *e,
                          struct hilum_view message)
{
    CONNECTION_COUNT(c, "senders_refused", 1);
    if (!c->denied)
        CONNECTION_LOG(
            c, HILUM_WARN,
            "%s: refused, no rule of `senders` lets this certificate send as the MSH-3 "
            "and MSH-4 of its message",
            c->peer);
    c->denied = true;
    refuse(c, e, message, "MSH^1^3",
           "this certificate may not send as this MSH-3 and MSH-4", false);
}

static void offer(struct connection *c, struct exchange *e, struct hilum_view message)
{
    struct hilum_offer o = {
        .size    = sizeof o,
        .until   = c->wire->until,
        .body    = message,
        .peer    = hilum_view(c->peer),
        .context = e,
        .answer  = connection_answered,
    };

    if (hilum_offer(c->wire->host, c->wire->feed, &o))
        return;
    pthread_mutex_lock(&c->lock);
    exchange_withdraw(&c->exchanges, e);
    c->phase = CONNECTION_ENDING;
    pthread_mutex_unlock(&c->lock);
}

static void take(struct connection *c, struct hilum_view message)
{
    const struct senders *senders = c->wire->senders;
    struct exchange      *e;

    c->frames++;
    if (c->wire->style.release_2 && ack_is_block(message)) {
        /* What the sender says of our acknowledgements. */
        CONNECTION_COUNT(c, *message.ptr == ACK_BYTE ? "commits" : "commits_refused", 1);
        return;
    }
    CONNECTION_COUNT(c, "frames", 1);
    e = begin(c);
    if (e && senders && !senders_allow(senders, &c->pass, message))
        refuse_sender(c, e, message);
    else if (e)
        offer(c, e, message);
}

static void note_skipped(struct connection *c)
{
    if (c->reader.skipped == 0)
        return;
    CONNECTION_COUNT(c, "bytes_skipped", (int64_t)c->reader.skipped);
    c->reader.skipped = 0;
    if (!c->noted)
        CONNECTION_LOG(c, HILUM_WARN, "%s: bytes outside of MLLP frames are skipped",
                       c->peer);
    c->noted = true;
}

void connection_consume(struct connection *c)
{
    struct hilum_view message;

    while (ready(c)) {
        enum frame_state state = frame_next(&c->reader, &message);

        if (state == FRAME_LONG)
            refuse_long(c, message);
        if (state != FRAME_WHOLE)
            break;
        take(c, message);
    }
    note_skipped(c);
    if (c->phase != CONNECTION_OPEN || frame_empty(&c->reader))
        connection_drop(c);
}
