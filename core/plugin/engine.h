/* engine.h -- what all plugins of a process share. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_ENGINE_H
#define CORE_PLUGIN_ENGINE_H

#include "base/problem.h"
#include "plugin/call.h"
#include "plugin/meter.h"
#include "plugin/registry.h"

#include <pthread.h>

/* An engine knows the plugins and offers them its services.  `host` is the
 * table they get: this layer fills what it has, and the layers above it add
 * offer, feed_log, feed_count, store and mount. */
struct engine {
    struct hilum_host host;
    struct registry   registry;
    struct meters    *meters;
    const char       *schemas; /* the folder of schemas/ */

    struct arena             exprs;  /* see express.c for its lock, also of the next */
    const struct expr_model *fhir;   /* the types of FHIR, once they are needed */
    struct engine_schema    *mapped; /* see engine_schema() for its lock */
    pthread_mutex_t          lock;   /* guards codecs, also while one is opened */
    struct codec            *codecs;
};

struct engine_options {
    const char *first;   /* a plugin to be loaded before those; may be NULL */
    const char *plugins; /* folders, with colons between them */
    const char *schemas; /* folder */
};

/* [main] Loads every plugin of the folders. */
bool engine_open(struct engine *e, const struct engine_options *options);
void engine_close(struct engine *e);

/* ---- Codecs --------------------------------------------------------------- */

/* See codec.h for how to get one. */

/* [any] Whether it can be opened with its options; else the blame is in the call. */
bool engine_codec_try(struct engine *e, struct call *c, struct codec *codec);

/* [any] Bytes into a document: its block, for the caller to free, or NULL with
 * the blame in the call: REJECT where the message is at fault. */
struct hilum_block *engine_decode(struct engine *e, struct call *c, struct codec *codec,
                                  struct hilum_view bytes);

/* [any] A message of these bytes, copied, with its document; NULL as above. */
struct hilum_msg *engine_message(struct engine *e, struct call *c, struct codec *codec,
                                 struct hilum_view bytes);

/* [any] A node into bytes; false with blame. */
bool engine_encode(struct engine *e, struct call *c, struct codec *codec,
                   struct hilum_doc doc, const struct hilum_node *node,
                   struct hilum_buffer *out);

/* [any] The reply to an outcome; nothing where the codec makes none.  RETRY:
 * another is due when the message has been processed; FAIL: there is none. */
enum hilum_verdict engine_answer(struct engine *e, struct call *c, struct codec *codec,
                                 const struct hilum_outcome *outcome,
                                 struct hilum_buffer        *out);

/* [any] One reply of those to several messages that came as one. */
bool engine_enclose(struct engine *e, struct call *c, struct codec *codec,
                    struct hilum_view bytes, const struct hilum_view *replies,
                    size_t count, struct hilum_buffer *out);

/* [any] The standard's name of a node; empty where it has none. */
struct hilum_view engine_describe(struct engine *e, struct call *c, struct codec *codec,
                                  struct hilum_doc doc, const struct hilum_node *node);

/* [any] The groups of a message's segments: see hilum_part.groups. */
size_t engine_groups(struct engine *e, struct call *c, struct codec *codec,
                     struct hilum_doc doc, struct hilum_group *groups, size_t room);

/* What the journal can search a message by, and who it tells apart by; views into
 * the call's memory or the document. */
struct engine_terms {
    struct hilum_view control_id, type, patient, sender, sequence;
};
void engine_terms(struct call *c, const struct codec *codec, struct hilum_doc doc,
                  struct engine_terms *out);

/* [any] Maps a file below schemas/. */
bool engine_schema(struct engine *e, struct call *c, const char *path,
                   struct hilum_view *out);

/* ---- Expressions ---------------------------------------------------------- */

struct expr;

/* [any] Compiles; it lives as long as the engine.  NULL: see the problem. */
const struct expr *engine_expr(struct engine *e, const char *text,
                               struct hilum_view model, struct problem *why);

/* [any] Whether an expression names only elements that the model's documents can have;
 * true where nothing is known of the model.  False: see the problem. */
bool engine_expr_check(struct engine *e, const struct expr *x, struct hilum_view model,
                       struct problem *why);

/* [any] Does it hold on the document?  Empty is false.  An expression that errs
 * does not hold, and *erred is set, with blame in the call. */
bool engine_holds(struct call *c, const struct expr *x, struct hilum_doc doc,
                  bool *erred);

/* [any] The text of its first item; empty where there is none. */
struct hilum_view engine_text(struct call *c, const struct expr *x, struct hilum_doc doc);

#endif
