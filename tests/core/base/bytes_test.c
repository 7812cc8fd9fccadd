/* bytes_test.c -- views, and buffers with a ceiling. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include "../suite.h"

static struct hilum_buffer buffer;

static void teardown(void)
{
    buffer_free(&buffer);
}

START_TEST(a_buffer_takes_what_fits_under_its_ceiling)
{
    buffer_init(&buffer, 1000);
    for (int i = 0; i < 1000; i++)
        hilum_put_byte(&buffer, (char)('a' + i % 26));
    ck_assert(!buffer.failed);
    ck_assert_uint_eq(buffer.len, 1000);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(buffer.ptr[i], 'a' + i % 26);
    ck_assert_uint_le(buffer.room, 1000);
}
END_TEST

START_TEST(what_does_not_fit_fails_whole_and_for_good)
{
    buffer_init(&buffer, 1000);
    hilum_put_text(&buffer, "kept");
    ck_assert_ptr_null(hilum_room(&buffer, 997));
    ck_assert(buffer.failed);
    hilum_put_text(&buffer, "x");
    buffer_printf(&buffer, "%d", 1);
    ck_assert_uint_eq(buffer.len, 4);
    ck_assert_ptr_null(buffer_text(&buffer));
}
END_TEST

START_TEST(a_small_ceiling_is_a_ceiling_too)
{
    buffer_init(&buffer, 10);
    hilum_put_text(&buffer, "12345");
    hilum_put_text(&buffer, "67890x");
    ck_assert(buffer.failed);
    ck_assert_uint_eq(buffer.len, 5);
}
END_TEST

START_TEST(a_reset_lifts_the_failure_and_keeps_the_memory)
{
    const char *memory;

    buffer_init(&buffer, 100);
    hilum_put_text(&buffer, "some");
    memory = buffer.ptr;
    hilum_room(&buffer, 1000);
    ck_assert(buffer.failed);
    buffer_reset(&buffer);
    hilum_put_text(&buffer, "more");
    ck_assert(!buffer.failed);
    ck_assert_ptr_eq(buffer.ptr, memory);
    ck_assert_str_eq(buffer_text(&buffer), "more");
}
END_TEST

START_TEST(nothing_can_be_put_into_an_empty_buffer)
{
    buffer_init(&buffer, 100);
    hilum_put(&buffer, NULL, 0);
    hilum_put_view(&buffer, (struct hilum_view){ NULL, 0 });
    hilum_put_text(&buffer, "");
    ck_assert(!buffer.failed);
    ck_assert_uint_eq(buffer.len, 0);
    ck_assert_str_eq(buffer_text(&buffer), "");
    ck_assert_uint_eq(buffer.len, 0);
}
END_TEST

START_TEST(printing_grows_the_buffer)
{
    char wide[3000];

    memset(wide, 'w', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    buffer_init(&buffer, 1 << 20);
    buffer_printf(&buffer, "%s", "begin ");
    buffer_printf(&buffer, "%s%d", wide, 42);
    ck_assert(!buffer.failed);
    ck_assert_uint_eq(buffer.len, 6 + 2999 + 2);
    ck_assert_int_eq(memcmp(buffer.ptr + buffer.len - 2, "42", 2), 0);
}
END_TEST

START_TEST(printing_does_not_pass_the_ceiling)
{
    buffer_init(&buffer, 300);
    buffer_printf(&buffer, "%250s", "x");
    ck_assert(!buffer.failed);
    buffer_printf(&buffer, "%51s", "y");
    ck_assert(buffer.failed);
    ck_assert_uint_eq(buffer.len, 250);
}
END_TEST

START_TEST(blanks_go_from_both_ends)
{
    ck_assert(hilum_is(view_trim(HILUM_VIEW(" \t\r\n a b \n")), "a b"));
    ck_assert_uint_eq(view_trim(HILUM_VIEW(" \r\n")).len, 0);
    ck_assert_uint_eq(view_trim((struct hilum_view){ NULL, 0 }).len, 0);
}
END_TEST

START_TEST(a_view_starts_with_what_it_starts_with)
{
    ck_assert(view_starts(HILUM_VIEW("MSH|"), "MSH"));
    ck_assert(view_starts(HILUM_VIEW("MSH"), "MSH"));
    ck_assert(view_starts(HILUM_VIEW("MSH"), ""));
    ck_assert(!view_starts(HILUM_VIEW("MS"), "MSH"));
    ck_assert(!view_starts(HILUM_VIEW("PID"), "MSH"));
}
END_TEST

static const struct {
    const char *text;
    bool        ok;
    int64_t     value;
} integers[] = {
    { "0", true, 0 },
    { "-0", true, 0 },
    { "+7", true, 7 },
    { "007", true, 7 },
    { "9223372036854775807", true, INT64_MAX },
    { "-9223372036854775808", true, INT64_MIN },
    { "9223372036854775808", false, 0 },
    { "-9223372036854775809", false, 0 },
    { "18446744073709551616", false, 0 },
    { "99999999999999999999", false, 0 },
    { "", false, 0 },
    { "-", false, 0 },
    { "+", false, 0 },
    { "--1", false, 0 },
    { " 1", false, 0 },
    { "1 ", false, 0 },
    { "1.0", false, 0 },
    { "0x10", false, 0 },
    { "1e3", false, 0 },
};

START_TEST(integers_are_read_to_their_bounds_and_not_beyond)
{
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
        int64_t n = -1;

        ck_assert_msg(view_int(hilum_view(integers[i].text), &n) == integers[i].ok, "\"%s\"",
                      integers[i].text);
        if (integers[i].ok)
            ck_assert_int_eq(n, integers[i].value);
        else
            ck_assert_int_eq(n, -1);
    }
}
END_TEST

START_TEST(a_hash_depends_on_every_byte)
{
    unsigned char bytes[16] = { 0 };
    uint64_t      zero      = bytes_hash(bytes, sizeof bytes);

    ck_assert_uint_ne(zero, bytes_hash(bytes, sizeof bytes - 1));
    for (size_t i = 0; i < sizeof bytes; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes[i] = (unsigned char)(1 << bit);
            ck_assert_uint_ne(zero, bytes_hash(bytes, sizeof bytes));
            bytes[i] = 0;
        }
    ck_assert_uint_eq(bytes_hash(NULL, 0), bytes_hash("", 0));
}
END_TEST

int main(void)
{
    return suite_run("bytes",
                     SUITE_TESTS(a_buffer_takes_what_fits_under_its_ceiling,
                                 what_does_not_fit_fails_whole_and_for_good,
                                 a_small_ceiling_is_a_ceiling_too,
                                 a_reset_lifts_the_failure_and_keeps_the_memory,
                                 nothing_can_be_put_into_an_empty_buffer,
                                 printing_grows_the_buffer,
                                 printing_does_not_pass_the_ceiling, blanks_go_from_both_ends,
                                 a_view_starts_with_what_it_starts_with,
                                 integers_are_read_to_their_bounds_and_not_beyond,
                                 a_hash_depends_on_every_byte),
                     NULL, teardown);
}
