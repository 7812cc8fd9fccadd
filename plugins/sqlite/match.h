/* match.h -- does a record's list of terms satisfy a query? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SQLITE_MATCH_H
#define SQLITE_MATCH_H

#include <hilum/store.h>
#include <sqlite3.h>

/* One clause, or one sort, with its name as a number (0: a name that the store
 * has never seen, so no record has such a term). */
struct match_clause {
    const struct hilum_clause *clause;
    int64_t                    name;
    const uint64_t            *systems; /* hash of each value's system */
};

struct match {
    const struct match_clause *clauses;
    size_t                     count;
};

struct match_sort {
    int64_t  name;
    uint32_t kind;
    bool     descending;
};

/* Makes two functions known to a connection, which find.c uses in SQL:
 *   term_match(terms, pointer to struct match)      1 or 0
 *   term_sort(terms, pointer to struct match_sort)  a value, or NULL
 */
bool match_register(sqlite3 *handle);

/* The types of those pointers, for sqlite3_bind_pointer(). */
#define MATCH_POINTER "hilum match"
#define SORT_POINTER "hilum sort"

#endif
