/* xml_decode.c -- the XML parser, and what it says of a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_decode.h"

#include "fault.h"
#include "xml_element.h"
#include "xml_fault.h"
#include "xml_guard.h"
#include "xml_place.h"

/* ---- Events --------------------------------------------------------------- */

static struct xml_name full_name(const xmlChar *local, const xmlChar *prefix,
                                 const xmlChar *space)
{
    return (struct xml_name){ (const char *)local, (const char *)prefix,
                              (const char *)space };
}

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix,
                     const xmlChar *uri, int spaces, const xmlChar **space, int count,
                     int defaulted, const xmlChar **attribute)
{
    struct xml_decoder *d = context;
    struct xml_tag      t = { .full       = full_name(local, prefix, uri),
                              .attributes = { attribute, count } };

    (void)defaulted;
    if (xml_is_refused(d))
        return;
    xml_look_at_tag(d);
    /* The name is looked up where it stands in the source: more can be read behind it
     * than it has, which is faster. */
    t.name.ptr = d->in.source.ptr + d->here + 1;
    if (prefix)
        t.name.ptr += strlen((const char *)prefix) + 1;
    t.name.len = strlen((const char *)local);
    for (int i = 0; i < spaces; i++)
        t.declares |= space[2 * i] == NULL;
    if (d->narrative.depth)
        xml_narrative_start(d, t.full, false, t.attributes);
    else
        xml_element_begin(d, &t);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix,
                   const xmlChar *uri)
{
    struct xml_decoder *d = context;

    if (xml_is_refused(d))
        return;
    if (d->narrative.depth)
        xml_element_narrative(d, full_name(local, prefix, uri));
    else
        xml_element_end(d);
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct xml_decoder *d = context;

    if (xml_is_refused(d))
        return;
    if (d->narrative.depth) {
        xml_narrative_text(d, (struct hilum_view){ (const char *)text, (size_t)length });
        return;
    }
    for (int i = 0; i < length; i++) {
        if (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r')
            continue;
        xml_refuse_here(d, "there is text between elements: a value is an attribute");
        return;
    }
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *id,
                             const xmlChar *system)
{
    (void)name, (void)id, (void)system;
    xml_refuse_here(context, "a document type is not allowed in a message");
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct xml_decoder *d = context;

    if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE)
        return;
    d->memory_out = d->memory_out || error->code == XML_ERR_NO_MEMORY;
    xml_refuse_here(d, xml_fault_sentence(error->code));
}

/* ---- The message ---------------------------------------------------------- */

static const xmlSAXHandler handler = {
    .initialized         = XML_SAX2_MAGIC,
    .startElementNs      = on_start,
    .endElementNs        = on_end,
    .characters          = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock          = on_text,
    .internalSubset      = on_document_type,
    .serror              = on_error,
};

void xml_decoder_free(struct xml_decoder *d)
{
    xmlFreeParserCtxt(d->parser);
    free(d->narrative.text.ptr);
    d->parser             = NULL;
    d->narrative.text.ptr = NULL;
}

/* A parser keeps every name that it has met.  One that has met too many goes. */
static bool ready(struct xml_decoder *d)
{
    if (d->parser && xmlDictGetUsage(d->parser->dict) > XML_NAMES) {
        xmlFreeParserCtxt(d->parser);
        d->parser = NULL;
    }
    if (d->parser)
        return true;
    d->space  = NULL;
    d->parser = xmlNewParserCtxt();
    if (!d->parser)
        return false;
    d->value            = xmlDictLookup(d->parser->dict, (const xmlChar *)"value", -1);
    *d->parser->sax     = handler;
    d->parser->userData = d;
    return true;
}

/* What can be said against the bytes before they are parsed; NULL: nothing. */
static const char *bytes_fault(struct xml_decoder *d, struct hilum_view bytes)
{
    d->here = (uint32_t)fhir_text_utf8(bytes);
    if (d->here < bytes.len)
        return "this is not UTF-8";
    d->here = 0;
    if (!xml_fault_encoding(bytes))
        return "the message says that it is in another encoding; FHIR is in UTF-8";
    d->here = (uint32_t)xml_guard(bytes);
    return d->here < bytes.len ? "this element has too many attributes" : NULL;
}

enum hilum_verdict xml_decode(struct xml_decoder *d, struct hilum_call *call,
                              struct hilum_view bytes, struct hilum_builder *builder)
{
    const char *why;

    fhir_reader_begin(&d->in, call, bytes, builder);
    d->skipped         = (uint32_t)fhir_text_mark(bytes);
    d->memory_out      = false;
    d->narrative.depth = 0;
    if (bytes.len <= d->skipped || bytes.len > HILUM_MOST_TEXT)
        return fhir_fault(&d->in, 0,
                          bytes.len > d->skipped ? "the message is too long"
                                                 : "the message is empty");
    why = bytes_fault(d, bytes);
    if (why)
        return fhir_fault(&d->in, d->here, why);
    if (!ready(d))
        return hilum_blame(call, HILUM_RETRY, "", "there is no memory for a parser");
    /* There are no entities but XML's own five; without NOENT &amp; stays as &#38;. */
    xmlCtxtReadMemory(d->parser, bytes.ptr + d->skipped, (int)(bytes.len - d->skipped),
                      NULL, NULL,
                      XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
    if (d->memory_out)
        return hilum_blame(call, HILUM_RETRY, "",
                           "there is no memory to read the message");
    if (d->in.verdict == HILUM_OK && !d->parser->wellFormed)
        return fhir_fault(&d->in, d->here, "this is not well-formed XML");
    return d->in.verdict;
}
