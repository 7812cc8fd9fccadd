/* name.h -- the name of a file, made from a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FILE_NAME_H
#define FILE_NAME_H

#include <hilum/plugin.h>

/* Whether a text has a placeholder: %{id}, or a label as in %{control-id}. */
bool name_has_place(const char *text);

/* NULL, or what is wrong with the placeholders of a text. */
const char *name_check(const char *text);

/* Writes the text with its placeholders filled in.  Whatever a message
 * says, what is filled in leads to no other folder: all but letters, digits, '-',
 * '_' and '.' becomes '_'.  `nth` tells the messages apart that were made from
 * one: from the second on, the number gets it as a suffix. */
void name_fill(const char *text, struct hilum_call *, const struct hilum_msg *,
               size_t nth, struct hilum_buffer *out);

/* ".hl7", ".json", ...: what the files of a format end in. */
void name_suffix(struct hilum_view format, struct hilum_buffer *out);

#endif
