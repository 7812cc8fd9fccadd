/* progress.c -- how far a file has been taken, kept beside it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEXT = 256, FILE_MODE = 0640 };

/* The position, the count, and what the file was then. */
enum { POSITION, REJECTED, INODE, SIZE, SECONDS, NANOSECONDS, NUMBERS };

struct name {
    char text[NAME_MAX + 16];
};

static struct name beside(const char *name, const char *suffix)
{
    struct name n;

    snprintf(n.text, sizeof n.text, ".%.*s.%s", NAME_MAX, name, suffix);
    return n;
}

static void describe(const struct stat *file, uint64_t *numbers)
{
    numbers[INODE]       = (uint64_t)file->st_ino;
    numbers[SIZE]        = (uint64_t)file->st_size;
    numbers[SECONDS]     = (uint64_t)file->st_mtim.tv_sec;
    numbers[NANOSECONDS] = (uint64_t)file->st_mtim.tv_nsec;
}

/* Reads the numbers of a line that ends as it should. */
static bool parse(const char *text, uint64_t *numbers)
{
    char *end;

    for (int i = 0; i < NUMBERS; i++) {
        errno      = 0;
        numbers[i] = strtoull(text, &end, 10);
        if (end == text || errno || *end != (i + 1 < NUMBERS ? ' ' : '\n'))
            return false;
        text = end + 1;
    }
    return true;
}

struct progress progress_read(int folder, const char *name, const struct stat *file)
{
    struct name     side = beside(name, "progress");
    uint64_t        got[NUMBERS], wanted[NUMBERS];
    struct progress none = { 0, 0 };
    char            text[TEXT];
    int             fd = openat(folder, side.text, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ssize_t         n  = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

    if (fd >= 0)
        close(fd);
    if (n < 0)
        return none;
    text[n] = '\0';
    describe(file, wanted);
    if (!parse(text, got) || got[POSITION] > got[SIZE])
        return none;
    for (int i = INODE; i < NUMBERS; i++)
        if (got[i] != wanted[i])
            return none;
    return (struct progress){ got[POSITION], got[REJECTED] };
}

bool progress_write(int folder, const char *name, const struct stat *file,
                    const struct progress *p)
{
    struct name side = beside(name, "progress"), fresh = beside(name, "progress.new");
    uint64_t    numbers[NUMBERS] = { [POSITION] = p->position, [REJECTED] = p->rejected };
    char        text[TEXT];
    int         len = 0, fd;
    bool        fine;

    describe(file, numbers);
    for (int i = 0; i < NUMBERS; i++)
        len += snprintf(text + len, sizeof text - (size_t)len, "%llu%c",
                        (unsigned long long)numbers[i], i + 1 < NUMBERS ? ' ' : '\n');
    fd = openat(folder, fresh.text, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                FILE_MODE);
    if (fd < 0)
        return false;
    fine = write(fd, text, (size_t)len) == len && fdatasync(fd) == 0;
    close(fd);
    fine = fine && renameat(folder, fresh.text, folder, side.text) == 0;
    if (!fine)
        unlinkat(folder, fresh.text, 0);
    return fine;
}

void progress_remove(int folder, const char *name)
{
    struct name side = beside(name, "progress");

    unlinkat(folder, side.text, 0);
}
