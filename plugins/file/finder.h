/* finder.h -- which files of a folder are to be taken, and when. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file is due when the program that wrote it closes it, or when it is moved in.
 * What nobody announced (it was there before, or announcements were lost) is found by
 * looking into the folder, and due when it has not changed for a while.
 */
#ifndef FILE_FINDER_H
#define FILE_FINDER_H

#include "folder.h"

struct finder {
    const char *path;
    const char *pattern;
    int64_t     poll;   /* ms between looks; 0: only when needed */
    int         folder; /* -1: closed */
    int         notify;
    bool        gone; /* it was told that the folder is */

    int64_t      look_at;  /* -1: not */
    int64_t      check_at; /* whether the folder is still the one at its path */
    struct names found;    /* by the last look */
    size_t       found_next;
    size_t       events_at, events_end;
    _Alignas(8) char events[4096];
};

/* Makes the folder where it is missing, and looks at once; path, pattern and poll are
 * set.  False with errno: `watched` says whether the folder itself could be had. */
bool finder_open(struct finder *, bool *watched);
void finder_close(struct finder *);

/* The next file that is due, or NULL; good until the next call. */
const char *finder_next(struct finder *);

/* Look into the folder within so many milliseconds. */
void finder_look_within(struct finder *, int64_t millis);

/* How long nothing is to be done, unless `notify` is readable; as poll() wants it. */
int finder_rest(const struct finder *);

/* Now and then: a folder that was removed or replaced is opened again.  Says what has
 * happened since the last call; GONE with errno. */
enum finder_folder { FINDER_SAME, FINDER_AGAIN, FINDER_GONE };
enum finder_folder finder_check(struct finder *);

/* Milliseconds of a clock that is never set. */
int64_t finder_ticks(void);

#endif
