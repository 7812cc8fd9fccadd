/* document.h -- making documents, and trusting those that come from outside. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_MESSAGE_DOCUMENT_H
#define CORE_MESSAGE_DOCUMENT_H

#include <hilum/doc.h>

/* A builder with its memory; it is used again and again by one thread. */
void document_builder_init(struct hilum_builder *b);
void document_builder_free(struct hilum_builder *b);

/* Empties it.  Text inside the source is borrowed from there. */
void document_begin(struct hilum_builder *b, uint32_t model, struct hilum_view source);

/* Gives the block, freed with free(), or NULL: nothing was built, something is
 * still open, or it does not fit. */
struct hilum_block *document_seal(struct hilum_builder *b);

/* Is this a document that every reader can walk safely?  Sizes, spans, nesting
 * and texts are checked; source is what borrowed text must lie in. */
bool document_check(const void *bytes, size_t len, struct hilum_view source);

#endif
