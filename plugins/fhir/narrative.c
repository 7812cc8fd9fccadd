/* narrative.c -- is a narrative XML, and is it what FHIR allows of XHTML? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "narrative.h"

#include <strings.h>

#include "fault.h"
#include "narrative_words.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct scan {
    const char           *at, *end;
    struct fhir_narrative found;
    uint32_t              depth;
    struct hilum_view     open[FHIR_NARRATIVE_DEPTH];
};

static bool broken(struct scan *s, const char *why)
{
    if (!s->found.broken)
        s->found.broken = why;
    return false;
}

static void improper(struct scan *s, const char *why)
{
    if (!s->found.improper)
        s->found.improper = why;
}

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline bool skip_blanks(struct scan *s)
{
    const char *from = s->at;

    while (s->at < s->end && is_blank(*s->at))
        s->at++;
    return s->at > from;
}

static inline bool next_is(const struct scan *s, const char *text, size_t length)
{
    return (size_t)(s->end - s->at) >= length && memcmp(s->at, text, length) == 0;
}

/* Names of XHTML are letters, digits and a few signs. */
static bool take_name(struct scan *s, struct hilum_view *name)
{
    const char *from = s->at;

    for (; s->at < s->end; s->at++) {
        char c = *s->at;

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
              (s->at > from && ((c >= '0' && c <= '9') || c == '-' || c == '.'))))
            break;
    }
    *name = (struct hilum_view){ from, (size_t)(s->at - from) };
    return name->len > 0 || broken(s, "a name of an element or attribute is missing");
}

/* ---- Text ----------------------------------------------------------------- */

static uint32_t digit(char c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10 : 16;
}

static bool is_character(uint32_t code)
{
    if (code < 0x20)
        return code == '\t' || code == '\n' || code == '\r';
    return code < 0xd800 || (code > 0xdfff && code < 0xfffe) ||
           (code > 0xffff && code <= 0x10ffff);
}

/* What stands between & and ; */
static bool is_entity(struct hilum_view name)
{
    static const char *const known[] = { "lt", "gt", "amp", "quot", "apos" };
    uint32_t                 code = 0, base = 10;
    size_t                   at = 1;

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (hilum_is(name, known[i]))
            return true;
    if (name.len < 2 || name.ptr[0] != '#')
        return false;
    if (name.ptr[1] == 'x') {
        base = 16;
        at   = 2;
    }
    if (at == name.len)
        return false;
    for (; at < name.len; at++) {
        if (digit(name.ptr[at]) >= base || code > 0x10ffff)
            return false;
        code = code * base + digit(name.ptr[at]);
    }
    return is_character(code);
}

static bool take_entity(struct scan *s)
{
    enum { LONGEST = 12 };
    size_t      left = (size_t)(s->end - s->at);
    const char *stop = memchr(s->at, ';', left < LONGEST ? left : LONGEST);

    if (!stop || !is_entity((struct hilum_view){ s->at + 1, (size_t)(stop - s->at) - 1 }))
        return broken(s, "no entities but XML's own five are known");
    s->at = stop + 1;
    return true;
}

/* Characters that XML cannot say: controls, and two of Unicode. */
static bool take_odd(struct scan *s)
{
    unsigned char c = (unsigned char)*s->at;

    if ((c < 0x20 && !is_blank((char)c)) || next_is(s, "\xef\xbf\xbe", 3) ||
        next_is(s, "\xef\xbf\xbf", 3))
        return broken(s, "XML has no such character");
    s->at++;
    return true;
}

/* How many bytes from here on are plain text, of which nothing can be wrong. */
static inline size_t plain(const char *p, const char *end, char quote)
{
    size_t at = 0, left = (size_t)(end - p);

#ifdef __SSE2__
    for (; left - at >= 16; at += 16) {
        __m128i v     = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
        __m128i low   = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
        __m128i blank = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')),
                                     _mm_cmpeq_epi8(v, _mm_set1_epi8('\t')));
        __m128i tag   = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('<')),
                                     _mm_cmpeq_epi8(v, _mm_set1_epi8('&')));
        __m128i odd   = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(']')),
                                     _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xef)));
        __m128i stop = _mm_or_si128(_mm_or_si128(tag, odd), _mm_andnot_si128(blank, low));
        int     bits = _mm_movemask_epi8(
                _mm_or_si128(stop, _mm_cmpeq_epi8(v, _mm_set1_epi8(quote))));

        if (bits)
            return at + (size_t)__builtin_ctz((unsigned)bits);
    }
#endif
    for (; at < left; at++) {
        unsigned char c = (unsigned char)p[at];

        if (c == '<' || c == '&' || c == ']' || c == 0xef || c == (unsigned char)quote ||
            (c < 0x20 && c != '\n' && c != '\t'))
            break;
    }
    return at;
}

/* Up to `<`, or the quote of an attribute (NUL: there is none). */
static bool take_text(struct scan *s, char quote)
{
    for (;;) {
        char c;

        s->at += plain(s->at, s->end, quote);
        if (s->at == s->end)
            return true;
        c = *s->at;
        if (c == '<' || (c == quote && quote))
            return true;
        if (c == ']' && !quote && next_is(s, "]]>", 3))
            return broken(s, "]]> may not stand in text");
        if (c == '&' ? !take_entity(s) : !take_odd(s))
            return false;
    }
}

/* ---- Elements ------------------------------------------------------------- */

static bool take_value(struct scan *s, struct hilum_view *value)
{
    const char *from;
    char        quote;

    skip_blanks(s);
    if (!next_is(s, "=", 1))
        return broken(s, "an attribute has no value");
    s->at++;
    skip_blanks(s);
    if (!next_is(s, "\"", 1) && !next_is(s, "'", 1))
        return broken(s, "the value of an attribute stands in quotes");
    quote = *s->at++;
    from  = s->at;
    if (!take_text(s, quote))
        return false;
    if (s->at == s->end || *s->at != quote)
        return broken(s, "the value of an attribute does not end");
    *value = (struct hilum_view){ from, (size_t)(s->at - from) };
    s->at++;
    return true;
}

static void judge(struct scan *s, struct hilum_view element, struct hilum_view name,
                  struct hilum_view value)
{
    if (!fhir_narrative_attribute(element, name))
        improper(s, "an attribute is none that a narrative may have");
    if (!hilum_is(name, "xmlns"))
        return;
    if (s->depth == 0)
        s->found.spaced = true;
    if (hilum_is(value, FHIR_XHTML_NAMESPACE))
        return;
    if (s->depth == 0)
        broken(s, "its namespace is not that of XHTML");
    else
        improper(s, "it has elements of another namespace than that of XHTML");
}

static bool take_attributes(struct scan *s, struct hilum_view element)
{
    struct hilum_view names[FHIR_NARRATIVE_ATTRIBUTES], value;

    for (size_t count = 0;; count++) {
        bool blank = skip_blanks(s);

        if (s->at == s->end)
            return broken(s, "an element's tag does not end");
        if (*s->at == '>' || *s->at == '/')
            return true;
        if (!blank)
            return broken(s, "attributes need blanks between them");
        if (count == FHIR_NARRATIVE_ATTRIBUTES)
            return broken(s, "an element has too many attributes");
        if (!take_name(s, &names[count]))
            return false;
        for (size_t i = 0; i < count; i++)
            if (hilum_same(names[i], names[count]))
                return broken(s, "an attribute stands twice");
        if (!take_value(s, &value))
            return false;
        judge(s, element, names[count], value);
    }
}

static bool take_start(struct scan *s)
{
    struct hilum_view name;
    bool              root = s->depth == 0, empty;

    s->at++;
    if (!take_name(s, &name))
        return false;
    if (root && !hilum_is(name, "div"))
        return broken(s, "it is not a div");
    if (!fhir_narrative_element(name))
        improper(s, "an element is none that a narrative may have");
    if (!take_attributes(s, name))
        return false;
    if (root && !s->found.spaced)
        improper(s, "its div does not say the namespace of XHTML");
    empty = *s->at == '/';
    s->at += empty;
    if (!next_is(s, ">", 1))
        return broken(s, "an element's tag does not end");
    s->at++;
    if (empty)
        return true;
    if (s->depth == FHIR_NARRATIVE_DEPTH)
        return broken(s, "elements are nested too deeply");
    s->open[s->depth++] = name;
    return true;
}

static bool take_end(struct scan *s)
{
    struct hilum_view name = s->open[s->depth - 1];
    size_t            same = 0;

    for (s->at += 2; s->at < s->end && same < name.len && *s->at == name.ptr[same];
         same++)
        s->at++;
    skip_blanks(s);
    if (same < name.len || !next_is(s, ">", 1))
        return broken(s, "an end tag has another name than its start tag");
    s->at++;
    s->depth--;
    return true;
}

/* What stands before the mark that ends a comment, CDATA or an instruction. */
static bool take_up_to(struct scan *s, const char *mark, size_t length)
{
    while (s->at < s->end) {
        if (*s->at == *mark && next_is(s, mark, length)) {
            s->at += length;
            return true;
        }
        if (*mark == '-' && next_is(s, "--", 2))
            return broken(s, "-- may not stand in a comment");
        if (!take_odd(s))
            return false;
    }
    return broken(s, "a comment, CDATA or an instruction does not end");
}

/* A processing instruction; `xml` would be a declaration. */
static bool take_instruction(struct scan *s)
{
    struct hilum_view name;

    improper(s, "it has a processing instruction");
    s->at += 2;
    if (!take_name(s, &name))
        return false;
    if ((name.len == 3 && strncasecmp(name.ptr, "xml", 3) == 0) ||
        (!skip_blanks(s) && !next_is(s, "?>", 2)))
        return broken(s, "a processing instruction is not written as XML has it");
    return take_up_to(s, "?>", 2);
}

static bool take_other(struct scan *s)
{
    if (next_is(s, "<?", 2))
        return take_instruction(s);
    if (next_is(s, "<!--", 4)) {
        s->at += 4;
        return take_up_to(s, "-->", 3);
    }
    if (next_is(s, "<![CDATA[", 9)) {
        s->at += 9;
        return take_up_to(s, "]]>", 3);
    }
    return broken(s, "a narrative may have no declarations");
}

static bool take_markup(struct scan *s)
{
    char c = s->end - s->at > 1 ? s->at[1] : '\0';

    if (c == '/')
        return take_end(s);
    if (c != '!' && c != '?')
        return take_start(s);
    return take_other(s);
}

struct fhir_narrative fhir_narrative(struct hilum_view div)
{
    struct scan s; /* its stack is large, and need not be zero */
    bool        ok;

    s.at    = div.ptr;
    s.end   = div.ptr + div.len;
    s.found = (struct fhir_narrative){ .begin = 0 };
    s.depth = 0;
    skip_blanks(&s);
    s.found.begin = (size_t)(s.at - div.ptr);
    ok            = next_is(&s, "<div", 4) ? take_start(&s)
                                           : broken(&s, "it does not begin with a div");
    while (ok && s.depth) {
        ok = take_text(&s, '\0');
        if (ok && s.at == s.end)
            ok = broken(&s, "an element is not closed");
        ok = ok && take_markup(&s);
    }
    s.found.end = (size_t)(s.at - div.ptr);
    skip_blanks(&s);
    if (ok && s.at < s.end)
        broken(&s, "something stands behind its div");
    return s.found;
}

const char *fhir_narrative_report(struct fhir_reader *r, uint32_t place,
                                  struct hilum_view div)
{
    struct fhir_narrative found = fhir_narrative(div);
    const char           *why   = found.broken ? found.broken : found.improper;

    if (why)
        fhir_fault_report(r, place, "txt-1", why);
    return found.broken;
}
