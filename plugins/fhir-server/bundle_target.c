/* bundle_target.c -- which record of the store an entry means. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle.h"

#include "query.h"

#include <stdlib.h>
#include <sys/random.h>

enum { TARGET_IDENTIFIERS = 8 }; /* of a resource, by which it is found */

/* ---- Looking into the store ----------------------------------------------- */

/* Collects heads: how many there were, and the first. */
struct heads {
    struct hilum_call *call;
    size_t             count;
    struct head        head;
    struct hilum_view  id;
};

static bool heads_add(void *context, const struct hilum_record *r)
{
    struct heads *h = context;

    if (h->count++ == 0) {
        char *id = hilum_scratch(h->call, r->id.len);

        h->head = (struct head){ .version = r->version,
                                 .updated = r->updated,
                                 .deleted = r->deleted != 0,
                                 .mark    = { { r->mark[0], r->mark[1] } } };
        if (id)
            h->id = (struct hilum_view){ memcpy(id, r->id.ptr, r->id.len), r->id.len };
    }
    return true;
}

static enum hilum_verdict target_head(struct bundle *b, struct entry *e)
{
    struct heads       h = { .call = b->call };
    enum hilum_verdict v =
        b->f->store->get(b->f->state, b->call, b->change, e->base->name, e->id, 0,
                         HILUM_HEADS, heads_add, &h);

    e->head = h.head;
    return v;
}

/* The one record that a query finds; several are a REJECT.  Where the query stands
 * is worked out only then: `below` the entry, which may be NULL. */
static enum hilum_verdict target_match(struct bundle *b, struct hilum_query *q,
                                       const struct entry *e, const char *below,
                                       struct hilum_view *id, struct head *head)
{
    struct heads       h = { .call = b->call };
    enum hilum_verdict v;

    q->flags = HILUM_HEADS;
    q->limit = 2;
    v        = b->f->store->find(b->f->state, b->call, b->change, q, heads_add, &h, NULL);
    if (v != HILUM_OK)
        return v;
    if (h.count > 1)
        return bundle_reject(b, 412, bundle_place(b, e, below),
                             "the condition matches several resources");
    *id   = h.id;
    *head = h.head;
    return HILUM_OK;
}

/* A condition that selects by nothing would match whatever there is. */
static enum hilum_verdict target_query(struct bundle               *b,
                                       const struct parameter_base *base,
                                       struct hilum_view text, const struct entry *e,
                                       const char *below, struct hilum_view *id,
                                       struct head *head)
{
    struct query       q;
    struct hilum_pair *pairs;
    size_t             count;
    enum hilum_verdict v;

    *id = (struct hilum_view){ NULL, 0 };
    v   = query_split(b->call, text, &pairs, &count);
    if (v == HILUM_OK)
        v = query_read(b->f, b->call, base, pairs, count, true, &q);
    if (v == HILUM_REJECT)
        return bundle_reject(b, 400, bundle_place(b, e, below),
                             "the condition cannot be read: see %s",
                             hilum_where(b->call));
    if (v != HILUM_OK)
        return v;
    if (q.q.clause_count + q.q.id_count == 0)
        return bundle_reject(b, 412, bundle_place(b, e, below),
                             "the condition selects nothing");
    q.q.sort_count = 0;
    return target_match(b, &q.q, e, below, id, head);
}

enum hilum_verdict target_search(struct bundle *b, struct hilum_view reference,
                                 const struct parameter_base **base,
                                 struct hilum_view *id, struct head *head)
{
    const char       *mark  = memchr(reference.ptr, '?', reference.len);
    size_t            len   = mark ? (size_t)(mark - reference.ptr) : reference.len;
    struct hilum_view query = { reference.ptr + len + (mark != NULL),
                                reference.len - len - (mark != NULL) };

    *base = parameters_base(&b->f->parameters, (struct hilum_view){ reference.ptr, len });
    if (!*base)
        return bundle_reject(b, 400, "", "it names no resource type of R4");
    return target_query(b, *base, query, NULL, "", id, head);
}

/* ---- Ids ------------------------------------------------------------------ */

static enum hilum_verdict target_id(struct bundle *b, struct entry *e, struct mark m)
{
    char *id = hilum_scratch(b->call, MARK_ID);

    if (!id)
        return hilum_blame(b->call, HILUM_RETRY, "", "out of memory");
    e->id = mark_id(m, id);
    return target_head(b, e);
}

/* An id that every create by the same condition gets: where two of them meet,
 * the second one finds what the first one has made. */
static enum hilum_verdict target_derive(struct bundle *b, struct entry *e,
                                        struct hilum_view condition)
{
    struct mark m = mark_begin();

    mark_bytes(&m, e->base->name);
    mark_bytes(&m, condition);
    return target_id(b, e, m);
}

/* A new id.  What is made of a message gets the same one each time that the
 * message is delivered, so that delivering it again changes nothing. */
static enum hilum_verdict target_new(struct bundle *b, struct entry *e)
{
    struct mark m = mark_begin();

    if (b->seed) {
        struct resource r = { .doc = b->doc, .root = e->resource };

        m = resource_mark(b->f, &r);
        mark_bytes(&m, b->source);
        mark_word(&m, (uint64_t)b->seed);
        mark_word(&m, e->nth);
    } else if (getrandom(m.lane, sizeof(m.lane), 0) != (ssize_t)sizeof(m.lane)) {
        return hilum_blame(b->call, HILUM_RETRY, "", "no random numbers for an id");
    }
    return target_id(b, e, m);
}

/* ---- Methods -------------------------------------------------------------- */

/* The type is the resource's, and where the URL has one, that must be the same. */
static enum hilum_verdict target_type(struct bundle *b, struct entry *e,
                                      struct hilum_view type)
{
    struct hilum_view own = { "", 0 };

    if (e->resource)
        own = hilum_name_text(b->call, e->resource->type);
    if (own.len && type.len && !hilum_same(own, type))
        return bundle_reject(b, 400, bundle_place(b, e, ".request.url"),
                             "its type is not the resource's");
    e->base = parameters_base(&b->f->parameters, own.len ? own : type);
    if (!e->base)
        return bundle_reject(b, 404, bundle_place(b, e, ".request.url"),
                             "it names no resource type of R4");
    return HILUM_OK;
}

/* If-Match: W/"3", or "3" alone. */
static enum hilum_verdict target_if_match(struct bundle *b, const struct entry *e)
{
    struct hilum_view v       = e->if_match;
    int64_t           version = 0;

    if (!v.len)
        return HILUM_OK;
    for (size_t i = 0; i < v.len && version < INT64_MAX / 16; i++)
        if (v.ptr[i] >= '0' && v.ptr[i] <= '9')
            version = version * 10 + (v.ptr[i] - '0');
    if (version == e->head.version)
        return HILUM_OK;
    return bundle_reject(b, 412, bundle_place(b, e, ".request.ifMatch"),
                         "the resource has version %lld by now",
                         (long long)e->head.version);
}

static struct hilum_view target_own_id(const struct bundle *b, const struct entry *e)
{
    const struct hilum_node *n = hilum_child(e->resource, b->f->w.id);

    return n ? hilum_text(b->doc, n) : (struct hilum_view){ "", 0 };
}

static enum hilum_verdict target_by_id(struct bundle *b, struct entry *e,
                                       struct hilum_view id, const char *below)
{
    if (!fhir_is_id(id))
        return bundle_reject(b, 400, bundle_place(b, e, below), "it has no valid id");
    e->id = id;
    return target_head(b, e);
}

/* PUT Type/id */
static enum hilum_verdict target_put(struct bundle *b, struct entry *e,
                                     struct hilum_view id)
{
    struct hilum_view own = target_own_id(b, e);

    if (own.len ? !hilum_same(own, id) : b->strict)
        return bundle_reject(b, 400, bundle_place(b, e, ".resource.id"),
                             "the resource's id is not the one in the URL");
    return target_by_id(b, e, id, ".request.url");
}

/* PUT Type?condition */
static enum hilum_verdict target_put_if(struct bundle *b, struct entry *e,
                                        struct hilum_view condition)
{
    struct hilum_view  own = target_own_id(b, e), id;
    enum hilum_verdict v =
        target_query(b, e->base, condition, e, ".request.url", &id, &e->head);

    if (v != HILUM_OK)
        return v;
    if (id.ptr && own.len && b->strict && !hilum_same(own, id))
        return bundle_reject(b, 400, bundle_place(b, e, ".resource.id"),
                             "the condition matches a resource with another id");
    e->id = id;
    if (id.ptr)
        return HILUM_OK;
    if (own.len && b->strict)
        return target_by_id(b, e, own, ".resource.id");
    return target_derive(b, e, condition);
}

/* POST Type, perhaps with ifNoneExist */
static enum hilum_verdict target_post(struct bundle *b, struct entry *e)
{
    struct hilum_view  id;
    enum hilum_verdict v;

    if (!e->if_none_exist.len)
        return target_new(b, e);
    v = target_query(b, e->base, e->if_none_exist, e, ".request.ifNoneExist", &id,
                     &e->head);
    if (v != HILUM_OK)
        return v;
    if (!id.ptr)
        return target_derive(b, e, e->if_none_exist);
    e->id     = id;
    e->action = ENTRY_KEEP;
    e->status = 200;
    return HILUM_OK;
}

/* DELETE Type/id, DELETE Type?condition: what is not there is gone already. */
static enum hilum_verdict target_delete(struct bundle *b, struct entry *e,
                                        struct hilum_view id, struct hilum_view condition)
{
    enum hilum_verdict v;

    if (condition.len) {
        v = target_query(b, e->base, condition, e, ".request.url", &e->id, &e->head);
        if (v == HILUM_OK && !e->id.ptr)
            e->id.len = 0;
    } else {
        v = target_by_id(b, e, id, ".request.url");
    }
    e->status = 204;
    e->action = e->head.version && !e->head.deleted ? ENTRY_DELETE : ENTRY_KEEP;
    return v;
}

/* ---- Entries without a request -------------------------------------------- */

/* A value for each identifier of the resource that has a system and a value. */
static size_t target_identifiers(const struct bundle *b, const struct entry *e,
                                 struct hilum_value values[TARGET_IDENTIFIERS])
{
    const struct words *w     = &b->f->w;
    size_t              count = 0;

    hilum_each(n, e->resource)
    {
        const struct hilum_node *system, *value;

        if (n->name != w->identifier || count == TARGET_IDENTIFIERS)
            continue;
        system = hilum_child(n, w->system);
        value  = hilum_child(n, w->value);
        if (system && value)
            values[count++] =
                (struct hilum_value){ .compare = HILUM_EQ,
                                      .text    = hilum_text(b->doc, value),
                                      .beside  = hilum_text(b->doc, system) };
    }
    return count;
}

static enum hilum_verdict target_upsert(struct bundle *b, struct entry *e)
{
    struct hilum_value  values[TARGET_IDENTIFIERS];
    struct hilum_clause clause = { .kind   = HILUM_TOKEN,
                                   .name   = HILUM_VIEW("identifier"),
                                   .values = values };
    struct hilum_query  q      = { .size         = sizeof(q),
                                   .collection   = e->base->name,
                                   .clauses      = &clause,
                                   .clause_count = 1 };
    struct mark         m      = mark_begin();
    struct hilum_view   own    = target_own_id(b, e), id;
    enum hilum_verdict  v;

    clause.count = b->by_identifier ? target_identifiers(b, e, values) : 0;
    if (clause.count == 0)
        return own.len ? target_by_id(b, e, own, ".resource.id") : target_new(b, e);
    v = target_match(b, &q, e, ".resource.identifier", &id, &e->head);
    if (v != HILUM_OK)
        return v;
    e->id = id;
    if (id.ptr)
        return HILUM_OK;
    mark_bytes(&m, e->base->name);
    mark_bytes(&m, values[0].beside);
    mark_bytes(&m, values[0].text);
    return target_id(b, e, m);
}

/* ---- All of them ---------------------------------------------------------- */

/* `Type`, `Type/id` or `Type?condition` */
static void target_url(struct hilum_view url, struct hilum_view *type,
                       struct hilum_view *id, struct hilum_view *condition)
{
    const char *mark  = url.len ? memchr(url.ptr, '?', url.len) : NULL;
    size_t      path  = mark ? (size_t)(mark - url.ptr) : url.len;
    const char *slash = path ? memchr(url.ptr, '/', path) : NULL;
    size_t      len   = slash ? (size_t)(slash - url.ptr) : path;

    *type      = (struct hilum_view){ url.ptr, len };
    *id        = (struct hilum_view){ url.ptr + len + (slash != NULL),
                                      path - len - (slash != NULL) };
    *condition = (struct hilum_view){ url.ptr + path + (mark != NULL),
                                      url.len - path - (mark != NULL) };
}

static enum hilum_verdict target_method(struct bundle *b, struct entry *e,
                                        struct hilum_view id, struct hilum_view condition)
{
    if (hilum_is(e->method, "DELETE"))
        return target_delete(b, e, id, condition);
    if (!hilum_is(e->method, "PUT") && !hilum_is(e->method, "POST"))
        return bundle_reject(b, 400, bundle_place(b, e, ".request.method"),
                             "only GET, POST, PUT and DELETE are supported");
    if (!e->resource)
        return bundle_reject(b, 400, bundle_place(b, e, ".resource"),
                             "there is no resource to store");
    if (hilum_is(e->method, "POST"))
        return target_post(b, e);
    return condition.len ? target_put_if(b, e, condition) : target_put(b, e, id);
}

enum hilum_verdict target_find(struct bundle *b, struct entry *e)
{
    struct hilum_view  type, id, condition;
    enum hilum_verdict v;

    e->action = ENTRY_PUT;
    if (hilum_is(e->method, "GET") || hilum_is(e->method, "HEAD")) {
        e->action = ENTRY_READ;
        return HILUM_OK;
    }
    if (!e->method.len && !e->resource)
        return bundle_reject(b, 400, bundle_place(b, e, ""),
                             "it has neither a resource nor a request");
    target_url(e->url, &type, &id, &condition);
    v = target_type(b, e, type);
    if (v != HILUM_OK)
        return v;
    v = e->method.len ? target_method(b, e, id, condition) : target_upsert(b, e);
    return v == HILUM_OK ? target_if_match(b, e) : v;
}
