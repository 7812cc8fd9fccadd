/* xml_fault.c -- what is wrong with a text as XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_fault.h"

#include <libxml/xmlerror.h>
#include <strings.h>

#include "text.h"

const char *xml_fault_sentence(int code)
{
    switch (code) {
    case XML_ERR_DOCUMENT_EMPTY:
    case XML_ERR_DOCUMENT_START:
        return "this is not XML: there is no element in it";
    case XML_ERR_DOCUMENT_END:
        return "there is something behind the end of the resource";
    case XML_ERR_TAG_NAME_MISMATCH:
        return "an end tag has another name than its start tag";
    case XML_ERR_TAG_NOT_FINISHED:
        return "an element is not closed: the message ends too early";
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        return "no entities but XML's own five are known";
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_CHARREF:
        return "this is no character of XML";
    case XML_ERR_ATTRIBUTE_REDEFINED:
        return "an attribute stands twice";
    case XML_ERR_ATTRIBUTE_NOT_FINISHED:
        return "the value of an attribute does not end, or has more than 10 MB";
    case XML_ERR_LT_IN_ATTRIBUTE:
    case XML_ERR_ATTRIBUTE_NOT_STARTED:
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
        return "an attribute is not written as XML has it";
    case XML_ERR_INTERNAL_ERROR:
        return "this is nested too deeply or larger than the parser allows";
    default:
        return "this is not well-formed XML";
    }
}

/* `encoding="utf-8"` stands before the first > if anywhere. */
bool xml_fault_encoding(struct hilum_view text)
{
    enum { DECLARATION = 200 };
    static const char *const fine[] = { "UTF-8", "UTF8", "US-ASCII", "ASCII" };
    size_t                   mark   = fhir_text_mark(text);
    const char              *from   = text.ptr + mark, *end, *at;
    size_t                   left   = text.len - mark;

    left = left < DECLARATION ? left : DECLARATION;
    end  = left > 5 && memcmp(from, "<?xml", 5) == 0 ? memchr(from, '>', left) : NULL;
    at   = end ? memmem(from, (size_t)(end - from), "encoding", 8) : NULL;
    if (!at)
        return true;
    while (at < end && *at != '"' && *at != '\'')
        at++;
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++) {
        size_t length = strlen(fine[i]);

        if ((size_t)(end - at) > length + 1 && at[length + 1] == *at &&
            strncasecmp(at + 1, fine[i], length) == 0)
            return true;
    }
    return false;
}
