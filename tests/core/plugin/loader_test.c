/* loader_test.c -- which plugins fit, and which do not. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/loader.h"

#include "plugin/registry.h"

#include <hilum/http.h>
#include <hilum/store.h>

#include "../suite.h"

#include <stdio.h>
#include <unistd.h>

/* ---- Structs that grow ----------------------------------------------------- */

struct v1 {
    uint32_t size, a;
};
struct v2 {
    uint32_t    size, a;
    const char *b;
};

START_TEST(an_older_sender_leaves_new_members_zero)
{
    struct v1 sent = { sizeof sent, 7 };
    struct v2 got;

    ck_assert(loader_copy_sized(&got, sizeof got, &sent));
    ck_assert_uint_eq(got.a, 7);
    ck_assert_ptr_null(got.b);
}
END_TEST

START_TEST(a_newer_sender_fits_while_it_does_not_use_what_is_new)
{
    struct v2 sent = { sizeof sent, 7, NULL };
    struct v1 got;

    ck_assert(loader_copy_sized(&got, sizeof got, &sent));
    sent.b = "new";
    ck_assert(!loader_copy_sized(&got, sizeof got, &sent));
}
END_TEST

START_TEST(a_struct_smaller_than_its_size_is_no_struct)
{
    struct v1 sent = { 3, 7 }, got;

    ck_assert(!loader_copy_sized(&got, sizeof got, &sent));
    sent.size = 0;
    ck_assert(!loader_copy_sized(&got, sizeof got, &sent));
}
END_TEST

/* ---- The ABI --------------------------------------------------------------- */

#define AT(s, member) offsetof(struct s, member)

/* These numbers are the ABI.  Changing one means raising HILUM_ABI; members may
 * be added behind the last one, and then a size changes alone. */
START_TEST(the_abi_has_not_moved)
{
    ck_assert_uint_eq(HILUM_ABI, 1);

    ck_assert_uint_eq(sizeof(struct hilum_view), 16);
    ck_assert_uint_eq(AT(hilum_buffer, grow), 40);
    ck_assert_uint_eq(sizeof(struct hilum_node), 28);
    ck_assert_uint_eq(sizeof(struct hilum_block), 16);
    ck_assert_uint_eq(sizeof(struct hilum_doc), 16);
    ck_assert_uint_eq(sizeof(struct hilum_builder), 328);
    ck_assert_uint_eq(AT(hilum_builder, grow), 320);
    ck_assert_uint_eq(sizeof(struct hilum_item), 32);

    ck_assert_uint_eq(sizeof(struct hilum_answer), 40);
    ck_assert_uint_eq(AT(hilum_answer, more), 32);
    ck_assert_uint_eq(sizeof(struct hilum_offer), 72);
    ck_assert_uint_eq(AT(hilum_offer, answer), 48);
    ck_assert_uint_eq(sizeof(struct hilum_outcome), 72);
    ck_assert_uint_eq(AT(hilum_outcome, reason), 48);

    ck_assert_uint_eq(sizeof(struct hilum_option), 64);
    ck_assert_uint_eq(AT(hilum_option, type), 56);
    ck_assert_uint_eq(sizeof(struct hilum_part), 240);
    ck_assert_uint_eq(AT(hilum_part, options), 40);
    ck_assert_uint_eq(AT(hilum_part, state), 48);
    ck_assert_uint_eq(AT(hilum_part, decode), 88);
    ck_assert_uint_eq(AT(hilum_part, process), 136);
    ck_assert_uint_eq(AT(hilum_part, deliver), 144);
    ck_assert_uint_eq(AT(hilum_part, describe), 168);
    ck_assert_uint_eq(AT(hilum_part, groups), 224);
    ck_assert_uint_eq(sizeof(struct hilum_piece), 64);
    ck_assert_uint_eq(sizeof(struct hilum_group), 32);
    ck_assert_uint_eq(sizeof(struct hilum_plugin), 40);
    ck_assert_uint_eq(AT(hilum_plugin, parts), 32);
}
END_TEST

START_TEST(the_table_of_services_has_not_moved)
{
    ck_assert_uint_eq(AT(hilum_host, ref), 16);
    ck_assert_uint_eq(AT(hilum_host, draft), 64);
    ck_assert_uint_eq(AT(hilum_host, scratch), 112);
    ck_assert_uint_eq(AT(hilum_host, decode), 168);
    ck_assert_uint_eq(AT(hilum_host, expr), 184);
    ck_assert_uint_eq(AT(hilum_host, name_add), 200);
    ck_assert_uint_eq(AT(hilum_host, store), 224);
    ck_assert_uint_eq(AT(hilum_host, mount), 232);
    ck_assert_uint_eq(AT(hilum_host, offer), 240);
    ck_assert_uint_eq(AT(hilum_host, log), 264);
    ck_assert_uint_eq(AT(hilum_host, now), 280);
    ck_assert_uint_eq(AT(hilum_host, stream_end), 320);
    ck_assert_uint_eq(sizeof(struct hilum_host), 328);
}
END_TEST

START_TEST(the_table_of_a_store_has_not_moved)
{
    ck_assert_uint_eq(sizeof(struct hilum_term), 72);
    ck_assert_uint_eq(sizeof(struct hilum_record), 104);
    ck_assert_uint_eq(sizeof(struct hilum_query), 120);
    ck_assert_uint_eq(sizeof(struct hilum_store), 64);
    ck_assert_uint_eq(AT(hilum_store, find), 56);
}
END_TEST

/* ---- Plugins on the disk --------------------------------------------------- */

static const struct {
    const char *file, *why; /* NULL: it fits */
} plugins[] = {
    { "other_abi", "it was made for ABI 2, and this engine has ABI 1" },
    { "missing_symbol", "undefined symbol: nobody_has_this" },
    { "no_plugin", "it exports no symbol hilum_plugin: is it a plugin of this engine?" },
    { "no_parts", "it offers nothing: name, version or parts are missing" },
    { "two_kinds", "its part part must be exactly one of: a source (start and stop), a codec "
                   "(decode and encode), a stage, a sink, a store, a service" },
    { "no_kind", "its part part must be exactly one of" },
    { "newer_services", "it wants services that this engine lacks (336 bytes of them, and "
                        "there are 328): a newer engine is needed" },
    { "newer_part", "a part of it was made for a newer engine" },
    { "newer_plugin", "it was made for a newer engine" },
    { "accepts_nothing", "its part mute does not say what it accepts" },
    { "produces_nothing", "its part mute does not say what it produces" },
    { "no_summary", "a part of it has no name or no summary" },
    { "newer_unused", NULL },
    { "older", NULL },
};

START_TEST(each_refusal_says_why)
{
    for (size_t i = 0; i < sizeof plugins / sizeof *plugins; i++) {
        struct hilum_plugin p;
        char                path[512];
        const char         *why;

        snprintf(path, sizeof path, BAD "/%s.so", plugins[i].file);
        why = loader_open(path, &p);
        if (plugins[i].why)
            ck_assert_msg(why && strstr(why, plugins[i].why), "%s: %s", path, why);
        else
            ck_assert_msg(!why, "%s: %s", path, why);
    }
}
END_TEST

START_TEST(an_older_plugin_has_zeroes_for_what_it_does_not_know)
{
    struct hilum_plugin p;
    struct hilum_part   part;
    enum part_kind      kind;

    ck_assert_ptr_null(loader_open(BAD "/older.so", &p));
    ck_assert_str_eq(p.name, "older");
    ck_assert(loader_copy_sized(&part, sizeof part, p.parts[0]));
    ck_assert_str_eq(part.name, "older");
    ck_assert(part.process != NULL);
    ck_assert_ptr_null(part.store);
    ck_assert(part.mount == NULL);
    ck_assert(part.describe == NULL);
    ck_assert(loader_kind(&part, &kind));
    ck_assert_str_eq(loader_kind_name(kind), "stage");
}
END_TEST

START_TEST(a_text_that_is_called_a_plugin_is_refused)
{
    char                path[] = "/tmp/hilum-loader-XXXXXX.so";
    int                 fd     = mkstemps(path, 3);
    struct hilum_plugin p;
    const char         *why;

    ck_assert_int_ge(fd, 0);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(write(fd, "I am a plugin, am I not?\n", 25), 25);
    close(fd);
    why = loader_open(path, &p);
    unlink(path);
    ck_assert_ptr_nonnull(why);
    ck_assert_msg(strstr(why, "invalid ELF header"), "%s", why);
    why = loader_open("/nowhere/at-all.so", &p);
    ck_assert_msg(why && strstr(why, "No such file"), "%s", why);
}
END_TEST

/* A whole folder: what fits is there, and the rest is listed with its reason. */
START_TEST(a_folder_of_bad_plugins_harms_nobody)
{
    struct registry r;

    registry_init(&r);
    registry_load_folders(&r, BAD ":/nowhere::");
    ck_assert_uint_eq(r.count, 2);
    ck_assert_str_eq(r.parts[0].plugin, "newer-unused");
    ck_assert_str_eq(r.parts[1].plugin, "older");
    ck_assert_uint_eq(r.refused_count, 13);
    for (size_t i = 0; i < r.refused_count; i++) {
        ck_assert_ptr_nonnull(strstr(r.refused[i].path, BAD));
        ck_assert_uint_gt(strlen(r.refused[i].why), 10);
        if (strstr(r.refused[i].path, "bad_option"))
            ck_assert_msg(strstr(r.refused[i].why, "span"), "%s", r.refused[i].why);
    }
    registry_free(&r);
}
END_TEST

int main(void)
{
    return suite_run("loader",
                     SUITE_TESTS(an_older_sender_leaves_new_members_zero,
                                 a_newer_sender_fits_while_it_does_not_use_what_is_new,
                                 a_struct_smaller_than_its_size_is_no_struct,
                                 the_abi_has_not_moved, the_table_of_services_has_not_moved,
                                 the_table_of_a_store_has_not_moved, each_refusal_says_why,
                                 an_older_plugin_has_zeroes_for_what_it_does_not_know,
                                 a_text_that_is_called_a_plugin_is_refused,
                                 a_folder_of_bad_plugins_harms_nobody),
                     NULL, NULL);
}
