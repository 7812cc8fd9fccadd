/* rig.h -- the real engine, without pipelines, to test stores and what uses them. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plugins are loaded from the folders in HILUM_PLUGINS, data from the one in
 * HILUM_SCHEMAS.  Parts are made from options as a pipeline has them in YAML.
 */
#ifndef TESTS_PLUGINS_RIG_H
#define TESTS_PLUGINS_RIG_H

#include "plugin/instance.h"

#include <hilum/http.h>
#include <hilum/store.h>

enum { RIG_PARTS = 8, RIG_PATH = 128 };

struct rig {
    struct engine      engine; /* first */
    struct arena       arena;
    struct problems    problems;
    struct call        call;
    struct instance    parts[RIG_PARTS]; /* the stores are among them, by name */
    size_t             count;
    char               folder[RIG_PATH]; /* a temporary one, removed at close */
    struct hilum_mount mount;            /* what the service has mounted */
    void              *mounted;

    struct hilum_buffer body, headers; /* of its last answer */
    const char         *asked;         /* the headers of the request */
};

void rig_open(struct rig *r);
void rig_close(struct rig *r);

/* Makes a part and opens it; NULL with the blame in the rig's call.  Options are
 * YAML, in which every '@' stands for the temporary folder. */
struct instance *rig_part(struct rig *r, enum part_kind kind, const char *part,
                          const char *name, const char *options);

/* Closes the last part. */
void rig_drop(struct rig *r);

/* Begins a call. */
struct hilum_call *rig_call(struct rig *r);

/* Decodes a message and gives it a number; it must be whole. */
const struct hilum_msg *rig_message(struct rig *r, const char *format, const char *text,
                                    int64_t id);

/* Delivers messages to a sink as one batch.  The verdict of each, its place and
 * its reason are in `results`, which is as long. */
void rig_deliver(struct rig *r, struct instance *sink, const struct hilum_msg **messages,
                 size_t count, struct call_result *results);

/* What the mounted service answers. */
struct rig_answer {
    int         status;
    const char *body;
    const char *type;    /* "" where it is not said */
    const char *headers; /* "ETag: W/\"1\"\n..." */
};

/* Asks it: target is "/Patient?name=a", headers "Prefer: return=minimal\n...", body
 * may be NULL.  The answer lives until the next request. */
struct rig_answer rig_ask(struct rig *r, const char *method, const char *target,
                          const char *headers, const char *body);

/* The first store; as hilum_store(). */
const struct hilum_store *rig_store(struct rig *r, void **state);

#endif
