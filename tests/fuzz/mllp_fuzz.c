/* mllp_fuzz.c -- frames come out the same, however the stream is cut. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first byte says how large the pieces are, the second how answers look; the
 * rest is the stream.  It is read once in pieces and once whole.  Each message is
 * then answered, in an order and as often as its bytes say, and what goes out must
 * be as many frames as were put into it.
 */
#include "mllp/ack.h"
#include "mllp/exchange.h"
#include "mllp/frame.h"
#include "mllp/senders.h"

#include <stdlib.h>

enum { MOST = 64 }; /* small, so that long messages are found */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    uint64_t hash;
    size_t   frames;
    size_t   skipped;
    bool     too_long;
};

/* Both ends of a conversation: what is open, and how many frames are due. */
struct talk {
    struct exchanges all;
    struct exchange *open[EXCHANGES_ASKED];
    size_t           count;
    size_t           due;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* ---- What is read of a message -------------------------------------------- */

static void read_message(struct hilum_view m)
{
    static const struct sender_rule rule = { { "CN=a", 4 }, { "A", 1 }, { "", 0 } };
    struct senders      senders          = { (struct sender_rule *)(uintptr_t)&rule, 1 };
    struct senders_pass pass             = senders_pass(&senders, m);
    struct ack_wishes   wishes           = ack_wishes(m);
    char                bytes[1024];
    struct hilum_buffer out = { .ptr = bytes, .room = sizeof bytes };

    must(senders_allow(&senders, &(struct senders_pass){ { 0 } }, m) == false);
    (void)senders_allow(&senders, &pass, m);
    if (ack_read(m).kind == ACK_OTHER)
        ack_refuse(m, "MSH^1^3", "fuzz", &out);
    must(!out.failed && (wishes.enhanced || wishes.application != ACK_ON_ERROR));
}

static void note(struct seen *s, struct hilum_view m)
{
    for (size_t i = 0; i < m.len; i++)
        s->hash = (s->hash ^ (unsigned char)m.ptr[i]) * 0x100000001b3u;
    s->hash = (s->hash ^ 0x100) * 0x100000001b3u;
    s->frames++;
    read_message(m);
}

/* ---- Answers -------------------------------------------------------------- */

static void reply(struct talk *t, struct hilum_view m, uint8_t how)
{
    const struct exchange_style *style = &t->all.style;
    struct exchange             *e     = t->open[how % t->count];
    struct hilum_answer a     = { .id = how >> 6 & 1, .reply = m, .more = how >> 7 & 1 };
    bool                first = e->state == EXCHANGE_ASKED;

    a.verdict = how & 0x20 ? HILUM_RETRY : HILUM_OK;
    if (first && style->release_2)
        t->due++;
    if (m.len && !style->silent &&
        !(first && style->release_2 && !a.id && a.verdict == HILUM_RETRY))
        t->due++;
    if (!a.more)
        t->open[how % t->count] = t->open[t->count - 1];
    t->count -= !a.more;
    exchange_answer(&t->all, e, &a);
}

/* A message arrives; some message that is open has its answer. */
static void converse(struct talk *t, struct hilum_view m)
{
    uint8_t how = m.len ? (uint8_t)m.ptr[m.len - 1] : 0;

    if (t->all.style.release_2 && ack_is_block(m))
        return;
    if (t->count < EXCHANGES_ASKED && exchanges_room(&t->all)) {
        t->open[t->count] = exchange_begin(&t->all, NULL);
        must(t->open[t->count++] != NULL);
    }
    if (how & 1)
        reply(t, m, how);
}

static void end_talk(struct talk *t)
{
    struct frame_reader r;
    struct hilum_view   m;
    size_t              frames = 0, room;

    while (t->count)
        reply(t, HILUM_VIEW("end"), 0);
    must(!t->all.first && t->all.asked == 0 && t->all.later == 0);
    frame_init(&r, MOST);
    for (size_t at = 0; at < t->all.out.len;) {
        char *to = frame_room(&r, &room);

        room = room < t->all.out.len - at ? room : t->all.out.len - at;
        memcpy(to, t->all.out.ptr + at, room);
        frame_filled(&r, room);
        at += room;
        while (frame_next(&r, &m) == FRAME_WHOLE)
            frames++;
    }
    must(frames == t->due && r.skipped == 0 && frame_empty(&r));
    frame_free(&r);
    exchanges_free(&t->all);
}

/* ---- The stream ----------------------------------------------------------- */

static struct seen read_stream(const uint8_t *data, size_t size, size_t piece,
                               struct talk *talk)
{
    struct frame_reader r;
    struct seen         s = { 0 };
    struct hilum_view   m;
    enum frame_state    state = FRAME_MORE;

    frame_init(&r, MOST);
    for (size_t at = 0; at < size && state != FRAME_LONG;) {
        size_t room;
        char  *to = frame_room(&r, &room);

        must(to && room);
        room = room < piece ? room : piece;
        room = room < size - at ? room : size - at;
        memcpy(to, data + at, room);
        frame_filled(&r, room);
        at += room;
        for (state = frame_next(&r, &m); state == FRAME_WHOLE;
             state = frame_next(&r, &m)) {
            note(&s, m);
            if (talk)
                converse(talk, m);
        }
    }
    s.too_long = state == FRAME_LONG;
    s.skipped  = r.skipped;
    frame_free(&r);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct talk talk = { .count = 0 };
    struct seen pieces, whole;

    if (size < 2)
        return 0;
    exchanges_init(&talk.all, (struct exchange_style){ .release_2 = data[1] & 1,
                                                       .silent    = data[1] >> 1 & 1 });
    pieces = read_stream(data + 2, size - 2, 1 + (size_t)data[0], &talk);
    whole  = read_stream(data + 2, size - 2, SIZE_MAX, NULL);
    must(pieces.hash == whole.hash && pieces.frames == whole.frames &&
         pieces.skipped == whole.skipped && pieces.too_long == whole.too_long);
    end_talk(&talk);
    return 0;
}
