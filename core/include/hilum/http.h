/* hilum/http.h -- paths of the engine's HTTP service that a plugin answers. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine owns listeners, limits, time-outs and who may do what; a plugin
 * mounts a path with hilum_mount() from its `mount` operation and answers the
 * requests below it.  Bodies arrive whole, up to the service's max_body (16 MB);
 * an answer may have 256 MB.
 */
#ifndef HILUM_HTTP_H
#define HILUM_HTTP_H

#include <hilum/plugin.h>

struct hilum_pair {
    struct hilum_view key;
    struct hilum_view value;
};

struct hilum_request {
    uint32_t                 size;
    uint32_t                 queries;
    const char              *method; /* "GET", "HEAD", "POST", "PUT", "DELETE", ... */
    struct hilum_view        path;   /* below the mount, decoded: "/Patient/7", or "" */
    struct hilum_view        base;   /* scheme, host and mount: "http://127.0.0.1:8080/fhir" */
    const struct hilum_pair *query;  /* in order, percent- and plus-decoded */
    struct hilum_view        body;
    void                    *exchange; /* the engine's */

    /* A header's value; empty where there is none. */
    struct hilum_view (*header)(const struct hilum_request *, const char *name);
};

struct hilum_response {
    uint32_t             size;
    int32_t              status; /* 200 at first */
    const char          *type;   /* "application/fhir+json;charset=utf-8"; NULL: none */
    struct hilum_buffer *body;   /* empty at first */
    void                *exchange;

    /* Adds a header, beside those of its name; both texts are copied. */
    void (*set)(struct hilum_response *, const char *name, const char *value);
};

struct hilum_mount {
    uint32_t    size;
    uint32_t    unused;
    const char *path; /* "/fhir": begins with a slash, does not end with one */

    /* [any], on several threads at once.  Answers one request.  HEAD is asked as
     * GET, its body dropped.  All of the request is borrowed. */
    void (*answer)(void *state, struct hilum_call *, const struct hilum_request *,
                   struct hilum_response *);
};

HILUM_TIGHT(struct hilum_request, header);
HILUM_TIGHT(struct hilum_response, set);
HILUM_TIGHT(struct hilum_mount, answer);

/* [main] The mount and its path are copied; the state must live until the part is
 * closed.  False with blame: the path is taken, or there is no HTTP service. */
static inline bool hilum_mount(struct hilum_call *c, const struct hilum_mount *mount,
                               void *state)
{
    return c->host->mount(c, mount, state);
}

#endif /* HILUM_HTTP_H */
