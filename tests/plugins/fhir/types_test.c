/* types_test.c -- the table of types: what R4 has in it, and broken tables. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugins/fhir/types.h"

#include <stdio.h>
#include <stdlib.h>

#include "harness.h"
#include "suites.h"

static struct fhir_types t;
static struct hilum_view table;
static char              where[80];

static enum hilum_verdict blame(struct hilum_call *call, enum hilum_verdict v,
                                const char *place, const char *fmt, va_list ap)
{
    (void)call;
    (void)fmt;
    (void)ap;
    snprintf(where, sizeof(where), "%s", place);
    return v;
}

static uint32_t name_add(const char *ptr, size_t len)
{
    return hilum_name(ptr, len);
}

static const struct hilum_host host = { .blame = blame, .name_add = name_add };
static struct hilum_call       call = { &host };

static void set_up(void)
{
    table = harness_file(SCHEMAS "/fhir/r4/elements");
    ck_assert_int_eq(fhir_types_load(&t, &call, table), HILUM_OK);
}

static void tear_down(void)
{
    fhir_types_free(&t);
    free((char *)(uintptr_t)table.ptr);
}

static const struct fhir_element *key(const char *type, const char *name)
{
    const struct fhir_type *found = fhir_types_find(&t, hilum_view(type));

    ck_assert_ptr_nonnull(found);
    return fhir_types_key(&t, found, name, strlen(name), strlen(name));
}

START_TEST(a_type_has_the_elements_of_its_base_first)
{
    ck_assert_uint_eq(key("Patient", "id")->order, 0);
    ck_assert_uint_eq(key("Patient", "contained")->form, FHIR_RESOURCE);
    ck_assert_uint_eq(key("Age", "unit")->type, HILUM_NAME("string"));
    ck_assert_uint_eq(key("date", "extension")->flags, FHIR_LIST);
    ck_assert_ptr_null(key("Patient", "birthdate"));
    ck_assert_ptr_null(fhir_types_find(&t, HILUM_VIEW("Patent")));
}
END_TEST

START_TEST(every_element_is_found_by_key_and_by_node)
{
    ck_assert_uint_gt(t.type_count, 600);
    for (uint32_t i = 0; i < t.type_count; i++) {
        const struct fhir_type *type = &t.types[i];

        ck_assert_ptr_eq(fhir_types_find(&t, type->name), type);
        for (uint32_t j = 0; j < type->count; j++) {
            const struct fhir_element *e    = &t.elements[type->first + j];
            struct hilum_view          json = fhir_types_json(&t, e);

            ck_assert_ptr_eq(fhir_types_key(&t, type, json.ptr, json.len, 64), e);
            ck_assert_ptr_eq(fhir_types_node(&t, type, e->name, e->type), e);
        }
    }
}
END_TEST

START_TEST(a_choice_has_one_order_and_many_keys)
{
    const struct fhir_element *quantity = key("Observation", "valueQuantity");
    const struct fhir_element *text     = key("Observation", "valueString");

    ck_assert_uint_eq(quantity->order, text->order);
    ck_assert_uint_eq(quantity->name, HILUM_NAME("value"));
    ck_assert_uint_eq(quantity->flags, FHIR_CHOICE);
    ck_assert(hilum_is(fhir_types_name(&t, text), "value"));
    ck_assert_ptr_null(key("Observation", "valueMoney"));
    ck_assert_ptr_null(fhir_types_node(&t, fhir_types_find(&t, HILUM_VIEW("Observation")),
                                       HILUM_NAME("value"), HILUM_NAME("Money")));
}
END_TEST

START_TEST(attributes_and_what_is_required_are_known)
{
    ck_assert_uint_eq(key("Extension", "url")->flags, FHIR_ATTRIBUTE | FHIR_REQUIRED);
    ck_assert_uint_eq(key("Extension", "id")->flags, FHIR_ATTRIBUTE);
    ck_assert_uint_eq(key("Patient", "id")->flags, 0);
    ck_assert_uint_eq(key("Questionnaire.item", "item")->below,
                      key("Questionnaire", "item")->below);
}
END_TEST

static void expect_broken(const char *text, const char *place)
{
    struct fhir_types broken = { 0 };

    ck_assert_int_eq(fhir_types_load(&broken, &call, hilum_view(text)), HILUM_FAIL);
    ck_assert_str_eq(where, place);
    fhir_types_free(&broken);
}

START_TEST(a_broken_table_fails_with_its_line)
{
    expect_broken("", "fhir/r4/elements:0");
    expect_broken("\tid\t0..1\tstring\n", "fhir/r4/elements:1");
    expect_broken("A\tcomplex\tB\n", "fhir/r4/elements:1");
    expect_broken("# a\nA\tcomplex\n\tid\t0..1\tnone\n", "fhir/r4/elements:3");
    expect_broken("A\tcomplex\n\tid\n", "fhir/r4/elements:2");
    expect_broken("A\tcomplex\n\tid\t0..1\t\n", "fhir/r4/elements:2");
    expect_broken("A\tcomplex\n\t\t0..1\tA\n", "fhir/r4/elements:2");
}
END_TEST

Suite *types_suite(void)
{
    Suite *s = suite_create("fhir/types");
    TCase *c = tcase_create("table");

    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_type_has_the_elements_of_its_base_first);
    tcase_add_test(c, every_element_is_found_by_key_and_by_node);
    tcase_add_test(c, a_choice_has_one_order_and_many_keys);
    tcase_add_test(c, attributes_and_what_is_required_are_known);
    tcase_add_test(c, a_broken_table_fails_with_its_line);
    suite_add_tcase(s, c);
    return s;
}
