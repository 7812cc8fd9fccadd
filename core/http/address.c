/* address.c -- from "127.0.0.1:8080" to a socket that listens. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "http/internal.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ADDRESS_QUEUE = 1024, ADDRESS_HOST = 256, ADDRESS_PORT = 8 };

/* Splits at the last colon; an IPv6 address stands in brackets. */
static bool address_split(const char *listen, char host[static ADDRESS_HOST],
                          char port[static ADDRESS_PORT])
{
    static const char *const schemes[] = { "http://", "tcp://" };
    const char              *colon;
    size_t                   len;

    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
        if (strncmp(listen, schemes[i], strlen(schemes[i])) == 0)
            listen += strlen(schemes[i]);
    colon = strrchr(listen, ':');
    if (!colon || strlen(colon + 1) >= ADDRESS_PORT || colon[1] == '\0' ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return false;
    if (strtol(colon + 1, NULL, 10) > 65535)
        return false;
    snprintf(port, ADDRESS_PORT, "%s", colon + 1);
    len = (size_t)(colon - listen);
    if (len >= 2 && listen[0] == '[' && listen[len - 1] == ']') {
        listen++;
        len -= 2;
    } else if (memchr(listen, ':', len)) {
        return false;
    }
    if (len >= ADDRESS_HOST)
        return false;
    snprintf(host, ADDRESS_HOST, "%.*s", len ? (int)len : 9, len ? listen : "127.0.0.1");
    return true;
}

static int address_listen(const struct addrinfo *a)
{
    int on = 1;
    int s  = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (s < 0)
        return -1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(s, a->ai_addr, a->ai_addrlen) == 0 && listen(s, ADDRESS_QUEUE) == 0)
        return s;
    on = errno;
    close(s);
    errno = on;
    return -1;
}

/* What was bound, for people: the port may have been 0. */
static void address_name(int s, char address[static HTTP_ADDRESS])
{
    struct sockaddr_storage a;
    socklen_t               len              = sizeof(a);
    char                    host[NI_MAXHOST] = "?", port[NI_MAXSERV] = "?";

    if (getsockname(s, (struct sockaddr *)&a, &len) == 0)
        getnameinfo((struct sockaddr *)&a, len, host, sizeof(host), port, sizeof(port),
                    NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(address, HTTP_ADDRESS, strchr(host, ':') ? "[%.45s]:%.8s" : "%.45s:%.8s",
             host, port);
}

int http_bind(const char *listen, char address[static HTTP_ADDRESS],
              char why[static LIMIT_REASON])
{
    struct addrinfo  hints = { .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    char             host[ADDRESS_HOST], port[ADDRESS_PORT];
    int              result, s = -1;

    if (!address_split(listen, host, port)) {
        snprintf(why, LIMIT_REASON,
                 "\"%s\" is not an address to listen on, such as 127.0.0.1:8080", listen);
        return -1;
    }
    result = getaddrinfo(host, port, &hints, &found);
    if (result != 0) {
        snprintf(why, LIMIT_REASON, "cannot listen on %s: %s", listen,
                 gai_strerror(result));
        return -1;
    }
    for (const struct addrinfo *a = found; a && s < 0; a = a->ai_next)
        s = address_listen(a);
    if (s < 0)
        snprintf(why, LIMIT_REASON, "cannot listen on %s: %s", listen, strerror(errno));
    else
        address_name(s, address);
    freeaddrinfo(found);
    return s;
}
