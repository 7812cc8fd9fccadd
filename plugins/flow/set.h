/* set.h -- the stage that sets one value of a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FLOW_SET_H
#define FLOW_SET_H

#include <hilum/plugin.h>

extern const struct hilum_part flow_set;

#endif
