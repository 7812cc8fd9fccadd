/* delivery_test.c -- what an answer means for a message, and for which. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "scripted.h"
#include "suite.h"

/* What one message, wishing for answers with MSH-15 and MSH-16, gets for them. */
static const struct {
    const char *options[3];
    const char *wishes, *script;
    char        wanted; /* as in expect_settled() */
    const char *got;
} outcomes[] = {
    /* Every answer has its policy. */
    { { NULL }, "", "E", 'j', "a" },
    { { NULL }, "", "R", 'j', "a" },
    { { NULL }, "", "K", 'j', "a" },
    { { NULL }, "", "J", 'j', "a" },
    { { "on_ae=retry" }, "", "E", 'r', "a" },
    { { "on_ar=retry" }, "", "R", 'r', "a" },
    { { "on_ce=retry" }, "", "K", 'r', "a" },
    { { "on_cr=retry" }, "", "J", 'r', "a" },
    { { "on_ae=accept" }, "", "E", 'o', "a" },
    { { "on_ar=accept" }, "", "R", 'o', "a" },
    { { "on_ce=accept" }, "", "K", 'o', "a" },
    { { "on_cr=accept" }, "", "J", 'o', "a" },
    /* Enhanced mode: the commit is enough, */
    { { NULL }, "|||AL|AL", "C", 'o', "a" },
    { { NULL }, "|||AL|NE", "C", 'o', "a" },
    { { NULL }, "|||NE|AL", "A", 'o', "a" },
    /* or is not. */
    { { "wait_for=application" }, "|||AL|AL", "D", 'o', "a" },
    { { "wait_for=application" }, "|||AL|AL", "F", 'j', "a" },
    { { "wait_for=application" }, "|||AL|AL", "C", '-', "a" },
    { { "wait_for=application" }, "|||AL|SU", "D", 'o', "a" },
    { { "wait_for=application" }, "|||AL|ER", "C", 'o', "a" },
    { { "wait_for=application" }, "|||AL|NE", "C", 'o', "a" },
    { { "wait_for=application" }, "|||NE|AL", "A", 'o', "a" },
    { { "wait_for=application" }, "", "C", 'o', "a" },
    { { "wait_for=application" }, "|||NE|NE", ".", '-', "a" },
    /* Nothing is wanted, and nothing is waited for. */
    { { "wait_for=asked" }, "|||NE|NE", ".", 'o', "" },
    { { "wait_for=asked" }, "|||ER|ER", ".", 'o', "" },
    { { "wait_for=asked" }, "|||AL|NE", ".", '-', "a" },
    { { "wait_for=asked" }, "", ".", '-', "a" },
    /* Release 2: a commit block, and what is wanted behind it. */
    { { "release=2" }, "", "m", 'o', "a+" },
    { { "release=2" }, "", "r", 'j', "a+" },
    { { "release=2" }, "", "b", '-', "a" },
    { { "release=2" }, "", "q", 'r', "a" },
    { { "release=2" }, "", ".", '-', "a" },
    { { "release=2" }, "|||NE|NE", "b", 'o', "a" },
    { { "release=2" }, "|||NE|AL", "b", 'o', "a" },
    { { "release=2", "wait_for=application" }, "|||NE|AL", "m", 'o', "a+" },
    { { "release=2", "wait_for=application" }, "|||AL|AL", "c", 'o', "a++" },
    { { "release=2", "wait_for=application" }, "|||AL|AL", "m", 'o', "a+" },
};

START_TEST(each_answer_means_what_the_options_say)
{
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        const char *const *more = outcomes[i].options;
        char               got;

        open_receiver(outcomes[i].script, 1, NULL);
        open_sink((const char *const[]){ url_option("tcp://"),
                                         outcomes[i].wanted == '-' ? "timeout=40ms"
                                                                   : "timeout=5s",
                                         more[0], more[0] ? more[1] : NULL, NULL });
        wishes = outcomes[i].wishes;
        deliver("a");
        got = settled(0);
        ck_assert_msg(got == outcomes[i].wanted, "row %zu: %c", i, got);
        finish();
        if (*outcomes[i].got)
            ck_assert_msg(strcmp(receiver.got, outcomes[i].got) == 0, "row %zu: %s", i,
                          receiver.got);
    }
}
END_TEST

START_TEST(a_refusal_says_where_and_why_and_nothing_of_a_patient)
{
    start("eE", 1, NULL);
    ck_assert_int_eq(deliver("a"), HILUM_OK);
    expect_settled("j");
    ck_assert_str_eq(settled_where, "EVN-2");
    ck_assert_str_eq(settled_why, "the receiver answered with an error (AE), code 101");
    ck_assert_int_eq(deliver("b"), HILUM_OK);
    expect_settled("j");
    ck_assert_str_eq(settled_where, "MSA-1");
    ck_assert_str_eq(settled_why, "the receiver answered with an error (AE)");
    finish();
}
END_TEST

START_TEST(release_2_goes_on_after_a_commit)
{
    start("mmqm", 1, "release=2");
    ck_assert_int_eq(deliver("abc"), HILUM_RETRY);
    expect_settled("oor");
    ck_assert_int_eq(deliver("c"), HILUM_OK);
    finish();
    ck_assert_str_eq(receiver.got, "a+b+cc+");
}
END_TEST

START_TEST(twins_are_not_under_way_together)
{
    /* Held back, an answer to the first would come after one to the second. */
    start("ARAA", 1, "window=4");
    ck_assert_int_eq(deliver("aaab"), HILUM_OK);
    expect_settled("ojoo");
    finish();
    ck_assert_str_eq(receiver.got, "aaab");
}
END_TEST

START_TEST(a_late_application_answer_does_not_complete_a_twin)
{
    start("LRA", 1, NULL);
    wishes = "|||AL|AL";
    ck_assert_int_eq(deliver("ab"), HILUM_OK);
    /* The AA that comes before the answer to b is for a. */
    expect_settled("oj");
    finish();
    start("LR", 1, NULL);
    wishes = "|||AL|AL";
    ck_assert_int_eq(deliver("aa"), HILUM_OK);
    /* And here it has the same control id as what is under way. */
    expect_settled("oj");
    finish();
}
END_TEST

START_TEST(an_answer_that_comes_after_the_timeout_completes_nothing)
{
    start(".A", 1, NULL);
    ck_assert_int_eq(deliver("a"), HILUM_RETRY);
    ck_assert_str_eq(engine.why, "no acknowledgement came in time");
    /* The next try is on a connection of its own. */
    ck_assert_int_eq(deliver("a"), HILUM_OK);
    finish();
    ck_assert_str_eq(receiver.got, "aa");
}
END_TEST

int main(void)
{
    return suite_run(
        "mllp delivery",
        SUITE_TESTS(each_answer_means_what_the_options_say,
                    a_refusal_says_where_and_why_and_nothing_of_a_patient,
                    release_2_goes_on_after_a_commit, twins_are_not_under_way_together,
                    a_late_application_answer_does_not_complete_a_twin,
                    an_answer_that_comes_after_the_timeout_completes_nothing),
        NULL, NULL);
}
