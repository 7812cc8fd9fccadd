/* er7_message.c -- a message as a document: its character set, its text, its root. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_message.h"

#include "er7_decode.h"
#include "er7_encode.h"

enum {
    MSH_2  = 3,  /* its node */
    MSH_18 = 18, /* a field */
    WIDEST = 64, /* bytes of MSH-2 in wide characters */
};

/* ---- Converted ------------------------------------------------------------ */

bool er7_message_keep(struct hilum_builder *b, struct hilum_view text)
{
    char    *to   = hilum_build_heap(b, text.len);
    uint32_t from = b->used;

    if (!to)
        return false;
    memcpy(to, text.ptr, text.len);
    b->used += (uint32_t)text.len;
    for (uint32_t i = 0; i < b->count; i++) {
        if (!(b->nodes[i].flags & HILUM_NODE_BORROWED))
            continue;
        b->nodes[i].flags &= ~(uint32_t)HILUM_NODE_BORROWED;
        b->nodes[i].text += from;
    }
    return true;
}

/* What was written for MSH-2 says in which wide characters a message has come. */
static bool keep_width(struct hilum_builder *b, const struct er7_written *w)
{
    struct hilum_node  *n = &b->nodes[MSH_2];
    char                room[WIDEST], text[WIDEST];
    struct hilum_buffer raw = { .ptr = room, .room = sizeof room };
    struct hilum_view   v   = { text, n->length };
    char               *to;
    uint32_t            length;

    if (n->length > WIDEST / 4)
        return false;
    memcpy(text, b->heap + n->text, n->length);
    charset_write(&w->feed->sets, w->base, v, &raw);
    length = (uint32_t)raw.len;
    to     = hilum_build_heap(b, v.len + sizeof length + raw.len);
    if (!to)
        return false;
    n = &b->nodes[MSH_2];
    memcpy(to, v.ptr, v.len);
    memcpy(to + v.len, &length, sizeof length);
    memcpy(to + v.len + sizeof length, raw.ptr, raw.len);
    n->text = b->used;
    n->flags |= HILUM_NODE_RAW;
    b->used += (uint32_t)(v.len + sizeof length + raw.len);
    return true;
}

/* Reads a message after it has been converted. */
static enum hilum_verdict read_converted(struct er7_reader *r,
                                         struct dictionary *dictionary,
                                         struct hilum_call *call, struct hilum_view bytes)
{
    struct hilum_builder *b       = r->builder;
    struct er7_written   *w       = r->written;
    struct hilum_buffer  *text    = hilum_buffer(call);
    struct er7_bad        bad     = { 0 };
    bool                  high    = false;
    char                  escape  = r->delimiters.escape;
    enum hilum_verdict    verdict = HILUM_REJECT;

    if (!text)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    er7_written_read(w, escape, bytes, text, &bad);
    if (text->failed || text->len > HILUM_MOST_TEXT)
        return er7_reader_blame(r, call);
    b->count = b->used = 0;
    b->failed          = false;
    *r                 = (struct er7_reader){ .builder = b, .written = w };
    verdict = er7_decode_text(r, dictionary, call, hilum_buffer_view(text), &high);
    if (verdict == HILUM_RETRY)
        return verdict;
    if (verdict != HILUM_OK)
        return er7_reader_blame(r, call);
    if (!er7_message_keep(b, hilum_buffer_view(text)) ||
        (charset_unit(w->base) > 1 && !keep_width(b, w)))
        return er7_reader_blame(r, call);
    er7_written_report(w, call, b->nodes, &bad);
    return HILUM_OK;
}

/* ---- The message ---------------------------------------------------------- */

/* Whether it is to be converted, seen from a first reading. */
static bool must_convert(struct er7_reader *r, struct hilum_call *call,
                         struct hilum_view bytes, bool good)
{
    static const struct er7_bad none;

    if (!r->delimiters.field)
        return false;
    if (er7_written_decide(r->written, r->delimiters.escape, bytes))
        return true;
    if (good && r->written->base == CHARSET_UTF_8)
        er7_written_report(r->written, call, r->builder->nodes, &none);
    return false;
}

/* The root's text is the message as it came, without an MLLP frame around it. */
static enum hilum_verdict finish(struct hilum_builder *b, const struct er7_written *w,
                                 struct hilum_view bytes)
{
    bool   wide = charset_unit(w->base) > 1;
    size_t from = bytes.len && bytes.ptr[0] == '\v';
    size_t end  = wide ? bytes.len : er7_decode_end(bytes);

    b->nodes[0].text   = (uint32_t)from;
    b->nodes[0].length = (uint32_t)(end - from);
    b->nodes[0].flags  = HILUM_NODE_VALUE | HILUM_NODE_BORROWED;
    return HILUM_OK;
}

enum hilum_verdict er7_message_decode(struct dictionary *dictionary,
                                      struct er7_feed *feed, struct hilum_call *call,
                                      struct hilum_view bytes, struct hilum_builder *b)
{
    struct er7_written w    = { .feed = feed, .bytes = bytes };
    struct er7_reader  r    = { .builder = b, .written = &w };
    bool               high = false;
    enum hilum_verdict verdict;

    if (bytes.len > HILUM_MOST_TEXT)
        return hilum_blame(call, HILUM_REJECT, "", "the message is larger than 1 GB");
    if (er7_written_wide(&w, bytes)) {
        er7_written_delimiters(bytes, &r.delimiters, &r.fault);
        verdict = read_converted(&r, dictionary, call, bytes);
        return verdict == HILUM_OK ? finish(b, &w, bytes) : verdict;
    }
    w.delimiters = &r.delimiters;
    w.at         = er7_delimiters_start(bytes);
    verdict      = er7_decode_text(&r, dictionary, call, bytes, &high);
    if (verdict == HILUM_RETRY)
        return verdict;
    if ((verdict != HILUM_OK || high || memchr(bytes.ptr, ISO2022_ESC, bytes.len)) &&
        must_convert(&r, call, bytes, verdict == HILUM_OK))
        verdict = read_converted(&r, dictionary, call, bytes);
    else if (verdict != HILUM_OK)
        return er7_reader_blame(&r, call);
    return verdict == HILUM_OK ? finish(b, &w, bytes) : verdict;
}

/* ---- Writing -------------------------------------------------------------- */

/* Whether the root's text is a message in ER7, and not in another syntax. */
static bool came_as_er7(struct hilum_view text)
{
    struct er7_written w  = { 0 };
    size_t             at = er7_delimiters_start(text);

    return (text.len - at > 3 && memcmp(text.ptr + at, "MSH", 3) == 0) ||
           er7_written_wide(&w, text);
}

/* A message with one more repetition of MSH-18; false: it has none yet. */
static bool name_utf_8(struct hilum_view text, struct hilum_buffer *out)
{
    struct er7_delimiters d;
    struct er7_fault      fault;
    struct hilum_view     field[MSH_18 + 1];
    size_t                end;

    if (!er7_delimiters_read(&d, text, &fault) || !d.repetition)
        return false;
    er7_delimiters_fields(&d, text, field, MSH_18 + 1);
    if (field[MSH_18].len == 0)
        return false;
    end = (size_t)(field[MSH_18].ptr - text.ptr) + field[MSH_18].len;
    hilum_put(out, text.ptr, end);
    hilum_put_byte(out, d.repetition);
    hilum_put_text(out, charset_name(CHARSET_UTF_8));
    hilum_put(out, text.ptr + end, text.len - end);
    return true;
}

static bool names(const struct er7_written *w, enum charset set)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->named[i] == set)
            return true;
    return false;
}

/* What was written from byte `from` on, in UTF-8, becomes what it is to be in. */
static enum hilum_verdict convert(const struct er7_written *w, struct hilum_call *call,
                                  struct hilum_doc doc, bool whole,
                                  struct hilum_buffer *out, size_t from)
{
    struct hilum_buffer     *text     = hilum_buffer(call), *named;
    const struct hilum_node *msh      = hilum_child(hilum_root(doc), HILUM_NAME("MSH"));
    const struct hilum_node *n        = msh ? hilum_child(msh, 2) : NULL;
    struct hilum_view        encoding = n ? hilum_text(doc, n) : HILUM_VIEW("");
    char                     escape   = encoding.len > 2 ? encoding.ptr[2] : '\\';
    size_t                   missing;

    if (!text)
        return hilum_blame(call, HILUM_RETRY, "", "out of memory");
    hilum_put(text, out->ptr + from, out->len - from);
    out->len = from;
    missing  = er7_written_put(w, escape, hilum_buffer_view(text), out);
    named    = missing && whole && !names(w, CHARSET_UTF_8) ? hilum_buffer(call) : NULL;
    if (named && name_utf_8(hilum_buffer_view(text), named)) {
        out->len = from;
        er7_written_put(w, escape, hilum_buffer_view(named), out);
    }
    if (text->failed || out->failed)
        return hilum_blame(call, HILUM_REJECT, "",
                           "the message is too large to be written");
    if (missing)
        hilum_report(call, HILUM_WARNING, "MSH-18", "charset",
                     "%zu characters that %s does not have are written as UTF-8 in "
                     "escape sequences",
                     missing, charset_name(w->base));
    return HILUM_OK;
}

enum hilum_verdict er7_message_encode(struct er7_feed *feed, struct hilum_call *call,
                                      struct hilum_doc doc, const struct hilum_node *node,
                                      struct hilum_buffer *out)
{
    struct er7_written w;
    size_t             from  = out->len;
    bool               whole = node == hilum_root(doc);
    enum hilum_verdict verdict;

    if (whole && node->flags & HILUM_NODE_BORROWED &&
        came_as_er7(hilum_text(doc, node))) {
        hilum_put_view(out, hilum_text(doc, node));
        return HILUM_OK;
    }
    verdict = er7_encode(call, doc, node, out);
    if (verdict != HILUM_OK)
        return verdict;
    er7_written_as(&w, feed, doc);
    w.mark &= whole;
    if (w.base == CHARSET_UTF_8 && !w.switched)
        return HILUM_OK;
    if (charset_unit(w.base) == 1 &&
        charset_ascii((struct hilum_view){ out->ptr + from, out->len - from }) ==
            out->len - from)
        return HILUM_OK;
    return convert(&w, call, doc, whole, out, from);
}
