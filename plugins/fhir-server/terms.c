/* terms.c -- what a resource is found by: its values as terms of the store. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "terms.h"

#include "fold.h"
#include "moment.h"

#include <math.h>
#include <stdlib.h>

enum {
    TERMS_FIRST  = 64,  /* terms there is room for at first */
    TERMS_ITEMS  = 256, /* items of one parameter there is room for at first */
    TERMS_DIGITS = 64,  /* bytes of a decimal */
};

/* One parameter's extraction at work. */
struct extract {
    const struct fhir      *f;
    struct hilum_call      *call;
    struct hilum_doc        doc;
    const struct parameter *p;
    struct terms           *out;
    bool                    failed; /* out of memory */
};

static const struct hilum_view nothing = { "", 0 };

/* ---- Adding --------------------------------------------------------------- */

static void add(struct extract *x, struct hilum_term term)
{
    struct terms *t = x->out;

    if (t->count == t->room) {
        size_t             room = t->room ? 2 * t->room : TERMS_FIRST;
        struct hilum_term *list = hilum_scratch(x->call, room * sizeof(*list));

        if (!list) {
            x->failed = true;
            return;
        }
        if (t->count)
            memcpy(list, t->list, t->count * sizeof(*list));
        t->list = list;
        t->room = room;
    }
    if (!term.name.len)
        term.name = x->p->code;
    t->list[t->count++] = term;
}

static void add_token(struct extract *x, struct hilum_view system, struct hilum_view code)
{
    if (code.len || system.len)
        add(x,
            (struct hilum_term){ .kind = HILUM_TOKEN, .text = code, .beside = system });
}

static void add_string(struct extract *x, struct hilum_view text)
{
    struct hilum_view folded;

    if (!text.len)
        return;
    folded    = fold(x->call, text);
    x->failed = x->failed || !folded.ptr;
    if (folded.ptr)
        add(x,
            (struct hilum_term){ .kind = HILUM_STRING, .text = folded, .beside = text });
}

static void add_range(struct extract *x, double low, double high, struct hilum_view unit,
                      struct hilum_view system)
{
    if (low <= high)
        add(x, (struct hilum_term){ .kind   = HILUM_RANGE,
                                    .text   = unit,
                                    .beside = system,
                                    .low    = low,
                                    .high   = high });
}

/* ---- Reading nodes -------------------------------------------------------- */

/* The text of a child; empty where there is none. */
static struct hilum_view child(const struct extract *x, const struct hilum_node *n,
                               uint32_t name)
{
    const struct hilum_node *c = hilum_child(n, name);

    return c ? hilum_text(x->doc, c) : nothing;
}

bool terms_number(struct hilum_view text, double *value)
{
    char  copy[TERMS_DIGITS];
    char *end;

    if (text.len == 0 || text.len >= sizeof(copy) ||
        !(*text.ptr == '-' || *text.ptr == '+' || *text.ptr == '.' ||
          (*text.ptr >= '0' && *text.ptr <= '9')))
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    *value         = strtod(copy, &end);
    return *end == '\0' && isfinite(*value);
}

bool terms_reference(struct hilum_view reference, struct hilum_view *type,
                     struct hilum_view *id)
{
    static const char history[] = "/_history/";
    struct hilum_view r         = reference;
    const char       *at, *slash;

    *type = nothing;
    *id   = reference;
    if (!r.ptr || !r.len)
        return false;
    at = memmem(r.ptr, r.len, history, sizeof(history) - 1);
    if (at)
        r.len = (size_t)(at - r.ptr);
    slash = memrchr(r.ptr, '/', r.len);
    if (!slash)
        return false;
    at = memrchr(r.ptr, '/', (size_t)(slash - r.ptr));
    at = at ? at + 1 : r.ptr;
    if (at == slash || *at < 'A' || *at > 'Z' ||
        !fhir_is_id(
            (struct hilum_view){ slash + 1, (size_t)(r.ptr + r.len - slash - 1) }))
        return false;
    *type = (struct hilum_view){ at, (size_t)(slash - at) };
    *id   = (struct hilum_view){ slash + 1, (size_t)(r.ptr + r.len - slash - 1) };
    return true;
}

/* ---- By the parameter's type ---------------------------------------------- */

static void extract_token(struct extract *x, const struct hilum_item *i)
{
    const struct words      *w = &x->f->w;
    const struct hilum_node *n = i->node;

    if (n && i->type == w->CodeableConcept) {
        hilum_each(coding, n)
        {
            if (coding->name == w->coding)
                add_token(x, child(x, coding, w->system), child(x, coding, w->code));
        }
    } else if (n && i->type == w->Coding) {
        add_token(x, child(x, n, w->system), child(x, n, w->code));
    } else if (n && i->type == w->Identifier) {
        add_token(x, child(x, n, w->system), child(x, n, w->value));
    } else if (n && i->type == w->ContactPoint) {
        add_token(x, nothing, child(x, n, w->value));
    } else if (!n || n->flags & HILUM_NODE_VALUE) {
        add_token(x, nothing, i->text);
    }
}

static void extract_string(struct extract *x, const struct hilum_item *i)
{
    const struct words      *w = &x->f->w;
    const struct hilum_node *n = i->node;

    if (n && (i->type == w->HumanName || i->type == w->Address)) {
        hilum_each(part, n)
        {
            if (part->name == w->text || part->name == w->family ||
                part->name == w->given || part->name == w->prefix ||
                part->name == w->suffix || part->name == w->line ||
                part->name == w->city || part->name == w->district ||
                part->name == w->state || part->name == w->postalCode ||
                part->name == w->country)
                add_string(x, hilum_text(x->doc, part));
        }
    } else if (n && i->type == w->CodeableConcept) {
        add_string(x, child(x, n, w->text));
    } else if (!n || n->flags & HILUM_NODE_VALUE) {
        add_string(x, i->text);
    }
}

static void extract_moment(struct extract *x, struct hilum_view text)
{
    double first, last;

    if (moment_span(text, &first, &last))
        add_range(x, first, last, nothing, nothing);
}

/* An end that is not there, or that is no date, is far away. */
static void extract_period(struct extract *x, const struct hilum_node *n)
{
    double low = -INFINITY, high = INFINITY, other;
    bool   start = moment_span(child(x, n, x->f->w.start), &low, &other);
    bool   end   = moment_span(child(x, n, x->f->w.end), &other, &high);

    if (start || end)
        add_range(x, start ? low : -INFINITY, end ? high : INFINITY, nothing, nothing);
}

static void extract_date(struct extract *x, const struct hilum_item *i)
{
    const struct words      *w = &x->f->w;
    const struct hilum_node *n = i->node, *repeat, *bounds;

    if (n && i->type == w->Period) {
        extract_period(x, n);
    } else if (n && i->type == w->Timing) {
        hilum_each(event, n)
        {
            if (event->name == w->event)
                extract_moment(x, hilum_text(x->doc, event));
        }
        repeat = hilum_child(n, w->repeat);
        bounds = repeat ? hilum_child(repeat, w->bounds) : NULL;
        if (bounds && bounds->type == w->Period)
            extract_period(x, bounds);
    } else {
        extract_moment(x, i->text);
    }
}

/* A logical reference, by identifier, is what `name:identifier` searches. */
static void extract_reference(struct extract *x, const struct hilum_item *i)
{
    const struct words      *w    = &x->f->w;
    const struct hilum_node *n    = i->node, *identifier;
    struct hilum_view        text = i->text, type, id;

    if (n && i->type == w->Reference) {
        text       = child(x, n, w->reference);
        identifier = hilum_child(n, w->identifier);
        if (identifier) {
            static const char suffix[] = ":identifier";
            size_t            len      = x->p->code.len;
            char             *name     = hilum_scratch(x->call, len + sizeof(suffix));

            x->failed = x->failed || !name;
            if (!name)
                return;
            memcpy(name, x->p->code.ptr, len);
            memcpy(name + len, suffix, sizeof(suffix));
            add(x, (struct hilum_term){ .kind   = HILUM_TOKEN,
                                        .name   = { name, len + sizeof(suffix) - 1 },
                                        .text   = child(x, identifier, w->value),
                                        .beside = child(x, identifier, w->system) });
        }
    }
    if (!text.len || *text.ptr == '#')
        return;
    terms_reference(text, &type, &id);
    add_token(x, type, id);
}

static void extract_quantity(struct extract *x, const struct hilum_node *n)
{
    const struct words *w    = &x->f->w;
    struct hilum_view   code = child(x, n, w->code), unit = child(x, n, w->unit),
                      compare = child(x, n, w->comparator);
    double low, high;

    if (!terms_number(child(x, n, w->value), &low))
        return;
    high = low;
    if (compare.len && *compare.ptr == '<')
        low = -INFINITY;
    else if (compare.len && *compare.ptr == '>')
        high = INFINITY;
    if (n->type == w->Money)
        code = child(x, n, w->currency);
    add_range(x, low, high, code, child(x, n, w->system));
    if (unit.len && !hilum_same(unit, code))
        add_range(x, low, high, unit, nothing);
}

/* Of a Range the unit of its lower end, else of its upper one. */
static void extract_between(struct extract *x, const struct hilum_node *n)
{
    const struct words      *w    = &x->f->w;
    const struct hilum_node *from = hilum_child(n, w->low), *to = hilum_child(n, w->high);
    double                   low = -INFINITY, high = INFINITY;

    if (from && !terms_number(child(x, from, w->value), &low))
        low = -INFINITY;
    if (to && !terms_number(child(x, to, w->value), &high))
        high = INFINITY;
    if (from || to)
        add_range(x, low, high, child(x, from ? from : to, w->code),
                  child(x, from ? from : to, w->system));
}

static void extract_number(struct extract *x, const struct hilum_item *i)
{
    const struct words *w = &x->f->w;
    double              value;

    if (i->node && i->type == w->Range)
        extract_between(x, i->node);
    else if (i->node && i->node->span > 1 && hilum_child(i->node, w->value))
        extract_quantity(x, i->node);
    else if (terms_number(i->text, &value))
        add_range(x, value, value, nothing, nothing);
}

static void extract_item(struct extract *x, const struct hilum_item *i)
{
    switch (x->p->type) {
    case PARAMETER_TOKEN:
    case PARAMETER_URI:
        extract_token(x, i);
        break;
    case PARAMETER_STRING:
        extract_string(x, i);
        break;
    case PARAMETER_DATE:
        extract_date(x, i);
        break;
    case PARAMETER_REFERENCE:
        extract_reference(x, i);
        break;
    case PARAMETER_QUANTITY:
    case PARAMETER_NUMBER:
        extract_number(x, i);
        break;
    }
}

/* ---- All parameters ------------------------------------------------------- */

/* May the expression give anything?  Most parameters of a type select what a
 * resource does not have. */
static bool extract_may(const struct parameter *p, const struct hilum_node *root)
{
    if (p->first_count == 0)
        return true;
    hilum_each(c, root)
    {
        for (size_t i = 0; i < p->first_count; i++)
            if (c->name == p->firsts[i])
                return true;
    }
    return false;
}

/* The items of one parameter; more of them than there is room for at first are
 * asked for again. */
static enum hilum_verdict extract_one(struct extract *x, struct hilum_item *items)
{
    const struct hilum_node *root = hilum_root(x->doc);
    size_t count = hilum_eval(x->call, x->p->expr, x->doc, root, items, TERMS_ITEMS);

    if (count != SIZE_MAX && count > TERMS_ITEMS) {
        if (count > HILUM_MOST_TERMS)
            return hilum_blame(x->call, HILUM_REJECT, "",
                               "more than %d values to search by", HILUM_MOST_TERMS);
        items = hilum_scratch(x->call, count * sizeof(*items));
        if (!items)
            return hilum_blame(x->call, HILUM_RETRY, "", "out of memory");
        count = hilum_eval(x->call, x->p->expr, x->doc, root, items, count);
    }
    if (count == SIZE_MAX)
        return HILUM_REJECT;
    for (size_t i = 0; i < count; i++)
        extract_item(x, &items[i]);
    return HILUM_OK;
}

static enum hilum_verdict extract_all(struct extract              *x,
                                      const struct parameter_base *base,
                                      struct hilum_item           *items)
{
    enum hilum_verdict v = HILUM_OK;

    for (size_t i = 0; v == HILUM_OK && i < base->count; i++) {
        x->p = &base->first[i];
        if (extract_may(x->p, hilum_root(x->doc)))
            v = extract_one(x, items);
    }
    if (v == HILUM_OK && x->failed)
        return hilum_blame(x->call, HILUM_RETRY, "", "out of memory");
    return v;
}

enum hilum_verdict terms_of(const struct fhir *f, struct hilum_call *call,
                            struct hilum_doc doc, const struct parameter_base *base,
                            struct terms *out)
{
    struct hilum_item  items[TERMS_ITEMS];
    struct extract     x = { .f = f, .call = call, .doc = doc, .out = out };
    enum hilum_verdict v;

    *out = (struct terms){ .count = 0 };
    v    = extract_all(&x, &f->parameters.any, items);
    return v == HILUM_OK ? extract_all(&x, base, items) : v;
}
