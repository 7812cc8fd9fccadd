/* functions_test.c -- the functions, on values and on a resource. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluate.h"

#include "base/clock.h"

static const char patient[] =
    "Patient:Patient\n  id:id = example\n"
    "  contained:Organization\n    id:id = org\n    name:string = Clinic\n"
    "  active:boolean = true\n"
    "  name:HumanName\n    use:code = official\n    family:string = Doe\n"
    "    given:string = John\n    given:string = James\n"
    "  name:HumanName\n    use:code = usual\n    given:string = Jim\n"
    "    given:string\n      extension:Extension\n        url:uri = http://x/none\n"
    "        value:code = unknown\n"
    "  gender:code = male\n  birthDate:date = 1974-12-25\n"
    "  multipleBirth:integer = 2\n"
    "  weight:Quantity\n    value:decimal = 84.50\n    unit:string = kilos\n"
    "    system:uri = http://unitsofmeasure.org\n    code:code = kg\n"
    "  maritalStatus:Coding\n    system:uri = s\n    code:code = M\n"
    "  maritalStatus:Coding\n    code:code = M\n    system:uri = s\n"
    "  maritalStatus:Coding\n    system:uri = s\n    display:string = M\n"
    "  managingOrganization:Reference\n    reference:string = #org\n"
    "  generalPractitioner:Reference\n    reference:string = "
    "http://h/f/Practitioner/1/_history/2\n"
    "  generalPractitioner:Reference\n    type:uri = Organization\n"
    "    display:string = somebody\n";

static const struct expectation paths[] = {
    { "Patient.name.given", "John, James, Jim, " },
    { "name.given", "John, James, Jim, " },
    { "Resource.gender", "male" },
    { "DomainResource.gender", "male" },
    { "Observation.gender", "" },
    { "name.where(use = 'usual').given.first()", "Jim" },
    { "name.given[1]", "James" },
    { "name.`given`.count()", "4" },
    { "nothing.at.all", "" },
    { "%resource.gender = %context.gender", "true" },
};

static const struct expectation variables[] = {
    { "name.defineVariable('n', given.first()).where(given contains %n).count()", "1" },
    { "defineVariable('a', 1).select(%a + 1)", "2" },
    { "defineVariable('a').select(%a.gender)", "male" },
    { "name.defineVariable('all', count()).select(%all)", "2, 2" },
    { "(defineVariable('a', 1).select(%a)) | %a", "error 39: there is no constant %a" },
    { "defineVariable('a', 1).defineVariable('a', 2)",
      "error 24: %a is defined already" },
    { "defineVariable('context', 1)", "error 1: %context has a meaning already" },
    { "name.select(defineVariable('u', use).select(%u)).count()", "2" },
    { "coalesce({}, gender, 'x')", "male" },
    { "coalesce({}, {})", "" },
    { "(1 | 2).repeatAll(iif($this < 3, $this + 1, {}))", "2, 3, 3" },
    { "'abcabc'.lastIndexOf('bc')", "4" },
    { "'abc'.lastIndexOf('x')", "-1" },
    { "5L + 1", "6" },
    { "5L is Long and (5 is Long).not()", "true" },
    { "7.0.convertsToLong()", "false" },
    { "weight.value", "84.50" },
    { "1.1 'kg'.ceiling()", "2 'kg'" },
    { "(5 'mg').hasValue()", "false" },
};

static const struct expectation lists[] = {
    { "name.exists()", "true" },
    { "name.exists(use = 'old')", "false" },
    { "{}.empty()", "true" },
    { "name.all(given.exists())", "true" },
    { "{}.all(false)", "true" },
    { "active.not()", "false" },
    { "{}.not()", "" },
    { "(true | false).allTrue()", "false" },
    { "(true | false).anyTrue()", "true" },
    { "(true | false).allFalse()", "false" },
    { "{}.anyFalse()", "false" },
    { "(1 | 2).subsetOf(1 | 2 | 3)", "true" },
    { "(1 | 2).supersetOf(1 | 3)", "false" },
    { "1.combine(1).distinct()", "1" },
    { "1.combine(1).isDistinct()", "false" },
    { "(1 | 2 | 3).first()", "1" },
    { "(1 | 2 | 3).last()", "3" },
    { "(1 | 2 | 3).tail()", "2, 3" },
    { "(1 | 2 | 3).skip(2)", "3" },
    { "(1 | 2 | 3).skip(-1)", "1, 2, 3" },
    { "(1 | 2 | 3).take(2)", "1, 2" },
    { "(1 | 2).single()", "error 9: 2 items stand where a single one is asked for" },
    { "(1 | 2 | 3).intersect(3 | 2)", "2, 3" },
    { "(1 | 2 | 3).exclude(2)", "1, 3" },
    { "(1 | 2).union(2 | 3)", "1, 2, 3" },
    { "name.select(use.union(given)).count()", "6" },
};

static const struct expectation each[] = {
    { "name.select(given.first())", "John, Jim" },
    { "(5 | 6).select($index)", "0, 1" },
    { "(1 | 2 | 3).where($this > 1)", "2, 3" },
    { "(1 | 2 | 3).aggregate($this + $total, 0)", "6" },
    { "(3 | 9 | 4).aggregate(iif($total.empty(), $this, iif($this > $total, $this, "
      "$total)))",
      "9" },
    { "{}.aggregate($this, 7)", "7" },
    { "iif(true, 1, 1 | 2)", "1" },
    { "iif({}, 1)", "" },
    { "iif('a', 1, 2)", "error 1: the condition of iif() is not a boolean" },
    { "1.repeat(iif($this < 4, $this + 1, {}))", "2, 3, 4" },
    { "Patient.repeat(extension | name | given).count()", "7" },
    { "name.trace('names').count()", "2" },
};

static const struct expectation strings[] = {
    { "'h\u00e9llo'.length()", "5" },
    { "'h\u00e9llo'.indexOf('l')", "2" },
    { "'h\u00e9llo'.substring(1, 2)", "\u00e9l" },
    { "'abc'.substring(3)", "" },
    { "'abc'.substring(-1)", "" },
    { "'abc'.startsWith('ab')", "true" },
    { "'abc'.endsWith('')", "true" },
    { "'abc'.contains('bc')", "true" },
    { "'stra\u00dfe \u00e9'.upper()", "STRA\u00dfE \u00c9" },
    { "'\u0416\u03a3'.lower()", "\u0436\u03c3" },
    { "'a-b-c'.replace('-', '+')", "a+b+c" },
    { "'abc'.replace('', 'x')", "xaxbxcx" },
    { "'abc'.toChars()", "a, b, c" },
    { "'a,,b'.split(',').count()", "3" },
    { "name.given.join('/')", "John/James/Jim" },
    { "'  x '.trim()", "x" },
    { "1.length()", "error 3: this is not a string" },
    { "('a' | 'b').upper()", "error 13: 2 items stand where one string is needed" },
    { "'a'.startsWith('a' | 'b')", "error 5: 2 items stand where one string is needed" },
    { "{}.length()", "" },
};

static const struct expectation conversions[] = {
    { "'12'.toInteger()", "12" },
    { "'1.2'.toInteger()", "" },
    { "'1.20'.toDecimal()", "1.20" },
    { "true.toDecimal()", "1" },
    { "'T'.toBoolean()", "true" },
    { "2.toBoolean()", "" },
    { "1.0.toString()", "1.0" },
    { "weight.toString()", "84.50 'kg'" },
    { "'2026-11-22T08:42'.toDate()", "2026-11-22" },
    { "'2026-11'.toDateTime()", "2026-11" },
    { "'08:42'.toTime()", "08:42" },
    { "'4 days'.toQuantity()", "4 days" },
    { "'4 \\'mg\\''.convertsToQuantity()", "true" },
    { "'4 mg'.convertsToQuantity()", "false" },
    { "(1 | 2).toString()", "error 9: 2 items stand where one is needed" },
};

static const struct expectation numbers[] = {
    { "(-5.5).abs()", "5.5" },
    { "(-1.1).ceiling()", "-1" },
    { "(-1.1).floor()", "-2" },
    { "(-1.9).truncate()", "-1" },
    { "2.5.round()", "3" },
    { "(-2.5).round()", "-3" },
    { "3.14159.round(3)", "3.142" },
    { "16.sqrt()", "4" },
    { "(-1).sqrt()", "" },
    { "0.exp()", "1" },
    { "1.ln()", "0" },
    { "16.log(2)", "4" },
    { "2.power(10)", "1024" },
    { "2.5.power(2)", "6.25" },
    { "(-1).power(0.5)", "" },
    { "'a'.abs()", "error 5: this is not a number" },
    { "(1 | 2).abs()", "error 9: 2 items stand where one is needed" },
    { "2.power(1 | 2)", "error 3: 2 items stand where one is needed" },
    { "2.power({})", "" },
};

static const struct expectation tree[] = {
    { "name.children().count()", "7" },
    { "Patient.descendants().where($this is code)",
      "official, usual, unknown, male, kg, M, M" },
    { "name.given.extension('http://x/none').value", "unknown" },
    { "name.given.hasExtension('http://x/none')", "true" },
    { "name.given.select(hasValue())", "true, true, true, false" },
    { "multipleBirth.getValue() is Integer", "true" },
    { "multipleBirth + 1", "3" },
    { "birthDate < @1975", "true" },
    { "birthDate = '1974-12-25'", "false" },
    { "weight > 84 'kg'", "true" },
    { "weight = 84500 'g'", "true" },
    { "managingOrganization.resolve().name", "Clinic" },
    { "generalPractitioner.where(resolve() is Practitioner).reference",
      "http://h/f/Practitioner/1/_history/2" },
    { "generalPractitioner.where(resolve() is Organization).display", "somebody" },
    { "generalPractitioner.where(resolve() is Resource).count()", "2" },
    { "gender is code", "true" },
    { "gender is string", "true" },
    { "gender is System.String", "false" },
    { "gender.type().name", "code" },
    { "gender.type().namespace", "FHIR" },
    { "1.type().name", "Integer" },
    { "name.first().is(Element)", "true" },
    { "name[0] = name[0]", "true" },
    { "name[0] = name[1]", "false" },
    { "name.distinct().count()", "2" },
    { "maritalStatus[0] = maritalStatus[1]", "true" },
    { "maritalStatus[0] = maritalStatus[2]", "false" },
    { "maritalStatus[0] ~ maritalStatus[2]", "false" },
    { "maritalStatus[0] ~ maritalStatus[1]", "true" },
    { "Patient.is(Element)", "false" },
    { "(multipleBirth as integer) | (multipleBirth as boolean)", "2" },
    { "now()", "2026-11-22T08:42:04.123Z" },
    { "today()", "2026-11-22" },
    { "timeOfDay()", "08:42:04.123" },
    { "now() > birthDate", "true" },
};

#define TABLE(t)                                                                         \
    {                                                                                    \
        t, sizeof(t) / sizeof *(t)                                                       \
    }
static const struct {
    const struct expectation *rows;
    int                       count;
} tables[] = { TABLE(paths),       TABLE(lists),   TABLE(each), TABLE(strings),
               TABLE(conversions), TABLE(numbers), TABLE(tree), TABLE(variables) };

static struct hilum_doc doc;

static void begin(void)
{
    doc = outline_read(patient, "fhir");
    ck_assert_ptr_nonnull(doc.block);
    clock_hold(1795336924123);
}

static void end(void)
{
    clock_hold(-1);
    outline_free(doc);
}

static void expect_table(int table)
{
    for (int i = 0; i < tables[table].count; i++)
        expect(doc, &tables[table].rows[i]);
}

START_TEST(a_path_goes_down_by_names)
{
    expect_table(0);
}
END_TEST

START_TEST(lists_are_asked_cut_and_combined)
{
    expect_table(1);
}
END_TEST

START_TEST(a_body_is_evaluated_for_every_item)
{
    expect_table(2);
}
END_TEST

START_TEST(strings_count_in_characters)
{
    expect_table(3);
}
END_TEST

START_TEST(what_cannot_be_converted_is_empty)
{
    expect_table(4);
}
END_TEST

START_TEST(mathematics_is_exact_where_it_can_be)
{
    expect_table(5);
}
END_TEST

START_TEST(nodes_have_types_values_and_targets)
{
    expect_table(6);
}
END_TEST

START_TEST(variables_are_known_to_the_end_of_their_path)
{
    expect_table(7);
}
END_TEST

int main(void)
{
    TCase *t = tcase_create("functions");

    tcase_add_checked_fixture(t, begin, end);
    tcase_add_test(t, a_path_goes_down_by_names);
    tcase_add_test(t, lists_are_asked_cut_and_combined);
    tcase_add_test(t, a_body_is_evaluated_for_every_item);
    tcase_add_test(t, strings_count_in_characters);
    tcase_add_test(t, what_cannot_be_converted_is_empty);
    tcase_add_test(t, mathematics_is_exact_where_it_can_be);
    tcase_add_test(t, nodes_have_types_values_and_targets);
    tcase_add_test(t, variables_are_known_to_the_end_of_their_path);
    return run_cases("functions", t);
}
