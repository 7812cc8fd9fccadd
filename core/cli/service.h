/* service.h -- the HTTP service of a running engine. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CLI_SERVICE_H
#define CORE_CLI_SERVICE_H

#include "plugin/engine.h"

/* One for the process: all pipelines that serve share its listener. */

/* [main] Puts mount() into the engine's table of services. */
void service_init(struct engine *e);

/* [main] Says where to listen; plugins can mount from here on.  False where the
 * address is no good, or another pipeline has said something else; it was said
 * why. */
bool service_listen(const char *listen);

/* [main] Begins to answer; nothing happens where nobody listens. */
bool service_start(void);

/* [main] Ends what is under way, closes, and forgets all mounts. */
void service_stop(void);

/* [main] The same for good. */
void service_free(void);

#endif
