/* mount.c -- which path belongs to whom, and the paths that are the engine's. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "http/internal.h"

#include "base/bytes.h"

#include <stdlib.h>

bool http_mount(struct http *h, const struct hilum_mount *mount, void *state)
{
    struct http_mounted *m   = &h->mounts[h->mount_count];
    size_t               len = mount->path ? strlen(mount->path) : 0;

    if (h->daemon || h->mount_count == HTTP_MOUNTS || len < 2 || mount->path[0] != '/' ||
        mount->path[len - 1] == '/' || !mount->answer)
        return false;
    for (size_t i = 0; i < h->mount_count; i++)
        if (strcmp(h->mounts[i].path, mount->path) == 0)
            return false;
    *m      = (struct http_mounted){ .mount = *mount, .state = state };
    m->path = strdup(mount->path);
    if (!m->path)
        return false;
    m->mount.path = m->path;
    h->mount_count++;
    return true;
}

const struct http_mounted *http_find(const struct http *h, struct hilum_view path,
                                     struct hilum_view *below)
{
    const struct http_mounted *best    = NULL;
    size_t                     longest = 0;

    for (size_t i = 0; i < h->mount_count; i++) {
        size_t len = strlen(h->mounts[i].path);

        if (len > longest && view_starts(path, h->mounts[i].path) &&
            (path.len == len || path.ptr[len] == '/')) {
            best    = &h->mounts[i];
            longest = len;
        }
    }
    *below = (struct hilum_view){ path.ptr + longest, path.len - longest };
    return best;
}

static void http_metrics(struct http *h, struct hilum_buffer *out)
{
    struct http_counts c;

    http_count(h, &c);
    buffer_printf(out, "hilum_http_requests_total %llu\n",
                  (unsigned long long)c.requests);
    for (size_t i = 1; i < sizeof(c.classes) / sizeof(c.classes[0]); i++)
        buffer_printf(out, "hilum_http_responses_total{class=\"%zuxx\"} %llu\n", i,
                      (unsigned long long)c.classes[i]);
    buffer_printf(out, "hilum_http_received_bytes_total %llu\n",
                  (unsigned long long)c.bytes_in);
    buffer_printf(out, "hilum_http_sent_bytes_total %llu\n",
                  (unsigned long long)c.bytes_out);
    buffer_printf(out, "hilum_http_active_requests %llu\n", (unsigned long long)c.active);
    if (h->options.metrics)
        h->options.metrics(h->options.context, out);
}

void http_own(struct http *h, struct hilum_view path, struct hilum_response *response)
{
    if (hilum_is(path, "/health")) {
        response->type = "text/plain; charset=utf-8";
        hilum_put_text(response->body, "ok\n");
        return;
    }
    if (hilum_is(path, "/metrics")) {
        response->type = "text/plain; version=0.0.4; charset=utf-8";
        http_metrics(h, response->body);
        return;
    }
    response->status = 404;
    response->type   = "application/json";
    hilum_put_text(response->body,
                   "{\"error\":\"nothing is here\",\"paths\":[\"/health\","
                   "\"/metrics\"");
    for (size_t i = 0; i < h->mount_count; i++)
        buffer_printf(response->body, ",\"%s\"", h->mounts[i].path);
    hilum_put_text(response->body, "]}\n");
}
