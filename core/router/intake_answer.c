/* intake_answer.c -- what those who offer messages are told, and when. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/intake.h"

#include "base/bytes.h"
#include "base/log.h"

#include <stdlib.h>

void intake_reply(struct intake *i, struct call *c, enum hilum_until moment,
                  enum hilum_verdict verdict, const char *place, const char *reason)
{
    struct router       *r     = i->router;
    struct hilum_outcome o     = { .size     = sizeof o,
                                   .verdict  = verdict,
                                   .body     = i->message->body,
                                   .doc      = message_doc(i->message),
                                   .place    = place,
                                   .reason   = reason,
                                   .moment   = moment,
                                   .until    = i->offer.until,
                                   .expected = i->entry.expected };
    bool                 waits = moment == HILUM_STORED && verdict == HILUM_OK;
    enum hilum_verdict   made;

    buffer_reset(&i->reply);
    i->later = false;
    if (i->offer.until == HILUM_SILENT)
        return;
    made     = engine_answer(r->graph->engine, c, r->graph->source.codec, &o, &i->reply);
    i->later = waits && (made == HILUM_RETRY || i->offer.until == HILUM_PROCESSED);
    if (made == HILUM_FAIL || (i->later && made == HILUM_OK))
        buffer_reset(&i->reply);
}

static void tell(struct intake *i, enum hilum_verdict verdict)
{
    struct hilum_answer a = { .size    = sizeof a,
                              .verdict = verdict,
                              .id      = i->entry.id,
                              .reply   = hilum_buffer_view(&i->reply),
                              .more    = i->later };

    i->told = true;
    i->offer.answer(i->offer.context, &a);
}

void intake_free(struct intake *i)
{
    message_unref(i->message);
    buffer_free(&i->reply);
    free(i->entry.stored);
    free(i->place);
    free(i->reason);
    free(i->remarks);
    arena_free(&i->texts);
    free(i);
}

/* ---- When it has been processed ------------------------------------------- */

/* Whoever was told that it is stored need not hear that it waits. */
void intake_prepare(struct intake *i, struct call *c, enum hilum_verdict verdict,
                    const char *place, const char *reason)
{
    if (verdict == HILUM_RETRY && i->told) {
        buffer_reset(&i->reply);
        i->later = false;
    } else {
        intake_reply(i, c, HILUM_PROCESSED, verdict, place, reason);
    }
}

struct hilum_view intake_prepared(const struct intake *i)
{
    return hilum_buffer_view(&i->reply);
}

void intake_send(struct intake *i, enum hilum_verdict verdict)
{
    tell(i, verdict);
    intake_free(i);
}

void intake_answer(struct intake *i, struct call *c, enum hilum_verdict verdict,
                   const char *place, const char *reason)
{
    intake_prepare(i, c, verdict, place, reason);
    intake_send(i, verdict);
}

bool intake_retell(struct intake *i, enum hilum_verdict verdict, struct hilum_view reply)
{
    if (reply.len == 0)
        return false;
    buffer_reset(&i->reply);
    hilum_put_view(&i->reply, reply);
    i->later = false;
    intake_send(i, verdict);
    return true;
}

struct intake_kept intake_take(struct intake *i)
{
    struct intake_kept kept = { .id       = i->entry.id,
                                .lane     = i->entry.lane,
                                .received = i->entry.received,
                                .message  = message_ref(i->message),
                                .repeated = i->entry.admission == JOURNAL_REPEATED,
                                .remarks  = i->remarks,
                                .waits    = i->later };

    i->remarks = NULL;
    return kept;
}

void intake_abandon(struct intake *i, struct call *c)
{
    if (i->later)
        intake_answer(i, c, HILUM_RETRY, "",
                      "the engine is stopping; the message is kept");
    else
        intake_free(i);
}

size_t intake_chain(struct intake *i, struct intake **others)
{
    i->held = *others ? 0 : message_size(i->message);
    if (*others) {
        message_unref(i->message);
        i->message = (struct hilum_msg *)(uintptr_t)message_ref((*others)->message);
    }
    i->next = *others;
    *others = i;
    return i->held;
}

size_t intake_held(const struct intake *i)
{
    return i->held;
}

struct intake *intake_next(struct intake *i)
{
    return i->next;
}

/* ---- When it has been committed, or not ----------------------------------- */

/* Makes a reply anew: what the journal says of the message was not foreseen. */
static void reply_anew(struct intake *i, enum hilum_until moment,
                       enum hilum_verdict verdict, const char *place, const char *reason)
{
    struct call *c = call_pool_take(&i->router->calls, &i->router->source);

    buffer_reset(&i->reply);
    i->later = false;
    if (!c)
        return;
    intake_reply(i, c, moment, verdict, place, reason);
    call_pool_give(&i->router->calls, c);
}

static void refuse(struct intake *i)
{
    i->entry.id = 0;
    reply_anew(i, HILUM_STORED, HILUM_RETRY, "",
               "the message could not be kept: try again later");
    i->later = false;
    tell(i, HILUM_RETRY);
    intake_free(i);
}

/* The messages of one commit are handed over one by one; the router is woken
 * with the last of them. */
static bool last_of_group(const struct intake *i)
{
    const struct intake *next = (const struct intake *)(const void *)i->entry.next;

    return !next || next->router != i->router || next->entry.status == JOURNAL_DEAD ||
           next->entry.admission != JOURNAL_NEW;
}

static void hand_over(struct intake *i, bool wake)
{
    struct router *r = i->router;

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

static void count(struct intake *i, const char *meter)
{
    meters_count(i->router->graph->engine->meters, i->router->graph->name, meter, 1);
}

static void kept(struct intake *i)
{
    if (i->entry.numbered)
        reply_anew(i, HILUM_STORED, HILUM_OK, "", "");
    if (i->reply.len || !i->later)
        tell(i, HILUM_OK);
    hand_over(i, last_of_group(i));
}

static void dead(struct intake *i)
{
    const struct journal_entry *e = &i->entry;

    count(i, "dead");
    log_write(LOG_WARN, i->router->source.name, "message %lld is dead at %s: %s",
              (long long)e->id, e->place ? e->place : "", e->reason);
    if (e->admission == JOURNAL_CHANGED)
        reply_anew(i, HILUM_STORED, HILUM_REJECT, e->place ? e->place : "", e->reason);
    i->later = false;
    tell(i, HILUM_REJECT);
    intake_free(i);
}

/* The answers that the first one got; where it still waits for its own, so does
 * this one.  Whoever counts is told the number that is expected now. */
static void repeated(struct intake *i)
{
    const struct journal_entry *e       = &i->entry;
    bool                        refused = false;

    count(i, "repeats");
    log_write(LOG_DEBUG, i->router->source.name,
              "message %lld was sent again; it is not processed twice", (long long)e->id);
    if (e->numbered)
        reply_anew(i, HILUM_STORED, HILUM_OK, "", "");
    if (i->later && i->reply.len)
        tell(i, HILUM_OK);
    if (i->later && e->status == JOURNAL_PENDING) {
        hand_over(i, true);
        return;
    }
    if (i->later) {
        refused = e->status == JOURNAL_DEAD || e->status == JOURNAL_HELD;
        reply_anew(i, HILUM_PROCESSED, refused ? HILUM_REJECT : HILUM_OK, "", "");
    }
    if (e->stored && !e->numbered) {
        buffer_reset(&i->reply);
        hilum_put(&i->reply, e->stored, e->stored_len);
    }
    tell(i, refused ? HILUM_REJECT : HILUM_OK);
    intake_free(i);
}

/* It starts the link, and is kept aside; or its number does not follow, and it is not
 * kept.  Either way there is nothing to process: what would be said then is said now. */
static void out_of_sequence(struct intake *i)
{
    const struct journal_entry *e       = &i->entry;
    bool                        ahead   = e->admission == JOURNAL_AHEAD;
    enum hilum_verdict          verdict = ahead ? HILUM_REJECT : HILUM_OK;

    count(i, ahead ? "sequence_gaps" : "filtered");
    log_write(ahead ? LOG_WARN : LOG_INFO, i->router->source.name,
              ahead ? "message %.*s of %.*s is refused: sequence number %lld is expected"
                    : "message %.*s of %.*s starts the link: %lld is expected",
              (int)e->control_id.len, e->control_id.ptr, (int)e->sender.len,
              e->sender.ptr, (long long)e->expected);
    reply_anew(i, HILUM_STORED, verdict, ahead ? e->sequence_place : "",
               ahead ? "sequence: this number does not follow" : "");
    if (i->later) {
        if (i->reply.len)
            tell(i, verdict);
        reply_anew(i, HILUM_PROCESSED, verdict, "", "");
    }
    tell(i, verdict);
    intake_free(i);
}

void intake_done(struct journal_entry *entry, bool committed)
{
    struct intake *i     = (struct intake *)(void *)entry;
    struct router *r     = i->router;
    size_t         bytes = i->message->body.len;

    if (!committed) {
        log_write(LOG_ERROR, r->source.name, "a message was not accepted: %s",
                  entry->refusal ? entry->refusal : "the journal is closed");
        refuse(i);
    } else if (entry->admission == JOURNAL_REPEATED) {
        repeated(i);
    } else if (entry->admission == JOURNAL_AHEAD) {
        out_of_sequence(i);
    } else {
        count(i, "accepted");
        if (entry->admission == JOURNAL_LINK)
            out_of_sequence(i);
        else if (entry->status == JOURNAL_DEAD)
            dead(i);
        else
            kept(i);
    }
    intake_leave(r, bytes);
}
