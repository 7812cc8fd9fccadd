/* hilum/package.h -- compiled FHIR packages: their file, and reading it in place. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `hilum package` compiles the definitions of a FHIR package (StructureDefinitions,
 * CodeSystems, ValueSets, SearchParameters, Questionnaires) into one file, *.hpk, that
 * is only mapped: nothing is parsed or copied when it is opened, and processes share it.
 *
 * The file is a header, then sections, each a vector of records of one kind, aligned to
 * 8 bytes, in the byte order of the machine.  Records refer to each other by index and
 * to texts by their offset in the section of texts, where four bytes of length stand
 * before them; offset 0 is the empty text.  A *run* is an index and a count: records
 * that stand together.  The tables of what has a URL are sorted by it.
 *
 * hilum_package_open() checks the header and that every section lies in the file.
 * Nothing else is trusted: an index beyond its section reads as a zeroed record, an
 * offset beyond the texts as the empty text.  So a damaged file gives wrong answers,
 * never a fault.
 */
#ifndef HILUM_PACKAGE_H
#define HILUM_PACKAGE_H

#include <hilum/doc.h>

#define HILUM_PACKAGE_MAGIC 0x4b504c49u /* "ILPK" */
#define HILUM_PACKAGE_VERSION 1u        /* raised whenever a record changes */
#define HILUM_PACKAGE_MOST (1u << 30)   /* bytes of a file */
#define HILUM_MANY UINT32_MAX           /* max: * */

enum hilum_package_section {
    HILUM_TEXTS, /* bytes */
    HILUM_LISTS, /* uint32_t: texts, or indexes, as the run says */
    HILUM_STRUCTURES,
    HILUM_ELEMENTS,
    HILUM_TYPES,
    HILUM_INVARIANTS,
    HILUM_DISCRIMINATORS,
    HILUM_CONTEXTS,
    HILUM_VALUES,
    HILUM_CODE_SYSTEMS,
    HILUM_CONCEPTS,
    HILUM_PROPERTIES,
    HILUM_VALUE_SETS,
    HILUM_INCLUDES,
    HILUM_FILTERS,
    HILUM_MEMBERS,
    HILUM_SEARCHES,
    HILUM_RESOURCES,
    HILUM_SECTIONS
};

struct hilum_package_header {
    uint32_t magic, version;
    uint32_t size;               /* of the file */
    uint32_t name, number, fhir; /* texts: "hl7.fhir.us.core", "5.0.1", "4.0.1" */
    struct {
        uint32_t at, count, item; /* bytes from the start; records; bytes of one */
    } sections[HILUM_SECTIONS];
};

struct hilum_run {
    uint32_t first, count;
};

/* ---- Structures ----------------------------------------------------------- */

enum hilum_kind {
    HILUM_KIND_PRIMITIVE = 1,
    HILUM_KIND_COMPLEX,
    HILUM_KIND_RESOURCE,
    HILUM_KIND_LOGICAL
};

/* A StructureDefinition: its elements are the nodes of a tree in pre-order. */
struct hilum_structure {
    uint32_t         url, version;
    uint32_t         type, type_name; /* text, and the name of nodes of it */
    uint32_t         base;            /* the URL of what it derives from */
    uint32_t         kind;            /* enum hilum_kind */
    uint32_t         constraint;      /* a profile, not a type of its own */
    uint32_t         abstract;
    struct hilum_run elements, contexts;
};

enum hilum_element_flag {
    HILUM_ELEMENT_CHOICE   = 1,  /* value[x] */
    HILUM_ELEMENT_SLICE    = 2,  /* one slice of the element of that name before it */
    HILUM_ELEMENT_SLICING  = 4,  /* it says how it is sliced */
    HILUM_ELEMENT_ORDERED  = 8,  /* slices come in the order of their definitions */
    HILUM_ELEMENT_CLOSED   = 16, /* nothing but slices */
    HILUM_ELEMENT_AT_END   = 32, /* what is in no slice comes last */
    HILUM_ELEMENT_MODIFIER = 64,
    HILUM_ELEMENT_SUPPORT  = 128,
    HILUM_ELEMENT_DEFAULT  = 256, /* slice @default */
};

enum hilum_strength {
    HILUM_UNBOUND,
    HILUM_BOUND_EXAMPLE,
    HILUM_BOUND_PREFERRED,
    HILUM_BOUND_EXTENSIBLE,
    HILUM_BOUND_REQUIRED
};

struct hilum_element {
    uint32_t         name;      /* of nodes: value, for value[x] */
    uint32_t         id, slice; /* texts: "Patient.extension:race", "race" */
    uint32_t         span;      /* elements of this subtree, itself included */
    uint32_t         min, max;
    uint32_t         flags, strength;
    uint32_t         value_set;                   /* canonical */
    uint32_t         fixed, pattern, least, most; /* index of a value + 1; 0: none */
    uint32_t         max_length;                  /* 0: none */
    uint32_t         content;    /* contentReference: index of an element + 1 */
    struct hilum_run types;      /* of HILUM_TYPES */
    struct hilum_run invariants; /* of HILUM_LISTS: indexes; ele-1 is left out */
    struct hilum_run discriminators;
};

/* One of the types of an element, and what it must conform or refer to. */
struct hilum_element_type {
    uint32_t         name, text;
    struct hilum_run profiles, targets; /* of HILUM_LISTS: canonicals */
};

struct hilum_invariant {
    uint32_t key, human, expression;
    uint32_t warning; /* else it is an error */
};

enum hilum_discriminator_kind {
    HILUM_BY_VALUE = 1,
    HILUM_BY_EXISTS,
    HILUM_BY_PATTERN,
    HILUM_BY_TYPE,
    HILUM_BY_PROFILE
};
struct hilum_discriminator {
    uint32_t kind, path;
};

/* Where an extension may stand. */
enum hilum_context_kind {
    HILUM_CONTEXT_ELEMENT = 1,
    HILUM_CONTEXT_EXTENSION,
    HILUM_CONTEXT_FHIRPATH,
    HILUM_CONTEXT_INVARIANT
};
struct hilum_context {
    uint32_t kind, expression;
};

/* A node of a fixed value, a pattern or a resource, as in a document. */
struct hilum_literal {
    uint32_t name, type, text, span;
};

/* ---- Terminology ---------------------------------------------------------- */

struct hilum_code_system {
    uint32_t         url, version, value_set, supplements;
    uint32_t         complete; /* all its codes are here */
    uint32_t         ignores_case;
    struct hilum_run concepts; /* sorted by code */
};

enum hilum_concept_flag { HILUM_CONCEPT_ABSTRACT = 1, HILUM_CONCEPT_INACTIVE = 2 };
struct hilum_concept {
    uint32_t         code, display;
    uint32_t         parent; /* index of a concept + 1; 0: none */
    uint32_t         flags;
    struct hilum_run properties;
};
struct hilum_property {
    uint32_t name, value;
};

struct hilum_value_set {
    uint32_t         url, version;
    uint32_t         expanded; /* the members are all there is */
    struct hilum_run includes, excludes;
    struct hilum_run members; /* of the expansion, sorted by code */
};
struct hilum_include {
    uint32_t         system, version;
    struct hilum_run concepts; /* of HILUM_LISTS: codes, sorted; none: all of them */
    struct hilum_run filters;
    struct hilum_run value_sets; /* of HILUM_LISTS: canonicals; all must have it */
};
struct hilum_filter {
    uint32_t property, op, value;
};
struct hilum_member {
    uint32_t code, system, display;
};

/* ---- The rest ------------------------------------------------------------- */

struct hilum_search {
    uint32_t         url, code, type, expression;
    struct hilum_run bases, targets; /* of HILUM_LISTS */
};

/* A resource that is kept whole, such as a Questionnaire. */
struct hilum_resource {
    uint32_t url, version, type_name, value; /* value: index */
};

/* ---- Reading -------------------------------------------------------------- */

struct hilum_package {
    const struct hilum_package_header *header; /* NULL: it is not open */
};

/* The bytes of one record of each section. */
static inline uint32_t hilum_package_item(enum hilum_package_section s)
{
    switch (s) {
    case HILUM_TEXTS:
        return 1;
    case HILUM_LISTS:
        return sizeof(uint32_t);
    case HILUM_STRUCTURES:
        return sizeof(struct hilum_structure);
    case HILUM_ELEMENTS:
        return sizeof(struct hilum_element);
    case HILUM_TYPES:
        return sizeof(struct hilum_element_type);
    case HILUM_INVARIANTS:
        return sizeof(struct hilum_invariant);
    case HILUM_DISCRIMINATORS:
        return sizeof(struct hilum_discriminator);
    case HILUM_CONTEXTS:
        return sizeof(struct hilum_context);
    case HILUM_VALUES:
        return sizeof(struct hilum_literal);
    case HILUM_CODE_SYSTEMS:
        return sizeof(struct hilum_code_system);
    case HILUM_CONCEPTS:
        return sizeof(struct hilum_concept);
    case HILUM_PROPERTIES:
        return sizeof(struct hilum_property);
    case HILUM_VALUE_SETS:
        return sizeof(struct hilum_value_set);
    case HILUM_INCLUDES:
        return sizeof(struct hilum_include);
    case HILUM_FILTERS:
        return sizeof(struct hilum_filter);
    case HILUM_MEMBERS:
        return sizeof(struct hilum_member);
    case HILUM_SEARCHES:
        return sizeof(struct hilum_search);
    case HILUM_RESOURCES:
        return sizeof(struct hilum_resource);
    case HILUM_SECTIONS:
        break;
    }
    return 0;
}

/* Borrows the bytes, which must be aligned to 8.  False: they are no package of this
 * version, and `why` says so. */
static inline bool hilum_package_open(struct hilum_package *p, struct hilum_view bytes,
                                      const char **why)
{
    const struct hilum_package_header *h = (const void *)bytes.ptr;

    *p   = (struct hilum_package){ 0 };
    *why = "it is not a compiled package";
    if (bytes.len < sizeof *h || ((uintptr_t)bytes.ptr & 7) ||
        h->magic != HILUM_PACKAGE_MAGIC)
        return false;
    *why = "it was compiled by another version of hilum; add the package again";
    if (h->version != HILUM_PACKAGE_VERSION)
        return false;
    *why = "it is damaged";
    if (h->size != bytes.len)
        return false;
    for (int s = 0; s < HILUM_SECTIONS; s++) {
        uint64_t end =
            h->sections[s].at + (uint64_t)h->sections[s].count * h->sections[s].item;

        if (h->sections[s].item != hilum_package_item((enum hilum_package_section)s) ||
            (h->sections[s].at & 7) || end > bytes.len)
            return false;
    }
    p->header = h;
    return true;
}

static inline uint32_t hilum_package_count(const struct hilum_package *p,
                                           enum hilum_package_section  s)
{
    return p->header->sections[s].count;
}

static inline const char *hilum_package_at(const struct hilum_package *p,
                                           enum hilum_package_section  s)
{
    return (const char *)p->header + p->header->sections[s].at;
}

/* hilum_package_element(p, 7): the record, or a zeroed one. */
#define HILUM_PACKAGE_RECORD(what, type, section)                                        \
    static inline const struct type *hilum_package_##what(const struct hilum_package *p, \
                                                          uint32_t                    i) \
    {                                                                                    \
        static const struct type none;                                                   \
                                                                                         \
        return i < p->header->sections[section].count                                    \
                   ? (const struct type *)(const void *)hilum_package_at(p, section) + i \
                   : &none;                                                              \
    }

HILUM_PACKAGE_RECORD(structure, hilum_structure, HILUM_STRUCTURES)
HILUM_PACKAGE_RECORD(element, hilum_element, HILUM_ELEMENTS)
HILUM_PACKAGE_RECORD(type, hilum_element_type, HILUM_TYPES)
HILUM_PACKAGE_RECORD(invariant, hilum_invariant, HILUM_INVARIANTS)
HILUM_PACKAGE_RECORD(discriminator, hilum_discriminator, HILUM_DISCRIMINATORS)
HILUM_PACKAGE_RECORD(context, hilum_context, HILUM_CONTEXTS)
HILUM_PACKAGE_RECORD(value, hilum_literal, HILUM_VALUES)
HILUM_PACKAGE_RECORD(code_system, hilum_code_system, HILUM_CODE_SYSTEMS)
HILUM_PACKAGE_RECORD(concept, hilum_concept, HILUM_CONCEPTS)
HILUM_PACKAGE_RECORD(property, hilum_property, HILUM_PROPERTIES)
HILUM_PACKAGE_RECORD(value_set, hilum_value_set, HILUM_VALUE_SETS)
HILUM_PACKAGE_RECORD(include, hilum_include, HILUM_INCLUDES)
HILUM_PACKAGE_RECORD(filter, hilum_filter, HILUM_FILTERS)
HILUM_PACKAGE_RECORD(member, hilum_member, HILUM_MEMBERS)
HILUM_PACKAGE_RECORD(search, hilum_search, HILUM_SEARCHES)
HILUM_PACKAGE_RECORD(resource, hilum_resource, HILUM_RESOURCES)

static inline uint32_t hilum_package_list(const struct hilum_package *p, uint32_t i)
{
    return i < hilum_package_count(p, HILUM_LISTS)
               ? ((const uint32_t *)(const void *)hilum_package_at(p, HILUM_LISTS))[i]
               : 0;
}

static inline struct hilum_view hilum_package_text(const struct hilum_package *p,
                                                   uint32_t                    at)
{
    const char *texts = hilum_package_at(p, HILUM_TEXTS);
    uint32_t    room  = hilum_package_count(p, HILUM_TEXTS), len;

    if (room < sizeof len || at > room - sizeof len)
        return (struct hilum_view){ "", 0 };
    memcpy(&len, texts + at, sizeof len);
    if (len > room - sizeof len - at)
        return (struct hilum_view){ "", 0 };
    return (struct hilum_view){ texts + at + sizeof len, len };
}

/* The next sibling of an element or value: never itself, whatever its span says. */
static inline uint32_t hilum_package_after(uint32_t i, uint32_t span, uint32_t end)
{
    if (span == 0)
        span = 1;
    return span < end - i ? i + span : end;
}

static inline int hilum_package_compare(struct hilum_view a, struct hilum_view b)
{
    size_t len   = a.len < b.len ? a.len : b.len;
    int    order = len ? memcmp(a.ptr, b.ptr, len) : 0;

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* The first record whose text is `key`, in records from..end of a section that are
 * sorted by the text that is their first member; `end` where there is none. */
static inline uint32_t hilum_package_find(const struct hilum_package *p,
                                          enum hilum_package_section s, uint32_t from,
                                          uint32_t end, struct hilum_view key)
{
    uint32_t    count = hilum_package_count(p, s), item = hilum_package_item(s), high;
    const char *base = hilum_package_at(p, s);

    high = end = end < count ? end : count;
    while (from < high) {
        uint32_t middle = from + (high - from) / 2, text;

        memcpy(&text, base + (size_t)middle * item, sizeof text);
        if (hilum_package_compare(hilum_package_text(p, text), key) < 0)
            from = middle + 1;
        else
            high = middle;
    }
    if (from < end) {
        uint32_t text;

        memcpy(&text, base + (size_t)from * item, sizeof text);
        if (hilum_same(hilum_package_text(p, text), key))
            return from;
    }
    return end;
}

#endif /* HILUM_PACKAGE_H */
