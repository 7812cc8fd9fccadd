/* answer_template_test.c -- acknowledgements in a form that a site has written. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "harness.h"
#include "suites.h"

#include "plugins/hl7v2/answer_template.h"

#include <stdio.h>

#define MESSAGE                                                                          \
    "MSH|^~\\&|ADT^1.2.3^ISO|WARD|LAB|HOSP|2026||ADT^A01|4\\T\\2|T|2.3|5\r"              \
    "PID|1||123^^^HOSP&1.2&ISO~456||DOE|\"\"|a\\F\\b\r"

/* The answer by a template; the harness is closed again. */
static const char *answer(const char *form, const char *message,
                          const struct hilum_outcome *o)
{
    static char    text[4096];
    struct harness h;
    const char    *made;

    if (!harness_try(&h, "answer", form)) {
        fprintf(stderr, "%s: %s\n", h.where, h.why);
        ck_abort();
    }
    made = harness_answer_to(&h, message, o);
    snprintf(text, sizeof text, "%s%s", made ? made : "(none)", h.logged);
    harness_close(&h);
    return text;
}

static const struct hilum_outcome accepted = { .place = "", .reason = "" };
static const struct hilum_outcome refused  = { .verdict = HILUM_REJECT,
                                               .place   = "PID-3",
                                               .reason  = "required: a|b" };

#define HEAD "MSH|^~\\&|LAB\n"

/* A template, and what it becomes. */
#define FORM HEAD "MSA|{{ %code }}\n"
#define MADE(code) HEAD "MSA|" code "\n"

START_TEST(a_template_is_filled_in)
{
    const char *text =
        answer("MSH|^~\\&|{{ MSH-5 }}|{{ MSH-6 }}|{{MSH-3}}|{{  MSH-4  }}|{{ %now }}||"
               "ACK^{{ MSH-9.2 }}|{{ %id }}|P|2.3\r\n"
               "\n"
               "MSA|{{ %code }}|{{ %control_id }}|{{ %reason }}|{{ %expected }}\n"
               "ZAK|1|{{ PID-5 }}  ",
               MESSAGE, &accepted);
    const char *id = strstr(text, "ACK^A01|");

    ck_assert_ptr_nonnull(id);
    ck_assert_uint_eq(strcspn(id + 8, "|"), 20);
    ck_assert_ptr_eq(
        strstr(text, "MSH|^~\\&|LAB|HOSP|ADT^1.2.3^ISO|WARD|20260324120000+0000||ACK"),
        text);
    ck_assert_str_eq(strstr(text, "|P|2.3"), "|P|2.3\nMSA|AA|4\\T\\2\nZAK|1|DOE\n");
}
END_TEST

START_TEST(what_is_refused_says_why)
{
    ck_assert_str_eq(answer(HEAD
                            "MSA|{{%code}}|1|{{%reason}}\nERR|{{%place}}|{{%condition}}",
                            MESSAGE, &refused),
                     HEAD "MSA|AE|1|required: a\\F\\b\nERR|PID-3|101\n");
}
END_TEST

START_TEST(a_segment_that_has_nothing_to_say_is_left_out)
{
    ck_assert_str_eq(
        answer(FORM "ERR|x|{{%place}}|{{%condition}}\nZAK|y", MESSAGE, &accepted),
        MADE("AA") "ZAK|y\n");
}
END_TEST

START_TEST(values_are_written_in_the_templates_separators)
{
    ck_assert_str_eq(
        answer("MSH$*%!@$A\nMSA${{ %code }}\nZAK${{ MSH-3 }}${{ PID-3 }}${{ PID-3.4 "
               "}}${{ PID-7 }}$"
               "{{ %control_id }}${{ 'a*b$' }}${{ PID-6 }}",
               MESSAGE, &accepted),
        "MSH$*%!@$A\nMSA$AA\n"
        "ZAK$ADT*1.2.3*ISO$123***HOSP@1.2@ISO$HOSP@1.2@ISO$a|b$4&2$a!S!b!F!$\"\"\n");
    ck_assert_str_eq(
        answer(FORM "ZAK|{{ PID-3 }}|{{ PID-7 }}|{{ PID-3[2] }}", MESSAGE, &accepted),
        MADE("AA") "ZAK|123^^^HOSP&1.2&ISO|a\\F\\b|456\n");
}
END_TEST

START_TEST(the_character_set_of_the_answer_is_that_of_its_msh_18)
{
    static const char message[] =
        "MSH|^~\\&|A||||||ADT|7|P|2.5||||||8859/1\rPID|||||M\xfcller\r";

    ck_assert_str_eq(answer("MSH|^~\\&||||||||||||||||{{ MSH-18 }}\n"
                            "MSA|{{ %code }}\nZAK|{{ PID-5 }}",
                            message, &accepted),
                     "MSH|^~\\&||||||||||||||||8859/1\nMSA|AA\nZAK|M\xfcller\n");
    ck_assert_str_eq(answer(FORM "ZAK|{{ PID-5 }}", message, &accepted),
                     MADE("AA") "ZAK|M\xc3\xbcller\n");
}
END_TEST

START_TEST(both_acknowledgements_of_enhanced_mode_are_by_the_template)
{
    static const char    message[] = "MSH|^~\\&|A||||||ADT|7|P|2.3|||AL|AL\r";
    struct hilum_outcome o         = { .place = "", .reason = "" };

    ck_assert_str_eq(answer(FORM, message, &o), MADE("CA"));
    o.moment = HILUM_PROCESSED;
    ck_assert_str_eq(answer(FORM, message, &o), MADE("AA"));
    ck_assert_str_eq(answer(FORM, "MSH|^~\\&|A||||||ADT|7|P|2.3|||NE|NE\r", &accepted),
                     "");
}
END_TEST

START_TEST(what_could_not_be_read_gets_the_standard_answer)
{
    ck_assert_ptr_nonnull(strstr(
        answer(FORM, "MSH|^~\\&|A||||||ADT|7|P|2.3\rpid|", &refused), "MSA|AR|7|"));
}
END_TEST

START_TEST(an_expression_that_errs_is_logged_and_the_standard_answer_sent)
{
    const char *text = answer(FORM "ZAK|{{ fail }}", MESSAGE, &accepted);

    ck_assert_ptr_nonnull(strstr(text, "MSA|AA|4\\T\\2\n"));
    ck_assert_ptr_nonnull(strstr(text, "the template of the answer failed: it errs"));
    ck_assert_ptr_null(strstr(text, "ZAK"));
    text = answer(FORM "ZAK|{{ PID }}", MESSAGE, &accepted); /* a segment is no value */
    ck_assert_ptr_null(strstr(text, "ZAK"));
    ck_assert_ptr_nonnull(strstr(text, "MSA|AA|"));
}
END_TEST

START_TEST(mistakes_are_found_when_it_is_opened)
{
    static const struct {
        const char *form, *where, *why;
    } mistakes[] = {
        { "ACK", "answer: line 1, column 1", "does not begin with the segment MSH" },
        { "MSH", "answer: line 1, column 1", "the field separator is missing" },
        { "MSH||x", "answer: line 1, column 1", "encoding characters are missing" },
        { HEAD "MSA|{{ %code", "answer: line 2, column 5", "no }} on its line" },
        { HEAD "MSA|{{ %code\nZAK|}}", "answer: line 2, column 5", "no }} on" },
        { HEAD "MSA|{{ %code|{{ MSH-10 }}", "answer: line 2, column 5", "no }} on" },
        { HEAD "MSA|{{ %code }|{{ MSH-10 }}", "answer: line 2, column 5", "no }} on" },
        { HEAD "MSA|{{ code }}", "answer: line 2, column 8", "did you mean %code?" },
        { FORM "ZAK|{{ control_id }}", "answer: line 3, column 8", "mean %control_id?" },
        { HEAD, "answer", "no segment MSA" },
        { HEAD "ZSA|{{ %code }}", "answer", "no segment MSA" },
        { HEAD "MSA|AA|{{ %code }}", "answer: line 2, column 1", "}} alone" },
        { HEAD "MSA|A{{ %code }}", "answer: line 2, column 1", "}} alone" },
        { HEAD "MSA|{{ %code }}A", "answer: line 2, column 1", "}} alone" },
        { HEAD "MSA|{{ MSH-3 }}", "answer: line 2, column 1", "}} alone" },
        { HEAD "MSA", "answer: line 2, column 1", "}} alone" },
        { FORM "MSA|AA", "answer: line 3, column 1", "}} alone" },
        { HEAD "MSA|{{ %cod }}", "answer: line 2, column 8", "%code, %condition" },
        { HEAD "MSA|{{ % }}", "answer: line 2, column 8", "%code" },
        { HEAD "\nMSA|{{ %code }}|{{}}", "answer: line 3, column 19", "nothing between" },
        { HEAD "MSA|{{ bad one }}", "answer: line 2, column 11", "no expression" },
        { HEAD "MSA|{{\n}}", "answer: line 2, column 5", "no }} on its line" },
    };

    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct harness h;

        ck_assert(!harness_try(&h, "answer", mistakes[i].form));
        ck_assert_str_eq(h.where, mistakes[i].where);
        ck_assert_msg(strstr(h.why, mistakes[i].why) != NULL, "%s", h.why);
        harness_close(&h);
    }
}
END_TEST

START_TEST(a_template_has_a_ceiling)
{
    static char    text[ANSWER_TEMPLATE_MOST + 2];
    struct harness h;

    memset(text, 'x', sizeof text - 1);
    memcpy(text, HEAD, strlen(HEAD));
    ck_assert(!harness_try(&h, "answer", text));
    ck_assert_ptr_nonnull(strstr(h.why, "at most 16384 bytes"));
    harness_close(&h);
    memset(text + strlen(HEAD), '{', ANSWER_TEMPLATE_MOST - strlen(HEAD));
    text[ANSWER_TEMPLATE_MOST] = '\0';
    ck_assert(!harness_try(&h, "answer", text));
    harness_close(&h);
}
END_TEST

/* As many pieces as there can be. */
START_TEST(a_template_may_be_full_of_expressions)
{
    static char    text[ANSWER_TEMPLATE_MOST];
    struct harness h;
    size_t         at = strlen(FORM);

    memcpy(text, FORM, at);
    for (; at + 16 < sizeof text; at += 10)
        memcpy(text + at, "a{{%id}}\nb", 10);
    ck_assert(harness_try(&h, "answer", text));
    ck_assert_ptr_nonnull(harness_answer_to(&h, MESSAGE, &accepted));
    harness_close(&h);
}
END_TEST

Suite *answer_template_suite(void)
{
    Suite *suite = suite_create("answer_template");
    TCase *tc    = tcase_create("all");

    tcase_add_test(tc, a_template_is_filled_in);
    tcase_add_test(tc, what_is_refused_says_why);
    tcase_add_test(tc, a_segment_that_has_nothing_to_say_is_left_out);
    tcase_add_test(tc, values_are_written_in_the_templates_separators);
    tcase_add_test(tc, the_character_set_of_the_answer_is_that_of_its_msh_18);
    tcase_add_test(tc, both_acknowledgements_of_enhanced_mode_are_by_the_template);
    tcase_add_test(tc, what_could_not_be_read_gets_the_standard_answer);
    tcase_add_test(tc, an_expression_that_errs_is_logged_and_the_standard_answer_sent);
    tcase_add_test(tc, mistakes_are_found_when_it_is_opened);
    tcase_add_test(tc, a_template_has_a_ceiling);
    tcase_add_test(tc, a_template_may_be_full_of_expressions);
    suite_add_tcase(suite, tc);
    return suite;
}
