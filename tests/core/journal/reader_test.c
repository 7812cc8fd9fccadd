/* reader_test.c -- finding messages in a journal. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/reader.h"

#include "harness.h"
#include "journal/schema.h"

#include <sys/wait.h>
#include <unistd.h>

/* Two complete runs of search terms and a tail without. */
enum { MESSAGES = 2500 };

struct found {
    size_t  count;
    int64_t ids[MESSAGES + 1];
    size_t  stop_at;
};

static bool note_id(void *found, const struct journal_message *m)
{
    struct found *f = found;

    ck_assert_uint_lt(f->count, sizeof f->ids / sizeof *f->ids);
    f->ids[f->count++] = m->id;
    return f->count != f->stop_at;
}

static struct harness         h;
static struct journal        *j;
static struct journal_reader *r;
static struct found           found;

/* So that the searches below meet both. */
static void check_runs(void)
{
    struct db *db = schema_open(h.dir, DB_READER, &h.problems);

    ck_assert_int_eq(db_ask(db, "SELECT count(*) FROM run"), 2);
    db_close(db);
}

static void setup(void)
{
    harness_open(&h);
    j = harness_journal(&h, 1);
    harness_keep_many(j, MESSAGES);
    /* Sorting the runs in comes after the answers, but before the next group. */
    for (int i = 0; i < 3; i++)
        harness_record(
            j, (struct journal_outcome){ .message = 1, .status = JOURNAL_UNCHANGED });
    check_runs();
    r     = harness_reader(&h);
    found = (struct found){ .stop_at = 0 };
}

static void teardown(void)
{
    reader_close(r);
    journal_close(j);
    harness_close(&h);
}

static size_t search(struct journal_query query)
{
    found.count = 0;
    ck_assert_msg(reader_search(r, &query, note_id, &found), "%s", reader_why(r));
    return found.count;
}

START_TEST(a_message_is_found_by_its_terms_in_runs_and_tail)
{
    setup();
    ck_assert_uint_eq(search((struct journal_query){ .control_id = HILUM_VIEW("MSG5") }),
                      1);
    ck_assert_int_eq(found.ids[0], 6);
    ck_assert_uint_eq(
        search((struct journal_query){ .control_id = HILUM_VIEW("MSG2499") }), 1);
    ck_assert_int_eq(found.ids[0], 2500);
    ck_assert_uint_eq(search((struct journal_query){ .patient = HILUM_VIEW("P600") }), 2);
    ck_assert_int_eq(found.ids[0], 1202);
    ck_assert_int_eq(found.ids[1], 1201);
    ck_assert_uint_eq(search((struct journal_query){ .patient    = HILUM_VIEW("P600"),
                                                     .control_id = HILUM_VIEW("MSG5") }),
                      0);
    ck_assert_uint_eq(search((struct journal_query){ .type  = HILUM_VIEW("ORU^R01"),
                                                     .limit = MESSAGES }),
                      834);
    ck_assert_uint_eq(search((struct journal_query){ .patient = HILUM_VIEW("' OR 1") }),
                      0);
    teardown();
}
END_TEST

START_TEST(a_search_goes_newest_first_in_pages)
{
    int64_t before = 0, expected = MESSAGES;

    setup();
    while (search((struct journal_query){ .before = before, .limit = 300 })) {
        for (size_t i = 0; i < found.count; i++)
            ck_assert_int_eq(found.ids[i], expected--);
        before = expected + 1;
    }
    ck_assert_int_eq(expected, 0);
    found.stop_at = 3;
    ck_assert_uint_eq(search((struct journal_query){ .limit = 300 }), 3);
    teardown();
}
END_TEST

START_TEST(a_search_takes_times_pipelines_and_statuses)
{
    setup();
    ck_assert_uint_eq(search((struct journal_query){ .from = 1100, .until = 1200 }), 100);
    ck_assert_int_eq(found.ids[0], 200);
    ck_assert_uint_eq(search((struct journal_query){ .from = 3499 }), 1);
    ck_assert_uint_eq(search((struct journal_query){ .pipeline = "lab" }), 0);
    harness_record(j, (struct journal_outcome){ .message = 40, .status = JOURNAL_DEAD });
    harness_record(
        j, (struct journal_outcome){ .message = 41, .status = JOURNAL_DELIVERED });
    ck_assert_uint_eq(
        search((struct journal_query){ .statuses = JOURNAL_IS(JOURNAL_DEAD) |
                                                   JOURNAL_IS(JOURNAL_HELD) }),
        1);
    ck_assert_int_eq(found.ids[0], 40);
    ck_assert_uint_eq(
        search((struct journal_query){ .statuses = JOURNAL_IS(JOURNAL_DELIVERED) }), 1);
    ck_assert_int_eq(found.ids[0], 41);
    teardown();
}
END_TEST

START_TEST(pending_messages_come_oldest_first)
{
    setup();
    harness_record(j,
                   (struct journal_outcome){ .message = 2, .status = JOURNAL_DELIVERED });
    ck_assert(reader_pending(r, "adt", 0, 3, false, note_id, &found));
    ck_assert_uint_eq(found.count, 3);
    ck_assert_int_eq(found.ids[1], 3);
    found.count = 0;
    ck_assert(reader_pending(r, "adt", 2499, 10, true, note_id, &found));
    ck_assert_uint_eq(found.count, 1);
    teardown();
}
END_TEST

static bool check_all(void *seen, const struct journal_message *m)
{
    ck_assert(hilum_is(m->body, "MSG2"));
    ck_assert(hilum_is(m->pipeline, "adt"));
    ck_assert(hilum_is(m->format, "hl7v2/er7"));
    ck_assert(hilum_is(m->patient, "P1"));
    ck_assert_int_eq(m->received, 1002);
    ck_assert_uint_eq(m->outcome_count, 2);
    ck_assert_ptr_null(m->outcomes[0].sink);
    ck_assert_str_eq(m->outcomes[0].remark, "unmapped: PID-10");
    ck_assert_str_eq(m->outcomes[1].sink, "lab");
    ck_assert_int_eq(m->outcomes[1].verdict, 2);
    ck_assert_int_eq(m->outcomes[1].tries, 4);
    ck_assert_str_eq(m->outcomes[1].reason, "not a date");
    ck_assert_str_eq(m->outcomes[1].place, "PID-7");
    ck_assert(hilum_is(m->reason, "not a date"));
    *(bool *)seen = true;
    return true;
}

START_TEST(a_message_shows_its_body_and_outcomes)
{
    bool seen = false;

    setup();
    harness_record(j, (struct journal_outcome){ .message = 3,
                                                .remark  = "unmapped: PID-10",
                                                .status  = JOURNAL_UNCHANGED });
    for (int tries = 1; tries <= 4; tries++)
        harness_record(j, (struct journal_outcome){
                              .message = 3,
                              .sink    = "lab",
                              .verdict = tries < 4 ? 1 : 2,
                              .tries   = tries,
                              .reason  = "not a date",
                              .place   = "PID-7",
                              .status  = tries < 4 ? JOURNAL_UNCHANGED : JOURNAL_DEAD });
    ck_assert(reader_search(r, &(struct journal_query){ .id = 3, .bodies = true },
                            check_all, &seen));
    ck_assert(seen);
    teardown();
}
END_TEST

START_TEST(another_process_reads_while_the_engine_runs)
{
    pid_t child;
    int   status;

    setup();
    child = fork();
    if (child == 0) {
        struct journal_reader *other = reader_open(h.dir, &h.problems);
        bool                   fine;

        fine = other && reader_search(other, &(struct journal_query){ .limit = 10 },
                                      note_id, &found);
        _exit(fine && found.count == 10 ? 0 : 1);
    }
    ck_assert_int_gt(harness_keep(j, (struct journal_entry){ .received = 1 }), 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    teardown();
}
END_TEST

START_TEST(the_tally_agrees_with_the_messages)
{
    setup();
    for (int i = 1; i <= 100; i++)
        journal_record(
            j, &(struct journal_outcome){ .message = i, .status = i % JOURNAL_STATUSES });
    ck_assert(journal_flush(j));
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_HELD), 20);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DEAD), 20);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_DELIVERED), 20);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_FILTERED), 20);
    ck_assert_int_eq(harness_count(&h, "adt", JOURNAL_PENDING), MESSAGES - 80);
    teardown();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_message_is_found_by_its_terms_in_runs_and_tail,
        a_search_goes_newest_first_in_pages,
        a_search_takes_times_pipelines_and_statuses,
        pending_messages_come_oldest_first,
        a_message_shows_its_body_and_outcomes,
        another_process_reads_while_the_engine_runs,
        the_tally_agrees_with_the_messages,
    };

    return harness_run("reader", tests, sizeof tests / sizeof *tests) ? 1 : 0;
}
