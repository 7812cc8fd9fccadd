/* charset.h -- the character sets of HL7 v2, what people call them, and UTF-8. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_CHARSET_H
#define HL7V2_CHARSET_H

#include <hilum/plugin.h>

#include <iconv.h>

/* Table 0211, what is sent under other names, and what ISO 2022 switches between.
 * The conversion is the C library's; no locale has a say in it. */
enum charset {
    CHARSET_ASCII,
    CHARSET_UTF_8,
    CHARSET_UNICODE, /* UTF-8 in single bytes, else UTF-16 */
    CHARSET_UTF_16,  /* the byte order is said by the message */
    CHARSET_UTF_16LE,
    CHARSET_UTF_16BE,
    CHARSET_UTF_32,
    CHARSET_UTF_32LE,
    CHARSET_UTF_32BE,
    CHARSET_LATIN_1, /* ISO 8859-1; those to 8859-16 follow, but for 8859-12 */
    CHARSET_LATIN_2,
    CHARSET_LATIN_3,
    CHARSET_LATIN_4,
    CHARSET_CYRILLIC,
    CHARSET_ARABIC,
    CHARSET_GREEK,
    CHARSET_HEBREW,
    CHARSET_LATIN_5,
    CHARSET_LATIN_6,
    CHARSET_THAI,
    CHARSET_LATIN_7,
    CHARSET_LATIN_8,
    CHARSET_LATIN_9,
    CHARSET_LATIN_10,
    CHARSET_IR_13, /* Japanese: those of ISO 2022, which are switched to */
    CHARSET_IR_14,
    CHARSET_IR_87,
    CHARSET_IR_159,
    CHARSET_GB_18030,
    CHARSET_KS_X_1001,
    CHARSET_CNS_11643,
    CHARSET_BIG_5,
    CHARSET_SHIFT_JIS,
    CHARSET_EUC_JP,
    CHARSET_GBK,
    CHARSET_GB_2312,
    CHARSET_KOI8_R,
    CHARSET_WINDOWS_1250,
    CHARSET_WINDOWS_1251,
    CHARSET_WINDOWS_1252,
    CHARSET_WINDOWS_1253,
    CHARSET_WINDOWS_1254,
    CHARSET_WINDOWS_1255,
    CHARSET_WINDOWS_1256,
    CHARSET_WINDOWS_1257,
    CHARSET_WINDOWS_1258,
    CHARSET_COUNT,
    CHARSET_UNKNOWN = CHARSET_COUNT,
};

/* Converters, opened when they are first needed.  All zero: none is open. */
struct charsets {
    iconv_t reading[CHARSET_COUNT], writing[CHARSET_COUNT];
};

void charsets_close(struct charsets *);

/* The set of a name: case, spaces and punctuation do not matter, nor does an ISO or
 * UNICODE in front of it. */
enum charset charset_named(struct hilum_view name);

/* Its name in table 0211, or else its usual one. */
const char *charset_name(enum charset);

/* All names, with commas between them. */
void charset_list(struct hilum_buffer *out);

/* Bytes in a unit of it: 2 for UTF-16, 4 for UTF-32, else 1. */
size_t charset_unit(enum charset);

/* One of those that are switched to with ISO 2022's escape sequences only. */
bool charset_switched(enum charset);

/* Appends bytes of a set as UTF-8.  Returns how many were read: all, or those in front
 * of the first that is no text in this set. */
size_t charset_read(struct charsets *, enum charset, struct hilum_view bytes,
                    struct hilum_buffer *out);

/* Appends valid UTF-8 in a set.  Returns how much was written: all, or what stands
 * in front of the first character that the set does not have. */
size_t charset_write(struct charsets *, enum charset, struct hilum_view text,
                     struct hilum_buffer *out);

/* The length of the longest prefix that is valid UTF-8. */
size_t charset_valid(struct hilum_view text);

/* The length of the longest prefix without bytes above 0x7f. */
size_t charset_ascii(struct hilum_view text);

/* The length of the character that begins with this byte of valid UTF-8. */
static inline size_t charset_step(char first)
{
    unsigned char c = (unsigned char)first;

    return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

#endif
