/* findings.h -- what the part `validate` of a model finds in messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CLI_FINDINGS_H
#define CORE_CLI_FINDINGS_H

#include "cli/cli.h"

#include "message/message.h"

/* An open stage `validate`, and what it has found in the last message. */
struct findings {
    const struct part      *part; /* NULL: no plugin can validate the model */
    struct instance         instance;
    struct call             call; /* call.reports */
    const struct hilum_msg *message;
    size_t                  count[HILUM_PROBLEM + 1]; /* by severity */
};

/* Opens the stage that accepts a model, with a profile (NULL: none).  False: it was
 * said why; no such stage is no mistake.  Close in either case. */
bool findings_open(struct findings *f, struct engine *e, struct hilum_view model,
                   const char *profile);
void findings_close(struct findings *f);

/* Takes the document of a message and looks at it; its document is findings_doc(). */
bool             findings_run(struct findings *f, struct cli_message *m);
struct hilum_doc findings_doc(const struct findings *f);

/* {"profile": "ward.yaml"}, or {}: the options of a part.  NULL: no memory. */
struct yaml *findings_options(struct arena *arena, const char *profile,
                              struct problems *problems);

/* How a severity looks on a terminal. */
const char *findings_colour(enum hilum_severity severity);

#endif
