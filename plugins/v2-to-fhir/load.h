/* load.h -- reading the text form of the maps, word by word. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LOAD_H
#define LOAD_H

#include "pool.h"

#include <hilum/plugin.h>

/* What is being loaded.  The first mistake is kept as the call's blame, with file and
 * line; everything after it does nothing and answers false or NULL. */
struct load {
    struct hilum_call *call;
    struct pool       *pool;
    char               file[128]; /* below schemas/ */
    int                number;    /* of the line at hand */
    struct hilum_view  rest;      /* of the file */
    bool               failed;
};

/* Begins a file below schemas/maps/v2-to-fhir/. */
bool load_file(struct load *, const char *name);

/* The next line that says something: no comment, not blank.  False: no more. */
bool load_line(struct load *, struct hilum_view *line);

/* The next word of a line, or one in quotes, without them; quotes in a word, as in
 * extension("http://..."), belong to it.  False: no more. */
bool load_word(struct hilum_view *line, struct hilum_view *word);

/* Skips blanks at both ends. */
struct hilum_view load_trim(struct hilum_view);

/* Records a mistake at the line at hand; always false. */
HILUM_PRINTF(2)
bool load_fail(struct load *, const char *fmt, ...);

/* Zeroed memory for the life of the instance; NULL is a mistake of the load. */
void *load_get(struct load *, size_t size);
#define LOAD_NEW(load, type) ((type *)load_get(load, sizeof(type)))
#define LOAD_MANY(load, n, type) ((type *)load_get(load, (size_t)(n) * sizeof(type)))

/* For messages: a view as printf's %.*s takes it. */
#define VIEW_ARG(v) (int)((v).len < 200 ? (v).len : 200), (v).ptr

#endif /* LOAD_H */
