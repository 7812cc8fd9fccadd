/* problem.c -- what is wrong, where, and how to mend it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "base/problem.h"

#include "base/limits.h"
#include "base/utf8.h"

void problems_vadd(struct problems *all, const struct problem *at, const char *fmt,
                   va_list ap)
{
    struct problem *p;

    if (!at->warning)
        all->errors++;
    if (all->count == LIMIT_PROBLEMS)
        return;
    if (!all->list)
        all->list = arena_alloc(all->arena, LIMIT_PROBLEMS * sizeof *all->list);
    if (!all->list)
        return;
    p  = &all->list[all->count];
    *p = *at;
    if (at->file)
        p->file = arena_text(all->arena, at->file, strlen(at->file));
    if (at->line_text)
        p->line_text = arena_text(all->arena, at->line_text, strlen(at->line_text));
    p->what = arena_vprintf(all->arena, fmt, ap);
    if (p->what)
        all->count++;
}

void problems_add(struct problems *all, const struct problem *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    problems_vadd(all, at, fmt, ap);
    va_end(ap);
}

void problem_print(FILE *to, const struct problem *p, bool colour)
{
    const char       *bold = colour ? "\033[1m" : "";
    const char       *red  = colour ? (p->warning ? "\033[1;35m" : "\033[1;31m") : "";
    const char       *off  = colour ? "\033[0m" : "";
    struct hilum_view at;

    fprintf(to, "%s%s:", bold, p->file ? p->file : "?");
    if (p->line)
        fprintf(to, "%zu:%zu:", p->line, p->column);
    fprintf(to, "%s %s%s:%s %s\n", off, red, p->warning ? "warning" : "error", off,
            p->what);
    if (!p->line_text || !p->line)
        return;
    fprintf(to, "%5zu | %s\n      | ", p->line, p->line_text);
    at = hilum_view(p->line_text);
    for (size_t i = 1; i < p->column && at.len; i++) {
        size_t len = utf8_step(at);

        fputc(*at.ptr == '\t' ? '\t' : ' ', to);
        at = (struct hilum_view){ at.ptr + len, at.len - len };
    }
    fprintf(to, "%s^%s\n", red, off);
}

/* The edit distance (insert, delete, replace, swap of neighbours) of two short
 * words; at least 99 where one is too long to be a slip of the other. */
static size_t distance(struct hilum_view a, struct hilum_view b)
{
    enum { MOST = 48 };
    size_t rows[3][MOST + 1];

    if (a.len > MOST || b.len > MOST)
        return 99;
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *older = rows[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t best = last[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);

            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
                a.ptr[i - 2] == b.ptr[j - 1] && older[j - 2] + 1 < best)
                best = older[j - 2] + 1;
            now[j] = best;
        }
    }
    return rows[a.len % 3][b.len];
}

const char *problem_nearest(struct hilum_view word, const char *const *words)
{
    const char *best  = NULL;
    size_t      least = word.len < 4 ? 2 : word.len / 3 + 2;

    for (; words && *words; words++) {
        size_t d = distance(word, hilum_view(*words));

        if (d < least) {
            least = d;
            best  = *words;
        }
    }
    return best;
}
