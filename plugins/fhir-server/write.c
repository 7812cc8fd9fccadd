/* write.c -- create, update and delete, also on a condition. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "rest.h"

/* What the client gets to see of what was written: Prefer decides. */
static void write_representation(struct rest *r, const struct bundle *b,
                                 const struct entry *e)
{
    int status = r->response->status;

    if (rest_prefers(r, "return=minimal"))
        return;
    if (rest_prefers(r, "return=OperationOutcome")) {
        rest_inform(r, e->action == ENTRY_KEEP ? "the resource is as it was"
                                               : "the resource was stored");
        return;
    }
    if (e->action == ENTRY_PUT) {
        r->response->type = "application/fhir+json;charset=utf-8";
        hilum_put(r->response->body, b->bodies->ptr + e->body, e->body_length);
        return;
    }
    rest_read(r, e->base, e->id, (struct hilum_view){ "", 0 });
    r->response->status = status;
}

static void write_answer(struct rest *r, const struct bundle *b)
{
    const struct entry *e = &b->entries[0];

    r->response->status = e->status;
    if (e->status == 204) {
        if (e->head.version)
            rest_version(r, e->head.version, e->head.updated);
        return;
    }
    r->response->set(r->response, "Location",
                     rest_url(r, e->base->name, e->id, e->head.version));
    if (e->action == ENTRY_PUT || rest_prefers(r, "return=minimal") ||
        rest_prefers(r, "return=OperationOutcome"))
        rest_version(r, e->head.version, e->head.updated);
    write_representation(r, b, e);
}

static enum hilum_verdict write_store(struct rest *r, struct bundle *b)
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

void rest_write(struct rest *r, const char *method, const struct parameter_base *base,
                struct hilum_view url)
{
    struct bundle b = {
        .f = r->f, .call = r->call, .bodies = hilum_buffer(r->call), .strict = true
    };
    const struct hilum_msg *m   = NULL;
    struct hilum_doc        doc = { NULL, NULL };
    enum hilum_verdict      v;

    if (!b.bodies) {
        rest_error(r, 503, "", "out of memory");
        return;
    }
    if (strcmp(method, "DELETE") != 0) {
        m = rest_body(r);
        if (!m)
            return;
        doc = hilum_doc(r->call, m);
        if (!hilum_same(hilum_name_text(r->call, hilum_root(doc)->type), base->name)) {
            rest_error(r, 400, "",
                       "the resource in the body is not of the type in the URL");
            hilum_unref(r->call, m);
            return;
        }
    }
    v = bundle_one(&b, doc, method, url);
    if (v == HILUM_OK) {
        b.entries[0].if_none_exist = rest_header(r, "If-None-Exist");
        b.entries[0].if_match      = rest_header(r, "If-Match");
        v                          = write_store(r, &b);
    }
    if (v == HILUM_OK)
        write_answer(r, &b);
    else
        rest_blamed(r, v, b.status ? b.status : 422);
    bundle_end(&b);
    if (m)
        hilum_unref(r->call, m);
}
