/* iso2022.c -- the sets that ISO 2022's escape sequences switch to. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "iso2022.h"

enum {
    RUN        = 96,   /* bytes converted at once */
    MOST_BYTES = 4,    /* of a character */
    LEAST      = 0xa0, /* the first byte of the right half */
};

/* JIS X 0201's Latin letters are read as ASCII: its yen sign is the byte that HL7
 * uses as the escape character.  The multi-byte sets are held by EUC sets. */
static const struct iso2022_set sets[] = {
    { "(B", CHARSET_ASCII, "", 1, 0, CHARSET_ASCII },
    { "(J", CHARSET_ASCII, "", 1, 0, CHARSET_IR_14 },
    { "$B", CHARSET_EUC_JP, "", 2, 0, CHARSET_IR_87 },
    { "$@", CHARSET_EUC_JP, "", 2, 0, CHARSET_IR_87 },
    { "$(B", CHARSET_EUC_JP, "", 2, 0, CHARSET_IR_87 },
    { "$(D", CHARSET_EUC_JP, "\x8f", 2, 0, CHARSET_IR_159 },
    { ")I", CHARSET_EUC_JP, "\x8e", 1, 1, CHARSET_IR_13 },
    { "(I", CHARSET_EUC_JP, "\x8e", 1, 0, CHARSET_IR_13 },
    { "$)C", CHARSET_KS_X_1001, "", 2, 1, CHARSET_KS_X_1001 },
    { "$(C", CHARSET_KS_X_1001, "", 2, 0, CHARSET_KS_X_1001 },
    { "$)A", CHARSET_GB_2312, "", 2, 1, CHARSET_GB_2312 },
    { "$(A", CHARSET_GB_2312, "", 2, 0, CHARSET_GB_2312 },
    { "$A", CHARSET_GB_2312, "", 2, 0, CHARSET_GB_2312 },
    { "$)G", CHARSET_CNS_11643, "", 2, 1, CHARSET_CNS_11643 },
    { "$(G", CHARSET_CNS_11643, "", 2, 0, CHARSET_CNS_11643 },
    { "$(H", CHARSET_CNS_11643, "\x8e\xa2", 2, 0, CHARSET_CNS_11643 },
    { "$(I", CHARSET_CNS_11643, "\x8e\xa3", 2, 0, CHARSET_CNS_11643 },
    { "$(J", CHARSET_CNS_11643, "\x8e\xa4", 2, 0, CHARSET_CNS_11643 },
    { "$(K", CHARSET_CNS_11643, "\x8e\xa5", 2, 0, CHARSET_CNS_11643 },
    { "$(L", CHARSET_CNS_11643, "\x8e\xa6", 2, 0, CHARSET_CNS_11643 },
    { "$(M", CHARSET_CNS_11643, "\x8e\xa7", 2, 0, CHARSET_CNS_11643 },
    { "-A", CHARSET_LATIN_1, "", 1, 1, CHARSET_LATIN_1 },
    { "-B", CHARSET_LATIN_2, "", 1, 1, CHARSET_LATIN_2 },
    { "-C", CHARSET_LATIN_3, "", 1, 1, CHARSET_LATIN_3 },
    { "-D", CHARSET_LATIN_4, "", 1, 1, CHARSET_LATIN_4 },
    { "-L", CHARSET_CYRILLIC, "", 1, 1, CHARSET_CYRILLIC },
    { "-G", CHARSET_ARABIC, "", 1, 1, CHARSET_ARABIC },
    { "-F", CHARSET_GREEK, "", 1, 1, CHARSET_GREEK },
    { "-H", CHARSET_HEBREW, "", 1, 1, CHARSET_HEBREW },
    { "-M", CHARSET_LATIN_5, "", 1, 1, CHARSET_LATIN_5 },
    { "-V", CHARSET_LATIN_6, "", 1, 1, CHARSET_LATIN_6 },
    { "-T", CHARSET_THAI, "", 1, 1, CHARSET_THAI },
    { "-Y", CHARSET_LATIN_7, "", 1, 1, CHARSET_LATIN_7 },
    { "-_", CHARSET_LATIN_8, "", 1, 1, CHARSET_LATIN_8 },
    { "-b", CHARSET_LATIN_9, "", 1, 1, CHARSET_LATIN_9 },
    { "%G", CHARSET_UTF_8, "", 1, 2, CHARSET_UTF_8 },
    { "%@", CHARSET_ASCII, "", 1, 2, CHARSET_ASCII },
};

const struct iso2022_set *iso2022_set(struct hilum_view behind, size_t *used)
{
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        *used = strlen(sets[i].escape);
        if (*used <= behind.len && memcmp(sets[i].escape, behind.ptr, *used) == 0)
            return &sets[i];
    }
    return NULL;
}

bool iso2022_plain(const struct iso2022_set *s)
{
    return !s || s->charset == CHARSET_ASCII;
}

/* Bytes of the set as the character set has them; *step is how many one character
 * then takes. */
static struct hilum_view in_charset(const struct iso2022_set *s, struct hilum_view bytes,
                                    char *to, size_t *step)
{
    size_t before = strlen(s->prefix), n = 0;

    for (size_t i = 0; i + s->width <= bytes.len; i += s->width) {
        memcpy(to + n, s->prefix, before);
        n += before;
        for (size_t k = 0; k < s->width; k++)
            to[n++] = (char)((unsigned char)bytes.ptr[i + k] | 0x80);
    }
    *step = before + s->width;
    return (struct hilum_view){ to, n };
}

size_t iso2022_read(struct charsets *c, const struct iso2022_set *s,
                    struct hilum_view bytes, struct hilum_buffer *out)
{
    size_t done = 0;

    if (s->charset == CHARSET_ASCII || s->charset == CHARSET_UTF_8)
        return charset_read(c, s->charset, bytes, out);
    while (bytes.len - done >= s->width) {
        char              room[RUN * 2];
        size_t            most = RUN / MOST_BYTES * s->width, step, read;
        struct hilum_view part = { bytes.ptr + done, bytes.len - done }, all;

        if (part.len > most)
            part.len = most;
        all  = in_charset(s, part, room, &step);
        read = charset_read(c, s->charset, all, out);
        done += read / step * s->width;
        if (read < all.len)
            break;
    }
    return done;
}

size_t iso2022_write(struct charsets *c, const struct iso2022_set *s,
                     struct hilum_view character, char bytes[static 4])
{
    size_t              before = strlen(s->prefix);
    char                room[8];
    struct hilum_buffer to = { .ptr = room, .room = sizeof room };

    if (s->half == 2 || iso2022_plain(s) ||
        charset_write(c, s->charset, character, &to) != character.len ||
        to.len != before + s->width || memcmp(room, s->prefix, before) != 0 ||
        (unsigned char)room[before] < LEAST)
        return 0;
    for (size_t k = 0; k < s->width; k++)
        bytes[k] = (char)(room[before + k] & (s->half ? 0xff : 0x7f));
    return s->width;
}

static bool is_named(enum charset set, const enum charset *named, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (named[i] == set || (named[i] == CHARSET_IR_14 && set == CHARSET_IR_13))
            return true;
    return false;
}

const struct iso2022_set *iso2022_find(struct charsets *c, const enum charset *named,
                                       size_t count, struct hilum_view character,
                                       char bytes[static 4], size_t *length)
{
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        if (!is_named(sets[i].named, named, count))
            continue;
        *length = iso2022_write(c, &sets[i], character, bytes);
        if (*length)
            return &sets[i];
    }
    return NULL;
}
