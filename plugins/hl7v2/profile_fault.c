/* profile_fault.c -- what is wrong in a profile's file, where, and how to mend it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "profile_read.h"

#include <stdio.h>

enum { WORD_ROOM = 32, COLUMNS_OF_PLACE = 1024 };

bool profile_fault(struct profile_reader *r, const struct hilum_node *n, const char *fmt,
                   ...)
{
    char    where[160], why[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(why, sizeof why, fmt, ap);
    va_end(ap);
    snprintf(where, sizeof where, "%s:%u:%u", r->profile->path,
             (unsigned)(n->place / COLUMNS_OF_PLACE),
             (unsigned)(n->place % COLUMNS_OF_PLACE));
    hilum_blame(r->call, HILUM_FAIL, where, "%s", why);
    return false;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters must be changed, added, left out or swapped with the next to come
 * from a to b. */
static size_t distance(struct hilum_view a, const char *b)
{
    size_t row[3][WORD_ROOM], width = strlen(b);

    if (a.len >= WORD_ROOM || width >= WORD_ROOM)
        return WORD_ROOM;
    for (size_t j = 0; j <= width; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t       *to = row[i % 3];
        const size_t *up = row[(i - 1) % 3], *far = row[(i + 1) % 3];

        to[0] = i;
        for (size_t j = 1; j <= width; j++) {
            to[j] = least(up[j - 1] + (a.ptr[i - 1] != b[j - 1]),
                          least(up[j], to[j - 1]) + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b[j - 2] && a.ptr[i - 2] == b[j - 1])
                to[j] = least(to[j], far[j - 2] + 1);
        }
    }
    return row[a.len % 3][width];
}

/* A word of four letters may differ in one. */
struct profile_hint profile_hint(struct hilum_view word, const char *const *words)
{
    struct profile_hint hint = { "" };
    size_t              best = word.len > 4 ? 3 : 2;

    for (; *words; words++) {
        size_t d = distance(word, *words);

        if (d >= best)
            continue;
        best = d;
        snprintf(hint.text, sizeof hint.text, "; did you mean %s?", *words);
    }
    return hint;
}

bool profile_map(struct profile_reader *r, const struct hilum_node *n)
{
    bool wrong = hilum_leaf(n) && !(n->flags & HILUM_NODE_NULL) && n->length;

    hilum_each(child, n) wrong = wrong || child->flags & HILUM_NODE_LIST;
    return !wrong || profile_fault(r, n,
                                   "there must be a map here (`word: value`), neither a "
                                   "list nor a text");
}

bool profile_words(struct profile_reader *r, const struct hilum_node *n,
                   const char *const *words)
{
    if (!profile_map(r, n))
        return false;
    hilum_each(child, n)
    {
        struct hilum_view   key  = profile_key(r->call, child);
        struct profile_hint hint = profile_hint(key, words);
        size_t              i    = 0;

        while (words[i] && !hilum_is(key, words[i]))
            i++;
        if (!words[i])
            return profile_fault(r, child, "the word %.*s is not known here%s",
                                 (int)key.len, key.ptr, hint.text);
    }
    return true;
}

bool profile_number(struct profile_reader *r, const struct hilum_node *n, uint32_t most,
                    bool many, uint32_t *out)
{
    struct hilum_view text   = hilum_text(r->profile->doc, n);
    uint32_t          number = columns_number(text);

    *out = number;
    if (many && hilum_is(text, "*")) {
        *out = 0;
        return true;
    }
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            number = UINT32_MAX;
    if (text.len == 0 || text.len > 6 || number > most)
        return profile_fault(r, n, "there must be a number here, at most %u%s",
                             (unsigned)most, many ? ", or \"*\"" : "");
    return true;
}

bool profile_truth(struct profile_reader *r, const struct hilum_node *n, bool *out)
{
    struct hilum_view text = hilum_text(r->profile->doc, n);

    *out = hilum_is(text, "true");
    return *out || hilum_is(text, "false") ||
           profile_fault(r, n, "there must be true or false here");
}
