/* groups.h -- the groups of a message's segments, as paths. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_GROUPS_H
#define HL7V2_GROUPS_H

#include "structure.h"

/* What a codec answers when it is asked for groups; structure may be NULL. */
size_t groups_of(const struct structure *, struct hilum_call *, struct hilum_doc,
                 struct hilum_group *out, size_t room);

#endif
