/* rule.h -- the rows of segment and datatype maps, compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RULE_H
#define RULE_H

#include "element.h"
#include "hl7.h"

/*
 * A row:  ID  SOURCE  TARGET  VALUE  [if CONDITION]
 *
 * SOURCE is an HL7 path; the row says nothing where it has no value.  TARGET is a path
 * from what the map fills (element.h).  VALUE is one of
 *
 *     "text"              that text
 *     copy                the source, converted as the target's type demands
 *     via TABLE           the same, translated by codes/TABLE.map
 *     MAP [via TABLE]     what the datatype map says; MAP(PATH): applied to another path
 *     PATH                another HL7 path's text
 *     A & B & "text"      joined; join("-", A, B): what has a value, separated
 *     codesystem          the URI of the coding system of that name
 *     assigner            the URI of the assigning authority of that name
 *     text                the whole source, as it stands in the message
 *     lines               the repetitions of the source, one per line
 *     numbers             the components of the source, separated by blanks
 *     base64              ED.5, as ED.4 says that it is written
 *     ref [4]             refers to the fourth beside it, or the next that there is
 */
enum row_op {
    ROW_LITERAL,
    ROW_COPY,
    ROW_MAP,
    ROW_JOIN,
    ROW_CODESYSTEM,
    ROW_ASSIGNER,
    ROW_TEXT,
    ROW_LINES,
    ROW_NUMBERS,
    ROW_BASE64,
    ROW_REFERENCE,
};

struct part {
    bool              literal;
    struct hilum_view text;
    struct hl7_path   path;
};

struct row {
    enum row_op             op;
    struct hl7_path         source;
    struct path             target;
    const struct condition *condition;
    const struct codes     *via;
    const struct rules     *rules;    /* ROW_MAP */
    const struct hl7_path  *argument; /* of ROW_MAP, where it is not the source */
    struct hilum_view       text;     /* ROW_LITERAL; ROW_JOIN's separator */
    struct part            *parts;
    uint32_t                count;
    uint32_t                sibling; /* ROW_REFERENCE */
    bool                    single;  /* `A & B`: no separator, all parts */
    bool                    alone;   /* makes a resource that no other row fills */
    bool                    fits;  /* its text is a value of the target, whatever it is */
    bool                    plain; /* `$value`: translated by the caller's table */
};

enum { KEY_SEARCH = MOST_COMPONENTS };

/* A map for one type that it fills: FN-HumanName for HumanName. */
struct rules {
    struct hilum_view  name;
    const struct type *type;
    struct row        *rows;
    uint16_t     *keys; /* of the rows: what must be valued, so that most are passed over
                         * quickly.  A field; in a datatype map a component, 0 for the
                         * value itself, KEY_SEARCH for what stands elsewhere. */
    uint32_t      count;
    struct rules *next;
};

/* All that is compiled, and what it is made of. */
struct rulebook {
    struct elements elements;
    struct systems  systems;
    struct codes   *codes;
    struct rules   *rules;
};

/* The map `folder`/NAME.map ("segments", "datatypes") for a type, compiled once. */
const struct rules *rules_load(struct load *, struct rulebook *, const char *folder,
                               struct hilum_view name, const struct type *);

#endif /* RULE_H */
