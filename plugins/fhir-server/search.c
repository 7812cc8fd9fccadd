/* search.c -- search by type: from a URL to a Bundle with pages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rest.h"

#include "json.h"
#include "query.h"

#include <stdio.h>

/* One search at work. */
struct searching {
    struct rest                 *r;
    const struct parameter_base *base;
    struct query                 query;
    struct hilum_buffer         *entries;
    uint64_t                     count; /* wanted on this page */
    uint64_t                     found;
    uint64_t                     total;
    char                         last[HILUM_MOST_ID]; /* the last id of the page */
    size_t                       last_length;
    bool                         more;
};

/* One record more than the page holds is asked for: is there a next page? */
static bool search_one(void *context, const struct hilum_record *record)
{
    struct searching    *s   = context;
    struct hilum_buffer *out = s->entries;

    if (s->found == s->count) {
        s->more = true;
        return false;
    }
    hilum_put_text(out, s->found++ ? ",{" : "{");
    json_pair(out, false, "fullUrl",
              hilum_view(rest_url(s->r, s->base->name, record->id, 0)));
    hilum_put_text(out, ",\"resource\":");
    hilum_put_view(out, record->body);
    hilum_put_text(out, ",\"search\":{\"mode\":\"match\"}}");
    memcpy(s->last, record->id.ptr, record->id.len);
    s->last_length = record->id.len;
    return true;
}

/* ---- Links ---------------------------------------------------------------- */

static void search_escape(struct hilum_buffer *out, struct hilum_view v)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < v.len; i++) {
        unsigned char c = (unsigned char)v.ptr[i];

        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
            strchr("-._~:,$/", c ? c : '%')) {
            hilum_put_byte(out, (char)c);
        } else {
            hilum_put_byte(out, '%');
            hilum_put_byte(out, digits[c >> 4]);
            hilum_put_byte(out, digits[c & 15]);
        }
    }
}

/* The search as it was understood, and where a page begins. */
static void search_link(struct searching *s, const char *relation,
                        struct hilum_view after, uint64_t skip)
{
    struct hilum_buffer *out = s->r->response->body;
    char                 text[64];

    hilum_put_text(out, "{\"relation\":\"");
    hilum_put_text(out, relation);
    hilum_put_text(out, "\",\"url\":\"");
    hilum_put_view(out, s->r->request->base);
    hilum_put_byte(out, '/');
    hilum_put_view(out, s->base->name);
    snprintf(text, sizeof(text), "?_count=%llu", (unsigned long long)s->count);
    hilum_put_text(out, text);
    for (size_t i = 0; i < s->query.used_count; i++) {
        hilum_put_byte(out, '&');
        search_escape(out, s->query.used[i]->key);
        hilum_put_byte(out, '=');
        search_escape(out, s->query.used[i]->value);
    }
    if (after.len) {
        hilum_put_text(out, "&_after=");
        search_escape(out, after);
    }
    if (skip) {
        snprintf(text, sizeof(text), "&_skip=%llu", (unsigned long long)skip);
        hilum_put_text(out, text);
    }
    hilum_put_text(out, "\"}");
}

static void search_answer(struct searching *s)
{
    struct rest         *r    = s->r;
    struct hilum_buffer *out  = r->response->body;
    struct hilum_query  *q    = &s->query.q;
    struct hilum_view    last = { s->last, s->last_length }, none = { "", 0 };

    r->response->type = "application/fhir+json;charset=utf-8";
    hilum_put_text(out, "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
    if (q->flags & HILUM_TOTAL) {
        hilum_put_text(out, ",\"total\":");
        json_number(out, s->total);
    }
    hilum_put_text(out, ",\"link\":[");
    search_link(s, "self", q->after, q->skip);
    if (s->more) {
        hilum_put_byte(out, ',');
        search_link(s, "next", q->sort_count ? none : last,
                    q->sort_count ? q->skip + s->count : 0);
    }
    hilum_put_text(out, s->found ? "],\"entry\":[" : "]");
    hilum_put_view(out, hilum_buffer_view(s->entries));
    hilum_put_text(out, s->found ? "]}" : "}");
}

/* ---- Reading the request -------------------------------------------------- */

/* The parameters of the URL, and behind them those of a form in the body. */
static bool search_pairs(struct rest *r, bool form, const struct hilum_pair **pairs,
                         size_t *count)
{
    struct hilum_pair *posted, *all;
    size_t             more;
    enum hilum_verdict v;

    *pairs = r->request->query;
    *count = r->request->queries;
    if (!form)
        return true;
    v = query_split(r->call, r->request->body, &posted, &more);
    if (v != HILUM_OK) {
        rest_blamed(r, v, 400);
        return false;
    }
    all = hilum_scratch(r->call, (*count + more + 1) * sizeof(*all));
    if (!all) {
        rest_error(r, 503, "", "out of memory");
        return false;
    }
    if (*count)
        memcpy(all, *pairs, *count * sizeof(*all));
    if (more)
        memcpy(all + *count, posted, more * sizeof(*all));
    *pairs = all;
    *count += more;
    return true;
}

static void search_page(struct searching *s, const struct hilum_pair *pairs, size_t count)
{
    struct rest         *r = s->r;
    struct hilum_query  *q = &s->query.q;
    struct hilum_view    total;
    struct hilum_request with = *r->request;
    struct rest          at   = *r;

    with.query   = pairs;
    with.queries = (uint32_t)count;
    at.request   = &with;
    s->count     = rest_count(&at, "_count", (uint64_t)r->server->page);
    if (s->count > REST_PAGE_MOST)
        s->count = REST_PAGE_MOST;
    q->after = rest_parameter(&at, "_after");
    q->skip  = rest_count(&at, "_skip", 0);
    q->limit = s->count ? s->count + 1 : 0;
    total    = rest_parameter(&at, "_total");
    if (!hilum_is(total, "none") || s->count == 0)
        q->flags |= HILUM_TOTAL;
}

void rest_search(struct rest *r, const struct parameter_base *base, bool form)
{
    struct searching s = { .r = r, .base = base, .entries = hilum_buffer(r->call) };
    const struct hilum_pair *pairs;
    size_t                   count;
    enum hilum_verdict       v;

    if (!s.entries) {
        rest_error(r, 503, "", "out of memory");
        return;
    }
    if (!search_pairs(r, form, &pairs, &count))
        return;
    v = query_read(r->f, r->call, base, pairs, count, rest_prefers(r, "handling=strict"),
                   &s.query);
    if (v == HILUM_OK) {
        search_page(&s, pairs, count);
        v = r->f->store->find(r->f->state, r->call, NULL, &s.query.q, search_one, &s,
                              &s.total);
    }
    if (v != HILUM_OK)
        rest_blamed(r, v, 400);
    else
        search_answer(&s);
}
