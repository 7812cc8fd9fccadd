/* intake.c -- a file's messages in flight, and what is answered of them. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tickets are a ring in the order of the file.  Those answered at its front are taken
 * off: what is before them is safe, whatever order the answers come in.
 */
#include "state.h"

#include <stdio.h>
#include <sys/eventfd.h>

struct intake *intake_new(struct file_source *s, const char *name,
                          const struct stat *opened)
{
    struct intake *in = malloc(sizeof *in);

    if (!in)
        return NULL;
    /* The tickets are written before they are read. */
    memset(in, 0, offsetof(struct intake, tickets));
    in->source  = s;
    in->opened  = *opened;
    in->began   = finder_ticks();
    in->reading = true;
    snprintf(in->name, sizeof in->name, "%s", name);
    in->next     = s->under_way;
    s->under_way = in;
    s->under_way_count++;
    return in;
}

struct intake *intake_find(struct file_source *s, const char *name)
{
    struct intake *in = s->under_way;

    while (in && strcmp(in->name, name) != 0)
        in = in->next;
    return in;
}

void intake_forget(struct intake *in)
{
    struct file_source *s  = in->source;
    struct intake     **at = &s->under_way;

    while (*at != in)
        at = &(*at)->next;
    *at = in->next;
    s->under_way_count--;
    free(in);
}

/* ---- Answers ---------------------------------------------------------------- */

/* [lock] Takes answered tickets off the front. */
static void advance(struct intake *in)
{
    while (in->count && in->tickets[in->first].answered) {
        const struct ticket *t = &in->tickets[in->first];

        in->stuck |= !t->kept;
        in->again |= t->verdict == HILUM_RETRY;
        in->lost |= !t->kept && t->verdict == HILUM_REJECT;
        if (!in->stuck) {
            in->progress.position = t->end;
            in->progress.rejected += t->verdict == HILUM_REJECT;
        }
        in->first = (in->first + 1) % IN_FLIGHT;
        in->count--;
    }
}

/* [lock] Whether the thread has something to do now. */
static bool has_news(struct intake *in)
{
    if (!in->reading && in->count == 0) {
        in->answered         = in->source->answered;
        in->source->answered = in;
        return true;
    }
    if (!in->waiting || in->count > IN_FLIGHT / 2)
        return false;
    in->waiting = false;
    return true;
}

/* [any] RETRY with an id: it is kept, but nobody waits for it any more. */
static void answered(void *context, const struct hilum_answer *answer)
{
    struct ticket      *t  = context;
    struct intake      *in = t->intake;
    struct file_source *s  = in->source;
    bool                news;

    if (answer->more)
        return;
    pthread_mutex_lock(&s->lock);
    t->verdict  = answer->verdict;
    t->kept     = answer->verdict == HILUM_OK || answer->id != 0;
    t->answered = true;
    advance(in);
    news = has_news(in);
    pthread_mutex_unlock(&s->lock);
    if (news)
        eventfd_write(s->wake, 1);
}

void intake_read(struct intake *in, bool again)
{
    struct file_source *s = in->source;
    bool                news;

    pthread_mutex_lock(&s->lock);
    in->again |= again;
    in->reading = in->waiting = false;
    news                      = has_news(in);
    pthread_mutex_unlock(&s->lock);
    if (news)
        eventfd_write(s->wake, 1);
}

struct progress intake_progress(struct intake *in)
{
    struct progress p;

    pthread_mutex_lock(&in->source->lock);
    p = in->progress;
    pthread_mutex_unlock(&in->source->lock);
    return p;
}

/* ---- Offers ----------------------------------------------------------------- */

bool intake_has_room(struct intake *in)
{
    bool room;

    pthread_mutex_lock(&in->source->lock);
    room        = in->count < IN_FLIGHT;
    in->waiting = !room;
    pthread_mutex_unlock(&in->source->lock);
    return room;
}

static struct ticket *add_ticket(struct intake *in, uint64_t end)
{
    struct ticket *t;

    pthread_mutex_lock(&in->source->lock);
    t  = &in->tickets[(in->first + in->count) % IN_FLIGHT];
    *t = (struct ticket){ .intake = in, .end = end };
    in->count++;
    pthread_mutex_unlock(&in->source->lock);
    return t;
}

static void drop_last_ticket(struct intake *in)
{
    pthread_mutex_lock(&in->source->lock);
    in->count--;
    pthread_mutex_unlock(&in->source->lock);
}

bool intake_offer(struct intake *in, const struct hilum_piece *p, uint64_t begin,
                  uint64_t end)
{
    struct file_source *s = in->source;
    char                peer[sizeof in->name + 32];
    struct hilum_offer  o = {
         .size    = sizeof o,
         .until   = s->ack == 0 ? HILUM_SILENT : HILUM_PROCESSED,
         .body    = p->message,
         .context = add_ticket(in, end),
         .answer  = answered,
         .labels  = p->labels,
    };

    /* Counted from 1, as `tail -c +N` does. */
    snprintf(peer, sizeof peer, "%s:byte %llu", in->name, (unsigned long long)begin + 1);
    o.peer = hilum_view(s->split == SPLIT_NONE ? in->name : peer);
    if (hilum_offer(s->host, s->feed, &o))
        return true;
    drop_last_ticket(in);
    return false;
}
