/* resource.c -- one resource: its references, its mark, and how it is stored. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "resource.h"

#include "moment.h"

#include <stdio.h>

enum { RESOURCE_PLACE = 512, RESOURCE_REPLACED = 16 };

/* ---- Links ---------------------------------------------------------------- */

static size_t links_hash(struct hilum_view v)
{
    struct mark m = mark_begin();

    mark_bytes(&m, v);
    return (size_t)m.lane[0];
}

bool links_make(struct links *l, struct hilum_call *call, size_t count)
{
    l->room = 8;
    while (l->room < 2 * count)
        l->room *= 2;
    l->slots = hilum_scratch(call, l->room * sizeof(*l->slots));
    if (l->slots)
        memset(l->slots, 0, l->room * sizeof(*l->slots));
    return l->slots != NULL;
}

static struct link *links_slot(const struct links *l, struct hilum_view from)
{
    size_t at = links_hash(from) & (l->room - 1);

    while (l->slots[at].from.ptr && !hilum_same(l->slots[at].from, from))
        at = (at + 1) & (l->room - 1);
    return &l->slots[at];
}

void links_add(struct links *l, struct hilum_view from, struct hilum_view to)
{
    struct link *slot = links_slot(l, from);

    if (!slot->from.ptr)
        *slot = (struct link){ from, to };
}

struct hilum_view links_get(const struct links *l, struct hilum_view from)
{
    return l->room ? links_slot(l, from)->to : (struct hilum_view){ NULL, 0 };
}

/* ---- References ----------------------------------------------------------- */

/* May a node of this type hold a URL that a Bundle gives another meaning? */
static bool resource_is_url(const struct words *w, const struct hilum_node *n)
{
    return n->type == w->uri || n->type == w->url || n->type == w->canonical ||
           n->type == w->oid || n->type == w->uuid;
}

/* Only Reference has an element of this name that is a string. */
static bool resource_is_reference(const struct words *w, const struct hilum_node *n)
{
    return n->name == w->reference && n->type == w->string;
}

static bool resource_add(struct hilum_call *call, struct resource *r, uint32_t node,
                         struct hilum_view text)
{
    if (r->count == r->room) {
        size_t           room = r->room ? 2 * r->room : RESOURCE_REPLACED;
        struct replaced *list = hilum_scratch(call, room * sizeof(*list));

        if (!list)
            return false;
        if (r->count)
            memcpy(list, r->replaced, r->count * sizeof(*list));
        r->replaced = list;
        r->room     = room;
    }
    r->replaced[r->count++] = (struct replaced){ node, text };
    return true;
}

enum hilum_verdict resource_replace(const struct fhir *f, struct hilum_call *call,
                                    struct resource *r, const struct links *links,
                                    resource_search *search, void *context,
                                    const struct hilum_node **at)
{
    for (uint32_t i = 1; i < r->root->span; i++) {
        const struct hilum_node *n         = &r->root[i];
        bool                     reference = resource_is_reference(&f->w, n);
        struct hilum_view        text, to;
        enum hilum_verdict       v;

        if (!(n->flags & HILUM_NODE_VALUE) || (!reference && !resource_is_url(&f->w, n)))
            continue;
        *at  = n;
        text = hilum_text(r->doc, n);
        to   = links_get(links, text);
        if (!to.ptr && reference && text.len > 4 && memcmp(text.ptr, "urn:", 4) == 0)
            return hilum_blame(call, HILUM_REJECT, "",
                               "no entry of the Bundle has this fullUrl");
        if (!to.ptr && reference && search && text.len &&
            memchr(text.ptr, '?', text.len) && *text.ptr >= 'A' && *text.ptr <= 'Z') {
            v = search(context, text, &to);
            if (v != HILUM_OK)
                return v;
        }
        if (to.ptr && !resource_add(call, r, i, to))
            return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    }
    return HILUM_OK;
}

/* ---- Mark ----------------------------------------------------------------- */

/* Is it what the server itself sets: meta.versionId, meta.lastUpdated? */
static bool resource_is_ours(const struct words *w, const struct hilum_node *n)
{
    return n->name == w->versionId || n->name == w->lastUpdated;
}

/* Mixes the nodes of a subtree; *next is the first replacement not yet passed. */
static void resource_mix(const struct resource *r, const struct hilum_node *from,
                         size_t *next, struct mark *m)
{
    for (const struct hilum_node *n = from; n < from + from->span; n++) {
        uint32_t          nth  = (uint32_t)(n - r->root);
        struct hilum_view text = hilum_text(r->doc, n);

        while (*next < r->count && r->replaced[*next].node < nth)
            (*next)++;
        if (*next < r->count && r->replaced[*next].node == nth)
            text = r->replaced[*next].text;
        mark_word(m, (uint64_t)n->name << 32 | n->type);
        mark_word(m, (uint64_t)n->span << 32 |
                         (n->flags & (HILUM_NODE_VALUE | HILUM_NODE_LIST)));
        if (n->flags & HILUM_NODE_VALUE)
            mark_bytes(m, text);
    }
}

struct mark resource_mark(const struct fhir *f, const struct resource *r)
{
    const struct words *w    = &f->w;
    struct mark         m    = mark_begin();
    size_t              next = 0;

    mark_word(&m, r->root->type);
    hilum_each(c, r->root)
    {
        if (c->name == w->id)
            continue;
        if (c->name != w->meta) {
            resource_mix(r, c, &next, &m);
            continue;
        }
        hilum_each(part, c)
        {
            if (!resource_is_ours(w, part))
                resource_mix(r, part, &next, &m);
        }
    }
    return m;
}

/* ---- Building ------------------------------------------------------------- */

static void resource_copy(struct hilum_builder *b, const struct resource *r,
                          const struct hilum_node *from, size_t *next)
{
    for (const struct hilum_node *n = from; n < from + from->span; n++) {
        uint32_t           nth  = (uint32_t)(n - r->root);
        struct hilum_view  text = hilum_text(r->doc, n);
        struct hilum_node *to   = hilum_build_node(
              b, n->name, n->type, n->flags & HILUM_NODE_LIST, HILUM_NO_PLACE);

        if (!to)
            return;
        to->span = n->span;
        while (*next < r->count && r->replaced[*next].node < nth)
            (*next)++;
        if (*next < r->count && r->replaced[*next].node == nth)
            text = r->replaced[*next].text;
        if (n->flags & HILUM_NODE_VALUE)
            hilum_build_text(b, text);
    }
}

static void resource_meta(const struct words *w, struct hilum_builder *b,
                          const struct resource *r, const struct hilum_node *meta,
                          int64_t version, int64_t updated, size_t *next)
{
    char text[MOMENT_TEXT];

    hilum_build_open(b, w->meta, HILUM_NAME("Meta"), 0, HILUM_NO_PLACE);
    snprintf(text, sizeof(text), "%lld", (long long)version);
    hilum_build_leaf(b, w->versionId, w->id, 0, hilum_view(text), HILUM_NO_PLACE);
    hilum_build_leaf(b, w->lastUpdated, w->instant, 0,
                     hilum_view(moment_instant(updated, text)), HILUM_NO_PLACE);
    if (meta) {
        hilum_each(part, meta)
        {
            if (!resource_is_ours(w, part))
                resource_copy(b, r, part, next);
        }
    }
    hilum_build_close(b);
}

const struct hilum_msg *resource_build(const struct fhir *f, struct hilum_call *call,
                                       const struct resource *r, struct hilum_view id,
                                       int64_t version, int64_t updated)
{
    const struct words      *w     = &f->w;
    struct hilum_draft      *draft = hilum_draft(call, "fhir", NULL);
    struct hilum_builder    *b     = draft ? hilum_build(call, draft) : NULL;
    const struct hilum_node *meta  = hilum_child(r->root, w->meta);
    size_t                   next  = 0;

    if (!b)
        return NULL;
    hilum_build_open(b, r->root->type, r->root->type, 0, HILUM_NO_PLACE);
    hilum_build_leaf(b, w->id, w->id, 0, id, HILUM_NO_PLACE);
    resource_meta(w, b, r, meta, version, updated, &next);
    next = 0;
    hilum_each(c, r->root)
    {
        if (c->name != w->id && c != meta)
            resource_copy(b, r, c, &next);
    }
    hilum_build_close(b);
    return hilum_seal(call, draft);
}

/* ---- Places --------------------------------------------------------------- */

const char *resource_place(struct hilum_call *call, const struct hilum_node *root,
                           const struct hilum_node *node, const char *prefix)
{
    char  *text = hilum_scratch(call, RESOURCE_PLACE);
    size_t len  = strlen(prefix);

    if (!text || len >= RESOURCE_PLACE)
        return prefix;
    memcpy(text, prefix, len + 1);
    while (root != node && len < RESOURCE_PLACE - 1) {
        const struct hilum_node *step = NULL;
        struct hilum_view        name;
        size_t                   nth = 0;

        hilum_each(c, root)
        {
            if (c <= node && node < c + c->span)
                step = c;
        }
        if (!step)
            break;
        hilum_each(c, root)
        {
            nth += c < step && c->name == step->name;
        }
        name = hilum_name_text(call, step->name);
        len += (size_t)snprintf(text + len, RESOURCE_PLACE - len,
                                step->flags & HILUM_NODE_LIST ? ".%.*s[%zu]" : ".%.*s",
                                (int)name.len, name.ptr, nth);
        root = step;
    }
    return text;
}
