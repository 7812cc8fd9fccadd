/* sink.h -- sends messages over MLLP and waits for their acknowledgement. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLLP_SINK_H
#define MLLP_SINK_H

#include <hilum/plugin.h>

extern const struct hilum_part mllp_sink;

#endif
