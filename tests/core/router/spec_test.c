/* spec_test.c -- a pipeline file as structs. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/spec.h"

#include "base/bytes.h"
#include "../config/reading.h"

#include <dirent.h>
#include <stdlib.h>

/* The broken pipelines, in the tree that the tests run on. */
static const char *folder(void)
{
    static char path[512];
    const char *root = getenv("SRCDIR");

    snprintf(path, sizeof path, "%s/tests/cases/broken", root ? root : ".");
    return path;
}

static const char whole[] = "pipeline: adt-to-fhir\n"
                            "source:\n"
                            "  mllp: { listen: \"tcp://127.0.0.1:2575\" }\n"
                            "  format: hl7v2\n"
                            "order_by: PID-3.1\n"
                            "steps:\n"
                            "  - drop:\n"
                            "    when: \"MSH-9.1 != 'ADT'\"\n"
                            "    name: only-adt\n"
                            "  - v2-to-fhir: { overlay: a.yaml }\n"
                            "  - keep\n"
                            "sinks:\n"
                            "  - fhir-store: { store: ehr }\n"
                            "    retry: { max_age: 24h }\n"
                            "    instances: 4\n"
                            "  - mllp: { url: \"tcp://lab:2576\" }\n"
                            "    from: only-adt\n"
                            "    on_error: hold\n"
                            "  - file: {}\n"
                            "    from: source\n"
                            "stores:\n"
                            "  ehr:\n"
                            "    sqlite: { path: ehr.db }\n"
                            "serve:\n"
                            "  - fhir-server: { store: ehr, path: /fhir }\n"
                            "http: { listen: \"127.0.0.1:9090\" }\n"
                            "tests:\n"
                            "  - name: nothing is dropped\n"
                            "    message: |\n"
                            "      MSH|^~\\&|\n"
                            "    expect: [\"true\"]\n"
                            "    expect_verdict: filtered\n";

static struct spec *spec_of(const char *text)
{
    struct yaml *doc = read_text(text);

    ck_assert_ptr_nonnull(doc);
    return spec_read(doc, &arena);
}

START_TEST(a_whole_pipeline_is_read)
{
    struct spec *s = spec_of(whole);

    ck_assert_uint_eq(problems.count, 0);
    ck_assert_str_eq(s->pipeline, "adt-to-fhir");
    ck_assert_str_eq(s->order_by, "PID-3.1");
    ck_assert_str_eq(s->source->part, "mllp");
    ck_assert_str_eq(s->source->format, "hl7v2");
    ck_assert_uint_eq(s->source->part_at.line, 3);
    want_text(yaml_get(s->source->options, "listen"), "tcp://127.0.0.1:2575");
    ck_assert_uint_eq(s->step_count, 3);
    ck_assert_str_eq(s->steps[0].name, "only-adt");
    ck_assert_str_eq(s->steps[0].when, "MSH-9.1 != 'ADT'");
    ck_assert_ptr_null(s->steps[0].options);
    ck_assert_uint_eq(spec_word(&s->steps[0], "when")->at.column, 11);
    ck_assert_str_eq(s->steps[1].name, "v2-to-fhir");
    ck_assert_str_eq(s->steps[2].part, "keep");
    ck_assert_ptr_null(spec_word(&s->steps[2], "when"));
    ck_assert_str_eq(s->stores[0].name, "ehr");
    ck_assert_str_eq(s->stores[0].part, "sqlite");
    ck_assert_str_eq(s->services[0].part, "fhir-server");
    ck_assert_str_eq(s->http.listen, "127.0.0.1:9090");
}
END_TEST

START_TEST(a_sink_takes_the_message_where_it_says)
{
    struct spec *s = spec_of(whole);

    ck_assert_uint_eq(s->sink_count, 3);
    ck_assert_uint_eq(s->sinks[0].after, 3);
    ck_assert_uint_eq(s->sinks[1].after, 1);
    ck_assert_uint_eq(s->sinks[2].after, 0);
    ck_assert_int_eq(s->sinks[0].instances, 4);
    ck_assert_int_eq(s->sinks[1].instances, 1);
    ck_assert_int_eq(s->sinks[1].on_error, SPEC_HOLD);
    ck_assert_int_eq(s->sinks[0].retry.max_age, 24 * 60 * 60 * 1000);
    ck_assert_int_eq(s->sinks[1].retry.max_age, 0);
    ck_assert_int_eq(s->sinks[1].retry.first, 1000);
}
END_TEST

START_TEST(a_test_says_what_it_expects)
{
    struct spec *s = spec_of(whole);

    ck_assert_uint_eq(s->test_count, 1);
    ck_assert_str_eq(s->tests[0].name, "nothing is dropped");
    ck_assert_str_eq(s->tests[0].message, "MSH|^~\\&|\n");
    ck_assert_str_eq(s->tests[0].input, "");
    want_text(s->tests[0].expect->first, "true");
    ck_assert_int_eq(s->tests[0].expect_verdict, SPEC_FILTERED);
}
END_TEST

START_TEST(a_server_needs_no_pipeline)
{
    struct spec *s = spec_of("serve:\n  - fhir-server: { store: ehr }\n");

    ck_assert_uint_eq(problems.count, 0);
    ck_assert_ptr_null(s->source);
    ck_assert_str_eq(s->pipeline, "test");
    ck_assert_str_eq(s->http.listen, "127.0.0.1:8080");
}
END_TEST

START_TEST(two_steps_may_be_the_same_part)
{
    spec_of("pipeline: a\nsource: file\nsteps: [set, set, { set: , name: x }]\n"
            "sinks:\n  - file:\n    from: x\n  - mllp:\n    from: set\n");
    ck_assert_uint_eq(problems.count, 1);
    want_problem(8, 11, "2 steps are called 'set'");
}
END_TEST

START_TEST(the_name_of_the_source_is_taken)
{
    spec_of("pipeline: a\nsource: file\nsinks:\n  - file:\n    name: source\n");
    want_problem(5, 11, "'source' is what the source is called");
}
END_TEST

START_TEST(lists_have_limits)
{
    struct hilum_buffer text;

    buffer_init(&text, 1 << 20);
    hilum_put_text(&text, "pipeline: a\nsource: file\nsinks:\n");
    for (int i = 0; i < 33; i++)
        buffer_printf(&text, "  - file: {}\n    name: s%d\n", i);
    spec_of(buffer_text(&text));
    buffer_free(&text);
    want_problem(3, 1, "'sinks' has 33 entries; 32 is the most");
}
END_TEST

/* ---- The schema ----------------------------------------------------------- */

static bool one_part(void *context, enum spec_place place, size_t i,
                     struct spec_part *out)
{
    (void)context;
    (void)place;
    *out =
        (struct spec_part){ .summary = "Does nothing.", .options = { .whose = "drop" } };
    return i == 0;
}

START_TEST(the_schema_knows_words_and_parts)
{
    struct hilum_buffer to;
    const char         *text;

    buffer_init(&to, 1 << 20);
    spec_schema(&to, one_part, NULL);
    text = buffer_text(&to);
    ck_assert_ptr_nonnull(strstr(text, "\"order_by\": {"));
    ck_assert_ptr_nonnull(strstr(text, "\"max_age\": {"));
    ck_assert_ptr_nonnull(strstr(text, "\"drop\": {\n"));
    ck_assert_ptr_nonnull(strstr(text, "\"const\": \"drop\""));
    ck_assert_int_eq(text[strlen(text) - 1], '\n');
    buffer_free(&to);
}
END_TEST

/* ---- The broken pipelines ------------------------------------------------- */

/* What is wrong in these only shows when parts are looked up, their options
 * filled and expressions compiled. */
static const char *const needs_parts[] = {
    "bad-choice.yaml",     "bad-order-by.yaml",   "bad-unit.yaml",
    "bad-when.yaml",       "empty-option.yaml",   "links-that-do-not-fit.yaml",
    "list-for-value.yaml", "missing-option.yaml", "options-as-text.yaml",
    "out-of-bounds.yaml",  "sink-as-step.yaml",   "store-as-sink.yaml",
    "unknown-format.yaml", "unknown-option.yaml", "unknown-plugin.yaml",
    "unknown-store.yaml",  "wrong-type.yaml",     NULL,
};

/* Beside a mistake of the spec's there is one of a part's options. */
static bool left_to_parts(const char *name, const char *sentence)
{
    for (size_t i = 0; needs_parts[i]; i++) {
        if (strcmp(needs_parts[i], name) == 0)
            return true;
    }
    return strstr(sentence, "needs the option") != NULL;
}

/* The expectations in the comments on top: "# expect: LINE:COLUMN WORDS". */
static void check_broken(const char *name)
{
    char         path[1024], line[512];
    struct yaml *doc;
    FILE        *from;

    snprintf(path, sizeof path, "%s/%s", folder(), name);
    problems = (struct problems){ .arena = &arena };
    doc      = yaml_file(&arena, path, &problems);
    if (doc)
        spec_read(doc, &arena);
    from = fopen(path, "r");
    ck_assert_ptr_nonnull(from);
    while (fgets(line, sizeof line, from) && strncmp(line, "# expect: ", 10) == 0) {
        char  *rest;
        size_t row    = strtoul(line + 10, &rest, 10);
        size_t column = strtoul(rest + 1, &rest, 10);

        rest[strcspn(rest, "\n")] = '\0';
        if (*rest == ' ')
            rest++;
        if (!left_to_parts(name, rest) && !has_problem(row, column, rest))
            fprintf(stderr, "in %s:\n", path);
        if (!left_to_parts(name, rest))
            want_problem(row, column, rest);
    }
    fclose(from);
}

START_TEST(each_broken_pipeline_gets_its_sentence)
{
    DIR   *all  = opendir(folder());
    size_t seen = 0;

    ck_assert_ptr_nonnull(all);
    for (;;) {
        const struct dirent *entry = readdir(all);

        if (!entry)
            break;
        if (!strstr(entry->d_name, ".yaml"))
            continue;
        check_broken(entry->d_name);
        arena_reset(&arena);
        problems = (struct problems){ .arena = &arena };
        seen++;
    }
    closedir(all);
    ck_assert_uint_ge(seen, 30);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("spec");

    tcase_add_test(t, a_whole_pipeline_is_read);
    tcase_add_test(t, a_sink_takes_the_message_where_it_says);
    tcase_add_test(t, a_test_says_what_it_expects);
    tcase_add_test(t, a_server_needs_no_pipeline);
    tcase_add_test(t, two_steps_may_be_the_same_part);
    tcase_add_test(t, the_name_of_the_source_is_taken);
    tcase_add_test(t, lists_have_limits);
    tcase_add_test(t, the_schema_knows_words_and_parts);
    tcase_add_test(t, each_broken_pipeline_gets_its_sentence);
    return reading_run("spec", t);
}
