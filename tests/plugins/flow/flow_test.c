/* flow_test.c -- drop, keep and set on documents of both models. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "stand_in.h"

#include "suite.h"

#include <stdlib.h>

extern const struct hilum_plugin hilum_plugin;

static struct stand_in engine;

static void open_leaf(struct hilum_builder *b, uint32_t name, const char *text)
{
    hilum_build_leaf(b, name, 0, 0, hilum_view(text), HILUM_NO_PLACE);
}

/* MSH|...|X  PID||...: PID-3 twice, the first with components; PID-5 a leaf. */
static struct hilum_msg *message(void)
{
    struct hilum_msg     *m = stand_in_draft("hl7v2", 7);
    struct hilum_builder *b = &m->builder;

    hilum_build_open(b, HILUM_NAME("hl7v2"), 0, 0, 0);
    hilum_build_open(b, HILUM_NAME("MSH"), 0, 0, 0);
    open_leaf(b, 9, "X");
    hilum_build_close(b);
    hilum_build_open(b, HILUM_NAME("PID"), 0, 0, 0);
    hilum_build_open(b, 3, 0, 0, 0);
    hilum_build_text(b, HILUM_VIEW("12^^^H"));
    open_leaf(b, 1, "12");
    open_leaf(b, 4, "H");
    hilum_build_close(b);
    open_leaf(b, 3, "34");
    open_leaf(b, 5, "DOE");
    hilum_build_close(b);
    hilum_build_close(b);
    stand_in_seal(m);
    return m;
}

/* The same as it was read: with separators, the text of the segment, and texts that were
 * written with escape sequences. */
static struct hilum_msg *message_as_it_came(void)
{
    struct hilum_msg     *m = stand_in_draft("hl7v2", 9);
    struct hilum_builder *b = &m->builder;

    hilum_build_open(b, HILUM_NAME("hl7v2"), 0, 0, 0);
    hilum_build_text(b, HILUM_VIEW("MSH|^~\\&|||..."));
    hilum_build_open(b, HILUM_NAME("MSH"), 0, 0, 0);
    hilum_build_text(b, HILUM_VIEW("MSH|^~\\&|X"));
    open_leaf(b, 1, "|");
    open_leaf(b, 2, "^~\\&");
    open_leaf(b, 3, "X");
    hilum_build_close(b);
    hilum_build_open(b, HILUM_NAME("PID"), 0, 0, 0);
    hilum_build_text(b, HILUM_VIEW("PID|A\\T\\B|\\XE9\\||1^2||"));
    hilum_build_node(b, 1, 0, 0, 0);
    hilum_build_both(b, HILUM_VIEW("A&B"), HILUM_VIEW("A\\T\\B"));
    hilum_build_node(b, 2, 0, 0, 0);
    hilum_build_both(b, HILUM_VIEW("\xc3\xa9"), HILUM_VIEW("\\XE9\\"));
    hilum_build_open(b, 4, 0, 0, 0);
    hilum_build_text(b, HILUM_VIEW("1^2"));
    open_leaf(b, 1, "1");
    open_leaf(b, 2, "2");
    hilum_build_close(b);
    hilum_build_close(b);
    hilum_build_close(b);
    stand_in_seal(m);
    return m;
}

/* What is kept of what was written, of a field of PID; NULL: its text alone. */
static const char *written(uint32_t field)
{
    static char              text[64];
    struct hilum_doc         doc = hilum_doc(&engine.call, engine.emitted[0]);
    const struct hilum_node *pid = hilum_child(hilum_root(doc), HILUM_NAME("PID"));
    const struct hilum_node *n   = hilum_child(pid, field);
    struct hilum_view        raw = hilum_raw(doc, n);

    if (!(n->flags & HILUM_NODE_RAW))
        return NULL;
    ck_assert_uint_lt(raw.len, sizeof text);
    memcpy(text, raw.ptr, raw.len);
    text[raw.len] = '\0';
    return text;
}

/* A Patient with two names, the first with a family, and a birthDate. */
static struct hilum_msg *patient(void)
{
    struct hilum_msg     *m = stand_in_draft("fhir", 8);
    struct hilum_builder *b = &m->builder;

    hilum_build_open(b, HILUM_NAME("Patient"), HILUM_NAME("Patient"), 0, 0);
    hilum_build_open(b, HILUM_NAME("name"), HILUM_NAME("HumanName"), HILUM_NODE_LIST, 0);
    hilum_build_leaf(b, HILUM_NAME("family"), HILUM_NAME("string"), 0, HILUM_VIEW("Doe"),
                     0);
    hilum_build_close(b);
    hilum_build_open(b, HILUM_NAME("name"), HILUM_NAME("HumanName"), HILUM_NODE_LIST, 0);
    hilum_build_leaf(b, HILUM_NAME("text"), HILUM_NAME("string"), 0, HILUM_VIEW("JD"), 0);
    hilum_build_close(b);
    hilum_build_leaf(b, HILUM_NAME("birthDate"), HILUM_NAME("date"), 0,
                     HILUM_VIEW("1961"), 0);
    hilum_build_close(b);
    stand_in_seal(m);
    return m;
}

/* Runs one stage on one message, which it drops.  What comes out is in
 * engine.emitted until the end of the test. */
static enum hilum_verdict run(const char *name, struct hilum_msg *m, const char *a,
                              const char *b)
{
    const struct hilum_part *part = stand_in_part(&hilum_plugin, STAND_IN_STAGE, name);
    void              *state = stand_in_state(part, (const char *const[]){ a, b, NULL });
    enum hilum_verdict v;

    stand_in_reset(&engine);
    v = part->open(state, &engine.call);
    if (v == HILUM_OK)
        v = part->process(state, &engine.call, m);
    stand_in_drop(m);
    free(state);
    return v;
}

static void expect_set(struct hilum_msg *m, const char *path, const char *to,
                       const char *wanted)
{
    char text[1024];

    ck_assert_msg(run("set", m, path, to) == HILUM_OK, "%s: %s", path, engine.why);
    ck_assert_uint_eq(engine.emitted_count, 1);
    stand_in_print(engine.emitted[0], text, sizeof text);
    ck_assert_str_eq(text, wanted);
}

static void expect_refused(struct hilum_msg *m, const char *path, const char *to,
                           enum hilum_verdict v, const char *why)
{
    ck_assert_int_eq(run("set", m, path, to), v);
    ck_assert_msg(strstr(engine.why, why) != NULL, "%s: %s", path, engine.why);
    ck_assert_uint_eq(engine.emitted_count, 0);
}

static void setup(void)
{
    stand_in_open(&engine);
}

static void teardown(void)
{
    stand_in_close(&engine);
}

#define MSH "*(MSH(9=X) "

START_TEST(drop_emits_nothing)
{
    ck_assert_int_eq(run("drop", message(), NULL, NULL), HILUM_OK);
    ck_assert_uint_eq(engine.emitted_count, 0);
}
END_TEST

START_TEST(drop_and_keep_look_at_a_condition)
{
    static const struct {
        const char *where;
        size_t      dropped, kept;
    } cases[] = { { "where=true", 0, 1 },
                  { "where=false", 1, 0 },
                  { "where={}", 1, 0 },
                  { "where='x'", 0, 1 } };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(run("drop", message(), cases[i].where, NULL), HILUM_OK);
        ck_assert_uint_eq(engine.emitted_count, cases[i].dropped);
        ck_assert_int_eq(run("keep", message(), cases[i].where, NULL), HILUM_OK);
        ck_assert_uint_eq(engine.emitted_count, cases[i].kept);
    }
}
END_TEST

START_TEST(a_condition_that_errs_rejects)
{
    ck_assert_int_eq(run("keep", message(), "where=boom", NULL), HILUM_REJECT);
    ck_assert_str_eq(engine.why, "boom");
}
END_TEST

START_TEST(a_wrong_condition_is_found_at_open)
{
    ck_assert_int_eq(run("keep", message(), "where=?", NULL), HILUM_FAIL);
}
END_TEST

START_TEST(a_field_is_replaced)
{
    expect_set(message(), "path=PID-5", "to='ROE'",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 5=ROE))");
    expect_set(message(), "path=PID-3[2]", "value=56",
               MSH "PID(3=12^^^H(1=12 4=H) 3=56 5=DOE))");
    expect_set(message(), "path=PID-3", "value=56", MSH "PID(3=56 3=34 5=DOE))");
    expect_set(message(), "path=PID-5.1.1", "value=ROE",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 5=ROE))");
}
END_TEST

START_TEST(a_field_is_added_at_its_place)
{
    expect_set(message(), "path=PID-8", "value=U",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 5=DOE 8=U))");
    expect_set(message(), "path=PID-1", "value=1",
               MSH "PID(1=1 3=12^^^H(1=12 4=H) 3=34 5=DOE))");
    expect_set(message(), "path=PID-3[3]", "value=56",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 3=56 5=DOE))");
    expect_set(message(), "path=PID-4.2", "value=x",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 4(2=x) 5=DOE))");
    expect_set(message(), "path=PID-4.1", "value=x",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 4=x 5=DOE))");
}
END_TEST

START_TEST(a_component_is_set)
{
    expect_set(message(), "path=PID-3.4", "value=K", MSH "PID(3(1=12 4=K) 3=34 5=DOE))");
    expect_set(message(), "path=PID-3.3", "value=M",
               MSH "PID(3(1=12 3=M 4=H) 3=34 5=DOE))");
    expect_set(message(), "path=PID-3.4.2", "value=ISO",
               MSH "PID(3(1=12 4(1=H 2=ISO)) 3=34 5=DOE))");
}
END_TEST

START_TEST(a_leaf_keeps_its_text_as_first_component)
{
    expect_set(message(), "path=PID-5.2", "value=JOHN",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 5(1=DOE 2=JOHN)))");
    expect_set(message(), "path=PID-5.1.2", "value=VAN",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 5(1(1=DOE 2=VAN))))");
}
END_TEST

START_TEST(nothing_removes)
{
    expect_set(message(), "path=PID-5", "to={}", MSH "PID(3=12^^^H(1=12 4=H) 3=34))");
    expect_set(message(), "path=PID-5.1", "to={}", MSH "PID(3=12^^^H(1=12 4=H) 3=34))");
    expect_set(message(), "path=PID-3.1", "to={}", MSH "PID(3(4=H) 3=34 5=DOE))");
    expect_set(message(), "path=PID-8", "to={}",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 5=DOE))");
    expect_set(message(), "path=ZZZ-8", "to={}",
               MSH "PID(3=12^^^H(1=12 4=H) 3=34 5=DOE))");
}
END_TEST

START_TEST(what_was_not_changed_keeps_what_was_written_for_it)
{
    expect_set(message_as_it_came(), "path=MSH-3", "value=Y",
               "*(MSH(1=| 2=^~\\& 3=Y) "
               "PID=PID|A\\T\\B|\\XE9\\||1^2||(1=A&B 2=\xc3\xa9 4=1^2(1=1 2=2)))");
    ck_assert_str_eq(written(1), "A\\T\\B");
    ck_assert_str_eq(written(2), "\\XE9\\");
    expect_set(message_as_it_came(), "path=PID-1.2", "value=C",
               "*(MSH=MSH|^~\\&|X(1=| 2=^~\\& 3=X) "
               "PID(1(1=A&B 2=C) 2=\xc3\xa9 4=1^2(1=1 2=2)))");
}
END_TEST

START_TEST(other_delimiters_leave_the_parts_and_their_texts)
{
    static const char *const paths[]  = { "path=MSH-1", "path=MSH-2" };
    static const char *const values[] = { "value=$", "value=*~!&" };
    static const char *const wanted[] = {
        "*(MSH(1=$ 2=^~\\& 3=X) PID(1=A&B 2=\xc3\xa9 4(1=1 2=2)))",
        "*(MSH(1=| 2=*~!& 3=X) PID(1=A&B 2=\xc3\xa9 4(1=1 2=2)))",
    };

    for (size_t i = 0; i < 2; i++) {
        expect_set(message_as_it_came(), paths[i], values[i], wanted[i]);
        ck_assert_ptr_null(written(1));
        ck_assert_ptr_null(written(2));
    }
}
END_TEST

START_TEST(another_character_set_leaves_what_does_not_depend_on_it)
{
    expect_set(message_as_it_came(), "path=MSH-18", "value=UNICODE UTF-8",
               "*(MSH(1=| 2=^~\\& 3=X 18=UNICODE UTF-8) "
               "PID(1=A&B 2=\xc3\xa9 4=1^2(1=1 2=2)))");
    ck_assert_str_eq(written(1), "A\\T\\B");
    ck_assert_ptr_null(written(2));
}
END_TEST

START_TEST(what_cannot_be_set_is_refused)
{
    expect_refused(message(), "path=ZZZ-1", "value=x", HILUM_REJECT, "no such segment");
    expect_refused(message(), "path=PID[2]-1", "value=x", HILUM_REJECT,
                   "no such segment");
    expect_refused(message(), "path=PID-3[4]", "value=x", HILUM_REJECT, "repetitions");
    expect_refused(message(), "path=name", "value=x", HILUM_REJECT, "needs an HL7 path");
    expect_refused(patient(), "path=PID-3", "value=x", HILUM_REJECT, "needs an HL7 v2");
    expect_refused(message(), "path=PID-3", "to=boom", HILUM_REJECT, "boom");
    expect_refused(message(), "path=PID-3", NULL, HILUM_FAIL, "needed");
    expect_refused(patient(), "path=Bundle.id", "value=x", HILUM_REJECT, "another type");
    expect_refused(patient(), "path=contact[0].gender", "value=x", HILUM_REJECT,
                   "no such");
    expect_refused(patient(), "path=name[3]", "value=x", HILUM_REJECT, "repetitions");
}
END_TEST

START_TEST(a_text_that_is_no_path_is_refused)
{
    static const char *const wrong[] = {
        "path=",
        "path=PID-",
        "path=PID-0",
        "path=PID-3[0]",
        "path=PID-3.",
        "path=PID-3.0",
        "path=PID-3x",
        "path=a..b",
        "path=a[",
        "path=a[1",
        "path=1a",
        "path=a.b[x]",
        "path=PID-3.1.1.1",
        "path=PID-3[999999999999]",
        "path=a.a.a.a.a.a.a.a.a.a.a.a.a.a",
        "path=Patient",
        "path=-",
        "path=a b",
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_refused(message(), wrong[i], "value=x", HILUM_FAIL, "is not a path");
}
END_TEST

START_TEST(a_fhir_element_is_set)
{
    expect_set(patient(), "path=Patient.birthDate", "value=1962",
               "*(*(*=Doe) *(*=JD) *=1962)");
    ck_assert_uint_eq(hilum_child(hilum_root(hilum_doc(&engine.call, engine.emitted[0])),
                                  HILUM_NAME("birthDate"))
                          ->type,
                      HILUM_NAME("date"));
    expect_set(patient(), "path=name[1].text", "value=X", "*(*(*=Doe) *(*=X) *=1961)");
    expect_set(patient(), "path=name.use", "value=old",
               "*(*(*=Doe use=old) *(*=JD) *=1961)");
    expect_set(patient(), "path=active", "to=true", "*(*(*=Doe) *(*=JD) *=1961 *=true)");
    expect_set(patient(), "path=name[0].family", "to={}", "*(*(*=JD) *=1961)");
}
END_TEST

int main(void)
{
    return suite_run(
        "flow",
        SUITE_TESTS(drop_emits_nothing, drop_and_keep_look_at_a_condition,
                    a_condition_that_errs_rejects, a_wrong_condition_is_found_at_open,
                    a_field_is_replaced, a_field_is_added_at_its_place,
                    a_component_is_set, a_leaf_keeps_its_text_as_first_component,
                    nothing_removes, what_was_not_changed_keeps_what_was_written_for_it,
                    other_delimiters_leave_the_parts_and_their_texts,
                    another_character_set_leaves_what_does_not_depend_on_it,
                    what_cannot_be_set_is_refused, a_text_that_is_no_path_is_refused,
                    a_fhir_element_is_set),
        setup, teardown);
}
