/* identity.c -- tells resources apart, and finishes them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "identity.h"

#include "digest.h"

enum { MOST_PARTS = 12, MOST_DEPTH = 12 };

struct identity_part {
    struct hl7_path hl7;
    struct path     path;
    bool            is_hl7;
    bool            any; /* no number: all of a list */
};

struct identity {
    const struct type   *type;
    uint32_t             from; /* segment; 0: any */
    bool                 search;
    bool                 when;
    struct identity_part condition;
    struct hilum_view    value;
    struct identity_part parts[MOST_PARTS];
    uint32_t             count;
    struct identity     *next;
};

struct required {
    const struct type *type;
    struct path        path;
    struct hilum_view  value;
    bool               subject;
    struct required   *next;
};

/* ---- Loading -------------------------------------------------------------- */

static bool part_read(struct load *load, struct rulebook *book, const struct type *type,
                      struct hilum_view text, struct identity_part *part)
{
    part->is_hl7 = memchr(text.ptr, '-', text.len) != NULL;
    part->any    = memchr(text.ptr, '[', text.len) == NULL;
    if (part->is_hl7)
        return hl7_path_compile(load, text, &part->hl7);
    return path_compile(load, &book->elements, type, text, false, &part->path);
}

static bool identity_read(struct load *load, struct rulebook *book, struct hilum_view line,
                          struct identity *rule)
{
    struct hilum_view word = { NULL, 0 };

    while (load_word(&line, &word)) {
        if (hilum_is(word, "from")) {
            load_word(&line, &word);
            rule->from = hilum_name(word.ptr, word.len);
        } else if (hilum_is(word, "when")) {
            rule->when = true;
            if (!load_word(&line, &word) ||
                !part_read(load, book, rule->type, word, &rule->condition) ||
                !load_word(&line, &word) || !load_word(&line, &rule->value))
                return load_fail(load, "when PATH = \"VALUE\"");
        } else {
            break;
        }
    }
    rule->search = hilum_is(word, "search");
    if (!rule->search && !hilum_is(word, "derive"))
        return load_fail(load, "an identity is searched or derived");
    while (load_word(&line, &word)) {
        if (rule->count == MOST_PARTS)
            return load_fail(load, "an identity has at most %d parts", MOST_PARTS);
        if (!part_read(load, book, rule->type, word, &rule->parts[rule->count++]))
            return false;
    }
    return rule->count || load_fail(load, "an identity is made of something");
}

static bool required_read(struct load *load, struct rulebook *book, struct hilum_view line,
                          struct required *rule)
{
    struct hilum_view element;

    if (!load_word(&line, &element))
        return load_fail(load, "an element is missing");
    if (!rule->subject && !load_word(&line, &rule->value))
        return load_fail(load, "a value is missing");
    return path_compile(load, &book->elements, rule->type, element, false, &rule->path);
}

static uint32_t bucket(const struct type *type)
{
    return type->name * 0x9e3779b1u >> 26;
}

static bool identity_add(struct identities *all, struct load *load, struct rulebook *book,
                         const struct type *type, struct hilum_view line)
{
    struct identity **rule = &all->rules[bucket(type)];

    while (*rule)
        rule = &(*rule)->next;
    *rule = LOAD_NEW(load, struct identity);
    if (!*rule)
        return false;
    (*rule)->type = type;
    return identity_read(load, book, line, *rule);
}

static bool required_add(struct identities *all, struct load *load, struct rulebook *book,
                         const struct type *type, struct hilum_view verb, struct hilum_view line)
{
    struct required **rule = &all->required[bucket(type)];

    while (*rule)
        rule = &(*rule)->next;
    *rule = LOAD_NEW(load, struct required);
    if (!*rule)
        return false;
    (*rule)->type    = type;
    (*rule)->subject = hilum_is(verb, "subject");
    return (*rule)->subject || hilum_is(verb, "require")
               ? required_read(load, book, line, *rule)
               : load_fail(load, "what is %.*s?", VIEW_ARG(verb));
}

bool identities_load(struct identities *all, struct load *load, struct rulebook *book)
{
    struct hilum_view line, verb, name;

    if (!load_file(load, "resources.map"))
        return false;
    while (load_line(load, &line)) {
        const struct type *type;

        if (!load_word(&line, &verb) || !load_word(&line, &name))
            return load_fail(load, "a line has a verb and a resource");
        type = elements_type(&book->elements, name);
        if (!type)
            return load_fail(load, "there is no resource %.*s", VIEW_ARG(name));
        if (hilum_is(verb, "identity") ? !identity_add(all, load, book, type, line)
                                       : !required_add(all, load, book, type, verb, line))
            return false;
    }
    return !load->failed;
}

/* ---- Identities ----------------------------------------------------------- */

static void identify(const struct identities *, struct run *, struct resource *, int depth);

static bool out_digest(const struct identities *all, struct run *run, struct digest *d,
                       const struct out *o, int depth)
{
    bool any = false;

    if (depth == MOST_DEPTH)
        return false;
    if (o->text.len) {
        digest_part(d, o->text);
        any = true;
    }
    if (o->to) {
        identify(all, run, o->to, depth + 1);
        if (o->to->known) {
            digest_add(d, (struct hilum_view){ (const char *)o->to->hash, 16 });
            any = true;
        }
    }
    for (const struct out *child = o->first; child; child = child->next) {
        digest_add(d, (struct hilum_view){ (const char *)&child->element->name, 4 });
        any |= out_digest(all, run, d, child, depth + 1);
    }
    return any;
}

/* The next child from `at` on that a step means. */
static struct out *step_next(struct out *at, const struct step *s, bool any)
{
    while (at && !(at->element->name == s->element->name && out_order(at) == s->element->order &&
                   (any || !s->element->list || (uint32_t)at->rank >> 16 == s->slot)))
        at = at->next;
    return at;
}

static struct out *part_find(struct resource *r, const struct identity_part *part,
                             uint32_t steps)
{
    struct out *o = &r->root;

    for (uint32_t i = 0; o && i < steps; i++)
        o = step_next(o->first, &part->path.steps[i], part->any);
    return o;
}

static struct hilum_view hl7_part(struct run *run, const struct resource *r,
                                  const struct hl7_path *path)
{
    struct scope             s = { .message = &run->message, .at = r->segment };
    const struct hilum_node *n = hl7_find(&s, path);

    if (!n)
        return (struct hilum_view){ NULL, 0 };
    hl7_consume_all(&run->message, n);
    return hilum_text(run->message.doc, n);
}

static bool part_digest(const struct identities *all, struct run *run, struct digest *d,
                        struct resource *r, const struct identity_part *part, int depth)
{
    struct out *o;
    bool        any = false;

    if (part->is_hl7) {
        struct hilum_view text = hl7_part(run, r, &part->hl7);

        digest_part(d, text);
        return text.len > 0;
    }
    o = part_find(r, part, part->path.count - 1);
    for (o = o ? o->first : NULL; o; o = o->next) {
        o = step_next(o, &part->path.steps[part->path.count - 1], part->any);
        if (!o)
            break;
        any |= out_digest(all, run, d, o, depth);
    }
    digest_part(d, (struct hilum_view){ NULL, 0 });
    return any;
}

static bool derive(const struct identities *all, struct run *run, struct resource *r,
                   const struct identity *rule, int depth)
{
    struct digest d;

    digest_begin(&d);
    digest_part(&d, r->type->text);
    for (uint32_t i = 0; i < rule->count; i++)
        if (!part_digest(all, run, &d, r, &rule->parts[i], depth) && i == 0)
            return false;
    digest_end(&d, r->hash);
    return true;
}

/* In the value of a search parameter: FHIR's own signs with a backslash, a URL's as %xx. */
static size_t put_escaped(char *to, struct hilum_view text)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t            len   = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c == ',' || c == '|' || c == '$' || c == '\\') {
            memcpy(to + len, "%5C", 3);
            len += 3;
        }
        if (c <= ' ' || c >= 127 || memchr("%&+#\"<>\\^`{}", c, 12)) {
            to[len++] = '%';
            to[len++] = hex[c >> 4];
            to[len++] = hex[c & 15];
        } else {
            to[len++] = (char)c;
        }
    }
    return len;
}

static struct hilum_view child_text(const struct out *o, uint32_t name)
{
    const struct out *child = out_find(o, name, 0);

    return child ? child->text : (struct hilum_view){ NULL, 0 };
}

/* How good an identifier is to derive from: a medical record number is best. */
static int rank(const struct out *identifier)
{
    const struct out *o = out_find(identifier, HILUM_NAME("type"), 0);
    struct hilum_view code;

    o = o ? out_find(o, HILUM_NAME("coding"), 0) : NULL;
    if (!o)
        return 1;
    code = child_text(o, HILUM_NAME("code"));
    return hilum_is(code, "MR") ? 3 : hilum_is(code, "PI") ? 2 : 1;
}

/* Appends system|value to the query; false where there is not room, or nothing to say. */
static bool query_add(struct run *run, struct resource *r, struct hilum_view system,
                      struct hilum_view value)
{
    size_t room = r->query.len + r->type->text.len + 16 + 6 * (system.len + value.len);
    char  *to   = pool_bytes(run->tree.pool, room);
    size_t len  = 0;

    run->tree.failed |= !to;
    if (!to)
        return false;
    if (r->query.len) {
        memcpy(to, r->query.ptr, len = r->query.len);
        to[len++] = ',';
    } else {
        memcpy(to, r->type->text.ptr, len = r->type->text.len);
        memcpy(to + len, "?identifier=", 12);
        len += 12;
    }
    len += put_escaped(to + len, system);
    to[len++] = '|';
    len += put_escaped(to + len, value);
    r->query = (struct hilum_view){ to, len };
    return true;
}

static bool search(struct run *run, struct resource *r, const struct identity *rule)
{
    const struct step *step = &rule->parts[0].path.steps[0];
    int                best = 0;

    for (struct out *o = r->root.first; o; o = o->next) {
        struct hilum_view system, value;
        struct digest     d;

        o = step_next(o, step, rule->parts[0].any);
        if (!o)
            break;
        system = child_text(o, HILUM_NAME("system"));
        value  = child_text(o, HILUM_NAME("value"));
        if (!system.len || !value.len || !query_add(run, r, system, value) || rank(o) <= best)
            continue;
        best = rank(o);
        digest_begin(&d);
        digest_part(&d, r->type->text);
        digest_part(&d, system);
        digest_part(&d, value);
        digest_end(&d, r->hash);
    }
    return best > 0;
}

static bool applies(struct run *run, struct resource *r, const struct identity *rule)
{
    const struct out *o;

    if (rule->type != r->type)
        return false;
    if (rule->from && run->message.segments[r->segment].node->name != rule->from)
        return false;
    if (!rule->when)
        return true;
    o = part_find(r, &rule->condition, rule->condition.path.count);
    return o && hilum_same(o->text, rule->value);
}

/* Nothing else tells it apart: its content, in this message. */
static void last_resort(const struct identities *all, struct run *run, struct resource *r,
                        int depth)
{
    const struct hl7_path control = { .segment = HILUM_NAME("MSH"), .field = 10 };
    struct digest         d;

    digest_begin(&d);
    digest_part(&d, r->type->text);
    digest_part(&d, hl7_part(run, r, &control));
    out_digest(all, run, &d, &r->root, depth);
    digest_end(&d, r->hash);
}

static void identify(const struct identities *all, struct run *run, struct resource *r,
                     int depth)
{
    bool found = false;

    if (r->known || r->busy || !r->root.first || depth >= MOST_DEPTH)
        return;
    r->busy = true; /* two that refer to each other do not identify each other */
    for (const struct identity *rule = all->rules[bucket(r->type)]; rule && !found; rule = rule->next)
        if (applies(run, r, rule))
            found = rule->search ? search(run, r, rule) : derive(all, run, r, rule, depth);
    if (!found)
        last_resort(all, run, r, depth);
    digest_uuid(r->hash, r->uuid);
    r->busy  = false;
    r->known = true;
}

/* ---- Finishing ------------------------------------------------------------ */

static void required_write(const struct identities *all, struct run *run, struct resource *r)
{
    for (const struct required *rule = all->required[bucket(r->type)]; rule; rule = rule->next) {
        struct place root = { .resource = r };
        struct place at   = { .up = &root, .path = &rule->path };
        struct out  *o;

        if (rule->type != r->type)
            continue;
        if (!rule->subject) {
            run_require(run, r, &rule->path, rule->value);
            continue;
        }
        if (!run->patient || !run->patient->root.first ||
            out_find(&r->root, rule->path.steps[0].element->name, 0))
            continue;
        o = place_node(&run->tree, &at);
        if (o)
            o->to = run->patient;
    }
}

/* What the first has not, it gets from the second. */
static void merge(struct tree *tree, struct resource *to, struct resource *from)
{
    for (struct out *o = from->root.first; o; o = o->next) {
        struct out *copy;

        if (out_find(&to->root, o->element->name, 0))
            continue;
        copy = out_child(tree, &to->root, o->element, (uint32_t)o->rank);
        if (copy) {
            copy->text  = o->text;
            copy->to    = o->to;
            copy->first = o->first;
            copy->last  = o->last;
        }
    }
    from->same = to;
}

void identities_settle(const struct identities *all, struct run *run)
{
    for (struct resource *r = run->tree.first; r; r = r->next)
        if (r->root.first)
            required_write(all, run, r);
    for (struct resource *r = run->tree.first; r; r = r->next) {
        identify(all, run, r, 0);
        if (!r->known)
            continue;
        for (struct resource *other = run->tree.first; other != r; other = other->next)
            if (other->known && !other->same && other->type == r->type &&
                memcmp(other->hash, r->hash, sizeof r->hash) == 0) {
                merge(&run->tree, other, r);
                break;
            }
    }
}

const struct resource *identity_written(const struct resource *r)
{
    while (r && r->same)
        r = r->same;
    return r && r->known ? r : NULL;
}
