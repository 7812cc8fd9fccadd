/* tally.c -- how many messages of each pipeline have which status. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/tally.h"

#include "journal/journal.h"

#include <stdlib.h>

struct tally_line {
    int64_t change[JOURNAL_STATUSES];
};

bool tally_init(struct tally *t, struct db *db)
{
    *t = (struct tally){
        .add = db_prepare(db, "INSERT INTO tally VALUES(?1, ?2, ?3) ON CONFLICT"
                              " DO UPDATE SET messages = messages + ?3"),
    };
    return t->add != NULL;
}

void tally_free(struct tally *t)
{
    struct tally_line *line;
    size_t             at = 0;

    for (line = table_next(&t->lines, &at, NULL); line;
         line = table_next(&t->lines, &at, NULL))
        free(line);
    table_free(&t->lines);
}

static void write_change(struct tally *t, struct hilum_view pipeline, int status,
                         int64_t change)
{
    if (status == TALLY_NOWHERE || change == 0)
        return;
    db_set_text(t->add, 1, pipeline);
    db_set_int(t->add, 2, status);
    db_set_int(t->add, 3, change);
    db_run(t->add);
}

/* The line of a pipeline, made when first asked for; NULL if memory is out. */
static struct tally_line *line_of(struct tally *t, struct hilum_view pipeline)
{
    struct tally_line *line = table_get(&t->lines, pipeline);

    if (line)
        return line;
    line = calloc(1, sizeof *line);
    if (line && !table_set(&t->lines, pipeline, line)) {
        free(line);
        line = NULL;
    }
    return line;
}

void tally_move(struct tally *t, struct hilum_view pipeline, int from, int to,
                int64_t count)
{
    struct tally_line *line = line_of(t, pipeline);

    if (!line) {
        write_change(t, pipeline, from, -count);
        write_change(t, pipeline, to, count);
        return;
    }
    if (from != TALLY_NOWHERE)
        line->change[from] -= count;
    if (to != TALLY_NOWHERE)
        line->change[to] += count;
}

void tally_write(struct tally *t)
{
    struct hilum_view  pipeline;
    struct tally_line *line;
    size_t             at = 0;

    for (line = table_next(&t->lines, &at, &pipeline); line;
         line = table_next(&t->lines, &at, &pipeline))
        for (int i = 0; i < JOURNAL_STATUSES; i++) {
            write_change(t, pipeline, i, line->change[i]);
            line->change[i] = 0;
        }
}

void tally_forget(struct tally *t)
{
    struct tally_line *line;
    size_t             at = 0;

    for (line = table_next(&t->lines, &at, NULL); line;
         line = table_next(&t->lines, &at, NULL))
        *line = (struct tally_line){ .change = { 0 } };
}
