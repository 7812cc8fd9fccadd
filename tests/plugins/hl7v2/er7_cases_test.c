/* er7_cases_test.c -- runs tests/cases/hl7v2: what is read, and how it is written. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>

#ifndef CASES
#define CASES "tests/cases"
#endif

enum { MOST_TEXT = 8192 };

/* A case: a sentence, a message, and then what it is written as, or the place of
 * the fault that it has. */
struct example {
    char title[256];
    char in[MOST_TEXT], out[MOST_TEXT];
    char refused[64];
};

static void add(char *to, const char *line, const char *end)
{
    size_t n = strlen(to);

    ck_assert_uint_lt(n + strlen(line) + 2, MOST_TEXT);
    snprintf(to + n, MOST_TEXT - n, "%s%s", line, end);
}

static void finish(struct harness *h, struct example *e)
{
    enum hilum_verdict v;
    const char        *written;

    if (!e->in[0])
        return;
    v = harness_read(h, e->in);
    if (e->refused[0]) {
        ck_assert_msg(v == HILUM_REJECT && strcmp(h->where, e->refused) == 0,
                      "%s: refused at \"%s\"", e->title, h->where);
    } else {
        ck_assert_msg(v == HILUM_OK, "%s: %s: %s", e->title, h->where, h->why);
        written = harness_write(h, NULL);
        ck_assert_msg(written && strcmp(written, e->out) == 0, "%s: got\n%s", e->title,
                      written ? written : h->why);
    }
    e->in[0] = e->out[0] = e->refused[0] = '\0';
}

static void run(struct harness *h, const char *path)
{
    static struct example e;
    char                  line[1024];
    char                 *to    = NULL;
    FILE                 *f     = fopen(path, "r");
    size_t                cases = 0;

    ck_assert_msg(f != NULL, "%s cannot be read", path);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#') {
            finish(h, &e);
            snprintf(e.title, sizeof e.title, "%.250s", line + 1);
            cases++;
            to = NULL;
        } else if (strcmp(line, "in: hl7v2/er7") == 0) {
            to = e.in;
        } else if (strcmp(line, "out: hl7v2/er7") == 0) {
            to = e.out;
        } else if (strncmp(line, "reject: ", 8) == 0) {
            snprintf(e.refused, sizeof e.refused, "%.60s", line + 8);
        } else if (to && strncmp(line, "  ", 2) == 0) {
            add(to, line + 2, to == e.in ? "\r" : "\n");
        } else {
            ck_assert_msg(line[0] == '\0' || strncmp(line, "use: ", 5) == 0, "%s: %s",
                          path, line);
        }
    }
    finish(h, &e);
    fclose(f);
    ck_assert_uint_gt(cases, 3);
}

START_TEST(every_case_comes_out_as_it_says)
{
    struct harness h;

    harness_open(&h);
    run(&h, CASES "/hl7v2/normal-form.case");
    run(&h, CASES "/hl7v2/refused.case");
    harness_close(&h);
}
END_TEST

Suite *er7_cases_suite(void)
{
    Suite *suite = suite_create("er7_cases");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, every_case_comes_out_as_it_says);
    suite_add_tcase(suite, tc);
    return suite;
}
