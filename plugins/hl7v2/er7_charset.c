/* er7_charset.c -- decides what a message is written in. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_charset.h"

#include "er7_where.h"

enum {
    MSH_18 = 18,  /* a field */
    HEAD   = 128, /* bytes that hold MSH-1 and MSH-2 */
    NAMES  = 440, /* bytes of all sets' names */
};

#define MARK_UTF_8 "\xef\xbb\xbf"

/* ---- The option ----------------------------------------------------------- */

static enum charset option_name(const struct er7_feed *f, struct hilum_view name)
{
    /* "~ISO IR87": what comes first is ASCII. */
    return name.len || f->fixed_count ? charset_named(name) : CHARSET_ASCII;
}

bool er7_feed_open(struct er7_feed *f, struct hilum_call *call, const char *names)
{
    char                room[NAMES];
    struct hilum_buffer all = { .ptr = room, .room = sizeof room };

    for (const char *at = names; *at;) {
        size_t       n   = strcspn(at, "~");
        enum charset set = option_name(f, (struct hilum_view){ at, n });

        if (set == CHARSET_UNKNOWN || f->fixed_count == ER7_CHARSETS) {
            charset_list(&all);
            hilum_blame(call, HILUM_FAIL, "charset",
                        "there is no such character set; there are %.*s", (int)all.len,
                        room);
            return false;
        }
        f->fixed[f->fixed_count++] = set;
        at += n + (at[n] == '~');
    }
    return true;
}

void er7_feed_close(struct er7_feed *f)
{
    charsets_close(&f->sets);
}

/* ---- The first bytes ------------------------------------------------------ */

bool er7_written_wide(struct er7_written *w, struct hilum_view bytes)
{
    static const struct {
        const char  *begin;
        size_t       length;
        enum charset is;
    } wide[] = {
        { "\xff\xfe\0\0", 4, CHARSET_UTF_32LE },
        { "\0\0\xfe\xff", 4, CHARSET_UTF_32BE },
        { "M\0\0\0S\0\0\0H\0\0\0", 12, CHARSET_UTF_32LE },
        { "\0\0\0M\0\0\0S\0\0\0H", 12, CHARSET_UTF_32BE },
        { "\xff\xfe", 2, CHARSET_UTF_16LE },
        { "\xfe\xff", 2, CHARSET_UTF_16BE },
        { "M\0S\0H\0", 6, CHARSET_UTF_16LE },
        { "\0M\0S\0H", 6, CHARSET_UTF_16BE },
    };

    if (bytes.len < 2 || (bytes.ptr[0] != '\0' && bytes.ptr[1] != '\0' &&
                          (unsigned char)bytes.ptr[0] < 0xfe))
        return false;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        if (bytes.len < wide[i].length ||
            memcmp(bytes.ptr, wide[i].begin, wide[i].length) != 0)
            continue;
        w->named[0] = w->base = wide[i].is;
        w->count              = 1;
        w->said               = true;
        return true;
    }
    return false;
}

/* Without the zeros and the mark the beginning is ASCII. */
bool er7_written_delimiters(struct hilum_view bytes, struct er7_delimiters *d,
                            struct er7_fault *fault)
{
    char              head[HEAD];
    struct hilum_view msh = { head, 0 };
    size_t            at;

    for (size_t i = 0; i < bytes.len && i < sizeof head; i++)
        if (bytes.ptr[i] != '\0' && (unsigned char)bytes.ptr[i] < 0xfe)
            head[msh.len++] = bytes.ptr[i];
    at = er7_delimiters_start(msh);
    return er7_delimiters_read(d, (struct hilum_view){ head + at, msh.len - at }, fault);
}

/* ---- What is said --------------------------------------------------------- */

/* All messages of a feed say the same, as a rule. */
static enum charset named(struct er7_feed *f, struct hilum_view name)
{
    if (name.len > sizeof f->last)
        return charset_named(name);
    if (f->last_length == 0 ||
        !hilum_same(name, (struct hilum_view){ f->last, f->last_length })) {
        f->last_is     = charset_named(name);
        f->last_length = name.len;
        memcpy(f->last, name.ptr, name.len);
    }
    return f->last_is;
}

static void add(struct er7_written *w, struct hilum_view name)
{
    enum charset set = name.len ? named(w->feed, name) : CHARSET_ASCII;

    if (set == CHARSET_UNKNOWN)
        w->unknown = true;
    else if (w->count < ER7_CHARSETS)
        w->named[w->count++] = set;
}

/* What follows from the names: the first is the base, and the others are switched to.
 * Where it is ASCII, bytes above that are of the second. */
static void settle(struct er7_written *w)
{
    w->said = true;
    w->base = w->count ? w->named[0] : CHARSET_ASCII;
    if (w->base == CHARSET_ASCII && w->count > 1)
        w->base = w->named[1];
    w->switched = w->count > 1 || charset_switched(w->base);
    w->open     = w->base == CHARSET_ASCII || w->base == CHARSET_UNICODE;
}

static void say_fixed(struct er7_written *w)
{
    memcpy(w->named, w->feed->fixed, sizeof w->named);
    w->count = w->feed->fixed_count;
    settle(w);
}

static void say_msh_18(struct er7_written *w)
{
    const struct er7_delimiters *d   = w->delimiters;
    struct hilum_view            msh = { w->bytes.ptr + w->at, w->bytes.len - w->at };
    struct hilum_view            field[MSH_18 + 1], names;
    size_t                       from = 0;

    er7_delimiters_fields(d, msh, field, MSH_18 + 1);
    names = field[MSH_18];
    for (size_t i = 0; i <= names.len && names.len; i++) {
        if (i < names.len && !(d->repetition && names.ptr[i] == d->repetition))
            continue;
        add(w,
            er7_delimiters_first(d, (struct hilum_view){ names.ptr + from, i - from }));
        from = i + 1;
    }
    settle(w);
}

void er7_written_say(struct er7_written *w)
{
    if (w->said)
        return;
    if (w->feed->fixed_count) {
        say_fixed(w);
    } else if (w->bytes.len > 3 && memcmp(w->bytes.ptr, MARK_UTF_8, 3) == 0) {
        add(w, hilum_view(charset_name(CHARSET_UTF_8)));
        settle(w);
    } else {
        say_msh_18(w);
    }
    /* The message is in single bytes, as its first ones have shown. */
    if (charset_unit(w->base) > 1) {
        w->base = CHARSET_UTF_8;
        w->open = true;
    }
}

/* ---- What the bytes say --------------------------------------------------- */

/* The first sequence of ISO 2022 that switches to something; NULL: none. */
static const struct iso2022_set *first_switch(struct hilum_view bytes)
{
    const char *end = bytes.ptr + bytes.len, *at = bytes.ptr;

    while (at < end) {
        const struct iso2022_set *set;
        const char               *esc = memchr(at, ISO2022_ESC, (size_t)(end - at));
        size_t                    used;

        if (!esc)
            break;
        at  = esc + 1;
        set = iso2022_set((struct hilum_view){ at, (size_t)(end - at) }, &used);
        if (set)
            return set;
    }
    return NULL;
}

bool er7_written_decide(struct er7_written *w, char escape, struct hilum_view message)
{
    bool                      high  = charset_ascii(message) < message.len;
    bool                      valid = !high || charset_valid(message) == message.len;
    const struct iso2022_set *first = NULL;

    er7_written_say(w);
    if (charset_unit(w->base) > 1)
        return true;
    if (w->open || w->switched)
        first = first_switch(message);
    if (!high && !first)
        return false;
    if (valid && !first && (w->open || w->switched || w->base == CHARSET_UTF_8)) {
        /* Some say ISO IR87 and send UTF-8, and never switch. */
        w->base     = CHARSET_UTF_8;
        w->switched = false;
        return false;
    }
    if (w->open && first) {
        w->switched = true;
        w->base     = valid                              ? CHARSET_UTF_8
                      : first->charset == CHARSET_EUC_JP ? CHARSET_SHIFT_JIS
                                                         : CHARSET_WINDOWS_1252;
    } else if (w->open) {
        w->base = CHARSET_WINDOWS_1252;
    }
    w->switched |= high && er7_switches_half(escape, message);
    return true;
}

/* ---- Reports -------------------------------------------------------------- */

static void report_bad(struct hilum_call *call, const struct hilum_node *nodes,
                       const struct er7_bad *bad)
{
    char where[ER7_WHERE];

    for (uint32_t i = 0; i < bad->count && i < ER7_BAD; i++) {
        er7_where(nodes, er7_where_node(nodes, bad->first[i].at), where);
        hilum_report(call, HILUM_WARNING, where, "charset", "byte 0x%02X is no %s",
                     (unsigned)bad->first[i].bytes, charset_name(bad->first[i].set));
    }
    if (bad->count > ER7_BAD)
        hilum_report(call, HILUM_WARNING, "", "charset",
                     "%u more bytes are in no character set of the message",
                     (unsigned)(bad->count - ER7_BAD));
}

void er7_written_report(const struct er7_written *w, struct hilum_call *call,
                        const struct hilum_node *nodes, const struct er7_bad *bad)
{
    const char *name = charset_name(w->base);
    const char *how  = w->switched ? " and ISO 2022" : "";

    if (w->unknown)
        hilum_report(call, HILUM_WARNING, "MSH-18", "charset",
                     "the character set is not known, or not this one; it is read as "
                     "%s%s",
                     name, how);
    else if (w->open && w->count && w->named[0] != CHARSET_ASCII)
        ; /* UNICODE */
    else if (w->open || charset_unit(w->base) > 1)
        hilum_report(call, HILUM_NOTE, "MSH-18", "charset",
                     "found out from the bytes: it is read as %s%s", name, how);
    else if (w->base == CHARSET_UTF_8 && w->named[0] != CHARSET_UTF_8)
        hilum_report(call, HILUM_WARNING, "MSH-18", "charset",
                     "it switches to no other set, and is read as %s", name);
    report_bad(call, nodes, bad);
}

/* ---- Documents ------------------------------------------------------------ */

/* The wide characters that MSH-2 was written in, where it says so. */
static void came_wide(struct er7_written *w, struct hilum_doc doc,
                      const struct hilum_node *msh_2)
{
    struct hilum_view raw = hilum_raw(doc, msh_2), text = hilum_text(doc, msh_2);

    if (!(msh_2->flags & HILUM_NODE_RAW) || text.len == 0)
        return;
    if (raw.len == 2 * text.len)
        w->named[0] = raw.ptr[0] ? CHARSET_UTF_16LE : CHARSET_UTF_16BE;
    else if (raw.len == 4 * text.len)
        w->named[0] = raw.ptr[0] ? CHARSET_UTF_32LE : CHARSET_UTF_32BE;
    else
        return;
    w->count = 1;
    settle(w);
}

/* UTF-8 where nothing is said.  Behind ASCII, a set of several bytes that ISO 2022 can
 * switch to is switched to. */
static void base_of_writing(struct er7_written *w)
{
    if (w->open)
        w->base = CHARSET_UTF_8;
    else if (w->named[0] == CHARSET_ASCII &&
             (w->base == CHARSET_KS_X_1001 || w->base == CHARSET_GB_2312 ||
              w->base == CHARSET_CNS_11643))
        w->base = CHARSET_ASCII;
}

void er7_written_as(struct er7_written *w, struct er7_feed *feed, struct hilum_doc doc)
{
    const struct hilum_node *root = hilum_root(doc);
    const struct hilum_node *msh  = root ? hilum_child(root, HILUM_NAME("MSH")) : NULL;
    const struct hilum_node *n    = msh ? hilum_child(msh, MSH_18) : NULL;

    *w = (struct er7_written){ .feed = feed };
    if (feed->fixed_count) {
        say_fixed(w);
    } else {
        for (; n; n = hilum_again(msh, n))
            add(w, hilum_text(doc, hilum_leaf(n) ? n : n + 1));
        settle(w);
        n = msh ? hilum_child(msh, 2) : NULL;
        if (n && (w->open || charset_unit(w->base) > 1))
            came_wide(w, doc, n);
    }
    base_of_writing(w);
    w->mark = charset_unit(w->base) > 1 && root && root->place != 0;
}

void er7_written_message(struct er7_written *w, struct er7_feed *feed,
                         const struct er7_delimiters *d, struct hilum_view text)
{
    *w = (struct er7_written){ .feed = feed, .delimiters = d, .bytes = text };
    if (feed->fixed_count)
        say_fixed(w);
    else
        say_msh_18(w);
    base_of_writing(w);
    w->mark = charset_unit(w->base) > 1;
}
