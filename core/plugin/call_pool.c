/* call_pool.c -- calls for threads that are not the engine's own. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/call_pool.h"

#include <stdlib.h>

struct pooled_call {
    struct call         call; /* first */
    struct pooled_call *next;
};

void call_pool_init(struct call_pool *p, struct engine *engine)
{
    *p = (struct call_pool){ .engine = engine };
    pthread_mutex_init(&p->lock, NULL);
}

void call_pool_free(struct call_pool *p)
{
    while (p->idle) {
        struct pooled_call *c = p->idle;

        p->idle = c->next;
        call_free(&c->call);
        free(c);
    }
    pthread_mutex_destroy(&p->lock);
}

struct call *call_pool_take(struct call_pool *p, struct instance *instance)
{
    struct pooled_call *c;

    pthread_mutex_lock(&p->lock);
    c = p->idle;
    if (c)
        p->idle = c->next;
    pthread_mutex_unlock(&p->lock);
    if (!c) {
        c = malloc(sizeof *c);
        if (!c)
            return NULL;
        call_init(&c->call, p->engine);
    }
    call_begin(&c->call, instance);
    return &c->call;
}

void call_pool_give(struct call_pool *p, struct call *call)
{
    struct pooled_call *c = (struct pooled_call *)(void *)call;

    pthread_mutex_lock(&p->lock);
    c->next = p->idle;
    p->idle = c;
    pthread_mutex_unlock(&p->lock);
}
