/* tgz_test.c -- archives that are whole, cut off, and none. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/tgz.h"

#include "archive.h"

#include "base/bytes.h"

#include "../suite.h"

static struct hilum_buffer tar, packed, unpacked;

static void setup(void)
{
    buffer_init(&tar, 1 << 20);
    buffer_init(&packed, 1 << 20);
    buffer_init(&unpacked, 1 << 20);
    archive_add(&tar, "package/package.json", "{}");
    archive_add(&tar, "package/Patient.json", "{\"resourceType\": \"Patient\"}");
    ck_assert(archive_pack(hilum_buffer_view(&tar), &packed));
}

static void teardown(void)
{
    buffer_free(&tar);
    buffer_free(&packed);
    buffer_free(&unpacked);
}

START_TEST(files_come_out_as_they_went_in)
{
    struct tgz_file f;
    size_t          at = 0;

    ck_assert(tgz_unpack(hilum_buffer_view(&packed), &unpacked));
    ck_assert_int_eq(tgz_next(hilum_buffer_view(&unpacked), &at, &f), 1);
    ck_assert(hilum_is(f.name, "package/package.json"));
    ck_assert(hilum_is(f.bytes, "{}"));
    ck_assert_int_eq(tgz_next(hilum_buffer_view(&unpacked), &at, &f), 1);
    ck_assert(hilum_is(f.bytes, "{\"resourceType\": \"Patient\"}"));
    ck_assert_int_eq(tgz_next(hilum_buffer_view(&unpacked), &at, &f), 0);
}
END_TEST

START_TEST(gzip_that_is_cut_off_is_refused)
{
    for (size_t len = 0; len < packed.len; len++) {
        buffer_reset(&unpacked);
        ck_assert(!tgz_unpack((struct hilum_view){ packed.ptr, len }, &unpacked));
    }
}
END_TEST

START_TEST(an_archive_may_not_unpack_to_more_than_was_said)
{
    struct hilum_buffer small;

    buffer_init(&small, 100);
    ck_assert(!tgz_unpack(hilum_buffer_view(&packed), &small));
    buffer_free(&small);
}
END_TEST

START_TEST(a_size_beyond_the_archive_is_refused)
{
    struct tgz_file f;
    size_t          at = 0;

    memcpy(tar.ptr + 124, "77777777777", 11);
    ck_assert_int_eq(tgz_next(hilum_buffer_view(&tar), &at, &f), -1);
}
END_TEST

START_TEST(a_size_that_is_no_number_is_refused)
{
    struct tgz_file f;
    size_t          at = 0;

    memcpy(tar.ptr + 124, "sizeless", 8);
    ck_assert_int_eq(tgz_next(hilum_buffer_view(&tar), &at, &f), -1);
}
END_TEST

int main(void)
{
    return suite_run("tgz",
                     SUITE_TESTS(files_come_out_as_they_went_in,
                                 gzip_that_is_cut_off_is_refused,
                                 an_archive_may_not_unpack_to_more_than_was_said,
                                 a_size_beyond_the_archive_is_refused,
                                 a_size_that_is_no_number_is_refused),
                     setup, teardown);
}
