/* outline.h -- documents for tests, written as an indented outline. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_EXPR_OUTLINE_H
#define TESTS_CORE_EXPR_OUTLINE_H

#include <hilum/doc.h>

/* Each line is a node: two blanks for each level, its name, `:` and its type
 * (left out: none), and ` = ` with its text (left out: none; \n and \\ are
 * decoded).  A name of digits is a position.  `""` as the text is flagged NULL
 * where the model is hl7v2; elements that repeat are flagged LIST where it is fhir.  Gives a document to be freed with outline_free();
 * block is NULL where it does not fit. */
struct hilum_doc outline_read(const char *text, const char *model);
void             outline_free(struct hilum_doc doc);

/* The text of a name that an outline has used; empty where none has. */
struct hilum_view outline_name(uint32_t name);

#endif
