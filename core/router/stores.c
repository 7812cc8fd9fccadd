/* stores.c -- the stores of a process: one, however many pipelines name it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "router/stores.h"

#include <stdlib.h>

struct shared_store {
    struct shared_store *next;
    struct engine       *engine;
    struct instance      instance;
    size_t               users;
};

static struct shared_store *all; /* [main] only */

static bool same_value(const struct hilum_option *row, const char *a, const char *b)
{
    const char *x, *y;

    if (row->type == HILUM_BOOL)
        return a[row->offset] == b[row->offset];
    if (row->type != HILUM_TEXT && row->type != HILUM_SECRET && row->type != HILUM_STORE)
        return memcmp(a + row->offset, b + row->offset, sizeof(int64_t)) == 0;
    memcpy(&x, a + row->offset, sizeof x);
    memcpy(&y, b + row->offset, sizeof y);
    return strcmp(x ? x : "", y ? y : "") == 0;
}

/* The fresh one has not been opened, so its state holds options only. */
static bool same_options(const struct instance *open, const struct instance *fresh)
{
    struct option_set   set = { .rows   = fresh->part->part.options,
                                .stride = fresh->part->part.option_size };
    struct hilum_option row;

    if (open->part != fresh->part)
        return false;
    for (size_t i = 0; option_row(&set, i, &row); i++)
        if (!same_value(&row, open->state, fresh->state))
            return false;
    return true;
}

struct shared_store *stores_take(struct graph *g, const struct graph_node *node,
                                 struct call *call)
{
    struct shared_store *s = calloc(1, sizeof *s);

    if (!s || !graph_instance(g, node, &s->instance)) {
        free(s);
        return NULL;
    }
    for (struct shared_store *other = all; other; other = other->next) {
        if (other->engine == g->engine && same_options(&other->instance, &s->instance)) {
            instance_free(&s->instance);
            free(s);
            other->users++;
            return other;
        }
    }
    if (instance_open(&s->instance, call) != HILUM_OK) {
        graph_blame(g, node, call);
        instance_free(&s->instance);
        free(s);
        return NULL;
    }
    s->engine = g->engine;
    s->users  = 1;
    s->next   = all;
    all       = s;
    return s;
}

void stores_give_back(struct shared_store *s)
{
    struct shared_store **at = &all;

    if (!s || --s->users > 0)
        return;
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    instance_free(&s->instance);
    free(s);
}

struct instance *stores_instance(struct shared_store *s)
{
    return &s->instance;
}
