/* window.h -- a file, read through a window that slides over it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FILE_WINDOW_H
#define FILE_WINDOW_H

#include <hilum/view.h>

#include <sys/stat.h>

enum {
    WINDOW_ROOM = 1 << 20
}; /* bytes; it grows for what is larger, and shrinks again */

/* Zeroed, and with fd -1, it is closed.  Its memory stays for the next file. */
struct window {
    int         fd;
    char       *bytes;
    size_t      room;
    size_t      begin, end; /* what is in view */
    uint64_t    at;         /* where that begins in the file */
    struct stat opened;     /* the file as it was then */
};

enum window_state {
    WINDOW_READ,    /* there is more to see */
    WINDOW_END,     /* the file has ended, and is as it was when it was opened */
    WINDOW_CHANGED, /* it has ended, and is not */
    WINDOW_FULL,    /* the window may grow no larger */
    WINDOW_FAILED,  /* see errno */
};

/* Opens a regular file of at most `most` bytes; false with errno: EFBIG where it is
 * larger, ELOOP where it is a symbolic link, EINVAL where it is no regular file. */
bool window_open(struct window *, int folder, const char *name, uint64_t most);

/* What is in view; good until more is read. */
struct hilum_view window_view(const struct window *);

/* Slides over the first bytes in view. */
void window_use(struct window *, size_t count);

/* Brings more into view, of which there are then at most `most` bytes. */
enum window_state window_more(struct window *, size_t most);

void window_close(struct window *);
void window_free(struct window *);

/* Whether a file is the one that was opened, unchanged. */
bool window_same(const struct stat *opened, const struct stat *now);

#endif
