/* place.h -- a folder for a test, and what is in it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_PLUGINS_FILE_PLACE_H
#define TESTS_PLUGINS_FILE_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* Makes an empty folder and goes there; the end removes it. */
void place_begin(void);
void place_end(void);

void place_write(const char *path, const char *text);

/* Whether the file is there with this text. */
bool place_has(const char *path, const char *text);

/* Whether it comes within ten seconds. */
bool place_comes(const char *path, const char *text);

/* Files in a folder. */
size_t place_count(const char *folder);

#endif
