/* identity.c -- tells resources apart, and finishes them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "identity.h"

#include "digest.h"
#include "identity_rules.h"
#include "write.h"

enum { MOST_DEPTH = 12 };

static void identify(const struct identities *, struct run *, struct resource *,
                     int depth);

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
    while (at && !(at->element->name == s->element->name &&
                   out_order(at) == s->element->order &&
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

/* Must it be written as %xx in a URL's query? */
static bool reserved(unsigned char c)
{
    switch (c) {
    case '"':
    case '#':
    case '%':
    case '&':
    case '+':
    case '<':
    case '>':
    case '\\':
    case '^':
    case '`':
    case '{':
    case '}':
        return true;
    default:
        return c <= ' ' || c >= 127;
    }
}

/* In the value of a search parameter: FHIR's own signs with a backslash, a URL's as %xx.
 */
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
        if (reserved(c)) {
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
        if (!system.len || !value.len || !query_add(run, r, system, value) ||
            rank(o) <= best)
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
    for (const struct identity *rule = all->rules[identity_bucket(r->type)];
         rule && !found; rule        = rule->next)
        if (applies(run, r, rule))
            found =
                rule->search ? search(run, r, rule) : derive(all, run, r, rule, depth);
    if (!found)
        last_resort(all, run, r, depth);
    digest_uuid(r->hash, r->uuid);
    r->busy  = false;
    r->known = true;
}

/* ---- Finishing ------------------------------------------------------------ */

static void required_write(const struct identities *all, struct run *run,
                           struct resource *r)
{
    for (const struct required *rule = all->required[identity_bucket(r->type)]; rule;
         rule                        = rule->next) {
        struct place root = { .resource = r };
        struct place at   = { .up = &root, .path = &rule->path };
        struct out  *o;

        if (rule->type != r->type)
            continue;
        if (!rule->subject) {
            text_require(run, r, &rule->path, rule->value);
            continue;
        }
        if (!r->patient || !r->patient->root.first ||
            out_find(&r->root, rule->path.steps[0].element->name, 0))
            continue;
        o = place_node(&run->tree, &at);
        if (o)
            o->to = r->patient;
    }
}

/* What the first has not, it gets from the second. */
static void merge(struct tree *tree, struct resource *to, struct resource *from)
{
    for (struct out *o = from->root.first; o; o = o->next) {
        struct out *copy;

        if (out_find(&to->root, o->element->name, 0))
            continue;
        copy = out_child(tree, &to->root, o->element, o->rank);
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
    struct resource *seen[256] = { NULL }; /* by the first byte of their hash */

    for (struct resource *r = run->tree.first; r; r = r->next)
        if (r->root.first)
            required_write(all, run, r);
    for (struct resource *r = run->tree.first; r; r = r->next) {
        struct resource **chain, *other;

        identify(all, run, r, 0);
        if (!r->known)
            continue;
        chain = &seen[r->hash[0]];
        for (other = *chain; other; other = other->chain)
            if (other->type == r->type &&
                memcmp(other->hash, r->hash, sizeof r->hash) == 0)
                break;
        if (other) {
            merge(&run->tree, other, r);
            continue;
        }
        r->chain = *chain;
        *chain   = r;
    }
}

const struct resource *identity_written(const struct resource *r)
{
    while (r && r->same)
        r = r->same;
    return r && r->known ? r : NULL;
}
