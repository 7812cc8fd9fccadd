/* write.h -- writes texts into the tree, converted and translated. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WRITE_H
#define WRITE_H

#include "run.h"

/* Writes a text at a place, as the element's type demands; via may be NULL.  Below a
 * Coding a translated code brings its system and display along.  False: the text is no
 * value of the type, so that its source stays unconsumed. */
bool text_write(struct run *, struct place *, struct hilum_view text,
                const struct codes *via);

/* Writes a text that is known to be a value of the element's type. */
bool text_place(struct run *, struct place *, struct hilum_view text);

/* Writes a text of resources.map where the message has said nothing. */
void text_require(struct run *, struct resource *, const struct path *,
                  struct hilum_view text);

/* Translates the code of a CodeableConcept or Coding that a map has filled. */
void concept_translate(struct run *, struct place *, const struct codes *via);

#endif /* WRITE_H */
