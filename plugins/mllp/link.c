/* link.c -- the bytes of one connection, plain or through TLS. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "link.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECORD = 16384 }; /* bytes that TLS sends at once */

/* EAGAIN stands for all that does not mean that the connection is lost. */
static ssize_t plainly(ssize_t n)
{
    if (n < 0 && (errno == EWOULDBLOCK || errno == EINTR))
        errno = EAGAIN;
    return n;
}

ssize_t link_read(struct link *l, void *to, size_t room)
{
    return l->tls ? tls_read(l->tls, to, room)
                  : plainly(recv(l->fd, to, room, MSG_DONTWAIT));
}

/* One record for a short message: its parts are put together first. */
static ssize_t write_record(struct link *l, const struct iovec *parts, size_t count)
{
    char   record[RECORD];
    size_t len = 0;

    for (size_t i = 0; i < count && len < sizeof record; i++) {
        size_t room = sizeof record - len;
        size_t part = parts[i].iov_len < room ? parts[i].iov_len : room;

        if (part)
            memcpy(record + len, parts[i].iov_base, part);
        len += part;
    }
    return tls_write(l->tls, record, len);
}

ssize_t link_write(struct link *l, const struct iovec *parts, size_t count)
{
    struct msghdr m = { .msg_iov    = (struct iovec *)(uintptr_t)parts,
                        .msg_iovlen = count };

    return l->tls ? write_record(l, parts, count)
                  : plainly(sendmsg(l->fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT));
}

short link_wants(const struct link *l, short natural)
{
    return l->tls ? tls_wants(l->tls) : natural;
}

bool link_pending(const struct link *l)
{
    return l->tls && tls_pending(l->tls);
}

void link_end(struct link *l)
{
    if (l->tls)
        tls_end(l->tls);
    shutdown(l->fd, SHUT_WR);
}

bool link_discard(struct link *l)
{
    char    bin[4096];
    ssize_t n = plainly(recv(l->fd, bin, sizeof bin, MSG_DONTWAIT));

    return n > 0 || (n < 0 && errno == EAGAIN);
}

void link_close(struct link *l)
{
    tls_close(l->tls);
    l->tls = NULL;
    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
}
