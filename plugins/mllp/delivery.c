/* delivery.c -- a batch of messages, sent, and each done when its answer says so. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "delivery.h"

#include "ticks.h"

#include <stdio.h>

/* What a message waits for, in this order. */
enum stage {
    STAGE_BLOCK,       /* a commit block of release 2 */
    STAGE_ANY,         /* any acknowledgement */
    STAGE_APPLICATION, /* an application acknowledgement; CA is not enough */
    STAGE_DONE,
};

/* One message of the batch. */
struct sending {
    struct hilum_view body;
    struct hilum_view control_id;
    enum stage        stage;
    enum stage        after_block;
    bool              owes; /* an application acknowledgement may follow a CA */
    int64_t           since;
};

/* A batch being delivered: [0, sent) are under way or done. */
struct batch {
    struct delivery   *to;
    struct hilum_call *call;
    struct sending    *list;
    size_t             count;
    size_t             sent;
    size_t             waiting; /* sent and not done */
    const char        *why;
};

static bool because(struct batch *b, const char *why)
{
    b->why = why;
    return false;
}

/* Nobody knows what the receiver has taken of what is under way. */
static bool lost(struct batch *b)
{
    return because(b, b->to->receiver.why);
}

/* ---- Answers that are owed ------------------------------------------------ */

/* A message that was done with CA may be answered once more, perhaps while another
 * with the same control id is under way, which must not be taken for done then. */

static uint64_t hashed(struct hilum_view id)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < id.len; i++)
        hash = (hash ^ (unsigned char)id.ptr[i]) * 0x100000001b3u;
    return hash | 1;
}

static void owe(struct delivery *d, struct hilum_view id)
{
    d->owed[d->owed_next] = hashed(id);
    d->owed_next          = (d->owed_next + 1) % DELIVERY_OWED;
}

/* Whether an answer was owed; it no longer is. */
static bool was_owed(struct delivery *d, const struct ack *ack)
{
    if (ack->kind > ACK_AR)
        return false;
    for (size_t i = 0; i < DELIVERY_OWED; i++)
        if (d->owed[i] == hashed(ack->control_id)) {
            d->owed[i] = 0;
            return true;
        }
    return false;
}

/* ---- Answers -------------------------------------------------------------- */

static void settle(struct batch *b, struct sending *m, enum hilum_verdict v,
                   const char *where, const char *why)
{
    hilum_settle(b->call, (size_t)(m - b->list), v, where, "%s", why);
    m->stage = STAGE_DONE;
    b->waiting--;
}

/* The message that an answer is for; NULL where it is for none.  Commit blocks
 * come in the order of the messages. */
static struct sending *whose(struct batch *b, const struct ack *ack)
{
    bool block = ack->kind == ACK_BLOCK || ack->kind == ACK_NAK_BLOCK;

    for (size_t i = 0; i < b->sent; i++) {
        struct sending *m = &b->list[i];

        if (m->stage == STAGE_DONE)
            continue;
        if (block ? b->to->release == 1 || m->stage == STAGE_BLOCK
                  : hilum_same(m->control_id, ack->control_id))
            return m;
    }
    return NULL;
}

/* The message may be done with this. */
static void accepted(struct batch *b, struct sending *m, enum ack_kind kind)
{
    if (kind == ACK_BLOCK && m->stage == STAGE_BLOCK)
        m->stage = m->after_block;
    else if (kind == ACK_AA || kind == ACK_BLOCK || m->stage != STAGE_APPLICATION)
        m->stage = STAGE_DONE;
    m->since = ticks();
    if (m->stage != STAGE_DONE)
        return;
    if (kind != ACK_AA && m->owes)
        owe(b->to, m->control_id);
    settle(b, m, HILUM_OK, "", "");
}

/* False: the messages behind this one have to wait for it. */
static bool refused(struct batch *b, struct sending *m, const struct ack *ack)
{
    static const char *const whys[] = {
        [ACK_AE]        = "the receiver answered with an error (AE)",
        [ACK_AR]        = "the receiver refused it (AR)",
        [ACK_CE]        = "the receiver could not take it (CE)",
        [ACK_CR]        = "the receiver refused to take it (CR)",
        [ACK_NAK_BLOCK] = "the receiver could not take it (NAK)",
    };
    enum hilum_verdict v     = b->to->on[ack->kind];
    const char        *where = *ack->place                  ? ack->place
                               : ack->kind == ACK_NAK_BLOCK ? ""
                                                            : "MSA-1";
    char               why[80];

    snprintf(why, sizeof why, "%s%s%s", whys[ack->kind], *ack->code ? ", code " : "",
             ack->code);
    settle(b, m, v, where, why);
    hilum_count(b->call, "refusals", 1);
    return v != HILUM_RETRY || because(b, "an earlier message is to be sent again first");
}

static bool act(struct batch *b, struct sending *m, const struct ack *ack)
{
    if (ack->kind != ACK_AA && ack->kind != ACK_CA && ack->kind != ACK_BLOCK)
        return refused(b, m, ack);
    accepted(b, m, ack->kind);
    return true;
}

/* Release 2: what is received is committed, by us as well. */
static bool commit(struct batch *b, enum ack_kind kind)
{
    const char byte = ACK_BYTE;

    if (b->to->release == 1 || kind == ACK_BLOCK || kind == ACK_NAK_BLOCK)
        return true;
    return receiver_send(&b->to->receiver, (struct hilum_view){ &byte, 1 }) || lost(b);
}

/* Acts on one answer; false: nothing more is to be sent. */
static bool take_answer(struct batch *b, struct hilum_view answer)
{
    struct receiver *r    = &b->to->receiver;
    struct ack       ack  = ack_read(answer);
    bool             more = true;
    struct sending  *m;

    /* Nobody knows which of those under way it was for: none of them is at fault. */
    if (ack.kind == ACK_OTHER) {
        receiver_fail(r,
                      "the connection was closed because an answer was not understood");
        return lost(b);
    }
    m = was_owed(b->to, &ack) ? NULL : whose(b, &ack);
    if (m) {
        receiver_proven(r);
        more = act(b, m, &ack);
    } else {
        hilum_count(b->call, "answers_unmatched", 1);
    }
    return commit(b, ack.kind) && more;
}

/* ---- Delivery ------------------------------------------------------------- */

/* What a message waits for before it is done, but for a commit block. */
static enum stage awaited(const struct delivery *d, const struct sending *m,
                          const struct ack_wishes *w)
{
    bool second      = d->release == 2;
    bool commit      = w->commit == ACK_ALWAYS || w->commit == ACK_ON_SUCCESS;
    bool application = w->application == ACK_ALWAYS || w->application == ACK_ON_SUCCESS;

    if (!w->enhanced)
        return second && m->control_id.len == 0 ? STAGE_DONE : STAGE_ANY;
    if (application && d->wait_for != DELIVERY_COMMIT)
        return STAGE_APPLICATION;
    if (commit || (application && !second))
        return STAGE_ANY;
    return second || d->wait_for == DELIVERY_ASKED ? STAGE_DONE : STAGE_ANY;
}

static bool prepare(struct batch *b, const struct hilum_msg *const *messages)
{
    b->list = hilum_scratch(b->call, b->count * sizeof *b->list);
    if (!b->list)
        return because(b, "out of memory");
    for (size_t i = 0; i < b->count; i++) {
        struct sending   *m    = &b->list[i];
        struct hilum_view body = hilum_body(b->call, messages[i]);
        struct ack_wishes w    = ack_wishes(body);

        *m      = (struct sending){ .body = body, .control_id = ack_control_id(body) };
        m->owes = w.enhanced && w.application != ACK_NEVER;
        m->after_block = awaited(b->to, m, &w);
        m->stage       = b->to->release == 2 ? STAGE_BLOCK : m->after_block;
    }
    return true;
}

/* Two of one control id are never under way at once: their answers look alike. */
static bool has_twin(const struct batch *b, const struct sending *m)
{
    for (size_t i = 0; b->waiting && i < b->sent; i++)
        if (b->list[i].stage != STAGE_DONE &&
            hilum_same(b->list[i].control_id, m->control_id))
            return true;
    return false;
}

static bool send_one(struct batch *b, struct sending *m)
{
    m->since = ticks();
    if (!receiver_send(&b->to->receiver, m->body))
        return lost(b);
    hilum_count(b->call, "bytes", (int64_t)m->body.len);
    /* Asked for no answer, it gets none; this is what can be known of it. */
    if (m->stage == STAGE_DONE)
        settle(b, m, HILUM_OK, "", "");
    return true;
}

/* Sends while the window is open.  What cannot be framed is refused here. */
static bool send_more(struct batch *b)
{
    while (b->sent < b->count && b->waiting < (size_t)b->to->window) {
        struct sending *m = &b->list[b->sent];

        if (has_twin(b, m))
            break;
        b->sent++;
        b->waiting++;
        if (m->body.len == 0)
            settle(b, m, HILUM_REJECT, "", "it is empty");
        else if (memchr(m->body.ptr, FRAME_FS, m->body.len))
            settle(b, m, HILUM_REJECT, "",
                   "it holds the byte FS (0x1c), which ends an MLLP frame");
        else if (!send_one(b, m))
            return false;
    }
    return true;
}

/* When the message that has waited longest has waited too long. */
static int64_t deadline(const struct batch *b)
{
    int64_t oldest = INT64_MAX - b->to->receiver.timeout;

    for (size_t i = 0; i < b->sent; i++)
        if (b->list[i].stage != STAGE_DONE && b->list[i].since < oldest)
            oldest = b->list[i].since;
    return oldest + b->to->receiver.timeout;
}

/* Connected, and nothing that was said before is left to be read: better to know
 * before a message is sent that the receiver has hung up, or cannot be understood. */
static bool connected(struct batch *b)
{
    struct receiver  *r = &b->to->receiver;
    struct hilum_view old;

    while (receiver_take(r, &old))
        take_answer(b, old);
    switch (receiver_connect(r)) {
    case RECEIVER_AWAY:
        hilum_count(b->call, "connects_failed", 1);
        return lost(b);
    case RECEIVER_NEW:
        /* Nothing that was owed can come over another connection. */
        hilum_count(b->call, "connects", 1);
        memset(b->to->owed, 0, sizeof b->to->owed);
        break;
    case RECEIVER_KEPT:
        break;
    }
    return true;
}

static bool exchange(struct batch *b)
{
    struct hilum_view answer;

    if (!connected(b) || !send_more(b))
        return false;
    while (b->waiting) {
        if (!receiver_next(&b->to->receiver, &answer, deadline(b)))
            return lost(b);
        if (!take_answer(b, answer) || !send_more(b))
            return false;
    }
    return true;
}

enum hilum_verdict delivery_run(struct delivery *d, struct hilum_call *call,
                                const struct hilum_msg *const *messages, size_t count)
{
    struct batch b = { .to = d, .call = call, .count = count };

    if (prepare(&b, messages) && exchange(&b))
        return HILUM_OK;
    return hilum_blame(call, HILUM_RETRY, "", "%s", b.why);
}
