/* answer_text_test.c -- what the parts of an acknowledgement are written with. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include "plugins/hl7v2/answer_text.h"

static char                room[256];
static struct hilum_buffer out;

static const char *written(void)
{
    hilum_put(&out, "", 1);
    ck_assert(!out.failed);
    return out.ptr;
}

static void setup(void)
{
    out = (struct hilum_buffer){ .ptr = room, .room = sizeof room, .most = sizeof room };
}

START_TEST(control_ids_are_of_twenty_characters_and_never_the_same)
{
    struct harness    h;
    struct answer_ids ids;
    char              a[ANSWER_ID], b[ANSWER_ID];

    harness_open(&h);
    ck_assert(answer_ids_open(&ids, &h.call));
    ck_assert_uint_eq(answer_ids_next(&ids, a).len, 20);
    ck_assert_uint_eq(answer_ids_next(&ids, b).len, 20);
    ck_assert_str_ne(a, b);
    ids.count = INT64_MAX - 1; /* it turns over without harm */
    ck_assert_uint_eq(answer_ids_next(&ids, a).len, 20);
    harness_close(&h);
}
END_TEST

START_TEST(a_sentence_fits_every_character_set_and_the_separators)
{
    struct er7_delimiters bare = { .field = '|', .component = '^' };

    answer_put_sentence(&out, &ER7_USUAL_DELIMITERS, "PID-3", "a|b\r\xc3\xa9", 80);
    hilum_put_byte(&out, ' ');
    answer_put_sentence(&out, &bare, "", "a|b^c~d", 80);
    hilum_put_byte(&out, ' ');
    answer_put_sentence(&out, &bare, "PID", "", 2);
    ck_assert_str_eq(written(), "PID-3: a\\F\\b??? a b c~d PI");
}
END_TEST

START_TEST(empty_parts_at_an_end_are_not_written)
{
    const struct hilum_view part[] = { HILUM_VIEW("a"), HILUM_VIEW(""), HILUM_VIEW("b"),
                                       HILUM_VIEW("") };

    answer_put_joined(&out, '^', part, 4);
    hilum_put_byte(&out, ' ');
    answer_put_joined(&out, '^', part, 2);
    hilum_put_byte(&out, ' ');
    answer_put_joined(&out, 0, part, 4);
    ck_assert_str_eq(written(), "a^^b a a");
}
END_TEST

START_TEST(the_bytes_that_frame_messages_are_not_in_them)
{
    answer_put_raw(&out, HILUM_VIEW("a\x0b\x1b$B\x1c\x1c"));
    answer_put_field(&out, &ER7_USUAL_DELIMITERS, HILUM_VIEW("\x1c"));
    ck_assert_str_eq(written(), "a\x1b$B|");
}
END_TEST

START_TEST(a_segment_ends_with_its_last_value)
{
    hilum_put_text(&out, "||ZAK|1||");
    answer_end_segment(&out, &ER7_USUAL_DELIMITERS, 2);
    hilum_put_text(&out, "||");
    answer_end_segment(&out, &ER7_USUAL_DELIMITERS, out.len);
    ck_assert_str_eq(written(), "||ZAK|1\r||\r");
}
END_TEST

Suite *answer_text_suite(void)
{
    Suite *suite = suite_create("answer_text");
    TCase *tc    = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, control_ids_are_of_twenty_characters_and_never_the_same);
    tcase_add_test(tc, a_sentence_fits_every_character_set_and_the_separators);
    tcase_add_test(tc, empty_parts_at_an_end_are_not_written);
    tcase_add_test(tc, the_bytes_that_frame_messages_are_not_in_them);
    tcase_add_test(tc, a_segment_ends_with_its_last_value);
    suite_add_tcase(suite, tc);
    return suite;
}
