/* xml_write.h -- writes a document as HL7 v2.xml, the standard's XML syntax. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_XML_WRITE_H
#define HL7V2_XML_WRITE_H

#include "dictionary.h"
#include "er7_charset.h"
#include "structure.h"

/* HL7 Version 2: XML Encoding Syntax, Release 2, in UTF-8.  A field stands in a line
 * of its own, so that people can read it; there is no white space inside of fields
 * but theirs.
 *
 *   <ORU_R01 xmlns="urn:hl7-org:v2xml">   the structure's name
 *     <ORU_R01.PATIENT_RESULT>            groups; a segment without a place stays in
 *       <PID>                             the group it was found in
 *         <PID.3><CX.1>1</CX.1></PID.3>
 *
 * A message of a structure that the standard does not have is called by MSH-9.3, or
 * else MSH-9.1 and MSH-9.2, and has no groups.
 *
 * Fields and components whose datatype has components have an element for these,
 * also where the document has but a leaf, which is its own first component.  Where
 * a datatype is not known (Z segments, fields that the version does not have),
 * components are named by their place: <ZPV.3.1>, <ZPV.3.1.2>.  A null is "" and an
 * empty repetition an empty element.
 *
 * A node below the root is written alone, as an element without declaration. */
enum hilum_verdict xml_write(struct dictionary *, struct structures *, struct er7_feed *,
                             struct hilum_call *, struct hilum_doc,
                             const struct hilum_node *, struct hilum_buffer *out);

#endif
