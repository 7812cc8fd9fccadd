/* instance_doc.c -- YAML files that a part reads, as documents. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/instance_doc.h"

#include "message/document.h"
#include "message/name.h"

#include <stdio.h>
#include <stdlib.h>

enum { DOC_ARENA = 64 << 20, DOC_COLUMN = 1024, DOC_LINES = 4 << 20 };

struct instance_doc {
    struct instance_doc *next;
    struct hilum_block  *block;
};

void instance_docs_free(struct instance *i)
{
    while (i->docs) {
        struct instance_doc *d = i->docs;

        i->docs = d->next;
        free(d->block);
        free(d);
    }
}

/* Line and column in one number; see hilum_yaml(). */
static uint32_t place_of(struct place at)
{
    size_t line   = at.line < DOC_LINES ? at.line : DOC_LINES - 1;
    size_t column = at.column < DOC_COLUMN ? at.column : DOC_COLUMN - 1;

    return (uint32_t)(line * DOC_COLUMN + column);
}

static bool put(struct hilum_builder *b, const struct yaml_node *n, uint32_t name,
                uint32_t flags);

/* A map's values have their keys' names, a list's the list's own. */
static bool put_children(struct hilum_builder *b, const struct yaml_node *n,
                         uint32_t list)
{
    for (const struct yaml_node *child = n->first; child; child = child->next) {
        uint32_t name = list;

        if (n->kind == YAML_MAP)
            name = name_add(child->key.ptr, child->key.len);
        if (name == 0 || !put(b, child, name, n->kind == YAML_LIST ? HILUM_NODE_LIST : 0))
            return false;
    }
    return true;
}

/* As deep as the YAML reader lets a file be, and the builder. */
static bool put(struct hilum_builder *b, const struct yaml_node *n, uint32_t name,
                uint32_t flags)
{
    uint32_t place = place_of(n->at);
    bool     ok;

    if (n->kind == YAML_TEXT) {
        if (yaml_nothing(n))
            hilum_build_node(b, name, 0, flags | HILUM_NODE_NULL, place);
        else
            hilum_build_leaf(b, name, 0, flags, n->text, place);
        return !b->failed;
    }
    hilum_build_open(b, name, 0, flags, place);
    ok = !b->failed && put_children(b, n, name);
    hilum_build_close(b);
    return ok && !b->failed;
}

static struct hilum_block *block_of(const struct yaml *doc)
{
    struct hilum_builder b;
    struct hilum_block  *block = NULL;

    document_builder_init(&b);
    document_begin(&b, HILUM_NAME("yaml"), (struct hilum_view){ NULL, 0 });
    if (put(&b, doc->root, name_add("file", 4), 0))
        block = document_seal(&b);
    document_builder_free(&b);
    return block;
}

/* A relative path is looked for below the folder of the pipeline's file. */
static const char *below(struct call *c, const char *path)
{
    const char *file  = c->instance ? c->instance->file : NULL;
    const char *slash = file ? strrchr(file, '/') : NULL;

    if (path[0] == '/' || !slash)
        return path;
    return arena_printf(&c->arena, "%.*s/%s", (int)(slash - file), file, path);
}

static void blame(struct call *c, const char *path, const struct problems *problems)
{
    const struct problem *p = problems->count ? &problems->list[0] : NULL;
    char                  where[LIMIT_PLACE];

    if (p && p->line)
        snprintf(where, sizeof where, "%s:%zu:%zu", path, p->line, p->column);
    else
        snprintf(where, sizeof where, "%s", path);
    call_fault(c, HILUM_FAIL, where, "%s", p ? p->what : "memory is out");
}

bool instance_yaml(struct hilum_call *pub, const char *given, struct hilum_doc *out)
{
    struct call         *c = call_of(pub);
    struct arena         arena;
    struct problems      problems = { .arena = &arena };
    const char          *path     = below(c, given);
    struct instance_doc *d        = calloc(1, sizeof *d);
    struct yaml         *doc;

    *out = (struct hilum_doc){ NULL, NULL };
    arena_init(&arena, DOC_ARENA);
    doc = d && path && c->instance ? yaml_file(&arena, path, &problems) : NULL;
    if (doc && problems.count == 0)
        d->block = block_of(doc);
    if (d && d->block) {
        d->next           = c->instance->docs;
        c->instance->docs = d;
        out->block        = d->block;
    } else {
        blame(c, path ? path : given, &problems);
        free(d);
    }
    arena_free(&arena);
    return out->block != NULL;
}
