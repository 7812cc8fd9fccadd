/* bench.c -- how fast Bundles are stored: new ones, the same again, and changed. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints one line for each case: Bundles a second, and CPU time per Bundle.  The
 * Bundle is what an admission makes: nine resources, found by identifier.
 */
#include "../rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BUNDLES = 4096, BATCH = 64, TEXT = 16384, ROUNDS = BUNDLES / BATCH };

static const char patient[] =
    "{\"fullUrl\":\"urn:uuid:p\",\"request\":{\"method\":\"PUT\",\"url\":"
    "\"Patient?identifier=urn:oid:1.2.3%%7C%d\"},\"resource\":{\"resourceType\":"
    "\"Patient\","
    "\"identifier\":[{\"system\":\"urn:oid:1.2.3\",\"value\":\"%d\",\"type\":{\"coding\":"
    "[{"
    "\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"MR\"}]}}],"
    "\"name\":[{\"use\":\"official\",\"family\":\"Everyman\",\"given\":[\"Adam\",\"A\"]}]"
    ","
    "\"telecom\":[{\"system\":\"phone\",\"value\":\"(555)555-2004\",\"use\":\"home\"}],"
    "\"gender\":\"male\",\"birthDate\":\"1961-06-15\",\"address\":[{\"line\":["
    "\"1200 N ELM "
    "STREET\"],\"city\":\"JERUSALEM\",\"state\":\"TN\",\"postalCode\":\"99999\","
    "\"country\":\"USA\"}],\"maritalStatus\":{\"coding\":[{\"system\":"
    "\"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus\",\"code\":\"%s\"}]}}}";
static const char encounter[] =
    ",{\"fullUrl\":\"urn:uuid:e\",\"request\":{\"method\":\"PUT\",\"url\":"
    "\"Encounter?identifier=urn:oid:1.2.4%%7C%d\"},\"resource\":{\"resourceType\":"
    "\"Encounter\",\"identifier\":[{\"system\":\"urn:oid:1.2.4\",\"value\":\"%d\"}],"
    "\"status\":\"in-progress\",\"class\":{\"system\":"
    "\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"IMP\"},\"subject\":{"
    "\"reference\":\"urn:uuid:p\"},\"period\":{\"start\":\"2026-01-01T08:00:00Z\"},"
    "\"participant\":[{\"individual\":{\"reference\":\"urn:uuid:d\"}}]}}";
static const char practitioner[] =
    ",{\"fullUrl\":\"urn:uuid:d\",\"request\":{\"method\":\"PUT\",\"url\":"
    "\"Practitioner?identifier=urn:oid:1.2.5%%7C%d\"},\"resource\":{\"resourceType\":"
    "\"Practitioner\",\"identifier\":[{\"system\":\"urn:oid:1.2.5\",\"value\":\"%d\"}],"
    "\"name\":[{\"family\":\"Smith\",\"given\":[\"Ann\"]}]}}";
static const char small[] =
    ",{\"fullUrl\":\"urn:uuid:%s%d\",\"request\":{\"method\":\"PUT\",\"url\":"
    "\"%s?identifier=urn:oid:1.2.6.%d%%7C%d\"},\"resource\":{\"resourceType\":\"%s\","
    "\"identifier\":[{\"system\":\"urn:oid:1.2.6.%d\",\"value\":\"%d\"}],\"%s\":{"
    "\"reference\":\"urn:uuid:p\"},\"code\":{\"coding\":[{\"system\":"
    "\"http://hl7.org/fhir/sid/"
    "icd-10\",\"code\":\"S42.%d\",\"display\":\"Fracture\"}]}}}";

static const struct hilum_msg *bundle(struct rig *r, int n, const char *marital)
{
    static char text[TEXT];
    int         len = snprintf(text, TEXT, "%s",
                               "{\"resourceType\":\"Bundle\",\"type\":\"transaction\","
                               "\"entry\":[");

    len += snprintf(text + len, TEXT - (size_t)len, patient, n, n, marital);
    len += snprintf(text + len, TEXT - (size_t)len, encounter, n, n);
    len += snprintf(text + len, TEXT - (size_t)len, practitioner, n % 50, n % 50);
    for (int i = 0; i < 6; i++) {
        const char *type = i < 3 ? "Condition" : "AllergyIntolerance";

        len += snprintf(text + len, TEXT - (size_t)len, small, "s", i, type, i, n, type,
                        i, n, i < 3 ? "subject" : "patient", i);
    }
    snprintf(text + len, TEXT - (size_t)len, "]}");
    return rig_message(r, "fhir/json", text, n + 1);
}

static double seconds(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(struct rig *r, struct instance *sink, const char *what,
                const char *marital)
{
    const struct hilum_msg *messages[BATCH];
    struct call_result      results[BATCH];
    double                  wall = 0, cpu = 0;

    for (int round = 0; round < ROUNDS; round++) {
        double from_wall, from_cpu;

        for (int i = 0; i < BATCH; i++)
            messages[i] = bundle(r, round * BATCH + i, marital);
        from_wall = seconds(CLOCK_MONOTONIC);
        from_cpu  = seconds(CLOCK_PROCESS_CPUTIME_ID);
        rig_deliver(r, sink, messages, BATCH, results);
        wall += seconds(CLOCK_MONOTONIC) - from_wall;
        cpu += seconds(CLOCK_PROCESS_CPUTIME_ID) - from_cpu;
        for (int i = 0; i < BATCH; i++) {
            if (results[i].verdict != HILUM_OK) {
                fprintf(stderr, "%s: %s\n", results[i].place, results[i].reason);
                exit(1);
            }
            r->call.pub.host->unref(messages[i]);
        }
    }
    printf("%-10s %8.0f Bundles/s %8.1f us CPU each\n", what, BUNDLES / wall,
           cpu / BUNDLES * 1e6);
}

int main(void)
{
    static struct rig rig;
    struct instance  *sink;

    rig_open(&rig);
    if (!rig_part(&rig, PART_STORE, "sqlite", "ehr", "{ path: @/ehr.db }"))
        return 1;
    sink = rig_part(&rig, PART_SINK, "fhir-store", "sink", "{ store: ehr }");
    if (!sink) {
        fprintf(stderr, "%s: %s\n", rig.call.place, rig.call.reason);
        return 1;
    }
    run(&rig, sink, "new", "M");
    run(&rig, sink, "unchanged", "M");
    run(&rig, sink, "changed", "S");
    rig_close(&rig);
    return 0;
}
