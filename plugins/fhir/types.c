/* types.c -- loads the table of FHIR's types and finds elements in it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "types.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_HERE (FHIR_NO_SLOT - 1) /* elements of one type, each choice counted */
#define MOST_NAME 96                 /* bytes of a name or path in the table */
#define KEY_WORDS sizeof(((struct fhir_element *)0)->words)

/* ---- Finding -------------------------------------------------------------- */

/* The first 16 bytes of a key, with zeros behind it.  Where that much can be read it
 * takes no branch that depends on the key, which is what makes finding it cheap. */
static inline void key_words(const char *key, size_t length, size_t readable,
                             uint64_t words[2])
{
    static const uint8_t ones[2 * KEY_WORDS] = {
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    };
    size_t   part = length < KEY_WORDS ? length : KEY_WORDS;
    uint64_t mask[2];

    if (readable < KEY_WORDS) {
        words[0] = words[1] = 0;
        memcpy(words, key, part);
        return;
    }
    memcpy(words, key, KEY_WORDS);
    memcpy(mask, ones + KEY_WORDS - part, KEY_WORDS);
    words[0] &= mask[0];
    words[1] &= mask[1];
}

static inline uint32_t key_hash(const uint64_t words[2], size_t length)
{
    uint64_t mixed = (words[0] + length) * 0x9e3779b97f4a7c15u ^ words[1];

    return (uint32_t)(mixed * 0xd6e8feb86659fd93u >> 32);
}

const struct fhir_type *fhir_types_numbered(const struct fhir_types *t, uint32_t key)
{
    for (uint32_t at = fhir_name_hash(key);; at++) {
        uint16_t number = t->named[at % FHIR_NAMED];

        if (number == FHIR_NO_TYPE)
            return NULL;
        if (t->types[number].key == key)
            return &t->types[number];
    }
}

const struct fhir_type *fhir_types_find(const struct fhir_types *t,
                                        struct hilum_view        name)
{
    const struct fhir_type *type = fhir_types_numbered(t, hilum_name(name.ptr, name.len));

    return type && hilum_same(type->name, name) ? type : NULL;
}

const struct fhir_element *fhir_types_key(const struct fhir_types *t,
                                          const struct fhir_type *type, const char *key,
                                          size_t length, size_t readable)
{
    const uint8_t *slots = t->slots + type->slots;
    uint64_t       words[2];

    key_words(key, length, readable, words);
    for (uint32_t at = key_hash(words, length);; at++) {
        uint8_t                    slot = slots[at & type->mask];
        const struct fhir_element *e;

        if (slot == FHIR_NO_SLOT)
            return NULL;
        e = &t->elements[type->first + slot];
        if (e->words[0] != words[0] || e->words[1] != words[1] ||
            e->json_length != length + 4)
            continue;
        if (length <= KEY_WORDS || memcmp(t->texts + e->json + 2, key, length) == 0)
            return e;
    }
}

/* ---- Loading -------------------------------------------------------------- */

struct loading {
    struct fhir_types *t;
    struct hilum_call *call;
    struct hilum_view  left; /* of the table */
    unsigned           line;
    unsigned           order; /* of the next element */
};

static enum hilum_verdict amiss(const struct loading *l, const char *why)
{
    char place[40];

    snprintf(place, sizeof(place), "fhir/r4/elements:%u", l->line);
    return hilum_blame(l->call, HILUM_FAIL, place, "%s", why);
}

/* What stands before the separator, which is taken too; all where there is none. */
static struct hilum_view take(struct hilum_view *from, char separator)
{
    const char       *at   = from->len ? memchr(from->ptr, separator, from->len) : NULL;
    struct hilum_view part = { from->ptr, at ? (size_t)(at - from->ptr) : from->len };
    size_t            gone = part.len + (at != NULL);

    from->ptr += gone;
    from->len -= gone;
    return part;
}

/* The next line that says something, or false at the end. */
static bool next_line(struct loading *l, struct hilum_view *line)
{
    while (l->left.len) {
        *line = take(&l->left, '\n');
        l->line++;
        if (line->len && line->ptr[0] != '#')
            return true;
    }
    return false;
}

/* Counts more entries in an array that has room for `most`; says where they begin,
 * or `most` where they do not fit. */
static uint32_t room(uint32_t *count, uint32_t more, uint32_t most)
{
    if (more >= most - *count)
        return most;
    *count += more;
    return *count - more;
}

/* First reading: the types' names and numbers, so that elements can refer ahead. */
static enum hilum_verdict add_type(struct loading *l, struct hilum_view line)
{
    struct fhir_types *t    = l->t;
    struct hilum_view  name = take(&line, '\t'), kind = take(&line, '\t');
    bool               backbone = hilum_is(kind, "backbone");
    struct hilum_view  known    = backbone ? line : name;
    uint32_t           number   = room(&t->type_count, 1, FHIR_MOST_TYPES);
    struct fhir_type  *type     = &t->types[number];

    if (name.len == 0 || name.len > MOST_NAME || number == FHIR_MOST_TYPES)
        return amiss(l, "there are too many types, or the name of one is too long");
    *type = (struct fhir_type){
        .name     = name,
        .key      = hilum_name_add(l->call, name.ptr, name.len),
        .id       = hilum_name_add(l->call, known.ptr, known.len),
        .base     = FHIR_NO_TYPE,
        .form     = hilum_is(kind, "primitive") ? fhir_primitive_form(name) : FHIR_OBJECT,
        .resource = hilum_is(kind, "resource"),
    };
    if (!type->key || !type->id)
        return amiss(l, "the name of this type has the same number as another name");
    for (uint32_t at = fhir_name_hash(type->key);; at++) {
        uint16_t *slot = &t->named[at % FHIR_NAMED];

        if (*slot == FHIR_NO_TYPE) {
            *slot = (uint16_t)number;
            return HILUM_OK;
        }
    }
}

/* Second reading: a type begins with the elements of its base. */
static enum hilum_verdict begin_type(struct loading *l, struct fhir_type *type,
                                     struct hilum_view line)
{
    const struct fhir_type *base;
    struct fhir_element    *to;
    uint32_t                at;

    take(&line, '\t');
    take(&line, '\t');
    type->first = l->t->element_count;
    l->order    = 0;
    if (line.len == 0)
        return HILUM_OK;
    base = fhir_types_find(l->t, line);
    if (!base || base >= type)
        return amiss(l, "the base of this type is not above it");
    at = room(&l->t->element_count, base->count, FHIR_MOST_ELEMENTS);
    if (at == FHIR_MOST_ELEMENTS)
        return amiss(l, "there are too many elements");
    to = l->t->elements + at;
    memcpy(to, l->t->elements + base->first, base->count * sizeof(*to));
    type->base  = (uint16_t)(base - l->t->types);
    type->count = base->count;
    if (base->count)
        l->order = to[base->count - 1].order + 1u;
    return HILUM_OK;
}

/* `,"name":`, and the type behind the name where it is a choice. */
static bool add_text(struct fhir_types *t, struct fhir_element *e, struct hilum_view name,
                     struct hilum_view type)
{
    size_t   length = name.len + type.len + 4;
    uint32_t at;
    char    *to;

    if (name.len > MOST_NAME || type.len > MOST_NAME)
        return false;
    at = room(&t->text_count, (uint32_t)length, FHIR_MOST_TEXT);
    if (at == FHIR_MOST_TEXT)
        return false;
    to = t->texts + at;
    memcpy(to, ",\"", 2);
    memcpy(to + 2, name.ptr, name.len);
    if (type.len) {
        memcpy(to + 2 + name.len, type.ptr, type.len);
        if (type.ptr[0] >= 'a' && type.ptr[0] <= 'z')
            to[2 + name.len] = (char)(type.ptr[0] - 'a' + 'A');
    }
    memcpy(to + length - 2, "\":", 2);
    e->json        = at;
    e->json_length = (uint8_t)length;
    e->name_length = (uint8_t)name.len;
    key_words(to + 2, length - 4, 0, e->words);
    return true;
}

static enum hilum_verdict add_entry(struct loading *l, struct fhir_type *type,
                                    const struct fhir_element *like,
                                    struct hilum_view name, struct hilum_view type_name)
{
    const struct hilum_view none = { NULL, 0 };
    const struct fhir_type *below;
    struct fhir_element    *e;
    uint32_t                at;

    if (type_name.len && type_name.ptr[0] == '#')
        type_name = (struct hilum_view){ type_name.ptr + 1, type_name.len - 1 };
    type_name = take(&type_name, '(');
    below     = fhir_types_find(l->t, type_name);
    if (!below)
        return amiss(l, "the table has no type of this name");
    at = room(&l->t->element_count, 1, FHIR_MOST_ELEMENTS);
    if (at == FHIR_MOST_ELEMENTS || ++type->count > MOST_HERE)
        return amiss(l, "there are too many elements");
    e        = &l->t->elements[at];
    *e       = *like;
    e->below = (uint16_t)(below - l->t->types);
    e->type  = below->id;
    e->form  = hilum_is(type_name, "Resource") ? FHIR_RESOURCE : below->form;
    if (!add_text(l->t, e, name, e->flags & FHIR_CHOICE ? type_name : none))
        return amiss(l, "a name is too long, or there are too many");
    return HILUM_OK;
}

/* TAB name TAB min..max TAB types. */
static enum hilum_verdict add_element(struct loading *l, struct fhir_type *type,
                                      struct hilum_view line)
{
    struct hilum_view   name  = (take(&line, '\t'), take(&line, '\t'));
    struct hilum_view   range = take(&line, '\t');
    struct fhir_element e     = { .order = (uint8_t)l->order };

    if (name.len < 2 || range.len < 4 || line.len == 0)
        return amiss(l, "an element needs a name, a range and types");
    if (l->order++ >= FHIR_ORDERS)
        return amiss(l, "this type has too many elements");
    if (name.ptr[0] == '@') {
        e.flags |= FHIR_ATTRIBUTE;
        name.ptr++;
        name.len--;
    }
    if (name.len > 3 && memcmp(name.ptr + name.len - 3, "[x]", 3) == 0) {
        e.flags |= FHIR_CHOICE;
        name.len -= 3;
    }
    if (range.ptr[0] != '0')
        e.flags |= FHIR_REQUIRED;
    if (range.len != 4 || range.ptr[3] != '1')
        e.flags |= FHIR_LIST;
    e.name = hilum_name_add(l->call, name.ptr, name.len);
    if (!e.name)
        return amiss(l, "the name of this element has the same number as another name");
    while (line.len) {
        enum hilum_verdict v = add_entry(l, type, &e, name, take(&line, ' '));

        if (v != HILUM_OK)
            return v;
    }
    return HILUM_OK;
}

static bool end_type(struct fhir_types *t, struct fhir_type *type)
{
    uint32_t size = 8;
    uint8_t *slots;
    uint32_t first;

    while (size < 2u * type->count && size < 256)
        size *= 2;
    first = room(&t->slot_count, 2 * size, FHIR_MOST_SLOTS);
    if (first == FHIR_MOST_SLOTS)
        return false;
    slots = t->slots + first;
    memset(slots, FHIR_NO_SLOT, 2 * size);
    type->slots = first;
    type->mask  = (uint8_t)(size - 1);
    for (uint32_t i = 0; i < type->count; i++) {
        const struct fhir_element *e   = &t->elements[type->first + i];
        struct hilum_view          key = fhir_types_json(t, e);
        uint32_t                   at  = key_hash(e->words, key.len);

        while (slots[at & type->mask] != FHIR_NO_SLOT)
            at++;
        slots[at & type->mask] = (uint8_t)i;
        if (i > 0 && e[-1].name == e->name)
            continue; /* a choice is found by its first type */
        at = fhir_name_hash(e->name);
        while (slots[size + (at & type->mask)] != FHIR_NO_SLOT)
            at++;
        slots[size + (at & type->mask)] = (uint8_t)i;
    }
    return true;
}

static enum hilum_verdict read_names(struct loading *l)
{
    enum hilum_verdict v = HILUM_OK;
    struct hilum_view  line;

    while (v == HILUM_OK && next_line(l, &line))
        if (line.ptr[0] != '\t')
            v = add_type(l, line);
    return v;
}

static enum hilum_verdict read_elements(struct loading *l)
{
    enum hilum_verdict v    = HILUM_OK;
    struct fhir_type  *type = NULL;
    struct hilum_view  line;

    while (v == HILUM_OK && next_line(l, &line)) {
        if (line.ptr[0] != '\t') {
            if (type && !end_type(l->t, type))
                return amiss(l, "there are too many types");
            type = type ? type + 1 : l->t->types;
            v    = begin_type(l, type, line);
        } else if (type) {
            v = add_element(l, type, line);
        } else {
            v = amiss(l, "an element stands before the first type");
        }
    }
    if (v == HILUM_OK && (!type || !end_type(l->t, type)))
        v = amiss(l, type ? "there are too many types" : "the table is empty");
    return v;
}

enum hilum_verdict fhir_types_load(struct fhir_types *t, struct hilum_call *call,
                                   struct hilum_view table)
{
    struct loading     l = { .t = t, .call = call, .left = table };
    enum hilum_verdict v;

    t->types    = malloc(FHIR_MOST_TYPES * sizeof(*t->types));
    t->elements = malloc(FHIR_MOST_ELEMENTS * sizeof(*t->elements));
    t->slots    = malloc(FHIR_MOST_SLOTS);
    t->texts    = calloc(1, FHIR_MOST_TEXT + FHIR_PADDING);
    t->named    = malloc(FHIR_NAMED * sizeof(*t->named));
    if (!t->types || !t->elements || !t->slots || !t->texts || !t->named)
        return amiss(&l, "out of memory");
    memset(t->named, 0xff, FHIR_NAMED * sizeof(*t->named));
    v = read_names(&l);
    if (v != HILUM_OK)
        return v;
    l.left = table;
    l.line = 0;
    return read_elements(&l);
}

void fhir_types_free(struct fhir_types *t)
{
    free(t->types);
    free(t->elements);
    free(t->slots);
    free(t->texts);
    free(t->named);
    *t = (struct fhir_types){ 0 };
}
