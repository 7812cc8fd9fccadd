/* host.h -- the table of services that plugins are given. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_HOST_H
#define CORE_PLUGIN_HOST_H

#include <hilum/plugin.h>

/* Fills the table with everything that an engine has without pipelines. */
void host_fill(struct hilum_host *host);

/* Writes what a plugin says to the log, in the name of an instance. */
HILUM_VPRINTF(3)
void host_log(enum hilum_level level, const char *from, const char *fmt, va_list ap);

/* The services of expressions; see express.c. */
const struct hilum_expr *express_compile(struct hilum_call *, const char *text,
                                         const char *model);
size_t express_eval(struct hilum_call *, const struct hilum_expr *, struct hilum_doc,
                    const struct hilum_node *, struct hilum_item *, size_t room);

#endif
