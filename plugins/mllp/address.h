/* address.h -- tcp://host:port and tls+tcp://host:port, listened on or connected to. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MLLP_ADDRESS_H
#define MLLP_ADDRESS_H

#include <hilum/view.h>

#include <sys/socket.h>

enum {
    ADDRESS_HOST = 254, /* a name of DNS and a NUL */
    ADDRESS_PORT = 6,
    ADDRESS_TEXT = 64, /* "[" an IPv6 address with its zone "]:" port, and a NUL */
    ADDRESS_WHY  = 160,
};

struct address {
    bool tls;
    char host[ADDRESS_HOST];
    char port[ADDRESS_PORT];
};

/* How the system looks after a connection; both in ms. */
struct address_care {
    int64_t keep_alive; /* silence after which it asks whether the peer is there */
    int64_t dead_after; /* and how long the peer may owe it an answer */
};

/* Reads "tcp://host:port", "mllp://host:port" or "host:port", with TLS
 * "tls+tcp://host:port" or "mllps://host:port"; an IPv6 address stands in brackets.
 * False with a sentence in why. */
bool address_read(const char *text, struct address *out, char why[static ADDRESS_WHY]);

/* A socket that listens and does not block; -1 with a sentence in why. */
int address_listen(const struct address *a, char why[static ADDRESS_WHY]);

/* A connected socket that does not block; -1 with a sentence in why, after
 * millis at the latest. */
int address_connect(const struct address *a, int millis, char why[static ADDRESS_WHY]);

/* Sends without delay, and notices a peer that is gone.  0: the system's own way. */
void address_look_after(int fd, const struct address_care *care);

/* "10.0.0.7:40112" or "[::1]:40112". */
void address_text(const struct sockaddr *from, socklen_t len,
                  char out[static ADDRESS_TEXT]);

#endif
