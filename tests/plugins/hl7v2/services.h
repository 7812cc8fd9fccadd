/* services.h -- what the harness's engine offers beside documents. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_SERVICES_H
#define HL7V2_SERVICES_H

#include "harness.h"

/* Memory of a call, until the next one (reset). */
void                *services_scratch(struct hilum_call *, size_t size);
struct hilum_buffer *services_buffer(struct hilum_call *);
void                 services_reset(struct harness *);
void                 services_free(struct harness *);

/* Drafts of documents, with no room for large ones. */
struct hilum_draft     *services_draft(struct hilum_call *, const char *format,
                                       const struct hilum_msg *from);
struct hilum_builder   *services_build(struct hilum_draft *);
const struct hilum_msg *services_seal(struct hilum_draft *);
struct hilum_doc        services_doc(const struct hilum_msg *);
void                    services_unref(const struct hilum_msg *);

/* Expressions are places (PID-3[2].1) or literals ('text').  One that begins with
 * `bad` is a mistake in its fourth column; one that begins with `fail` errs. */
const struct hilum_expr *services_expr(struct hilum_call *, const char *text,
                                       const char *model);
size_t services_eval(struct hilum_call *, const struct hilum_expr *, struct hilum_doc,
                     const struct hilum_node *, struct hilum_item *, size_t room);

/* Gives an option its value, as written in YAML; exits where that is none.  Presets
 * gives all of them theirs. */
void services_set(struct harness *, const char *name, const char *value);
void services_preset(struct harness *);

#endif
