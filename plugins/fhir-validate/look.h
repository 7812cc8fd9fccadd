/* look.h -- one message being validated: what it is looked at with, and its findings. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_VALIDATE_LOOK_H
#define FHIR_VALIDATE_LOOK_H

#include "definitions.h"

/* How it works.  A resource is checked against the structure of its type (the *base*
 * pass), which goes through every node once and knows every rule of the standard for
 * it; then against each profile, which goes only where the profile says something.
 * Whether a node fits a slice or a profile of several is found out by checking it
 * *quietly*: nothing is reported, and the first problem ends it.
 */

enum {
    LOOK_DEPTH   = 128,      /* structures within structures: types, targets, slices */
    LOOK_BUDGET  = 40000000, /* nodes that are checked for one message */
    REPORTS_MOST = 1000,     /* findings that are told of one message */
};

enum { LOOK_PATH = 160 }; /* bytes of a place */

/* What may be left out. */
struct look_switches {
    bool bindings, invariants, references, extensions, questionnaires;
};

struct bundle_index;

struct look {
    struct definitions         *definitions;
    const struct look_switches *switches;
    struct hilum_call          *call;
    struct hilum_doc            doc;
    struct hilum_view           source; /* of the document's places; empty: unknown */

    const struct hilum_node *resource;  /* the one being checked */
    const struct hilum_node *container; /* the same, or that which contains it */
    const struct hilum_node *entry;     /* of the Bundle it is in; NULL: none */
    const struct hilum_node *bundle;    /* that Bundle */
    struct bundle_index     *index;     /* of that Bundle's fullUrls */

    int      quiet;  /* > 0: findings are only noticed */
    bool     failed; /* noticed: there was a problem */
    uint32_t budget; /* nodes that may still be checked */
    uint32_t depth;  /* of the structures being checked */
    struct {
        const struct hilum_node *node;
        struct definition        structure;
    } active[LOOK_DEPTH];

    uint64_t
        said[REPORTS_MOST]; /* marks of what was reported, so as not to say it twice */
    uint32_t said_count;
    size_t   count[HILUM_PROBLEM + 1];
    char     first[HILUM_PROBLEM + 1][LOOK_PATH]; /* where the first of each stands */
    uint32_t place;                               /* in the source; 0: see line */
    size_t   line, column;                        /* of this place; line 0: not known */
};

/* ---- Findings: report.c --------------------------------------------------- */

HILUM_PRINTF(5)
void look_report(struct look *l, enum hilum_severity severity,
                 const struct hilum_node *node, const char *rule, const char *fmt, ...);

/* The FHIRPath of a node: Patient.name[0].given[1]. */
const char *look_path(const struct look *l, const struct hilum_node *node,
                      char path[LOOK_PATH]);

/* Has a quiet check found its problem, or is the budget used up? */
static inline bool look_over(const struct look *l)
{
    return (l->quiet && l->failed) || l->budget == 0;
}

/* ---- Checking: walk.c ----------------------------------------------------- */

/* A resource, with all that is in it, against its type and its profiles. */
void look_resource(struct look *l, const struct hilum_node *node);

/* A node against the structure of a profile. */
void look_profile(struct look *l, const struct hilum_node *node,
                  struct definition structure);

/* A node against an element of a profile; does it fit, quietly? */
void look_node(struct look *l, const struct hilum_node *node, struct definition element,
               bool base);
bool look_fits(struct look *l, const struct hilum_node *node, struct definition element);
bool look_fits_profile(struct look *l, const struct hilum_node *node,
                       struct definition structure);

/* ---- The rules, a file each ----------------------------------------------- */

/* values.c: fixed values, patterns, least and most, length. */
void values_check(struct look *l, const struct hilum_node *node,
                  struct definition element);
bool values_same(struct hilum_doc d, const struct hilum_node *node,
                 const struct hilum_package *p, uint32_t value, bool pattern);

/* formats.c */
void formats_check(struct look *l, const struct hilum_node *node, enum kid_form form);

/* slices.c: the slices of an element, which follow it before `end`, among the children
 * of a node. */
void slices_check(struct look *l, const struct hilum_node *parent,
                  struct definition group, uint32_t end);

/* Is the url of an extension's slice fixed to this? */
bool slices_url_is(struct look *l, struct definition slice, struct hilum_view url);

/* bindings.c */
void bindings_check(struct look *l, const struct hilum_node *node,
                    struct definition element);
void bindings_coding(struct look *l, const struct hilum_node *coding);

/* invariants.c */
void invariants_check(struct look *l, const struct hilum_node *node,
                      struct definition element);

/* Compiles an expression that ends nowhere in particular; NULL with blame. */
const struct hilum_expr *invariants_compile(struct look *l, struct hilum_view expression);

/* references.c: the target of a Reference is where it can be seen, or NULL; its type
 * (0: not known) is what the reference says, or what is there. */
const struct hilum_node *references_target(struct look *l, const struct hilum_node *node,
                                           uint32_t *type);
void                     references_check(struct look *l, const struct hilum_node *node,
                                          struct definition element);

/* extensions.c: parent is what the extension stands in, as element. */
void extensions_check(struct look *l, const struct hilum_node *extension,
                      const struct hilum_node *parent, struct definition element);

/* bundle.c */
void bundle_check(struct look *l, const struct hilum_node *bundle);

/* value_set.c */
void value_set_check(struct look *l, const struct hilum_node *set);

/* questionnaire.c */
void questionnaire_check(struct look *l, const struct hilum_node *response);

/* ---- Shared --------------------------------------------------------------- */

static inline struct hilum_view child_text(const struct look       *l,
                                           const struct hilum_node *n, uint32_t name)
{
    const struct hilum_node *c = n ? hilum_child(n, name) : NULL;

    return c ? hilum_text(l->doc, c) : (struct hilum_view){ "", 0 };
}

static inline bool starts(struct hilum_view v, const char *with)
{
    size_t len = strlen(with);

    return v.len >= len && memcmp(v.ptr, with, len) == 0;
}

#endif
