/* journal_bench.c -- how many messages a second the journal keeps, with real syncs. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "base/limits.h"
#include "journal/journal.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* As many senders as a group shall have, each with one message under way: it
 * offers the next one as soon as the last is committed, like a connection that
 * waits for its acknowledgement.  A run lasts a fixed number of messages. */
enum { BODY = 1024, PATIENTS = 200000, MOST_SENDERS = 256 };

struct sender {
    struct journal_entry entry;
    struct bench        *bench;
    int64_t              offered_at;
    char                 control_id[24], patient[24];
};

struct bench {
    struct journal *journal;
    bool            outcomes;
    int64_t         left, under_way; /* the writer's thread, once it runs */
    int64_t         longest;
    uint32_t        random;
    char            body[BODY];
    pthread_mutex_t lock;
    pthread_cond_t  over;
    bool            ended;
    struct sender   senders[MOST_SENDERS];
};

static void offer_next(struct sender *s)
{
    struct bench *b = s->bench;

    b->random = b->random * 1664525u + 1013904223u;
    snprintf(s->control_id, sizeof s->control_id, "MSG%09lld", (long long)b->left);
    snprintf(s->patient, sizeof s->patient, "%06u^^^HOSPITAL",
             (b->random >> 8) % PATIENTS);
    s->offered_at = clock_nanos();
    s->entry      = (struct journal_entry){
             .pipeline   = "adt-to-fhir",
             .format     = "hl7v2/er7",
             .received   = clock_now(),
             .lane       = b->random,
             .body       = { b->body, sizeof b->body },
             .control_id = hilum_view(s->control_id),
             .type    = (b->random >> 8) % 3 ? HILUM_VIEW("ADT^A01") : HILUM_VIEW("ORU^R01"),
             .patient = hilum_view(s->patient),
             .peer    = HILUM_VIEW("127.0.0.1:34567"),
             .done    = s->entry.done,
    };
    journal_offer(b->journal, &s->entry);
}

static void committed(struct journal_entry *entry, bool kept)
{
    struct sender *s    = (struct sender *)entry; /* its first member */
    struct bench  *b    = s->bench;
    int64_t        took = clock_nanos() - s->offered_at;

    if (!kept) {
        fprintf(stderr, "refused: %s\n", entry->refusal);
        exit(3);
    }
    if (took > b->longest)
        b->longest = took;
    if (b->outcomes && !journal_record(b->journal, &(struct journal_outcome){
                                                       .message = entry->id,
                                                       .sink    = "fhir-store",
                                                       .tries   = 1,
                                                       .at      = clock_now(),
                                                       .status  = JOURNAL_DELIVERED })) {
        fprintf(stderr, "an outcome was not taken\n");
        exit(3);
    }
    if (b->left > 0) {
        b->left--;
        offer_next(s);
        return;
    }
    if (--b->under_way > 0)
        return;
    pthread_mutex_lock(&b->lock);
    b->ended = true;
    pthread_cond_signal(&b->over);
    pthread_mutex_unlock(&b->lock);
}

static double cpu_seconds(void)
{
    struct rusage used;

    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void run(struct bench *b, int senders, int64_t messages)
{
    struct journal_meters before, after;
    double                cpu   = cpu_seconds();
    int64_t               start = clock_nanos();
    double                seconds;

    journal_meters(b->journal, &before);
    b->left      = messages - senders;
    b->under_way = senders;
    b->longest   = 0;
    b->ended     = false;
    for (int i = 0; i < senders; i++) {
        b->senders[i].bench      = b;
        b->senders[i].entry.done = committed;
        offer_next(&b->senders[i]);
    }
    pthread_mutex_lock(&b->lock);
    while (!b->ended)
        pthread_cond_wait(&b->over, &b->lock);
    pthread_mutex_unlock(&b->lock);
    journal_flush(b->journal);
    seconds = (double)(clock_nanos() - start) / 1e9;
    cpu     = cpu_seconds() - cpu;
    journal_meters(b->journal, &after);
    printf("%7d  %-8s  %9.0f  %7.1f  %8.1f  %10.1f\n", senders,
           b->outcomes ? "yes" : "no", (double)messages / seconds,
           cpu * 1e6 / (double)messages,
           (double)messages / (double)(after.commits - before.commits),
           (double)b->longest / 1e6);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static const int       sizes[] = { 1, 16, 64, 256 };
    static struct bench    b       = { .random = 1 };
    struct problem         list[LIMIT_PROBLEMS];
    struct arena           arena;
    struct problems        problems = { .arena = &arena, .list = list };
    struct journal_options options  = { .dir = argc > 1 ? argv[1] : "journal-bench.tmp" };

    arena_init(&arena, 1 << 20);
    pthread_mutex_init(&b.lock, NULL);
    pthread_cond_init(&b.over, NULL);
    memset(b.body, 'x', sizeof b.body);
    b.journal = journal_open(&options, &problems);
    if (!b.journal) {
        for (size_t i = 0; i < problems.count; i++)
            problem_print(stderr, &problems.list[i], false);
        return 3;
    }
    printf("1 KB bodies, every commit synced; %s is yours to remove\n\n", options.dir);
    printf("senders  outcomes   messages/s  us CPU  a commit  longest ms\n");
    for (int outcomes = 0; outcomes < 2; outcomes++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            b.outcomes = outcomes;
            run(&b, sizes[i], sizes[i] == 1 ? 10000 : 200000);
        }
    journal_close(b.journal);
    arena_free(&arena);
    return 0;
}
