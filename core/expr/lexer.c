/* lexer.c -- the words of an expression. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/lexer.h"

#include "expr/strings.h"

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The byte at a place, or -1 behind the end. */
static int byte_at(const struct lexer *l, size_t at)
{
    return at < l->text.len ? (unsigned char)l->text.ptr[at] : -1;
}

static void give(struct lexer *l, enum token token, size_t from, size_t to)
{
    l->token = token;
    l->word  = (struct hilum_view){ l->text.ptr + from, to - from };
}

static void bad(struct lexer *l, const char *why)
{
    l->token = TOKEN_BAD;
    l->why   = why;
}

/* Passes blanks and comments; false: a comment does not end. */
static bool skip_blanks(struct lexer *l)
{
    for (;;) {
        int c = byte_at(l, l->next), d = byte_at(l, l->next + 1);

        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            l->next++;
        } else if (c == '/' && d == '/') {
            while (l->next < l->text.len && byte_at(l, l->next) != '\n')
                l->next++;
        } else if (c == '/' && d == '*') {
            size_t at = l->next + 2;

            while (at + 1 < l->text.len &&
                   (byte_at(l, at) != '*' || byte_at(l, at + 1) != '/'))
                at++;
            l->at = l->next;
            if (at + 1 >= l->text.len)
                return false;
            l->next = at + 2;
        } else {
            return true;
        }
    }
}

/* A text between two equal marks, the first of which is at `from`. */
static void quoted(struct lexer *l, enum token token, size_t from)
{
    int    mark = byte_at(l, from);
    size_t at   = from + 1;

    while (at < l->text.len && byte_at(l, at) != mark)
        at += byte_at(l, at) == '\\' ? 2 : 1;
    if (at >= l->text.len) {
        bad(l, mark == '`' ? "the closing ` is missing" : "the closing quote is missing");
        return;
    }
    give(l, token, from + 1, at);
    l->next = at + 1;
}

static void word(struct lexer *l, enum token token, size_t from)
{
    size_t at = from;

    while (is_letter(byte_at(l, at)) || is_digit(byte_at(l, at)))
        at++;
    give(l, token, from, at);
    l->next = at;
}

static void number(struct lexer *l)
{
    size_t at = l->at;

    while (is_digit(byte_at(l, at)))
        at++;
    if (byte_at(l, at) == '.' && is_digit(byte_at(l, at + 1)))
        for (at++; is_digit(byte_at(l, at));)
            at++;
    give(l, TOKEN_NUMBER, l->at, at);
    l->next = at;
    if (byte_at(l, at) == 'L' && !is_letter(byte_at(l, at + 1)) &&
        !is_digit(byte_at(l, at + 1)))
        l->next++; /* a Long: all our integers are */
}

/* A date or time takes every byte that may be part of one: its reader judges. */
static void moment(struct lexer *l)
{
    size_t at   = l->at + 1;
    bool   time = false;

    for (;; at++) {
        int c = byte_at(l, at);

        if (c == 'T')
            time = true;
        else if (!is_digit(c) && c != '-' && c != 'Z' &&
                 !(time && (c == ':' || c == '+')) &&
                 !(time && c == '.' && is_digit(byte_at(l, at + 1))))
            break;
    }
    give(l, TOKEN_MOMENT, l->at + 1, at);
    l->next = at;
}

static void constant(struct lexer *l)
{
    int c = byte_at(l, l->at + 1);

    if (c == '`' || c == '\'')
        quoted(l, TOKEN_CONSTANT, l->at + 1);
    else if (is_letter(c))
        word(l, TOKEN_CONSTANT, l->at + 1);
    else
        bad(l, "a name is missing after %");
}

static void sign(struct lexer *l)
{
    static const char *const longer[] = { "<=", ">=", "!=", "!~" };
    int                      c        = byte_at(l, l->at);

    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        if (c == longer[i][0] && byte_at(l, l->at + 1) == longer[i][1]) {
            give(l, TOKEN_SIGN, l->at, l->at + 2);
            l->next = l->at + 2;
            return;
        }
    }
    if (c == 0 || !strchr(".,()[]{}+-*/|&<>=~", c)) {
        bad(l, "this sign means nothing in FHIRPath");
        return;
    }
    give(l, TOKEN_SIGN, l->at, l->at + 1);
    l->next = l->at + 1;
}

/* ---- HL7 paths ------------------------------------------------------------------ */

/* Reads a position at *at; 0: there is none, or it is not one to 65,535. */
static uint32_t position(const struct lexer *l, size_t *at)
{
    uint32_t sum = 0;

    for (; is_digit(byte_at(l, *at)) && sum <= UINT16_MAX; ++*at)
        sum = sum * 10 + (uint32_t)(byte_at(l, *at) - '0');
    return sum <= UINT16_MAX ? sum : 0;
}

/* A repetition in brackets, if there is one; false: it is malformed. */
static bool repetition(const struct lexer *l, size_t *at, uint32_t *out)
{
    if (byte_at(l, *at) != '[')
        return true;
    ++*at;
    *out = position(l, at);
    if (*out == 0 || byte_at(l, *at) != ']')
        return false;
    ++*at;
    return true;
}

/* A position behind a point, if there is one; false: it is 0 or too large. */
static bool below(const struct lexer *l, size_t *at, uint32_t *out)
{
    if (byte_at(l, *at) != '.' || !is_digit(byte_at(l, *at + 1)))
        return true;
    ++*at;
    *out = position(l, at);
    return *out != 0;
}

/* True where what stands here is meant as an HL7 path: read, or bad. */
static bool path(struct lexer *l)
{
    struct hl7_path p     = { 0 };
    size_t          at    = l->at + 3;
    bool            whole = true;

    for (size_t i = 0; i < 3; i++) {
        int c = byte_at(l, l->at + i);

        if (!(c >= 'A' && c <= 'Z') && !(i && is_digit(c)))
            return false;
    }
    whole = repetition(l, &at, &p.segment_repetition);
    if (byte_at(l, at) != '-' || !is_digit(byte_at(l, at + 1)))
        return false;
    at++;
    p.segment = hilum_name(l->text.ptr + l->at, 3);
    p.field   = position(l, &at);
    whole     = whole && p.field && repetition(l, &at, &p.repetition) &&
            below(l, &at, &p.component) && below(l, &at, &p.subcomponent);
    if (!whole) {
        bad(l, "positions and repetitions in an HL7 path are 1 to 65535");
        return true;
    }
    give(l, TOKEN_PATH, l->at, at);
    l->path = p;
    l->next = at;
    return true;
}

void lexer_next(struct lexer *l)
{
    bool blanks = skip_blanks(l);
    int  c      = byte_at(l, l->next);

    if (!blanks) {
        bad(l, "this comment does not end");
        return;
    }
    l->at = l->next;
    if (l->next == l->text.len)
        give(l, TOKEN_END, l->next, l->next);
    else if (l->paths && path(l))
        return;
    else if (is_letter(c))
        word(l, TOKEN_WORD, l->at);
    else if (is_digit(c))
        number(l);
    else if (c == '\'')
        quoted(l, TOKEN_STRING, l->at);
    else if (c == '`')
        quoted(l, TOKEN_QUOTED, l->at);
    else if (c == '@')
        moment(l);
    else if (c == '$')
        word(l, TOKEN_VARIABLE, l->at + 1);
    else if (c == '%')
        constant(l);
    else
        sign(l);
}

bool lexer_is(const struct lexer *l, const char *text)
{
    return (l->token == TOKEN_SIGN || l->token == TOKEN_WORD) && hilum_is(l->word, text);
}

/* ---- Escapes -------------------------------------------------------------------- */

static int hex(int c)
{
    if (is_digit(c))
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits of \uXXXX, or -1. */
static int32_t code_unit(struct hilum_view v, size_t at)
{
    int32_t sum = 0;

    if (at + 4 > v.len)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex((unsigned char)v.ptr[at + i]);

        if (digit < 0)
            return -1;
        sum = sum * 16 + digit;
    }
    return sum;
}

/* Decodes \uXXXX, and pairs of them above U+FFFF; the bytes read, or 0. */
static size_t unicode(struct hilum_view v, size_t at, char *to, size_t *written)
{
    int32_t c    = code_unit(v, at);
    size_t  read = 4;

    if (c >= 0xd800 && c < 0xdc00 && at + 10 <= v.len && v.ptr[at + 4] == '\\' &&
        v.ptr[at + 5] == 'u') {
        int32_t low = code_unit(v, at + 6);

        if (low < 0xdc00 || low > 0xdfff)
            return 0;
        c    = 0x10000 + (c - 0xd800) * 1024 + (low - 0xdc00);
        read = 10;
    }
    if (c < 0 || (c >= 0xd800 && c < 0xe000))
        return 0;
    *written = string_put(to, (uint32_t)c);
    return read;
}

struct hilum_view lexer_unescape(struct arena *arena, struct hilum_view text)
{
    static const char from[] = "\"'`\\/fnrt", to[] = "\"'`\\/\f\n\r\t";
    char             *out = arena_alloc(arena, text.len + 1);
    size_t            len = 0;

    for (size_t i = 0; out && i < text.len;) {
        const char *known;
        size_t      written = 1, read;

        if (text.ptr[i] != '\\') {
            out[len++] = text.ptr[i++];
            continue;
        }
        i++;
        read = text.ptr[i] == 'u' ? unicode(text, i + 1, out + len, &written) : 0;
        if (read) {
            i += read + 1;
            len += written;
            continue;
        }
        known      = text.ptr[i] ? strchr(from, text.ptr[i]) : NULL;
        out[len++] = known ? to[known - from] : text.ptr[i];
        i++;
    }
    return (struct hilum_view){ out, len };
}
