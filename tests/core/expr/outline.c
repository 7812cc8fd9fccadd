/* outline.c -- documents for tests, written as an indented outline. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "outline.h"

#include <stdlib.h>

enum { MOST_NAMES = 4096 };

static char  *names[MOST_NAMES];
static size_t name_count;

struct hilum_view outline_name(uint32_t name)
{
    for (size_t i = 0; i < name_count; i++)
        if (hilum_name(names[i], strlen(names[i])) == name)
            return hilum_view(names[i]);
    return (struct hilum_view){ "", 0 };
}

static uint32_t name_of(const char *from, size_t len)
{
    uint32_t position = 0;

    if (len == 0)
        return 0;
    for (size_t i = 0; i < len; i++) {
        if (from[i] < '0' || from[i] > '9') {
            if (!outline_name(hilum_name(from, len)).len && name_count < MOST_NAMES)
                names[name_count++] = strndup(from, len);
            return hilum_name(from, len);
        }
        position = position * 10 + (uint32_t)(from[i] - '0');
    }
    return position;
}

static bool grow(struct hilum_builder *b, uint32_t nodes, uint32_t heap)
{
    uint32_t node_room = (b->room + nodes) * 2, heap_room = (b->heap_room + heap) * 2;

    b->nodes     = realloc(b->nodes, node_room * sizeof *b->nodes);
    b->heap      = realloc(b->heap, heap_room);
    b->room      = node_room;
    b->heap_room = heap_room;
    return b->nodes && b->heap;
}

static void put_text(struct hilum_builder *b, const char *from, size_t len, bool hl7)
{
    char  *to   = hilum_build_heap(b, len + 1);
    size_t used = 0;

    for (size_t i = 0; i < len; i++) {
        bool escape = from[i] == '\\' && i + 1 < len;

        i += escape;
        to[used++] = escape && from[i] == 'n' ? '\n' : from[i];
    }
    hilum_build_heap_text(b, used);
    if (hl7 && len == 2 && memcmp(from, "\"\"", 2) == 0)
        b->nodes[b->count - 1].flags |= HILUM_NODE_NULL;
}

static void put_line(struct hilum_builder *b, const char *line, size_t len)
{
    size_t      depth = 0, name, type = 0, at;
    const char *text;

    while (depth < len && line[depth] == ' ')
        depth++;
    while (b->depth > depth / 2)
        hilum_build_close(b);
    line += depth;
    len -= depth;
    for (at = 0; at < len && line[at] != ' ' && line[at] != ':';)
        at++;
    name = at;
    if (at < len && line[at] == ':')
        for (at++; at < len && line[at] != ' '; at++)
            type++;
    hilum_build_open(b, name_of(line, name), name_of(line + name + 1, type), 0,
                     HILUM_NO_PLACE);
    text = memmem(line + at, len - at, " = ", 3);
    if (text)
        put_text(b, text + 3, (size_t)(line + len - text) - 3,
                 b->model == HILUM_NAME("hl7v2"));
}

/* Elements that stand several times side by side are flagged as a list's. */
static void flag_lists(struct hilum_builder *b)
{
    for (uint32_t p = 0; p < b->count; p++) {
        struct hilum_node *parent = &b->nodes[p], *end = parent + parent->span;

        for (struct hilum_node *x = parent + 1; x < end; x += x->span)
            for (struct hilum_node *y = x + x->span; y < end; y += y->span)
                if (x->name == y->name) {
                    x->flags |= HILUM_NODE_LIST;
                    y->flags |= HILUM_NODE_LIST;
                }
    }
}

struct hilum_doc outline_read(const char *text, const char *model)
{
    struct hilum_builder b = { .grow = grow, .model = hilum_name(model, strlen(model)) };
    struct hilum_block  *block = NULL;
    size_t               size;

    grow(&b, 16, 64);
    while (*text) {
        size_t len = strcspn(text, "\n");

        if (len)
            put_line(&b, text, len);
        text += len + (text[len] == '\n');
    }
    while (b.depth)
        hilum_build_close(&b);
    if (b.model == HILUM_NAME("fhir"))
        flag_lists(&b);
    size = sizeof *block + b.count * sizeof *b.nodes + b.used;
    if (!b.failed && b.count)
        block = malloc(size);
    if (block) {
        *block = (struct hilum_block){
            .size  = (uint32_t)size,
            .model = b.model,
            .nodes = b.count,
            .heap  = (uint32_t)(sizeof *block + b.count * sizeof *b.nodes),
        };
        memcpy(block + 1, b.nodes, b.count * sizeof *b.nodes);
        memcpy((char *)block + block->heap, b.heap, b.used);
    }
    free(b.nodes);
    free(b.heap);
    return (struct hilum_doc){ .block = block };
}

void outline_free(struct hilum_doc doc)
{
    free((void *)(uintptr_t)doc.block);
}
