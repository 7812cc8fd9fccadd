/* dictionary.c -- reads the tables of segments and datatypes, a version at a time. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "dictionary.h"

#include <stdlib.h>

#define USUAL_VERSION HILUM_VIEW("2.5.1")

/* One line of a table, its fields borrowed. */
struct row {
    bool              member; /* it begins with a TAB */
    uint32_t          at;
    uint32_t          number;
    uint32_t          from, to; /* versions, inclusive */
    struct hilum_view name;     /* of a group, else of the datatype */
    struct hilum_view title;
};

enum column { NUMBER, VERSIONS, CARDINALITY, DATATYPE, TABLE, NAME, COLUMNS };

/* Takes what stands before the delimiter off the front of text. */
static struct hilum_view take(struct hilum_view *text, char delimiter)
{
    const char       *stop = text->len ? memchr(text->ptr, delimiter, text->len) : NULL;
    struct hilum_view head = { text->ptr, stop ? (size_t)(stop - text->ptr) : text->len };
    size_t            used = head.len + (stop ? 1 : 0);

    text->ptr += used;
    text->len -= used;
    return head;
}

static uint32_t decimal(struct hilum_view text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.len && i < 6; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            n = n * 10 + (uint32_t)(text.ptr[i] - '0');
    return n;
}

uint32_t dictionary_number(struct hilum_view text)
{
    uint32_t part[3] = { 0, 0, 0 };
    size_t   n       = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '.' && n < 2 && i > 0)
            n++;
        else if (c >= '0' && c <= '9' && part[n] < 10)
            part[n] = part[n] * 10 + (uint32_t)(c - '0');
        else
            return 0;
    }
    return part[0] * 10000 + part[1] * 100 + part[2];
}

/* 2.3, 2.3-2.5 or 2.6+. */
static void read_versions(struct row *r, struct hilum_view text)
{
    struct hilum_view from = take(&text, '-');
    bool              open = from.len && from.ptr[from.len - 1] == '+';

    from.len -= open;
    r->from = dictionary_number(from);
    r->to   = open ? UINT32_MAX : text.len ? dictionary_number(text) : r->from;
}

/* The next line that is no comment; false at the end. */
static bool next_row(struct row *r, struct hilum_view table, size_t *at)
{
    while (*at < table.len) {
        struct hilum_view rest = { table.ptr + *at, table.len - *at };
        struct hilum_view line = take(&rest, '\n');

        *r = (struct row){ .at = (uint32_t)*at };
        *at += line.len + 1;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        r->member = line.ptr[0] == '\t';
        if (!r->member) {
            r->name  = take(&line, '\t');
            r->title = line;
            return true;
        }
        line.ptr++;
        line.len--;
        for (enum column c = NUMBER; c < COLUMNS; c++) {
            struct hilum_view text = take(&line, '\t');

            if (c == NUMBER)
                r->number = decimal(text);
            else if (c == VERSIONS)
                read_versions(r, text);
            else if (c == DATATYPE)
                r->name = text;
            else if (c == NAME)
                r->title = text;
        }
        return true;
    }
    return false;
}

struct hilum_view dictionary_title(const struct dictionary *d, uint32_t row,
                                   bool datatype)
{
    struct row r  = { 0 };
    size_t     at = row;

    if (row == 0 || !next_row(&r, datatype ? d->datatypes : d->segments, &at))
        return HILUM_VIEW("");
    return r.title;
}

/* ---- Versions ------------------------------------------------------------- */

/* Notes each version at which something changes; in order, once. */
static void note_version(struct dictionary *d, uint32_t number)
{
    uint32_t at = d->versions;

    while (at > 0 && d->number[at - 1] >= number)
        at--;
    if (number == 0 || number == UINT32_MAX || d->versions == DICTIONARY_VERSIONS ||
        (at < d->versions && d->number[at] == number))
        return;
    memmove(&d->number[at + 1], &d->number[at], (d->versions - at) * sizeof d->number[0]);
    d->number[at] = number;
    d->versions++;
}

enum hilum_verdict dictionary_open(struct dictionary *d, struct hilum_call *call)
{
    struct row r;
    size_t     at = 0;

    if (!hilum_schema(call, "hl7v2/segments", &d->segments) ||
        !hilum_schema(call, "hl7v2/datatypes", &d->datatypes))
        return hilum_blame(call, HILUM_FAIL, "schemas/hl7v2",
                           "the tables segments and datatypes cannot be read");
    while (next_row(&r, d->segments, &at)) {
        if (!r.member)
            continue;
        note_version(d, r.from);
        note_version(d, r.to);
    }
    if (d->versions == 0)
        return hilum_blame(call, HILUM_FAIL, "schemas/hl7v2/segments",
                           "no version in it");
    return HILUM_OK;
}

void dictionary_close(struct dictionary *d)
{
    for (uint32_t i = 0; i < d->versions; i++) {
        if (d->version[i]) {
            free(d->version[i]->group);
            free(d->version[i]->member);
        }
        free(d->version[i]);
    }
}

/* ---- Loading one ---------------------------------------------------------- */

/* A datatype must have a group before a member can refer to it, so every name
 * of a datatype makes one, be it only used.  Those without a description have
 * no components: ST, NM, ... */
static uint32_t group_of(struct dictionary_version *v, uint16_t *slots,
                         struct hilum_view text, struct hilum_call *call)
{
    uint32_t name = hilum_name(text.ptr, text.len);
    uint32_t at   = (name * 0x9e3779b1u) >> 22;

    while (slots[at] && v->group[slots[at]].name != name)
        at = (at + 1) % DICTIONARY_SLOTS;
    if (slots[at] == 0 && v->groups < DICTIONARY_SLOTS / 2) {
        hilum_name_add(call, text.ptr, text.len);
        v->group[v->groups] = (struct dictionary_group){ .name = name };
        slots[at]           = (uint16_t)v->groups++;
    }
    return slots[at];
}

/* Adds a member at its number; numbers ascend within a group. */
static void add_member(struct dictionary_version *v, struct dictionary_group *g,
                       const struct row *r, uint32_t datatype)
{
    if (r->number == 0 || v->members + DICTIONARY_NUMBER >= v->room)
        return;
    while (g->count < r->number) {
        v->member[v->members++] = (struct dictionary_member){ 0 };
        g->count++;
    }
    v->member[g->first + r->number] = (struct dictionary_member){
        .type  = v->group[datatype].name,
        .group = datatype,
        .row   = r->at,
    };
}

/* A field withdrawn in this version is still sent: it keeps the datatype that
 * it had last. */
static void load_table(struct dictionary_version *v, uint16_t *slots,
                       struct hilum_view table, struct hilum_call *call)
{
    struct row        r;
    size_t            at    = 0;
    uint32_t          group = 0, number = 0, datatype = 0, heading = 0;
    struct hilum_view name = HILUM_VIEW("");

    while (next_row(&r, table, &at)) {
        if (!r.member) {
            name    = r.name;
            heading = r.at;
            group   = 0;
            number  = 0;
            continue;
        }
        if (r.from > v->number || r.number > DICTIONARY_NUMBER)
            continue;
        if (r.number != number)
            datatype = 0;
        number = r.number;
        if (r.name.len)
            datatype = group_of(v, v->datatype, r.name, call);
        if (r.to < v->number)
            continue;
        if (group == 0) {
            group                   = group_of(v, slots, name, call);
            v->group[group].first   = v->members;
            v->group[group].row     = heading;
            v->member[v->members++] = (struct dictionary_member){ 0 };
        }
        if (group)
            add_member(v, &v->group[group], &r, datatype);
    }
}

static size_t count_lines(struct hilum_view text)
{
    size_t n = 1;

    while (text.len) {
        take(&text, '\n');
        n++;
    }
    return n;
}

static struct dictionary_version *load(const struct dictionary *d,
                                       struct hilum_call *call, uint32_t number)
{
    /* Numbers that a group skips have a place too. */
    size_t room = 2 * (count_lines(d->segments) + count_lines(d->datatypes)) +
                  2 * DICTIONARY_NUMBER;
    struct dictionary_version *v = calloc(1, sizeof *v);

    if (!v)
        return NULL;
    v->number  = number;
    v->groups  = 1;
    v->members = 1;
    v->group   = calloc(DICTIONARY_SLOTS / 2, sizeof *v->group);
    v->room    = (uint32_t)room;
    v->member  = calloc(room, sizeof *v->member);
    if (!v->group || !v->member) {
        free(v->group);
        free(v->member);
        free(v);
        return NULL;
    }
    load_table(v, v->datatype, d->datatypes, call);
    load_table(v, v->segment, d->segments, call);
    return v;
}

const struct dictionary_version *
dictionary_version(struct dictionary *d, struct hilum_call *call, struct hilum_view text)
{
    uint32_t number = dictionary_number(text);
    uint32_t at     = d->versions;

    if (number < d->number[0])
        number = dictionary_number(USUAL_VERSION);
    do
        at--;
    while (at > 0 && d->number[at] > number);
    if (!d->version[at])
        d->version[at] = load(d, call, d->number[at]);
    if (!d->version[at])
        hilum_blame(call, HILUM_RETRY, "MSH-12", "no memory for the tables of a version");
    return d->version[at];
}
