/* lock.c -- one engine per folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/lock.h"

#include "base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

/* A lock of the open file, not of the process: a second journal in the same
 * process is refused as well, and asking who has it does not take it. */
static struct flock whole(void)
{
    return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
}

static bool path_of(const char *dir, char path[static PATH_MAX])
{
    return (size_t)snprintf(path, PATH_MAX, "%s/journal.lock", dir) < PATH_MAX;
}

/* The pid in the file; 0 where there is none yet. */
static pid_t read_pid(int fd)
{
    char    text[32];
    ssize_t len = pread(fd, text, sizeof text, 0);
    int64_t pid;

    if (len <= 0)
        return 0;
    if (!view_int(view_trim((struct hilum_view){ text, (size_t)len }), &pid))
        return 0;
    return pid > 0 && pid <= INT_MAX ? (pid_t)pid : 0;
}

static bool write_pid(int fd)
{
    char text[32];
    int  len = snprintf(text, sizeof text, "%ld\n", (long)getpid());

    return ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)len, 0) == len;
}

int lock_take(const char *dir, struct problems *problems)
{
    struct flock lock = whole();
    char         path[PATH_MAX];
    int          fd;

    if (!path_of(dir, path)) {
        problems_add(problems, &(struct problem){ .file = dir }, "the path is too long");
        return -1;
    }
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && fcntl(fd, F_OFD_SETLK, &lock) == 0 && write_pid(fd))
        return fd;
    if (fd >= 0 && (errno == EAGAIN || errno == EACCES))
        problems_add(problems, &(struct problem){ .file = path },
                     "another engine (process %ld) works in this folder; stop it, or "
                     "choose another folder",
                     (long)read_pid(fd));
    else
        problems_add(problems, &(struct problem){ .file = path },
                     "the folder cannot be locked: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* The file stays: removing it would let two engines lock two files of one name. */
void lock_drop(int lock)
{
    if (lock >= 0)
        close(lock);
}

pid_t lock_holder(const char *dir)
{
    struct flock lock = whole();
    char         path[PATH_MAX];
    pid_t        pid = 0;
    int          fd;

    if (!path_of(dir, path))
        return 0;
    fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return 0;
    if (fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
        pid = read_pid(fd);
    close(fd);
    return pid;
}
