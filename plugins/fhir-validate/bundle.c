/* bundle.c -- what must hold between the entries of a Bundle. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle.h"

enum { URL_MOST = 1024, SLOTS_MOST = 1 << 22 };

static uint64_t hash_of(struct hilum_view v)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < v.len; i++)
        hash = (hash ^ (unsigned char)v.ptr[i]) * 0x100000001b3u;
    return hash ^ (hash >> 29);
}

static struct hilum_view full_url(const struct look *l, const struct hilum_node *entry)
{
    return child_text(l, entry, HILUM_NAME("fullUrl"));
}

/* ---- The index ------------------------------------------------------------ */

/* The slot of an entry with that fullUrl, or a free one; NULL: it has no room. */
static const struct hilum_node **
slot_of(const struct look *l, const struct bundle_index *x, struct hilum_view url)
{
    uint64_t at = hash_of(url);

    for (uint32_t i = 0; i <= x->mask; i++, at++) {
        const struct hilum_node **slot = &x->slots[at & x->mask];

        if (!*slot || hilum_same(full_url(l, *slot), url))
            return slot;
    }
    return NULL;
}

static struct hilum_view version_of(const struct look *l, const struct hilum_node *entry)
{
    const struct hilum_node *r    = hilum_child(entry, HILUM_NAME("resource"));
    const struct hilum_node *meta = r ? hilum_child(r, HILUM_NAME("meta")) : NULL;

    return child_text(l, meta, HILUM_NAME("versionId"));
}

static void index_entry(struct look *l, struct bundle_index *x,
                        const struct hilum_node *entry, bool history)
{
    struct hilum_view         url = full_url(l, entry);
    const struct hilum_node **slot;

    if (url.len == 0)
        return;
    slot = slot_of(l, x, url);
    if (!slot)
        return;
    if (*slot && !history && hilum_same(version_of(l, *slot), version_of(l, entry)))
        look_report(l, HILUM_PROBLEM, entry, "bundle",
                    "its fullUrl is that of another entry");
    *slot = entry;
}

static bool index_make(struct look *l, const struct hilum_node *bundle,
                       struct bundle_index *x)
{
    uint32_t entries = 0, room = 16;
    bool     history = hilum_is(child_text(l, bundle, HILUM_NAME("type")), "history");

    hilum_each(child, bundle) entries += child->name == HILUM_NAME("entry");
    while (room < entries * 2 && room < SLOTS_MOST)
        room *= 2;
    x->mask  = room - 1;
    x->slots = hilum_scratch(l->call, room * sizeof(*x->slots));
    if (!x->slots)
        return false;
    memset(x->slots, 0, room * sizeof(*x->slots));
    hilum_each(child, bundle) if (child->name == HILUM_NAME("entry"))
        index_entry(l, x, child, history);
    return true;
}

/* http://host/fhir/ of http://host/fhir/Patient/1; empty: it is no such URL. */
static struct hilum_view base_of(struct hilum_view url)
{
    int slashes = 0;

    if (!starts(url, "http"))
        return (struct hilum_view){ "", 0 };
    for (size_t i = url.len; i-- > 0;) {
        slashes += url.ptr[i] == '/';
        if (slashes == 2)
            return (struct hilum_view){ url.ptr, i + 1 };
    }
    return (struct hilum_view){ "", 0 };
}

/* Letters, then a colon. */
static bool has_scheme(struct hilum_view v)
{
    size_t i = 0;

    while (i < v.len && ((v.ptr[i] | 32) >= 'a' && (v.ptr[i] | 32) <= 'z'))
        i++;
    return i > 0 && i < v.len && v.ptr[i] == ':';
}

const struct hilum_node *bundle_find(struct look *l, struct hilum_view reference)
{
    static const char         history[] = "/_history/";
    char                      url[URL_MOST];
    const struct hilum_node **slot;
    const char               *version;
    struct hilum_view         base = { "", 0 };

    if (!l->index || !l->index->slots)
        return NULL;
    version = memmem(reference.ptr, reference.len, history, sizeof history - 1);
    if (version)
        reference.len = (size_t)(version - reference.ptr);
    if (!has_scheme(reference) && l->entry)
        base = base_of(full_url(l, l->entry));
    if (base.len + reference.len > sizeof url)
        return NULL;
    memcpy(url, base.ptr, base.len);
    memcpy(url + base.len, reference.ptr, reference.len);
    slot = slot_of(l, l->index, (struct hilum_view){ url, base.len + reference.len });
    return slot && *slot ? hilum_child(*slot, HILUM_NAME("resource")) : NULL;
}

/* ---- Rules ---------------------------------------------------------------- */

/* Does the URL end in /TYPE/ANYTHING with the type of the resource? */
static bool is_restful(const struct look *l, struct hilum_view url,
                       const struct hilum_node *resource)
{
    struct hilum_view type = hilum_name_text(l->call, resource->type);
    size_t            at   = url.len;

    while (at > 0 && url.ptr[at - 1] != '/')
        at--;
    return starts(url, "http") && at > type.len + 1 &&
           url.ptr[at - type.len - 2] == '/' &&
           memcmp(url.ptr + at - type.len - 1, type.ptr, type.len) == 0;
}

/* A fullUrl that is a RESTful one ends in the resource's type and id. */
static void check_full_url(struct look *l, const struct hilum_node *entry)
{
    struct hilum_view        url      = full_url(l, entry), id;
    const struct hilum_node *resource = hilum_child(entry, HILUM_NAME("resource"));

    if (url.len == 0 || !resource)
        return;
    if (!has_scheme(url))
        look_report(l, HILUM_PROBLEM, entry, "bundle", "its fullUrl is not absolute");
    id = child_text(l, resource, HILUM_NAME("id"));
    if (is_restful(l, url, resource) &&
        !(id.len && url.len > id.len && url.ptr[url.len - id.len - 1] == '/' &&
          memcmp(url.ptr + url.len - id.len, id.ptr, id.len) == 0))
        look_report(l, HILUM_PROBLEM, entry, "bundle",
                    "its fullUrl does not end in the id of its resource");
}

/* A version that is named must be that of the entry. */
static bool version_there(const struct look *l, struct hilum_view reference)
{
    static const char history[] = "/_history/";
    const char *at = memmem(reference.ptr, reference.len, history, sizeof history - 1);
    struct hilum_view        version, id;
    const struct hilum_node *resource;

    if (!at)
        return true;
    version.ptr = at + sizeof history - 1;
    version.len = (size_t)(reference.ptr + reference.len - version.ptr);
    id          = (struct hilum_view){ reference.ptr, (size_t)(at - reference.ptr) };
    hilum_each(child, l->bundle)
    {
        struct hilum_view url = full_url(l, child);

        resource = hilum_child(child, HILUM_NAME("resource"));
        if (resource && url.len >= id.len &&
            memcmp(url.ptr + url.len - id.len, id.ptr, id.len) == 0 &&
            hilum_same(version_of(l, child), version))
            return true;
    }
    return false;
}

/* Between urn:uuid: and what is there, and from the Composition of a document, a
 * reference leads to something: who reads it has nowhere else to look. */
static void check_reference(struct look *l, const struct hilum_node *reference)
{
    struct hilum_view        text     = child_text(l, reference, HILUM_NAME("reference"));
    const struct hilum_node *resource = hilum_child(l->entry, HILUM_NAME("resource"));
    bool document = hilum_is(child_text(l, l->bundle, HILUM_NAME("type")), "document") &&
                    resource && resource->type == HILUM_NAME("Composition");

    if (document && text.len && text.ptr[0] != '#' &&
        (!bundle_find(l, text) || !version_there(l, text)))
        look_report(l, HILUM_PROBLEM, reference, "reference",
                    "no entry of the document is what this refers to");
    else if ((starts(text, "urn:uuid:") || starts(text, "urn:oid:")) &&
             !bundle_find(l, text))
        look_report(l, HILUM_WARNING, reference, "reference",
                    "no entry of the Bundle has this fullUrl");
}

static void check_entry(struct look *l, const struct hilum_node *entry)
{
    const struct hilum_node *before = l->entry;

    check_full_url(l, entry);
    l->entry = entry;
    for (const struct hilum_node *n = entry; n < entry + entry->span; n++)
        if (n->type == HILUM_NAME("Reference") && n->span > 1)
            check_reference(l, n);
    l->entry = before;
}

/* The first entry of documents and messages says what the others are. */
static void check_first(struct look *l, const struct hilum_node *bundle)
{
    struct hilum_view        type  = child_text(l, bundle, HILUM_NAME("type"));
    const struct hilum_node *entry = hilum_child(bundle, HILUM_NAME("entry"));
    const struct hilum_node *first =
        entry ? hilum_child(entry, HILUM_NAME("resource")) : NULL;
    bool document = hilum_is(type, "document"), message = hilum_is(type, "message");

    if (document && (!first || first->type != HILUM_NAME("Composition")))
        look_report(l, HILUM_PROBLEM, bundle, "bundle",
                    "the first entry of a document must be a Composition");
    if (message && (!first || first->type != HILUM_NAME("MessageHeader")))
        look_report(l, HILUM_PROBLEM, bundle, "bundle",
                    "the first entry of a message must be a MessageHeader");
}

/* What a transaction does, each of its entries has to say. */
static void check_requests(struct look *l, const struct hilum_node *bundle)
{
    struct hilum_view type = child_text(l, bundle, HILUM_NAME("type"));

    if (!hilum_is(type, "transaction") && !hilum_is(type, "batch"))
        return;
    hilum_each(child, bundle)
    {
        if (child->name == HILUM_NAME("entry") &&
            !hilum_child(child, HILUM_NAME("request")))
            look_report(l, HILUM_PROBLEM, child, "bundle",
                        "each entry of a transaction or batch must have a request");
    }
}

void bundle_check(struct look *l, const struct hilum_node *bundle)
{
    struct bundle_index *x = hilum_scratch(l->call, sizeof *x);

    if (!x || !index_make(l, bundle, x))
        return;
    l->bundle = bundle;
    l->index  = x;
    check_first(l, bundle);
    check_requests(l, bundle);
    hilum_each(child, bundle) if (child->name == HILUM_NAME("entry"))
        check_entry(l, child);
}
