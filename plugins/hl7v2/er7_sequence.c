/* er7_sequence.c -- takes an escape sequence apart. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_sequence.h"

enum {
    COMMAND     = 3, /* of formatting: a point and two letters */
    MOST_COUNT  = 999,
    MOST_DIGITS = 3,
    MOST_LOCAL  = 64, /* bytes of \Z..\ */
};

/* The separator that a letter stands for; 0: none. */
static char separator(const struct er7_delimiters *d, char letter)
{
    switch (letter) {
    case 'F':
        return d->field;
    case 'S':
        return d->component;
    case 'T':
        return d->subcomponent ? d->subcomponent : '&';
    case 'R':
        return d->repetition ? d->repetition : '~';
    case 'E':
        return d->escape;
    case 'P':
        return d->truncation ? d->truncation : '#';
    default:
        return 0;
    }
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 0x20) : c;
}

/* The number behind a command, with its sign; false: something else stands there. */
static bool read_count(struct hilum_view text, bool signs, size_t *count)
{
    size_t at = 0, digits = 0;

    if (at < text.len && text.ptr[at] == ' ')
        at++;
    if (signs && at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-'))
        at++;
    for (*count = 0; at < text.len; at++, digits++) {
        if (text.ptr[at] < '0' || text.ptr[at] > '9' || digits == MOST_DIGITS)
            return false;
        *count = 10 * *count + (size_t)(text.ptr[at] - '0');
    }
    if (digits == 0)
        *count = 1;
    return digits || text.len == 0;
}

/* A formatting command, such as .br or .in+4. */
static void read_command(struct er7_sequence *s, struct hilum_view body)
{
    static const struct {
        char                   letters[3];
        bool                   counts, signs;
        enum er7_sequence_kind kind;
    } commands[] = {
        { "br", false, false, ER7_LINES },  { "sp", true, false, ER7_LINES },
        { "ce", false, false, ER7_LINES },  { "sk", true, false, ER7_SPACES },
        { "fi", false, false, ER7_SILENT }, { "nf", false, false, ER7_SILENT },
        { "in", true, true, ER7_SILENT },   { "ti", true, true, ER7_SILENT },
    };
    struct hilum_view number = { body.ptr + COMMAND, body.len - COMMAND };

    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (lower(body.ptr[1]) != commands[i].letters[0] ||
            lower(body.ptr[2]) != commands[i].letters[1])
            continue;
        if ((number.len == 0 || commands[i].counts) &&
            read_count(number, commands[i].signs, &s->count))
            s->kind = commands[i].kind;
        return;
    }
}

static bool all_hex(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (er7_hex(v.ptr[i]) < 0)
            return false;
    return v.len != 0;
}

static bool is_local(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++) {
        char c = v.ptr[i];

        if (!(c >= '0' && c <= '9') && !(lower(c) >= 'a' && lower(c) <= 'z') &&
            c != '.' && c != '_' && c != '-')
            return false;
    }
    return v.len != 0 && v.len <= MOST_LOCAL;
}

/* What stands between two escape characters. */
static void read_body(const struct er7_delimiters *d, struct hilum_view at,
                      struct er7_sequence *s)
{
    struct hilum_view body = { at.ptr + 1, s->length - 2 };
    struct hilum_view rest = { at.ptr + 2, s->length - 3 };
    size_t            used;

    switch (body.ptr[0]) {
    case 'H':
    case 'N':
        s->kind = rest.len == 0 ? ER7_SILENT : ER7_NONE;
        break;
    case 'X':
        s->digits = rest;
        s->kind   = rest.len % 2 == 0 && all_hex(rest) ? ER7_BYTES : ER7_NONE;
        break;
    case 'Z':
        s->kind = is_local(rest) ? ER7_KEPT : ER7_NONE;
        break;
    case 'C':
    case 'M':
        s->set = er7_switch(d->escape, at, &used);
        s->kind =
            s->set ? ER7_SWITCH
            : (rest.len == 4 || (rest.len == 6 && body.ptr[0] == 'M')) && all_hex(rest)
                ? ER7_KEPT
                : ER7_NONE;
        break;
    case '.':
        if (body.len >= COMMAND)
            read_command(s, body);
        break;
    default:
        s->character = rest.len == 0 ? separator(d, body.ptr[0]) : '\0';
        s->kind      = s->character ? ER7_CHARACTER : ER7_NONE;
    }
}

static struct er7_sequence read_once(const struct er7_delimiters *d, struct hilum_view at)
{
    const char *end       = at.len > 2 ? memchr(at.ptr + 1, d->escape, at.len - 1) : NULL;
    struct er7_sequence s = { .kind = ER7_NONE };

    if (!end || end == at.ptr + 1)
        return s;
    s.length = (size_t)(end - at.ptr) + 1;
    read_body(d, at, &s);
    return s;
}

/* A formatting command between two escape characters that are escaped themselves: as
 * `mark`, which is \E\ or \\.  */
static bool read_twice(const struct er7_delimiters *d, struct hilum_view at,
                       struct hilum_view mark, struct er7_sequence *s)
{
    struct hilum_view once = { at.ptr + mark.len - 1, at.len - mark.len + 1 };

    if (at.len < 2 * mark.len + COMMAND || memcmp(at.ptr, mark.ptr, mark.len) != 0 ||
        at.ptr[mark.len] != '.')
        return false;
    *s = read_once(d, once);
    if (s->kind == ER7_NONE || once.len - s->length < mark.len - 1 ||
        memcmp(once.ptr + s->length - 1, mark.ptr, mark.len) != 0)
        return false;
    s->length += 2 * (mark.len - 1);
    return true;
}

struct er7_sequence er7_sequence_read(const struct er7_delimiters *d,
                                      struct hilum_view            at)
{
    char                escaped[] = { d->escape, 'E', d->escape };
    char                doubled[] = { d->escape, d->escape };
    struct er7_sequence s;

    if (read_twice(d, at, (struct hilum_view){ escaped, sizeof escaped }, &s) ||
        read_twice(d, at, (struct hilum_view){ doubled, sizeof doubled }, &s))
        return s;
    return read_once(d, at);
}
