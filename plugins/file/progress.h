/* progress.h -- how far a file has been taken, kept beside it. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Beside "a.hl7" there is ".a.hl7.progress" while it is being read, or after an engine
 * died with it: the messages before that position are not offered again.  It is a
 * hint: without it the file is read from its start, and the engine knows repeats.
 */
#ifndef FILE_PROGRESS_H
#define FILE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

struct progress {
    uint64_t position; /* everything before it is safe */
    uint64_t rejected; /* messages of that which were */
};

/* Zero, where nothing is known of the file as it is. */
struct progress progress_read(int folder, const char *name, const struct stat *file);

/* False where it could not be kept. */
bool progress_write(int folder, const char *name, const struct stat *file,
                    const struct progress *);

void progress_remove(int folder, const char *name);

#endif
