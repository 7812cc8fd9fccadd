/* tally_test.c -- counts per pipeline and status. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/tally.h"

#include "harness.h"
#include "journal/schema.h"

START_TEST(moves_are_gathered_until_written)
{
    struct harness h;
    struct tally   t;
    struct db     *db;

    harness_open(&h);
    db = schema_open(h.dir, DB_OWNER, &h.problems);
    ck_assert_ptr_nonnull(db);
    ck_assert(tally_init(&t, db));
    tally_move(&t, HILUM_VIEW("adt"), TALLY_NOWHERE, JOURNAL_PENDING, 5);
    tally_move(&t, HILUM_VIEW("adt"), JOURNAL_PENDING, JOURNAL_DEAD, 2);
    tally_move(&t, HILUM_VIEW("lab"), TALLY_NOWHERE, JOURNAL_DEAD, 1);
    ck_assert_int_eq(db_ask(db, "SELECT count(*) FROM tally"), 0);
    tally_write(&t);
    ck_assert_int_eq(db_ask(db, "SELECT count(*) FROM tally"), 3);
    ck_assert_int_eq(db_ask(db, "SELECT messages FROM tally WHERE pipeline = 'adt'"
                                " AND status = 0"),
                     3);
    tally_write(&t);
    ck_assert_int_eq(db_ask(db, "SELECT sum(messages) FROM tally"), 6);
    tally_move(&t, HILUM_VIEW("adt"), JOURNAL_DEAD, TALLY_NOWHERE, 2);
    tally_forget(&t);
    tally_write(&t);
    ck_assert_int_eq(db_ask(db, "SELECT sum(messages) FROM tally"), 6);
    tally_free(&t);
    db_close(db);
    harness_close(&h);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = { moves_are_gathered_until_written };

    return harness_run("tally", tests, 1) ? 1 : 0;
}
