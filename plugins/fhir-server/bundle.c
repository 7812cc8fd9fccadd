/* bundle.c -- the entries of a Bundle, all of them stored or none. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle.h"

#include <stdio.h>

enum { BUNDLE_PLACE = 96 };

const char *bundle_place(struct bundle *b, const struct entry *e, const char *below)
{
    char *text = hilum_scratch(b->call, BUNDLE_PLACE);

    if (b->single || !e || !text)
        return "";
    snprintf(text, BUNDLE_PLACE, "Bundle.entry[%zu]%s", b->first + e->nth, below);
    return text;
}

static enum hilum_verdict bundle_memory(struct bundle *b)
{
    return hilum_blame(b->call, HILUM_RETRY, "", "out of memory");
}

/* ---- Reading -------------------------------------------------------------- */

static struct hilum_view bundle_text(const struct bundle *b, const struct hilum_node *n,
                                     uint32_t name)
{
    const struct hilum_node *c = n ? hilum_child(n, name) : NULL;

    return c ? hilum_text(b->doc, c) : (struct hilum_view){ "", 0 };
}

static void bundle_entry(struct bundle *b, const struct hilum_node *n, struct entry *e)
{
    const struct words      *w       = &b->f->w;
    const struct hilum_node *request = hilum_child(n, w->request);

    e->resource      = hilum_child(n, w->resource);
    e->full_url      = bundle_text(b, n, w->fullUrl);
    e->method        = bundle_text(b, request, w->method);
    e->url           = bundle_text(b, request, w->url);
    e->if_none_exist = bundle_text(b, request, w->ifNoneExist);
    e->if_match      = bundle_text(b, request, w->ifMatch);
}

static bool bundle_room(struct bundle *b, size_t count)
{
    b->count   = count;
    b->now     = hilum_now(b->call);
    b->entries = hilum_scratch(b->call, (count + 1) * sizeof(*b->entries));
    if (!b->entries)
        return false;
    memset(b->entries, 0, (count + 1) * sizeof(*b->entries));
    return links_make(&b->links, b->call, 3 * count) &&
           links_make(&b->targets, b->call, count);
}

enum hilum_verdict bundle_read(struct bundle *b, struct hilum_doc doc)
{
    const struct hilum_node *root  = hilum_root(doc);
    size_t                   count = 0;

    b->doc    = doc;
    b->single = root->type != b->f->w.Bundle;
    if (b->single) {
        if (!bundle_room(b, 1))
            return bundle_memory(b);
        b->entries[0].resource = root;
        return HILUM_OK;
    }
    hilum_each(n, root)
    {
        count += n->name == b->f->w.entry;
    }
    if (count > BUNDLE_ENTRIES)
        return bundle_reject(b, 413, "Bundle.entry", "more than %d entries",
                             BUNDLE_ENTRIES);
    if (!bundle_room(b, count))
        return bundle_memory(b);
    count = 0;
    hilum_each(n, root)
    {
        if (n->name != b->f->w.entry)
            continue;
        b->entries[count].nth = count;
        bundle_entry(b, n, &b->entries[count++]);
    }
    return HILUM_OK;
}

enum hilum_verdict bundle_one(struct bundle *b, struct hilum_doc doc, const char *method,
                              struct hilum_view url)
{
    b->doc    = doc;
    b->single = true;
    if (!bundle_room(b, 1))
        return bundle_memory(b);
    b->entries[0].resource = hilum_root(doc);
    b->entries[0].method   = hilum_view(method);
    b->entries[0].url      = url;
    return HILUM_OK;
}

/* ---- Targets and links ---------------------------------------------------- */

/* "Type/id" in scratch memory. */
static struct hilum_view bundle_reference(struct bundle *b, struct hilum_view type,
                                          struct hilum_view id)
{
    size_t len  = type.len + 1 + id.len;
    char  *text = hilum_scratch(b->call, len);

    if (!text)
        return (struct hilum_view){ NULL, 0 };
    memcpy(text, type.ptr, type.len);
    text[type.len] = '/';
    memcpy(text + type.len + 1, id.ptr, id.len);
    return (struct hilum_view){ text, len };
}

/* What references inside the Bundle may call this entry: its fullUrl, the query
 * of its request, and Type/id where it has got another id. */
static enum hilum_verdict bundle_link(struct bundle *b, struct entry *e)
{
    struct hilum_view to = bundle_reference(b, e->base->name, e->id), from, own;

    if (!to.ptr)
        return bundle_memory(b);
    links_add(&b->targets, to, (struct hilum_view){ "", e->nth });
    if (e->full_url.len && !hilum_same(e->full_url, to))
        links_add(&b->links, e->full_url, to);
    if (e->url.len && memchr(e->url.ptr, '?', e->url.len))
        links_add(&b->links, e->url, to);
    own = bundle_text(b, e->resource, b->f->w.id);
    if (own.len && !hilum_same(own, e->id)) {
        from = bundle_reference(b, e->base->name, own);
        if (!from.ptr)
            return bundle_memory(b);
        links_add(&b->links, from, to);
    }
    return HILUM_OK;
}

/* ---- Preparing what is written -------------------------------------------- */

/* What resource_replace() asks about a conditional reference. */
struct bundle_search {
    struct bundle *b;
    struct entry  *e;
};

static enum hilum_verdict bundle_search(void *context, struct hilum_view reference,
                                        struct hilum_view *to)
{
    struct bundle_search        *s = context;
    const struct parameter_base *base;
    struct hilum_view            id;
    struct head                  head;
    enum hilum_verdict           v;

    v = target_search(s->b, reference, &base, &id, &head);
    if (v != HILUM_OK)
        return v;
    if (!id.ptr)
        return bundle_reject(s->b, 412, "", "the conditional reference matches nothing");
    *to = bundle_reference(s->b, base->name, id);
    return to->ptr ? HILUM_OK : bundle_memory(s->b);
}

/* Blames once more what a part of a resource was blamed for, at its place. */
static enum hilum_verdict bundle_inside(struct bundle *b, const struct entry *e,
                                        enum hilum_verdict v, const struct hilum_node *at)
{
    char why[256], prefix[BUNDLE_PLACE];

    if (v != HILUM_REJECT)
        return v;
    if (!b->status)
        b->status = 422;
    snprintf(why, sizeof(why), "%s", hilum_why(b->call));
    if (b->single)
        snprintf(prefix, sizeof(prefix), "%.*s", (int)e->base->name.len,
                 e->base->name.ptr);
    else
        snprintf(prefix, sizeof(prefix), "Bundle.entry[%zu].resource", b->first + e->nth);
    return hilum_blame(b->call, v, resource_place(b->call, e->resource, at, prefix), "%s",
                       why);
}

static enum hilum_verdict bundle_replace(struct bundle *b, struct entry *e)
{
    struct bundle_search     search = { b, e };
    const struct hilum_node *at     = e->resource;
    enum hilum_verdict       v;

    e->r = (struct resource){ .doc = b->doc, .root = e->resource };
    v    = resource_replace(b->f, b->call, &e->r, &b->links, bundle_search, &search, &at);
    e->mark = resource_mark(b->f, &e->r);
    return bundle_inside(b, e, v, at);
}

static bool bundle_is_unchanged(const struct entry *e)
{
    return e->head.version > 0 && !e->head.deleted &&
           e->head.mark.lane[0] == e->mark.lane[0] &&
           e->head.mark.lane[1] == e->mark.lane[1];
}

/* Two entries may mean the same resource only where they say the same of it. */
static enum hilum_verdict bundle_twice(struct bundle *b, struct entry *e,
                                       const struct entry *first)
{
    if (e->action == ENTRY_PUT && first->action == ENTRY_PUT &&
        memcmp(&e->mark, &first->mark, sizeof(e->mark)) == 0) {
        e->action = ENTRY_KEEP;
        e->status = 200;
        return HILUM_OK;
    }
    return bundle_reject(b, 400, bundle_place(b, e, ""),
                         "it is the same resource as entry[%zu], with another content",
                         b->first + first->nth);
}

static enum hilum_verdict bundle_build(struct bundle *b, struct entry *e)
{
    enum hilum_verdict v;

    e->msg = resource_build(b->f, b->call, &e->r, e->id, e->head.version + 1, b->now);
    if (!e->msg)
        return bundle_memory(b);
    e->body = b->bodies->len;
    if (!hilum_encode(b->call, "fhir/json", hilum_doc(b->call, e->msg),
                      hilum_root(hilum_doc(b->call, e->msg)), b->bodies))
        return b->bodies->failed ? bundle_memory(b)
                                 : bundle_inside(b, e, HILUM_REJECT, e->resource);
    e->body_length = b->bodies->len - e->body;
    v = terms_of(b->f, b->call, hilum_doc(b->call, e->msg), e->base, &e->terms);
    if (v == HILUM_OK && e->terms.count > HILUM_MOST_TERMS)
        v = hilum_blame(b->call, HILUM_REJECT, "", "more than %d values to search by",
                        HILUM_MOST_TERMS);
    return bundle_inside(b, e, v, e->resource);
}

static enum hilum_verdict bundle_prepare(struct bundle *b, struct entry *e)
{
    enum hilum_verdict v = HILUM_OK;
    struct hilum_view  reference, target;

    if (e->action != ENTRY_PUT && e->action != ENTRY_DELETE)
        return HILUM_OK;
    if (e->action == ENTRY_PUT)
        v = bundle_replace(b, e);
    if (v != HILUM_OK)
        return v;
    reference = bundle_reference(b, e->base->name, e->id);
    if (!reference.ptr)
        return bundle_memory(b);
    target = links_get(&b->targets, reference);
    if (target.ptr && target.len != e->nth)
        return bundle_twice(b, e, &b->entries[target.len]);
    if (e->action == ENTRY_DELETE)
        return HILUM_OK;
    if (bundle_is_unchanged(e)) {
        e->action = ENTRY_KEEP;
        e->status = 200;
        return HILUM_OK;
    }
    e->status = e->head.version == 0 || e->head.deleted ? 201 : 200;
    return bundle_build(b, e);
}

/* ---- Storing -------------------------------------------------------------- */

static enum hilum_verdict bundle_put(struct bundle *b, struct entry *e)
{
    struct hilum_record r = { .size       = sizeof(r),
                              .deleted    = e->action == ENTRY_DELETE,
                              .collection = e->base->name,
                              .id         = e->id,
                              .version    = e->head.version + 1,
                              .updated    = b->now };
    enum hilum_verdict  v;

    if (e->action == ENTRY_PUT) {
        r.body       = (struct hilum_view){ b->bodies->ptr + e->body, e->body_length };
        r.terms      = e->terms.list;
        r.term_count = e->terms.count;
        memcpy(r.mark, e->mark.lane, sizeof(r.mark));
    }
    v       = b->f->store->put(b->f->state, b->call, b->change, &r);
    e->head = (struct head){ .version = r.version,
                             .updated = r.updated,
                             .deleted = r.deleted != 0,
                             .mark    = e->mark };
    return v;
}

/* A store that refuses what was checked has been changed by somebody else: with
 * entries written already, only a rollback helps. */
static enum hilum_verdict bundle_write(struct bundle *b)
{
    enum hilum_verdict v       = HILUM_OK;
    size_t             written = 0;

    for (size_t i = 0; v == HILUM_OK && i < b->count; i++)
        if (b->entries[i].action == ENTRY_PUT || b->entries[i].action == ENTRY_DELETE) {
            v = bundle_put(b, &b->entries[i]);
            written += v == HILUM_OK;
        }
    return v == HILUM_REJECT && written ? HILUM_FAIL : v;
}

enum hilum_verdict bundle_store(struct bundle *b)
{
    enum hilum_verdict v = HILUM_OK;

    for (size_t i = 0; v == HILUM_OK && i < b->count; i++) {
        struct entry *e = &b->entries[i];

        v = target_find(b, e);
        if (v == HILUM_OK && e->action != ENTRY_READ && e->id.len)
            v = bundle_link(b, e);
    }
    for (size_t i = 0; v == HILUM_OK && i < b->count; i++)
        v = bundle_prepare(b, &b->entries[i]);
    return v == HILUM_OK ? bundle_write(b) : v;
}

void bundle_end(struct bundle *b)
{
    for (size_t i = 0; b->entries && i < b->count; i++)
        if (b->entries[i].msg) {
            hilum_unref(b->call, b->entries[i].msg);
            b->entries[i].msg = NULL;
        }
}
