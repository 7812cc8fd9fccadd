/* name_test.c -- names as integers, and their texts. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "message/name.h"

#include "base/limits.h"

#include "../suite.h"

#include <pthread.h>
#include <stdio.h>

static void text_is(uint32_t name, const char *text)
{
    struct hilum_view v = name_text(name);

    ck_assert_msg(hilum_is(v, text), "%x is %.*s, not %s", name, (int)v.len, v.ptr, text);
    ck_assert_int_eq(v.ptr[v.len], '\0');
}

START_TEST(a_position_is_its_digits)
{
    text_is(1, "1");
    text_is(10, "10");
    text_is(65535, "65535");
    text_is(0, "");
}
END_TEST

START_TEST(three_bytes_are_packed_and_need_nobody_to_know_them)
{
    text_is(HILUM_NAME("PID"), "PID");
    text_is(HILUM_NAME("Z1"), "Z1");
    text_is(HILUM_NAME("x"), "x");
    text_is(HILUM_NAME(""), "");
    ck_assert_uint_eq(name_add("MSH", 3), HILUM_NAME("MSH"));
    ck_assert_uint_ne(HILUM_NAME("AB"), HILUM_NAME("BA"));
    ck_assert_uint_ne(HILUM_NAME("A"), HILUM_NAME("AA"));
    ck_assert_uint_lt(HILUM_NAME("\xff\xff\xff"), HILUM_NAME_HASHED);
}
END_TEST

START_TEST(a_longer_name_has_a_text_once_it_was_made_known)
{
    uint32_t name = HILUM_NAME("birthDateOfTest");

    text_is(name, "");
    ck_assert_uint_eq(name_add("birthDateOfTest", 15), name);
    ck_assert_uint_eq(name_add("birthDateOfTest", 15), name);
    text_is(name, "birthDateOfTest");
    ck_assert(name & HILUM_NAME_HASHED);
}
END_TEST

/* Two names of four letters and more with the same number: the hash has 31 bits
 * left, so some 60,000 names are enough to find a pair. */
static void find_collision(char one[static 16], char two[static 16])
{
    enum { TABLE = 1 << 20 };
    static uint32_t owner[TABLE];

    for (uint32_t i = 1; i < TABLE; i++) {
        uint32_t name, at;

        name = hilum_name(one, (size_t)snprintf(one, 16, "n%06x", i));
        for (at = name % TABLE; owner[at]; at = (at + 1) % TABLE) {
            size_t len = (size_t)snprintf(two, 16, "n%06x", owner[at]);

            if (hilum_name(two, len) == name)
                return;
        }
        owner[at] = i;
    }
    ck_abort_msg("no two names have the same number");
}

START_TEST(a_second_name_of_the_same_number_is_refused)
{
    char one[16], two[16];

    find_collision(one, two);
    ck_assert_str_ne(one, two);
    ck_assert_uint_eq(hilum_name(one, strlen(one)), hilum_name(two, strlen(two)));
    ck_assert_uint_ne(name_add(one, strlen(one)), 0);
    ck_assert_uint_eq(name_add(two, strlen(two)), 0);
    text_is(hilum_name(two, strlen(two)), one);
    ck_assert_uint_ne(name_add(one, strlen(one)), 0);
}
END_TEST

START_TEST(an_interned_text_is_one_copy)
{
    char        text[] = "hl7v2/er7";
    const char *kept   = name_intern(text, 9);

    ck_assert_ptr_nonnull(kept);
    ck_assert_ptr_ne(kept, text);
    text[0] = 'x';
    ck_assert_str_eq(kept, "hl7v2/er7");
    ck_assert_ptr_eq(name_intern("hl7v2/er7-and-more", 9), kept);
    ck_assert_ptr_ne(name_intern("hl7v2", 5), kept);
    ck_assert_str_eq(name_intern("", 0), "");
}
END_TEST

/* Gives its argument where a name has a wrong text. */
static void *add_many(void *arg)
{
    for (int i = 0; i < 5000; i++) {
        char     text[24];
        size_t   len  = (size_t)snprintf(text, sizeof text, "shared-%d", i);
        uint32_t name = name_add(text, len);

        if (name && !hilum_is(name_text(name), text))
            return arg;
    }
    return NULL;
}

START_TEST(several_threads_may_make_the_same_names_known)
{
    pthread_t threads[4];
    void     *wrong;

    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, add_many, threads), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &wrong);
        ck_assert_ptr_null(wrong);
    }
}
END_TEST

/* Last: it fills the register of this process. */
START_TEST(a_full_register_refuses_and_keeps_what_it_has)
{
    uint32_t kept    = name_add("kept-until-the-end", 18);
    size_t   refused = 0;

    for (uint32_t i = 0; i < LIMIT_NAMES + 100; i++) {
        char   text[24];
        size_t len = (size_t)snprintf(text, sizeof text, "filling-%x", i);

        refused += name_add(text, len) == 0;
    }
    ck_assert_uint_ge(refused, 100);
    text_is(kept, "kept-until-the-end");
    ck_assert_uint_eq(name_add("kept-until-the-end", 18), kept);
    text_is(HILUM_NAME("never-made-known-at-all"), "");
}
END_TEST

int main(void)
{
    return suite_run("name",
                     SUITE_TESTS(a_position_is_its_digits,
                                 three_bytes_are_packed_and_need_nobody_to_know_them,
                                 a_longer_name_has_a_text_once_it_was_made_known,
                                 a_second_name_of_the_same_number_is_refused,
                                 an_interned_text_is_one_copy,
                                 several_threads_may_make_the_same_names_known,
                                 a_full_register_refuses_and_keeps_what_it_has),
                     NULL, NULL);
}
