/* bench.h -- a stage on the rig: messages in, Bundles out. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef V2_TO_FHIR_BENCH_H
#define V2_TO_FHIR_BENCH_H

#include "rig.h"

struct bench {
    struct rig              rig;
    struct instance        *stage;
    struct call             decode; /* owns what was decoded */
    const struct hilum_msg *message;
    const struct hilum_msg *bundle; /* of the last message; NULL: none */
    enum hilum_verdict      verdict;
};

/* With the stage's options as YAML. */
void bench_open(struct bench *, const char *options);
void bench_close(struct bench *);

/* Runs a message; its lines end in \n or \r.  One that the codec cannot read is refused.
 */
void bench_run(struct bench *, struct hilum_view message);

/* The last Bundle as JSON, in the rig's memory. */
struct hilum_view bench_json(struct bench *);

/* What was remarked under a key, up to the next; empty where nothing was. */
struct hilum_view bench_remark(struct bench *, const char *key);

#endif
