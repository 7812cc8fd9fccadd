/* sink.h -- writes messages to files. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FILE_SINK_H
#define FILE_SINK_H

#include <hilum/plugin.h>

extern const struct hilum_part file_sink;

#endif
