/* xml_fault.h -- says what is wrong with a message in XML, and where. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_XML_FAULT_H
#define HL7V2_XML_FAULT_H

#include "xml_read.h"

/* What the parser found, in words without any of the message's own. */
const char *xml_fault_sentence(int code);

/* Blames with REJECT, the reader's reason, and a place such as
 * "12:8 ORU_R01/PATIENT_RESULT/OBSERVATION/OBX[2]-5[1].3": line and column, then
 * what was open.  Names are those of elements; values are not told. */
enum hilum_verdict xml_fault_blame(struct xml_reader *);

/* Reports something that one can live with, at the part that is open. */
void xml_fault_report(struct xml_reader *, const char *rule, const char *sentence);

#endif
