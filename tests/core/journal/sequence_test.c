/* sequence_test.c -- the sequence number protocol, as a table. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/sequence.h"

#include "harness.h"

#define ANY SEQUENCE_ANY

/* Chapter 2.10.1, rule by rule. */
static const struct {
    const char           *rule;
    int64_t               expected, number;
    enum sequence_verdict verdict;
    int64_t               next, told;
} rules[] = {
    { "b.2 the first start of a link", ANY, 0, SEQUENCE_START, ANY, -1 },
    { "b.2 a restart: one more than the last accepted", 18, 0, SEQUENCE_START, 18, 18 },
    { "b.2 the first number is taken as it is", ANY, 1, SEQUENCE_ACCEPT, 2, 1 },
    { "b.2 whatever it is", ANY, 40, SEQUENCE_ACCEPT, 41, 40 },
    { "c   the number is the expected one, and echoed", 18, 18, SEQUENCE_ACCEPT, 19, 18 },
    { "c   after 1 comes 2", 2, 2, SEQUENCE_ACCEPT, 3, 2 },
    { "d.1 the acknowledgement was lost", 18, 17, SEQUENCE_DUPLICATE, 18, 18 },
    { "d.1 that of the first message", 2, 1, SEQUENCE_DUPLICATE, 2, 2 },
    { "d.2 one is missing", 18, 19, SEQUENCE_GAP, 18, 18 },
    { "d.2 many are", 18, 4000, SEQUENCE_GAP, 18, 18 },
    { "d.3 further back than the last one", 18, 16, SEQUENCE_GAP, 18, 18 },
    { "d.3 counting from 1 again", 5000, 1, SEQUENCE_GAP, 5000, 5000 },
    { "e   synchronised anew", 18, -1, SEQUENCE_START, ANY, -1 },
    { "e   before anything came", ANY, -1, SEQUENCE_START, ANY, -1 },
    { "a.3 only positive numbers count", 18, -2, SEQUENCE_GAP, 18, 18 },
    { "a.3 and nothing but numbers", 18, SEQUENCE_NONE, SEQUENCE_GAP, 18, 18 },
    { "a.3 at the start, too", ANY, SEQUENCE_NONE, SEQUENCE_GAP, ANY, -1 },
    { "    the highest number", SEQUENCE_MOST, SEQUENCE_MOST, SEQUENCE_ACCEPT,
      SEQUENCE_MOST + 1, SEQUENCE_MOST },
    { "    beyond it", SEQUENCE_MOST + 1, SEQUENCE_MOST + 1, SEQUENCE_GAP,
      SEQUENCE_MOST + 1, SEQUENCE_MOST + 1 },
    { "    far beyond it", ANY, INT64_MAX, SEQUENCE_GAP, ANY, -1 },
};

START_TEST(every_rule_of_the_protocol_holds)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        int64_t               next;
        enum sequence_verdict verdict =
            sequence_judge(rules[i].expected, rules[i].number, &next);

        ck_assert_msg(verdict == rules[i].verdict && next == rules[i].next &&
                          sequence_told(verdict, rules[i].number, next) == rules[i].told,
                      "%s: verdict %d, next %lld", rules[i].rule, (int)verdict,
                      (long long)next);
    }
}
END_TEST

/* A link as it goes: it is started, a message is sent again, one is lost and sent in
 * order after all, and both sides agree anew. */
START_TEST(a_link_goes_on_after_every_trouble)
{
    static const struct {
        int64_t               number;
        enum sequence_verdict verdict;
        int64_t               told;
    } steps[] = {
        { 0, SEQUENCE_START, -1 }, { 7, SEQUENCE_ACCEPT, 7 },
        { 8, SEQUENCE_ACCEPT, 8 }, { 8, SEQUENCE_DUPLICATE, 9 },
        { 9, SEQUENCE_ACCEPT, 9 }, { 11, SEQUENCE_GAP, 10 },
        { 0, SEQUENCE_START, 10 }, { 10, SEQUENCE_ACCEPT, 10 },
        { 1, SEQUENCE_GAP, 11 },   { -1, SEQUENCE_START, -1 },
        { 1, SEQUENCE_ACCEPT, 1 }, { 2, SEQUENCE_ACCEPT, 2 },
    };
    int64_t kept = SEQUENCE_ANY;

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        enum sequence_verdict verdict = sequence_judge(kept, steps[i].number, &kept);

        ck_assert_int_eq(verdict, steps[i].verdict);
        ck_assert_int_eq(sequence_told(verdict, steps[i].number, kept), steps[i].told);
    }
}
END_TEST

START_TEST(numbers_are_read_as_hl7_writes_them)
{
    static const struct {
        const char *text;
        int64_t     number;
    } numbers[] = {
        { "0", 0 },
        { "1", 1 },
        { "+5", 5 },
        { "-1", -1 },
        { "0042", 42 },
        { "999999999999999", SEQUENCE_MOST },
        { "1000000000000000", SEQUENCE_NONE },
        { "99999999999999999999999", SEQUENCE_NONE },
        { "1.5", SEQUENCE_NONE },
        { "-", SEQUENCE_NONE },
        { "12a", SEQUENCE_NONE },
        { " 1", SEQUENCE_NONE },
    };
    int64_t number;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        ck_assert(sequence_read(hilum_view(numbers[i].text), &number));
        ck_assert_msg(number == numbers[i].number, "%s: %lld", numbers[i].text,
                      (long long)number);
    }
    ck_assert(!sequence_read(HILUM_VIEW(""), &number));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = { every_rule_of_the_protocol_holds,
                                   a_link_goes_on_after_every_trouble,
                                   numbers_are_read_as_hl7_writes_them };

    return harness_run("sequence", tests, 3) ? 1 : 0;
}
