/* xml_er7.h -- the ER7 that the elements of an XML message stand for, as they come. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_XML_ER7_H
#define HL7V2_XML_ER7_H

#include "er7_delimiters.h"

/* A message in XML and one in ER7 hold the same parts in the same order, so reading
 * XML is writing ER7 and having that decoded: one set of rules says what a
 * document is.  It also gives segments and composite fields the text that
 * expressions and encoders look for in them. */

/* What is being written.  A part is a field, component or subcomponent; in each of
 * these levels parts are numbered from 1 and ascend, and only fields repeat. */
enum xml_level {
    XML_GROUP, /* the message, or a group in it: between segments */
    XML_SEGMENT,
    XML_FIELD,
    XML_COMPONENT,
    XML_SUBCOMPONENT,
    XML_LEVELS,
};

enum {
    XML_MOST_NUMBER = 0xffff,  /* of a field, component or subcomponent */
    XML_SPARSE      = 1 << 16, /* bytes of ER7 that separators alone may come to */
    XML_ENCODING    = 8,       /* room for MSH-1 and MSH-2, which are shorter */
};

/* Where the text of an element begins in ER7, and where the element does in XML. */
struct xml_place {
    uint32_t er7, xml;
};

struct xml_er7 {
    struct hilum_buffer   out; /* its memory and that of places is used again */
    struct xml_place     *place;
    uint32_t              places, room;
    struct er7_delimiters delimiters;
    bool                  special[256]; /* bytes that cannot stand for themselves */
    enum xml_level        level;
    uint32_t              last[XML_LEVELS];  /* number of the part begun last */
    bool                  parts[XML_LEVELS]; /* whether that has parts itself */
    uint32_t              repetition;        /* of the field */
    size_t                start;             /* of the text of the innermost part */
    bool                  white, broken; /* that is white space only; with a line break */
    bool                  escaped;       /* it holds an escape sequence */
    uint32_t              segment;       /* its name */
    bool                  head;          /* in MSH, before MSH-3 */
    char                  encoding[2][XML_ENCODING]; /* MSH-1, MSH-2 */
    uint32_t              length[2];
    struct er7_fault      fault;
};

void xml_er7_free(struct xml_er7 *);

/* Begins a message.  `xml` is how long it is; a bound of what is written. */
void xml_er7_begin(struct xml_er7 *, size_t xml);

/* All of these say false where there is a fault.  `at` is a place in the XML.  The
 * root is the message itself. */
bool xml_er7_root(struct xml_er7 *, uint32_t at);
bool xml_er7_segment(struct xml_er7 *, const char *name, uint32_t at);
bool xml_er7_part(struct xml_er7 *, uint32_t number, uint32_t at);

/* Ends what was begun last. */
bool xml_er7_close(struct xml_er7 *);

/* Text of the innermost part; white space between parts is passed over. */
bool xml_er7_text(struct xml_er7 *, struct hilum_view text);

/* An escape sequence, given without its two escape characters. */
bool xml_er7_escape(struct xml_er7 *, struct hilum_view body);

#endif
