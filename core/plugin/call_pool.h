/* call_pool.h -- calls for threads that are not the engine's own. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_CALL_POOL_H
#define CORE_PLUGIN_CALL_POOL_H

#include "plugin/call.h"

#include <pthread.h>

/* Calls keep their memory from one borrower to the next.  `lock` guards the list
 * of those that nobody has. */
struct call_pool {
    struct engine      *engine;
    pthread_mutex_t     lock;
    struct pooled_call *idle;
};

/* [main] */
void call_pool_init(struct call_pool *p, struct engine *engine);
void call_pool_free(struct call_pool *p); /* all calls must be back */

/* [any] A call that begins on behalf of an instance (or NULL), and back.  NULL
 * when memory is out. */
struct call *call_pool_take(struct call_pool *p, struct instance *instance);
void         call_pool_give(struct call_pool *p, struct call *c);

#endif
