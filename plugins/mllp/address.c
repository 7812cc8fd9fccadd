/* address.c -- tcp://host:port and tls+tcp://host:port, listened on or connected to. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "address.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    BACKLOG    = 4096,
    KEEP_PAUSE = 10, /* s between two questions whether the peer is there */
};

static bool no(char *why, const char *what)
{
    snprintf(why, ADDRESS_WHY, "%s", what);
    return false;
}

static const char *without_scheme(const char *text, bool *tls)
{
    static const struct {
        const char *scheme;
        bool        tls;
    } schemes[] = {
        { "tcp://", false },
        { "mllp://", false },
        { "tls+tcp://", true },
        { "mllps://", true },
    };

    *tls = false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(text, schemes[i].scheme, strlen(schemes[i].scheme)) == 0) {
            *tls = schemes[i].tls;
            return text + strlen(schemes[i].scheme);
        }
    return text;
}

static bool is_port(const char *text)
{
    unsigned long port = 0;
    size_t        len  = strspn(text, "0123456789");

    if (len == 0 || len >= ADDRESS_PORT || text[len] != '\0')
        return false;
    for (size_t i = 0; i < len; i++)
        port = 10 * port + (unsigned long)(text[i] - '0');
    return port <= 65535;
}

bool address_read(const char *text, struct address *out, char why[static ADDRESS_WHY])
{
    const char *host  = without_scheme(text, &out->tls);
    const char *colon = strrchr(host, ':');
    size_t      len   = colon ? (size_t)(colon - host) : 0;

    if (host == text && strstr(text, "://"))
        return no(why,
                  "the scheme is not one of tcp://, mllp://, tls+tcp:// and mllps://");
    if (!colon || !is_port(colon + 1))
        return no(why, "expected host:port with a port from 0 to 65535, as in "
                       "tcp://127.0.0.1:2575");
    if (len >= 2 && host[0] == '[' && host[len - 1] == ']') {
        host++;
        len -= 2;
    } else if (memchr(host, ':', len)) {
        return no(why, "an IPv6 address stands in brackets, as in tcp://[::1]:2575");
    }
    if (len == 0 || len >= ADDRESS_HOST)
        return no(why, "the host is missing or too long");
    memcpy(out->host, host, len);
    out->host[len] = '\0';
    memcpy(out->port, colon + 1, strlen(colon + 1) + 1);
    return true;
}

static struct addrinfo *resolve(const struct address *a, int flags, char *why)
{
    struct addrinfo  hints = { .ai_socktype = SOCK_STREAM, .ai_flags = flags };
    struct addrinfo *found = NULL;
    int              err   = getaddrinfo(a->host, a->port, &hints, &found);

    if (err == 0)
        return found;
    snprintf(why, ADDRESS_WHY, "%.80s: %s", a->host,
             err == EAI_SYSTEM ? strerror(errno) : gai_strerror(err));
    return NULL;
}

static int failed(int fd, const struct address *a, const char *what, char *why)
{
    snprintf(why, ADDRESS_WHY, "%s to %.80s:%s: %s", what, a->host, a->port,
             strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

int address_listen(const struct address *a, char why[static ADDRESS_WHY])
{
    struct addrinfo *at = resolve(a, AI_PASSIVE, why);
    int              fd, on = 1;

    if (!at)
        return -1;
    fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
        bind(fd, at->ai_addr, at->ai_addrlen) < 0 || listen(fd, BACKLOG) < 0)
        fd = failed(fd, a, "cannot bind", why);
    freeaddrinfo(at);
    return fd;
}

/* Waits until a connection is made; errno says why not. */
static bool connected(int fd, int millis)
{
    struct pollfd wait = { .fd = fd, .events = POLLOUT };
    int           err  = 0;
    socklen_t     len  = sizeof err;

    if (errno != EINPROGRESS)
        return false;
    if (poll(&wait, 1, millis) != 1) {
        errno = ETIMEDOUT;
        return false;
    }
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
        return false;
    errno = err;
    return err == 0;
}

int address_connect(const struct address *a, int millis, char why[static ADDRESS_WHY])
{
    struct addrinfo *all = resolve(a, 0, why);
    int              fd  = -1;

    for (struct addrinfo *at = all; at && fd < 0; at = at->ai_next) {
        fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0 ||
            (connect(fd, at->ai_addr, at->ai_addrlen) < 0 && !connected(fd, millis)))
            fd = failed(fd, a, "cannot connect", why);
    }
    if (all)
        freeaddrinfo(all);
    return fd;
}

static int at_most_int(int64_t n)
{
    return n < INT_MAX ? (int)n : INT_MAX;
}

void address_look_after(int fd, const struct address_care *care)
{
    int          on = 1, idle = at_most_int((care->keep_alive + 999) / 1000);
    int          pause = idle < KEEP_PAUSE ? idle : KEEP_PAUSE;
    unsigned int dead  = (unsigned int)at_most_int(care->dead_after);

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (idle) {
        setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
        setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
        setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &pause, sizeof pause);
    }
    if (dead)
        setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead, sizeof dead);
}

void address_text(const struct sockaddr *from, socklen_t len,
                  char out[static ADDRESS_TEXT])
{
    char host[INET6_ADDRSTRLEN + 8], port[ADDRESS_PORT];

    if (getnameinfo(from, len, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        snprintf(out, ADDRESS_TEXT, "unknown");
    else
        snprintf(out, ADDRESS_TEXT, strchr(host, ':') ? "[%.46s]:%s" : "%.46s:%s", host,
                 port);
}
