/* validate_test.c -- what the stage validate finds, and what profiles change. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "../rig.h"

#include "message/message.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

enum { TEXT = 8192 };

static struct rig         r;
static enum hilum_verdict verdict;

static void set_up(void)
{
    rig_open(&r);
}

static void tear_down(void)
{
    rig_close(&r);
}

static void write_file(const char *name, const char *text)
{
    char  path[512];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", r.folder, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

/* The message's reports, a line each: "PID-3 problem required". */
static const char *found(const char *options, const char *message)
{
    static char      text[TEXT];
    struct instance *stage    = rig_part(&r, PART_STAGE, "hl7v2.validate", "v", options);
    const struct hilum_msg *m = rig_message(&r, "hl7v2/er7", message, 1);
    size_t                  len = 0;

    ck_assert_msg(stage != NULL, "%s: %s", r.call.place, r.call.reason);
    call_begin(&r.call, stage);
    verdict = stage->part->part.process(stage->state, &r.call.pub, m);
    text[0] = '\0';
    for (size_t i = 0; i < r.call.report_count && len < TEXT; i++)
        len += (size_t)snprintf(
            text + len, TEXT - len, "%s %s %s\n", r.call.reports[i].place,
            call_severity_name(r.call.reports[i].severity), r.call.reports[i].rule);
    message_unref(m);
    rig_drop(&r);
    return text;
}

#define MSH_OF(type, version) "MSH|^~\\&|A|B|C|D|20260101||" type "|1|P|" version "\r"
#define ADT MSH_OF("ADT^A01^ADT_A01", "2.5.1") "EVN||20260101\r"
#define PID "PID|1||1^^^H^MR||DOE^JOHN\r"
#define PV1 "PV1|1|I\r"
#define ORU MSH_OF("ORU^R01^ORU_R01", "2.5.1") PID "OBR|1||7^L|N^Na^LN\r"

/* ---- The rules ------------------------------------------------------------ */

static const struct {
    const char *message, *reports;
} cases[] = {
    { ADT PID PV1, "" },
    { ORU "OBX|1|NM|NA^Sodium^L||140|mmol/L|||||F\r", "" },

    /* Versions. */
    { MSH_OF("ADT^A01^ADT_A01", "9.9") "EVN||2026\r" PID PV1, "MSH-12 note version\n" },
    { MSH_OF("ADT^A01", "") "EVN||2026\r" PID PV1,
      "MSH-12 note version\nMSH-12 problem required\n" },
    { MSH_OF("ADT^A01", "2.1") "EVN|A01|20260101\r"
                               "PID|1||1||DOE^JOHN||19610615\rNK1|1|DOE\rPV1|1|I|W\r",
      "" },
    { MSH_OF("ADT^A47^ADT_A30", "2.8") "EVN||2026\r" PID "MRG|2^^^H^MR\r",
      "MSH-9 note version\n" },

    /* Structure. */
    { MSH_OF("ZZZ^A01", "2.5.1"),
      "MSH-9 warning structure\nMSH-9.1 problem table 0076\n" },
    { MSH_OF("ADT^A04^ADT_A04", "2.5.1") "EVN||2026\r" PID PV1,
      "MSH-9.3 warning structure\n" },
    { MSH_OF("ADT^A01", "2.5.1") PID PV1, "EVN problem required\n" },
    { ADT PID PV1 "DSC|1\r", "DSC warning structure\n" },
    { ADT PID PV1 "PV1|2|I\r", "PV1[2] warning cardinality\n" },
    { ADT PID PV1 "QQQ|1\r", "QQQ warning structure\nQQQ warning segment\n" },
    { ADT PID PV1 "ZZZ|1\r", "" },
    { ORU "ORC|RE|1\rOBX|1|ST|A^B^L||x||||||F\r", "OBR[2] problem required\n" },

    /* Fields. */
    { ADT "PID|1||1^^^H^MR\r" PV1, "PID-5 problem required\n" },
    { ADT "PID|1||1^^^H^MR~2^^^H^MR||DOE^J~DOE^K\r" PV1, "" },
    { ADT "PID|1||1^^^H^MR||DOE^J||20260101~20260102~20260103\r" PV1,
      "PID-7[2] warning cardinality\n" },
    { ADT "PID|1||1^^^H^MR||\"\"\r" PV1, "" },
    { ADT "PID|1||1^^^H^MR||DOE^J"
          "|||||||||||||||||||||||||||||||||||x|y\r" PV1,
      "PID-40 note fields\n" },
    { MSH_OF("ADT^A01^ADT_A01", "2.7") "EVN||2026\r"
                                       "PID|1|99|1^^^H^MR||DOE^J\r" PV1,
      "PID-2 note withdrawn\n" },

    /* Lengths. */
    { "MSH|^~\\&|A|B|C|D|2026||ADT^A01|123456789012345678901|P|2.5.1\rEVN||2026\r" PID
          PV1,
      "MSH-10 warning length\n" },

    /* Datatypes. */
    { ADT "PID|1||1^^^H^MR||DOE^J||19611315\r" PV1, "PID-7 problem datatype\n" },
    { ADT "PID|x||1^^^H^MR||DOE^J\r" PV1, "PID-1 problem datatype\n" },
    { ORU "OBX|1|NM|NA^S^L||14O|mmol/L|||||F\r", "OBX-5 problem datatype\n" },
    { ORU "OBX|1|SN|NA^S^L||>^100|mg|||||F\r", "" },
    { ORU "OBX|1|SN|NA^S^L||100|mg|||||F\r",
      "OBX-5 warning length\nOBX-5.1 problem datatype\n" },
    { ORU "OBX|1|SN|NA^S^L||more^100|mg|||||F\r",
      "OBX-5.1 warning length\nOBX-5.1 problem datatype\n" },
    { ORU "OBX|1|ED|D^S^L||^AP^PDF^Base64^SGVsbG8||||||F\r",
      "OBX-5.3 warning table 0291\nOBX-5.5 problem datatype\n" },
    { ADT "PID|1||1^^^H&2.16.840&ISO^MR||DOE^J\r" PV1, "" },
    { ADT "PID|1||1^^^H&abc&ISO^MR||DOE^J\r" PV1, "PID-3.4.2 warning datatype\n" },
    { ADT "PID|1||1^^^H&2.16.840^MR||DOE^J\r" PV1, "PID-3.4.3 warning condition\n" },

    /* Tables. */
    { ADT "PID|1||1^^^H^MR||DOE^J|||Q\r" PV1, "PID-8 note table 0001\n" },
    { ADT "PID|1||1^^^H^MR||DOE^J|||||||||||||||||||Maybe\r" PV1,
      "PID-24 warning length\nPID-24 problem table 0136\n" },
    { ORU "OBX|1|CWE|A^B^L||1^x^L||||||F\r", "" },
    { ORU "OBX|1|QQQ|A^B^L||1||||||F\r", "OBX-2 problem table 0125\n" },
    { ADT "PID|1||1^^^H^MR||DOE^J|||||||||||Q^x^HL70002\r" PV1,
      "PID-16.1 note table 0002\n" },
    { ADT "PID|1||1^^^H^MR||DOE^J|||||||||||Q^x^99LOCAL\r" PV1, "" },

    /* Components. */
    { ADT "PID|1||1^^^H^MR||DOE^J|||M^1\r" PV1,
      "PID-8 note length\nPID-8.1 note components\n" },
    { ADT "PID|1||^^^H^MR||DOE^J\r" PV1, "PID-3.1 warning required\n" },
    { ADT "PID|1||1^4^M10^H^MR||DOE^J\r" PV1, "PID-3.2 warning checkdigit\n" },
    { ADT "PID|1||12345^5^M10^H^MR||DOE^J\r" PV1, "" },
    { ORU "OBX|1|ST|^^L||x||||||F\r", "OBX-3.1 warning condition\n" },

    /* Conditions. */
    { ORU "OBX|1||A^B^L||x||||||F\r", "OBX-2 problem obx-type\n" },
    { ORU "OBX|1|ST|A^B^L||x\r", "OBX-11 problem required\n" },
    { ORU "OBX|1|ST|A^B^L||||||||F\r", "OBX-5 warning obx-value\n" },
    { ORU "OBX|1|NM|A^B^L||5||||||F\r", "OBX-6 note obx-units\n" },
    { ADT PID "PV1|1|I||||||||||||||||||||||||||||||||||||||||||20260105|20260101\r",
      "PV1-45 warning pv1-discharge\n" },
    { ADT PID "PV1|1|I||||||||||||||||||||||||||||||||||||||||||20260105|20260106\r",
      "" },
    { ADT "PID|1||1^^^H^MR||DOE^J"
          "||||||||||||||||||||||||20260101|N\r" PV1,
      "PID-30 warning pid-death\n" },
};

START_TEST(each_rule_has_its_place_and_severity)
{
    const char *reports = found("{ reject: never }", cases[_i].message);

    ck_assert_msg(strcmp(reports, cases[_i].reports) == 0, "%s\ngives\n%s\nnot\n%s",
                  cases[_i].message, reports, cases[_i].reports);
}
END_TEST

START_TEST(the_version_that_is_used_instead_is_told)
{
    static const struct {
        const char *message, *says;
    } versions[] = {
        { MSH_OF("ADT^A01^ADT_A01", "2.7.1"), "it is read as 2.7" },
        { MSH_OF("ADT^A01^ADT_A01", "2.9"), "it is read as 2.8.2" },
        { MSH_OF("ADT^A01^ADT_A01", "x"), "it is read as 2.5.1" },
        { MSH_OF("ADT^A01^ADT_A01", ""), "it is read as 2.5.1" },
    };

    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        size_t len = strlen(versions[i].says);

        found("{ reject: never }", versions[i].message);
        ck_assert_uint_gt(r.call.report_count, 0);
        ck_assert_str_eq(r.call.reports[0].place, "MSH-12");
        ck_assert_ptr_null(strstr(r.call.reports[0].text, "not known"));
        ck_assert_str_eq(r.call.reports[0].text + strlen(r.call.reports[0].text) - len,
                         versions[i].says);
    }
}
END_TEST

START_TEST(indexes_count_from_one_and_are_left_out_where_they_are_one)
{
    ck_assert_str_eq(found("{ reject: never }", ORU "OBX|1|NM|A^B^L||1|mg|||||F\r"
                                                    "OBX|2|NM|A^B^L||1~x~y|mg|||||F\r"),
                     "OBX[2]-5[2] problem datatype\nOBX[2]-5[3] problem datatype\n");
}
END_TEST

START_TEST(a_note_is_made_once_a_field)
{
    ck_assert_str_eq(found("{ reject: never }",
                           ORU "OBX|1|ST|A^B^L^a^b^c^d^e||1||||||F\r"
                               "OBX|2|ST|A^B^L^a^b^c^d^e||1||||||F\r"),
                     "OBX-3.7 note components\n");
}
END_TEST

/* ---- Rejecting ------------------------------------------------------------ */

#define NOTED ADT "PID|1||1^^^H^MR||DOE^J|||Q\r" PV1
#define WARNED ADT PID PV1 "DSC|1\r"
#define WRONG ADT "PID|1||1^^^H^MR\r" PV1

START_TEST(a_problem_rejects_with_its_place)
{
    found("{}", WRONG);
    ck_assert_int_eq(verdict, HILUM_REJECT);
    ck_assert_str_eq(r.call.place, "PID-5");
    ck_assert_str_eq(r.call.reason, "required: the field is required: Patient Name");
    ck_assert_uint_eq(r.call.emitted_count, 0);
    found("{}", WARNED);
    ck_assert_int_eq(verdict, HILUM_OK);
    ck_assert_uint_eq(r.call.emitted_count, 1);
}
END_TEST

START_TEST(what_rejects_is_an_option)
{
    found("{ reject: never }", WRONG);
    ck_assert_int_eq(verdict, HILUM_OK);
    found("{ reject: warning }", WARNED);
    ck_assert_int_eq(verdict, HILUM_REJECT);
    found("{ reject: warning }", NOTED);
    ck_assert_int_eq(verdict, HILUM_OK);
}
END_TEST

/* Messages that are rejected for each rule, and ERR-3.1 and ERR-5.1 of the answer. */
static const struct {
    const char *options, *message, *condition, *rule;
} answers[] = {
    { "{}", WRONG, "101", "required" },
    { "{}", ADT PID, "100", "required" },
    { "{}", ORU "ORC|RE|1\rOBX|1|ST|A^B^L||x||||||F\r", "100", "required" },
    { "{}", ADT "PID|1||1^^^H^MR||DOE^J||19611315\r" PV1, "102", "datatype" },
    { "{}", ADT "PID|1||1^^^H^MR||DOE^J|||||||||||||||||||Q\r" PV1, "103", "table 0136" },
    { "{}", ORU "OBX|1||A^B^L||x||||||F\r", "101", "required obx-type" },
    { "{ reject: warning }", WARNED, "100", "structure" },
    { "{ reject: warning }", ADT PID PV1 "PV1|2|I\r", "100", "cardinality" },
    { "{ reject: warning }",
      ADT "PID|1||1^^^H^MR||DOE^J||20260101~20260102~20260103\r" PV1, "102",
      "cardinality" },
    { "{ reject: warning }",
      "MSH|^~\\&|A|B|C|D|2026||ADT^A01|123456789012345678901|P|2.5.1\rEVN||2026\r" PID
          PV1,
      "102", "length" },
    { "{ reject: warning }", MSH_OF("ADT^A04^ADT_A04", "2.5.1") "EVN||2026\r" PID PV1,
      "200", "structure" },
    { "{ reject: warning }", ADT "PID|1||^^^H^MR||DOE^J\r" PV1, "101", "required" },
    { "{ reject: warning }", ADT "PID|1||1^4^M10^H^MR||DOE^J\r" PV1, "102",
      "checkdigit" },
    { "{ reject: warning }", ORU "OBX|1|ST|^^L||x||||||F\r", "102", "condition" },
    { "{ reject: warning }",
      ADT "PID|1||1^^^H^MR||DOE^J||||||||||||||||||||||||20260101|N\r" PV1, "102",
      "condition pid-death" },
    { "{ profile: @/p.yaml }", MSH_OF("ADT^A01^ADT_A01", "9.9") "EVN||2026\r" PID PV1,
      "203", "version" },
    { "{ profile: @/p.yaml }", ADT PID PV1 "QQQ|1\r", "100", "segment" },
    { "{ profile: @/p.yaml }", ADT "PID|1||1^^^H^MR||DOE^J|||M^1\r" PV1, "102",
      "components" },
    { "{ profile: @/p.yaml }",
      ADT "PID|1||1^^^H^MR||DOE^J|||||||||||||||||||||||||||||||||||x\r" PV1, "102",
      "fields" },
    { "{ profile: @/p.yaml }",
      MSH_OF("ADT^A01^ADT_A01", "2.7") "EVN||2026\rPID|1|99|1^^^H^MR||DOE^J\r" PV1, "102",
      "withdrawn" },
    { "{ profile: @/p.yaml }", ADT PID PV1 "PV1|1|I\r", "100", "condition one-visit" },
};

START_TEST(the_answer_to_what_is_rejected_says_which_rule_was_broken)
{
    struct hilum_buffer  out = { .most = 1 << 16, .grow = hilum_grow };
    struct hilum_outcome o   = { .size   = sizeof o,
                                 .moment = HILUM_PROCESSED,
                                 .until  = HILUM_PROCESSED };
    struct instance     *codec;
    char                 place[160], reason[512], expected[80];

    write_file("p.yaml",
               "profile: strict\n"
               "rules:\n"
               "  - { rule: one-visit, must: PV1.count() = 1, severity: problem,\n"
               "      says: there is one visit }\n"
               "severity: { version: problem, segment: problem, structure: off,\n"
               "            components: problem, fields: problem, length: off,\n"
               "            withdrawn: problem, cardinality: off }\n");
    found(answers[_i].options, answers[_i].message);
    o.verdict = verdict;
    o.body    = hilum_view(answers[_i].message);
    o.place   = strcpy(place, r.call.place);
    o.reason  = strcpy(reason, r.call.reason);
    codec     = rig_part(&r, PART_CODEC, "hl7v2.er7", "c", "{}");
    ck_assert_ptr_nonnull(codec);
    call_begin(&r.call, codec);
    codec->part->part.answer(codec->state, &r.call.pub, &o, &out);
    hilum_put_byte(&out, '\0');
    ck_assert_ptr_nonnull(strstr(out.ptr, "ERR|"));
    snprintf(expected, sizeof expected, "|%s^", answers[_i].condition);
    ck_assert_msg(strstr(out.ptr, expected) != NULL, "%s: %s", expected, out.ptr);
    snprintf(expected, sizeof expected, "|%s^^L|", answers[_i].rule);
    ck_assert_msg(strstr(out.ptr, expected) != NULL, "%s: %s", expected, out.ptr);
    free(out.ptr);
    rig_drop(&r);
}
END_TEST

START_TEST(a_report_tells_no_value)
{
    found("{ reject: never }",
          ADT "PID|SECRET||1^^^H^MR||DOE^J|SECRET|SECRET|SECRET\r" PV1);
    ck_assert_uint_gt(r.call.report_count, 0);
    for (size_t i = 0; i < r.call.report_count; i++)
        ck_assert_ptr_null(strstr(r.call.reports[i].text, "SECRET"));
}
END_TEST

START_TEST(a_thousand_findings_are_kept)
{
    char  *message = malloc(1 << 18);
    size_t len     = (size_t)snprintf(message, 1 << 18, "%s", ORU);

    for (int i = 0; i < 3000; i++)
        len += (size_t)snprintf(message + len, (1 << 18) - len,
                                "OBX|1|NM|A^B^L||x|mg|||||F\r");
    found("{}", message);
    ck_assert_int_eq(verdict, HILUM_REJECT);
    ck_assert_str_eq(r.call.place, "OBX-5");
    ck_assert_uint_eq(r.call.report_count, 1000);
    free(message);
}
END_TEST

/* ---- Profiles ------------------------------------------------------------- */

static const char *with_profile(const char *profile, const char *message)
{
    write_file("p.yaml", profile);
    return found("{ reject: never, profile: @/p.yaml }", message);
}

START_TEST(a_profile_names_a_site_s_segment)
{
    static const char profile[] = "profile: ward\n"
                                  "segments:\n"
                                  "  ZPV:\n"
                                  "    after: PV1\n"
                                  "    fields:\n"
                                  "      1: { name: Phone, type: XTN, required: true }\n"
                                  "      2: { type: NM, length: 2, max: 2 }\n";

    ck_assert_str_eq(with_profile(profile, ADT PID PV1 "ZPV|5|1\r"), "");
    ck_assert_str_eq(with_profile(profile, ADT PID PV1 "ZPV||123~x~1|z\r"),
                     "ZPV-2 warning length\n"
                     "ZPV-2[2] problem datatype\n"
                     "ZPV-2[3] warning cardinality\n"
                     "ZPV-3 note fields\n"
                     "ZPV-1 problem required\n");
    /* Z segments stand anywhere. */
    ck_assert_str_eq(with_profile(profile, ADT "ZPV|5|1\r" PID PV1), "");
}
END_TEST

START_TEST(a_profile_tightens_and_loosens)
{
    static const char profile[] =
        "profile: ward\n"
        "segments:\n"
        "  PID:\n"
        "    fields:\n"
        "      5: { required: false }\n"
        "      7: { required: true }\n"
        "      8: { max: 0 }\n"
        "structures:\n"
        "  ADT_A01: { EVN: { min: 0 }, NK1: { min: 1, max: 1 },\n"
        "             ZPV: { after: PV1, min: 1 } }\n"
        "severity: { length: off, structure: problem }\n";

    ck_assert_str_eq(
        with_profile(profile,
                     MSH_OF("ADT^A01", "2.5.1") "PID|1||1^^^H^MR||||2026|M\rDSC|1\r"
                                                "NK1|1|A^B\rNK1|2|A^B\r" PV1),
        "PID-8 problem cardinality\n"
        "DSC problem structure\n"
        "NK1[2] warning cardinality\n"
        "ZPV problem required\n");
    ck_assert_str_eq(with_profile(profile, ADT PID "NK1|1|A^B\r" PV1 "ZPV|1\r"),
                     "PID-7 problem required\n");
}
END_TEST

START_TEST(a_segment_that_may_not_be_there_has_no_place)
{
    static const char profile[] = "profile: ward\n"
                                  "structures: { ADT_A01: { NK1: { max: 0 } } }\n";

    ck_assert_str_eq(with_profile(profile, ADT PID PV1), "");
    ck_assert_str_eq(with_profile(profile, ADT PID "NK1|1|A^B\rNK1|2|A^B\r" PV1),
                     "NK1 warning structure\n");
}
END_TEST

/* ADT_A01 has ROL behind PID and behind PV2, and in groups. */
START_TEST(of_several_places_one_is_enough)
{
    static const char profile[] = "profile: ward\n"
                                  "structures: { ADT_A01: { ROL: { min: 1 } } }\n"
                                  "severity: { table: off, required: problem,\n"
                                  "            length: off }\n";
    static const char role[]    = "ROL|1|AD|PP|7^A\r";
    char              message[512];

    ck_assert_str_eq(with_profile(profile, ADT PID PV1), "ROL problem required\n");
    snprintf(message, sizeof message, "%s%s%s", ADT PID, role, PV1);
    ck_assert_str_eq(with_profile(profile, message), "");
    snprintf(message, sizeof message, "%s%s", ADT PID PV1, role);
    ck_assert_str_eq(with_profile(profile, message), "");
}
END_TEST

START_TEST(a_site_has_tables_of_its_own)
{
    static const char profile[] = "profile: ward\n"
                                  "segments: { PID: { fields: { 8: { table: sex } } } }\n"
                                  "tables:\n"
                                  "  sex: [M, F]\n"
                                  "  \"0004\": { add: [DAY], remove: [I] }\n";

    ck_assert_str_eq(with_profile(profile, ADT "PID|1||1^^^H^MR||DOE^J|||O\rPV1|1|DAY\r"),
                     "PID-8 problem table sex\nPV1-2 warning length\n");
    ck_assert_str_eq(with_profile(profile, ADT "PID|1||1^^^H^MR||DOE^J|||M\rPV1|1|I\r"),
                     "PV1-2 note table 0004\n");
}
END_TEST

START_TEST(a_site_has_rules_of_its_own)
{
    static const char profile[] =
        "profile: ward\n"
        "rules:\n"
        "  - { rule: bed, segment: PV1, field: 3, when: \"PV1-2 = 'I'\",\n"
        "      must: PV1-3.3.exists(), severity: problem, says: it has a bed }\n"
        "  - { rule: one, must: PID.count() = 1, says: there is one patient }\n";

    ck_assert_str_eq(with_profile(profile, ADT PID PV1), "PV1-3 problem bed\n");
    ck_assert_str_eq(with_profile(profile, ADT PID "PV1|1|O\r"), "");
    ck_assert_str_eq(with_profile(profile, ADT PID PID "PV1|1|O\r"),
                     "PID[2] warning cardinality\nMSH warning one\n");
}
END_TEST

START_TEST(the_most_specific_profile_that_fits_is_taken)
{
    static const char options[] = "{ reject: never, profile: '@/a.yaml, @/b.yaml, @/c' }";
    char              folder[512];

    snprintf(folder, sizeof folder, "mkdir -p %s/c", r.folder);
    ck_assert_int_eq(system(folder), 0);
    write_file("a.yaml", "profile: all\n"
                         "rules: [ { rule: all, must: 'false', says: all } ]\n");
    write_file("b.yaml", "profile: a01\nmatch: { MSH-9: ADT^A01, MSH-3: \"X|A\" }\n"
                         "rules: [ { rule: a01, must: 'false', says: a01 } ]\n");
    write_file("c/c.yaml", "profile: oru\nmatch: { MSH-9: OR* }\n"
                           "rules: [ { rule: oru, must: 'false', says: oru } ]\n");
    ck_assert_str_eq(found(options, ADT PID PV1), "MSH warning a01\n");
    ck_assert_str_eq(found(options, ORU "OBX|1|ST|A^B^L||x||||||F\r"),
                     "MSH warning oru\n");
    ck_assert_str_eq(found(options, MSH_OF("ACK", "2.5.1") "MSA|AA|1\r"),
                     "MSH warning all\n");
}
END_TEST

static const struct {
    const char *profile, *place, *words;
} mistakes[] = {
    { "match: { MSH-3: A }\n", "1:1", "a profile has a name" },
    { "profile: a\nmatches: {}\n", "2:1", "did you mean match?" },
    { "profile: a\nmatch: { MHS: A }\n", "2:", "no place such as MSH-3" },
    { "profile: a\nsegments: { PDI: {} }\n", "2:", "did you mean PD" },
    { "profile: a\nsegments: { ZAB: { field: {} } }\n", "2:", "did you mean fields?" },
    { "profile: a\nsegments: { ZAB: { fields: { x: {} } } }\n", "2:", "a number from 1" },
    { "profile: a\nsegments: { ZAB: { fields: { 1: { type: XTM } } } }\n",
      "2:", "did you mean XTN?" },
    { "profile: a\nsegments: { ZAB: { fields: { 1: { required: maybe } } } }\n",
      "2:", "true or false" },
    { "profile: a\nsegments: { ZAB: { fields: { 1: { max: -1 } } } }\n",
      "2:", "a number" },
    { "profile: a\nsegments: { ZAB: { fields: { 1: { table: t } } } }\n",
      "2:", "no table t" },
    { "profile: a\nstructures: { ADT_AO1: {} }\n", "2:", "did you mean ADT_A01?" },
    { "profile: a\nstructures: { ADT_A01: { ZPV: { afer: PV1 } } }\n",
      "2:", "did you mean after?" },
    { "profile: a\nstructures: { ADT_A01: { ZPV: { min: 1 } } }\n", "2:", "`after`" },
    { "profile: a\nstructures: { ADT_A01: { PVI: { after: PV1 } } }\n",
      "2:", "did you mean PV1?" },
    { "profile: a\nstructures: { ADT_A01: { ZPV: { after: OBR } } }\n",
      "2:", "ADT_A01 has no segment or group OBR" },
    { "profile: a\nstructures: { ADT_A01: { NK1: { after: PVI } } }\n",
      "2:", "did you mean PV1?" },
    { "profile: a\nstructures: { ADT_A01: { ZPV: { after: PV1, max: 0 } } }\n",
      "2:", "at least 1" },
    { "profile: a\nsegments: { ZPV: { after: PVI } }\n", "2:27", "did you mean PV1?" },
    { "profile: a\nseverity: { length: wrning }\n", "2:", "did you mean warning?" },
    { "profile: a\nseverity: { lenght: off }\n", "2:21", "did you mean length?" },
    { "profile: a\nseverity: { obx-tipe: off }\n", "2:23", "did you mean obx-type?" },
    { "profile: a\nseverity: { table 00x1: off }\n", "2:25", "no rule table 00x1" },
    { "profile: a\nrules: [ { rule: bed, must: 'true', says: y } ]\n"
      "severity: { bet: off }\n",
      "3:18", "did you mean bed?" },
    { "profile: a\nrules: [ { rule: x, segment: PDI, must: 'true', says: y } ]\n", "2:30",
      "did you mean PD1?" },
    { "profile: a\nrules: [ { rule: x, segment: ZZZ, must: 'true', says: y } ]\n", "2:30",
      "segment ZZZ" },
    { "- profile: a\n", "1:", "must be a map" },
    { "profile: a\nsegments: [ PID ]\n", "2:", "must be a map" },
    { "profile: a\nseverity: off\n", "2:", "must be a map" },
    { "profile: a\nrules: [ { must: 'true' } ]\n", "2:", "a rule has" },
    { "profile: a\nrules: [ { rule: x, must: 'PID-3 = ', says: y } ]\n",
      "2:", "operand" },
};

START_TEST(a_mistake_in_a_profile_has_a_place_and_a_hint)
{
    struct instance *stage;

    write_file("p.yaml", mistakes[_i].profile);
    stage = rig_part(&r, PART_STAGE, "hl7v2.validate", "v", "{ profile: @/p.yaml }");
    ck_assert_ptr_null(stage);
    ck_assert_msg(strstr(r.call.place, "p.yaml:") &&
                      strstr(strstr(r.call.place, "p.yaml:"), mistakes[_i].place),
                  "the place is %s: %s", r.call.place, r.call.reason);
    ck_assert_msg(strstr(r.call.reason, mistakes[_i].words) != NULL, "%s", r.call.reason);
}
END_TEST

START_TEST(what_is_known_by_name_has_a_severity)
{
    ck_assert_str_eq(with_profile("profile: a\n"
                                  "tables: { sex: [M] }\n"
                                  "segments: { ZPV: {} }\n"
                                  "rules: [ { rule: bed, segment: ZPV, must: 'false',\n"
                                  "           says: x } ]\n"
                                  "severity: { table sex: off, table 0001: note,\n"
                                  "            bed: off, obx-type: off, table: off }\n",
                                  ADT PID PV1 "ZPV|1\r"),
                     "");
}
END_TEST

START_TEST(a_folder_without_profiles_is_a_mistake)
{
    char folder[512];

    snprintf(folder, sizeof folder, "mkdir -p %s/c", r.folder);
    ck_assert_int_eq(system(folder), 0);
    ck_assert_ptr_null(
        rig_part(&r, PART_STAGE, "hl7v2.validate", "v", "{ profile: @/c }"));
    ck_assert_ptr_nonnull(strstr(r.call.reason, "no *.yaml"));
    ck_assert_ptr_nonnull(strstr(r.call.place, "/c"));
}
END_TEST

int main(void)
{
    Suite   *suite  = suite_create("validate");
    TCase   *tc     = tcase_create("validate");
    SRunner *runner = srunner_create(suite);
    int      failed;

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, each_rule_has_its_place_and_severity, 0,
                        (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(tc, the_version_that_is_used_instead_is_told);
    tcase_add_test(tc, indexes_count_from_one_and_are_left_out_where_they_are_one);
    tcase_add_test(tc, a_note_is_made_once_a_field);
    tcase_add_test(tc, a_problem_rejects_with_its_place);
    tcase_add_test(tc, what_rejects_is_an_option);
    tcase_add_loop_test(tc, the_answer_to_what_is_rejected_says_which_rule_was_broken, 0,
                        (int)(sizeof answers / sizeof answers[0]));
    tcase_add_test(tc, a_report_tells_no_value);
    tcase_add_test(tc, a_thousand_findings_are_kept);
    tcase_add_test(tc, a_profile_names_a_site_s_segment);
    tcase_add_test(tc, a_profile_tightens_and_loosens);
    tcase_add_test(tc, a_segment_that_may_not_be_there_has_no_place);
    tcase_add_test(tc, of_several_places_one_is_enough);
    tcase_add_test(tc, what_is_known_by_name_has_a_severity);
    tcase_add_test(tc, a_folder_without_profiles_is_a_mistake);
    tcase_add_test(tc, a_site_has_tables_of_its_own);
    tcase_add_test(tc, a_site_has_rules_of_its_own);
    tcase_add_test(tc, the_most_specific_profile_that_fits_is_taken);
    tcase_add_loop_test(tc, a_mistake_in_a_profile_has_a_place_and_a_hint, 0,
                        (int)(sizeof mistakes / sizeof mistakes[0]));
    suite_add_tcase(suite, tc);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
