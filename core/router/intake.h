/* intake.h -- one offer on its way, from a source to its last answer. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ROUTER_INTAKE_H
#define CORE_ROUTER_INTAKE_H

#include "router/state.h"

/* The journal's entry is inside it. */
struct intake {
    struct journal_entry entry; /* first */
    struct router       *router;
    struct intake       *next;
    struct hilum_msg    *message;
    struct hilum_offer   offer;
    struct hilum_buffer  reply; /* ready-made, for when it is committed */
    bool                 later; /* another answer is due when it is processed */
    bool                 told;  /* one has been given */
    size_t               held;  /* bytes that count while it waits */
    char                *place, *reason, *remarks;
    struct arena         texts; /* of the entry */
};

/* Makes the reply that is due now.  A codec that says so is asked again when the
 * message is processed. */
void intake_reply(struct intake *i, struct call *c, enum hilum_until moment,
                  enum hilum_verdict verdict, const char *place, const char *reason);

/* [writer] The journal has it, or could not take it: see journal_entry.done. */
void intake_done(struct journal_entry *entry, bool committed);

/* It is no longer between a source and the journal. */
void intake_leave(struct router *r, size_t bytes);

#endif
