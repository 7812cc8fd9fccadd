/* snapshot.c -- all elements of a profile: its base, and what it says of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/snapshot.h"

#include "package/fields.h"

#include "base/bytes.h"

enum { ID_MOST = 4096 };

/* ---- Where definitions are ------------------------------------------------ */

static bool load_own(struct build *b, struct hilum_view url, struct drafts *out)
{
    uint32_t                      count = build_count(b, HILUM_STRUCTURES);
    const struct hilum_structure *s     = build_at(b, HILUM_STRUCTURES, 0);
    uint32_t                      text = build_text(b, url), i = 0;

    while (i < count && s[i].url != text)
        i++;
    if (i == count)
        return false;
    for (uint32_t k = 0; k < s[i].elements.count; k++) {
        const struct hilum_element *e =
            build_at(b, HILUM_ELEMENTS, s[i].elements.first + k);
        const struct hilum_element *target =
            e->content ? build_at(b, HILUM_ELEMENTS, e->content - 1) : NULL;
        struct draft *to = drafts_insert(out, out->count);

        if (!to)
            return false;
        *to = (struct draft){ .element = *e, .refers = target ? target->id : 0 };
    }
    return true;
}

bool origins_load(const struct origins *o, struct hilum_view url, struct drafts *out)
{
    if (load_own(o->build, url, out))
        return true;
    for (size_t i = 0; i < o->count; i++) {
        const struct hilum_package   *p     = &o->others[i];
        uint32_t                      count = hilum_package_count(p, HILUM_STRUCTURES);
        const struct hilum_structure *s;
        uint32_t                      at;

        at = hilum_package_find(p, HILUM_STRUCTURES, 0, count, url);
        if (at == count)
            continue;
        s = hilum_package_structure(p, at);
        for (uint32_t k = 0; k < s->elements.count && k < DRAFTS_MOST; k++) {
            struct draft *to = drafts_insert(out, out->count);

            if (!to)
                return false;
            element_copy(o->build, to, p,
                         hilum_package_element(p, s->elements.first + k));
        }
        return true;
    }
    return false;
}

/* ---- Ids: Observation.category:vital.coding ------------------------------- */

/* The part behind the last point, and what is before it. */
static struct hilum_view parent_of(struct hilum_view id, struct hilum_view *last)
{
    size_t at = id.len;

    while (at > 0 && id.ptr[at - 1] != '.')
        at--;
    *last = (struct hilum_view){ id.ptr + at, id.len - at };
    return (struct hilum_view){ id.ptr, at ? at - 1 : 0 };
}

/* Without the slice of the last part; the same where it is none. */
static struct hilum_view whole_of(struct hilum_view id)
{
    struct hilum_view last;
    const char       *colon;

    parent_of(id, &last);
    colon = last.len ? memchr(last.ptr, ':', last.len) : NULL;
    if (colon)
        id.len = (size_t)(colon - id.ptr);
    return id;
}

static uint32_t id_join(struct build *b, struct hilum_view parent, char between,
                        struct hilum_view last)
{
    char   id[ID_MOST];
    size_t len = parent.len + 1 + last.len;

    if (len > sizeof id) {
        b->failed = true;
        return 0;
    }
    memcpy(id, parent.ptr, parent.len);
    id[parent.len] = between;
    memcpy(id + parent.len + 1, last.ptr, last.len);
    return build_text(b, (struct hilum_view){ id, len });
}

/* Is it the element of that id, below it, or (with slices) one of its slices? */
static bool belongs(struct build *b, const struct draft *draft, struct hilum_view id,
                    bool slices)
{
    struct hilum_view other = build_text_at(b, draft->element.id);

    return other.len >= id.len && memcmp(other.ptr, id.ptr, id.len) == 0 &&
           (other.len == id.len || other.ptr[id.len] == '.' ||
            (slices && other.ptr[id.len] == ':'));
}

static uint32_t group_end(const struct drafts *all, struct build *b, uint32_t at,
                          struct hilum_view id, bool slices)
{
    while (at < all->count && belongs(b, &all->list[at], id, slices))
        at++;
    return at;
}

/* ---- Elements that are named first in a differential ---------------------- */

/* A path such as Observation.valueQuantity names one type of a choice of the parent. */
static bool is_choice(struct hilum_view last, struct build *b, const struct draft *choice,
                      const struct hilum_element_type **type)
{
    struct hilum_view ignored, name;

    name = build_text_at(b, choice->element.id);
    parent_of(name, &ignored);
    name = whole_of(ignored);
    if (!(choice->element.flags & HILUM_ELEMENT_CHOICE) || name.len < 4)
        return false;
    name.len -= 3;
    if (last.len <= name.len || memcmp(last.ptr, name.ptr, name.len) != 0)
        return false;
    last.ptr += name.len;
    last.len -= name.len;
    for (uint32_t i = 0; i < choice->element.types.count; i++) {
        struct hilum_view text;

        *type = build_at(b, HILUM_TYPES, choice->element.types.first + i);
        text  = build_text_at(b, (*type)->text);
        if (text.len == last.len && (text.ptr[0] & 0xdf) == (last.ptr[0] & 0xdf) &&
            memcmp(text.ptr + 1, last.ptr + 1, text.len - 1) == 0)
            return true;
    }
    return false;
}

static uint32_t ensure(const struct origins *o, struct drafts *all, struct hilum_view id);

/* What is said of the elements below one holds for those below a slice of it. */
static bool copy_below(struct drafts *all, struct build *b, uint32_t from, uint32_t to)
{
    uint32_t          count;
    struct hilum_view id = build_text_at(b, all->list[from].element.id), slice;

    count = group_end(all, b, from, id, false) - from;
    for (uint32_t i = 1; i < count; i++) {
        struct draft *copy = drafts_insert(all, to + i);
        char          made[ID_MOST];

        if (!copy)
            return false;
        *copy = all->list[from + i];
        id    = build_text_at(b, all->list[from].element.id);
        slice = build_text_at(b, all->list[to].element.id);
        if (slice.len + build_text_at(b, copy->element.id).len > sizeof made)
            return false;
        memcpy(made, slice.ptr, slice.len);
        slice.ptr = made;
        memcpy(made + slice.len, build_text_at(b, copy->element.id).ptr + id.len,
               build_text_at(b, copy->element.id).len - id.len);
        slice.len += build_text_at(b, copy->element.id).len - id.len;
        copy->element.id = build_text(b, slice);
    }
    return true;
}

static uint32_t add_slice(const struct origins *o, struct drafts *all,
                          struct hilum_view id, struct hilum_view whole)
{
    struct build *b    = o->build;
    uint32_t      text = build_text(b, id), from = ensure(o, all, whole), at;
    struct draft *to;

    if (from == all->count)
        return from;
    at = group_end(all, b, from, build_text_at(b, all->list[from].element.id), true);
    to = drafts_insert(all, at);
    if (!to)
        return all->count;
    *to             = all->list[from];
    to->element.id  = text;
    to->element.min = 0;
    to->element.flags &=
        ~(uint32_t)(HILUM_ELEMENT_SLICING | HILUM_ELEMENT_CLOSED | HILUM_ELEMENT_ORDERED);
    to->element.discriminators = (struct hilum_run){ 0, 0 };
    element_name(b, to);
    return copy_below(all, b, from, at) ? at : all->count;
}

/* An element of a type as the standard defines it. */
static bool element_of_type(const struct origins *o, struct hilum_view type,
                            struct hilum_view id, struct draft *out)
{
    static const char prefix[] = "http://hl7.org/fhir/StructureDefinition/";
    char              url[256];
    struct drafts     all   = { 0 };
    bool              found = false;
    uint32_t          text = build_text(o->build, id), at = 0;

    if (type.len + sizeof prefix > sizeof url)
        return false;
    memcpy(url, prefix, sizeof prefix - 1);
    memcpy(url + sizeof prefix - 1, type.ptr, type.len);
    if (origins_load(o, (struct hilum_view){ url, sizeof prefix - 1 + type.len }, &all)) {
        while (at < all.count && all.list[at].element.id != text)
            at++;
        found = at < all.count;
        if (found)
            *out = all.list[at];
    }
    drafts_free(&all);
    return found;
}

/* The child of an element's type, such as Coding.system of Observation.code.coding. */
static bool child_of_type(const struct origins *o, const struct draft *parent,
                          struct hilum_view last, struct draft *out)
{
    struct build                    *b = o->build;
    const struct hilum_element_type *t;
    char                             name[256];
    struct hilum_view                type;
    uint32_t                         id;

    if (parent->element.types.count == 0)
        return false;
    t    = build_at(b, HILUM_TYPES, parent->element.types.first);
    type = build_text_at(b, t->text);
    if (type.len > sizeof name)
        return false;
    memcpy(name, type.ptr, type.len);
    type.ptr = name;
    id       = id_join(b, type, '.', last);
    return element_of_type(o, type, build_text_at(b, id), out);
}

/* The child of the element that a contentReference names: as the standard has it, for
 * what a profile says of that one is not said of this. */
static bool child_of_reference(const struct origins *o, const struct draft *parent,
                               struct hilum_view last, struct draft *out)
{
    struct build     *b = o->build;
    char              name[ID_MOST];
    struct hilum_view id;
    const char       *point;

    if (parent->refers == 0)
        return false;
    id = build_text_at(b, id_join(b, build_text_at(b, parent->refers), '.', last));
    if (id.len > sizeof name)
        return false;
    memcpy(name, id.ptr, id.len);
    id.ptr = name;
    point  = memchr(name, '.', id.len);
    return element_of_type(o, (struct hilum_view){ name, (size_t)(point - name) }, id,
                           out);
}

/* One type of a choice becomes a slice of it: value[x]:valueQuantity. */
static uint32_t add_choice(const struct origins *o, struct drafts *all, uint32_t parent,
                           struct hilum_view last)
{
    struct build     *b   = o->build;
    struct hilum_view pid = build_text_at(b, all->list[parent].element.id);
    uint32_t          end = group_end(all, b, parent, pid, false);

    for (uint32_t i = parent + 1; i < end; i++) {
        const struct hilum_element_type *type = NULL;
        struct hilum_element_type        only;
        uint32_t                         id, at;

        if (!is_choice(last, b, &all->list[i], &type))
            continue;
        only = *type;
        id   = id_join(b, build_text_at(b, all->list[i].element.id), ':', last);
        at   = ensure(o, all, build_text_at(b, id));
        if (at < all->count)
            all->list[at].element.types = build_run(b, HILUM_TYPES, &only, 1);
        return at;
    }
    return all->count;
}

static uint32_t add_child(const struct origins *o, struct drafts *all,
                          struct hilum_view id)
{
    struct build     *b = o->build;
    struct hilum_view last, above = parent_of(id, &last), bare;
    struct draft      found = { 0 }, *to;
    uint32_t          parent, at, text = build_text(b, id);

    if (above.len == 0)
        return all->count;
    parent = ensure(o, all, above);
    if (parent == all->count)
        return parent;
    above = build_text_at(b, all->list[parent].element.id);
    bare  = whole_of(above);
    at    = all->count;
    if (bare.len < above.len)
        at = drafts_find(all, b, build_text_at(b, id_join(b, bare, '.', last)));
    if (at < all->count)
        found = all->list[at];
    else if (!child_of_reference(o, &all->list[parent], last, &found) &&
             !child_of_type(o, &all->list[parent], last, &found))
        return add_choice(o, all, parent, last);
    at = group_end(all, b, parent, build_text_at(b, all->list[parent].element.id), false);
    to = drafts_insert(all, at);
    if (!to)
        return all->count;
    *to            = found;
    to->element.id = text;
    element_name(b, to);
    return at;
}

/* The element of an id, which is made where it is not there yet.  The depth is that
 * of the id: every step takes a part of it away.  Texts may move while others are
 * added, so an id is one of the caller's own. */
static uint32_t ensure(const struct origins *o, struct drafts *all, struct hilum_view id)
{
    char              own[ID_MOST];
    struct hilum_view whole;
    uint32_t          at;

    if (id.len == 0 || id.len > sizeof own)
        return all->count;
    memcpy(own, id.ptr, id.len);
    id.ptr = own;
    at     = drafts_find(all, o->build, id);
    if (at < all->count)
        return at;
    whole = whole_of(id);
    return whole.len < id.len ? add_slice(o, all, id, whole) : add_child(o, all, id);
}

/* ---- Elements without ids ------------------------------------------------- */

/* The slices that are open: what comes below their path is said of them. */
enum { OPEN_SLICES = 32 };
struct open_slices {
    struct {
        struct hilum_view path;
        uint32_t          id;
    } list[OPEN_SLICES];
    uint32_t count;
};

static bool is_below(struct hilum_view path, struct hilum_view above)
{
    return path.len > above.len && path.ptr[above.len] == '.' &&
           memcmp(path.ptr, above.ptr, above.len) == 0;
}

static uint32_t id_of(struct build *b, struct open_slices *open, struct hilum_doc d,
                      const struct hilum_node *definition)
{
    struct hilum_view path = field_text(d, definition, "path"), rest = path;
    struct hilum_view slice = field_text(d, definition, "sliceName");
    uint32_t          id;

    if (field(definition, "id"))
        return element_id(b, d, definition);
    while (open->count && !is_below(path, open->list[open->count - 1].path))
        open->count--;
    id = build_text(b, path);
    if (open->count) {
        size_t skip = open->list[open->count - 1].path.len + 1;

        rest = (struct hilum_view){ path.ptr + skip, path.len - skip };
        id   = id_join(b, build_text_at(b, open->list[open->count - 1].id), '.', rest);
    }
    if (slice.len && open->count < OPEN_SLICES) {
        id                           = id_join(b, build_text_at(b, id), ':', slice);
        open->list[open->count].path = path;
        open->list[open->count++].id = id;
    }
    return id;
}

/* ---- The differential ----------------------------------------------------- */

bool snapshot_make(const struct origins *o, struct hilum_doc d, struct drafts *out,
                   struct hilum_view *why)
{
    const struct hilum_node *root = hilum_root(d), *all = field(root, "differential");
    struct open_slices       open = { .count = 0 };

    *why = field_text(d, root, "baseDefinition");
    if (!all || !origins_load(o, *why, out))
        return false;
    hilum_each(n, all)
    {
        struct hilum_view id;
        uint32_t          at;

        if (n->name != HILUM_NAME("element"))
            continue;
        id = build_text_at(o->build, id_of(o->build, &open, d, n));
        at = ensure(o, out, id);
        if (at == out->count) {
            *why = field_text(d, n, "path");
            return false;
        }
        element_overlay(o->build, &out->list[at], d, n);
    }
    return true;
}
