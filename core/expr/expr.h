/* expr.h -- FHIRPath, with HL7 paths: compiling and evaluating expressions. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An expression is compiled once and never written again, so that any number of
 * threads may evaluate it at once, each with a context of its own.
 *
 * The language is FHIRPath (normative, N1 2.0.0) with FHIR's additions, and what is
 * used of 3.0: sort, defineVariable, coalesce, repeatAll, lowBoundary and highBoundary,
 * precision, comparable, encode and escape, the parts of dates (yearOf, ...), sum, min,
 * max and avg, Long.  Where it leaves a choice:
 *
 *   Names     A name that begins a path and is the type of the node it begins
 *             at (or a base of that type) means that node: Patient.name.
 *   Numbers   Integers have 64 bits.  Decimals have 18 digits, exactly, and keep
 *             the zeros they were written with; further digits of a fraction are
 *             rounded off.  What overflows is empty, as the standard says.
 *   Truth     A condition holds where it gives true, or one item that is not a
 *             boolean.  Empty does not hold.  Several items are an error.
 *   as        Also the operator filters when it is given several items, which
 *             FHIR's own search parameters need.
 *   resolve() gives the contained resource or the entry of the Bundle that is
 *             meant; else an item of the target's type, of which only the type
 *             is known.
 *   Units     Those of UCUM, see ucum.h.  A calendar's month and year are not UCUM's
 *             mo and a, but a month equals 30 days and a year 365.  A sum is said in
 *             the finer unit.  Amounts on special scales (Cel, B) are compared, not
 *             added.  A code of another system than UCUM's is only like itself.
 *   Patterns  Regular expressions without looking around and references back, see
 *             regex.h: their time is that of the text times the pattern.  A point is a
 *             line feed, too.  One that is written in the expression is compiled with it.
 *   Times     A time without a zone is in none: beside one with a zone it is not known
 *             which comes first.  now() is in UTC.
 *   sort()    Items without a key come first, also where the order descends.
 *   Order     Of children() and descendants(): that of the document.
 *   Variables end with the path in which defineVariable() stands, or with the body of
 *             the function.
 *
 * HL7 paths stand where the model is "hl7v2" or not known:
 *
 *   PID-3  PID-3.1  PID-3[2].4.1  OBX[2]-5
 *
 * are one literal, with segment, its repetition, field, its repetition,
 * component and subcomponent.  They count from 1; a repetition that is left out
 * means all of them.  They begin at the nearest enclosing $this that is a
 * segment of that name, else at the message: in OBX.where(OBX-8 = 'H') each
 * segment is asked for its own OBX-8.  A leaf is its own first component.  All
 * values are strings; toInteger() and toDecimal() make numbers of them.  The
 * value "" (said to be nothing) exists and equals '""', but hasValue() is
 * false.  A field with components has the text that stands in the message.
 */
#ifndef CORE_EXPR_EXPR_H
#define CORE_EXPR_EXPR_H

#include "base/problem.h"

#include <hilum/doc.h>

struct expr;

/* ---- Items ---------------------------------------------------------------------- */

enum expr_kind {
    EXPR_NODE,     /* .node, of the document */
    EXPR_BOOLEAN,  /* .number, 0 or 1 */
    EXPR_INTEGER,  /* .number */
    EXPR_DECIMAL,  /* .number * 10^-.scale */
    EXPR_STRING,   /* .text, .length */
    EXPR_DATE,     /* .number ms of the day from 1970-01-01, .scale a precision */
    EXPR_DATETIME, /* .number ms of the local time, .zone, .scale a precision */
    EXPR_TIME,     /* .number ms since midnight, .scale a precision */
    EXPR_QUANTITY, /* as a decimal, with its unit in .text */
    EXPR_TYPE,   /* what type() gives: .text a name, .number its id, .scale EXPR_OF_... */
    EXPR_TARGET, /* what resolve() gives: .text the type, .number its id */
};

enum expr_precision {
    EXPR_YEAR,
    EXPR_MONTH,
    EXPR_DAY,
    EXPR_HOUR,
    EXPR_MINUTE,
    EXPR_SECOND,
    EXPR_MILLI,
};

/* The namespace of a type. */
enum { EXPR_OF_ANY, EXPR_OF_SYSTEM, EXPR_OF_FHIR };

/* The zone of a time that has none. */
#define EXPR_NO_ZONE INT16_MIN

struct expr_item {
    uint8_t  kind;   /* enum expr_kind */
    uint8_t  scale;  /* digits after the point; enum expr_precision; a namespace */
    int16_t  zone;   /* minutes east of UTC */
    uint32_t length; /* of text */
    int64_t  number;
    union {
        const struct hilum_node *node;
        const char              *text;
    };
};

/* ---- Compiling ------------------------------------------------------------------ */

/* model is the name of a document's model ("fhir", "hl7v2") or 0: any.  The
 * arena holds all of it, also what is told of a mistake.  NULL: problem has the
 * column (from 1, in bytes) and one sentence. */
const struct expr *expr_compile(struct arena *arena, const char *text, size_t len,
                                uint32_t model, struct problem *problem);

/* ---- Evaluating ----------------------------------------------------------------- */

/* What %name means beyond the standard's own: one value, or, where `many` says so,
 * a list of any length.  Nodes must be of the document that is evaluated on. */
struct expr_constant {
    struct hilum_view       name;
    struct expr_item        value;
    bool                    many;
    const struct expr_item *items;
    size_t                  count;
};

enum expr_answer { EXPR_NO, EXPR_YES, EXPR_UNKNOWN };

/* What only definitions and terminology can tell.  Where there are none, or a member
 * is NULL, or the answer is unknown, the function gives nothing. */
struct expr_services {
    void *user;

    /* memberOf(): is a code, Coding, CodeableConcept or string in a value set? */
    enum expr_answer (*member_of)(void *user, struct hilum_doc doc,
                                  const struct expr_item *coded,
                                  struct hilum_view       value_set);

    /* subsumes(), subsumedBy(): does the first Coding or CodeableConcept contain the
     * second? */
    enum expr_answer (*subsumes)(void *user, struct hilum_doc doc,
                                 const struct expr_item *wide,
                                 const struct expr_item *narrow);

    /* conformsTo(): is a node valid by a profile?  An unknown profile is an error.  Where
     * this is NULL, the standard's own types are known, by what the nodes say they are.
     */
    enum expr_answer (*conforms_to)(void *user, struct hilum_doc doc,
                                    const struct hilum_node *node,
                                    struct hilum_view        profile);
};

/* Set what is needed, the rest to zero.  The arena is never reset here. */
struct expr_context {
    struct arena               *arena;
    struct hilum_doc            doc;
    const struct hilum_node    *resource; /* %resource; NULL: the root */
    int64_t                     now;      /* ms since 1970; 0: the clock's */
    const struct expr_constant *constants;
    size_t                      constant_count;
    const struct expr_services *services; /* may be NULL */

    /* The text of a name, for type() and for error texts; may be NULL. */
    struct hilum_view (*name_text)(uint32_t);

    /* What trace() reports; NULL: nobody listens. */
    void (*trace)(void *user, struct hilum_view name, const struct expr_item *, size_t);
    void *user;
};

struct expr_result {
    const struct expr_item *items; /* in the context's arena */
    size_t                  count;
};

/* Evaluates at a node of the document (NULL: on nothing).  False: problem. */
bool expr_eval(const struct expr *e, const struct expr_context *ctx,
               const struct hilum_node *at, struct expr_result *out,
               struct problem *problem);

enum expr_truth { EXPR_FALSE, EXPR_TRUE, EXPR_ERROR };

/* Does the condition hold at this node? */
enum expr_truth expr_holds(const struct expr *e, const struct expr_context *ctx,
                           const struct hilum_node *at, struct problem *problem);

/* An item's own text, or the value as FHIRPath writes it, without @ or quotes:
 * true, 4, 1.50, 2026-11-22, 4 'mg'.  NULL only where memory is out. */
struct hilum_view expr_text(const struct expr_context *ctx, const struct expr_item *item);

/* The id of its type: of the node, or of "boolean", "integer", "decimal",
 * "string", "date", "dateTime", "time", "Quantity". */
uint32_t expr_type(const struct expr_item *item);

#endif
