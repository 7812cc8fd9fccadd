/* limits.h -- the ceilings of everything in the engine that grows, in one list. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BASE_LIMITS_H
#define CORE_BASE_LIMITS_H

#define LIMIT_MESSAGE      (256u << 20) /* bytes of one message, however configured */
#define LIMIT_DOCUMENT     (1u << 30)   /* bytes of one document: nodes and heap */
#define LIMIT_NODES        (16u << 20)  /* nodes of one document */
#define LIMIT_CONFIG       (4u << 20)   /* bytes of one pipeline file */
#define LIMIT_CONFIG_DEPTH 32           /* nesting of YAML */
#define LIMIT_CONFIG_NODES 100000       /* values in one pipeline file */
#define LIMIT_PROBLEMS     100          /* problems reported of one file */
#define LIMIT_EXPR         (16u << 10)  /* bytes of one expression */
#define LIMIT_EXPR_DEPTH   64           /* nesting of one expression */
#define LIMIT_EXPR_ITEMS   (1u << 20)   /* items of one collection */
#define LIMIT_SCRATCH      (512u << 20) /* scratch bytes of one call */
#define LIMIT_NAMES        (1u << 16)   /* element names known to one process */
#define LIMIT_SINKS        32           /* sinks of one pipeline */
#define LIMIT_STEPS        64           /* steps of one pipeline */
#define LIMIT_BATCH        256          /* messages of one request to a worker */
#define LIMIT_REASON       512          /* bytes of why something went wrong */
#define LIMIT_PLACE        160          /* bytes of where it went wrong */

#endif
