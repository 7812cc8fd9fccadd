/* tables.h -- the codes of the standard's tables, and of a site's. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_TABLES_H
#define HL7V2_TABLES_H

#include <hilum/plugin.h>

/* The codes of all tables of one version, in one hash table.  Tables are numbered
 * as in the standard; numbers above those are a site's own. */
enum {
    TABLES_SITE = 10000, /* the first number of a site's tables */
    TABLES_MOST = 10256,
};

struct tables_code {
    struct hilum_view text; /* borrowed; ptr NULL: a free slot */
    uint32_t          table;
    bool              removed;
};

struct tables {
    struct hilum_view   source;
    struct tables_code *code;
    uint32_t            slots, used;
    uint8_t             known[TABLES_MOST / 8]; /* tables with codes, all of them known */
    struct hilum_view   site[TABLES_MOST - TABLES_SITE]; /* the names of a site's */
    uint32_t            title[TABLES_SITE]; /* where it stands in the source; 0: none */
};

/* Reads schemas/hl7v2/tables for a version; false: no memory.  Close in either
 * case. */
bool tables_open(struct tables *, struct hilum_view source, uint32_t version);
void tables_close(struct tables *);

/* Is the table known with all its codes? */
static inline bool tables_known(const struct tables *t, uint32_t table)
{
    return table < TABLES_MOST && t->known[table / 8] >> (table % 8) & 1;
}

bool tables_has(const struct tables *, uint32_t table, struct hilum_view code);

/* Changes a table; the text is borrowed.  False: no memory. */
bool tables_add(struct tables *, uint32_t table, struct hilum_view code);
void tables_remove(struct tables *, uint32_t table, struct hilum_view code);
void tables_clear(struct tables *, uint32_t table);

/* What people call a table: "Administrative Sex"; empty where it has no title. */
struct hilum_view tables_title(const struct tables *, uint32_t table);

#endif
