/* source.h -- the MLLP listener. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLLP_SOURCE_H
#define MLLP_SOURCE_H

#include <hilum/plugin.h>

extern const struct hilum_part mllp_source;

#endif
