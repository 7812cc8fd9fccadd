/* json_split.h -- takes resources off a stream of JSON, such as a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FHIR_JSON_SPLIT_H
#define FHIR_JSON_SPLIT_H

#include <hilum/plugin.h>

/* Zeroed, it is the beginning of a stream; whoever needs more bytes is called again with
 * the same ones in front, and goes on where it was. */
struct json_split {
    size_t   at; /* bytes at the front that have been looked at */
    uint32_t depth;
    bool     string; /* inside one */
};

/* The end of the object or array that the bytes begin with: where its brackets close.
 * 0: more bytes are needed. */
size_t json_split_value(struct json_split *s, struct hilum_view bytes);

/* JSON objects, one after the other, with line breaks in them or not.  What is no object
 * goes to the end of its line, and what does not end is handed on as it is, so that
 * nothing is lost: decoding says what is wrong with it. */
void json_split(void *splitter, struct hilum_view bytes, bool last,
                struct hilum_piece *p);

/* Lines, which a fault in one of them does not leave. */
void json_split_lines(void *splitter, struct hilum_view bytes, bool last,
                      struct hilum_piece *p);
bool json_several_lines(struct hilum_view bytes);

/* Begins a piece: what is blank at the front is one by itself, and so is the end.  False:
 * the piece is settled. */
bool json_split_begin(struct hilum_view bytes, bool last, struct hilum_piece *p);

static inline void json_split_found(struct hilum_piece *p, enum hilum_found found,
                                    size_t used)
{
    p->found = found;
    p->used  = used;
}

#endif
