/* regex_read.c -- reads the escapes and classes of a regular expression. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/regex_compiler.h"

/* So many hexadecimal digits. */
static bool hexadecimal(struct regex_compiler *c, int digits, uint32_t *out)
{
    static const char all[] = "0123456789abcdef";

    *out = 0;
    for (int i = 0; i < digits; i++) {
        char        d     = regex_more(c) ? c->text.ptr[c->at++] : '\0';
        const char *found = d ? strchr(all, d >= 'A' && d <= 'F' ? d + 32 : d) : NULL;

        if (!found)
            return regex_fail(c, c->at, "a hexadecimal digit is missing");
        *out = *out * 16 + (uint32_t)(found - all);
    }
    return true;
}

/* \p{L}: the text is behind the p. */
static bool property(struct regex_compiler *c, bool negated)
{
    size_t from   = c->at;
    bool   braces = regex_pass(c, "{");
    char   set    = regex_more(c) ? c->text.ptr[c->at++] : '\0';

    if (set == 'L' && braces && (regex_pass(c, "u") || regex_pass(c, "l")))
        set = c->text.ptr[c->at - 1] == 'u' ? 'U' : 'l';
    if ((braces && !regex_pass(c, "}")) || !strchr("LNUl", set))
        return regex_fail(c, from, "the properties known are L, Lu, Ll and N");
    return regex_add_set(&c->ranges, set, negated) || regex_too_large(c);
}

bool regex_escape(struct regex_compiler *c, uint32_t *out)
{
    static const char from[] = "tnrfv0", to[] = "\t\n\r\f\v";
    size_t            at = c->at;
    const char       *found;

    if (!regex_more(c))
        return regex_fail(c, at, "a character is missing behind the backslash");
    *out = regex_take(c);
    if (*out > 127)
        return true;
    if (strchr("dwsDWS", (int)*out)) {
        bool negated = *out < 'a';

        if (!regex_add_set(&c->ranges, (char)(*out | 32), negated))
            return regex_too_large(c);
        *out = REGEX_NO_CHARACTER;
        return true;
    }
    if (*out == 'p' || *out == 'P') {
        bool negated = *out == 'P';

        *out = REGEX_NO_CHARACTER;
        return property(c, negated);
    }
    if (*out == 'x' || *out == 'u')
        return hexadecimal(c, *out == 'x' ? 2 : 4, out);
    found = strchr(from, (int)*out);
    if (found) {
        *out = (unsigned char)to[found - from];
        return true;
    }
    if ((*out >= '1' && *out <= '9') || *out == 'k')
        return regex_fail(c, at, "references back to a group are not supported");
    if ((*out >= 'a' && *out <= 'z') || (*out >= 'A' && *out <= 'Z'))
        return regex_fail(c, at, "this letter means nothing behind a backslash");
    return true;
}

/* One character of a class, or a set, which is added. */
static bool class_member(struct regex_compiler *c, uint32_t *out)
{
    size_t from = c->at;

    *out = REGEX_NO_CHARACTER;
    if (regex_pass(c, "[:")) {
        const char       *end = memmem(c->text.ptr + c->at, c->text.len - c->at, ":]", 2);
        struct hilum_view name;

        if (!end)
            return regex_fail(c, from, "the closing :] is missing");
        name  = (struct hilum_view){ c->text.ptr + c->at,
                                     (size_t)(end - c->text.ptr) - c->at };
        c->at = (size_t)(end - c->text.ptr) + 2;
        return regex_add_named(&c->ranges, name) ||
               regex_fail(c, from, "there is no class of this name");
    }
    if (regex_pass(c, "\\")) {
        if (regex_looking_at(c, "b")) {
            *out = '\b';
            c->at++;
            return true;
        }
        return regex_escape(c, out);
    }
    *out = regex_take(c);
    return true;
}

bool regex_read_class(struct regex_compiler *c)
{
    size_t   from    = c->at - 1;
    bool     negated = regex_pass(c, "^"), first = true;
    uint32_t begin = c->ranges.count;

    while (regex_more(c) && (first || !regex_looking_at(c, "]"))) {
        uint32_t low, high;
        size_t   at = c->at;

        first = false;
        if (!class_member(c, &low))
            return false;
        if (low == REGEX_NO_CHARACTER)
            continue;
        high = low;
        if (regex_looking_at(c, "-") && c->at + 1 < c->text.len &&
            !regex_looking_at(c, "-]")) {
            c->at++;
            if (!class_member(c, &high))
                return false;
            if (high == REGEX_NO_CHARACTER || high < low)
                return regex_fail(c, at, "this range ends before it begins");
        }
        if (!regex_add_range(&c->ranges, low, high))
            return regex_too_large(c);
    }
    if (!regex_pass(c, "]"))
        return regex_fail(c, from, "the closing bracket of this class is missing");
    return regex_emit(c, negated ? REGEX_NOT_CLASS : REGEX_CLASS, begin, c->ranges.count);
}
