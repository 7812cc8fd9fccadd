/* terms.c -- the list of its terms that a record keeps, and the indexes made of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "terms.h"

#include <math.h>
#include <stdlib.h>

enum { TERM_HEAD = 7, TERM_NUMBER = 8 };

/* ---- Packing -------------------------------------------------------------- */

static void term_put_number(struct hilum_buffer *b, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        hilum_put_byte(b, (char)(value >> (8 * i)));
}

static void term_put_double(struct hilum_buffer *b, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    term_put_number(b, bits, TERM_NUMBER);
}

static uint64_t term_number(const char *at, size_t bytes)
{
    uint64_t value = 0;

    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)(unsigned char)at[i] << (8 * i);
    return value;
}

static double term_double(const char *at)
{
    uint64_t bits = term_number(at, TERM_NUMBER);
    double   value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static void term_pack(struct hilum_buffer *b, const struct hilum_term *t, uint32_t name)
{
    struct hilum_view text = term_cut(t->text), beside = term_cut(t->beside);
    size_t            head = b->len, length;

    term_put_number(b, 0, 2);
    hilum_put_byte(b, (char)t->kind);
    term_put_number(b, name, 4);
    if (t->kind == HILUM_STRING) {
        term_put_number(b, text.len, 2);
        hilum_put_view(b, text);
        hilum_put_view(b, beside);
    } else {
        if (t->kind == HILUM_RANGE) {
            term_put_double(b, t->low);
            term_put_double(b, t->high);
        }
        term_put_number(b, term_system(t->beside), TERM_NUMBER);
        hilum_put_view(b, text);
    }
    if (b->failed)
        return;
    length           = b->len - head;
    b->ptr[head]     = (char)length;
    b->ptr[head + 1] = (char)(length >> 8);
}

/* The first term of a list, packed; empty where the list is empty or damaged. */
static struct hilum_view term_first(struct hilum_view list)
{
    size_t length = list.len >= TERM_HEAD ? (size_t)term_number(list.ptr, 2) : 0;

    if (length < TERM_HEAD || length > list.len)
        return (struct hilum_view){ list.ptr, 0 };
    return (struct hilum_view){ list.ptr, length };
}

static int term_order(struct hilum_view a, struct hilum_view b)
{
    int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int term_compare(const void *a, const void *b)
{
    return term_order(*(const struct hilum_view *)a, *(const struct hilum_view *)b);
}

/* Copies the packed terms in their order, leaving out those already there. */
static enum hilum_verdict terms_sort(struct db *db, struct hilum_call *call,
                                     struct hilum_view packed, size_t count,
                                     struct hilum_view *list)
{
    struct hilum_buffer *b     = buffer_begin(&db->order);
    struct hilum_view   *order = (void *)hilum_room(b, count * sizeof(*order));
    char                *to    = hilum_scratch(call, packed.len);
    size_t               len   = 0;

    if (!order || !to)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    for (size_t i = 0; i < count; i++) {
        order[i] = term_first(packed);
        packed.ptr += order[i].len;
        packed.len -= order[i].len;
    }
    qsort(order, count, sizeof(*order), term_compare);
    for (size_t i = 0; i < count; i++) {
        if (i && term_order(order[i - 1], order[i]) == 0)
            continue;
        memcpy(to + len, order[i].ptr, order[i].len);
        len += order[i].len;
    }
    *list = (struct hilum_view){ to, len };
    return HILUM_OK;
}

enum hilum_verdict terms_pack(struct db *db, struct hilum_call *call,
                              const struct hilum_record *record, struct hilum_view *list)
{
    struct hilum_buffer *b = buffer_begin(&db->packed);

    *list = (struct hilum_view){ "", 0 };
    if (record->term_count == 0)
        return HILUM_OK;
    if (record->term_count > HILUM_MOST_TERMS)
        return hilum_blame(call, HILUM_REJECT, "", "it has more than %d search terms",
                           HILUM_MOST_TERMS);
    for (size_t i = 0; i < record->term_count; i++) {
        const struct hilum_term *t = &record->terms[i];
        int64_t                  name;
        enum hilum_verdict       v;

        if (t->kind < HILUM_TOKEN || t->kind > HILUM_RANGE ||
            (t->kind == HILUM_RANGE && !(t->low <= t->high)))
            return hilum_blame(call, HILUM_REJECT, "",
                               "it has a search term without sense");
        v = db_name(db, call, record->collection, t->name, true, &name);
        if (v != HILUM_OK)
            return v;
        term_pack(b, t, (uint32_t)name);
    }
    if (b->failed)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    return terms_sort(db, call, hilum_buffer_view(b), record->term_count, list);
}

/* ---- Reading -------------------------------------------------------------- */

bool term_next(struct hilum_view *list, struct term *out)
{
    struct hilum_view v = term_first(*list);
    const char       *at, *end;

    if (v.len == 0)
        return false;
    list->ptr += v.len;
    list->len -= v.len;
    at   = v.ptr + TERM_HEAD;
    end  = v.ptr + v.len;
    *out = (struct term){ .kind = (unsigned char)v.ptr[2],
                          .name = (uint32_t)term_number(v.ptr + 3, 4) };
    if (out->kind == HILUM_STRING) {
        size_t text = end - at >= 2 ? (size_t)term_number(at, 2) : SIZE_MAX;

        if (text > (size_t)(end - at) - 2)
            return false;
        out->text = (struct hilum_view){ at + 2, text };
        out->written =
            (struct hilum_view){ at + 2 + text, (size_t)(end - at) - 2 - text };
        return true;
    }
    if (end - at < (out->kind == HILUM_RANGE ? 3 : 1) * TERM_NUMBER)
        return false;
    if (out->kind == HILUM_RANGE) {
        out->low  = term_double(at);
        out->high = term_double(at + TERM_NUMBER);
        at += 2 * TERM_NUMBER;
    }
    out->system = term_number(at, TERM_NUMBER);
    out->text = (struct hilum_view){ at + TERM_NUMBER, (size_t)(end - at) - TERM_NUMBER };
    return true;
}

/* ---- Indexes -------------------------------------------------------------- */

/* Adds the entry of one term to its index, or takes it out. */
static enum hilum_verdict term_index(struct db *db, struct hilum_call *call, int64_t key,
                                     struct hilum_view packed, bool add)
{
    static const enum db_statement which[][2] = {
        [HILUM_TOKEN]  = { DB_TOKEN_DROP, DB_TOKEN_ADD },
        [HILUM_STRING] = { DB_STRING_DROP, DB_STRING_ADD },
        [HILUM_RANGE]  = { DB_RANGE_DROP, DB_RANGE_ADD },
    };
    struct term   t;
    sqlite3_stmt *s;
    int           at = 2;

    if (!term_next(&packed, &t) || t.kind < HILUM_TOKEN || t.kind > HILUM_RANGE)
        return hilum_blame(call, HILUM_FAIL, "", "the store is broken: a record's terms");
    s = db_statement(db, call, which[t.kind][add]);
    if (!s)
        return HILUM_FAIL;
    sqlite3_bind_int64(s, 1, t.name);
    if (t.kind == HILUM_RANGE) {
        sqlite3_bind_double(s, at++, t.low);
        sqlite3_bind_double(s, at++, t.high);
    }
    db_bind_view(s, at++, t.text);
    if (t.kind == HILUM_STRING)
        db_bind_view(s, at++, t.written);
    else
        sqlite3_bind_int64(s, at++, (int64_t)t.system);
    sqlite3_bind_int64(s, at, key);
    return db_run(db, call, s);
}

/* Both lists are sorted: what stands in one alone is what has changed. */
enum hilum_verdict terms_change(struct db *db, struct hilum_call *call, int64_t key,
                                struct hilum_view before, struct hilum_view after)
{
    enum hilum_verdict v = HILUM_OK;

    while (v == HILUM_OK && (before.len || after.len)) {
        struct hilum_view old = term_first(before), new = term_first(after);
        int               order;

        if (old.len == 0 && new.len == 0)
            return hilum_blame(call, HILUM_FAIL, "",
                               "the store is broken: a record's terms");
        order = !old.len ? 1 : !new.len ? -1 : term_order(old, new);
        if (order < 0)
            v = term_index(db, call, key, old, false);
        else if (order > 0)
            v = term_index(db, call, key, new, true);
        if (order <= 0) {
            before.ptr += old.len;
            before.len -= old.len;
        }
        if (order >= 0) {
            after.ptr += new.len;
            after.len -= new.len;
        }
    }
    return v;
}
