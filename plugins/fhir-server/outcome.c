/* outcome.c -- errors and other answers that are no resource of the store. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rest.h"

#include "json.h"
#include "moment.h"

#include <stdio.h>

enum { OUTCOME_TEXT = 1024, OUTCOME_TAG = 40 };

#define OUTCOME_TYPE "application/fhir+json;charset=utf-8"

static const struct outcome_row {
    int         status;
    const char *code; /* of FHIR's IssueType */
    const char *reason;
} outcome_rows[] = {
    { 200, "informational", "200 OK" },
    { 201, "informational", "201 Created" },
    { 204, "informational", "204 No Content" },
    { 304, "informational", "304 Not Modified" },
    { 400, "invalid", "400 Bad Request" },
    { 404, "not-found", "404 Not Found" },
    { 405, "not-supported", "405 Method Not Allowed" },
    { 406, "not-supported", "406 Not Acceptable" },
    { 409, "conflict", "409 Conflict" },
    { 410, "deleted", "410 Gone" },
    { 412, "conflict", "412 Precondition Failed" },
    { 413, "too-long", "413 Content Too Large" },
    { 415, "not-supported", "415 Unsupported Media Type" },
    { 422, "processing", "422 Unprocessable Content" },
    { 503, "transient", "503 Service Unavailable" },
    { 500, "exception", "500 Internal Server Error" }, /* last: the answer for others */
};

static const struct outcome_row *outcome_row(int status)
{
    size_t last = sizeof(outcome_rows) / sizeof(outcome_rows[0]) - 1;

    for (size_t i = 0; i < last; i++)
        if (outcome_rows[i].status == status)
            return &outcome_rows[i];
    return &outcome_rows[last];
}

const char *rest_status(int status)
{
    return outcome_row(status)->reason;
}

static void outcome_write(struct rest *r, const char *severity, const char *code,
                          struct hilum_view where, const char *text)
{
    struct hilum_buffer *out = r->response->body;

    out->len          = 0;
    r->response->type = OUTCOME_TYPE;
    hilum_put_text(out, "{\"resourceType\":\"OperationOutcome\",\"issue\":[{");
    json_pair(out, false, "severity", hilum_view(severity));
    json_pair(out, true, "code", hilum_view(code));
    json_pair(out, true, "diagnostics", hilum_view(text));
    if (where.len) {
        hilum_put_text(out, ",\"expression\":[");
        json_text(out, where);
        hilum_put_text(out, "]");
    }
    hilum_put_text(out, "}]}");
}

/* Codecs say "line:column" before the path: people want it, programs do not. */
static const char *outcome_path(const char *where)
{
    size_t digits = strspn(where, "0123456789:");

    if (digits == 0 || (where[digits] != ' ' && where[digits] != '\0'))
        return where;
    return where + digits + (where[digits] == ' ');
}

static void outcome_error(struct rest *r, int status, const char *where, const char *text)
{
    char        full[OUTCOME_TEXT];
    const char *path  = outcome_path(where);
    size_t      shown = (size_t)(path - where);

    while (shown && where[shown - 1] == ' ')
        shown--;
    snprintf(full, sizeof(full), shown ? "%.*s: %s" : "%.*s%s", (int)shown, where, text);
    r->response->status = status;
    outcome_write(r, "error", outcome_row(status)->code, hilum_view(path), full);
}

void rest_error(struct rest *r, int status, const char *where, const char *fmt, ...)
{
    char    text[OUTCOME_TEXT];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    outcome_error(r, status, where, text);
}

void rest_blamed(struct rest *r, enum hilum_verdict v, int status)
{
    if (v == HILUM_RETRY)
        r->response->set(r->response, "Retry-After", "1");
    outcome_error(r,
                  v == HILUM_REJECT  ? status
                  : v == HILUM_RETRY ? 503
                                     : 500,
                  hilum_where(r->call), hilum_why(r->call));
}

void rest_inform(struct rest *r, const char *text)
{
    outcome_write(r, "information", "informational", (struct hilum_view){ "", 0 }, text);
}

void rest_version(struct rest *r, int64_t version, int64_t updated)
{
    char tag[OUTCOME_TAG], time[MOMENT_TEXT];

    snprintf(tag, sizeof(tag), "W/\"%lld\"", (long long)version);
    r->response->set(r->response, "ETag", tag);
    r->response->set(r->response, "Last-Modified", moment_http(updated, time));
}

const char *rest_url(struct rest *r, struct hilum_view type, struct hilum_view id,
                     int64_t version)
{
    char *url = hilum_scratch(r->call, REST_URL);
    int   len;

    if (!url)
        return "";
    len = snprintf(url, REST_URL, "%.*s/%.*s/%.*s", (int)r->request->base.len,
                   r->request->base.ptr, (int)type.len, type.ptr, (int)id.len, id.ptr);
    if (version && len > 0 && len < REST_URL)
        snprintf(url + len, (size_t)(REST_URL - len), "/_history/%lld",
                 (long long)version);
    return url;
}
