/* sink.h -- sends messages over MLLP and waits for their acknowledgement. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Its meters:
 *   connects, connects_failed
 *   bytes                 sent
 *   refusals              answers AE, AR, CE, CR and NAK
 *   answers_unmatched     late ones, and those to nothing that is under way
 */
#ifndef MLLP_SINK_H
#define MLLP_SINK_H

#include <hilum/plugin.h>

extern const struct hilum_part mllp_sink;

#endif
