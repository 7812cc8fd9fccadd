/* xml_text_test.c -- what XML's bytes are, and what is refused before it is parsed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/hl7v2/xml_text.h"

#include "services.h"
#include "suites.h"

static struct harness h;

static void open_harness(void)
{
    harness_open_part(&h, "xml");
}

static void close_harness(void)
{
    harness_close(&h);
}

#define TAKE(t, literal)                                                                 \
    xml_text_take(&(t), &h.call, (struct hilum_view){ literal, sizeof(literal) - 1 })

static bool same(const struct xml_text *t, const char *text)
{
    return hilum_is(t->utf8, text);
}

START_TEST(text_without_a_declaration_is_utf_8_and_borrowed)
{
    struct xml_text t;

    ck_assert(TAKE(t, "<A>\xc3\xa4</A>"));
    ck_assert(same(&t, "<A>\xc3\xa4</A>"));
    ck_assert(!t.converted);
    ck_assert_uint_eq(t.skipped, 0);
}
END_TEST

START_TEST(a_byte_order_mark_is_skipped)
{
    struct xml_text t;

    ck_assert(TAKE(t, "\xef\xbb\xbf<A/>"));
    ck_assert(same(&t, "<A/>"));
    ck_assert_uint_eq(t.skipped, 3);
}
END_TEST

START_TEST(another_encoding_that_is_declared_is_converted)
{
    struct xml_text t;

    ck_assert(TAKE(t, "<?xml version='1.0' encoding='ISO-8859-1'?><A>\xe4</A>"));
    ck_assert(same(&t, "<?xml version='1.0' encoding='ISO-8859-1'?><A>\xc3\xa4</A>"));
    ck_assert(t.converted);
    ck_assert(TAKE(t, "<?xml version=\"1.0\" encoding=\"windows-1252\"?><A>\x80</A>"));
    ck_assert_ptr_nonnull(memmem(t.utf8.ptr, t.utf8.len, "\xe2\x82\xac", 3));
}
END_TEST

START_TEST(utf_16_is_known_by_its_mark_or_its_first_characters)
{
    struct xml_text t;

    ck_assert(TAKE(t, "\xff\xfe<\0A\0/\0>\0"));
    ck_assert(same(&t, "<A/>"));
    ck_assert(TAKE(t, "\xfe\xff\0<\0A\0/\0>"));
    ck_assert(same(&t, "<A/>"));
    ck_assert(TAKE(t, "<\0?\0x\0?\0>\0"));
    ck_assert(same(&t, "<?x?>"));
}
END_TEST

START_TEST(utf_16_that_is_declared_in_single_bytes_is_not_believed)
{
    struct xml_text t;

    ck_assert(TAKE(t, "<?xml version=\"1.0\" encoding=\"utf-16\"?><A>\xc3\xa4</A>"));
    ck_assert(!t.converted);
}
END_TEST

START_TEST(an_encoding_that_nobody_knows_is_refused)
{
    struct xml_text t;

    ck_assert(!TAKE(t, "<?xml version='1.0' encoding='MARTIAN'?><A/>"));
    ck_assert_ptr_nonnull(t.reason);
    ck_assert(!TAKE(t, ""));
    ck_assert_ptr_nonnull(t.reason);
}
END_TEST

START_TEST(masses_of_attributes_are_refused_where_they_stand)
{
    static char     text[32 << 10];
    struct xml_text t;
    size_t          at = 0;

    memcpy(text, "<A><B", 5);
    for (at = 5; at + 16 < sizeof text; at += 6)
        memcpy(text + at, " a='>'", 6);
    memcpy(text + at, "/></A>", 6);
    ck_assert(!xml_text_take(&t, &h.call, (struct hilum_view){ text, at + 6 }));
    ck_assert_uint_eq(t.fault, 3);
}
END_TEST

START_TEST(many_elements_with_an_attribute_are_none)
{
    static char     text[64 << 10];
    struct xml_text t;
    size_t          at = 0;

    for (; at + 100 < sizeof text; at += 17)
        memcpy(text + at, "<escape V='.br'/>", 17);
    memcpy(text + at, "<!-- <a ' --><![CDATA[<b \"]]><?p <c '?>", 39);
    ck_assert(xml_text_take(&t, &h.call, (struct hilum_view){ text, at + 39 }));
}
END_TEST

Suite *xml_text_suite(void)
{
    Suite *s = suite_create("xml_text");
    TCase *c = tcase_create("all");

    tcase_add_checked_fixture(c, open_harness, close_harness);
    tcase_add_test(c, text_without_a_declaration_is_utf_8_and_borrowed);
    tcase_add_test(c, a_byte_order_mark_is_skipped);
    tcase_add_test(c, another_encoding_that_is_declared_is_converted);
    tcase_add_test(c, utf_16_is_known_by_its_mark_or_its_first_characters);
    tcase_add_test(c, utf_16_that_is_declared_in_single_bytes_is_not_believed);
    tcase_add_test(c, an_encoding_that_nobody_knows_is_refused);
    tcase_add_test(c, masses_of_attributes_are_refused_where_they_stand);
    tcase_add_test(c, many_elements_with_an_attribute_are_none);
    suite_add_tcase(s, c);
    return s;
}
