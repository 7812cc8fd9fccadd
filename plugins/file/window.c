/* window.c -- a file, read through a window that slides over it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "window.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool window_same(const struct stat *opened, const struct stat *now)
{
    return opened->st_dev == now->st_dev && opened->st_ino == now->st_ino &&
           opened->st_size == now->st_size &&
           opened->st_mtim.tv_sec == now->st_mtim.tv_sec &&
           opened->st_mtim.tv_nsec == now->st_mtim.tv_nsec;
}

/* 0, or why the file is not read. */
static int refusal(const struct stat *st, uint64_t most)
{
    if (!S_ISREG(st->st_mode))
        return EINVAL;
    return (uint64_t)st->st_size > most ? EFBIG : 0;
}

bool window_open(struct window *w, int folder, const char *name, uint64_t most)
{
    int why;

    /* It might be a pipe, whose opening waits for a writer, or lead out of the folder. */
    w->fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (w->fd < 0)
        return false;
    why      = fstat(w->fd, &w->opened) < 0 ? errno : refusal(&w->opened, most);
    w->begin = w->end = 0;
    w->at             = 0;
    if (why == 0)
        return true;
    window_close(w);
    errno = why;
    return false;
}

struct hilum_view window_view(const struct window *w)
{
    return w->bytes ? (struct hilum_view){ w->bytes + w->begin, w->end - w->begin }
                    : HILUM_VIEW("");
}

void window_use(struct window *w, size_t count)
{
    w->begin += count;
    w->at += count;
}

/* Makes the room `room` bytes; false with errno. */
static bool resize(struct window *w, size_t room)
{
    char *bytes = realloc(w->bytes, room);

    if (!bytes)
        return false;
    w->bytes = bytes;
    w->room  = room;
    return true;
}

static bool make_room(struct window *w, size_t most)
{
    size_t room;

    if (w->room == 0)
        return resize(w, WINDOW_ROOM);
    if (w->begin) {
        memmove(w->bytes, w->bytes + w->begin, w->end - w->begin);
        w->end -= w->begin;
        w->begin = 0;
    }
    if (w->end == w->room) {
        room = w->room < most / 2 ? 2 * w->room : most;
        return resize(w, room);
    }
    if (w->room > WINDOW_ROOM && w->end < WINDOW_ROOM / 2)
        return resize(w, WINDOW_ROOM);
    return true;
}

enum window_state window_more(struct window *w, size_t most)
{
    struct stat now;
    ssize_t     n;

    if (w->end - w->begin >= most)
        return WINDOW_FULL;
    if (!make_room(w, most))
        return WINDOW_FAILED;
    do
        n = read(w->fd, w->bytes + w->end, w->room - w->end);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return WINDOW_FAILED;
    w->end += (size_t)n;
    if (n > 0)
        return WINDOW_READ;
    if (fstat(w->fd, &now) < 0)
        return WINDOW_FAILED;
    return window_same(&w->opened, &now) ? WINDOW_END : WINDOW_CHANGED;
}

void window_close(struct window *w)
{
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
}

void window_free(struct window *w)
{
    window_close(w);
    free(w->bytes);
    *w = (struct window){ .fd = -1 };
}
