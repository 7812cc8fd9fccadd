/* hl7v2_bench.c -- how fast ER7 is read, written and answered on one core. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/plugins/hl7v2/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5 };

#define SECONDS 0.3

static const char adt[] =
    "MSH|^~\\&|ADT1|GOOD HEALTH HOSPITAL|GHH LAB, INC.|GOOD HEALTH "
    "HOSPITAL|20260324113000||"
    "ADT^A01^ADT_A01|MSG00001|P|2.5.1|||AL|NE\r"
    "EVN|A01|20260324113000|||C08^Grant^Ellen^^^^MD|20260324112500\r"
    "PID|1||PATID1234^5^M11^ADT1^MR^GOOD HEALTH HOSPITAL~123456789^^^USSSA^SS||"
    "EVERYMAN^ADAM^A^III^^^L||19610615|M||2106-3^White^HL70005|"
    "2222 HOME STREET^^GREENSBORO^NC^27401-1020^USA^H||"
    "(555)555-2004^PRN^PH~(555)555-2005^ORN^CP|(555)555-2006^WPN^PH|ENG|S|CHR|"
    "PATID12345001^2^M10^ADT1^AN|444-33-3333|987654^NC||||||||N\r"
    "NK1|1|EVERYWOMAN^EVE^B^^^^L|SPO^Spouse^HL70063|2222 HOME "
    "STREET^^GREENSBORO^NC^27401|"
    "(555)555-2004||C^Emergency contact^HL70131\r"
    "PV1|1|I|2000^2012^01^GHH||||004777^ATTEND^AARON^A^^^MD|||SUR||||ADM|A0||"
    "004777^ATTEND^AARON^A|I|V1001^^^GHH^VN|A|||||||||||||||||||GHH||||20260324113000\r"
    "AL1|1|DA^Drug allergy^HL70127|1191^ASPIRIN^RXNORM|SV|Hives\r"
    "DG1|1|I10C|I21.9^Acute myocardial infarction^I10C||20260324|A\r";

static const char oru[] =
    "MSH|^~\\&|LAB|HOSP|EHR|HOSP|20260324120000||ORU^R01^ORU_R01|L42|P|2.5.1\r"
    "PID|1||123^^^HOSP^MR||DOE^JANE^^^^^L||19700101|F\r"
    "ORC|RE|O1^EHR|F1^LAB||CM||||20260324110000|||77^HOUSE^GREG^^^DR\r"
    "OBR|1|O1^EHR|F1^LAB|24323-8^Comprehensive metabolic panel^LN|||20260324100000\r"
    "OBX|1|NM|2345-7^Glucose^LN||105|mg/dL^^UCUM|70-99|H|||F|||20260324100000\r"
    "OBX|2|NM|3094-0^Urea nitrogen^LN||14|mg/dL^^UCUM|6-20|N|||F|||20260324100000\r"
    "OBX|3|NM|2160-0^Creatinine^LN||0.9|mg/dL^^UCUM|0.5-1.1|N|||F|||20260324100000\r"
    "OBX|4|NM|2951-2^Sodium^LN||140|mmol/L^^UCUM|136-145|N|||F|||20260324100000\r"
    "OBX|5|NM|2823-3^Potassium^LN||4.1|mmol/L^^UCUM|3.5-5.1|N|||F|||20260324100000\r"
    "OBX|6|NM|2075-0^Chloride^LN||103|mmol/L^^UCUM|98-107|N|||F|||20260324100000\r"
    "OBX|7|NM|17861-6^Calcium^LN||9.4|mg/dL^^UCUM|8.6-10.2|N|||F|||20260324100000\r"
    "OBX|8|NM|2885-2^Protein^LN||7.0|g/dL^^UCUM|6.0-8.3|N|||F|||20260324100000\r"
    "OBX|9|NM|1751-7^Albumin^LN||4.2|g/dL^^UCUM|3.5-5.0|N|||F|||20260324100000\r"
    "OBX|10|NM|1975-2^Bilirubin^LN||0.6|mg/dL^^UCUM|0.1-1.2|N|||F|||20260324100000\r"
    "OBX|11|NM|1742-6^ALT^LN||22|U/L^^UCUM|7-56|N|||F|||20260324100000\r"
    "OBX|12|ST|883-9^ABO group^LN||A||||||F|||20260324100000\r"
    "NTE|1|L|Fasting sample \\T\\ no haemolysis.\r";

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

enum what { DECODE, ENCODE, ANSWER };

static void once(struct harness *h, struct hilum_view bytes, enum what what)
{
    struct hilum_outcome o = {
        .size = sizeof o, .body = bytes, .doc = h->doc, .place = "", .reason = ""
    };

    h->out.len = 0;
    if (what == DECODE)
        harness_build(h, bytes);
    else if (what == ENCODE)
        h->part->encode(h->state, &h->call, h->doc, hilum_root(h->doc), &h->out);
    else
        h->part->answer(h->state, &h->call, &o, &h->out);
}

/* Seconds for one, the best of a few rounds. */
static double measure(struct harness *h, struct hilum_view bytes, enum what what)
{
    double best = 1e9;

    for (int round = 0; round < ROUNDS; round++) {
        double from = now(), took;
        size_t n    = 0;

        do {
            for (int i = 0; i < 100; i++)
                once(h, bytes, what);
            n += 100;
            took = now() - from;
        } while (took < SECONDS / ROUNDS);
        if (took / (double)n < best)
            best = took / (double)n;
    }
    return best;
}

static void bench(struct harness *h, const char *name, struct hilum_view bytes)
{
    double s[3];

    if (harness_decode(h, bytes) != HILUM_OK) {
        printf("%-32s %s: %s\n", name, h->where, h->why);
        return;
    }
    for (enum what w = DECODE; w <= ANSWER; w++)
        s[w] = measure(h, bytes, w);
    printf("%-32s %6zu %6u %7.0f %6.0f %7.0f %6.0f %7.0f\n", name, bytes.len,
           (unsigned)h->doc.block->nodes, s[DECODE] * 1e9,
           (double)bytes.len / s[DECODE] / 1e6, s[ENCODE] * 1e9,
           (double)bytes.len / s[ENCODE] / 1e6, s[ANSWER] * 1e9);
}

int main(int argc, char **argv)
{
    struct harness h;
    double         from = now();

    harness_open(&h);
    harness_read(&h, adt);
    printf("tables opened and 2.5.1 loaded in %.2f ms\n\n", (now() - from) * 1e3);
    printf("%-32s %6s %6s %7s %6s %7s %6s %7s\n", "message", "bytes", "nodes", "decode",
           "MB/s", "encode", "MB/s", "answer");
    bench(&h, "ADT^A01", hilum_view(adt));
    bench(&h, "ORU^R01", hilum_view(oru));
    for (int i = 1; i < argc; i++) {
        struct hilum_view bytes = harness_file(argv[i]);
        const char       *name  = strrchr(argv[i], '/');

        bench(&h, name ? name + 1 : argv[i], bytes);
        free((void *)(uintptr_t)bytes.ptr);
    }
    harness_close(&h);
    return 0;
}
