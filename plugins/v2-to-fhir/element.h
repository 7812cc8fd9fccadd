/* element.h -- the elements of R4's types, and the paths of targets through them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ELEMENT_H
#define ELEMENT_H

#include "load.h"

/* How a primitive is written.  COMPLEX is none. */
enum kind {
    KIND_COMPLEX,
    KIND_RESOURCE,
    KIND_STRING,
    KIND_CODE,
    KIND_URI,
    KIND_DATE,
    KIND_DATETIME,
    KIND_INSTANT,
    KIND_TIME,
    KIND_DECIMAL,
    KIND_INTEGER,
    KIND_UNSIGNED,
    KIND_POSITIVE,
    KIND_BOOLEAN,
    KIND_BASE64,
};

struct type {
    struct hilum_view text; /* Patient, or Patient.contact */
    uint32_t          name;
    enum kind         kind;
    struct element   *elements;
    uint32_t          count;
    struct type      *next; /* of the same hash */
};

/* An element; a choice has one for each of its types, all of the same name and order. */
struct element {
    struct hilum_view  text; /* as in JSON: valueQuantity */
    struct hilum_view  type_text;
    uint32_t           name; /* of `value` */
    uint32_t           order;
    const struct type *type;
    bool               list;
    struct hilum_view  codes; /* of a required binding, separated by blanks */
};

enum { TYPE_BUCKETS = 1024 };

struct elements {
    struct type      *buckets[TYPE_BUCKETS];
    struct type      *all;
    /* The addresses of extensions, by number: part of an element's key. */
    struct hilum_view urls[1024];
    uint32_t          url_count;
    /* What code system maps fill: CodeableConcept.coding, and what is in a Coding. */
    const struct type *concept;
    const struct element *coding, *code, *system, *display;
};

bool elements_load(struct elements *, struct load *);

/* The type of that name; NULL: there is none. */
const struct type    *elements_type(const struct elements *, struct hilum_view name);
const struct element *elements_child(const struct elements *, const struct type *,
                                     struct hilum_view name);

/* Is the code one of the element's required binding?  Any is where it has none. */
bool element_allows(const struct element *, struct hilum_view code);

/* ---- Paths ---------------------------------------------------------------- */

enum step_op {
    STEP_ELEMENT, /* a child element */
    STEP_ENTER,   /* the resource that a reference means */
    STEP_SIBLING, /* [4]: the fourth beside what the map fills */
};

/* Which element of a list a step means: a number that the map says, and for `+` the
 * repetition of the source, for `@` the segment. */
enum step_repeat { REPEAT_NONE, REPEAT_SOURCE, REPEAT_SEGMENT };

struct step {
    enum step_op          op;
    enum step_repeat      repeat;
    uint32_t              slot;
    uint64_t              rank;    /* of its node (tree.h), for the first repetition */
    const struct element *element; /* STEP_ELEMENT */
    const struct type    *type;    /* after the step */
    const struct element *url;     /* the extension's `url`, where it is one by address */
    struct hilum_view     address;
};

struct path {
    uint32_t              count;
    struct step          *steps;
    const struct type    *type; /* at the end */
    const struct element *last; /* the last element; NULL for none */
    bool                  repeats;
};

/* Compiles a target from a type on.  A complex type that takes a plain text is given the
 * child that holds it, where `text` is set: Coding.code, Annotation.text. */
bool path_compile(struct load *, struct elements *, const struct type *from,
                  struct hilum_view text, bool plain, struct path *);

#endif /* ELEMENT_H */
