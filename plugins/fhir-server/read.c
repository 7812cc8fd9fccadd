/* read.c -- read, vread, and the history of a resource. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rest.h"

#include "json.h"
#include "moment.h"

#include <stdio.h>

/* ---- read, vread ---------------------------------------------------------- */

struct reading {
    struct rest *r;
    size_t       count;
};

static bool read_is_known(const struct rest *r, int64_t version)
{
    struct hilum_view match = rest_header(r, "If-None-Match");
    char              tag[40];

    snprintf(tag, sizeof(tag), "W/\"%lld\"", (long long)version);
    return hilum_is(match, tag) || hilum_is(match, tag + 2);
}

static bool read_one(void *context, const struct hilum_record *record)
{
    struct reading *reading = context;
    struct rest    *r       = reading->r;

    reading->count++;
    rest_version(r, record->version, record->updated);
    if (record->deleted) {
        rest_error(r, 410, "", "the resource was deleted with version %lld",
                   (long long)record->version);
    } else if (read_is_known(r, record->version)) {
        r->response->status = 304;
    } else {
        r->response->type = "application/fhir+json;charset=utf-8";
        hilum_put_view(r->response->body, record->body);
    }
    return true;
}

void rest_read(struct rest *r, const struct parameter_base *base, struct hilum_view id,
               struct hilum_view version)
{
    struct reading     reading = { .r = r };
    int64_t            number  = 0;
    enum hilum_verdict v;

    for (size_t i = 0; i < version.len; i++) {
        if (version.ptr[i] < '0' || version.ptr[i] > '9' || number > INT32_MAX) {
            rest_error(r, 404, "", "there is no such version");
            return;
        }
        number = number * 10 + (version.ptr[i] - '0');
    }
    v = r->f->store->get(r->f->state, r->call, NULL, base->name, id, number, 0, read_one,
                         &reading);
    if (v != HILUM_OK)
        rest_blamed(r, v, 400);
    else if (reading.count == 0)
        rest_error(r, 404, "", "there is no such %.*s", (int)base->name.len,
                   base->name.ptr);
}

/* ---- history -------------------------------------------------------------- */

struct history {
    struct rest                 *r;
    const struct parameter_base *base;
    struct hilum_buffer         *out;
    size_t                       count;
};

static bool history_one(void *context, const struct hilum_record *record)
{
    struct history      *h   = context;
    struct hilum_buffer *out = h->out;
    char                 text[MOMENT_TEXT];
    int status = record->deleted ? 204 : record->version == 1 ? 201 : 200;

    hilum_put_text(out, h->count++ ? ",{" : "{");
    json_pair(out, false, "fullUrl",
              hilum_view(rest_url(h->r, h->base->name, record->id, 0)));
    if (!record->deleted) {
        hilum_put_text(out, ",\"resource\":");
        hilum_put_view(out, record->body);
    }
    hilum_put_text(out, ",\"request\":{");
    json_pair(out, false, "method", hilum_view(record->deleted ? "DELETE" : "PUT"));
    hilum_put_text(out, ",\"url\":\"");
    hilum_put_view(out, h->base->name);
    hilum_put_byte(out, '/');
    hilum_put_view(out, record->id);
    hilum_put_text(out, "\"},\"response\":{");
    json_pair(out, false, "status", hilum_view(rest_status(status)));
    snprintf(text, sizeof(text), "W/\"%lld\"", (long long)record->version);
    json_pair(out, true, "etag", hilum_view(text));
    json_pair(out, true, "lastModified",
              hilum_view(moment_instant(record->updated, text)));
    hilum_put_text(out, "}}");
    return true;
}

static void history_link(struct rest *r, struct hilum_buffer *out, const char *relation,
                         const struct history *h, struct hilum_view id, uint64_t skip,
                         uint64_t count)
{
    char *url = hilum_scratch(r->call, REST_URL);

    if (!url)
        return;
    snprintf(url, REST_URL, "%s/_history?_count=%llu&_skip=%llu",
             rest_url(r, h->base->name, id, 0), (unsigned long long)count,
             (unsigned long long)skip);
    hilum_put_byte(out, '{');
    json_pair(out, false, "relation", hilum_view(relation));
    json_pair(out, true, "url", hilum_view(url));
    hilum_put_byte(out, '}');
}

void rest_history(struct rest *r, const struct parameter_base *base, struct hilum_view id)
{
    struct history       h     = { .r = r, .base = base, .out = hilum_buffer(r->call) };
    struct hilum_buffer *out   = r->response->body;
    uint64_t             count = rest_count(r, "_count", (uint64_t)r->server->page);
    uint64_t             skip  = rest_count(r, "_skip", 0), total;
    enum hilum_verdict   v;

    if (!h.out) {
        rest_error(r, 503, "", "out of memory");
        return;
    }
    count = count > REST_PAGE_MOST ? REST_PAGE_MOST : count;
    v     = r->f->store->history(r->f->state, r->call, NULL, base->name, id, skip, count,
                                 history_one, &h, &total);
    if (v != HILUM_OK) {
        rest_blamed(r, v, 400);
        return;
    }
    if (total == 0) {
        rest_error(r, 404, "", "there is no such %.*s", (int)base->name.len,
                   base->name.ptr);
        return;
    }
    r->response->type = "application/fhir+json;charset=utf-8";
    hilum_put_text(out, "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"total\":");
    json_number(out, total);
    hilum_put_text(out, ",\"link\":[");
    history_link(r, out, "self", &h, id, skip, count);
    if (count && skip + count < total) {
        hilum_put_byte(out, ',');
        history_link(r, out, "next", &h, id, skip + count, count);
    }
    hilum_put_text(out, h.count ? "],\"entry\":[" : "]");
    hilum_put_view(out, hilum_buffer_view(h.out));
    hilum_put_text(out, h.count ? "]}" : "}");
}
