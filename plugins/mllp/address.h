/* address.h -- tcp://host:port, listened on or connected to. */
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
    char host[ADDRESS_HOST];
    char port[ADDRESS_PORT];
};

/* Reads "tcp://host:port", "mllp://host:port" or "host:port"; an IPv6 address
 * stands in brackets.  False with a sentence in why. */
bool address_read(const char *text, struct address *out, char why[static ADDRESS_WHY]);

/* A socket that listens and does not block; -1 with a sentence in why. */
int address_listen(const struct address *a, char why[static ADDRESS_WHY]);

/* A connected socket that does not block; -1 with a sentence in why, after
 * millis at the latest. */
int address_connect(const struct address *a, int millis, char why[static ADDRESS_WHY]);

/* "10.0.0.7:40112" or "[::1]:40112". */
void address_text(const struct sockaddr *from, socklen_t len,
                  char out[static ADDRESS_TEXT]);

#endif
