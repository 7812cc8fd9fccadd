/* cases_test.c -- runs tests/cases/v2-to-fhir. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file holds cases, each begun by its sentence (#).  `in:` is a message; below
 * `expect:` stand expressions that must hold on the Bundle; `unmapped:` is what must be
 * remarked, `refused:` the place of a refusal.
 */
#include "bench.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_FILE = 1 << 18, MOST_MESSAGE = 1 << 16 };

struct reader {
    struct bench bench;
    char         sentence[4096];
    char         message[MOST_MESSAGE];
    size_t       len;
    bool         ran;
    enum { NOWHERE, IN, EXPECT } part;
    int failed, count;
};

static void disappoint(struct reader *r, const char *what, struct hilum_view got)
{
    fprintf(stderr, "%s\n  %s\n  %.*s\n", r->sentence, what, (int)got.len, got.ptr);
    r->failed++;
}

static void run(struct reader *r)
{
    if (!r->ran)
        bench_run(&r->bench, (struct hilum_view){ r->message, r->len });
    r->ran = true;
    r->count++;
}

static void expect(struct reader *r, const char *text)
{
    struct hilum_call       *call = &r->bench.decode.pub;
    const struct hilum_expr *expr = hilum_expr(call, text, "fhir");
    struct hilum_doc         doc;
    struct hilum_item        item;

    run(r);
    if (!expr || !r->bench.bundle) {
        disappoint(r, text, hilum_view(expr ? "there is no Bundle" : hilum_why(call)));
        return;
    }
    doc = hilum_doc(call, r->bench.bundle);
    if (hilum_eval(call, expr, doc, hilum_root(doc), &item, 1) != 1 ||
        !hilum_is(item.text, "true"))
        disappoint(r, text, bench_json(&r->bench));
}

static void line(struct reader *r, char *text)
{
    if (text[0] == '#') {
        snprintf(r->sentence, sizeof r->sentence, "%s", text);
        r->len  = 0;
        r->ran  = false;
        r->part = NOWHERE;
    } else if (strncmp(text, "  ", 2) != 0) {
        r->part = strcmp(text, "in:") == 0       ? IN
                  : strcmp(text, "expect:") == 0 ? EXPECT
                                                 : NOWHERE;
        if (strncmp(text, "unmapped: ", 10) == 0) {
            run(r);
            if (!hilum_is(bench_remark(&r->bench, "unmapped"), text + 10))
                disappoint(r, text, bench_remark(&r->bench, "unmapped"));
        } else if (strncmp(text, "refused: ", 9) == 0) {
            run(r);
            if (r->bench.verdict != HILUM_REJECT ||
                strcmp(r->bench.rig.call.place, text + 9) != 0)
                disappoint(r, text, hilum_view(r->bench.rig.call.place));
        }
    } else if (r->part == IN && r->len + strlen(text) < sizeof r->message) {
        r->len += (size_t)snprintf(r->message + r->len, sizeof r->message - r->len,
                                   "%s\r", text + 2);
    } else if (r->part == EXPECT) {
        expect(r, text + 2);
    }
}

static void cases(const char *name)
{
    static struct reader r;
    char                 path[512], text[4096];
    FILE                *file;

    memset(&r, 0, sizeof r);
    snprintf(path, sizeof path, "%s/tests/cases/v2-to-fhir/%s.case",
             getenv("SRCDIR") ? getenv("SRCDIR") : ".", name);
    file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    bench_open(&r.bench, "{}");
    while (fgets(text, sizeof text, file)) {
        text[strcspn(text, "\n")] = '\0';
        line(&r, text);
    }
    fclose(file);
    bench_close(&r.bench);
    ck_assert_int_gt(r.count, 0);
    ck_assert_msg(r.failed == 0, "%d expectations of %s do not hold", r.failed, name);
}

START_TEST(patients)
{
    cases("patient");
}
END_TEST

START_TEST(encounters)
{
    cases("encounter");
}
END_TEST

START_TEST(results)
{
    cases("result");
}
END_TEST

START_TEST(what_is_left_unmapped)
{
    cases("unmapped");
}
END_TEST

Suite *cases_suite(void)
{
    Suite *s = suite_create("v2-to-fhir/cases");
    TCase *c = tcase_create("cases");

    tcase_add_test(c, patients);
    tcase_add_test(c, encounters);
    tcase_add_test(c, results);
    tcase_add_test(c, what_is_left_unmapped);
    suite_add_tcase(s, c);
    return s;
}
