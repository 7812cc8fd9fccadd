/* exchange.c -- what a sender is owed: an answer to each message, in its turn. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange.h"

#include "ack.h"
#include "frame.h"

enum {
    MOST_OUT = 72 << 20, /* bytes of answers in one buffer */
    KEPT_OUT = 1024,     /* an empty buffer larger than this is given back */
};

static struct hilum_buffer buffer_new(void)
{
    return (struct hilum_buffer){ .most = MOST_OUT, .grow = hilum_grow };
}

void exchanges_init(struct exchanges *all, struct exchange_style style)
{
    *all = (struct exchanges){ .style = style, .out = buffer_new() };
}

static void unlink_free(struct exchanges *all, struct exchange *e)
{
    if (e->before)
        e->before->behind = e->behind;
    else
        all->first = e->behind;
    if (e->behind)
        e->behind->before = e->before;
    else
        all->last = e->before;
    if (all->turn == e)
        all->turn = e->behind;
    free(e->reply.ptr);
    free(e);
}

void exchanges_free(struct exchanges *all)
{
    while (all->first)
        unlink_free(all, all->first);
    free(all->out.ptr);
    all->out = buffer_new();
}

bool exchanges_room(const struct exchanges *all)
{
    return all->asked < EXCHANGES_ASKED && all->later < EXCHANGES_LATER;
}

bool exchanges_calm(const struct exchanges *all)
{
    return all->asked <= EXCHANGES_ASKED / 2 && all->later < EXCHANGES_LATER;
}

struct exchange *exchange_begin(struct exchanges *all, struct connection *c)
{
    struct exchange *e = calloc(1, sizeof *e);

    if (!e)
        return NULL;
    *e = (struct exchange){ .connection = c, .before = all->last, .reply = buffer_new() };
    if (all->last)
        all->last->behind = e;
    else
        all->first = e;
    all->last = e;
    if (!all->turn)
        all->turn = e;
    all->asked++;
    return e;
}

void exchange_withdraw(struct exchanges *all, struct exchange *e)
{
    all->asked--;
    unlink_free(all, e);
}

/* ---- Answers -------------------------------------------------------------- */

static void put_frame(struct hilum_buffer *out, struct hilum_view content)
{
    hilum_put_byte(out, FRAME_VT);
    hilum_put_view(out, content);
    hilum_put_byte(out, FRAME_FS);
    hilum_put_byte(out, FRAME_CR);
}

/* Release 2: ACK where the message is in our care, or is never to be sent again;
 * after NAK it is sent again, and a word on this try would only confuse. */
static bool put_commit(struct hilum_buffer *out, const struct hilum_answer *a)
{
    bool taken = a->id || a->verdict == HILUM_OK || a->verdict == HILUM_REJECT;
    char byte  = taken ? ACK_BYTE : NAK_BYTE;

    put_frame(out, (struct hilum_view){ &byte, 1 });
    return taken;
}

static void put_answer(const struct exchange_style *style, struct hilum_buffer *out,
                       const struct hilum_answer *a, bool first)
{
    if (first && style->release_2 && !put_commit(out, a))
        return;
    if (a->reply.len && !style->silent)
        put_frame(out, a->reply);
}

/* Moves the answers whose turn has come to the output. */
static void advance(struct exchanges *all)
{
    while (all->turn && all->turn->state == EXCHANGE_ANSWERED) {
        struct exchange *e = all->turn;

        if (e->reply.len)
            hilum_put_view(&all->out, hilum_buffer_view(&e->reply));
        all->out.failed |= e->reply.failed;
        all->asked--;
        all->turn = e->behind;
        if (!e->more) {
            unlink_free(all, e);
            continue;
        }
        free(e->reply.ptr);
        e->reply = buffer_new();
        e->state = EXCHANGE_LATER;
        all->later++;
    }
}

void exchange_answer(struct exchanges *all, struct exchange *e,
                     const struct hilum_answer *answer)
{
    bool first = e->state == EXCHANGE_ASKED;

    e->more = answer->more != 0;
    if (e->state == EXCHANGE_LATER) {
        put_answer(&all->style, &all->out, answer, false);
        if (e->more)
            return;
        all->later--;
        unlink_free(all, e);
        return;
    }
    /* What is next in turn need not wait in a buffer of its own. */
    put_answer(&all->style, e == all->turn ? &all->out : &e->reply, answer, first);
    e->state = EXCHANGE_ANSWERED;
    advance(all);
}

void exchanges_sent(struct exchanges *all, size_t n)
{
    struct hilum_buffer *out = &all->out;

    out->len -= n;
    if (out->len) {
        memmove(out->ptr, out->ptr + n, out->len);
    } else {
        bool failed = out->failed;

        if (out->room > KEPT_OUT) {
            free(out->ptr);
            *out = buffer_new();
        }
        out->failed = failed;
    }
}
