/* validate_part.h -- the stage `validate` of HL7 v2. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_VALIDATE_PART_H
#define HL7V2_VALIDATE_PART_H

#include <hilum/plugin.h>

extern const struct hilum_part validate_part;

#endif
