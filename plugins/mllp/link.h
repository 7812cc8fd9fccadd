/* link.h -- the bytes of one connection, plain or through TLS. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLLP_LINK_H
#define MLLP_LINK_H

#include "tls.h"

#include <sys/uio.h>

/* A socket that does not block.  Used by one thread at a time. */
struct link {
    int                 fd;  /* -1: closed */
    struct tls_session *tls; /* NULL: plain */
};

/* Bytes read, 0 at the end, or -1 with errno: EAGAIN to do the same again when
 * the socket has what link_wants() says. */
ssize_t link_read(struct link *l, void *to, size_t room);

/* Bytes written, from the front of the parts; else as above.  What is written
 * again after EAGAIN begins with the same bytes. */
ssize_t link_write(struct link *l, const struct iovec *parts, size_t count);

/* What an operation that said EAGAIN waits for: POLLIN or POLLOUT; a plain one
 * waits for what is `natural` to it. */
short link_wants(const struct link *l, short natural);

/* Whether to read again without waiting for an event. */
bool link_pending(const struct link *l);

/* Says that no more will be written. */
void link_end(struct link *l);

/* Reads what still comes, and throws it away.  False: the other side has ended. */
bool link_discard(struct link *l);

/* Closes it, where it is open. */
void link_close(struct link *l);

#endif
