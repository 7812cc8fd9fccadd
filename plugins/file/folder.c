/* folder.c -- files in a folder: read, named and moved for good. */
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

/* ---- Reading -------------------------------------------------------------- */

static char *read_all(int fd, size_t size, size_t *len)
{
    char *bytes = malloc(size + 1);

    for (*len = 0; bytes && *len < size;) {
        ssize_t n = read(fd, bytes + *len, size - *len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            free(bytes);
            return NULL;
        }
        if (n == 0)
            break;
        *len += (size_t)n;
    }
    return bytes;
}

char *folder_read(int folder, const char *name, size_t most, size_t *len)
{
    int         fd    = openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    char       *bytes = NULL;
    struct stat st;
    int         err;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0) {
        errno = !S_ISREG(st.st_mode) ? EINVAL : EFBIG;
        if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size <= most)
            bytes = read_all(fd, (size_t)st.st_size, len);
    }
    err = errno;
    close(fd);
    errno = err;
    return bytes;
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
