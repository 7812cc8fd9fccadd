/* instance.c -- one part at work, with options and state. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/instance.h"

#include "plugin/instance_doc.h"

#include <stdlib.h>

enum { INSTANCE_TEXTS = 8 << 20 };

bool instance_init(struct instance *i, const struct part *part, const char *name,
                   struct yaml *doc, const struct yaml_node *given, struct place at)
{
    struct option_set set = { .whose  = part->part.name,
                              .rows   = part->part.options,
                              .stride = part->part.option_size,
                              .state  = part->part.state };

    *i = (struct instance){ .part = part };
    arena_init(&i->texts, INSTANCE_TEXTS);
    i->name = arena_text(&i->texts, name, strlen(name));
    i->file =
        given ? arena_text(&i->texts, doc->lines.file, strlen(doc->lines.file)) : NULL;
    i->state = calloc(1, part->part.state ? part->part.state : 1);
    if (i->name && i->state && option_fill(&set, i->state, doc, given, at, &i->texts))
        return true;
    instance_free(i);
    return false;
}

bool instance_preset(struct instance *i, const struct part *part, const char *name)
{
    struct arena    arena;
    struct problems problems = { .arena = &arena };
    struct yaml    *doc;
    bool            ok;

    arena_init(&arena, INSTANCE_TEXTS);
    doc = yaml_bytes(&arena, name, HILUM_VIEW("{}"), &problems);
    ok  = doc && instance_init(i, part, name, doc, NULL, doc->root->at);
    arena_free(&arena);
    return ok;
}

static void copy_options(const struct part *part, void *to, const void *from)
{
    const struct hilum_part *p   = &part->part;
    struct option_set        set = { .rows = p->options, .stride = p->option_size };
    struct hilum_option      row;

    for (size_t n = 0; option_row(&set, n, &row); n++) {
        size_t size = row.type == HILUM_BOOL ? sizeof(bool) : sizeof(int64_t);

        memcpy((char *)to + row.offset, (const char *)from + row.offset, size);
    }
}

bool instance_like(struct instance *i, const struct instance *model)
{
    size_t size = model->part->part.state ? model->part->part.state : 1;

    *i = (struct instance){ .part = model->part,
                            .name = model->name,
                            .file = model->file };
    arena_init(&i->texts, INSTANCE_TEXTS);
    i->state = calloc(1, size);
    if (!i->state)
        return false;
    copy_options(i->part, i->state, model->state);
    return true;
}

enum hilum_verdict instance_open(struct instance *i, struct call *c)
{
    enum hilum_verdict verdict = HILUM_OK;

    call_begin(c, i);
    i->opened = true;
    if (i->part->part.open)
        verdict = i->part->part.open(i->state, &c->pub);
    i->ready = verdict == HILUM_OK;
    return verdict;
}

static void shut(struct instance *i)
{
    if (i->opened && i->part->part.close)
        i->part->part.close(i->state);
    i->opened = i->ready = false;
    instance_docs_free(i);
}

void instance_free(struct instance *i)
{
    shut(i);
    free(i->state);
    arena_free(&i->texts);
    *i = (struct instance){ 0 };
}

bool instance_same(const struct instance *a, const struct instance *b)
{
    const struct hilum_part *p   = &a->part->part;
    struct option_set        set = { .rows = p->options, .stride = p->option_size };
    struct hilum_option      row;
    bool                     same = a->part == b->part && !a->file == !b->file &&
                (!a->file || strcmp(a->file, b->file) == 0);

    for (size_t n = 0; same && option_row(&set, n, &row); n++) {
        const char *x = (const char *)a->state + row.offset;
        const char *y = (const char *)b->state + row.offset;

        if (row.type == HILUM_BOOL) {
            same = *(const bool *)x == *(const bool *)y;
        } else if (row.type < HILUM_TEXT) {
            same = memcmp(x, y, sizeof(int64_t)) == 0;
        } else {
            const char *s, *t;

            memcpy(&s, x, sizeof s);
            memcpy(&t, y, sizeof t);
            same = strcmp(s ? s : "", t ? t : "") == 0;
        }
    }
    return same;
}

/* Only options outlive a restart: whatever else the state held is the part's to
 * make again, and close has freed it. */
static void forget(struct instance *i, unsigned char *kept)
{
    memcpy(kept, i->state, i->part->part.state);
    memset(i->state, 0, i->part->part.state);
    copy_options(i->part, i->state, kept);
}

enum hilum_verdict instance_restart(struct instance *i, struct call *c)
{
    size_t         size = i->part->part.state ? i->part->part.state : 1;
    unsigned char *kept = malloc(size);

    if (!kept)
        return HILUM_FAIL;
    shut(i);
    forget(i, kept);
    free(kept);
    return instance_open(i, c);
}

bool instance_usable(struct instance *i, struct call *c)
{
    return i->ready || instance_restart(i, c) == HILUM_OK;
}
