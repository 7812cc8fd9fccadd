/* meter.h -- named counters. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_METER_H
#define CORE_PLUGIN_METER_H

#include <hilum/view.h>

struct meters;

/* [main] */
struct meters *meters_new(void);
void           meters_free(struct meters *m);

/* [any] Adds to the meter `owner.name`, which begins at 0. */
void    meters_count(struct meters *m, const char *owner, const char *name, int64_t by);
int64_t meters_read(struct meters *m, const char *owner, const char *name);

/* [any] One line per meter, in the order of their names, in the text form that
 * Prometheus reads: hilum_NAME{part="OWNER"} VALUE. */
void meters_print(struct meters *m, struct hilum_buffer *to);

#endif
