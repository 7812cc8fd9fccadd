/* describe.h -- the standard's names for the nodes of a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_DESCRIBE_H
#define HL7V2_DESCRIBE_H

#include "profile.h"

/* What the standard calls a segment, field, component or subcomponent: "Patient
 * Identification", "Patient Identifier List", "ID Number".  Empty where it calls
 * it nothing, as Z segments. */
struct hilum_view describe_node(struct dictionary *, struct hilum_call *,
                                struct hilum_doc, const struct hilum_node *);

/* What the profile that is for the message calls a segment or a field. */
struct hilum_view describe_own(const struct profiles *, struct hilum_call *,
                               struct hilum_doc, const struct hilum_node *);

#endif
