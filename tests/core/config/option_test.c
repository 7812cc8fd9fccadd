/* option_test.c -- tables of options: filling, checking, helping, describing. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "config/option.h"

#include "base/bytes.h"
#include "config/option_schema.h"
#include "reading.h"

#include <stdlib.h>

struct part {
    const char *listen;
    const char *password;
    int64_t     ack;
    int64_t     max_message;
    int64_t     timeout;
    int64_t     tries;
    bool        tls;
};

static const char *const acks[] = { "stored", "processed", NULL };

static const struct hilum_option rows[] = {
    HILUM_OPT_TEXT(struct part, listen, .help = "Where to listen."),
    HILUM_OPT_SECRET(struct part, password, .preset = "", .help = "A password."),
    HILUM_OPT_CHOICE(struct part, ack, .preset = "stored", .choices = acks,
                     .help = "When the sender is answered."),
    HILUM_OPT_BYTES(struct part, max_message, .preset = "16M", .least = "1K",
                    .most = "256M", .help = "The largest message that is taken."),
    HILUM_OPT_MILLIS(struct part, timeout, .preset = "30s", .least = "1s",
                     .help = "How long an answer is waited for."),
    HILUM_OPT_INT(struct part, tries, .preset = "3", .most = "9", .help = "How often."),
    HILUM_OPT_BOOL(struct part, tls, .preset = "false", .help = "Whether to encrypt."),
    HILUM_OPT_END,
};

static const struct option_set set = OPTION_SET("mllp", struct part, rows);

static bool fill(const struct option_set *from, void *state, const char *text)
{
    struct yaml *doc = read_text(text);

    ck_assert_ptr_nonnull(doc);
    return option_fill(from, state, doc, doc->root->first, doc->root->first->key_at,
                       &arena);
}

START_TEST(what_is_not_given_has_its_preset)
{
    struct part p = { 0 };

    ck_assert(
        fill(&set, &p, "mllp: { listen: here, ack: processed, timeout: 5m, tls: true }"));
    ck_assert_str_eq(p.listen, "here");
    ck_assert_str_eq(p.password, "");
    ck_assert_int_eq(p.ack, 1);
    ck_assert_int_eq(p.max_message, 16 << 20);
    ck_assert_int_eq(p.timeout, 300000);
    ck_assert_int_eq(p.tries, 3);
    ck_assert(p.tls);
}
END_TEST

START_TEST(all_mistakes_are_found_at_once)
{
    struct part p = { 0 };

    ck_assert(
        !fill(&set, &p,
              "mllp:\n  lisen: here\n  colour: red\n  ack: store\n  max_message: 1\n"
              "  timeout: 5\n  tries: 10\n  tls: { }\n  password:\n"));
    want_problem(1, 1, "mllp needs the option 'listen': Where to listen.");
    want_problem(2, 3, "mllp has no option 'lisen' (did you mean 'listen'?)");
    want_problem(3, 3, "mllp has no option 'colour'; it has listen, password, ack");
    want_problem(4, 8, "'ack' must be one of stored, processed, not store");
    want_problem(4, 8, "(did you mean 'stored'?)");
    want_problem(5, 16, "'max_message' must be at least 1K");
    want_problem(6, 12,
                 "'timeout' must be a time such as 250ms, 30s, 5m, 1h or 7d, not 5");
    want_problem(7, 10, "'tries' must be at most 9");
    want_problem(8, 8, "'tls' must be one value, not a map");
    want_problem(9, 3, "'password' has no value; an empty text is written \"\"");
    ck_assert_uint_eq(problems.count, 9);
}
END_TEST

START_TEST(options_are_a_map)
{
    struct part p;

    ck_assert(!fill(&set, &p, "mllp: here"));
    want_problem(1, 7,
                 "the options of mllp are a map, such as { listen: ... }, not a text");
    ck_assert(!fill(&set, &p, "mllp: [here]"));
    want_problem(1, 7, "not a list");
}
END_TEST

START_TEST(a_part_without_options_takes_none)
{
    struct option_set none = { .whose = "drop" };

    ck_assert(fill(&none, NULL, "drop:"));
    ck_assert(fill(&none, NULL, "drop: {}"));
    ck_assert(!fill(&none, NULL, "drop: { when: x }"));
    want_problem(1, 9, "drop has no option 'when'; it has no options at all");
}
END_TEST

START_TEST(no_problem_shows_a_secret)
{
    struct part p;

    setenv("HILUM_SECRET_HERE", "hunter2", 1);
    ck_assert(!fill(&set, &p, "mllp: { password: hunter2, listn: x }"));
    ck_assert(!fill(&set, &p, "mllp: { listen: x, timeout: \"${HILUM_SECRET_HERE}\" }"));
    ck_assert(!fill(&set, &p, "mllp: { listen: x, ack: \"${HILUM_SECRET_HERE}\" }"));
    for (size_t i = 0; i < problems.count; i++) {
        ck_assert_ptr_null(strstr(problems.list[i].what, "hunter2"));
        ck_assert_ptr_null(strstr(problems.list[i].line_text, "hunter2"));
    }
    want_problem(1, 29, "not \"${HILUM_SECRET_HERE}\"");
}
END_TEST

START_TEST(a_broken_value_is_not_blamed_twice)
{
    struct part p;

    ck_assert(!fill(&set, &p, "mllp: { listen: x, tries: \"${HILUM_NONE}\" }"));
    ck_assert_uint_eq(problems.count, 1);
}
END_TEST

START_TEST(a_text_has_no_zero_byte)
{
    struct part p;

    ck_assert(!fill(&set, &p, "mllp: { listen: \"a\\0b\" }"));
    want_problem(1, 17, "has a zero byte");
}
END_TEST

/* The options of a plugin that was built against a later contract. */
struct wider {
    struct hilum_option option;
    uint64_t            later;
};

START_TEST(a_newer_table_is_walked_by_its_stride)
{
    struct wider      table[] = { { .option = rows[0] },
                                  { .option = rows[5] },
                                  { .later = 0 } };
    struct option_set newer   = { .whose  = "new",
                                  .rows   = &table[0].option,
                                  .stride = sizeof *table,
                                  .state  = sizeof(struct part) };
    struct part       p       = { 0 };

    ck_assert_ptr_null(option_check(&newer, &arena));
    ck_assert(fill(&newer, &p, "new: { listen: x, tries: 7 }"));
    ck_assert_int_eq(p.tries, 7);
    table[1].later = 1;
    ck_assert_ptr_nonnull(
        strstr(option_check(&newer, &arena), "'tries' of new: it says more than"));
}
END_TEST

/* One mistake each. */
static const struct {
    struct hilum_option row;
    const char         *says;
} faults[] = {
    { { .name = "A", .help = "x", .type = HILUM_INT, .preset = "1" }, "not made of a-z" },
    { { .name = "a", .type = HILUM_INT, .preset = "1" }, "no help" },
    { { .name = "a", .help = "x", .type = 99 }, "type is unknown" },
    { { .name = "a", .help = "x", .type = HILUM_INT, .offset = 4 }, "outside the state" },
    { { .name = "a", .help = "x", .type = HILUM_CHOICE }, "choices go with" },
    { { .name = "a", .help = "x", .type = HILUM_INT, .choices = acks },
      "choices go with" },
    { { .name = "a", .help = "x", .type = HILUM_TEXT, .least = "1" }, "have bounds" },
    { { .name = "a", .help = "x", .type = HILUM_INT, .preset = "1s" },
      "not of its type" },
    { { .name = "a", .help = "x", .type = HILUM_INT, .least = "2", .most = "1" },
      "above its" },
    { { .name = "a", .help = "x", .type = HILUM_INT, .preset = "1", .least = "2" },
      "out of its own bounds" },
};

START_TEST(a_faulty_table_is_refused)
{
    struct hilum_option table[] = { faults[_i].row, HILUM_OPT_END };
    struct option_set   bad     = OPTION_SET("bad", int64_t, table);
    const char         *why     = option_check(&bad, &arena);

    ck_assert_ptr_nonnull(why);
    ck_assert_ptr_nonnull(strstr(why, faults[_i].says));
}
END_TEST

START_TEST(a_good_table_passes)
{
    struct option_set none = { .whose = "drop" };

    ck_assert_ptr_null(option_check(&set, &arena));
    ck_assert_ptr_null(option_check(&none, &arena));
}
END_TEST

START_TEST(an_option_may_be_there_once)
{
    struct hilum_option table[] = { rows[0], rows[0], HILUM_OPT_END };
    struct option_set   bad     = OPTION_SET("bad", struct part, table);

    ck_assert_ptr_nonnull(strstr(option_check(&bad, &arena), "it is there twice"));
}
END_TEST

START_TEST(help_is_aligned_and_wrapped)
{
    static const struct hilum_option two[] = {
        { .name = "a", .type = HILUM_TEXT, .preset = "", .help = "Short." },
        { .name   = "max_message",
          .type   = HILUM_BYTES,
          .preset = "16M",
          .least  = "1K",
          .help   = "A sentence that is so long that it has to be continued in the line "
                    "below it." },
        HILUM_OPT_END,
    };
    struct option_set help = OPTION_SET("x", struct part, two);
    char             *text = NULL;
    size_t            len  = 0;
    FILE             *to   = open_memstream(&text, &len);

    option_help(&help, to);
    fclose(to);
    ck_assert_str_eq(text, "  a            text\n"
                           "               Short.\n"
                           "  max_message  size, at least 1K, preset 16M\n"
                           "               A sentence that is so long that it has to be "
                           "continued in the line below\n"
                           "               it.\n");
    free(text);
}
END_TEST

START_TEST(a_schema_says_what_the_table_says)
{
    struct hilum_buffer to;
    struct json         j = { .to = &to };
    const char         *text;

    buffer_init(&to, 1 << 20);
    option_schema(&set, &j, NULL, "HL7 over TCP.");
    text = buffer_text(&to);
    ck_assert_ptr_nonnull(strstr(text, "\"type\": [\"object\"]"));
    ck_assert_ptr_nonnull(strstr(text, "\"enum\": [\"stored\", \"processed\"]"));
    ck_assert_ptr_nonnull(strstr(text, "\"maximum\": 268435456"));
    ck_assert_ptr_nonnull(strstr(text, "\"required\": [\n    \"listen\"\n  ]"));
    ck_assert_ptr_nonnull(strstr(text, "\"additionalProperties\": false"));
    buffer_free(&to);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("option");

    tcase_add_test(t, what_is_not_given_has_its_preset);
    tcase_add_test(t, all_mistakes_are_found_at_once);
    tcase_add_test(t, options_are_a_map);
    tcase_add_test(t, a_part_without_options_takes_none);
    tcase_add_test(t, no_problem_shows_a_secret);
    tcase_add_test(t, a_broken_value_is_not_blamed_twice);
    tcase_add_test(t, a_text_has_no_zero_byte);
    tcase_add_test(t, a_newer_table_is_walked_by_its_stride);
    tcase_add_loop_test(t, a_faulty_table_is_refused, 0, sizeof faults / sizeof *faults);
    tcase_add_test(t, a_good_table_passes);
    tcase_add_test(t, an_option_may_be_there_once);
    tcase_add_test(t, help_is_aligned_and_wrapped);
    tcase_add_test(t, a_schema_says_what_the_table_says);
    return reading_run("option", t);
}
