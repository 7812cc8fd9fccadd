/* folder.c -- folders: opened, listed, and files moved between them for good. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FOLDER_MODE = 0750,
    TRIES_MOST  = 100000, /* names tried for a file that is moved */
    FIRST_NAMES = 64,
};

int folder_open(const char *path)
{
    return folder_open_at(AT_FDCWD, path);
}

int folder_open_at(int folder, const char *name)
{
    if (mkdirat(folder, name, FOLDER_MODE) < 0 && errno != EEXIST)
        return -1;
    return openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool folder_is(int folder, const char *path)
{
    struct stat open, there;

    return fstat(folder, &open) == 0 && stat(path, &there) == 0 &&
           open.st_dev == there.st_dev && open.st_ino == there.st_ino;
}

/* ---- Moving --------------------------------------------------------------- */

bool folder_move(int from, const char *name, int to)
{
    char other[NAME_MAX + 16];

    if (renameat2(from, name, to, name, RENAME_NOREPLACE) == 0)
        return true;
    for (int i = 1; errno == EEXIST && i < TRIES_MOST; i++) {
        snprintf(other, sizeof other, "%.*s.%d", NAME_MAX - 8, name, i);
        if (renameat2(from, name, to, other, RENAME_NOREPLACE) == 0)
            return true;
    }
    return false;
}

/* ---- Listing -------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_name(struct names *out, size_t *room, const char *name)
{
    if (out->count == *room) {
        size_t wanted = *room ? 2 * *room : FIRST_NAMES;
        char **list   = realloc(out->list, wanted * sizeof *list);

        if (!list)
            return false;
        out->list = list;
        *room     = wanted;
    }
    out->list[out->count] = strdup(name);
    return out->list[out->count] && ++out->count;
}

bool folder_list(int folder, const char *pattern, size_t most, struct names *out)
{
    int            fd   = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR           *dir  = fd >= 0 ? fdopendir(fd) : NULL;
    bool           fine = true;
    size_t         room = 0;
    struct dirent *e;

    *out = (struct names){ .count = 0 };
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    for (e = readdir(dir); e && fine; e = readdir(dir)) {
        if (fnmatch(pattern, e->d_name, FNM_PERIOD) != 0 || e->d_type == DT_DIR)
            continue;
        out->more = out->count == most;
        if (out->more)
            break;
        fine = add_name(out, &room, e->d_name);
    }
    closedir(dir);
    if (out->count)
        qsort(out->list, out->count, sizeof *out->list, by_name);
    return fine;
}

void names_free(struct names *n)
{
    while (n->count)
        free(n->list[--n->count]);
    free(n->list);
    *n = (struct names){ .count = 0 };
}
