/* structure_table.c -- finds and keeps the structures of the table. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "columns.h"
#include "structure_parts.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    ENTRIES = 4096, /* names with a span of versions in the table, at most */
    EVENTS  = 512,
    SLOTS   = 2048, /* hash slots of names; a power of two */
    WORD    = 12,   /* a structure's name, ended by NUL; longer ones do not exist */
    RECENT  = 8,    /* answers that are remembered */
};

#define USUAL_VERSION 20501u
#define SHARED_SINCE 20301u

/* A structure in some versions.  Those of one name stand together. */
struct entry {
    struct hilum_view   name;
    struct hilum_view   lines;
    struct columns_span span;
    struct structure   *made;
};

/* Messages of this name ("ADT_A04") have that structure. */
struct event {
    char     name[WORD];
    uint32_t entry; /* the first of the structure's */
};

/* What of a message decides about its structure. */
struct key {
    char     structure[WORD], type[WORD], event[WORD]; /* MSH-9.3, .1, .2 */
    uint32_t version;
};

struct structures {
    struct hilum_view structures, event_lines;
    bool              read;
    struct entry     *entry;
    uint32_t          entries;
    uint16_t          slot[SLOTS]; /* the first entry of a name, and 1; 0: none */
    struct event      event[EVENTS];
    uint32_t          events;
    struct {
        struct key              key;
        const struct structure *found;
    } recent[RECENT];
    uint32_t recalled; /* how many answers were ever remembered */
};

/* ---- Names ---------------------------------------------------------------- */

static uint32_t slot_of(const struct structures *t, struct hilum_view name)
{
    uint32_t at = (hilum_name(name.ptr, name.len) * 0x9e3779b1u) >> 21;

    while (t->slot[at] && !hilum_same(t->entry[t->slot[at] - 1].name, name))
        at = (at + 1) % SLOTS;
    return at;
}

/* The first entry of a name; ENTRIES: none. */
static uint32_t entries_of(const struct structures *t, const char *name)
{
    uint32_t at = slot_of(t, hilum_view(name));

    return t->slot[at] && t->entries ? t->slot[at] - 1u : ENTRIES;
}

/* The first entry of the structure that messages of this type and event have. */
static uint32_t entries_of_event(const struct structures *t, const char *name)
{
    for (uint32_t i = 0; i < t->events; i++)
        if (strcmp(t->event[i].name, name) == 0)
            return t->event[i].entry;
    return ENTRIES;
}

/* ---- Reading the tables --------------------------------------------------- */

static void add_entry(struct structures *t, struct entry e)
{
    uint32_t at = slot_of(t, e.name);

    if (!t->slot[at])
        t->slot[at] = (uint16_t)(t->entries + 1);
    t->entry[t->entries++] = e;
}

/* A line that begins with a letter opens a structure; its own begin with a TAB. */
static bool read_structures(struct structures *t, struct hilum_view text)
{
    while (text.len) {
        struct hilum_view line  = columns_take(&text, '\n');
        struct entry      e     = { .name = columns_take(&line, '\t') };
        const char       *begin = text.ptr;

        if (e.name.len == 0 || e.name.ptr[0] == '#')
            continue;
        while (text.len && text.ptr[0] == '\t')
            columns_take(&text, '\n');
        e.lines = (struct hilum_view){ begin, (size_t)(text.ptr - begin) };
        while (line.len) {
            /* A quarter of the slots stays free. */
            if (t->entries == ENTRIES || t->entries > SLOTS * 3 / 4)
                return false;
            e.span = columns_span(columns_take(&line, '\t'));
            add_entry(t, e);
        }
    }
    return t->entries > 0;
}

static bool read_events(struct structures *t, struct hilum_view text)
{
    while (text.len) {
        struct hilum_view line = columns_take(&text, '\n');
        struct hilum_view name = columns_take(&line, '\t');
        uint32_t          slot = slot_of(t, name);

        if (name.len == 0 || name.ptr[0] == '#')
            continue;
        while (line.len) {
            struct hilum_view event = columns_take(&line, '\t');

            if (!t->slot[slot] || t->events == EVENTS || name.len < 4 ||
                event.len > WORD - 5)
                return false;
            memcpy(t->event[t->events].name, name.ptr, 4);
            memcpy(t->event[t->events].name + 4, event.ptr, event.len);
            t->event[t->events++].entry = t->slot[slot] - 1u;
        }
    }
    return true;
}

struct structures *structures_open(struct hilum_call *call)
{
    struct structures *t = calloc(1, sizeof *t);

    if (!t) {
        hilum_blame(call, HILUM_FAIL, "", "no memory for the message structures");
        return NULL;
    }
    if (hilum_schema(call, "hl7v2/structures", &t->structures) &&
        hilum_schema(call, "hl7v2/events", &t->event_lines))
        return t;
    hilum_blame(call, HILUM_FAIL, "schemas/hl7v2",
                "the tables structures and events cannot be read");
    free(t);
    return NULL;
}

/* The lines are found when they are first needed: not every codec is asked. */
static void read_tables(struct structures *t)
{
    t->read  = true;
    t->entry = calloc(ENTRIES, sizeof *t->entry);
    if (!t->entry || !read_structures(t, t->structures) ||
        !read_events(t, t->event_lines))
        t->entries = t->events = 0;
}

void structures_close(struct structures *t)
{
    if (!t)
        return;
    for (uint32_t i = 0; i < t->entries; i++)
        free(t->entry[i].made);
    free(t->entry);
    free(t);
}

/* ---- Finding one ---------------------------------------------------------- */

static const struct structure *made_of(struct entry *e)
{
    if (!e->made) {
        e->made = calloc(1, sizeof *e->made);
        if (!e->made)
            return NULL;
        e->made->name = e->name;
        e->made->from = e->span.from;
        e->made->to   = e->span.to;
        if (!structure_compile(e->made, e->lines))
            e->made->parts = 0;
    }
    return e->made->parts ? e->made : NULL;
}

/* Of the entries of one name the one of this version, or of the nearest. */
static struct entry *of_version(struct structures *t, uint32_t first, uint32_t version,
                                bool nearest)
{
    struct entry *below = NULL, *above = NULL;

    for (uint32_t i = first; i < t->entries; i++) {
        struct entry *e = &t->entry[i];

        if (!hilum_same(e->name, t->entry[first].name))
            break;
        if (columns_within(e->span, version))
            return e;
        if (e->span.to < version && (!below || e->span.to > below->span.to))
            below = e;
        if (e->span.from > version && (!above || e->span.from < above->span.from))
            above = e;
    }
    if (!nearest)
        return NULL;
    return below ? below : above;
}

/* What MSH-9.3 names; what the event names, by table 0354 (which came with 2.3.1:
 * before, each event had a structure) or itself; what the name in MSH-9.3 means if it is
 * an event; what the type alone names (ACK).  First in the message's version, then in
 * any. */
static const struct structure *find(struct structures *t, const struct key *k)
{
    char     joined[2 * WORD];
    uint32_t candidate[5];
    int      late = k->version >= SHARED_SINCE;

    if (!t->read)
        read_tables(t);
    snprintf(joined, sizeof joined, "%s_%s", k->type, k->event);
    candidate[0]        = entries_of(t, k->structure);
    candidate[1 + late] = entries_of(t, joined);
    candidate[2 - late] = entries_of_event(t, joined);
    candidate[3]        = entries_of_event(t, k->structure);
    candidate[4]        = entries_of(t, k->type);
    for (int nearest = 0; nearest <= 1; nearest++) {
        for (size_t i = 0; i < sizeof candidate / sizeof candidate[0]; i++) {
            struct entry *e = candidate[i] < ENTRIES
                                  ? of_version(t, candidate[i], k->version, nearest)
                                  : NULL;

            if (e)
                return made_of(e);
        }
    }
    return NULL;
}

/* A component of a field, where it is no longer than names are. */
static void read_word(struct hilum_doc doc, const struct hilum_node *field,
                      uint32_t component, char *to)
{
    const struct hilum_node *n = field ? hilum_component(field, component) : NULL;
    struct hilum_view        v = n ? hilum_text(doc, n) : HILUM_VIEW("");

    if (v.len && v.len < WORD)
        memcpy(to, v.ptr, v.len);
}

const struct structure *structure_of(struct structures *t, struct hilum_doc doc)
{
    const struct hilum_node *msh  = hilum_child(hilum_root(doc), HILUM_NAME("MSH"));
    const struct hilum_node *type = msh ? hilum_child(msh, 9) : NULL;
    struct key               key  = { .version = 0 };
    char                     version[WORD] = { 0 };
    const struct structure  *found;

    read_word(doc, type, 1, key.type);
    read_word(doc, type, 2, key.event);
    read_word(doc, type, 3, key.structure);
    read_word(doc, msh ? hilum_child(msh, 12) : NULL, 1, version);
    key.version = dictionary_number(hilum_view(version));
    if (key.version < 20000)
        key.version = USUAL_VERSION;
    for (uint32_t i = 0; i < RECENT && i < t->recalled; i++)
        if (memcmp(&t->recent[i].key, &key, sizeof key) == 0)
            return t->recent[i].found;
    found                                 = find(t, &key);
    t->recent[t->recalled % RECENT].key   = key;
    t->recent[t->recalled % RECENT].found = found;
    t->recalled++;
    return found;
}
