/* engine.c -- what all plugins of a process share. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/engine.h"

#include "plugin/codec.h"
#include "plugin/host.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENGINE_EXPRS = 64 << 20, ENGINE_PATH = 4096 };

/* A file below schemas/, mapped for as long as the engine lives. */
struct engine_schema {
    struct engine_schema *next;
    char                 *path;
    struct hilum_view     bytes;
};

bool engine_open(struct engine *e, const struct engine_options *options)
{
    *e = (struct engine){ .schemas = options->schemas, .meters = meters_new() };
    if (!e->meters)
        return false;
    pthread_mutex_init(&e->lock, NULL);
    arena_init(&e->exprs, ENGINE_EXPRS);
    registry_init(&e->registry);
    host_fill(&e->host);
    if (options->first)
        registry_load(&e->registry, options->first);
    registry_load_folders(&e->registry, options->plugins);
    return true;
}

void engine_close(struct engine *e)
{
    codecs_free(e);
    while (e->mapped) {
        struct engine_schema *s = e->mapped;

        e->mapped = s->next;
        if (s->bytes.len)
            munmap((void *)(uintptr_t)s->bytes.ptr, s->bytes.len);
        free(s->path);
        free(s);
    }
    registry_free(&e->registry);
    arena_free(&e->exprs);
    meters_free(e->meters);
    pthread_mutex_destroy(&e->lock);
}

static bool map_file(const char *path, struct hilum_view *out)
{
    int         fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void       *at;

    if (fd < 0)
        return false;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        errno = ENOENT;
        return false;
    }
    *out = (struct hilum_view){ "", 0 };
    if (st.st_size > 0) {
        at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at != MAP_FAILED)
            *out = (struct hilum_view){ at, (size_t)st.st_size };
    }
    close(fd);
    return st.st_size == 0 || out->len > 0;
}

static struct engine_schema *schema_new(const char *folder, const char *path)
{
    char                  full[ENGINE_PATH];
    struct engine_schema *s;

    if (path[0] == '/' || strstr(path, "..") ||
        snprintf(full, sizeof full, "%s/%s", folder, path) >= (int)sizeof full) {
        errno = EINVAL;
        return NULL;
    }
    s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->path = strdup(path);
    if (s->path && map_file(full, &s->bytes))
        return s;
    free(s->path);
    free(s);
    return NULL;
}

bool engine_schema(struct engine *e, struct call *c, const char *path,
                   struct hilum_view *out)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards `mapped` */
    struct engine_schema  *s;

    pthread_mutex_lock(&lock);
    for (s = e->mapped; s && strcmp(s->path, path) != 0;)
        s = s->next;
    if (!s) {
        s = schema_new(e->schemas, path);
        if (s) {
            s->next   = e->mapped;
            e->mapped = s;
        }
    }
    pthread_mutex_unlock(&lock);
    if (!s) {
        call_fault(c, HILUM_FAIL, "", "the data file %s/%s cannot be read: %s",
                   e->schemas, path, strerror(errno));
        return false;
    }
    *out = s->bytes;
    return true;
}
