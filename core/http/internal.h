/* internal.h -- between the parts of the HTTP service. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lock.  `lock` guards the counters and wakes whoever waits for `active` to
 * become 0.  Mounts do not change after start, so that requests read them freely.
 */
#ifndef CORE_HTTP_INTERNAL_H
#define CORE_HTTP_INTERNAL_H

#include "http/http.h"

#include <pthread.h>

enum { HTTP_MOUNTS = 64 };

struct http_mounted {
    struct hilum_mount mount;
    void              *state;
    char              *path;
};

struct http {
    struct http_options options;
    struct http_mounted mounts[HTTP_MOUNTS];
    size_t              mount_count;
    int                 listener;
    void               *daemon;
    char                address[HTTP_ADDRESS];
    pthread_mutex_t     lock;
    pthread_cond_t      quiet;
    struct http_counts  counts;
};

/* address.c: binds and listens; -1: why says why not.  Fills `address`. */
int http_bind(const char *listen, char address[static HTTP_ADDRESS],
              char why[static LIMIT_REASON]);

/* mount.c: the mount with the longest path that the path begins with; *below is
 * what follows.  NULL: there is none. */
const struct http_mounted *http_find(const struct http *h, struct hilum_view path,
                                     struct hilum_view *below);

/* mount.c: answers what no plugin has: /health, /metrics, everything else. */
void http_own(struct http *h, struct hilum_view path, struct hilum_response *response);

#endif
