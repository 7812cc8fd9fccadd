/* charset.c -- character sets by name, and between each of them and UTF-8. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "charset.h"

#include <errno.h>

enum {
    MOST_NAME = 24, /* letters and digits of a set's name */
    SLACK     = 64, /* room for what outgrows its source */
};

static const iconv_t NO_CONVERTER = (iconv_t)-1;

/* What the C library calls them; NULL: it is not asked. */
static const struct {
    const char *name, *iconv;
} sets[CHARSET_COUNT] = {
    [CHARSET_ASCII]        = { "ASCII", NULL },
    [CHARSET_UTF_8]        = { "UNICODE UTF-8", NULL },
    [CHARSET_UNICODE]      = { "UNICODE", NULL },
    [CHARSET_UTF_16]       = { "UNICODE UTF-16", "UTF-16BE" },
    [CHARSET_UTF_16LE]     = { "UTF-16LE", "UTF-16LE" },
    [CHARSET_UTF_16BE]     = { "UTF-16BE", "UTF-16BE" },
    [CHARSET_UTF_32]       = { "UNICODE UTF-32", "UTF-32BE" },
    [CHARSET_UTF_32LE]     = { "UTF-32LE", "UTF-32LE" },
    [CHARSET_UTF_32BE]     = { "UTF-32BE", "UTF-32BE" },
    [CHARSET_LATIN_1]      = { "8859/1", "ISO-8859-1" },
    [CHARSET_LATIN_2]      = { "8859/2", "ISO-8859-2" },
    [CHARSET_LATIN_3]      = { "8859/3", "ISO-8859-3" },
    [CHARSET_LATIN_4]      = { "8859/4", "ISO-8859-4" },
    [CHARSET_CYRILLIC]     = { "8859/5", "ISO-8859-5" },
    [CHARSET_ARABIC]       = { "8859/6", "ISO-8859-6" },
    [CHARSET_GREEK]        = { "8859/7", "ISO-8859-7" },
    [CHARSET_HEBREW]       = { "8859/8", "ISO-8859-8" },
    [CHARSET_LATIN_5]      = { "8859/9", "ISO-8859-9" },
    [CHARSET_LATIN_6]      = { "8859/10", "ISO-8859-10" },
    [CHARSET_THAI]         = { "8859/11", "ISO-8859-11" },
    [CHARSET_LATIN_7]      = { "8859/13", "ISO-8859-13" },
    [CHARSET_LATIN_8]      = { "8859/14", "ISO-8859-14" },
    [CHARSET_LATIN_9]      = { "8859/15", "ISO-8859-15" },
    [CHARSET_LATIN_10]     = { "8859/16", "ISO-8859-16" },
    [CHARSET_IR_13]        = { "ISO IR13", "CP932" },
    [CHARSET_IR_14]        = { "ISO IR14", "CP932" },
    [CHARSET_IR_87]        = { "ISO IR87", "CP932" },
    [CHARSET_IR_159]       = { "ISO IR159", "CP932" },
    [CHARSET_GB_18030]     = { "GB 18030-2000", "GB18030" },
    [CHARSET_KS_X_1001]    = { "KS X 1001", "UHC" },
    [CHARSET_CNS_11643]    = { "CNS 11643-1992", "EUC-TW" },
    [CHARSET_BIG_5]        = { "BIG-5", "BIG5" },
    [CHARSET_SHIFT_JIS]    = { "SHIFT-JIS", "CP932" },
    [CHARSET_EUC_JP]       = { "EUC-JP", "EUC-JP" },
    [CHARSET_GBK]          = { "GBK", "GBK" },
    [CHARSET_GB_2312]      = { "GB 2312", "EUC-CN" },
    [CHARSET_KOI8_R]       = { "KOI8-R", "KOI8-R" },
    [CHARSET_WINDOWS_1250] = { "WINDOWS-1250", "CP1250" },
    [CHARSET_WINDOWS_1251] = { "WINDOWS-1251", "CP1251" },
    [CHARSET_WINDOWS_1252] = { "WINDOWS-1252", "CP1252" },
    [CHARSET_WINDOWS_1253] = { "WINDOWS-1253", "CP1253" },
    [CHARSET_WINDOWS_1254] = { "WINDOWS-1254", "CP1254" },
    [CHARSET_WINDOWS_1255] = { "WINDOWS-1255", "CP1255" },
    [CHARSET_WINDOWS_1256] = { "WINDOWS-1256", "CP1256" },
    [CHARSET_WINDOWS_1257] = { "WINDOWS-1257", "CP1257" },
    [CHARSET_WINDOWS_1258] = { "WINDOWS-1258", "CP1258" },
};

/* Other names, in capital letters and digits, without ISO or UNICODE in front. */
static const struct {
    const char  *name;
    enum charset is;
} others[] = {
    { "USASCII", CHARSET_ASCII },
    { "ANSIX341968", CHARSET_ASCII },
    { "646", CHARSET_ASCII },
    { "IR6", CHARSET_ASCII },
    { "UTF8", CHARSET_UTF_8 },
    { "IR192", CHARSET_UTF_8 },
    { "106461", CHARSET_UTF_8 },
    { "UCS2", CHARSET_UTF_16 },
    { "UTF16", CHARSET_UTF_16 },
    { "UTF32", CHARSET_UTF_32 },
    { "LATIN1", CHARSET_LATIN_1 },
    { "IR100", CHARSET_LATIN_1 },
    { "LATIN2", CHARSET_LATIN_2 },
    { "IR101", CHARSET_LATIN_2 },
    { "LATIN3", CHARSET_LATIN_3 },
    { "IR109", CHARSET_LATIN_3 },
    { "LATIN4", CHARSET_LATIN_4 },
    { "IR110", CHARSET_LATIN_4 },
    { "IR144", CHARSET_CYRILLIC },
    { "IR127", CHARSET_ARABIC },
    { "IR126", CHARSET_GREEK },
    { "IR138", CHARSET_HEBREW },
    { "88598I", CHARSET_HEBREW },
    { "LATIN5", CHARSET_LATIN_5 },
    { "IR148", CHARSET_LATIN_5 },
    { "TIS620", CHARSET_THAI },
    { "IR166", CHARSET_THAI },
    { "LATIN9", CHARSET_LATIN_9 },
    { "IR203", CHARSET_LATIN_9 },
    { "JISX0201", CHARSET_IR_14 },
    { "JISX0208", CHARSET_IR_87 },
    { "2022JP", CHARSET_IR_87 },
    { "JISX0212", CHARSET_IR_159 },
    { "GB18030", CHARSET_GB_18030 },
    { "KSX1001", CHARSET_KS_X_1001 },
    { "KSC5601", CHARSET_KS_X_1001 },
    { "IR149", CHARSET_KS_X_1001 },
    { "EUCKR", CHARSET_KS_X_1001 },
    { "UHC", CHARSET_KS_X_1001 },
    { "CP949", CHARSET_KS_X_1001 },
    { "CNS11643", CHARSET_CNS_11643 },
    { "EUCTW", CHARSET_CNS_11643 },
    { "CP950", CHARSET_BIG_5 },
    { "SJIS", CHARSET_SHIFT_JIS },
    { "CP932", CHARSET_SHIFT_JIS },
    { "MS932", CHARSET_SHIFT_JIS },
    { "WINDOWS31J", CHARSET_SHIFT_JIS },
    { "CP936", CHARSET_GBK },
    { "EUCCN", CHARSET_GB_2312 },
    { "IR58", CHARSET_GB_2312 },
    { "ANSI", CHARSET_WINDOWS_1252 },
};

/* ---- Names ---------------------------------------------------------------- */

/* Letters and digits alone; empty where there are too many, or control characters. */
static void simplify(struct hilum_view name, char out[static MOST_NAME + 1])
{
    size_t n = 0;

    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (c >= 'a' && c <= 'z')
            c = (char)(c - 0x20);
        if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && (unsigned char)c >= ' ')
            continue;
        if (n == MOST_NAME || (unsigned char)c < ' ') {
            n = 0;
            break;
        }
        out[n++] = c;
    }
    out[n] = '\0';
}

/* What stands behind a word at the front, or everything. */
static const char *behind(const char *name, const char *word)
{
    size_t n = strlen(word);

    return strncmp(name, word, n) == 0 && name[n] ? name + n : name;
}

enum charset charset_named(struct hilum_view text)
{
    char        name[MOST_NAME + 1], one[MOST_NAME + 1];
    const char *bare;

    simplify(text, name);
    bare = behind(behind(name, "UNICODE"), "ISO");
    for (int i = 0; *bare && i < CHARSET_COUNT; i++) {
        simplify(hilum_view(sets[i].name), one);
        if (strcmp(bare, behind(behind(one, "UNICODE"), "ISO")) == 0)
            return (enum charset)i;
        simplify(hilum_view(sets[i].iconv), one);
        if (i >= CHARSET_WINDOWS_1250 && strcmp(bare, one) == 0)
            return (enum charset)i;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(bare, others[i].name) == 0)
            return others[i].is;
    return CHARSET_UNKNOWN;
}

const char *charset_name(enum charset set)
{
    return set < CHARSET_COUNT ? sets[set].name : "";
}

void charset_list(struct hilum_buffer *out)
{
    for (int i = 0; i < CHARSET_WINDOWS_1250; i++) {
        hilum_put_text(out, sets[i].name);
        hilum_put_text(out, ", ");
    }
    hilum_put_text(out, "WINDOWS-1250 to -1258");
}

size_t charset_unit(enum charset set)
{
    if (set >= CHARSET_UTF_32 && set <= CHARSET_UTF_32BE)
        return 4;
    return set >= CHARSET_UTF_16 && set <= CHARSET_UTF_16BE ? 2 : 1;
}

bool charset_switched(enum charset set)
{
    return set >= CHARSET_IR_13 && set <= CHARSET_IR_159;
}

/* ---- Converting ----------------------------------------------------------- */

void charsets_close(struct charsets *c)
{
    for (int i = 0; i < CHARSET_COUNT; i++) {
        if (c->reading[i] && c->reading[i] != NO_CONVERTER)
            iconv_close(c->reading[i]);
        if (c->writing[i] && c->writing[i] != NO_CONVERTER)
            iconv_close(c->writing[i]);
    }
    *c = (struct charsets){ 0 };
}

/* Letters and marks that follow them are one character there. */
static bool holds_back(enum charset set)
{
    return set == CHARSET_WINDOWS_1255 || set == CHARSET_WINDOWS_1258;
}

/* Writes what a converter has held back, as it may have belonged to what follows. */
static void flush(iconv_t open, struct hilum_buffer *out)
{
    char  *begin = hilum_room(out, SLACK);
    size_t room  = out->room - out->len;

    if (!begin)
        return;
    iconv(open, NULL, NULL, &begin, &room);
    out->len = (size_t)(begin - out->ptr);
}

/* Converts as far as it goes; returns how many bytes went. */
static size_t convert(iconv_t *open, const char *to, const char *from, enum charset set,
                      struct hilum_view bytes, struct hilum_buffer *out)
{
    char  *at   = (char *)(uintptr_t)bytes.ptr; /* iconv() does not write there */
    size_t left = bytes.len;

    if (!*open)
        *open = iconv_open(to, from);
    /* To iconv(), no memory is a question for something else. */
    if (*open == NO_CONVERTER || (!out->ptr && !hilum_room(out, SLACK)))
        return 0;
    iconv(*open, NULL, NULL, NULL, NULL);
    while (left) {
        char  *begin = out->ptr + out->len;
        size_t room  = out->room - out->len;
        size_t done  = iconv(*open, &at, &left, &begin, &room);

        out->len = (size_t)(begin - out->ptr);
        if (done != (size_t)-1 || errno != E2BIG ||
            !hilum_room(out, out->room - out->len + left + SLACK))
            break;
    }
    if (holds_back(set))
        flush(*open, out);
    return bytes.len - left;
}

static size_t copy(struct hilum_view bytes, size_t count, struct hilum_buffer *out)
{
    hilum_put(out, bytes.ptr, count);
    return count;
}

size_t charset_read(struct charsets *c, enum charset set, struct hilum_view bytes,
                    struct hilum_buffer *out)
{
    if (set == CHARSET_UTF_8 || set == CHARSET_UNICODE)
        return copy(bytes, charset_valid(bytes), out);
    if (set == CHARSET_ASCII || set >= CHARSET_COUNT)
        return copy(bytes, charset_ascii(bytes), out);
    return convert(&c->reading[set], "UTF-8", sets[set].iconv, set, bytes, out);
}

size_t charset_write(struct charsets *c, enum charset set, struct hilum_view text,
                     struct hilum_buffer *out)
{
    if (set == CHARSET_UTF_8 || set == CHARSET_UNICODE)
        return copy(text, text.len, out);
    if (set == CHARSET_ASCII || set >= CHARSET_COUNT)
        return copy(text, charset_ascii(text), out);
    return convert(&c->writing[set], sets[set].iconv, "UTF-8", set, text, out);
}

/* ---- UTF-8 ---------------------------------------------------------------- */

size_t charset_ascii(struct hilum_view text)
{
    size_t   at = 0;
    uint64_t block[4];

    for (; text.len - at >= sizeof block; at += sizeof block) {
        memcpy(block, text.ptr + at, sizeof block);
        if ((block[0] | block[1] | block[2] | block[3]) & 0x8080808080808080u)
            break;
    }
    while (at < text.len && (unsigned char)text.ptr[at] < 0x80)
        at++;
    return at;
}

/* The length of the character above 0x7f at the start, if it is valid (RFC 3629:
 * nothing overlong, no surrogates, nothing above U+10FFFF); else 0. */
static size_t valid_character(const unsigned char *s, size_t left)
{
    unsigned char least = 0x80, most = 0xbf;
    size_t        more;

    if (s[0] < 0xc2 || s[0] > 0xf4)
        return 0;
    more = s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;
    if (more >= left)
        return 0;
    if (s[0] == 0xe0)
        least = 0xa0;
    else if (s[0] == 0xed)
        most = 0x9f;
    else if (s[0] == 0xf0)
        least = 0x90;
    else if (s[0] == 0xf4)
        most = 0x8f;
    if (s[1] < least || s[1] > most)
        return 0;
    for (size_t i = 2; i <= more; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return more + 1;
}

size_t charset_valid(struct hilum_view text)
{
    size_t at = charset_ascii(text);

    while (at < text.len) {
        const unsigned char *s    = (const unsigned char *)text.ptr + at;
        size_t               step = valid_character(s, text.len - at);

        if (step == 0)
            break;
        at += step;
        if (at < text.len && s[step] < 0x80)
            at += charset_ascii((struct hilum_view){ text.ptr + at, text.len - at });
    }
    return at;
}
