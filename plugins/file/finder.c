/* finder.c -- which files of a folder are to be taken, and when. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "finder.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    NAMES_MOST = 65536, /* of one look into the folder */
    SETTLE     = 1000,  /* ms: a file found, not announced, may still be written */
    CHECK      = 2000,  /* ms between two looks at the folder itself */
};

int64_t finder_ticks(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void finder_look_within(struct finder *f, int64_t millis)
{
    int64_t at = finder_ticks() + millis;

    if (f->look_at < 0 || at < f->look_at)
        f->look_at = at;
}

/* ---- The folder ------------------------------------------------------------- */

/* The watch comes first, then the look: nothing slips through between them. */
static bool watch(struct finder *f)
{
    f->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    return f->notify >= 0 &&
           inotify_add_watch(f->notify, f->path, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
}

bool finder_open(struct finder *f, bool *watched)
{
    *watched    = false;
    f->notify   = -1;
    f->check_at = finder_ticks() + CHECK;
    f->look_at  = 0;
    f->folder   = folder_open(f->path);
    if (f->folder < 0)
        return false;
    *watched = true;
    return watch(f);
}

void finder_close(struct finder *f)
{
    names_free(&f->found);
    f->events_at = f->events_end = 0;
    if (f->folder >= 0)
        close(f->folder);
    if (f->notify >= 0)
        close(f->notify);
    f->folder = f->notify = -1;
}

enum finder_folder finder_check(struct finder *f)
{
    bool known = f->gone, watched;

    if (finder_ticks() < f->check_at)
        return FINDER_SAME;
    f->check_at = finder_ticks() + CHECK;
    if (!f->gone && folder_is(f->folder, f->path))
        return FINDER_SAME;
    finder_close(f);
    f->gone = !finder_open(f, &watched);
    if (!f->gone)
        return FINDER_AGAIN;
    return known ? FINDER_SAME : FINDER_GONE;
}

/* ---- What is announced ------------------------------------------------------ */

static bool fits(const struct finder *f, const char *name)
{
    return fnmatch(f->pattern, name, FNM_PERIOD) == 0;
}

static const char *next_announced(struct finder *f)
{
    for (;;) {
        const struct inotify_event *e;

        if (f->events_at == f->events_end) {
            ssize_t n = read(f->notify, f->events, sizeof f->events);

            f->events_at  = 0;
            f->events_end = n > 0 ? (size_t)n : 0;
            if (n <= 0)
                return NULL;
        }
        e = (const void *)(f->events + f->events_at);
        f->events_at += sizeof *e + e->len;
        if (e->mask & IN_Q_OVERFLOW)
            finder_look_within(f, 0);
        if (e->len && !(e->mask & IN_ISDIR) && fits(f, e->name))
            return e->name;
    }
}

/* ---- What is found ---------------------------------------------------------- */

static bool is_settled(struct finder *f, const char *name)
{
    struct timespec now;
    struct stat     st;
    int64_t         age;

    if (fstatat(f->folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return false;
    clock_gettime(CLOCK_REALTIME, &now);
    age = (int64_t)(now.tv_sec - st.st_mtim.tv_sec) * 1000 +
          (now.tv_nsec - st.st_mtim.tv_nsec) / 1000000;
    if (age >= 0 && age < SETTLE) {
        finder_look_within(f, SETTLE - age);
        return false;
    }
    return true;
}

static const char *next_found(struct finder *f)
{
    while (f->found_next < f->found.count) {
        const char *name = f->found.list[f->found_next++];

        if (is_settled(f, name))
            return name;
    }
    return NULL;
}

static void look(struct finder *f)
{
    names_free(&f->found);
    f->found_next = 0;
    f->look_at    = -1;
    /* What cannot be listed is not there any more, which a check will find. */
    if (!folder_list(f->folder, f->pattern, NAMES_MOST, &f->found) || f->found.more)
        finder_look_within(f, SETTLE);
    if (f->poll > 0)
        finder_look_within(f, f->poll);
}

static bool is_time_to_look(const struct finder *f)
{
    return f->found_next == f->found.count && f->look_at >= 0 &&
           f->look_at <= finder_ticks();
}

const char *finder_next(struct finder *f)
{
    const char *name = NULL;

    while (!f->gone && !name) {
        if (is_time_to_look(f))
            look(f);
        name = next_found(f);
        if (!name)
            name = next_announced(f);
        if (!is_time_to_look(f))
            break;
    }
    return name;
}

int finder_rest(const struct finder *f)
{
    int64_t at   = f->look_at >= 0 && f->look_at < f->check_at && !f->gone ? f->look_at
                                                                           : f->check_at;
    int64_t left = at - finder_ticks();

    return left < 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}
