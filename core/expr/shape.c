/* shape.c -- what types the items of a list can be of. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/shape.h"

#include "expr/types.h"
#include "expr/value.h"

bool shape_complain(struct checker *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    *c->problem = (struct problem){ .line   = 1,
                                    .column = c->op->column,
                                    .what   = arena_vprintf(c->arena, fmt, ap) };
    va_end(ap);
    if (!c->problem->what)
        c->problem->what = "out of memory";
    return false;
}

/* ---- Shapes --------------------------------------------------------------------- */

void shape_add(struct shape *s, uint16_t type)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->types[i] == type)
            return;
    if (type == MODEL_NO_TYPE || s->count == MOST_SHAPE)
        s->any = true;
    else
        s->types[s->count++] = type;
}

void shape_add_all(struct shape *to, const struct shape *from)
{
    to->any |= from->any;
    for (uint32_t i = 0; i < from->count; i++)
        shape_add(to, from->types[i]);
}

void shape_add_system(const struct checker *c, struct shape *s, const char *name)
{
    shape_add(s, model_find(c->model, hilum_name(name, strlen(name)), true));
}

bool shape_push(struct checker *c, const struct shape *s)
{
    if (c->lists == MOST_LISTS)
        return shape_complain(c, "the expression is nested too deep");
    c->stack[c->lists++] = *s;
    return true;
}

const struct shape shape_anything = { .any = true };
const struct shape shape_nothing  = { .any = false };

const char *shape_name(const struct checker *c, const struct shape *s)
{
    struct hilum_view name = c->model->types[s->types[0]].name;

    return arena_text(c->arena, name.ptr, name.len);
}

/* ---- Elements ------------------------------------------------------------------- */

/* The name that stands at the place of the instruction. */
static struct hilum_view word(const struct checker *c)
{
    struct hilum_view text = c->e->text;
    size_t            at   = c->op->column - 1u, from;

    if (at < text.len && text.ptr[at] == '`')
        at++;
    from = at;
    while (at < text.len &&
           ((text.ptr[at] | 0x20) >= 'a' ? (text.ptr[at] | 0x20) <= 'z'
                                         : text.ptr[at] >= '0' && text.ptr[at] <= '9'))
        at++;
    return (struct hilum_view){ text.ptr + from, at - from };
}

/* Is the name that of an element with the name of a type behind it, in JSON's way:
 * valueString? */
static bool is_choice(struct hilum_view name, struct hilum_view element,
                      struct hilum_view type)
{
    const char *behind = name.ptr + element.len;

    return name.len == element.len + type.len &&
           memcmp(name.ptr, element.ptr, element.len) == 0 &&
           (behind[0] | 0x20) == (type.ptr[0] | 0x20) &&
           memcmp(behind + 1, type.ptr + 1, type.len - 1) == 0;
}

/* The element and type that a name such as valueQuantity means; false: none. */
static bool choice(const struct checker *c, uint16_t type, struct hilum_view name,
                   struct hilum_view *element, struct hilum_view *chosen)
{
    for (; type != MODEL_NO_TYPE; type = c->model->types[type].base) {
        const struct model_type *t = &c->model->types[type];

        for (uint32_t i = 0; i < t->count; i++) {
            const struct model_element *e = &c->model->elements[t->first + i];

            *element = e->name;
            for (uint32_t u = 0; u < e->count; u++) {
                *chosen = c->model->types[c->model->uses[e->first + u]].name;
                if (is_choice(name, *element, *chosen))
                    return true;
            }
        }
    }
    return false;
}

static bool no_element(struct checker *c, const struct shape *s)
{
    struct hilum_view name = word(c), element, type;
    const char       *meant;

    if (choice(c, s->types[0], name, &element, &type))
        return shape_complain(c, "%s has no element '%.*s'; it is %.*s.ofType(%.*s)",
                              shape_name(c, s), (int)name.len, name.ptr, (int)element.len,
                              element.ptr, (int)type.len, type.ptr);
    meant = problem_nearest(name, model_names(c->model, c->arena, s->types[0]));
    return shape_complain(c, "%s has no element '%.*s'%s%s%s", shape_name(c, s),
                          (int)name.len, name.ptr, meant ? "; did you mean '" : "",
                          meant ? meant : "", meant ? "'?" : "");
}

/* What FHIRPath's own values have. */
static bool system_member(struct checker *c, uint16_t type, uint32_t name,
                          struct shape *to)
{
    if (type != model_find(c->model, HILUM_NAME("Quantity"), true))
        return false;
    if (name == HILUM_NAME("value"))
        shape_add_system(c, to, "Decimal");
    else if (name == HILUM_NAME("unit"))
        shape_add_system(c, to, "String");
    return name == HILUM_NAME("value") || name == HILUM_NAME("unit");
}

/* The shape of an element of the items of a shape. */
bool shape_member(struct checker *c, const struct shape *from, uint32_t name,
                  struct shape *to)
{
    bool found = from->any || from->count == 0;

    *to           = from->any ? shape_anything : shape_nothing;
    to->unordered = from->unordered;
    for (uint32_t i = 0; i < from->count; i++) {
        const struct model_type    *t = &c->model->types[from->types[i]];
        const struct model_element *e = model_element(c->model, from->types[i], name);

        if (e) {
            found = true;
            for (uint32_t u = 0; u < e->count; u++)
                shape_add(to, c->model->uses[e->first + u]);
        } else if (t->kind == MODEL_ABSTRACT) {
            found   = true;
            to->any = true;
        } else if (t->kind == MODEL_SYSTEM) {
            found |= system_member(c, from->types[i], name, to);
        }
    }
    return found || c->quiet > 0 || no_element(c, from);
}

/* ---- Types ---------------------------------------------------------------------- */

bool shape_named(struct checker *c, const struct expr_item *type, struct shape *to)
{
    uint32_t    id    = (uint32_t)type->number;
    uint16_t    found = MODEL_NO_TYPE;
    const char *meant;

    *to = shape_nothing;
    if (type->scale != EXPR_OF_SYSTEM)
        found = model_find(c->model, id, false);
    if (found == MODEL_NO_TYPE && type->scale != EXPR_OF_FHIR)
        found = model_find(c->model, id, true);
    if (found != MODEL_NO_TYPE) {
        shape_add(to, found);
        return true;
    }
    meant =
        problem_nearest(item_view(type), model_names(c->model, c->arena, MODEL_NO_TYPE));
    if (meant && hilum_is(item_view(type), meant))
        meant = NULL; /* it exists, but not in this namespace */
    return shape_complain(c, "there is no type '%.*s'%s%s%s", (int)type->length,
                          type->text, meant ? "; did you mean '" : "", meant ? meant : "",
                          meant ? "'?" : "");
}

/* The kind of value that items of a type have. */
static enum expr_kind kind_of(const struct checker *c, uint16_t type)
{
    static const struct {
        const char    *name;
        enum expr_kind kind;
    } kinds[] = {
        { "Boolean", EXPR_BOOLEAN },   { "String", EXPR_STRING },
        { "Integer", EXPR_INTEGER },   { "Long", EXPR_INTEGER },
        { "Decimal", EXPR_DECIMAL },   { "Date", EXPR_DATE },
        { "DateTime", EXPR_DATETIME }, { "Time", EXPR_TIME },
        { "Quantity", EXPR_QUANTITY },
    };
    const struct model_type *t = &c->model->types[type];

    for (uint16_t at = type; t->kind != MODEL_SYSTEM && at != MODEL_NO_TYPE;
         at          = c->model->types[at].base)
        if (type_value(c->model->types[at].id) != EXPR_NODE)
            return type_value(c->model->types[at].id);
    for (size_t i = 0; t->kind == MODEL_SYSTEM && i < sizeof kinds / sizeof *kinds; i++)
        if (hilum_is(t->name, kinds[i].name))
            return kinds[i].kind;
    return EXPR_NODE;
}

static bool suits(enum takes takes, enum expr_kind kind)
{
    bool number = kind == EXPR_INTEGER || kind == EXPR_DECIMAL || kind == EXPR_QUANTITY;
    bool moment = kind == EXPR_DATE || kind == EXPR_DATETIME || kind == EXPR_TIME;

    switch (takes) {
    case TAKES_STRING:
        return kind == EXPR_STRING;
    case TAKES_NUMBER:
        return number;
    case TAKES_MOMENT:
        return moment || kind == EXPR_STRING;
    case TAKES_MEASURE:
        return number || moment;
    default:
        return true;
    }
}

/* May a function be called on a shape? */
bool shape_suits(struct checker *c, const struct function *f, const struct shape *in)
{
    static const char *const wanted[] = {
        [TAKES_STRING]  = "strings",
        [TAKES_NUMBER]  = "numbers",
        [TAKES_MOMENT]  = "dates and times",
        [TAKES_MEASURE] = "numbers, dates and times",
    };
    bool good = in->any || in->count == 0 || f->takes == TAKES_ANY;

    if (f->takes == TAKES_ORDERED)
        return !in->unordered ||
               shape_complain(c, "%s() is for what is in an order, and this is not",
                              f->name);

    for (uint32_t i = 0; i < in->count && !good; i++)
        good = c->model->types[in->types[i]].kind == MODEL_ABSTRACT ||
               suits((enum takes)f->takes, kind_of(c, in->types[i]));
    return good || shape_complain(c, "%s() is for %s, and this is of the type %s",
                                  f->name, wanted[f->takes], shape_name(c, in));
}
