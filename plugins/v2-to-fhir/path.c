/* path.c -- compiles a target such as `participant[1+].individual(Practitioner)`. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

enum { MOST_STEPS = 16, MOST_SLOT = 255, FIRST_URL = 256 };

struct reader {
    struct load       *load;
    struct elements   *elements;
    struct hilum_view  whole, rest;
    const struct type *type;
    struct path       *path;
    struct step        steps[MOST_STEPS];
};

static bool wrong(struct reader *r, const char *why)
{
    return load_fail(r->load, "the target %.*s: %s", VIEW_ARG(r->whole), why);
}

static char peek(const struct reader *r)
{
    return r->rest.len ? r->rest.ptr[0] : '\0';
}

static bool take(struct reader *r, char c)
{
    if (peek(r) != c)
        return false;
    r->rest.ptr++;
    r->rest.len--;
    return true;
}

static struct hilum_view name(struct reader *r)
{
    struct hilum_view v = { r->rest.ptr, 0 };

    while (v.len < r->rest.len) {
        char c = v.ptr[v.len];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
            break;
        v.len++;
    }
    r->rest.ptr += v.len;
    r->rest.len -= v.len;
    return v;
}

static struct step *step_add(struct reader *r, enum step_op op)
{
    struct step *s;

    if (r->path->count == MOST_STEPS) {
        wrong(r, "too many steps");
        return NULL;
    }
    s  = &r->steps[r->path->count++];
    *s = (struct step){ .op = op, .slot = 1, .type = r->type };
    return s;
}

static bool index_read(struct reader *r, struct step *s)
{
    uint32_t number = 0;

    while (peek(r) >= '0' && peek(r) <= '9') {
        number = number * 10 + (uint32_t)(peek(r) - '0');
        if (number > MOST_SLOT)
            return wrong(r, "the number in brackets is too large");
        take(r, peek(r));
    }
    s->slot = number ? number : 1;
    if (take(r, '+'))
        s->repeat = REPEAT_SOURCE;
    else if (take(r, '@'))
        s->repeat = REPEAT_SEGMENT;
    return take(r, ']') || wrong(r, "a bracket is missing");
}

/* ("http://..."): an extension is told apart by its address. */
static bool address_read(struct reader *r, struct step *s)
{
    const char *end = r->rest.len ? memchr(r->rest.ptr, '"', r->rest.len) : NULL;
    uint32_t    at  = 0;

    if (!end)
        return wrong(r, "a quote is missing");
    s->address = (struct hilum_view){ r->rest.ptr, (size_t)(end - r->rest.ptr) };
    r->rest.len -= s->address.len + 1;
    r->rest.ptr += s->address.len + 1;
    while (at < r->elements->url_count && !hilum_same(r->elements->urls[at], s->address))
        at++;
    if (at == sizeof r->elements->urls / sizeof *r->elements->urls)
        return wrong(r, "there are too many extensions");
    if (at == r->elements->url_count)
        r->elements->urls[r->elements->url_count++] = s->address;
    s->slot = FIRST_URL + at * 4 + (s->slot & 3);
    s->url  = elements_child(r->elements, s->type, HILUM_VIEW("url"));
    if (!s->url || !take(r, ')'))
        return wrong(r, "an address in parentheses is an extension's");
    if (take(r, '+'))
        s->repeat = REPEAT_SOURCE;
    return true;
}

/* (Practitioner...): the resource behind a reference. */
static bool enter_read(struct reader *r)
{
    struct hilum_view resource;
    struct step      *s;

    if (!hilum_is(r->type->text, "Reference"))
        return wrong(r, "only a reference leads to a resource");
    resource = name(r);
    r->type  = elements_type(r->elements, resource);
    if (!r->type)
        return wrong(r, "there is no such resource");
    s = step_add(r, STEP_ENTER);
    return s != NULL;
}

static bool element_read(struct reader *r)
{
    struct hilum_view     text    = name(r);
    const struct element *element = elements_child(r->elements, r->type, text);
    struct step          *s;

    if (!element)
        return load_fail(r->load, "the target %.*s: %.*s has no element %.*s",
                         VIEW_ARG(r->whole), VIEW_ARG(r->type->text), VIEW_ARG(text));
    r->path->last = element;
    r->type       = element->type;
    s             = step_add(r, STEP_ELEMENT);
    if (!s)
        return false;
    s->element = element;
    if (take(r, '[') && !index_read(r, s))
        return false;
    if (!take(r, '('))
        return true;
    return take(r, '"') ? address_read(r, s) : enter_read(r);
}

static bool steps_read(struct reader *r)
{
    int open = 0;

    if (take(r, '[')) {
        struct step *s = step_add(r, STEP_SIBLING);

        if (!s || !index_read(r, s))
            return false;
        take(r, '.');
    }
    while (r->rest.len) {
        uint32_t before = r->path->count;

        if (!element_read(r))
            return false;
        for (uint32_t i = before; i < r->path->count; i++)
            open += r->steps[i].op == STEP_ENTER;
        while (open && take(r, ')'))
            open--;
        if (r->rest.len && !take(r, '.'))
            return wrong(r, "a dot or an end is missing");
    }
    return open == 0 || wrong(r, "a parenthesis is missing");
}

/* The child in which a complex type holds a plain text. */
static const char *plain_child(struct hilum_view type)
{
    static const char *const children[][2] = {
        { "CodeableConcept", "coding" }, { "Coding", "code" },
        { "Quantity", "value" },         { "Identifier", "value" },
        { "Annotation", "text" },        { "HumanName", "text" },
        { "Address", "text" },           { "ContactPoint", "value" },
        { "Reference", "display" },      { "Duration", "value" },
        { "Period", "start" },
    };

    for (size_t i = 0; i < sizeof children / sizeof *children; i++)
        if (hilum_is(type, children[i][0]))
            return children[i][1];
    return NULL;
}

static bool plain_end(struct reader *r)
{
    while (r->type->kind == KIND_COMPLEX) {
        const char *child = plain_child(r->type->text);

        if (!child)
            return wrong(r, "a text cannot be put into it");
        r->rest = hilum_view(child);
        if (!element_read(r))
            return false;
    }
    return true;
}

bool path_compile(struct load *load, struct elements *elements, const struct type *from,
                  struct hilum_view text, bool plain, struct path *path)
{
    struct reader r = { .load     = load,
                        .elements = elements,
                        .whole    = text,
                        .rest     = text,
                        .type     = from,
                        .path     = path };

    if (load->failed)
        return false;
    *path = (struct path){ .type = from };
    if (hilum_is(text, "$this") || hilum_is(text, "$value"))
        r.rest.len = 0;
    if (!steps_read(&r) || (plain && path->count && !plain_end(&r)))
        return false;
    path->steps = LOAD_MANY(load, path->count + 1, struct step);
    if (!path->steps)
        return false;
    memcpy(path->steps, r.steps, path->count * sizeof *r.steps);
    path->type = r.type;
    for (uint32_t i = 0; i < path->count; i++) {
        struct step *s = &path->steps[i];

        path->repeats |= s->repeat == REPEAT_SOURCE;
        if (s->op == STEP_ELEMENT)
            s->rank = out_rank(s->element, s->element->list ? out_key(s->slot, 0, 1) : 0);
    }
    return true;
}
