/* element.c -- the elements of R4's types, loaded from elements.map. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "element.h"

enum { MOST_ELEMENTS = 256, MOST_CHOICE = 64 };

static const struct {
    const char *name;
    enum kind   kind;
} primitives[] = {
    { "string", KIND_STRING },
    { "markdown", KIND_STRING },
    { "xhtml", KIND_STRING },
    { "code", KIND_CODE },
    { "id", KIND_CODE },
    { "uri", KIND_URI },
    { "url", KIND_URI },
    { "canonical", KIND_URI },
    { "oid", KIND_URI },
    { "uuid", KIND_URI },
    { "date", KIND_DATE },
    { "dateTime", KIND_DATETIME },
    { "instant", KIND_INSTANT },
    { "time", KIND_TIME },
    { "decimal", KIND_DECIMAL },
    { "integer", KIND_INTEGER },
    { "unsignedInt", KIND_UNSIGNED },
    { "positiveInt", KIND_POSITIVE },
    { "boolean", KIND_BOOLEAN },
    { "base64Binary", KIND_BASE64 },
};

static uint32_t bucket(struct hilum_view name)
{
    return hilum_name(name.ptr, name.len) * 0x9e3779b1u >> 22;
}

const struct type *elements_type(const struct elements *e, struct hilum_view name)
{
    const struct type *t = e->buckets[bucket(name)];

    while (t && !hilum_same(t->text, name))
        t = t->next;
    return t;
}

static struct type *type_add(struct load *load, struct elements *e,
                             struct hilum_view name, enum kind kind)
{
    struct type *t = LOAD_NEW(load, struct type);

    if (!t)
        return NULL;
    t->text = name;
    t->kind = kind;
    t->name = hilum_name_add(load->call, name.ptr, name.len);
    if (!t->name) {
        load_fail(load, "the name %.*s collides with another", VIEW_ARG(name));
        return NULL;
    }
    t->next                  = e->buckets[bucket(name)];
    e->buckets[bucket(name)] = t;
    return t;
}

/* The element `text` of a type; for a choice, `text` is made of its base and type. */
static bool element_add(struct load *load, struct element *to, struct hilum_view base,
                        struct hilum_view type, bool choice)
{
    to->name = hilum_name_add(load->call, base.ptr, base.len);
    if (!to->name)
        return load_fail(load, "the name %.*s collides with another", VIEW_ARG(base));
    to->type_text = type;
    to->text      = base;
    if (choice) {
        char *text = pool_bytes(load->pool, base.len + type.len);

        if (!text)
            return load_fail(load, "the maps take more memory than an instance may have");
        memcpy(text, base.ptr, base.len);
        memcpy(text + base.len, type.ptr, type.len);
        if (text[base.len] >= 'a' && text[base.len] <= 'z')
            text[base.len] = (char)(text[base.len] - 'a' + 'A');
        to->text = (struct hilum_view){ text, base.len + type.len };
    }
    return true;
}

/* `name[x]* Type Type = code code` */
static bool element_line(struct load *load, struct hilum_view line, uint32_t order,
                         struct element *to, uint32_t *count)
{
    struct hilum_view name, type, codes = { NULL, 0 };
    const char       *equals = memchr(line.ptr, '=', line.len);
    bool              list, choice;

    if (equals) {
        codes =
            (struct hilum_view){ equals + 1, (size_t)(line.ptr + line.len - equals - 1) };
        line.len = (size_t)(equals - line.ptr);
    }
    if (!load_word(&line, &name))
        return load_fail(load, "an element has a name");
    list = name.ptr[name.len - 1] == '*';
    name.len -= list ? 1 : 0;
    choice = name.len > 3 && memcmp(name.ptr + name.len - 3, "[x]", 3) == 0;
    name.len -= choice ? 3 : 0;
    while (load_word(&line, &type)) {
        if (*count == MOST_ELEMENTS)
            return load_fail(load, "a type has at most %d elements", MOST_ELEMENTS);
        if (!element_add(load, &to[*count], name, type, choice))
            return false;
        to[*count].order = order;
        to[*count].list  = list;
        to[*count].codes = load_trim(codes);
        ++*count;
    }
    return true;
}

static bool type_close(struct load *load, struct type *t, const struct element *found,
                       uint32_t count)
{
    if (!t)
        return true;
    t->elements = LOAD_MANY(load, count + 1, struct element);
    if (!t->elements)
        return false;
    memcpy(t->elements, found, count * sizeof *found);
    t->count = count;
    return true;
}

/* What a node says of a type that has no name of its own (Patient.contact): whether it is
 * of a resource or of a datatype. */
static void type_unnamed(const struct elements *e, struct type *t)
{
    const char        *dot = memchr(t->text.ptr, '.', t->text.len);
    const struct type *root;

    if (!dot)
        return;
    root =
        elements_type(e, (struct hilum_view){ t->text.ptr, (size_t)(dot - t->text.ptr) });
    t->name = root && elements_child(e, root, HILUM_VIEW("implicitRules"))
                  ? HILUM_NAME("BackboneElement")
                  : HILUM_NAME("Element");
}

static void types_resolve(struct load *load, struct elements *e)
{
    hilum_name_add(load->call, "BackboneElement", 15);
    hilum_name_add(load->call, "Element", 7);
    for (int b = 0; b < TYPE_BUCKETS; b++)
        for (struct type *t = e->buckets[b]; t; t = t->next) {
            type_unnamed(e, t);
            for (uint32_t i = 0; i < t->count; i++) {
                struct element *el = &t->elements[i];

                el->type = elements_type(e, el->type_text);
                if (!el->type)
                    el->type = type_add(load, e, el->type_text, KIND_COMPLEX);
            }
        }
}

static bool coding_find(struct load *load, struct elements *e)
{
    const struct type *coding = elements_type(e, HILUM_VIEW("Coding"));

    e->concept = elements_type(e, HILUM_VIEW("CodeableConcept"));
    if (!coding || !e->concept)
        return load_fail(load, "there is no Coding, or no CodeableConcept");
    e->coding  = elements_child(e, e->concept, HILUM_VIEW("coding"));
    e->code    = elements_child(e, coding, HILUM_VIEW("code"));
    e->system  = elements_child(e, coding, HILUM_VIEW("system"));
    e->display = elements_child(e, coding, HILUM_VIEW("display"));
    return (e->coding && e->code && e->system && e->display) ||
           load_fail(load, "an element of Coding or CodeableConcept is missing");
}

bool elements_load(struct elements *e, struct load *load)
{
    struct element   *found = LOAD_MANY(load, MOST_ELEMENTS, struct element);
    struct hilum_view line;
    struct type      *t     = NULL;
    uint32_t          count = 0, order = 0;

    for (size_t i = 0; i < sizeof primitives / sizeof *primitives && found; i++)
        if (!type_add(load, e, hilum_view(primitives[i].name), primitives[i].kind))
            return false;
    if (!found || !load_file(load, "elements.map"))
        return false;
    while (load_line(load, &line)) {
        if (line.ptr[0] != '[') {
            if (!t)
                return load_fail(load, "an element stands below its [type]");
            if (!element_line(load, line, order++, found, &count))
                return false;
            continue;
        }
        if (!type_close(load, t, found, count))
            return false;
        memset(found, 0, count * sizeof *found);
        count = order = 0;
        t = type_add(load, e, (struct hilum_view){ line.ptr + 1, line.len - 2 },
                     KIND_COMPLEX);
    }
    if (!type_close(load, t, found, count))
        return false;
    types_resolve(load, e);
    return coding_find(load, e) && !load->failed;
}

bool element_allows(const struct element *e, struct hilum_view code)
{
    const char *at = e->codes.ptr, *end = e->codes.ptr + e->codes.len;

    if (!e->codes.len)
        return true;
    while (at < end) {
        const char *stop = memchr(at, ' ', (size_t)(end - at));

        if (!stop)
            stop = end;
        if ((size_t)(stop - at) == code.len && memcmp(at, code.ptr, code.len) == 0)
            return true;
        at = stop + 1;
    }
    return false;
}

const struct element *elements_child(const struct elements *e, const struct type *t,
                                     struct hilum_view name)
{
    if (t->kind > KIND_RESOURCE) /* a primitive has what every Element has */
        t = elements_type(e, HILUM_VIEW("Extension"));
    for (uint32_t i = 0; t && i < t->count; i++)
        if (hilum_same(t->elements[i].text, name))
            return &t->elements[i];
    return NULL;
}
