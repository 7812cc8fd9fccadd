/* delivery.h -- a batch of messages, sent, and each done when its answer says so. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Up to `window` messages of a batch are under way at once; an answer belongs to
 * the message whose MSH-10 it names.  When the connection fails, what was not
 * answered is to be tried again: the receiver may then see a message twice, with
 * the same control id.
 */
#ifndef MLLP_DELIVERY_H
#define MLLP_DELIVERY_H

#include "ack.h"
#include "receiver.h"

#include <hilum/plugin.h>

enum { DELIVERY_OWED = 64 }; /* answers that may still come, for messages that are done */

/* When a message in enhanced mode is done. */
enum delivery_wait {
    DELIVERY_COMMIT,      /* with its commit */
    DELIVERY_APPLICATION, /* with its application acknowledgement, where it wants one */
    DELIVERY_ASKED,       /* the same; at once where it wants none at all */
};

struct delivery {
    /* The caller's to set. */
    struct receiver    receiver;
    int64_t            window;
    int64_t            release; /* of MLLP */
    enum delivery_wait wait_for;
    enum hilum_verdict on[ACK_OTHER]; /* by what the answer says, where that is no */

    uint64_t owed[DELIVERY_OWED]; /* hashes of control ids; 0: free */
    size_t   owed_next;
};

/* As a sink's deliver. */
enum hilum_verdict delivery_run(struct delivery *d, struct hilum_call *call,
                                const struct hilum_msg *const *messages, size_t count);

#endif
