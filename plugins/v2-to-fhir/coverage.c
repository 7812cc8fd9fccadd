/* coverage.c -- what a message says and no rule has consumed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "coverage.h"

/* Bytes of one place, with its comma, at most; leaves room for the dots at the end. */
enum { MOST_PLACE = 64 };

struct report {
    const struct message *message;
    struct hilum_buffer  *to;
    uint32_t              at; /* of the segment */
    bool                  full;
};

static bool several(const struct message *m, uint32_t name)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < m->count && count < 2; i++)
        count += m->segments[i].node->name == name;
    return count > 1;
}

static void number_put(struct hilum_buffer *to, char before, uint32_t number)
{
    char   digits[12];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    if (before)
        hilum_put_byte(to, before);
    hilum_put(to, digits + at, sizeof digits - at);
}

static void segment_put(struct report *r)
{
    const struct segment *s    = &r->message->segments[r->at];
    uint32_t              name = s->node->name & ~(uint32_t)HILUM_NAME_PACKED;

    for (int shift = 16; shift >= 0; shift -= 8)
        if (name >> shift & 0xff)
            hilum_put_byte(r->to, (char)(name >> shift & 0xff));
    if (several(r->message, s->node->name)) {
        number_put(r->to, '[', s->ordinal + 1);
        hilum_put_byte(r->to, ']');
    }
}

static void place_add(struct report *r, uint32_t field, uint32_t repetition,
                      const uint32_t *parts, int count)
{
    if (r->to->len > MOST_COVERAGE - MOST_PLACE) {
        hilum_put_text(r->to, ",...");
        r->full = true;
        return;
    }
    if (r->to->len)
        hilum_put_byte(r->to, ',');
    segment_put(r);
    number_put(r->to, '-', field);
    if (repetition) {
        number_put(r->to, '[', repetition + 1);
        hilum_put_byte(r->to, ']');
    }
    for (int i = 0; i < count; i++)
        number_put(r->to, '.', parts[i]);
}

/* The leaves of a field that were not seen; no deeper than subcomponents. */
static void field_report(struct report *r, const struct hilum_node *field,
                         uint32_t repetition)
{
    const uint8_t           *seen = r->message->seen;
    const struct hilum_node *root = r->message->root, *end = field + field->span;
    uint32_t                 parts[2] = { 0, 0 };
    const struct hilum_node *inner    = field;

    for (const struct hilum_node *n = field; n < end; n++) {
        int count = 0;

        if (n != field && n >= inner) {
            inner    = n + n->span; /* a component begins */
            parts[0] = n->name;
            count    = 1;
        } else if (n != field) {
            parts[1] = n->name;
            count    = 2;
        } else {
            inner = n + 1;
        }
        if (hilum_leaf(n) && n->length && !(n->flags & HILUM_NODE_NULL) &&
            !seen[n - root] && !r->full)
            place_add(r, field->name, repetition, parts, count);
    }
}

bool housekeeping_add(struct housekeeping *h, const struct hl7_path *path)
{
    uint32_t i = 0;

    while (i < h->count && h->segments[i].segment != path->segment)
        i++;
    if (i == MOST_HOUSEKEPT)
        return false;
    if (i == h->count)
        h->segments[h->count++] = (struct housekept){ .segment = path->segment };
    h->segments[i].fields[path->field / 64] |= UINT64_C(1) << path->field % 64;
    return true;
}

/* Those of a segment; NULL: there are none. */
static const struct housekept *kept_of(const struct housekeeping *h, uint32_t segment)
{
    for (uint32_t i = 0; i < h->count; i++)
        if (h->segments[i].segment == segment)
            return &h->segments[i];
    return NULL;
}

static bool housekept(const struct housekept *k, uint32_t field)
{
    return k && field < MOST_FIELDS && k->fields[field / 64] >> field % 64 & 1;
}

static bool unseen(const struct message *m, const struct hilum_node *n)
{
    const uint8_t *seen = m->seen + (n - m->root);

    for (uint32_t i = 0; i < n->span; i++)
        if (!seen[i] && n[i].span == 1)
            return true;
    return false;
}

void coverage_write(const struct message *m, const struct housekeeping *h,
                    struct hilum_buffer *to)
{
    struct report r = { .message = m, .to = to };

    for (r.at = 0; r.at < m->count && !r.full; r.at++) {
        const struct hilum_node *segment = m->segments[r.at].node;
        const struct housekept  *kept    = kept_of(h, segment->name);
        uint32_t                 before = 0, repetition = 0;

        hilum_each(field, segment)
        {
            repetition = field->name == before ? repetition + 1 : 0;
            before     = field->name;
            if (!housekept(kept, field->name) && unseen(m, field))
                field_report(&r, field, repetition);
        }
    }
}
