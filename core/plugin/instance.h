/* instance.h -- one part at work, with options and state. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PLUGIN_INSTANCE_H
#define CORE_PLUGIN_INSTANCE_H

#include "config/option.h"
#include "plugin/engine.h"

struct instance {
    const struct part   *part;
    const char          *name;   /* for people and meters: "adt-to-fhir.fhir-store" */
    void                *state;  /* the part's own */
    void                *scope;  /* whose instance it is; the router's */
    struct arena         texts;  /* of options */
    const char          *file;   /* in which its options stand; NULL: none */
    struct instance_doc *docs;   /* that it has read from files; freed with it */
    bool                 opened; /* open was called, close was not */
    bool                 ready;  /* and it said OK: it may be used */
};

/* [main] Makes the state and sets the options that are given in a file (NULL:
 * nothing), which `at` names for what is missing.  False: the file's problems
 * say why.  Nothing of the plugin's has run yet.  The name is copied. */
bool instance_init(struct instance *i, const struct part *part, const char *name,
                   struct yaml *doc, const struct yaml_node *given, struct place at);

/* [main] The same with every option at its preset; false where one must be
 * given, or memory is out. */
bool instance_preset(struct instance *i, const struct part *part, const char *name);

/* [any] The same with the options of another, which must live as long. */
bool instance_like(struct instance *i, const struct instance *model);

/* [any] Are they of one part, with the same options? */
bool instance_same(const struct instance *a, const struct instance *b);

/* [main] Opens it.  Not OK: the blame is in the call, and it is closed. */
enum hilum_verdict instance_open(struct instance *i, struct call *c);

/* [main] Closes it where it was opened, and frees it. */
void instance_free(struct instance *i);

/* [serial] Closes and opens it again, with the same options: what a part is
 * given after it has answered FAIL. */
enum hilum_verdict instance_restart(struct instance *i, struct call *c);

/* [serial] Is it fit for use?  One that did not open when it was restarted is
 * given another chance; false: it does not open now either, and the blame is in
 * the call. */
bool instance_usable(struct instance *i, struct call *c);

#endif
