/* bundle.c -- writes the tree of a message as a transaction Bundle. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle.h"

#include "identity.h"

enum { MOST_DEPTH = 32 };

struct writer {
    struct hilum_builder *to;
    uint32_t              string, uri, reference;
};

static void leaf(struct writer *w, uint32_t name, uint32_t type, struct hilum_view text)
{
    hilum_build_leaf(w->to, name, type, 0, text, HILUM_NO_PLACE);
}

static void urn(struct writer *w, uint32_t name, const char *uuid)
{
    char text[46] = "urn:uuid:";

    memcpy(text + 9, uuid, 37);
    leaf(w, name, name == w->reference ? w->string : w->uri,
         (struct hilum_view){ text, 45 });
}

static void out_write(struct writer *w, const struct out *o, int depth);

/* The children of an order within these bounds. */
static void children_write(struct writer *w, const struct out *o, uint32_t from,
                           uint32_t until, int depth)
{
    for (const struct out *child = o->first; child; child = child->next)
        if (out_order(child) >= from && out_order(child) < until)
            out_write(w, child, depth);
}

/* An element with others in it.  Where nothing in it has content, nor has it. */
static void complex_write(struct writer *w, const struct out *o,
                          const struct resource *to, int depth)
{
    struct hilum_builder *b     = w->to;
    uint32_t              count = b->count;

    if (depth == MOST_DEPTH)
        return;
    hilum_build_open(b, o->element->name, o->element->type->name,
                     o->element->list ? HILUM_NODE_LIST : 0, HILUM_NO_PLACE);
    if (o->text.len)
        hilum_build_text(b, o->text);
    if (to) { /* id and extension before reference */
        children_write(w, o, 0, 2, depth + 1);
        urn(w, w->reference, to->uuid);
        children_write(w, o, 3, UINT32_MAX, depth + 1);
    } else {
        for (const struct out *child = o->first; child; child = child->next)
            out_write(w, child, depth + 1);
    }
    hilum_build_close(b);
    if (!o->text.len && !b->failed && b->count == count + 1)
        b->count = count;
}

static inline void out_write(struct writer *w, const struct out *o, int depth)
{
    const struct resource *to = o->to ? identity_written(o->to) : NULL;

    if (o->first || to)
        complex_write(w, o, to, depth);
    else if (o->text.len)
        hilum_build_leaf(w->to, o->element->name, o->element->type->name,
                         o->element->list ? HILUM_NODE_LIST : 0, o->text, HILUM_NO_PLACE);
}

static void request_write(struct writer *w, const struct resource *r)
{
    char              by_id[128];
    struct hilum_view url = r->query;
    size_t            len = r->type->text.len;

    if (!url.len && len < sizeof by_id - 40) {
        memcpy(by_id, r->type->text.ptr, len);
        by_id[len++] = '/';
        memcpy(by_id + len, r->uuid, 36);
        url = (struct hilum_view){ by_id, len + 36 };
    }
    hilum_build_open(w->to, HILUM_NAME("request"), HILUM_NAME("BackboneElement"), 0,
                     HILUM_NO_PLACE);
    leaf(w, HILUM_NAME("method"), HILUM_NAME("code"), HILUM_VIEW("PUT"));
    leaf(w, HILUM_NAME("url"), HILUM_NAME("uri"), url);
    hilum_build_close(w->to);
}

static void entry_write(struct writer *w, const struct resource *r)
{
    hilum_build_open(w->to, HILUM_NAME("entry"), HILUM_NAME("BackboneElement"),
                     HILUM_NODE_LIST, HILUM_NO_PLACE);
    urn(w, HILUM_NAME("fullUrl"), r->uuid);
    hilum_build_open(w->to, HILUM_NAME("resource"), r->type->name, 0, HILUM_NO_PLACE);
    if (!r->query.len)
        leaf(w, HILUM_NAME("id"), HILUM_NAME("id"), (struct hilum_view){ r->uuid, 36 });
    for (const struct out *o = r->root.first; o; o = o->next)
        out_write(w, o, 0);
    hilum_build_close(w->to);
    request_write(w, r);
    hilum_build_close(w->to);
}

void bundle_write(const struct run *run, struct hilum_view timestamp,
                  struct hilum_builder *to)
{
    struct writer w = { .to        = to,
                        .string    = HILUM_NAME("string"),
                        .uri       = HILUM_NAME("uri"),
                        .reference = HILUM_NAME("reference") };

    hilum_build_open(to, HILUM_NAME("Bundle"), HILUM_NAME("Bundle"), 0, HILUM_NO_PLACE);
    leaf(&w, HILUM_NAME("type"), HILUM_NAME("code"), HILUM_VIEW("transaction"));
    if (timestamp.len)
        leaf(&w, HILUM_NAME("timestamp"), HILUM_NAME("instant"), timestamp);
    for (const struct resource *r = run->tree.first; r; r = r->next)
        if (r->known && !r->same)
            entry_write(&w, r);
    hilum_build_close(to);
}
