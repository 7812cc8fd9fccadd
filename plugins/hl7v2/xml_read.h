/* xml_read.h -- reads HL7 v2.xml, the standard's XML syntax, as ER7. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_XML_READ_H
#define HL7V2_XML_READ_H

#include <libxml/parser.h>

#include "dictionary.h"
#include "xml_er7.h"
#include "xml_text.h"

/* HL7 Version 2: XML Encoding Syntax, Release 2.  What counts in an element is its
 * local name; namespace and prefix may be any.
 *
 *   ORU_R01                 the message: the first element, whatever it is called
 *   ORU_R01.PATIENT_RESULT  groups, one in another: passed through
 *   PID                     a segment, by three capital letters or digits
 *   PID.3                   a field; another segment's is refused
 *   CX.4                    a component or subcomponent: the number at the end counts.
 *                           The datatype in front is compared to the standard's;
 *                           a difference is reported.  Below what has no datatype
 *                           (Z segments) any name is right.
 *   <escape V="H"/>         an escape sequence, in text
 *
 * Below subcomponents ER7 has nothing: a first part there is passed through, another
 * is refused.  White space is kept in text and passed over between elements; where
 * an element holds nothing else and it has a line break, the element is empty.
 *
 * The parser is libxml2's, without a tree, document types, entities of one's own,
 * the network and its XML_PARSE_HUGE. */
enum {
    XML_DEPTH = 32, /* elements inside each other; the standard has 13 */
    XML_NAMES =
        1 << 20, /* bytes of names that a parser may keep from message to message */
};

struct xml_reader {
    xmlParserCtxtPtr                 parser; /* used again for each message */
    struct hilum_call               *call;
    struct dictionary               *dictionary;
    const struct dictionary_version *version; /* once MSH has been read */
    struct xml_text                  text;
    struct xml_er7                   er7;
    const char                      *open[XML_DEPTH]; /* the names of what is open */
    uint32_t                         depth;
    uint32_t                         segment_depth; /* of the last segment */
    uint32_t                         here;          /* byte of the text that is read */
    uint32_t                         deeper;        /* elements below the subcomponent */
    bool                             in_escape;
    bool                             memory_out;
    const struct dictionary_group   *in[XML_LEVELS]; /* what has the open parts */
};

/* The parser is made at first use.  Free bears zeroes. */
void xml_reader_free(struct xml_reader *);

/* Reads a message into reader->er7: its text, ended by CR, and its places.  Else
 * blame, with line, column and path: "12:8 ORU_R01/PATIENT/PID-3". */
enum hilum_verdict xml_read(struct xml_reader *, struct dictionary *, struct hilum_call *,
                            struct hilum_view bytes);

#endif
