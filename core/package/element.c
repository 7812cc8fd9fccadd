/* element.c -- one element of a StructureDefinition, while it is being compiled. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/element.h"

#include "package/fields.h"
#include "package/value.h"

#include "base/bytes.h"

enum {
    RUN_MOST        = 512,  /* types, profiles, invariants of one element */
    ELEMENT_ID_MOST = 4096, /* bytes */
};

/* ---- Lists of elements ---------------------------------------------------- */

struct draft *drafts_insert(struct drafts *all, uint32_t i)
{
    if (all->count == all->room) {
        uint32_t      room = all->room ? all->room * 2 : 256;
        struct draft *list = NULL;

        if (all->count < DRAFTS_MOST)
            list = realloc(all->list, room * sizeof *list);
        if (!list)
            return NULL;
        all->list = list;
        all->room = room;
    }
    memmove(&all->list[i + 1], &all->list[i], (all->count - i) * sizeof *all->list);
    all->list[i] = (struct draft){ 0 };
    all->count++;
    return &all->list[i];
}

void drafts_free(struct drafts *all)
{
    free(all->list);
    *all = (struct drafts){ 0 };
}

uint32_t drafts_find(const struct drafts *all, struct build *b, struct hilum_view id)
{
    uint32_t text = build_text(b, id), i = 0;

    while (i < all->count && all->list[i].element.id != text)
        i++;
    return i;
}

/* ---- ElementDefinition ---------------------------------------------------- */

static struct hilum_run texts_of(struct build *b, struct hilum_doc d,
                                 const struct hilum_node *parent, const char *name)
{
    uint32_t list[RUN_MOST], count = 0, wanted = field_name(name);

    hilum_each(n, parent) if (n->name == wanted && count < RUN_MOST) list[count++] =
        build_text(b, hilum_text(d, n));
    return build_run(b, HILUM_LISTS, list, count);
}

/* "http://hl7.org/fhirpath/System.String" and the like are the values of primitives:
 * their type says nothing that the codec does not know. */
static struct hilum_view type_code(struct hilum_doc d, const struct hilum_node *type)
{
    static const char prefix[] = "http://hl7.org/fhir/StructureDefinition/";
    struct hilum_view v        = field_text(d, type, "code");

    if (view_starts(v, "http://hl7.org/fhirpath/System."))
        return (struct hilum_view){ "", 0 };
    if (view_starts(v, prefix))
        return (struct hilum_view){ v.ptr + sizeof prefix - 1,
                                    v.len - sizeof prefix + 1 };
    return v;
}

static struct hilum_run types_of(struct build *b, struct hilum_doc d,
                                 const struct hilum_node *definition)
{
    struct hilum_element_type list[RUN_MOST];
    uint32_t                  count = 0;

    hilum_each(n, definition)
    {
        struct hilum_view code;

        if (n->name != HILUM_NAME("type") || count == RUN_MOST)
            continue;
        code = type_code(d, n);
        list[count++] =
            (struct hilum_element_type){ .name     = hilum_name(code.ptr, code.len),
                                         .text     = build_text(b, code),
                                         .profiles = texts_of(b, d, n, "profile"),
                                         .targets  = texts_of(b, d, n, "targetProfile") };
    }
    return build_run(b, HILUM_TYPES, list, count);
}

/* Mistakes in R4's own expressions, as later releases mend them: a FHIR boolean is not
 * System.Boolean; two conditions need to be joined already. */
static const struct correction {
    const char *key, *right;
} corrections[] = {
    { .key = "que-7", .right = "operator = 'exists' implies (answer is boolean)" },
    { .key   = "que-12",
      .right = "enableWhen.count() > 1 implies enableBehavior.exists()" },
    { .key = NULL },
};

static uint32_t expression_of(struct build *b, struct hilum_doc d,
                              const struct hilum_node *constraint)
{
    for (const struct correction *c = corrections; c->key; c++)
        if (field_is(d, constraint, "key", c->key))
            return build_text(b, hilum_view(c->right));
    return field_keep(b, d, constraint, "expression");
}

/* Those that are known, and those that are new, by their keys.  That every element has
 * a value or children (ele-1) is so common that it is left to who validates. */
static struct hilum_run invariants_of(struct build *b, struct hilum_run known,
                                      struct hilum_doc         d,
                                      const struct hilum_node *definition)
{
    uint32_t list[RUN_MOST], count = 0;

    for (; count < known.count && count < RUN_MOST; count++)
        memcpy(&list[count], build_at(b, HILUM_LISTS, known.first + count), sizeof *list);
    hilum_each(n, definition)
    {
        struct hilum_invariant i     = { 0 };
        bool                   twice = false;

        if (n->name != HILUM_NAME("constraint") || count == RUN_MOST ||
            field_is(d, n, "key", "ele-1") || field_text(d, n, "expression").len == 0)
            continue;
        i.key        = field_keep(b, d, n, "key");
        i.human      = field_keep(b, d, n, "human");
        i.expression = expression_of(b, d, n);
        i.warning    = field_is(d, n, "severity", "warning");
        list[count]  = build_run(b, HILUM_INVARIANTS, &i, 1).first;
        for (uint32_t k = 0; k < count; k++)
            twice |= list[k] == list[count];
        count += !twice;
    }
    return build_run(b, HILUM_LISTS, list, count);
}

static struct hilum_run discriminators_of(struct build *b, struct hilum_doc d,
                                          const struct hilum_node *slicing)
{
    static const char *const   kinds[] = { "",        "value", "exists",
                                           "pattern", "type",  "profile" };
    struct hilum_discriminator list[RUN_MOST];
    uint32_t                   count = 0;

    hilum_each(n, slicing)
    {
        if (n->name != HILUM_NAME("discriminator") || count == RUN_MOST)
            continue;
        list[count] = (struct hilum_discriminator){ .path = field_keep(b, d, n, "path") };
        for (uint32_t k = 1; k < sizeof kinds / sizeof *kinds; k++)
            if (field_is(d, n, "type", kinds[k]))
                list[count].kind = k;
        count++;
    }
    return build_run(b, HILUM_DISCRIMINATORS, list, count);
}

static void overlay_slicing(struct build *b, struct hilum_element *e, struct hilum_doc d,
                            const struct hilum_node *slicing)
{
    e->flags &=
        ~(uint32_t)(HILUM_ELEMENT_ORDERED | HILUM_ELEMENT_CLOSED | HILUM_ELEMENT_AT_END);
    e->flags |= HILUM_ELEMENT_SLICING;
    e->flags |= field_is(d, slicing, "ordered", "true") ? HILUM_ELEMENT_ORDERED : 0;
    e->flags |= field_is(d, slicing, "rules", "closed") ? HILUM_ELEMENT_CLOSED : 0;
    e->flags |= field_is(d, slicing, "rules", "openAtEnd") ? HILUM_ELEMENT_AT_END : 0;
    if (field(slicing, "discriminator"))
        e->discriminators = discriminators_of(b, d, slicing);
}

static void overlay_binding(struct build *b, struct hilum_element *e, struct hilum_doc d,
                            const struct hilum_node *binding)
{
    static const char *const strengths[] = { "", "example", "preferred", "extensible",
                                             "required" };

    for (uint32_t k = 1; k < sizeof strengths / sizeof *strengths; k++)
        if (field_is(d, binding, "strength", strengths[k]))
            e->strength = k;
    e->value_set = field_keep(b, d, binding, "valueSet");
}

static void overlay_value(struct build *b, uint32_t *to, struct hilum_doc d,
                          const struct hilum_node *definition, const char *name)
{
    const struct hilum_node *n = field(definition, name);

    if (n)
        *to = value_add(b, d, n) + 1;
}

static void flag(struct hilum_element *e, struct hilum_doc d, const struct hilum_node *n,
                 const char *name, uint32_t bit)
{
    if (field_is(d, n, name, "true"))
        e->flags |= bit;
}

void element_overlay(struct build *b, struct draft *to, struct hilum_doc d,
                     const struct hilum_node *definition)
{
    struct hilum_element *e      = &to->element;
    struct hilum_view     refers = field_text(d, definition, "contentReference");
    const char           *hash = refers.len ? memchr(refers.ptr, '#', refers.len) : NULL;

    e->min        = field_number(d, definition, "min", e->min);
    e->max        = field_is(d, definition, "max", "*")
                        ? HILUM_MANY
                        : field_number(d, definition, "max", e->max);
    e->max_length = field_number(d, definition, "maxLength", e->max_length);
    if (field(definition, "type"))
        e->types = types_of(b, d, definition);
    if (field(definition, "binding"))
        overlay_binding(b, e, d, field(definition, "binding"));
    if (field(definition, "slicing"))
        overlay_slicing(b, e, d, field(definition, "slicing"));
    e->invariants = invariants_of(b, e->invariants, d, definition);
    overlay_value(b, &e->fixed, d, definition, "fixed");
    overlay_value(b, &e->pattern, d, definition, "pattern");
    overlay_value(b, &e->least, d, definition, "minValue");
    overlay_value(b, &e->most, d, definition, "maxValue");
    flag(e, d, definition, "mustSupport", HILUM_ELEMENT_SUPPORT);
    flag(e, d, definition, "isModifier", HILUM_ELEMENT_MODIFIER);
    if (hash)
        to->refers =
            build_text(b, (struct hilum_view){
                              hash + 1, (size_t)(refers.ptr + refers.len - hash - 1) });
}

/* ---- Ids ------------------------------------------------------------------ */

uint32_t element_id(struct build *b, struct hilum_doc d,
                    const struct hilum_node *definition)
{
    struct hilum_view   id    = field_text(d, definition, "id");
    struct hilum_view   slice = field_text(d, definition, "sliceName");
    struct hilum_buffer made;
    uint32_t            text;

    if (id.len)
        return build_text(b, id);
    buffer_init(&made, ELEMENT_ID_MOST);
    hilum_put_view(&made, field_text(d, definition, "path"));
    if (slice.len) {
        hilum_put_byte(&made, ':');
        hilum_put_view(&made, slice);
    }
    text = build_text(b, hilum_buffer_view(&made));
    b->failed |= made.failed;
    buffer_free(&made);
    return text;
}

void element_name(struct build *b, struct draft *to)
{
    struct hilum_element *e    = &to->element;
    struct hilum_view     last = build_text_at(b, e->id), slice = { "", 0 };

    for (size_t i = last.len; i-- > 0;) {
        if (last.ptr[i] == ':' && slice.len == 0)
            slice = (struct hilum_view){ last.ptr + i + 1, last.len - i - 1 };
        if (last.ptr[i] == '.') {
            last = (struct hilum_view){ last.ptr + i + 1, last.len - i - 1 };
            break;
        }
    }
    if (slice.len)
        last.len = (size_t)(slice.ptr - last.ptr) - 1;
    e->flags &= ~(uint32_t)(HILUM_ELEMENT_SLICE | HILUM_ELEMENT_CHOICE);
    if (last.len > 3 && memcmp(last.ptr + last.len - 3, "[x]", 3) == 0) {
        e->flags |= HILUM_ELEMENT_CHOICE;
        last.len -= 3;
    }
    e->name = hilum_name(last.ptr, last.len);
    if (slice.len) {
        e->flags |= HILUM_ELEMENT_SLICE;
        e->slice = build_text(b, slice);
    }
}

/* ---- Copying -------------------------------------------------------------- */

static uint32_t text_copy(struct build *b, const struct hilum_package *from,
                          uint32_t text)
{
    return build_text(b, hilum_package_text(from, text));
}

static struct hilum_run texts_copy(struct build *b, const struct hilum_package *from,
                                   struct hilum_run run)
{
    uint32_t list[RUN_MOST], count = 0;

    for (; count < run.count && count < RUN_MOST; count++)
        list[count] = text_copy(b, from, hilum_package_list(from, run.first + count));
    return build_run(b, HILUM_LISTS, list, count);
}

static struct hilum_run types_copy(struct build *b, const struct hilum_package *from,
                                   struct hilum_run run)
{
    struct hilum_element_type list[RUN_MOST];
    uint32_t                  count = 0;

    for (; count < run.count && count < RUN_MOST; count++) {
        const struct hilum_element_type *t = hilum_package_type(from, run.first + count);

        list[count] =
            (struct hilum_element_type){ .name     = t->name,
                                         .text     = text_copy(b, from, t->text),
                                         .profiles = texts_copy(b, from, t->profiles),
                                         .targets  = texts_copy(b, from, t->targets) };
    }
    return build_run(b, HILUM_TYPES, list, count);
}

static struct hilum_run invariants_copy(struct build *b, const struct hilum_package *from,
                                        struct hilum_run run)
{
    uint32_t list[RUN_MOST], count = 0;

    for (; count < run.count && count < RUN_MOST; count++) {
        const struct hilum_invariant *known =
            hilum_package_invariant(from, hilum_package_list(from, run.first + count));
        struct hilum_invariant i = { .key        = text_copy(b, from, known->key),
                                     .human      = text_copy(b, from, known->human),
                                     .expression = text_copy(b, from, known->expression),
                                     .warning    = known->warning };

        list[count] = build_run(b, HILUM_INVARIANTS, &i, 1).first;
    }
    return build_run(b, HILUM_LISTS, list, count);
}

static struct hilum_run discriminators_copy(struct build               *b,
                                            const struct hilum_package *from,
                                            struct hilum_run            run)
{
    struct hilum_discriminator list[RUN_MOST];
    uint32_t                   count = 0;

    for (; count < run.count && count < RUN_MOST; count++) {
        list[count]      = *hilum_package_discriminator(from, run.first + count);
        list[count].path = text_copy(b, from, list[count].path);
    }
    return build_run(b, HILUM_DISCRIMINATORS, list, count);
}

static uint32_t copied(struct build *b, const struct hilum_package *from, uint32_t value)
{
    return value ? value_copy(b, from, value - 1) + 1 : 0;
}

void element_copy(struct build *b, struct draft *to, const struct hilum_package *from,
                  const struct hilum_element *e)
{
    *to                        = (struct draft){ .element = *e };
    to->element.id             = text_copy(b, from, e->id);
    to->element.slice          = text_copy(b, from, e->slice);
    to->element.value_set      = text_copy(b, from, e->value_set);
    to->element.fixed          = copied(b, from, e->fixed);
    to->element.pattern        = copied(b, from, e->pattern);
    to->element.least          = copied(b, from, e->least);
    to->element.most           = copied(b, from, e->most);
    to->element.types          = types_copy(b, from, e->types);
    to->element.invariants     = invariants_copy(b, from, e->invariants);
    to->element.discriminators = discriminators_copy(b, from, e->discriminators);
    if (e->content)
        to->refers = text_copy(b, from, hilum_package_element(from, e->content - 1)->id);
}

/* ---- Adding --------------------------------------------------------------- */

static uint32_t depth_of(struct build *b, const struct draft *draft)
{
    struct hilum_view id    = build_text_at(b, draft->element.id);
    uint32_t          depth = 0;

    for (size_t i = 0; i < id.len; i++)
        depth += id.ptr[i] == '.';
    return depth;
}

struct hilum_run drafts_add(struct drafts *all, struct build *b)
{
    uint32_t open[HILUM_DEPTH], depth = 0, first = build_count(b, HILUM_ELEMENTS);

    for (uint32_t i = 0; i <= all->count; i++) {
        uint32_t at = i < all->count ? depth_of(b, &all->list[i]) : 0;

        for (; depth > at; depth--)
            all->list[open[depth - 1]].element.span = i - open[depth - 1];
        if (depth < HILUM_DEPTH && i < all->count)
            open[depth++] = i;
    }
    if (all->count)
        all->list[0].element.span = all->count;
    for (uint32_t i = 0; i < all->count; i++) {
        struct hilum_element *e = &all->list[i].element;
        uint32_t              target;

        target     = all->list[i].refers
                         ? drafts_find(all, b, build_text_at(b, all->list[i].refers))
                         : all->count;
        e->content = target < all->count ? first + target + 1 : 0;
        build_add(b, HILUM_ELEMENTS, e, 1);
    }
    return (struct hilum_run){ first, all->count };
}
