/* steady_test.c -- what the codec asks of memory: nothing, once it has seen a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdlib.h>

enum { LARGE = 50 << 20 };

/* Linked with --wrap: every allocation of the codec and the harness is counted. */
static size_t allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *ptr, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *ptr, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *ptr, size_t size)
{
    allocations++;
    return __real_realloc(ptr, size);
}

#define MSH "MSH|^~\\&|LAB|HOSP|EHR|HOSP|20260324120000||ORU^R01^ORU_R01|42|P|2.5.1\r"

static const char *const messages[] = {
    MSH "PID|1||123^^^HOSP&1.2.3&ISO^MR~456||DOE^JANE^^^^^L||19700101|F||\"\"\r"
        "OBX|1|NM|2345-7^Glucose^LN||105|mg/dL^^UCUM|70-99|H|||F\r",
    MSH "PID|1||~123||M\xc3\xbcller^Zo\xc3\xab\r"
        "OBX|1|ST|X||a \\T\\ b \\X41\\ c \\.br\\ d~~e\r",
    "MSH|^~\\&|A|||||| ADT|1|P|2.3\nPID|||||||19600101\nZPI|1|A^B\n",
};

enum { COUNT = sizeof messages / sizeof messages[0] };

START_TEST(a_message_like_one_before_needs_no_memory)
{
    struct harness h;
    size_t         before, needed;
    bool           ok = true;

    harness_open(&h);
    for (size_t i = 0; i < COUNT; i++)
        ok &= harness_build(&h, hilum_view(messages[i])) == HILUM_OK;
    before = allocations;
    for (size_t i = 0; i < 100 * COUNT; i++)
        ok &= harness_build(&h, hilum_view(messages[i % COUNT])) == HILUM_OK;
    needed = allocations - before; /* before Check takes some for itself */
    ck_assert_msg(ok, "%s", h.why);
    ck_assert_uint_eq(needed, 0);
    harness_close(&h);
}
END_TEST

START_TEST(an_embedded_document_of_50_mb_stays_where_it_is)
{
    static const char        head[] = MSH "OBX|1|ED|PDF||^application^pdf^Base64^";
    static const char        tail[] = "||||||F\r";
    char                    *text   = malloc(LARGE);
    struct harness           h;
    const struct hilum_node *n;
    struct hilum_view        v;

    ck_assert_ptr_nonnull(text);
    memset(text, 'Q', LARGE);
    memcpy(text, head, sizeof head - 1);
    memcpy(text + LARGE - (sizeof tail - 1), tail, sizeof tail - 1);
    harness_open(&h);
    ck_assert_int_eq(harness_decode(&h, (struct hilum_view){ text, LARGE }), HILUM_OK);
    n = harness_node(&h, "OBX-5.5");
    ck_assert_ptr_nonnull(n);
    v = hilum_text(h.doc, n);
    ck_assert_ptr_eq(v.ptr, text + sizeof head - 1);
    ck_assert_uint_eq(v.len, LARGE - (sizeof head - 1) - (sizeof tail - 1));
    ck_assert_uint_eq(h.builder.used, 0);
    ck_assert_uint_lt(h.doc.block->size, 4096);
    ck_assert_uint_lt(h.builder.room, 4096);
    ck_assert_ptr_eq(harness_node(&h, "OBX-11")->place + text, text + LARGE - 2);
    harness_close(&h);
    free(text);
}
END_TEST

Suite *steady_suite(void)
{
    Suite *suite = suite_create("steady");
    TCase *tc    = tcase_create("all");

    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, a_message_like_one_before_needs_no_memory);
    tcase_add_test(tc, an_embedded_document_of_50_mb_stays_where_it_is);
    suite_add_tcase(suite, tc);
    return suite;
}
