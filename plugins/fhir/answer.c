/* answer.c -- what a sender of FHIR is told about its message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <ctype.h>

#include "encode.h"

/* Codes of http://hl7.org/fhir/issue-severity and issue-type, by verdict. */
static const struct {
    const char *severity;
    const char *code;
    const char *otherwise; /* where no reason is given */
} issues[] = {
    [HILUM_OK]     = { "information", "informational", "The message was accepted." },
    [HILUM_RETRY]  = { "error", "transient", "The message cannot be taken now." },
    [HILUM_REJECT] = { "error", "invalid", "The message is at fault." },
    [HILUM_FAIL]   = { "fatal", "exception", "The engine is at fault." },
};

/* "Patient.name[0].given" of "3:14 Patient.name[0].given"; empty where there is
 * only a line. */
static struct hilum_view path_of(const char *place)
{
    const char *path = strchr(place, ' ');

    if (!isdigit((unsigned char)place[0]))
        return hilum_view(place);
    return hilum_view(path ? path + 1 : "");
}

void fhir_answer(const struct hilum_outcome *outcome, struct hilum_buffer *out)
{
    uint32_t          v = outcome->verdict <= HILUM_FAIL ? outcome->verdict : HILUM_FAIL;
    const char       *place  = outcome->place ? outcome->place : "";
    struct hilum_view reason = hilum_view(outcome->reason), path = path_of(place);

    hilum_put_text(out,
                   "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"");
    hilum_put_text(out, issues[v].severity);
    hilum_put_text(out, "\",\"code\":\"");
    hilum_put_text(out, issues[v].code);
    hilum_put_text(out, "\",\"diagnostics\":");
    fhir_encode_string(reason.len ? reason : hilum_view(issues[v].otherwise), out);
    if (isdigit((unsigned char)place[0])) {
        hilum_put_text(out, ",\"location\":[");
        fhir_encode_string(hilum_view(place), out);
        hilum_put_byte(out, ']');
    }
    if (path.len) {
        hilum_put_text(out, ",\"expression\":[");
        fhir_encode_string(path, out);
        hilum_put_byte(out, ']');
    }
    hilum_put_text(out, "}]}");
}
