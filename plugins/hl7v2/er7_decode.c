/* er7_decode.c -- reads the text of a message, in UTF-8, into nodes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_decode.h"

#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

/* What kind of part is being read. */
enum level { SEGMENT_NAME, FIELD, COMPONENT, SUBCOMPONENT };

/* A part that others are read in. */
struct whole {
    uint32_t       node, nth;
    struct members parts; /* those that it is one of */
};

/* Where reading stands.  This is what every separator changes: it has to stay in
 * registers, so only functions that are certainly inline are given its address.  Others
 * have the reader's copy of what they need; see leave() and come_back(). */
struct place {
    struct hilum_node *nodes;
    uint32_t           count; /* of the nodes */
    uint32_t           token; /* where the part being read begins */
    uint32_t           nth;   /* its number, from 1 */
    enum level         level;
    bool               odd;
    struct members     parts;            /* the standard's words on it and its siblings */
    struct whole       field, component; /* what it is in */
};

INLINE void leave(struct er7_reader *r, const struct place *p)
{
    r->count = p->count;
    r->token = p->token;
    r->odd   = p->odd;
}

INLINE void come_back(struct place *p, const struct er7_reader *r)
{
    p->nodes = r->nodes;
    p->count = r->count;
    p->odd   = r->odd;
}

/* ---- Parts ------------------------------------------------------------------ */

/* What the standard says of the part being read. */
INLINE const struct dictionary_member *part_member(struct er7_reader  *r,
                                                   const struct place *p)
{
    const struct dictionary_member *m = member(p->parts, p->nth);

    if (RARELY(m->type == r->varies) && p->level == FIELD) {
        leave(r, p);
        return er7_reader_varied(r);
    }
    return m;
}

/* Stored word by word: to gather them in a vector first, as compilers would, takes a
 * sixth longer. */
INLINE void put_node(struct place *p, uint32_t type, uint32_t end)
{
    volatile struct hilum_node *n = &p->nodes[p->count];

    n->name   = p->nth;
    n->type   = type;
    n->text   = p->token;
    n->length = end - p->token;
    n->span   = 1;
    n->place  = p->token;
    n->flags  = READER_TEXT;
}

/* The part that ends here, where it is not empty: the node is written either way, and
 * counts or does not. */
INLINE void leaf(struct er7_reader *r, struct place *p, uint32_t end)
{
    put_node(p, part_member(r, p)->type, end);
    if (RARELY(p->odd)) {
        leave(r, p);
        er7_reader_odd(r, end);
        come_back(p, r);
    }
    p->count += end != p->token;
}

/* The part being read has parts of its own, and this is the first. */
INLINE struct whole descend(struct er7_reader *r, struct place *p)
{
    const struct dictionary_member *m = part_member(r, p);
    struct whole                    w = { p->count, p->nth, p->parts };

    put_node(p, m->type, p->token);
    p->count++;
    p->nth   = 1;
    p->parts = members_of(r, &r->version->group[m->group]);
    p->level++;
    return w;
}

/* All parts of a whole have been read.  Where these are all empty, so is the whole;
 * where it has a first part only, such as `A^`, it is a leaf after all: separators at
 * the end say nothing. */
INLINE void ascend(struct er7_reader *r, struct place *p, struct whole w, uint32_t end)
{
    struct hilum_node *n    = &p->nodes[w.node];
    uint32_t           span = p->count - w.node;

    if (RARELY(p->nth > READER_MOST))
        er7_reader_refuse(r, "",
                          p->level == COMPONENT
                              ? "a field has more than 65535 components"
                              : "a component has more than 65535 subcomponents");
    if (RARELY(span == 1)) {
        p->count--;
    } else if (RARELY(span == 2 && n[1].name == 1)) {
        n->text   = n[1].text;
        n->length = n[1].length;
        n->flags  = n[1].flags;
        p->count--;
    } else {
        n->span   = span;
        n->length = end - n->text;
    }
    p->nth   = w.nth;
    p->parts = w.parts;
    p->level--;
}

/* Ends one repetition, at any separator above a component.  False: it was empty. */
INLINE bool end_repetition(struct er7_reader *r, struct place *p, uint32_t end)
{
    uint32_t first = p->level == FIELD ? p->count : p->field.node;

    leaf(r, p, end);
    if (p->level != FIELD) {
        if (p->level == SUBCOMPONENT)
            ascend(r, p, p->component, end);
        ascend(r, p, p->field, end);
    }
    if (RARELY(r->skipped) && p->count > first) {
        leave(r, p);
        er7_reader_skipped(r, first);
        come_back(p, r);
    }
    return p->count > first;
}

/* ---- Segments --------------------------------------------------------------- */

static bool is_name(const char *s)
{
    for (int i = 0; i < 3; i++)
        if (!(s[i] >= 'A' && s[i] <= 'Z') && !(i > 0 && s[i] >= '0' && s[i] <= '9'))
            return false;
    return true;
}

static bool begin_segment(struct er7_reader *r, uint32_t end)
{
    const char *s = r->text + r->token;
    uint32_t    name;

    r->nth_segment++;
    if (end - r->token != 3 || !is_name(s))
        return er7_reader_refuse(
            r, "", "a segment begins with a name of three letters or digits");
    name = hilum_name(s, 3);
    if (name == HILUM_NAME("MSH") || name == HILUM_NAME("BHS") ||
        name == HILUM_NAME("FHS"))
        return er7_reader_refuse(r, "", "a message or batch begins inside the message");
    if (name != r->known)
        er7_reader_know(r, name);
    r->segment = open_node(r, name, r->segment_type, r->token);
    return true;
}

static bool blank(const char *s, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (s[i] != ' ' && s[i] != '\t')
            return false;
    return true;
}

/* A segment that is its name alone, or nothing at all. */
static void bare_segment(struct er7_reader *r, uint32_t end)
{
    if (!blank(r->text + r->token, end - r->token) && begin_segment(r, end))
        r->nodes[r->segment].flags = 0;
}

/* Its fields have been read. */
static void end_segment(struct er7_reader *r, uint32_t nth, uint32_t end)
{
    close_node(r, r->segment, end);
    if (r->nodes[r->segment].span == 1)
        r->nodes[r->segment].flags = 0;
    if (nth > READER_MOST)
        er7_reader_refuse(r, "", "a segment has more than 65535 fields");
    r->skipped = 0;
}

/* ---- Separators ------------------------------------------------------------- */

/* The separators may be several: what is between them is empty. */
INLINE void at_field(struct er7_reader *r, struct place *p, uint32_t end, uint32_t run)
{
    if (RARELY(p->level == SEGMENT_NAME)) {
        leave(r, p);
        if (begin_segment(r, end)) {
            p->level = FIELD;
            p->nth   = 0;
            p->parts = r->fields;
        }
        come_back(p, r);
    } else {
        end_repetition(r, p, end);
        r->skipped = 0;
    }
    p->nth += run;
    p->token = end + run;
}

INLINE void at_component(struct er7_reader *r, struct place *p, uint32_t end,
                         uint32_t run)
{
    if (p->level == FIELD)
        p->field = descend(r, p);
    leaf(r, p, end);
    if (RARELY(p->level == SUBCOMPONENT))
        ascend(r, p, p->component, end);
    p->nth += run;
    p->token = end + run;
}

INLINE void at_subcomponent(struct er7_reader *r, struct place *p, uint32_t end)
{
    if (p->level == FIELD)
        p->field = descend(r, p);
    if (p->level == COMPONENT)
        p->component = descend(r, p);
    leaf(r, p, end);
    p->nth++;
    p->token = end + 1;
}

/* What ends here may have been empty. */
INLINE void at_repetition(struct er7_reader *r, struct place *p, uint32_t end)
{
    if (!end_repetition(r, p, end) && ++r->skipped > READER_MOST)
        er7_reader_refuse(r, "", "a field has more than 65535 empty repetitions");
    p->token = end + 1;
}

INLINE void at_segment(struct er7_reader *r, struct place *p, uint32_t end)
{
    if (p->level != SEGMENT_NAME)
        end_repetition(r, p, end);
    leave(r, p);
    if (p->level == SEGMENT_NAME)
        bare_segment(r, end);
    else
        end_segment(r, p->nth, end);
    come_back(p, r);
    p->level = SEGMENT_NAME;
    p->token = end + 1;
}

INLINE void at_other(struct er7_reader *r, struct place *p, uint32_t end)
{
    char c = r->text[end];

    if (c == r->delimiters.subcomponent && p->level != SEGMENT_NAME) {
        at_subcomponent(r, p, end);
    } else if (c == '\r' || c == '\n') {
        at_segment(r, p, end);
    } else if (p->level == SEGMENT_NAME) {
        leave(r, p);
        begin_segment(r, end + 1); /* says what is wrong with the name */
    } else if (c == r->delimiters.repetition) {
        at_repetition(r, p, end);
    } else {
        p->odd = true;
    }
}

/* Separators of one kind that follow each other at once have nothing between them, and
 * are taken in one step: the first of each such run is what counts. */
INLINE uint64_t first_ones(struct er7_bits bits)
{
    return bits.all & ~(bits.fields & bits.fields << 1) &
           ~(bits.components & bits.components << 1);
}

/* Room for the nodes of one block. */
INLINE bool spare(struct er7_reader *r, struct place *p)
{
    if (r->room - p->count >= READER_SPARE)
        return true;
    leave(r, p);
    if (!er7_reader_room(r, READER_SPARE))
        return false;
    come_back(p, r);
    return true;
}

INLINE void read_block(struct er7_reader *r, struct place *p, struct er7_bits bits,
                       uint32_t block)
{
    for (uint64_t left = first_ones(bits); left; left &= left - 1) {
        uint32_t at = er7_scan_lowest(left), end = block + at;

        if (bits.fields >> at & 1)
            at_field(r, p, end, er7_scan_run(bits.fields, at));
        else if ((bits.components >> at & 1) && p->level != SEGMENT_NAME)
            at_component(r, p, end, er7_scan_run(bits.components, at));
        else
            at_other(r, p, end);
    }
}

static bool read_segments(struct er7_reader *r, uint32_t from, uint32_t length,
                          bool *high)
{
    struct er7_bits bits[ER7_CHUNK];
    struct er7_scan scan;
    struct place    p = { .nodes = r->nodes,
                          .count = r->count,
                          .token = from,
                          .nth   = 3,
                          .level = FIELD,
                          .parts = r->fields };

    er7_scan_begin(&scan, &r->delimiters);
    while (from < length) {
        size_t blocks = er7_scan_read(&scan, r->text + from, length - from, bits);

        for (size_t i = 0; i < blocks; i++, from += ER7_BLOCK) {
            if (!spare(r, &p))
                return false;
            read_block(r, &p, bits[i], from);
            if (r->fault.reason)
                return false;
        }
    }
    if (!spare(r, &p))
        return false;
    at_segment(r, &p, length);
    *high = scan.high;
    if (r->nodes[1].span == 3)
        er7_reader_refuse(r, "MSH", "the segment holds nothing but its separators");
    return !r->fault.reason;
}

/* ---- The message ------------------------------------------------------------ */

/* MSH-1 and MSH-2 are read by rules of their own.  Gives where MSH-3 begins, or
 * 0 where there is none. */
static uint32_t read_head(struct er7_reader *r, struct hilum_view bytes, uint32_t at)
{
    uint32_t end = at + 4;
    uint32_t id  = hilum_name("MSH", 3);

    while (end < bytes.len && bytes.ptr[end] != r->delimiters.field &&
           bytes.ptr[end] != '\r' && bytes.ptr[end] != '\n')
        end++;
    if (end == bytes.len || bytes.ptr[end] != r->delimiters.field) {
        er7_reader_refuse(r, "MSH", "the segment holds nothing but its separators");
        return 0;
    }
    open_node(r, hilum_name(ER7_MESSAGE.ptr, ER7_MESSAGE.len), 0, at);
    er7_reader_know(r, id);
    r->segment     = open_node(r, id, id, at);
    r->nth_segment = 1;
    for (uint32_t nth = 1; nth <= 2; nth++) {
        open_node(r, nth, member(r->fields, nth)->type, at + 2 + nth);
        close_node(r, r->count - 1, nth == 1 ? at + 4 : end);
    }
    return end + 1;
}

size_t er7_decode_end(struct hilum_view bytes)
{
    size_t length = bytes.len;

    while (length && bytes.ptr[length - 1] == '\0')
        length--;
    if (length >= 2 && memcmp(bytes.ptr + length - 2, "\x1c\r", 2) == 0)
        return length - 2;
    return length && bytes.ptr[length - 1] == '\x1c' ? length - 1 : length;
}

/* MSH-12, to its first component. */
static struct hilum_view version_text(const struct er7_delimiters *d,
                                      struct hilum_view            msh)
{
    const char       *end  = msh.ptr + msh.len;
    struct hilum_view text = { msh.ptr, 0 };

    for (int n = 1; n < 12; n++) {
        text.ptr = memchr(text.ptr, d->field, (size_t)(end - text.ptr));
        if (!text.ptr)
            return HILUM_VIEW("");
        text.ptr++;
    }
    if (memchr(msh.ptr, '\r', (size_t)(text.ptr - msh.ptr)) ||
        memchr(msh.ptr, '\n', (size_t)(text.ptr - msh.ptr)))
        return HILUM_VIEW("");
    while (text.ptr + text.len < end && text.ptr[text.len] != '\r' &&
           text.ptr[text.len] != '\n' && !er7_delimiters_separate(d, text.ptr[text.len]))
        text.len++;
    return text;
}

enum hilum_verdict er7_decode_text(struct er7_reader *r, struct dictionary *dictionary,
                                   struct hilum_call *call, struct hilum_view text,
                                   bool *high)
{
    size_t            at = er7_delimiters_start(text);
    struct hilum_view msh;

    r->text  = text.ptr;
    text.len = er7_decode_end(text);
    if (at > text.len)
        at = text.len;
    msh = (struct hilum_view){ text.ptr + at, text.len - at };
    if (!er7_delimiters_read(&r->delimiters, msh, &r->fault))
        return HILUM_REJECT;
    r->version = dictionary_version(dictionary, call, version_text(&r->delimiters, msh));
    if (!r->version)
        return HILUM_RETRY;
    r->varies = HILUM_NAME("varies");
    r->obx    = HILUM_NAME("OBX");
    if (!er7_reader_room(r, READER_SPARE))
        return HILUM_REJECT;
    at = read_head(r, text, (uint32_t)at);
    if (at == 0 || !read_segments(r, (uint32_t)at, (uint32_t)text.len, high) ||
        r->builder->failed)
        return HILUM_REJECT;
    close_node(r, 0, (uint32_t)text.len);
    r->builder->count = r->count;
    return HILUM_OK;
}
