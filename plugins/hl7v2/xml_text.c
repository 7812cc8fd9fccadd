/* xml_text.c -- the bytes of an XML message as UTF-8 that a parser may be given. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_text.h"

#include <libxml/encoding.h>

enum {
    DECLARATION = 200, /* bytes in which an XML declaration ends */
    WIDEST      = 4,   /* bytes that one byte may become in UTF-8 */
    UNCOUNTED   = 500, /* attributes in one element that cost the parser little */
};

static bool refuse(struct xml_text *t, size_t at, const char *reason)
{
    t->fault  = at;
    t->reason = reason;
    return false;
}

static bool begins(struct hilum_view v, const char *with, size_t length)
{
    return v.len >= length && memcmp(v.ptr, with, length) == 0;
}

/* ---- Encodings ------------------------------------------------------------ */

/* What the declaration says, such as ISO-8859-1; empty where it says nothing. */
static struct hilum_view declared(struct hilum_view bytes)
{
    size_t      most = bytes.len < DECLARATION ? bytes.len : DECLARATION;
    const char *end  = memchr(bytes.ptr, '>', most);
    const char *at, *stop;

    if (!begins(bytes, "<?xml", 5) || !end)
        return HILUM_VIEW("");
    at = memmem(bytes.ptr, (size_t)(end - bytes.ptr), "encoding", 8);
    if (!at)
        return HILUM_VIEW("");
    for (at += 8; at < end && *at != '"' && *at != '\'';)
        at++;
    stop = at < end ? memchr(at + 1, *at, (size_t)(end - at - 1)) : NULL;
    return stop ? (struct hilum_view){ at + 1, (size_t)(stop - at - 1) } : HILUM_VIEW("");
}

/* How to convert bytes with this declaration; NULL with `plain`: they are UTF-8. */
static xmlCharEncodingHandlerPtr converter(struct hilum_view name, bool *plain)
{
    char            text[40];
    xmlCharEncoding is;

    *plain = name.len == 0;
    if (name.len == 0 || name.len >= sizeof text)
        return NULL;
    memcpy(text, name.ptr, name.len);
    text[name.len] = '\0';
    is             = xmlParseCharEncoding(text);
    *plain         = is == XML_CHAR_ENCODING_UTF8 || is == XML_CHAR_ENCODING_ASCII ||
             is == XML_CHAR_ENCODING_UTF16LE || is == XML_CHAR_ENCODING_UTF16BE;
    return *plain ? NULL : xmlFindCharEncodingHandler(text);
}

/* Bytes are taken in until none are left; the converter does as many at once as it
 * has room for. */
static bool convert_all(xmlCharEncodingHandlerPtr how, xmlBufferPtr from, xmlBufferPtr to)
{
    while (xmlBufferLength(from) > 0) {
        int before = xmlBufferLength(from);

        if (xmlCharEncInFunc(how, to, from) < 0 && xmlBufferLength(from) == before)
            return false;
        if (xmlBufferLength(from) == before)
            return false;
    }
    return true;
}

static bool convert(struct xml_text *t, struct hilum_call *call,
                    xmlCharEncodingHandlerPtr how, struct hilum_view bytes)
{
    xmlBufferPtr from = xmlBufferCreate(), to = xmlBufferCreate();
    bool         ok   = false;
    char        *keep = NULL;

    if (bytes.len > HILUM_MOST_TEXT / WIDEST) {
        refuse(t, 0, "the message is too large to be converted to UTF-8");
        goto out;
    }
    if (!from || !to || xmlBufferAdd(from, (const xmlChar *)bytes.ptr, (int)bytes.len)) {
        refuse(t, 0, "there is no memory to convert the message to UTF-8");
        goto out;
    }
    if (!convert_all(how, from, to)) {
        refuse(t, 0, "some bytes are no characters of the encoding that is declared");
        goto out;
    }
    keep = hilum_scratch(call, (size_t)xmlBufferLength(to) + 1);
    if (!keep) {
        refuse(t, 0, "there is no memory to convert the message to UTF-8");
        goto out;
    }
    memcpy(keep, xmlBufferContent(to), (size_t)xmlBufferLength(to));
    t->utf8      = (struct hilum_view){ keep, (size_t)xmlBufferLength(to) };
    t->converted = true;
    ok           = true;
out:
    xmlBufferFree(from);
    xmlBufferFree(to);
    return ok;
}

/* The encodings that are seen from the first bytes, before anything can be read. */
static const struct {
    xmlCharEncoding is;
    uint32_t        mark; /* bytes of the byte order mark */
    uint32_t        length;
    char            first[5];
} openings[] = {
    { .is = XML_CHAR_ENCODING_UTF8, .mark = 3, .length = 3, .first = "\xef\xbb\xbf" },
    { .is = XML_CHAR_ENCODING_UTF16LE, .mark = 2, .length = 2, .first = "\xff\xfe" },
    { .is = XML_CHAR_ENCODING_UTF16BE, .mark = 2, .length = 2, .first = "\xfe\xff" },
    { .is = XML_CHAR_ENCODING_UTF16LE, .mark = 0, .length = 4, .first = "<\0?\0" },
    { .is = XML_CHAR_ENCODING_UTF16BE, .mark = 0, .length = 4, .first = "\0<\0?" },
};

static bool to_utf8(struct xml_text *t, struct hilum_call *call, struct hilum_view bytes)
{
    xmlCharEncodingHandlerPtr how   = NULL;
    bool                      plain = true, ok = true, seen = false;

    for (size_t i = 0; i < sizeof openings / sizeof openings[0] && !seen; i++) {
        seen = begins(bytes, openings[i].first, openings[i].length);
        if (!seen)
            continue;
        t->skipped = openings[i].mark;
        plain      = openings[i].is == XML_CHAR_ENCODING_UTF8;
        how        = plain ? NULL : xmlGetCharEncodingHandler(openings[i].is);
    }
    bytes.ptr += t->skipped;
    bytes.len -= t->skipped;
    if (!seen)
        how = converter(declared(bytes), &plain);
    t->utf8 = bytes;
    if (!plain && !how)
        return refuse(t, 0, "the encoding that is declared is not known");
    if (how) {
        ok = convert(t, call, how, bytes);
        xmlCharEncCloseFunc(how);
    }
    return ok;
}

/* ---- What is refused ------------------------------------------------------ */

/* Past the end of what stands between two marks, or the end of the text. */
static const char *past(const char *at, const char *end, const char *mark)
{
    const char *found = memmem(at, (size_t)(end - at), mark, strlen(mark));

    return found ? found + strlen(mark) : end;
}

/* The end of a tag; its attributes are counted by their quotes. */
static const char *past_tag(const char *at, const char *end, uint32_t *attributes)
{
    for (*attributes = 0; at < end && *at != '>'; at++) {
        if (*at != '"' && *at != '\'')
            continue;
        ++*attributes;
        at = memchr(at + 1, *at, (size_t)(end - at - 1));
        if (!at)
            return end;
    }
    return at;
}

/* Each attribute has an equals sign, of which a message holds few: most messages are
 * not looked at any further. */
static bool many_attributes(struct hilum_view text)
{
    const char *end   = text.ptr + text.len;
    const char *at    = memchr(text.ptr, '=', text.len);
    uint32_t    count = 0;

    for (; at && count < UNCOUNTED; count++)
        at = memchr(at + 1, '=', (size_t)(end - at - 1));
    return at != NULL;
}

static bool check(struct xml_text *t)
{
    const char *begin = t->utf8.ptr, *end = begin + t->utf8.len;
    const char *at = many_attributes(t->utf8) ? memchr(begin, '<', t->utf8.len) : NULL;
    uint32_t    attributes;

    while (at) {
        struct hilum_view rest = { at, (size_t)(end - at) };

        if (begins(rest, "<!--", 4)) {
            at = past(at + 4, end, "-->");
        } else if (begins(rest, "<![CDATA[", 9)) {
            at = past(at + 9, end, "]]>");
        } else if (begins(rest, "<?", 2)) {
            at = past(at + 2, end, "?>");
        } else {
            at = past_tag(at + 1, end, &attributes);
            if (attributes > XML_ATTRIBUTES)
                return refuse(t, (size_t)(rest.ptr - begin),
                              "this element has more attributes than it can need");
        }
        at = at < end ? memchr(at, '<', (size_t)(end - at)) : NULL;
    }
    return true;
}

bool xml_text_take(struct xml_text *t, struct hilum_call *call, struct hilum_view bytes)
{
    *t = (struct xml_text){ .utf8 = { "", 0 } };
    if (bytes.len == 0)
        return refuse(t, 0, "the message is empty");
    if (bytes.len > HILUM_MOST_TEXT)
        return refuse(t, 0, "the message is larger than 1 GB");
    if (!to_utf8(t, call, bytes))
        return false;
    return check(t);
}
