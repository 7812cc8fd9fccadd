/* folder.h -- files in a folder: read, named and moved for good. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FILE_FOLDER_H
#define FILE_FOLDER_H

#include <hilum/view.h>

/* Opens a folder, making it where it is missing; -1 with errno. */
int folder_open(const char *path);

/* The same below another folder. */
int folder_open_at(int folder, const char *name);

/* Reads a regular file of at most `most` bytes.  Gives memory to free(), or NULL
 * with errno: EFBIG where it is larger, EINVAL where it is not a regular file. */
char *folder_read(int folder, const char *name, size_t most, size_t *len);

/* Moves a file to another folder and never over another file: "a.hl7" becomes
 * "a.hl7.1" there, if need be.  False with errno. */
bool folder_move(int from, const char *name, int to);

/* The names of a folder that match a pattern of the shell and do not begin with
 * a dot, in order.  At most `most`: *more is set where there are others. */
struct names {
    char **list;
    size_t count;
    bool   more;
};

bool folder_list(int folder, const char *pattern, size_t most, struct names *out);
void names_free(struct names *n);

#endif
