/* digest_test.c -- the digest is SipHash, and does not depend on how it is fed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "suites.h"
#include "v2-to-fhir/digest.h"

START_TEST(it_gives_the_authors_test_vectors)
{
    static const uint8_t none[16] = { 0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6,
                                      0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02, 0x93 };
    static const uint8_t one[16]  = { 0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99, 0xaf, 0x44,
                                      0x34, 0x76, 0x59, 0x11, 0x9b, 0x22, 0xfc, 0x45 };
    struct digest        d;
    uint8_t              out[16];

    digest_begin(&d);
    digest_end(&d, out);
    ck_assert_mem_eq(out, none, 16);
    digest_begin(&d);
    digest_add(&d, (struct hilum_view){ "\0", 1 });
    digest_end(&d, out);
    ck_assert_mem_eq(out, one, 16);
}
END_TEST

START_TEST(it_does_not_depend_on_how_the_text_arrives)
{
    char          text[1000];
    struct digest whole, parts;
    uint8_t       a[16], b[16];

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7);
    digest_begin(&whole);
    digest_add(&whole, (struct hilum_view){ text, sizeof text });
    digest_end(&whole, a);
    for (size_t step = 1; step < 300; step += 13) {
        digest_begin(&parts);
        for (size_t at = 0; at < sizeof text; at += step)
            digest_add(&parts, (struct hilum_view){ text + at, at + step < sizeof text
                                                                   ? step
                                                                   : sizeof text - at });
        digest_end(&parts, b);
        ck_assert_mem_eq(a, b, 16);
    }
}
END_TEST

START_TEST(a_uuid_has_version_8_and_the_variant_of_the_standard)
{
    uint8_t all[16];
    char    uuid[37];

    memset(all, 0xff, sizeof all);
    digest_uuid(all, uuid);
    ck_assert_str_eq(uuid, "ffffffff-ffff-8fff-bfff-ffffffffffff");
}
END_TEST

Suite *digest_suite(void)
{
    Suite *s = suite_create("v2-to-fhir/digest");
    TCase *c = tcase_create("digest");

    tcase_add_test(c, it_gives_the_authors_test_vectors);
    tcase_add_test(c, it_does_not_depend_on_how_the_text_arrives);
    tcase_add_test(c, a_uuid_has_version_8_and_the_variant_of_the_standard);
    suite_add_tcase(s, c);
    return s;
}
