/* xml_text.h -- the bytes of an XML message as UTF-8 that a parser may be given. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_XML_TEXT_H
#define HL7V2_XML_TEXT_H

#include <hilum/plugin.h>

/* XML says itself what its bytes are: by a byte order mark, else by the encoding of
 * its declaration, else it is UTF-8.  Everything but UTF-8 is converted, so that
 * the parser gets UTF-8 only.  A declaration of UTF-16 that is itself written in
 * single bytes, as some libraries leave it behind, is not believed.
 *
 * The parser compares each attribute of an element with all before it, so that an
 * element with masses of them would take it hours.  One with more than XML_ATTRIBUTES,
 * in a message where there could be masses, is refused before. */
enum { XML_ATTRIBUTES = 16 };

struct xml_text {
    struct hilum_view utf8;      /* without a byte order mark */
    uint32_t          skipped;   /* bytes of the mark: what stands before utf8 */
    bool              converted; /* not the bytes that came */
    const char       *reason;    /* why it is refused, or NULL ... */
    size_t            fault;     /* ... and where in utf8 */
};

/* The text is borrowed from the bytes or, converted, from the call's scratch.
 * False: see reason. */
bool xml_text_take(struct xml_text *, struct hilum_call *, struct hilum_view bytes);

#endif
