/* check_test.c -- expressions checked against the types of FHIR R4. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include "expr/model.h"

#include <stdio.h>
#include <stdlib.h>

static struct arena             arena;
static const struct expr_model *model;

static const struct {
    const char *type, *expression, *says; /* "": nothing */
} rows[] = {
    { "Patient", "Patient.birthDate", "" },
    { "Patient", "birthDate", "" },
    { "Patient", "Patient.brithDate",
      "9: Patient has no element 'brithDate'; did you mean 'birthDate'?" },
    { "Patient", "name.given1",
      "6: HumanName has no element 'given1'; did you mean 'given'?" },
    { "Patient", "name.where(usee = 'x')",
      "12: HumanName has no element 'usee'; did you mean 'use'?" },
    { "Patient", "name.`givn`",
      "6: HumanName has no element 'givn'; did you mean 'given'?" },
    { "Patient", "contact.name.family.upper()", "" },
    { "Patient.contact", "name.family", "" },
    { "Observation", "code.coding.code.memberOf('x')", "" },
    { "Observation", "code.where(cod = 'x')",
      "12: CodeableConcept has no element 'cod'" },
    { "Patient.contact", "nam",
      "1: Patient.contact has no element 'nam'; did you mean 'name'?" },
    { "Patient", "Resource.id", "" },
    { "Patient", "Patient.name | Practitioner.name", "" },
    { "Patient", "Encounter.name.given", "1: what is looked at is a Patient" },
    { "Patient", "Patient.children().skip(1)",
      "20: skip() is for what is in an order, and this is not" },
    { "Patient", "descendants().where(true).first().exists()",
      "27: first() is for what is in an order, and this is not" },
    { "Patient", "id | extension | contained.name", "" },
    { "Patient", "Patient.extension('x').value", "" },
    { "Patient", "Patient.extension('x').valueString",
      "24: Extension has no element 'valueString'; it is value.ofType(string)" },
    { "Observation", "Observation.value.unit", "" },
    { "Observation", "Observation.valueQuantity.unit",
      "13: Observation has no element 'valueQuantity'; it is value.ofType(Quantity)" },
    { "Observation", "(Observation.value as Period).unit",
      "31: Period has no element 'unit'" },
    { "Observation", "value.ofType(Quantiti)",
      "14: there is no type 'Quantiti'; did you mean 'Quantity'?" },
    { "Observation", "value is System.Quantity or value is FHIR.Quantity", "" },
    { "Observation", "value is System.Patient", "10: there is no type 'Patient'" },
    { "Patient", "name.startsWith('a')",
      "6: startsWith() is for strings, and this is of the type HumanName" },
    { "Patient", "active.lowBoundary()",
      "8: lowBoundary() is for numbers, dates and times, and this is of the type "
      "boolean" },
    { "Patient", "'a'.abs()", "5: abs() is for numbers, and this is of the type String" },
    { "Patient", "birthDate.yearOf() + 1", "" },
    { "Questionnaire", "repeat(item).linkId", "" },
    { "QuestionnaireResponse", "repeat(item | answer).linkId", "" },
    { "Questionnaire", "repeat(itm)",
      "8: Questionnaire has no element 'itm'; did you mean 'item'?" },
    { "Questionnaire", "repeat(item).linkIt",
      "14: Questionnaire.item has no element 'linkIt'; did you mean 'linkId'?" },
    { "Bundle", "entry.resource.ofType(Patient).name.family", "" },
    { "Bundle", "entry.resource.ofType(Patient).name.famly",
      "37: HumanName has no element 'famly'; did you mean 'family'?" },
    { "Bundle", "entry.resource.whatever", "" },
    { "Patient", "link.other.resolve().foo", "" },
    { "Patient", "iif(active, name, contact.name).family", "" },
    { "Patient", "iif(activ, 1, 2)",
      "5: Patient has no element 'activ'; did you mean 'active'?" },
    { "Patient", "name.select(given | family).upper()", "" },
    { "Patient", "%resource.brithDate",
      "11: Patient has no element 'brithDate'; did you mean 'birthDate'?" },
    { "Patient", "%other.anything", "" },
    { "Patient", "name.all($this.given.exists() and period.strat.exists())",
      "42: Period has no element 'strat'; did you mean 'start'?" },
    { "Patient", "(1 'kg').value + (1 'kg').unit.length()", "" },
    { "Nothing", "id", "1: the model has no type 'Nothing'" },
};

START_TEST(what_the_model_lacks_is_found)
{
    const struct expr *e;
    struct problem     why       = { 0 };
    char               says[512] = "";

    e = expr_compile(&arena, rows[_i].expression, strlen(rows[_i].expression),
                     HILUM_NAME("fhir"), &why);
    ck_assert_ptr_nonnull(e);
    if (!expr_check(&arena, e, model, hilum_view(rows[_i].type), &why))
        snprintf(says, sizeof says, "%zu: %s", why.column, why.what);
    ck_assert_msg(strcmp(says, rows[_i].says) == 0, "%s\n  says     %s\n  and not  %s",
                  rows[_i].expression, says, rows[_i].says);
}
END_TEST

static char *read_table(void)
{
    FILE *file = fopen(SCHEMAS "/fhir/r4/elements", "rb");
    char *text = calloc(1, 1 << 20);

    if (!file || !text || fread(text, 1, (1 << 20) - 1, file) == 0)
        exit(EXIT_FAILURE);
    fclose(file);
    return text;
}

START_TEST(a_table_that_is_none_is_refused_with_its_line)
{
    static const struct {
        const char *table;
        size_t      line;
    } bad[] = {
        { "# x\nA\tnothing\n", 2 },         { "\tname\t0..1\tstring\n", 1 },
        { "A\tcomplex\tB\n", 1 },           { "A\tcomplex\n\tb\t0..1\tC\n", 2 },
        { "A\tcomplex\n\tb\t0..1\t\n", 2 }, { "A\tcomplex\n\t\t0..1\tA\n", 2 },
    };
    struct arena a;

    arena_init(&a, 16 << 20);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct problem why = { 0 };

        ck_assert_ptr_null(expr_model_load(&a, hilum_view(bad[i].table), &why));
        ck_assert_uint_eq(why.line, bad[i].line);
        arena_reset(&a);
    }
    arena_free(&a);
}
END_TEST

int main(void)
{
    TCase         *t = tcase_create("check");
    struct problem why;
    char          *table = read_table();
    int            code;

    arena_init(&arena, 64 << 20);
    model = expr_model_load(&arena, hilum_view(table), &why);
    if (!model)
        return EXIT_FAILURE;
    tcase_add_loop_test(t, what_the_model_lacks_is_found, 0,
                        (int)(sizeof rows / sizeof *rows));
    tcase_add_test(t, a_table_that_is_none_is_refused_with_its_line);
    code = run_cases("check", t);
    arena_free(&arena);
    free(table);
    return code;
}
