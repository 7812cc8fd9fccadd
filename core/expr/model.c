/* model.c -- the types of a model and their elements, from their table. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/model_types.h"

enum { MOST_TYPES = 4096, MOST_ELEMENTS = 32768, MOST_USES = 65536 };

/* FHIRPath's own types stand before the model's. */
static const char *const system_types[] = {
    "Boolean", "String",   "Integer", "Long",     "Decimal",
    "Date",    "DateTime", "Time",    "Quantity", "Any",
};

enum { SYSTEM_TYPES = sizeof system_types / sizeof *system_types };

struct loading {
    struct expr_model *m;
    struct arena      *arena;
    struct problem    *problem;
    struct hilum_view  left;
    size_t             line;
};

static bool amiss(const struct loading *l, const char *what)
{
    *l->problem = (struct problem){ .line = l->line, .what = what };
    return false;
}

/* ---- Finding -------------------------------------------------------------------- */

uint16_t model_find(const struct expr_model *m, uint32_t id, bool system)
{
    uint32_t low = 0, high = m->type_count;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;

        if (m->types[m->order[mid]].id < id)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < m->type_count && m->types[m->order[low]].id == id; low++)
        if ((m->types[m->order[low]].kind == MODEL_SYSTEM) == system)
            return m->order[low];
    return MODEL_NO_TYPE;
}

const struct model_element *model_element(const struct expr_model *m, uint16_t type,
                                          uint32_t id)
{
    for (; type != MODEL_NO_TYPE; type = m->types[type].base)
        for (uint32_t i = 0; i < m->types[type].count; i++)
            if (m->elements[m->types[type].first + i].id == id)
                return &m->elements[m->types[type].first + i];
    return NULL;
}

bool model_is(const struct expr_model *m, uint16_t type, uint16_t base)
{
    while (type != MODEL_NO_TYPE && type != base)
        type = m->types[type].base;
    return type == base;
}

static bool keep_name(struct arena *arena, const char **names, size_t *count,
                      struct hilum_view name)
{
    names[*count] = arena_text(arena, name.ptr, name.len);
    return names[(*count)++] != NULL;
}

const char *const *model_names(const struct expr_model *m, struct arena *arena,
                               uint16_t type)
{
    static const char *const none[] = { NULL };
    size_t                   room = type == MODEL_NO_TYPE ? m->type_count : 0, count = 0;
    const char             **names;

    for (uint16_t t = type; t != MODEL_NO_TYPE; t = m->types[t].base)
        room += m->types[t].count;
    names = arena_zero(arena, (room + 1) * sizeof *names);
    if (!names)
        return none;
    for (uint16_t t = type; t != MODEL_NO_TYPE; t = m->types[t].base)
        for (uint32_t i = 0; i < m->types[t].count; i++)
            if (!keep_name(arena, names, &count, m->elements[m->types[t].first + i].name))
                return none;
    for (uint32_t i = 0; type == MODEL_NO_TYPE && i < m->type_count; i++)
        if (m->types[i].kind != MODEL_BACKBONE &&
            !keep_name(arena, names, &count, m->types[i].name))
            return none;
    return names;
}

/* ---- Loading -------------------------------------------------------------------- */

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

static bool add_type(struct loading *l, struct hilum_view name, enum model_kind kind)
{
    struct expr_model *m = l->m;

    if (m->type_count == MOST_TYPES)
        return amiss(l, "there are too many types");
    m->types[m->type_count++] = (struct model_type){
        .name = name,
        .id   = hilum_name(name.ptr, name.len),
        .kind = (uint8_t)kind,
        .base = MODEL_NO_TYPE,
    };
    return true;
}

/* First reading: names, so that elements can refer ahead. */
static bool read_names(struct loading *l)
{
    static const char *const kinds[] = { "abstract", "primitive", "complex", "resource",
                                         "backbone" };
    struct hilum_view        line;

    for (size_t i = 0; i < SYSTEM_TYPES; i++)
        if (!add_type(l, hilum_view(system_types[i]), MODEL_SYSTEM))
            return false;
    while (next_line(l, &line)) {
        struct hilum_view name, kind;
        int               k = 0;

        if (line.ptr[0] == '\t')
            continue;
        name = take(&line, '\t');
        kind = take(&line, '\t');
        while (k < MODEL_SYSTEM && !hilum_is(kind, kinds[k]))
            k++;
        if (k == MODEL_SYSTEM)
            return amiss(l, "there is no such kind of type");
        if (!add_type(l, name, (enum model_kind)k))
            return false;
    }
    return true;
}

/* Ascending by id, by sorting what is inserted. */
static void sort(struct expr_model *m)
{
    for (uint32_t i = 0; i < m->type_count; i++) {
        uint32_t id  = m->types[i].id;
        uint32_t low = 0, high = i;

        while (low < high) {
            uint32_t mid = low + (high - low) / 2;

            if (m->types[m->order[mid]].id <= id)
                low = mid + 1;
            else
                high = mid;
        }
        memmove(m->order + low + 1, m->order + low, (i - low) * sizeof *m->order);
        m->order[low] = (uint16_t)i;
    }
}

/* A type of an element: #Patient.contact, Reference(Patient), string. */
static bool add_use(struct loading *l, struct hilum_view text, struct model_element *e)
{
    struct expr_model *m = l->m;
    uint16_t           type;

    text = take(&text, '(');
    if (text.len && text.ptr[0] == '#')
        take(&text, '#');
    type = model_find(m, hilum_name(text.ptr, text.len), false);
    if (type == MODEL_NO_TYPE)
        return amiss(l, "there is no type of this name");
    if (m->use_count == MOST_USES)
        return amiss(l, "there are too many elements");
    m->uses[m->use_count++] = type;
    e->count++;
    return true;
}

/* TAB name TAB min..max TAB types. */
static bool add_element(struct loading *l, struct model_type *type,
                        struct hilum_view line)
{
    struct expr_model   *m     = l->m;
    struct hilum_view    name  = (take(&line, '\t'), take(&line, '\t'));
    struct hilum_view    range = take(&line, '\t');
    struct model_element e     = { .first = m->use_count };

    if (name.len && name.ptr[0] == '@')
        take(&name, '@');
    if (name.len > 3 && memcmp(name.ptr + name.len - 3, "[x]", 3) == 0)
        name.len -= 3;
    if (name.len == 0 || range.len < 4 || line.len == 0)
        return amiss(l, "an element needs a name, a range and types");
    e.name = name;
    e.id   = hilum_name(name.ptr, name.len);
    e.many = range.ptr[range.len - 1] == '*';
    while (line.len)
        if (!add_use(l, take(&line, ' '), &e))
            return false;
    if (m->element_count == MOST_ELEMENTS)
        return amiss(l, "there are too many elements");
    m->elements[m->element_count++] = e;
    type->count++;
    return true;
}

static bool begin_type(struct loading *l, struct model_type *type, struct hilum_view line)
{
    take(&line, '\t');
    take(&line, '\t');
    type->first = l->m->element_count;
    if (line.len == 0)
        return true;
    type->base = model_find(l->m, hilum_name(line.ptr, line.len), false);
    if (type->base == MODEL_NO_TYPE || &l->m->types[type->base] >= type)
        return amiss(l, "the base of this type is not above it");
    return true;
}

static bool read_elements(struct loading *l)
{
    struct model_type *type = l->m->types + SYSTEM_TYPES - 1;
    struct hilum_view  line;

    while (next_line(l, &line)) {
        bool element = line.ptr[0] == '\t';

        if (element && type < l->m->types + SYSTEM_TYPES)
            return amiss(l, "an element stands before the first type");
        if (element ? !add_element(l, type, line) : !begin_type(l, ++type, line))
            return false;
    }
    return true;
}

const struct expr_model *expr_model_load(struct arena *arena, struct hilum_view table,
                                         struct problem *problem)
{
    struct expr_model *m = arena_zero(arena, sizeof *m);
    struct loading     l = { .m = m, .arena = arena, .problem = problem, .left = table };

    if (m) {
        m->types    = arena_alloc(arena, MOST_TYPES * sizeof *m->types);
        m->elements = arena_alloc(arena, MOST_ELEMENTS * sizeof *m->elements);
        m->uses     = arena_alloc(arena, MOST_USES * sizeof *m->uses);
        m->order    = arena_alloc(arena, MOST_TYPES * sizeof *m->order);
    }
    if (!m || !m->types || !m->elements || !m->uses || !m->order) {
        amiss(&l, "out of memory");
        return NULL;
    }
    if (!read_names(&l))
        return NULL;
    sort(m);
    l.left = table;
    l.line = 0;
    return read_elements(&l) ? m : NULL;
}
