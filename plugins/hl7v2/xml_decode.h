/* xml_decode.h -- reads HL7 v2.xml into the document that its ER7 would give. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_XML_DECODE_H
#define HL7V2_XML_DECODE_H

#include "er7_charset.h"
#include "xml_read.h"

/* What XML is, says XML: this is the feed of text that is UTF-8, whatever MSH-18 says. */
#define XML_CHARSET "UNICODE UTF-8"

/* Reads ER7 in UTF-8 into a document with all of its text in the heap. */
enum hilum_verdict xml_decode_er7(struct dictionary *, struct er7_feed *,
                                  struct hilum_call *, struct hilum_view er7,
                                  struct hilum_builder *);

/* The same nodes, names, types, texts and flags as those of the message in ER7.  What
 * differs: texts are in the heap; a place is the byte of the XML where the element
 * begins, none where the XML had to be converted to UTF-8; the root has no text, as
 * the message did not come in ER7. */
enum hilum_verdict xml_decode(struct xml_reader *, struct dictionary *, struct er7_feed *,
                              struct hilum_call *, struct hilum_view bytes,
                              struct hilum_builder *);

#endif
