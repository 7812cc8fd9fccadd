/* er7_charset.c -- makes every text of a decoded message UTF-8. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_charset.h"

#include "charset.h"
#include "er7_escape.h"

/* The first repetition of MSH-18; MSH is the node after the root. */
static struct hilum_view msh_18(const struct hilum_builder *b)
{
    const struct hilum_node *n = hilum_child(&b->nodes[1], 18);

    if (!n || !(n->flags & HILUM_NODE_VALUE))
        return HILUM_VIEW("");
    if (n->flags & HILUM_NODE_BORROWED)
        return (struct hilum_view){ b->source.ptr + n->text, n->length };
    return (struct hilum_view){ b->heap + n->text, n->length };
}

/* What stands in the message for a leaf whose text is in the heap. */
static struct hilum_view raw_leaf(const struct hilum_builder  *b,
                                  const struct hilum_node     *n,
                                  const struct er7_delimiters *d)
{
    struct hilum_view raw  = { b->source.ptr + n->place, 0 };
    size_t            most = b->source.len - n->place;

    while (raw.len < most && !er7_delimiters_separate(d, raw.ptr[raw.len]) &&
           raw.ptr[raw.len] != '\r' && raw.ptr[raw.len] != '\n')
        raw.len++;
    return raw;
}

/* Gives a node that holds such bytes a text of its own in UTF-8.  Where it had
 * escape sequences it is decoded anew: afterwards nobody knows which bytes were
 * theirs. */
static bool widen(struct hilum_builder *b, uint32_t node, const struct er7_delimiters *d)
{
    struct hilum_node *n       = &b->nodes[node];
    bool               escaped = !(n->flags & HILUM_NODE_BORROWED);
    struct hilum_view  raw     = { b->source.ptr + n->text, n->length };
    size_t             length;
    char              *to;

    if (!(n->flags & HILUM_NODE_VALUE))
        return true;
    if (escaped)
        raw = raw_leaf(b, n, d);
    if (charset_ascii(raw))
        return true;
    to = hilum_build_heap(b, 4 * raw.len);
    if (!to)
        return false;
    length = charset_widen(raw, to);
    if (escaped) {
        memmove(to + 2 * raw.len, to, length);
        length =
            er7_escape_decode(d, (struct hilum_view){ to + 2 * raw.len, length }, to);
    }
    n         = &b->nodes[node]; /* growing may have moved it */
    n->text   = b->used;
    n->length = (uint32_t)length;
    n->flags &= ~(uint32_t)HILUM_NODE_BORROWED;
    b->used += n->length;
    return true;
}

enum hilum_verdict er7_charset_settle(struct hilum_call *call, struct hilum_builder *b,
                                      const struct er7_delimiters *d,
                                      struct hilum_view            message)
{
    enum charset is    = charset_named(msh_18(b));
    bool         valid = charset_valid(message) == message.len;

    if (is == CHARSET_OTHER)
        return hilum_blame(call, HILUM_REJECT, "MSH-18",
                           "this character set is not supported in this version");
    if (is == CHARSET_UTF_8 && !valid)
        return hilum_blame(call, HILUM_REJECT, "MSH-18",
                           "the message says that it is UTF-8, but it is not");
    if (valid && is != CHARSET_LATIN_1)
        return HILUM_OK;
    for (uint32_t i = 0; i < b->count; i++)
        if (!widen(b, i, d))
            return hilum_blame(call, HILUM_REJECT, "",
                               "the message is too large to convert");
    return HILUM_OK;
}
