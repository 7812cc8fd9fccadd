/* log.h -- structured log lines on stderr: logfmt, or JSON. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE_LOG_H
#define CORE_BASE_LOG_H

#include <hilum/view.h>

#include <stdarg.h>

/* Never a patient's data: ids of messages, places and counts are what helps. */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
enum log_form { LOG_LOGFMT, LOG_JSON };

/* [main] Lines below the level are dropped. */
void log_setup(enum log_form form, enum log_level least);

/* [any] One line: time, level, who speaks (a pipeline or part), what. */
HILUM_VPRINTF(3)
void log_vwrite(enum log_level level, const char *who, const char *fmt, va_list ap);
HILUM_PRINTF(3)
void log_write(enum log_level level, const char *who, const char *fmt, ...);

#endif
