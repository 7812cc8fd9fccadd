/* er7_place.h -- a place in a message as people write it: PID-3[2].4.1. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_PLACE_H
#define HL7V2_ER7_PLACE_H

#include <hilum/plugin.h>

/* Segment, which of that name, field, its repetition, component, subcomponent;
 * 0 where the place does not say. */
struct er7_place {
    char     segment[4];
    uint32_t sequence, field, repetition, component, subcomponent;
};

/* Reads PID, PID-3, OBX[2]-5, PID-3[2].4.1; false where it is none of these. */
bool er7_place_read(struct er7_place *, const char *text);

#endif
