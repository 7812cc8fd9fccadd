/* exchange_test.c -- answers in their turn, however they come. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/exchange.h"

#include "suite.h"

#include <stdio.h>

/* A script: a small letter is a message; a capital letter is its answer, followed
 * by + where one more will come, by ! where it was not kept, by _ where it is empty.
 * Wanted: what is sent, a block as [content], with A and N for ACK and NAK. */
static const struct {
    const char *script, *wanted;
    bool        release_2, silent;
    unsigned    asked, later; /* at the end */
} cases[] = {
    { "aAbB", "[A][B]", 0, 0, 0, 0 },
    { "abcCBA", "[A][B][C]", 0, 0, 0, 0 },
    { "abcdDBA", "[A][B]", 0, 0, 2, 0 },
    { "abB_A", "[A]", 0, 0, 0, 0 },
    /* Answered twice: the second one goes out as it comes. */
    { "aA+A", "[A][A]", 0, 0, 0, 0 },
    { "aA+bB+cC+", "[A][B][C]", 0, 0, 0, 3 },
    { "aA+bB+cC+CAB", "[A][B][C][C][A][B]", 0, 0, 0, 0 },
    { "abA+AB", "[A][A][B]", 0, 0, 0, 0 },
    /* The second of b comes while a has none yet. */
    { "abB+BA", "[A][B][B]", 0, 0, 0, 0 },
    { "abB+A+A", "[A][B][A]", 0, 0, 0, 1 },
    { "abB+A+BA", "[A][B][B][A]", 0, 0, 0, 0 },
    { "aA+A+A", "[A][A][A]", 0, 0, 0, 0 },
    { "aA_+A", "[A]", 0, 0, 0, 0 },
    /* Release 2: a commit block for each, and nothing behind a NAK. */
    { "aAbB", "[\6][A][\6][B]", 1, 0, 0, 0 },
    { "aA!bB", "[\x15][\6][B]", 1, 0, 0, 0 },
    { "aA+bB_A", "[\6][A][\6][A]", 1, 0, 0, 0 },
    { "abBA!", "[\x15][\6][B]", 1, 0, 0, 0 },
    /* No acknowledgement, but commit blocks. */
    { "aAbB", "", 0, 1, 0, 0 },
    { "aAbB", "[\6][\6]", 1, 1, 0, 0 },
};

/* What was sent, with brackets for VT and FS, CR. */
static void show(const struct hilum_buffer *out, char *text)
{
    for (size_t i = 0; i < out->len; i++)
        if (out->ptr[i] == 0x0b)
            *text++ = '[';
        else if (out->ptr[i] == 0x1c)
            *text++ = ']';
        else if (out->ptr[i] != '\r')
            *text++ = out->ptr[i];
    *text = '\0';
}

static void play(struct exchanges *all, const char *script)
{
    struct exchange *of[26] = { NULL };

    for (const char *at = script; *at; at++) {
        struct hilum_answer a    = { .size = sizeof a, .id = 1, .reply = { at, 1 } };
        char                name = *at;

        if (name >= 'a') {
            of[name - 'a'] = exchange_begin(all, NULL);
            continue;
        }
        for (; at[1] && strchr("+!_", at[1]); at++) {
            a.more = at[1] == '+';
            if (at[1] == '!')
                a = (struct hilum_answer){ .verdict = HILUM_RETRY, .reply = a.reply };
            if (at[1] == '_')
                a.reply.len = 0;
        }
        exchange_answer(all, of[name - 'A'], &a);
    }
}

START_TEST(answers_go_out_in_turn)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct exchanges all;
        char             text[256];

        exchanges_init(&all, (struct exchange_style){ .release_2 = cases[i].release_2,
                                                      .silent    = cases[i].silent });
        play(&all, cases[i].script);
        show(&all.out, text);
        ck_assert_msg(strcmp(text, cases[i].wanted) == 0, "%s: %s", cases[i].script,
                      text);
        ck_assert_uint_eq(all.asked, cases[i].asked);
        ck_assert_uint_eq(all.later, cases[i].later);
        ck_assert((all.asked || all.later) == (all.first != NULL));
        exchanges_free(&all);
    }
}
END_TEST

START_TEST(what_is_rejected_is_committed_and_what_is_not_kept_is_not)
{
    static const struct {
        enum hilum_verdict verdict;
        int64_t            id;
        const char        *wanted;
    } rows[] = {
        { HILUM_OK, 1, "[\6][r]" },     { HILUM_OK, 0, "[\6][r]" },
        { HILUM_REJECT, 1, "[\6][r]" }, { HILUM_REJECT, 0, "[\6][r]" },
        { HILUM_RETRY, 1, "[\6][r]" },  { HILUM_RETRY, 0, "[\x15]" },
        { HILUM_FAIL, 0, "[\x15]" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct exchanges    all;
        char                text[64];
        struct hilum_answer a = { .size    = sizeof a,
                                  .verdict = rows[i].verdict,
                                  .id      = rows[i].id,
                                  .reply   = HILUM_VIEW("r") };

        exchanges_init(&all, (struct exchange_style){ .release_2 = true });
        exchange_answer(&all, exchange_begin(&all, NULL), &a);
        show(&all.out, text);
        ck_assert_str_eq(text, rows[i].wanted);
        exchanges_free(&all);
    }
}
END_TEST

START_TEST(what_waits_for_a_second_answer_takes_no_room_of_the_first)
{
    struct hilum_answer more = { .size = sizeof more, .id = 1, .more = 1 };
    struct exchanges    all;

    exchanges_init(&all, (struct exchange_style){ 0 });
    for (unsigned i = 0; i < EXCHANGES_LATER; i++) {
        ck_assert(exchanges_room(&all));
        exchange_answer(&all, exchange_begin(&all, NULL), &more);
    }
    ck_assert(!exchanges_room(&all) && !exchanges_calm(&all));
    exchange_answer(&all, all.first, &(struct hilum_answer){ .id = 1 });
    ck_assert(exchanges_room(&all) && exchanges_calm(&all));
    exchanges_free(&all);
}
END_TEST

START_TEST(too_many_without_an_answer_leave_no_room)
{
    struct exchanges all;
    struct exchange *last = NULL;

    exchanges_init(&all, (struct exchange_style){ 0 });
    for (unsigned i = 0; i < EXCHANGES_ASKED; i++) {
        ck_assert(exchanges_room(&all));
        last = exchange_begin(&all, NULL);
    }
    ck_assert(!exchanges_room(&all));
    exchange_withdraw(&all, last);
    ck_assert(exchanges_room(&all));
    exchanges_free(&all);
}
END_TEST

START_TEST(what_was_sent_leaves_the_rest)
{
    struct exchanges all;

    exchanges_init(&all, (struct exchange_style){ 0 });
    play(&all, "aAbB");
    exchanges_sent(&all, 5);
    ck_assert(hilum_is(hilum_buffer_view(&all.out), "B\x1c\r"));
    exchanges_sent(&all, 3);
    ck_assert_uint_eq(all.out.len, 0);
    exchanges_free(&all);
}
END_TEST

int main(void)
{
    return suite_run(
        "exchange",
        SUITE_TESTS(answers_go_out_in_turn,
                    what_is_rejected_is_committed_and_what_is_not_kept_is_not,
                    what_waits_for_a_second_answer_takes_no_room_of_the_first,
                    too_many_without_an_answer_leave_no_room,
                    what_was_sent_leaves_the_rest),
        NULL, NULL);
}
