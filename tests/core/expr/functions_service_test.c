/* functions_service_test.c -- functions that ask definitions and terminology. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include "expr/expr.h"

static const char patient[] = "Patient:Patient\n  gender:code = male\n"
                              "  modifierExtension:Extension\n    url:uri = http://x/m\n"
                              "  text:Narrative\n    div:xhtml = <div>a</div>\n"
                              "  maritalStatus:CodeableConcept\n    text:string = x\n";

static enum expr_answer member(void *user, struct hilum_doc doc,
                               const struct expr_item *coded, struct hilum_view set)
{
    (void)user;
    if (coded->kind == EXPR_NODE && !hilum_is(hilum_text(doc, coded->node), "male"))
        return EXPR_NO;
    return hilum_is(set, "unknown") ? EXPR_UNKNOWN : EXPR_YES;
}

static enum expr_answer subsumption(void *user, struct hilum_doc doc,
                                    const struct expr_item *wide,
                                    const struct expr_item *narrow)
{
    (void)user;
    (void)doc;
    return wide->length < narrow->length ? EXPR_YES : EXPR_NO;
}

static enum expr_answer conforms(void *user, struct hilum_doc doc,
                                 const struct hilum_node *node, struct hilum_view profile)
{
    (void)user;
    (void)doc;
    (void)node;
    return hilum_is(profile, "good") ? EXPR_YES : EXPR_UNKNOWN;
}

static const struct expr_services services = { .member_of   = member,
                                               .subsumes    = subsumption,
                                               .conforms_to = conforms };

static const struct {
    const char *expression, *alone, *served; /* without and with services */
} rows[] = {
    { "gender.memberOf('vs')", "", "true" },
    { "gender.memberOf('unknown')", "", "" },
    { "maritalStatus.memberOf('vs')", "", "false" },
    { "{}.memberOf('vs')", "", "" },
    { "'a'.subsumes('ab')", "", "true" },
    { "'a'.subsumedBy('ab')", "", "false" },
    { "conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", "true", "error" },
    { "conformsTo('http://hl7.org/fhir/StructureDefinition/Person')", "false", "error" },
    { "conformsTo('good')", "error", "true" },
    { "gender.elementDefinition()", "", "" },
    { "text.div.htmlChecks()", "true", "true" },
    { "gender.htmlChecks()", "false", "false" },
    { "checkModifiers('http://x/m').gender", "male", "male" },
    { "checkModifiers('http://x/other').gender", "error", "error" },
};

static void ask(const char *text, const struct expr_services *s, const char *gives)
{
    struct hilum_doc    doc = outline_read(patient, "fhir");
    struct arena        arena;
    struct expr_context ctx    = { .arena = &arena, .doc = doc, .services = s };
    struct expr_result  result = { 0 };
    struct problem      why;
    const struct expr  *e;
    struct hilum_view   got = HILUM_VIEW("error");

    arena_init(&arena, 1 << 20);
    e = expr_compile(&arena, text, strlen(text), HILUM_NAME("fhir"), &why);
    ck_assert_ptr_nonnull(e);
    if (expr_eval(e, &ctx, hilum_root(doc), &result, &why))
        got = result.count ? expr_text(&ctx, &result.items[0]) : HILUM_VIEW("");
    ck_assert_msg(hilum_is(got, gives), "%s gives %.*s, not %s", text, (int)got.len,
                  got.ptr, gives);
    arena_free(&arena);
    outline_free(doc);
}

START_TEST(services_are_asked_and_may_be_missing)
{
    ask(rows[_i].expression, NULL, rows[_i].alone);
    ask(rows[_i].expression, &services, rows[_i].served);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("functions_service");

    tcase_add_loop_test(t, services_are_asked_and_may_be_missing, 0,
                        (int)(sizeof rows / sizeof *rows));
    return run_cases("functions_service", t);
}
