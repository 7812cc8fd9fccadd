/* edited.h -- a document that somebody has changed. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_EDITED_H
#define HL7V2_EDITED_H

#include "harness.h"

/* The harness's document becomes a copy in which the leaf at a place has another text,
 * and what is above it none.  With NULL the copy has all parts and no written text at
 * all, as if somebody had built it. */
void edited(struct harness *, const char *place, const char *text);

#endif
