/* xml_read.c -- reads HL7 v2.xml, the standard's XML syntax, as ER7. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_read.h"

#include "xml_fault.h"

/* What SAX2 gives of each attribute. */
enum { ATTRIBUTE_NAME, ATTRIBUTE_VALUE = 3, ATTRIBUTE_END, ATTRIBUTE_MEMBERS };

/* Where in the text the parser has a byte of its input. */
static inline size_t offset(const struct xml_reader *r, const xmlChar *at)
{
    const xmlParserInput *in = r->parser->input;
    size_t to = in ? in->consumed + (size_t)(at - in->base) : r->text.utf8.len;

    return to < r->text.utf8.len ? to : r->text.utf8.len;
}

static inline void look_here(struct xml_reader *r)
{
    r->here = (uint32_t)offset(r, r->parser->input ? r->parser->input->cur : NULL);
}

/* Notes the first fault and lets the parser come to its end. */
static void refuse(struct xml_reader *r, const char *reason)
{
    if (r->text.reason)
        return;
    r->text.fault  = r->here;
    r->text.reason = reason;
    xmlStopParser(r->parser);
}

static void check(struct xml_reader *r, bool ok)
{
    if (!ok)
        refuse(r, r->er7.fault.reason);
}

/* The tag whose end the parser is at: no attribute holds a `<`. */
static inline void look_at_tag(struct xml_reader *r)
{
    const xmlChar *at = r->parser->input->cur;

    while (at > r->parser->input->base && *at != '<')
        at--;
    r->here = (uint32_t)offset(r, at);
}

/* ---- Names ---------------------------------------------------------------- */

static bool is_segment(const char *s)
{
    for (int i = 0; i < 3; i++)
        if (!(s[i] >= 'A' && s[i] <= 'Z') && !(i > 0 && s[i] >= '0' && s[i] <= '9'))
            return false;
    return s[3] == '\0';
}

/* Splits CX.4 into its prefix and number; a number of 0: there is none. */
static inline struct hilum_view split(const char *name, uint32_t *number)
{
    const char *dot = NULL, *at = name;
    uint32_t    n = 0;

    for (; *at; at++) {
        if (*at == '.') {
            dot = at;
            n   = 0;
        } else if (*at < '0' || *at > '9') {
            dot = NULL;
        } else if (n <= XML_MOST_NUMBER) {
            n = n * 10 + (uint32_t)(*at - '0');
        }
    }
    *number = dot ? n : 0;
    return (struct hilum_view){ name, (size_t)((dot ? dot : at) - name) };
}

/* ---- Datatypes ------------------------------------------------------------ */

/* MSH-12, out of the ER7 of the segment MSH. */
static struct hilum_view version_text(struct xml_reader *r)
{
    struct hilum_view msh = hilum_buffer_view(&r->er7.out), field[13];

    er7_delimiters_fields(&r->er7.delimiters, msh, field, 13);
    return er7_delimiters_first(&r->er7.delimiters, field[12]);
}

/* Which version says what parts are is known once MSH has been read. */
static void know_version(struct xml_reader *r)
{
    r->version = dictionary_version(r->dictionary, r->call, version_text(r));
    if (!r->version)
        r->memory_out = true;
}

/* The part that was begun: what its own parts are in, and whether its name was of that
 * which it is in itself. */
static inline void know_part(struct xml_reader *r, struct hilum_view prefix,
                             uint32_t number)
{
    enum xml_level                 level = r->er7.level;
    const struct dictionary_group *g     = r->in[level - 1];

    if (!r->version)
        return;
    if (level > XML_FIELD && g->name && g->name != HILUM_NAME("varies") &&
        hilum_name(prefix.ptr, prefix.len) != g->name)
        xml_fault_report(r, "datatype",
                         "a part is named for another datatype than this one has");
    r->in[level] = &r->version->group[dictionary_member(r->version, g, number)->group];
}

/* ---- Elements ------------------------------------------------------------- */

static void begin_segment(struct xml_reader *r, const char *name)
{
    bool first = r->er7.out.len == 0;

    r->segment_depth = r->depth - 1;
    check(r, xml_er7_segment(&r->er7, name, r->here));
    if (!first && !r->version)
        know_version(r);
    if (r->version)
        r->in[XML_SEGMENT] = dictionary_segment(r->version, r->er7.segment);
}

static void begin_part(struct xml_reader *r, const char *name)
{
    uint32_t          number;
    struct hilum_view prefix = split(name, &number);

    if (number == 0) {
        refuse(r, "this element is no part of a segment: its name has no number");
    } else if (r->er7.level == XML_SUBCOMPONENT) {
        if (number != 1)
            refuse(r, "there is something below a subcomponent");
        r->deeper++;
    } else if (r->er7.level == XML_SEGMENT &&
               (prefix.len != 3 || hilum_name(prefix.ptr, 3) != r->er7.segment)) {
        refuse(r, "this field is one of another segment");
    } else if (xml_er7_part(&r->er7, number, r->here)) {
        know_part(r, prefix, number);
    } else {
        check(r, false);
    }
}

static void take_escape(struct xml_reader *r, int count, const xmlChar **attribute)
{
    r->in_escape = true;
    for (int i = 0; i < count; i++, attribute += ATTRIBUTE_MEMBERS) {
        const char *from = (const char *)attribute[ATTRIBUTE_VALUE];
        const char *to   = (const char *)attribute[ATTRIBUTE_END];

        if (strcmp((const char *)attribute[ATTRIBUTE_NAME], "V") != 0)
            continue;
        check(r,
              xml_er7_escape(&r->er7, (struct hilum_view){ from, (size_t)(to - from) }));
        return;
    }
    refuse(r, "an escape element says in V which sequence it is");
}

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix,
                     const xmlChar *uri, int spaces, const xmlChar **space, int count,
                     int defaulted, const xmlChar **attribute)
{
    struct xml_reader *r    = context;
    const char        *name = (const char *)local;

    (void)prefix, (void)uri, (void)spaces, (void)space, (void)defaulted;
    if (r->text.reason)
        return;
    look_at_tag(r);
    if (r->depth == XML_DEPTH) {
        refuse(r, "elements are nested too deeply");
        return;
    }
    r->open[r->depth++] = name;
    if (r->in_escape)
        refuse(r, "an escape element is empty");
    else if (r->depth == 1)
        check(r, xml_er7_root(&r->er7, r->here));
    else if (r->er7.level >= XML_FIELD && name[0] == 'e' && strcmp(name, "escape") == 0)
        take_escape(r, count, attribute);
    else if (r->er7.level > XML_GROUP)
        begin_part(r, name);
    else if (is_segment(name))
        begin_segment(r, name);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix,
                   const xmlChar *uri)
{
    struct xml_reader *r = context;

    (void)local, (void)prefix, (void)uri;
    if (r->text.reason)
        return;
    look_here(r);
    if (r->in_escape)
        r->in_escape = false;
    else if (r->deeper)
        r->deeper--;
    else if (r->er7.level > XML_GROUP)
        check(r, xml_er7_close(&r->er7));
    r->depth--;
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct xml_reader *r = context;

    if (r->text.reason)
        return;
    look_here(r);
    if (r->in_escape)
        refuse(r, "an escape element is empty");
    else
        check(r, xml_er7_text(&r->er7,
                              (struct hilum_view){ (const char *)text, (size_t)length }));
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *id,
                             const xmlChar *system)
{
    (void)name, (void)id, (void)system;
    look_here(context);
    refuse(context, "a document type is not allowed in a message");
}

/* Prefixes need not be declared: they mean nothing here. */
static void on_error(void *context, xmlErrorPtr error)
{
    struct xml_reader *r = context;

    if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE)
        return;
    r->memory_out = r->memory_out || error->code == XML_ERR_NO_MEMORY;
    look_here(r);
    refuse(r, xml_fault_sentence(error->code));
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

void xml_reader_free(struct xml_reader *r)
{
    xmlFreeParserCtxt(r->parser);
    xml_er7_free(&r->er7);
    *r = (struct xml_reader){ .parser = NULL };
}

/* A parser keeps every name that it has met.  One that has met too many goes. */
static bool ready(struct xml_reader *r)
{
    if (r->parser && xmlDictGetUsage(r->parser->dict) > XML_NAMES) {
        xmlFreeParserCtxt(r->parser);
        r->parser = NULL;
    }
    if (r->parser)
        return true;
    r->parser = xmlNewParserCtxt();
    if (!r->parser)
        return false;
    *r->parser->sax     = handler;
    r->parser->userData = r;
    return true;
}

enum hilum_verdict xml_read(struct xml_reader *r, struct dictionary *d,
                            struct hilum_call *call, struct hilum_view bytes)
{
    r->call       = call;
    r->dictionary = d;
    r->version    = NULL;
    r->depth = r->deeper = 0;
    r->in_escape = r->memory_out = false;
    xml_er7_begin(&r->er7, bytes.len);
    if (!xml_text_take(&r->text, call, bytes))
        return xml_fault_blame(r);
    if (!ready(r))
        return hilum_blame(call, HILUM_RETRY, "", "there is no memory for a parser");
    xmlCtxtReadMemory(r->parser, r->text.utf8.ptr, (int)r->text.utf8.len, NULL, NULL,
                      XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    if (r->memory_out)
        return hilum_blame(call, HILUM_RETRY, "",
                           "there is no memory to read the message");
    if (r->text.reason)
        return xml_fault_blame(r);
    if (!r->parser->wellFormed)
        return hilum_blame(call, HILUM_REJECT, "", "this is not well-formed XML");
    if (r->er7.out.len == 0)
        return hilum_blame(call, HILUM_REJECT, "MSH",
                           "there is no segment in the message");
    return HILUM_OK;
}
