/* regex_class.c -- the sets of characters that regular expressions have names for. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/regex_class.h"

#include "expr/strings.h"

enum { LAST = 0x10ffff };

bool regex_add_range(struct regex_ranges *to, uint32_t first, uint32_t last)
{
    if (to->count == REGEX_MOST_RANGES)
        return false;
    to->all[to->count++] = (struct regex_range){ first, last };
    return true;
}

/* Sets are in ascending order, and end with { 0, 0 }. */
static const struct regex_range digits[] = { { '0', '9' }, { 0, 0 } };
static const struct regex_range words[]  = {
     { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' }, { 0, 0 }
};
static const struct regex_range blanks[] = {
    { '\t', '\r' },     { ' ', ' ' },       { 0xa0, 0xa0 },     { 0x1680, 0x1680 },
    { 0x2000, 0x200a }, { 0x2028, 0x2029 }, { 0x202f, 0x202f }, { 0x205f, 0x205f },
    { 0x3000, 0x3000 }, { 0xfeff, 0xfeff }, { 0, 0 },
};
static const struct regex_range letters[] = {
    { 'A', 'Z' },       { 'a', 'z' },       { 0xaa, 0xaa },     { 0xb5, 0xb5 },
    { 0xba, 0xba },     { 0xc0, 0xd6 },     { 0xd8, 0xf6 },     { 0xf8, 0x2c1 },
    { 0x370, 0x373 },   { 0x376, 0x377 },   { 0x37b, 0x37d },   { 0x386, 0x386 },
    { 0x388, 0x3ff },   { 0x400, 0x481 },   { 0x48a, 0x52f },   { 0x531, 0x556 },
    { 0x561, 0x587 },   { 0x5d0, 0x5ea },   { 0x620, 0x64a },   { 0x671, 0x6d3 },
    { 0x904, 0x939 },   { 0xe01, 0xe30 },   { 0x10a0, 0x10ff }, { 0x1e00, 0x1fbc },
    { 0x3041, 0x3096 }, { 0x30a1, 0x30fa }, { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff },
    { 0xac00, 0xd7a3 }, { 0, 0 },
};
static const struct regex_range numbers[] = {
    { '0', '9' },       { 0xb2, 0xb3 },     { 0xb9, 0xb9 },     { 0xbc, 0xbe },
    { 0x660, 0x669 },   { 0x6f0, 0x6f9 },   { 0x966, 0x96f },   { 0x2070, 0x2070 },
    { 0x2074, 0x2079 }, { 0x2080, 0x2089 }, { 0x2160, 0x2188 }, { 0xff10, 0xff19 },
    { 0, 0 },
};

static bool add(struct regex_ranges *to, const struct regex_range *set, bool negated)
{
    uint32_t next = 0; /* the first character that is in no range yet */

    for (; set->last; set++) {
        if (!negated && !regex_add_range(to, set->first, set->last))
            return false;
        if (negated && set->first > next && !regex_add_range(to, next, set->first - 1))
            return false;
        next = set->last + 1;
    }
    return !negated || regex_add_range(to, next, LAST);
}

/* Letters by their case: those that have another one. */
static bool add_case(struct regex_ranges *to, bool upper, bool negated)
{
    enum { LAST_WITH_CASE = 0x1fff };
    uint32_t first = 0;
    bool     in    = false;

    for (uint32_t c = 0; c <= LAST_WITH_CASE + 1; c++) {
        bool cased =
            c <= LAST_WITH_CASE && (upper ? string_lower(c) != c : string_upper(c) != c);
        bool now = cased != negated;

        if (now && !in)
            first = c;
        if (!now && in && !regex_add_range(to, first, c - 1))
            return false;
        in = now;
    }
    return !in || regex_add_range(to, first, LAST);
}

bool regex_add_set(struct regex_ranges *to, char set, bool negated)
{
    switch (set) {
    case 'd':
        return add(to, digits, negated);
    case 'w':
        return add(to, words, negated);
    case 's':
        return add(to, blanks, negated);
    case 'L':
        return add(to, letters, negated);
    case 'N':
        return add(to, numbers, negated);
    case 'U':
    case 'l':
        return add_case(to, set == 'U', negated);
    default:
        return false;
    }
}

bool regex_add_named(struct regex_ranges *to, struct hilum_view name)
{
    static const struct {
        const char        *name;
        struct regex_range ranges[5];
    } sets[] = {
        { "alpha", { { 'A', 'Z' }, { 'a', 'z' } } },
        { "digit", { { '0', '9' } } },
        { "alnum", { { '0', '9' }, { 'A', 'Z' }, { 'a', 'z' } } },
        { "upper", { { 'A', 'Z' } } },
        { "lower", { { 'a', 'z' } } },
        { "space", { { '\t', '\r' }, { ' ', ' ' } } },
        { "blank", { { '\t', '\t' }, { ' ', ' ' } } },
        { "punct", { { '!', '/' }, { ':', '@' }, { '[', '`' }, { '{', '~' } } },
        { "xdigit", { { '0', '9' }, { 'A', 'F' }, { 'a', 'f' } } },
        { "word", { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } } },
        { "cntrl", { { 0, 31 }, { 127, 127 } } },
        { "print", { { ' ', '~' } } },
        { "graph", { { '!', '~' } } },
    };

    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (hilum_is(name, sets[i].name))
            return add(to, sets[i].ranges, false);
    return false;
}
