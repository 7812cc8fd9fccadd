/* answer.c -- what a sender of FHIR is told about its message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <ctype.h>

#include "json_encode.h"
#include "xml_encode.h"
#include "xml_escape.h"

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

/* The members of an issue that are texts, in the order of the standard. */
enum { DIAGNOSTICS, LOCATION, EXPRESSION, TEXTS };

static const char *const names[TEXTS] = { "diagnostics", "location", "expression" };

struct issue {
    const char       *severity;
    const char       *code;
    struct hilum_view texts[TEXTS]; /* empty: it is left out */
};

static struct issue issue_of(const struct hilum_outcome *o)
{
    uint32_t          v      = o->verdict <= HILUM_FAIL ? o->verdict : HILUM_FAIL;
    const char       *place  = o->place ? o->place : "";
    bool              lined  = isdigit((unsigned char)place[0]);
    struct hilum_view reason = hilum_view(o->reason);

    if (reason.len == 0)
        reason = hilum_view(issues[v].otherwise);
    return (struct issue){ .severity           = issues[v].severity,
                           .code               = issues[v].code,
                           .texts[DIAGNOSTICS] = reason,
                           .texts[LOCATION]    = hilum_view(lined ? place : ""),
                           .texts[EXPRESSION]  = path_of(place) };
}

void fhir_answer_json(const struct hilum_outcome *outcome, struct hilum_buffer *out)
{
    struct issue issue = issue_of(outcome);

    hilum_put_text(out,
                   "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"");
    hilum_put_text(out, issue.severity);
    hilum_put_text(out, "\",\"code\":\"");
    hilum_put_text(out, issue.code);
    hilum_put_byte(out, '"');
    for (int i = 0; i < TEXTS; i++) {
        if (issue.texts[i].len == 0)
            continue;
        hilum_put_text(out, ",\"");
        hilum_put_text(out, names[i]);
        hilum_put_text(out, i == DIAGNOSTICS ? "\":" : "\":[");
        json_string(issue.texts[i], out);
        if (i != DIAGNOSTICS)
            hilum_put_byte(out, ']');
    }
    hilum_put_text(out, "}]}");
}

void fhir_answer_xml(const struct hilum_outcome *outcome, struct hilum_buffer *out)
{
    struct issue issue = issue_of(outcome);

    hilum_put_text(out, XML_DECLARATION "<OperationOutcome xmlns=\"" XML_NAMESPACE
                                        "\"><issue><severity value=\"");
    hilum_put_text(out, issue.severity);
    hilum_put_text(out, "\"/><code value=\"");
    hilum_put_text(out, issue.code);
    hilum_put_text(out, "\"/>");
    for (int i = 0; i < TEXTS; i++) {
        if (issue.texts[i].len == 0)
            continue;
        hilum_put_byte(out, '<');
        hilum_put_text(out, names[i]);
        hilum_put_text(out, " value=\"");
        xml_escape(issue.texts[i], out);
        hilum_put_text(out, "\"/>");
    }
    hilum_put_text(out, "</issue></OperationOutcome>");
}
