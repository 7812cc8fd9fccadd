/* journal_test.c -- what is acknowledged is kept, whatever happens. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(a_message_is_on_the_disk_when_done_says_so)
{
    struct harness  h;
    struct journal *j;

    harness_open(&h);
    j = harness_journal(&h, 1);
    ck_assert_int_eq(harness_keep(j, (struct journal_entry){ .body = HILUM_VIEW("MSH") }),
                     1);
    ck_assert_int_eq(harness_keep(j, (struct journal_entry){ .body = { NULL, 0 } }), 2);
    ck_assert_int_eq(harness_status(&h, 1), JOURNAL_PENDING);
    ck_assert_int_eq(harness_status(&h, 2), JOURNAL_PENDING);
    ck_assert_int_eq(harness_status(&h, 3), -1);
    journal_close(j);
    harness_close(&h);
}
END_TEST

START_TEST(an_unparsable_message_is_dead_at_once)
{
    struct harness  h;
    struct journal *j;

    harness_open(&h);
    j = harness_journal(&h, 1);
    harness_keep(j, (struct journal_entry){ .status = JOURNAL_DEAD,
                                            .reason = "no MSH segment",
                                            .place  = "MSH" });
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DEAD), 1);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_PENDING), 0);
    journal_close(j);
    harness_close(&h);
}
END_TEST

/* Offers many more while the writer is busy answering the first. */
struct burst {
    struct journal_entry first;
    struct journal      *journal;
    struct journal_entry rest[100];
};

static void ignore(struct journal_entry *entry, bool committed)
{
    (void)entry;
    ck_assert(committed);
}

static void offer_rest(struct journal_entry *entry, bool committed)
{
    struct burst *b = (struct burst *)entry;

    ck_assert(committed);
    for (int i = 0; i < 100; i++) {
        b->rest[i] = (struct journal_entry){ .pipeline = "adt", .done = ignore };
        journal_offer(b->journal, &b->rest[i]);
    }
}

START_TEST(what_waits_is_committed_together)
{
    struct harness        h;
    struct burst          b = { .first = { .pipeline = "adt", .done = offer_rest } };
    struct journal_meters m;

    harness_open(&h);
    b.journal = harness_journal(&h, 1);
    journal_offer(b.journal, &b.first);
    journal_flush(b.journal);
    journal_flush(b.journal);
    journal_meters(b.journal, &m);
    ck_assert_int_eq(m.committed, 101);
    ck_assert_int_eq(m.commits, 2);
    ck_assert_int_eq(m.waiting, 0);
    ck_assert_int_eq(b.rest[99].id, 101);
    journal_close(b.journal);
    harness_close(&h);
}
END_TEST

START_TEST(closing_commits_what_is_waiting)
{
    struct harness       h;
    struct journal      *j;
    struct journal_entry entries[50];

    harness_open(&h);
    j = harness_journal(&h, 1);
    for (int i = 0; i < 50; i++) {
        entries[i] = (struct journal_entry){ .pipeline = "adt", .done = ignore };
        journal_offer(j, &entries[i]);
    }
    journal_close(j);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_PENDING), 50);
    harness_close(&h);
}
END_TEST

START_TEST(an_outcome_changes_the_status_in_its_transaction)
{
    struct harness  h;
    struct journal *j;
    int64_t         id;

    harness_open(&h);
    j  = harness_journal(&h, 1);
    id = harness_keep(j, (struct journal_entry){ .received = 1 });
    ck_assert(harness_record(j, (struct journal_outcome){ .message = id,
                                                          .sink    = "store",
                                                          .status = JOURNAL_UNCHANGED }));
    ck_assert_int_eq(harness_status(&h, id), JOURNAL_PENDING);
    ck_assert(harness_record(j, (struct journal_outcome){ .message = id,
                                                          .sink    = "lab",
                                                          .status = JOURNAL_DELIVERED }));
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DELIVERED), 1);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_PENDING), 0);
    /* Of a message that is not there: no harm. */
    ck_assert(harness_record(
        j, (struct journal_outcome){ .message = 99, .status = JOURNAL_DEAD }));
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DEAD), 0);
    journal_close(j);
    harness_close(&h);
}
END_TEST

START_TEST(a_second_engine_is_refused_and_told_of_the_first)
{
    struct harness         h;
    struct journal        *j;
    struct journal_options options = { .dir = h.dir };
    char                   pid[32];

    harness_open(&h);
    j = harness_journal(&h, 1);
    ck_assert_ptr_null(journal_open(&options, &h.problems));
    snprintf(pid, sizeof pid, "(process %ld)", (long)getpid());
    ck_assert_ptr_nonnull(strstr(harness_problem(&h), pid));
    journal_close(j);
    journal_close(harness_journal(&h, 1));
    harness_close(&h);
}
END_TEST

START_TEST(a_nearly_full_disk_refuses_messages_and_keeps_outcomes)
{
    struct harness        h;
    struct journal       *j;
    struct journal_meters m;
    int64_t               id;

    harness_open(&h);
    j  = harness_journal(&h, 1);
    id = harness_keep(j, (struct journal_entry){ .received = 1 });
    journal_close(j);
    j = harness_journal(&h, INT64_MAX / 2);
    ck_assert_int_eq(harness_keep(j, (struct journal_entry){ .received = 2 }), 0);
    ck_assert(harness_record(
        j, (struct journal_outcome){ .message = id, .status = JOURNAL_DELIVERED }));
    ck_assert_int_eq(harness_status(&h, id), JOURNAL_DELIVERED);
    journal_meters(j, &m);
    ck_assert_int_eq(m.refused, 1);
    ck_assert_int_eq(m.recorded, 1);
    journal_close(j);
    harness_close(&h);
}
END_TEST

/* Runs a part of a test in a process of its own; its exit status, or 128 and the
 * signal that ended it. */
static int in_child(void (*part)(struct harness *), struct harness *h)
{
    pid_t child = fork();
    int   status;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        part(h);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Ends the child with the line that failed. */
#define MUST(condition)                                                                  \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                      \
            _exit(1);                                                                    \
        }                                                                                \
    } while (0)

static void limit_files(rlim_t bytes)
{
    struct rlimit limit = { .rlim_cur = bytes, .rlim_max = RLIM_INFINITY };

    MUST(setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

static void never(void *arg, const char *why)
{
    (void)arg;
    fprintf(stderr, "given up: %s\n", why);
    _exit(2);
}

static void run_out_of_room(struct harness *h)
{
    static char            big[4 << 20];
    struct journal_options options = { .dir = h->dir, .reserve = 1, .fatal = never };
    struct journal        *j;

    signal(SIGXFSZ, SIG_IGN);
    j = journal_open(&options, &h->problems);
    MUST(j);
    MUST(harness_keep(j, (struct journal_entry){ .received = 1 }) == 1);
    limit_files(64 << 10);
    MUST(harness_keep(j, (struct journal_entry){ .body = { big, sizeof big } }) == 0);
    /* A log of its own limit has no room for outcomes either. */
    limit_files(1);
    MUST(!harness_record(j, (struct journal_outcome){
                                .message = 1, .sink = "store", .status = JOURNAL_HELD }));
    MUST(!harness_record(j, (struct journal_outcome){ .message = 1,
                                                      .sink    = "store",
                                                      .status  = JOURNAL_DELIVERED }));
    MUST(harness_status(h, 1) == JOURNAL_PENDING);
    limit_files(RLIM_INFINITY);
    MUST(journal_flush(j));
    MUST(harness_status(h, 1) == JOURNAL_DELIVERED);
    MUST(harness_keep(j, (struct journal_entry){ .body = { big, sizeof big } }) == 2);
    journal_close(j);
}

START_TEST(without_room_messages_are_refused_and_outcomes_wait_in_order)
{
    struct harness h;

    harness_open(&h);
    ck_assert_int_eq(in_child(run_out_of_room, &h), 0);
    ck_assert_int_eq(harness_status(&h, 1), JOURNAL_DELIVERED);
    ck_assert_int_eq(harness_status(&h, 2), JOURNAL_PENDING);
    harness_close(&h);
}
END_TEST

static int given_up;

static void count_fatal(void *arg, const char *why)
{
    (void)arg;
    given_up += why[0] != '\0';
}

/* Puts the null device in the place of the log: it takes every write and cannot
 * be synced. */
static void lose_log(const struct harness *h)
{
    char wanted[128], link[64], path[PATH_MAX];
    int  null = open("/dev/null", O_RDWR);
    int  lost = 0;

    snprintf(wanted, sizeof wanted, "%s/journal.db-wal", h->dir);
    for (int fd = 3; fd < 64; fd++) {
        ssize_t len;

        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        len = readlink(link, path, sizeof path - 1);
        if (len < 0)
            continue;
        path[len] = '\0';
        if (strcmp(path, wanted) == 0)
            lost += dup2(null, fd) == fd;
    }
    MUST(lost == 1);
}

static void fail_to_sync(struct harness *h)
{
    struct journal_options options = { .dir     = h->dir,
                                       .reserve = 1,
                                       .fatal   = count_fatal };
    struct journal        *j       = journal_open(&options, &h->problems);

    MUST(j);
    MUST(harness_keep(j, (struct journal_entry){ .received = 1 }) == 1);
    lose_log(h);
    MUST(harness_keep(j, (struct journal_entry){ .received = 2 }) == 0);
    MUST(given_up == 1);
    MUST(harness_keep(j, (struct journal_entry){ .received = 3 }) == 0);
    MUST(!harness_record(
        j, (struct journal_outcome){ .message = 1, .status = JOURNAL_DELIVERED }));
    MUST(given_up == 1);
    _exit(0);
}

START_TEST(after_a_failed_sync_nothing_is_acknowledged)
{
    struct harness h;

    harness_open(&h);
    ck_assert_int_eq(in_child(fail_to_sync, &h), 0);
    ck_assert_int_eq(harness_status(&h, 1), JOURNAL_PENDING);
    harness_close(&h);
}
END_TEST

/* A sender that offers again as soon as it is answered, and tells the parent of
 * every id it was promised. */
struct pump {
    struct journal_entry entry;
    struct journal      *journal;
    int                  tell;
    char                 body[400];
};

static void pump_again(struct journal_entry *entry, bool committed)
{
    struct pump *p = (struct pump *)entry;

    if (!committed || write(p->tell, &entry->id, sizeof entry->id) != sizeof entry->id)
        _exit(1);
    journal_record(p->journal,
                   &(struct journal_outcome){
                       .message = entry->id,
                       .sink    = "store",
                       .status = entry->id % 2 ? JOURNAL_DELIVERED : JOURNAL_UNCHANGED });
    entry->received++;
    journal_offer(p->journal, entry);
}

static void pump_for_ever(struct harness *h, int tell)
{
    static struct pump     pumps[16];
    struct journal_options options = { .dir = h->dir, .reserve = 1, .keep = 1 };
    struct journal        *j       = journal_open(&options, &h->problems);

    MUST(j);
    for (int i = 0; i < 16; i++) {
        struct pump *p = &pumps[i];

        *p = (struct pump){
            .entry   = { .pipeline = "adt",
                         .done     = pump_again,
                         .patient  = HILUM_VIEW("P1") },
            .journal = j,
            .tell    = tell,
        };
        memset(p->body, 'a' + i, sizeof p->body);
        p->entry.body     = (struct hilum_view){ p->body, sizeof p->body };
        p->entry.received = INT64_MAX / 2; /* too young to be deleted */
        journal_offer(j, &p->entry);
    }
    for (;;)
        pause();
}

static bool body_is_whole(void *seen, const struct journal_message *m)
{
    *(bool *)seen = m->body.len == 400 && m->body.ptr[0] == m->body.ptr[399];
    return true;
}

START_TEST(every_acknowledged_message_survives_a_kill)
{
    struct harness h;
    int64_t        id, last = 0;

    harness_open(&h);
    for (int round = 0; round < 10; round++) {
        int                    pipes[2];
        int                    told = 0;
        pid_t                  child;
        struct journal_reader *r;

        ck_assert_int_eq(pipe(pipes), 0);
        child = fork();
        if (child == 0)
            pump_for_ever(&h, pipes[1]);
        close(pipes[1]);
        while (read(pipes[0], &id, sizeof id) == sizeof id) {
            last = id;
            /* Then all that was told before the kill arrived is read. */
            if (++told == 200 + 37 * round)
                kill(child, SIGKILL);
        }
        close(pipes[0]);
        ck_assert_int_eq(waitpid(child, NULL, 0), child);
        ck_assert_int_ge(told, 200);
        r = harness_reader(&h);
        for (int64_t i = 1; i <= last; i++) {
            bool seen = false;

            ck_assert(reader_search(r, &(struct journal_query){ .id = i, .bodies = true },
                                    body_is_whole, &seen));
            ck_assert_msg(seen, "message %lld was lost", (long long)i);
        }
        reader_close(r);
        ck_assert_int_ge(harness_count(&h, "adt", JOURNAL_PENDING) +
                             harness_count(&h, "adt", JOURNAL_DELIVERED),
                         last);
    }
    harness_close(&h);
}
END_TEST

START_TEST(settled_messages_go_when_they_have_outlived_their_time)
{
    struct harness         h;
    struct journal_options options = { .dir = h.dir, .reserve = 1, .keep = 60000 };
    struct journal        *j;

    harness_open(&h);
    j = harness_journal(&h, 1);
    harness_keep_many(j, 600); /* received in 1970 */
    for (int i = 1; i <= 500; i++)
        journal_record(
            j, &(struct journal_outcome){ .message = i, .status = JOURNAL_DELIVERED });
    journal_close(j);
    j = journal_open(&options, &h.problems);
    ck_assert_ptr_nonnull(j);
    /* At a quiet moment, which comes. */
    while (harness_status(&h, 500) >= 0)
        sched_yield();
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DELIVERED), 0);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_PENDING), 100);
    journal_close(j);
    harness_close(&h);
}
END_TEST

START_TEST(statuses_have_names)
{
    enum journal_status status;

    for (int i = 0; i < JOURNAL_STATUSES; i++) {
        const char *name = journal_status_name((enum journal_status)i);

        ck_assert(journal_status_read(hilum_view(name), &status));
        ck_assert_int_eq(status, i);
    }
    ck_assert(!journal_status_read(HILUM_VIEW("lost"), &status));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_message_is_on_the_disk_when_done_says_so,
        an_unparsable_message_is_dead_at_once,
        what_waits_is_committed_together,
        closing_commits_what_is_waiting,
        an_outcome_changes_the_status_in_its_transaction,
        a_second_engine_is_refused_and_told_of_the_first,
        a_nearly_full_disk_refuses_messages_and_keeps_outcomes,
        without_room_messages_are_refused_and_outcomes_wait_in_order,
        after_a_failed_sync_nothing_is_acknowledged,
        every_acknowledged_message_survives_a_kill,
        settled_messages_go_when_they_have_outlived_their_time,
        statuses_have_names,
    };

    return harness_run("journal", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
