/* registry_test.c -- finding parts among the plugins loaded. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/registry.h"

#include "../suite.h"

static struct registry registry;

static void setup(void)
{
    registry_init(&registry);
    ck_assert(registry_load(&registry, PARTS "/parts.so"));
    ck_assert(registry_load(&registry, BAD "/older.so"));
}

static void teardown(void)
{
    registry_free(&registry);
}

START_TEST(parts_are_in_the_order_of_their_names)
{
    static const char *const names[] = { "older", "few", "line", "many", "obey", "record",
                                         "texts" };

    ck_assert_uint_eq(registry.count, 7);
    for (size_t i = 0; i < 7; i++)
        ck_assert_str_eq(registry.parts[i].part.name, names[i]);
    ck_assert_str_eq(registry.parts[1].plugin, "parts");
    ck_assert_str_eq(registry.parts[1].version, "1.0");
    ck_assert_str_eq(registry.parts[1].path, PARTS "/parts.so");
}
END_TEST

START_TEST(a_part_is_found_by_its_name_and_kind)
{
    const struct part *p = registry_find(&registry, PART_STAGE, HILUM_VIEW("obey"));

    ck_assert_ptr_nonnull(p);
    ck_assert_str_eq(p->part.name, "obey");
    ck_assert_ptr_null(registry_find(&registry, PART_SINK, HILUM_VIEW("obey")));
    ck_assert_ptr_null(registry_find(&registry, PART_STAGE, HILUM_VIEW("obe")));
    ck_assert_ptr_null(registry_find(&registry, PART_STAGE, HILUM_VIEW("")));
}
END_TEST

START_TEST(a_part_is_found_by_its_plugin_and_name)
{
    ck_assert_ptr_nonnull(registry_find(&registry, PART_SINK, HILUM_VIEW("parts.record")));
    ck_assert_ptr_null(registry_find(&registry, PART_SINK, HILUM_VIEW("other.record")));
    ck_assert_ptr_null(registry_find(&registry, PART_SINK, HILUM_VIEW("parts.")));
    ck_assert_ptr_null(registry_find(&registry, PART_SINK, HILUM_VIEW("parts.recorder")));
}
END_TEST

START_TEST(a_codec_is_found_by_its_syntax_and_by_its_model)
{
    ck_assert_ptr_nonnull(registry_codec(&registry, HILUM_VIEW("line")));
    ck_assert_ptr_nonnull(registry_codec(&registry, HILUM_VIEW("line/text")));
    ck_assert_ptr_null(registry_codec(&registry, HILUM_VIEW("line/other")));
    ck_assert_ptr_null(registry_codec(&registry, HILUM_VIEW("lin")));
    ck_assert_ptr_null(registry_codec(&registry, HILUM_VIEW("")));
}
END_TEST

START_TEST(a_second_plugin_of_the_same_name_is_refused)
{
    ck_assert(!registry_load(&registry, PARTS "/parts.so"));
    ck_assert_uint_eq(registry.count, 7);
    ck_assert_uint_eq(registry.refused_count, 1);
    ck_assert_str_eq(registry.refused[0].why, "a plugin of that name is loaded already");
}
END_TEST

START_TEST(the_names_of_a_kind_are_listed)
{
    struct arena       arena;
    const char *const *names;

    arena_init(&arena, 1 << 16);
    names = registry_names(&registry, PART_STAGE, &arena);
    ck_assert_str_eq(names[0], "older");
    ck_assert_str_eq(names[1], "obey");
    ck_assert_ptr_null(names[2]);
    names = registry_names(&registry, PART_SERVICE, &arena);
    ck_assert_ptr_null(names[0]);
    arena_free(&arena);
}
END_TEST

START_TEST(every_kind_is_told_from_its_functions)
{
    static const struct {
        const char    *name;
        enum part_kind kind;
    } kinds[] = { { "line", PART_CODEC }, { "texts", PART_SOURCE }, { "obey", PART_STAGE },
                  { "record", PART_SINK }, { "few", PART_STORE } };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        ck_assert_ptr_nonnull(registry_find(&registry, kinds[i].kind, hilum_view(kinds[i].name)));
    ck_assert_str_eq(loader_kind_name(PART_SERVICE), "service");
}
END_TEST

int main(void)
{
    return suite_run("registry",
                     SUITE_TESTS(parts_are_in_the_order_of_their_names,
                                 a_part_is_found_by_its_name_and_kind,
                                 a_part_is_found_by_its_plugin_and_name,
                                 a_codec_is_found_by_its_syntax_and_by_its_model,
                                 a_second_plugin_of_the_same_name_is_refused,
                                 the_names_of_a_kind_are_listed,
                                 every_kind_is_told_from_its_functions),
                     setup, teardown);
}
