/* html.c -- is a narrative what FHIR allows one to be? */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/html.h"

static const char *const elements[] = {
    "a",    "abbr",  "acronym", "b",        "big", "blockquote", "br",    "caption",
    "cite", "code",  "col",     "colgroup", "dd",  "dfn",        "div",   "dl",
    "dt",   "em",    "h1",      "h2",       "h3",  "h4",         "h5",    "h6",
    "hr",   "i",     "img",     "li",       "ol",  "p",          "pre",   "q",
    "samp", "small", "span",    "strong",   "sub", "sup",        "table", "tbody",
    "td",   "tfoot", "th",      "thead",    "tr",  "tt",         "ul",    "var",
    "bdo",  "kbd",   "address", "ins",      "del", NULL,
};

static const char *const attributes[] = {
    "abbr",     "accesskey",  "align",       "alt",         "axis",       "bgcolor",
    "border",   "cellhalign", "cellpadding", "cellspacing", "cellvalign", "char",
    "charoff",  "charset",    "cite",        "class",       "colspan",    "compact",
    "coords",   "dir",        "frame",       "headers",     "height",     "href",
    "hreflang", "hspace",     "id",          "lang",        "longdesc",   "name",
    "nowrap",   "rel",        "rev",         "rowspan",     "rules",      "scope",
    "shape",    "span",       "src",         "start",       "style",      "summary",
    "tabindex", "title",      "type",        "valign",      "value",      "vspace",
    "width",    "xml:lang",   "xml:space",   "xmlns",       NULL,
};

struct html {
    struct hilum_view text;
    size_t            at;
    struct hilum_view open[HTML_DEPTH];
    size_t            depth;
    bool              content;
};

static bool among(const char *const *names, struct hilum_view name)
{
    while (*names && !hilum_is(name, *names))
        names++;
    return *names != NULL;
}

static bool pass(struct html *h, const char *text)
{
    size_t len = strlen(text);

    if (h->text.len - h->at < len || memcmp(h->text.ptr + h->at, text, len) != 0)
        return false;
    h->at += len;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void blanks(struct html *h)
{
    while (h->at < h->text.len && is_blank(h->text.ptr[h->at]))
        h->at++;
}

static struct hilum_view name(struct html *h)
{
    size_t from = h->at;

    while (h->at < h->text.len && !is_blank(h->text.ptr[h->at]) &&
           !strchr("<>/=\"'&", h->text.ptr[h->at]))
        h->at++;
    return (struct hilum_view){ h->text.ptr + from, h->at - from };
}

/* Passes all up to and with a text; false: it does not come. */
static bool pass_to(struct html *h, const char *end)
{
    size_t      left = h->text.len - h->at, len = strlen(end);
    const char *at = memmem(h->text.ptr + h->at, left, end, len);

    if (at)
        h->at = (size_t)(at - h->text.ptr) + len;
    return at != NULL;
}

/* name="value", where the value is no script. */
static bool attribute(struct html *h)
{
    struct hilum_view key      = name(h);
    char              quote[2] = "";
    size_t            from;

    blanks(h);
    if (!among(attributes, key) || !pass(h, "="))
        return false;
    blanks(h);
    if (h->at == h->text.len)
        return false;
    quote[0] = h->text.ptr[h->at++];
    from     = h->at;
    if ((quote[0] != '"' && quote[0] != '\'') || !pass_to(h, quote))
        return false;
    return !memchr(h->text.ptr + from, '<', h->at - from) &&
           !(h->at - from > 11 && memcmp(h->text.ptr + from, "javascript:", 11) == 0);
}

/* An element's beginning; the text is behind the <. */
static bool open(struct html *h)
{
    struct hilum_view element = name(h);

    if (!among(elements, element) || h->depth == HTML_DEPTH)
        return false;
    if (h->depth == 0 && !hilum_is(element, "div"))
        return false;
    if (hilum_is(element, "img"))
        h->content = true;
    for (blanks(h); h->at < h->text.len && !strchr("/>", h->text.ptr[h->at]); blanks(h))
        if (!attribute(h))
            return false;
    if (pass(h, "/>"))
        return h->depth > 0;
    h->open[h->depth++] = element;
    return pass(h, ">");
}

static bool close(struct html *h)
{
    struct hilum_view element = name(h);

    blanks(h);
    return h->depth > 0 && hilum_same(h->open[--h->depth], element) && pass(h, ">");
}

/* &amp; or &#160;, with the semicolon near by. */
static bool entity(struct html *h)
{
    size_t end = h->at;

    while (end < h->text.len && end - h->at < 10 && h->text.ptr[end] != ';')
        end++;
    if (end == h->at || end == h->text.len || h->text.ptr[end] != ';')
        return false;
    h->at      = end + 1;
    h->content = true;
    return true;
}

bool html_allowed(struct hilum_view text)
{
    struct html h = { .text = text };

    for (blanks(&h); h.at < text.len;) {
        bool good = true;

        if (pass(&h, "<!--"))
            good = pass_to(&h, "-->");
        else if (pass(&h, "</"))
            good = close(&h);
        else if (pass(&h, "<"))
            good = open(&h);
        else if (pass(&h, "&"))
            good = entity(&h);
        else if (h.depth == 0)
            good = false;
        else
            h.content |= !is_blank(text.ptr[h.at++]);
        if (!good)
            return false;
        if (h.depth == 0)
            break;
    }
    blanks(&h);
    return h.at == text.len && h.depth == 0 && h.content;
}
