/* value_test.c -- what an option's type allows to be written, and what it means. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/value.h"

#include "base/bytes.h"
#include "reading.h"

static const char *const choices[] = { "stored", "processed", NULL };

static const struct {
    enum hilum_type type;
    const char     *text;
    bool            good;
    int64_t         number;
} values[] = {
    { HILUM_INT, "0", true, 0 },
    { HILUM_INT, "-17", true, -17 },
    { HILUM_INT, "9223372036854775807", true, INT64_MAX },
    { HILUM_INT, "9223372036854775808", false, 0 },
    { HILUM_INT, "1.5", false, 0 },
    { HILUM_INT, "", false, 0 },
    { HILUM_MILLIS, "250ms", true, 250 },
    { HILUM_MILLIS, "30s", true, 30000 },
    { HILUM_MILLIS, "5m", true, 300000 },
    { HILUM_MILLIS, "24h", true, 86400000 },
    { HILUM_MILLIS, "7d", true, 604800000 },
    { HILUM_MILLIS, "0", true, 0 },
    { HILUM_MILLIS, "5", false, 0 },
    { HILUM_MILLIS, "5 m", false, 0 },
    { HILUM_MILLIS, "-5m", false, 0 },
    { HILUM_MILLIS, "m", false, 0 },
    { HILUM_MILLIS, "9223372036854775807d", false, 0 },
    { HILUM_BYTES, "100", true, 100 },
    { HILUM_BYTES, "64K", true, 65536 },
    { HILUM_BYTES, "1G", true, 1 << 30 },
    { HILUM_BYTES, "1MB", false, 0 },
    { HILUM_BYTES, "0M", true, 0 },
    { HILUM_BYTES, "0x", false, 0 },
    { HILUM_CHOICE, "processed", true, 1 },
    { HILUM_CHOICE, "Stored", false, 0 },
    { HILUM_BOOL, "true", true, 1 },
    { HILUM_BOOL, "false", true, 0 },
    { HILUM_BOOL, "yes", false, 0 },
    { HILUM_TEXT, "anything", true, 0 },
};

START_TEST(a_value_is_of_its_type_or_not)
{
    struct hilum_option o = { .type = values[_i].type, .choices = choices };
    int64_t             n = 0;

    ck_assert_int_eq(value_read(&o, hilum_view(values[_i].text), &n), values[_i].good);
    if (values[_i].good)
        ck_assert_int_eq(n, values[_i].number);
}
END_TEST

START_TEST(bounds_belong_to_what_is_allowed)
{
    struct hilum_option o = { .type = HILUM_BYTES, .least = "1K", .most = "2K" };

    ck_assert_str_eq(value_below(&o, 1023), "1K");
    ck_assert_ptr_null(value_below(&o, 1024));
    ck_assert_ptr_null(value_above(&o, 2048));
    ck_assert_str_eq(value_above(&o, 2049), "2K");
}
END_TEST

START_TEST(a_choice_describes_itself)
{
    struct hilum_option o = { .type = HILUM_CHOICE, .choices = choices };
    struct hilum_buffer to;

    buffer_init(&to, 100);
    value_describe(&o, &to);
    ck_assert_str_eq(buffer_text(&to), "one of stored, processed");
    buffer_free(&to);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("value");

    tcase_add_loop_test(t, a_value_is_of_its_type_or_not, 0,
                        sizeof values / sizeof *values);
    tcase_add_test(t, bounds_belong_to_what_is_allowed);
    tcase_add_test(t, a_choice_describes_itself);
    return reading_run("value", t);
}
