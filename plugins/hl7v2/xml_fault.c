/* xml_fault.c -- says what is wrong with a message in XML, and where. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_fault.h"

#include <libxml/xmlerror.h>
#include <stdio.h>

enum { PLACE_ROOM = 160, NAME_MOST = 40 };

const char *xml_fault_sentence(int code)
{
    switch (code) {
    case XML_ERR_DOCUMENT_EMPTY:
    case XML_ERR_DOCUMENT_START:
        return "this is not XML: there is no element in it";
    case XML_ERR_DOCUMENT_END:
        return "there is something behind the end of the message's element";
    case XML_ERR_TAG_NAME_MISMATCH:
        return "an end tag has another name than its start tag";
    case XML_ERR_TAG_NOT_FINISHED:
        return "an element is not closed: the message ends too early";
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        return "no entities but XML's own five are known";
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_CHARREF:
        return "this is no character of XML, or no UTF-8";
    case XML_ERR_INVALID_ENCODING:
        return "this is not in the encoding that it says it is in";
    case XML_ERR_ATTRIBUTE_REDEFINED:
        return "an attribute stands twice";
    case XML_ERR_LT_IN_ATTRIBUTE:
    case XML_ERR_ATTRIBUTE_NOT_STARTED:
    case XML_ERR_ATTRIBUTE_NOT_FINISHED:
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
        return "an attribute is not written as XML has it";
    case XML_ERR_INTERNAL_ERROR:
        return "this is nested too deeply or larger than the parser allows";
    default:
        return "this is not well-formed XML";
    }
}

/* ---- Places --------------------------------------------------------------- */

struct place {
    char   text[PLACE_ROOM];
    size_t length;
};

HILUM_PRINTF(2) static void add(struct place *p, const char *fmt, ...)
{
    va_list ap;
    int     n;

    va_start(ap, fmt);
    n = vsnprintf(p->text + p->length, sizeof p->text - p->length, fmt, ap);
    va_end(ap);
    if (n > 0)
        p->length += (size_t)n;
    if (p->length >= sizeof p->text)
        p->length = sizeof p->text - 1;
}

/* Characters count, not their bytes. */
static void add_line(struct place *p, struct hilum_view text, size_t at)
{
    unsigned line = 1, column = 1;

    for (size_t i = 0; i < at && i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)text.ptr[i] & 0xc0) != 0x80) {
            column++;
        }
    }
    add(p, "%u:%u", line, column);
}

/* An element's name as far as it looks like one. */
static void add_name(struct place *p, const char *name)
{
    size_t n = 0;

    while (n < NAME_MOST &&
           ((name[n] >= '0' && name[n] <= '9') || name[n] == '_' || name[n] == '.' ||
            ((name[n] | 0x20) >= 'a' && (name[n] | 0x20) <= 'z')))
        n++;
    add(p, "%.*s", (int)n, name);
}

/* How many segments of this name there are so far, this one with them. */
static unsigned occurrence(const struct hilum_buffer *er7, uint32_t segment)
{
    unsigned n = 0;

    for (size_t i = 0; i + 3 <= er7->len; i++)
        if ((i == 0 || er7->ptr[i - 1] == '\r') && hilum_name(er7->ptr + i, 3) == segment)
            n++;
    return n;
}

/* The segment and the part in it, as HL7 writes places: OBX[2]-5[3].1.2. */
static void add_part(struct place *p, const struct xml_er7 *e)
{
    unsigned nth = occurrence(&e->out, e->segment);

    add(p, "%c%c%c", (int)(e->segment >> 16 & 0xff), (int)(e->segment >> 8 & 0xff),
        (int)(e->segment & 0xff));
    if (nth > 1)
        add(p, "[%u]", nth);
    if (e->level > XML_SEGMENT)
        add(p, "-%u", (unsigned)e->last[XML_SEGMENT]);
    if (e->level > XML_SEGMENT && e->repetition > 1)
        add(p, "[%u]", (unsigned)e->repetition);
    for (enum xml_level l = XML_FIELD; l < e->level; l++)
        add(p, ".%u", (unsigned)e->last[l]);
}

enum hilum_verdict xml_fault_blame(struct xml_reader *r)
{
    bool         inside  = r->er7.level > XML_GROUP;
    uint32_t     outside = inside ? r->segment_depth : r->depth;
    struct place p       = { .text = "" };

    add_line(&p, r->text.utf8, r->text.fault);
    for (uint32_t i = 0; i < outside; i++) {
        add(&p, "%s", i ? "/" : " ");
        add_name(&p, r->open[i]);
    }
    /* What is open in a segment is told by numbers. */
    if (inside) {
        add(&p, "/");
        add_part(&p, &r->er7);
    }
    return hilum_blame(r->call, HILUM_REJECT, p.text, "%s", r->text.reason);
}

void xml_fault_report(struct xml_reader *r, const char *rule, const char *sentence)
{
    struct place p = { .text = "" };

    add_part(&p, &r->er7);
    hilum_report(r->call, HILUM_WARNING, p.text, rule, "%s", sentence);
}
