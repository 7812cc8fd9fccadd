/* instance.c -- one part at work, with options and state. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/instance.h"

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
    i->name  = arena_text(&i->texts, name, strlen(name));
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
}

void instance_free(struct instance *i)
{
    shut(i);
    free(i->state);
    arena_free(&i->texts);
    *i = (struct instance){ 0 };
}

/* Only options outlive a restart: whatever else the state held is the part's to
 * make again, and close has freed it. */
static void forget(struct instance *i, unsigned char *kept)
{
    const struct hilum_part *p   = &i->part->part;
    struct option_set        set = { .rows = p->options, .stride = p->option_size };
    struct hilum_option      row;

    memcpy(kept, i->state, p->state);
    memset(i->state, 0, p->state);
    for (size_t n = 0; option_row(&set, n, &row); n++) {
        size_t size = row.type == HILUM_BOOL ? sizeof(bool) : sizeof(int64_t);

        memcpy((char *)i->state + row.offset, kept + row.offset, size);
    }
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
