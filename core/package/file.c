/* file.c -- compiled packages as files: mapped, and written whole. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "package/package.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool package_map(struct package_file *f, const char *path, const char **why)
{
    int         fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void       *at = MAP_FAILED;

    *f = (struct package_file){ 0 };
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
        st.st_size <= HILUM_PACKAGE_MOST)
        at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    *why = at == MAP_FAILED ? "it cannot be read" : "";
    if (fd >= 0)
        close(fd);
    if (at == MAP_FAILED)
        return false;
    f->bytes = (struct hilum_view){ at, (size_t)st.st_size };
    if (hilum_package_open(&f->package, f->bytes, why))
        return true;
    package_unmap(f);
    return false;
}

void package_unmap(struct package_file *f)
{
    if (f->bytes.len)
        munmap((void *)(uintptr_t)f->bytes.ptr, f->bytes.len);
    *f = (struct package_file){ 0 };
}

static bool write_all(int fd, struct hilum_view bytes)
{
    while (bytes.len) {
        ssize_t done = write(fd, bytes.ptr, bytes.len);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes.ptr += done;
        bytes.len -= (size_t)done;
    }
    return true;
}

bool package_store(const char *path, struct hilum_view bytes)
{
    char part[4096];
    int  fd;
    bool ok;

    if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
        return false;
    fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return false;
    ok = write_all(fd, bytes) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok && rename(part, path) == 0;
    if (!ok)
        unlink(part);
    return ok;
}
