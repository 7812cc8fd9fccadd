/* rules.h -- conditions between fields, of the standard and of a site. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_RULES_H
#define HL7V2_RULES_H

#include "columns.h"

enum { RULES_MOST = 256 };

/* A condition.  What only asks whether fields of the segment are there ("OBX-5.exists()
 * and OBX-2.empty()") is answered from the set of fields that are; fields above 63
 * have no place in it. */
struct rule_test {
    uint64_t                 there, missing; /* fields */
    bool                     any;            /* one of these will do; else all */
    bool                     simple;         /* and there is no more to it */
    const struct hilum_expr *expr;
};

/* Where `when` holds on a segment, `must` has to. */
struct rule {
    struct hilum_view   name;
    uint32_t            segment; /* 0: the message */
    uint32_t            field;   /* where it is reported */
    struct columns_span span;    /* versions */
    enum hilum_severity severity;
    struct rule_test    when, must;
    struct hilum_view   says;
};

struct rules {
    struct rule *rule;
    uint32_t     count;
};

/* Reads schemas/hl7v2/rules; false with blame.  Within open; close in either case. */
bool rules_open(struct rules *, struct hilum_call *);
void rules_close(struct rules *);

/* Compiles a condition; false with blame.  Within open. */
bool rule_compile(struct rule_test *, struct hilum_call *, struct hilum_view text,
                  uint32_t segment);

/* Is the rule broken on a segment, or the message, whose fields are these? */
bool rule_broken(const struct rule *, struct hilum_call *, struct hilum_doc,
                 const struct hilum_node *, uint64_t fields);

#endif
