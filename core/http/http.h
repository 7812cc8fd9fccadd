/* http.h -- the HTTP service of a process: one listener, paths mounted on it. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Open binds the address, so that a bad one is known before anything runs; then
 * paths are mounted; then it starts.  Two paths are its own: /health says that
 * the process is alive, /metrics what it counts.
 *
 * Requests are answered on a few threads of its own.  A handler gets a call that
 * the creator of the service supplies, since this layer does not know how calls
 * are made.
 */
#ifndef CORE_HTTP_HTTP_H
#define CORE_HTTP_HTTP_H

#include "base/limits.h"

#include <hilum/http.h>

struct http;

enum { HTTP_ADDRESS = 64 };

/* Zero means the preset. */
struct http_options {
    size_t   max_body;    /* bytes of a request's body; 16 MB; more is 413 */
    size_t   max_header;  /* bytes of a request's line and headers; 64 KB */
    unsigned connections; /* at once; 1024 */
    unsigned timeout;     /* seconds a connection may be idle; 30 */
    unsigned threads;     /* 2 */

    /* [any] A call for one request, and its end. */
    struct hilum_call *(*call_begin)(void *context);
    void (*call_end)(void *context, struct hilum_call *);

    /* [any] Optional: what /metrics says besides the service's own counters. */
    void (*metrics)(void *context, struct hilum_buffer *out);
    void *context;
};

/* [main] Binds "127.0.0.1:8080", "[::1]:0" or "localhost:8080"; without a host
 * the loopback address.  NULL: why says why not. */
struct http *http_open(const char *listen, const struct http_options *options,
                       char why[static LIMIT_REASON]);
void         http_close(struct http *h);

/* [main] Before start.  False: the path is taken, or is not a path. */
bool http_mount(struct http *h, const struct hilum_mount *mount, void *state);

/* [main] Begins to answer. */
bool http_start(struct http *h, char why[static LIMIT_REASON]);

/* [main] Takes no more connections, lets requests under way end for at most so
 * many milliseconds, and ends the threads. */
void http_stop(struct http *h, int64_t patience);

/* The address with the port that was bound: "127.0.0.1:8080". */
const char *http_address(const struct http *h);

/* What was answered since start. */
struct http_counts {
    uint64_t requests;
    uint64_t classes[6]; /* by the first digit of the status */
    uint64_t bytes_in, bytes_out;
    uint64_t active; /* under way now */
};
void http_count(struct http *h, struct http_counts *out);

#endif
