/* folder.h -- folders: opened, listed, and files moved between them for good. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FILE_FOLDER_H
#define FILE_FOLDER_H

#include <hilum/view.h>

/* Opens a folder, making it where it is missing; -1 with errno. */
int folder_open(const char *path);

/* The same below another folder. */
int folder_open_at(int folder, const char *name);

/* Whether the path still leads to the folder that was opened; it may have been
 * removed and made again. */
bool folder_is(int folder, const char *path);

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
