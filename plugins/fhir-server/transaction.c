/* transaction.c -- a Bundle posted to the base: transaction and batch. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"
#include "moment.h"
#include "query.h"
#include "rest.h"

#include <stdio.h>

/* ---- The answer ----------------------------------------------------------- */

static void transaction_response(struct rest *r, struct hilum_buffer *out,
                                 const struct entry *e)
{
    char text[MOMENT_TEXT];

    hilum_put_text(out, "\"response\":{");
    json_pair(out, false, "status", hilum_view(rest_status(e->status)));
    if (e->status != 204) {
        json_pair(out, true, "location",
                  hilum_view(rest_url(r, e->base->name, e->id, e->head.version)));
        snprintf(text, sizeof(text), "W/\"%lld\"", (long long)e->head.version);
        json_pair(out, true, "etag", hilum_view(text));
        json_pair(out, true, "lastModified",
                  hilum_view(moment_instant(e->head.updated, text)));
    }
    hilum_put_byte(out, '}');
}

/* The headers of an answer inside an answer are nobody's. */
static void transaction_set(struct hilum_response *response, const char *name,
                            const char *value)
{
    (void)response;
    (void)name;
    (void)value;
}

/* What a GET of a Bundle is answered with: a request of its own. */
static void transaction_get(struct rest *r, struct hilum_buffer *out,
                            const struct entry *e)
{
    struct hilum_request  request  = *r->request;
    struct hilum_response response = *r->response;
    struct rest           inner    = *r;
    struct hilum_pair    *pairs    = NULL;
    const char           *mark = e->url.len ? memchr(e->url.ptr, '?', e->url.len) : NULL;
    size_t path = mark ? (size_t)(mark - e->url.ptr) : e->url.len, count = 0;

    response.status = 200;
    response.body   = hilum_buffer(r->call);
    response.type   = NULL;
    response.set    = transaction_set;
    inner.request   = &request;
    inner.response  = &response;
    inner.depth     = r->depth + 1;
    if (!response.body)
        return;
    if (mark &&
        query_split(r->call, (struct hilum_view){ mark + 1, e->url.len - path - 1 },
                    &pairs, &count) != HILUM_OK) {
        rest_blamed(&inner, HILUM_REJECT, 400);
    } else {
        request.method  = "GET";
        request.path    = (struct hilum_view){ e->url.ptr, path };
        request.query   = pairs;
        request.queries = (uint32_t)count;
        rest_route(&inner);
    }
    if (response.body->len) {
        hilum_put_text(out, response.status < 400 ? "\"resource\":" : "\"response\":{");
        if (response.status >= 400) {
            json_pair(out, false, "status", hilum_view(rest_status(response.status)));
            hilum_put_text(out, ",\"outcome\":");
        }
        hilum_put_view(out, hilum_buffer_view(response.body));
        hilum_put_byte(out, response.status < 400 ? ',' : '}');
    }
    if (response.status < 400) {
        hilum_put_text(out, "\"response\":{");
        json_pair(out, false, "status", hilum_view(rest_status(response.status)));
        hilum_put_byte(out, '}');
    }
}

static void transaction_begin(struct rest *r, const char *type)
{
    r->response->type = "application/fhir+json;charset=utf-8";
    hilum_put_text(r->response->body, "{\"resourceType\":\"Bundle\"");
    json_pair(r->response->body, true, "type", hilum_view(type));
    hilum_put_text(r->response->body, ",\"entry\":[");
}

/* ---- Transaction ---------------------------------------------------------- */

static enum hilum_verdict transaction_store(struct rest *r, struct bundle *b)
{
    const struct hilum_store *store = r->f->store;
    enum hilum_verdict        v     = store->begin(r->f->state, r->call, &b->change);

    if (v != HILUM_OK)
        return v;
    v = bundle_store(b);
    if (v == HILUM_OK)
        return store->commit(r->f->state, r->call, b->change);
    store->rollback(r->f->state, b->change);
    return v;
}

static void transaction_all(struct rest *r, struct bundle *b)
{
    struct hilum_buffer *out = r->response->body;
    enum hilum_verdict   v   = transaction_store(r, b);

    if (v != HILUM_OK) {
        rest_blamed(r, v, b->status ? b->status : 422);
        return;
    }
    transaction_begin(r, "transaction-response");
    for (size_t i = 0; i < b->count; i++) {
        hilum_put_text(out, i ? ",{" : "{");
        if (b->entries[i].action == ENTRY_READ)
            transaction_get(r, out, &b->entries[i]);
        else
            transaction_response(r, out, &b->entries[i]);
        hilum_put_byte(out, '}');
    }
    hilum_put_text(out, "]}");
}

/* ---- Batch ---------------------------------------------------------------- */

/* An entry of a batch stands alone: it is a Bundle with one entry. */
static void batch_one(struct rest *r, const struct bundle *b, size_t nth,
                      struct hilum_buffer *out)
{
    struct bundle         one      = *b;
    struct entry          entry    = b->entries[nth];
    struct hilum_response response = *r->response;
    struct rest           inner    = *r;
    enum hilum_verdict    v        = HILUM_RETRY;

    one.entries = &entry;
    one.count   = 1;
    one.first   = nth;
    entry.nth   = 0;
    if (hilum_is(entry.method, "GET") || hilum_is(entry.method, "HEAD")) {
        transaction_get(r, out, &entry);
        return;
    }
    if (links_make(&one.links, r->call, 3) && links_make(&one.targets, r->call, 1))
        v = transaction_store(r, &one);
    if (v == HILUM_OK) {
        transaction_response(r, out, &entry);
    } else {
        response.body  = hilum_buffer(r->call);
        response.set   = transaction_set;
        inner.response = &response;
        if (response.body) {
            rest_blamed(&inner, v, one.status ? one.status : 422);
            hilum_put_text(out, "\"response\":{");
            json_pair(out, false, "status", hilum_view(rest_status(response.status)));
            hilum_put_text(out, ",\"outcome\":");
            hilum_put_view(out, hilum_buffer_view(response.body));
            hilum_put_byte(out, '}');
        }
    }
    bundle_end(&one);
}

static void transaction_batch(struct rest *r, const struct bundle *b)
{
    struct hilum_buffer *out = r->response->body;

    transaction_begin(r, "batch-response");
    for (size_t i = 0; i < b->count; i++) {
        hilum_put_text(out, i ? ",{" : "{");
        batch_one(r, b, i, out);
        hilum_put_byte(out, '}');
    }
    hilum_put_text(out, "]}");
}

/* ---- The interaction ------------------------------------------------------ */

static void transaction_run(struct rest *r, struct bundle *b, struct hilum_doc doc)
{
    const struct hilum_node *root = hilum_root(doc), *n = hilum_child(root, r->f->w.type);
    struct hilum_view        type = n ? hilum_text(doc, n) : (struct hilum_view){ "", 0 };
    enum hilum_verdict       v;

    if (root->type != r->f->w.Bundle) {
        rest_error(r, 400, "", "a Bundle is what can be posted here");
    } else if (!hilum_is(type, "transaction") && !hilum_is(type, "batch")) {
        rest_error(r, 400, "Bundle.type", "the Bundle is no transaction and no batch");
    } else {
        v = bundle_read(b, doc);
        if (v != HILUM_OK)
            rest_blamed(r, v, b->status ? b->status : 400);
        else if (hilum_is(type, "batch"))
            transaction_batch(r, b);
        else
            transaction_all(r, b);
        bundle_end(b);
    }
}

void rest_transaction(struct rest *r)
{
    struct bundle           b = { .f = r->f, .call = r->call, .strict = true };
    const struct hilum_msg *m;

    b.bodies = hilum_buffer(r->call);
    if (!b.bodies || r->depth) {
        rest_error(r, b.bodies ? 400 : 503, "", "a Bundle inside a Bundle is not run");
        return;
    }
    m = rest_body(r);
    if (!m)
        return;
    transaction_run(r, &b, hilum_doc(r->call, m));
    hilum_unref(r->call, m);
}
