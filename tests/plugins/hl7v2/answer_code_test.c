/* answer_code_test.c -- the rules of chapter 2.9, as a table: who is answered what. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>

static struct harness h;

static void setup(void)
{
    harness_open(&h);
}

static void teardown(void)
{
    harness_close(&h);
}

/* What is expected: MSA-1, or -- where nothing is to be sent; a + where more is due
 * later.  The cases are, in the order of the columns, below. */
enum {
    STORED_OK,        /* in the journal */
    STORED_REJECT,    /* refused, as its content is wrong: in the dead letters */
    STORED_UNREAD,    /* the same, as it could not be read */
    STORED_RETRY,     /* not kept; so is FAIL */
    PROCESSED_OK,     /* delivered, or dropped by a step */
    PROCESSED_REJECT, /* in the dead letters */
    PROCESSED_RETRY,  /* kept, but it can no longer be waited for */
    CASES
};

struct row {
    const char *accept, *application; /* MSH-15, MSH-16 */
    const char *expected[CASES];
};

/* Original mode: the answer comes when the source would have it. */
static const struct row original[] = {
    [HILUM_STORED]    = { "", "", { "AA", "AE", "AR", "AE", "--", "--", "--" } },
    [HILUM_PROCESSED] = { "", "", { "--+", "AE", "AR", "AE", "AA", "AE", "AE" } },
    [HILUM_SILENT]    = { "", "", { "--", "--", "--", "--", "--", "--", "--" } },
};

/* Enhanced mode.  What the source would wait for does not matter, but for one thing:
 * where it waits, the codec is always asked again. */
static const struct row enhanced[] = {
    /*              stored: OK    REJECT unread RETRY | processed: OK REJECT RETRY */
    { "", "AL", { "--+", "AE", "AR", "AE", "AA", "AE", "AE" } },
    { "", "NE", { "--", "--", "AR", "--", "--", "--", "--" } },
    { "", "ER", { "--+", "AE", "AR", "AE", "--", "AE", "AE" } },
    { "", "SU", { "--+", "--", "AR", "--", "AA", "--", "--" } },

    { "AL", "", { "CA", "CE", "CR", "CE", "--", "--", "--" } },
    { "AL", "AL", { "CA+", "CE", "CR", "CE", "AA", "AE", "--" } },
    { "AL", "NE", { "CA", "CE", "CR", "CE", "--", "--", "--" } },
    { "AL", "ER", { "CA+", "CE", "CR", "CE", "--", "AE", "--" } },
    { "AL", "SU", { "CA+", "CE", "CR", "CE", "AA", "--", "--" } },

    { "NE", "", { "--", "--", "AR", "--", "--", "--", "--" } },
    { "NE", "AL", { "--+", "AE", "AR", "AE", "AA", "AE", "AE" } },
    { "NE", "NE", { "--", "--", "AR", "--", "--", "--", "--" } },
    { "NE", "ER", { "--+", "AE", "AR", "AE", "--", "AE", "AE" } },
    { "NE", "SU", { "--+", "--", "AR", "--", "AA", "--", "--" } },

    { "ER", "", { "--", "CE", "CR", "CE", "--", "--", "--" } },
    { "ER", "AL", { "--+", "CE", "CR", "CE", "AA", "AE", "AE" } },
    { "ER", "NE", { "--", "CE", "CR", "CE", "--", "--", "--" } },
    { "ER", "ER", { "--+", "CE", "CR", "CE", "--", "AE", "AE" } },
    { "ER", "SU", { "--+", "CE", "CR", "CE", "AA", "--", "--" } },

    { "SU", "", { "CA", "--", "AR", "--", "--", "--", "--" } },
    { "SU", "AL", { "CA+", "AE", "AR", "AE", "AA", "AE", "--" } },
    { "SU", "NE", { "CA", "--", "AR", "--", "--", "--", "--" } },
    { "SU", "ER", { "CA+", "AE", "AR", "AE", "--", "AE", "--" } },
    { "SU", "SU", { "CA+", "--", "AR", "--", "AA", "--", "--" } },
};

/* What the codec says of one case, in the words of the table. */
static const char *said(const struct row *r, int which, enum hilum_until until,
                        enum hilum_verdict verdict, const char *type)
{
    static char          text[8];
    char                 message[256];
    struct hilum_outcome o = { .verdict = verdict,
                               .moment =
                                   which < PROCESSED_OK ? HILUM_STORED : HILUM_PROCESSED,
                               .until  = until,
                               .place  = verdict == HILUM_OK ? "" : "PID-3",
                               .reason = verdict == HILUM_OK ? "" : "it is not good" };
    const char          *answer, *msa;

    snprintf(message, sizeof message,
             "MSH|^~\\&|A|B|C|D|2026||%s|7|P|2.5.1|||%s|%s\r%s|1", type, r->accept,
             r->application, which == STORED_UNREAD ? "pid" : "PID");
    answer = harness_answer_to(&h, message, &o);
    ck_assert_ptr_nonnull(answer);
    msa = strstr(answer, "\nMSA|");
    ck_assert(msa || *answer == '\0');
    ck_assert(!msa || strncmp(msa + 7, "|7\n", 3) == 0);
    snprintf(text, sizeof text, "%.2s%s", msa ? msa + 5 : "--",
             h.answered == HILUM_RETRY ? "+" : "");
    return text;
}

static const enum hilum_verdict verdicts[CASES] = {
    HILUM_OK, HILUM_REJECT, HILUM_REJECT, HILUM_RETRY, HILUM_OK, HILUM_REJECT, HILUM_RETRY
};

static void check(const struct row *r, enum hilum_until until)
{
    for (int which = 0; which < CASES; which++) {
        const char *got    = said(r, which, until, verdicts[which], "ADT^A01");
        bool        asked  = which == STORED_OK && until == HILUM_PROCESSED;
        size_t      length = asked ? 2 : 3;

        ck_assert_msg(strncmp(got, r->expected[which], length) == 0 &&
                          (!asked || strcmp(got + 2, "+") == 0),
                      "MSH-15 %s, MSH-16 %s, until %d, case %d: %s, not %s", r->accept,
                      r->application, (int)until, which, got, r->expected[which]);
    }
}

START_TEST(original_mode_answers_once)
{
    for (int until = HILUM_STORED; until <= HILUM_SILENT; until++)
        check(&original[until], (enum hilum_until)until);
}
END_TEST

START_TEST(enhanced_mode_answers_as_msh_15_and_msh_16_say)
{
    ck_assert_uint_eq(sizeof enhanced / sizeof *enhanced, 24);
    for (size_t i = 0; i < sizeof enhanced / sizeof *enhanced; i++) {
        check(&enhanced[i], HILUM_STORED);
        check(&enhanced[i], HILUM_PROCESSED);
    }
}
END_TEST

START_TEST(a_failing_part_is_answered_as_one_that_asks_for_time)
{
    for (size_t i = 0; i < sizeof enhanced / sizeof *enhanced; i++) {
        ck_assert_str_eq(
            said(&enhanced[i], STORED_RETRY, HILUM_STORED, HILUM_FAIL, "ADT^A01"),
            enhanced[i].expected[STORED_RETRY]);
        ck_assert_str_eq(
            said(&enhanced[i], PROCESSED_RETRY, HILUM_STORED, HILUM_FAIL, "ADT^A01"),
            enhanced[i].expected[PROCESSED_RETRY]);
    }
}
END_TEST

/* Over all cases, whatever the sender wants: only what is kept is called accepted. */
START_TEST(what_was_not_kept_is_never_told_accepted)
{
    for (size_t i = 0; i < sizeof enhanced / sizeof *enhanced; i++)
        for (int which = 0; which < CASES; which++) {
            const char *got =
                said(&enhanced[i], which, HILUM_STORED, verdicts[which], "ADT^A01");

            ck_assert(verdicts[which] == HILUM_OK || got[1] != 'A');
        }
}
END_TEST

START_TEST(an_acknowledgement_is_never_answered)
{
    static const char *const types[] = { "ACK", "ACK^A01^ACK", "MCF" };

    for (size_t t = 0; t < sizeof types / sizeof *types; t++)
        for (size_t i = 0; i < sizeof enhanced / sizeof *enhanced; i++)
            for (int which = 0; which < CASES; which++)
                ck_assert_str_eq(
                    said(&enhanced[i], which, HILUM_PROCESSED, verdicts[which], types[t]),
                    "--");
}
END_TEST

START_TEST(null_is_as_good_as_empty_and_an_unknown_condition_is_always)
{
    check(&(struct row){ "\"\"", "\"\"", { "AA", "AE", "AR", "AE", "--", "--", "--" } },
          HILUM_STORED);
    check(&(struct row){ "XX", "", { "CA", "CE", "CR", "CE", "--", "--", "--" } },
          HILUM_STORED);
    check(&(struct row){ "AL^b", "NE", { "CA", "CE", "CR", "CE", "--", "--", "--" } },
          HILUM_STORED);
}
END_TEST

START_TEST(a_type_processing_id_or_version_that_is_not_taken_is_refused)
{
    static const struct {
        const char *place, *original, *enhanced;
    } places[] = {
        { "MSH-9", "AR", "CR" },     { "MSH-9.2", "AR", "CR" },  { "MSH-11", "AR", "CR" },
        { "MSH-12.1", "AR", "CR" },  { "MSH-10", "AE", "CE" },   { "PID-9", "AE", "CE" },
        { "segment 3", "AE", "CE" }, { "MSH[1]-9", "AR", "CR" },
    };

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        ck_assert_ptr_nonnull(strstr(harness_answer(&h, "MSH|^~\\&|A||||||ADT|7|P|2.5\r",
                                                    HILUM_REJECT, places[i].place, "no"),
                                     places[i].original));
        ck_assert_ptr_nonnull(
            strstr(harness_answer(&h, "MSH|^~\\&|A||||||ADT|7|P|2.5|||AL\r", HILUM_REJECT,
                                  places[i].place, "no"),
                   places[i].enhanced));
    }
}
END_TEST

/* At that moment the document may be gone: that does not make it unreadable. */
START_TEST(what_was_processed_was_read_once)
{
    struct hilum_outcome o = { .verdict = HILUM_REJECT,
                               .moment  = HILUM_PROCESSED,
                               .until   = HILUM_PROCESSED,
                               .place   = "",
                               .reason  = "" };

    ck_assert_ptr_nonnull(strstr(
        harness_answer_to(&h, "MSH|^~\\&|A||||||ADT|7|P|2.5\rpid|1", &o), "MSA|AE|7"));
}
END_TEST

Suite *answer_code_suite(void)
{
    Suite *suite = suite_create("answer_code");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, original_mode_answers_once);
    tcase_add_test(tc, enhanced_mode_answers_as_msh_15_and_msh_16_say);
    tcase_add_test(tc, a_failing_part_is_answered_as_one_that_asks_for_time);
    tcase_add_test(tc, what_was_not_kept_is_never_told_accepted);
    tcase_add_test(tc, an_acknowledgement_is_never_answered);
    tcase_add_test(tc, null_is_as_good_as_empty_and_an_unknown_condition_is_always);
    tcase_add_test(tc, a_type_processing_id_or_version_that_is_not_taken_is_refused);
    tcase_add_test(tc, what_was_processed_was_read_once);
    suite_add_tcase(suite, tc);
    return suite;
}
