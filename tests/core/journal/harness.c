/* harness.c -- a journal in a folder of its own, for one test. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_AT_ONCE = 8192 };

void harness_open(struct harness *h)
{
    *h = (struct harness){ .dir = "/tmp/journal-test-XXXXXX" };
    ck_assert_ptr_nonnull(mkdtemp(h->dir));
    arena_init(&h->arena, 1 << 20);
    h->problems.arena = &h->arena;
}

void harness_close(struct harness *h)
{
    static const char *const files[] = { "db", "db-wal", "db-shm", "lock" };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[96];

        snprintf(path, sizeof path, "%s/journal.%s", h->dir, files[i]);
        unlink(path);
    }
    ck_assert_int_eq(rmdir(h->dir), 0);
    arena_free(&h->arena);
}

const char *harness_problem(const struct harness *h)
{
    return h->problems.count ? h->problems.list[h->problems.count - 1].what : "";
}

struct journal *harness_journal(struct harness *h, int64_t reserve)
{
    struct journal_options options = { .dir = h->dir, .reserve = reserve };
    struct journal        *j       = journal_open(&options, &h->problems);

    ck_assert_msg(j != NULL, "%s", harness_problem(h));
    return j;
}

struct journal_reader *harness_reader(struct harness *h)
{
    struct journal_reader *r = reader_open(h->dir, &h->problems);

    ck_assert_msg(r != NULL, "%s", harness_problem(h));
    return r;
}

static void note(struct journal_entry *entry, bool committed)
{
    ck_assert(committed == (entry->refusal == NULL));
    if (!committed)
        entry->id = 0;
}

/* What a test does not say. */
static struct journal_entry complete(struct journal_entry entry)
{
    if (!entry.pipeline)
        entry.pipeline = "adt";
    if (!entry.format)
        entry.format = "hl7v2/er7";
    entry.done = note;
    return entry;
}

int64_t harness_keep(struct journal *j, struct journal_entry pattern)
{
    struct journal_entry entry = complete(pattern);

    journal_offer(j, &entry);
    journal_flush(j);
    return entry.id;
}

void harness_keep_many(struct journal *j, int count)
{
    static struct journal_entry entries[MOST_AT_ONCE];
    static char                 texts[MOST_AT_ONCE][2][16];

    ck_assert_int_le(count, MOST_AT_ONCE);
    for (int i = 0; i < count; i++) {
        snprintf(texts[i][0], sizeof texts[i][0], "MSG%d", i);
        snprintf(texts[i][1], sizeof texts[i][1], "P%d", i / 2);
        entries[i] = complete((struct journal_entry){
            .received   = 1000 + i,
            .control_id = hilum_view(texts[i][0]),
            .patient    = hilum_view(texts[i][1]),
            .type       = i % 3 ? HILUM_VIEW("ADT^A01") : HILUM_VIEW("ORU^R01"),
            .body       = hilum_view(texts[i][0]),
        });
        journal_offer(j, &entries[i]);
    }
    ck_assert(journal_flush(j));
}

bool harness_record(struct journal *j, struct journal_outcome outcome)
{
    ck_assert(journal_record(j, &outcome));
    return journal_flush(j);
}

static bool read_status(void *status, const struct journal_message *m)
{
    *(int *)status = (int)m->status;
    return true;
}

int harness_status(struct harness *h, int64_t id)
{
    struct journal_reader *r      = harness_reader(h);
    int                    status = -1;

    ck_assert(
        reader_search(r, &(struct journal_query){ .id = id }, read_status, &status));
    reader_close(r);
    return status;
}

struct wanted {
    const char         *pipeline;
    enum journal_status status;
    int64_t             tallied, seen;
};

static void read_count(void *wanted, const char *pipeline, enum journal_status status,
                       int64_t messages)
{
    struct wanted *w = wanted;

    if (strcmp(pipeline, w->pipeline) == 0 && status == w->status)
        w->tallied = messages;
}

static bool count_one(void *wanted, const struct journal_message *m)
{
    (void)m;
    ((struct wanted *)wanted)->seen++;
    return true;
}

int64_t harness_count(struct harness *h, const char *pipeline, enum journal_status status)
{
    struct journal_reader *r = harness_reader(h);
    struct wanted          w = { .pipeline = pipeline, .status = status };

    ck_assert(reader_counts(r, read_count, &w));
    ck_assert(reader_search(r,
                            &(struct journal_query){ .pipeline = pipeline,
                                                     .statuses = JOURNAL_IS(status),
                                                     .limit    = SIZE_MAX },
                            count_one, &w));
    reader_close(r);
    ck_assert_int_eq(w.tallied, w.seen);
    return w.tallied;
}

int harness_run(const char *name, const TTest *const *tests, size_t count)
{
    Suite   *suite = suite_create(name);
    TCase   *cases = tcase_create(name);
    SRunner *runner;
    int      failed;

    tcase_set_timeout(cases, 60);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(cases, tests[i]);
    suite_add_tcase(suite, cases);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed;
}
