/* xml_narrative.c -- a narrative in XML becomes the text that JSON has for it. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the div itself says its namespace, its text is the text of the message.  Else it
 * is written anew from the parser's events, without prefixes and with the namespace.
 */
#include "xml_narrative.h"

#include "narrative.h"
#include "xml_escape.h"

static void close_tag(struct xml_narrative *n)
{
    if (n->open)
        hilum_put_byte(&n->text, '>');
    n->open = false;
}

/* What is not XHTML keeps its prefix, so that it is seen that it is not. */
static void put_name(struct hilum_buffer *out, struct xml_name name)
{
    if (name.prefix && !(name.space && strcmp(name.space, FHIR_XHTML_NAMESPACE) == 0)) {
        hilum_put_text(out, name.prefix);
        hilum_put_byte(out, ':');
    }
    hilum_put_text(out, name.local);
}

static void put_attribute(struct hilum_buffer *out, const xmlChar **a)
{
    hilum_put_byte(out, ' ');
    if (a[XML_ATTRIBUTE_PREFIX]) {
        hilum_put_text(out, (const char *)a[XML_ATTRIBUTE_PREFIX]);
        hilum_put_byte(out, ':');
    }
    hilum_put_text(out, (const char *)a[XML_ATTRIBUTE_NAME]);
    hilum_put_text(out, "=\"");
    xml_escape(xml_attribute_value(a), out);
    hilum_put_byte(out, '"');
}

static void begin(struct xml_decoder *d, const char *prefix, bool declared)
{
    struct xml_narrative *n = &d->narrative;

    n->from        = d->here;
    n->anew        = prefix || !declared;
    n->open        = false;
    n->text.len    = 0;
    n->text.failed = false;
    n->text.most   = HILUM_MOST_TEXT;
    n->text.grow   = hilum_grow;
}

void xml_narrative_start(struct xml_decoder *d, struct xml_name name, bool declared,
                         struct xml_attributes a)
{
    struct xml_narrative *n    = &d->narrative;
    bool                  root = n->depth++ == 0;

    if (root)
        begin(d, name.prefix, declared);
    if (!n->anew)
        return;
    close_tag(n);
    hilum_put_byte(&n->text, '<');
    put_name(&n->text, name);
    if (root)
        hilum_put_text(&n->text, " xmlns=\"" FHIR_XHTML_NAMESPACE "\"");
    for (int i = 0; i < a.count; i++)
        put_attribute(&n->text, a.first + i * XML_ATTRIBUTE_MEMBERS);
    n->open = true;
}

void xml_narrative_text(struct xml_decoder *d, struct hilum_view text)
{
    struct xml_narrative *n = &d->narrative;

    if (!n->anew)
        return;
    close_tag(n);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '<')
            hilum_put(&n->text, "&lt;", 4);
        else if (c == '>')
            hilum_put(&n->text, "&gt;", 4);
        else if (c == '&')
            hilum_put(&n->text, "&amp;", 5);
        else if (c == '\r')
            hilum_put(&n->text, "&#13;", 5);
        else
            hilum_put_byte(&n->text, c);
    }
}

bool xml_narrative_end(struct xml_decoder *d, struct xml_name name, uint32_t end,
                       struct hilum_view *text)
{
    struct xml_narrative *n = &d->narrative;

    if (n->anew && n->open) {
        hilum_put(&n->text, "/>", 2);
        n->open = false;
    } else if (n->anew) {
        hilum_put(&n->text, "</", 2);
        put_name(&n->text, name);
        hilum_put_byte(&n->text, '>');
    }
    if (--n->depth)
        return false;
    *text = n->anew ? hilum_buffer_view(&n->text)
                    : (struct hilum_view){ d->in.source.ptr + n->from, end - n->from };
    return true;
}
