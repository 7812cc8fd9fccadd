/* tls.h -- TLS on sockets that do not block; OpenSSL stands in tls.c alone. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A context is one side's settings.  It is made when a part is opened, may be
 * used by many threads, and outlives its sessions.  A session is used by one
 * thread at a time; it borrows the socket and never raises SIGPIPE.  TLS 1.2 is
 * the least that is spoken, nothing is renegotiated and no session is resumed, so
 * that each connection shows its certificate anew.
 */
#ifndef MLLP_TLS_H
#define MLLP_TLS_H

#include <hilum/view.h>

#include <sys/types.h>

struct tls;
struct tls_session;

enum {
    TLS_WHY   = 256,
    TLS_NAMES = 1024, /* bytes of the names in a certificate; more are left out */
};

/* Whether a server asks the other side for a certificate. */
enum tls_client {
    TLS_CLIENT_AUTO, /* require where there are roots to check it against */
    TLS_CLIENT_REQUIRE,
    TLS_CLIENT_OPTIONAL, /* one that is shown must be right */
    TLS_CLIENT_NONE,
};

/* Files in PEM; "" where there is none.  The key's is the certificate's where it
 * is not given. */
struct tls_files {
    const char *cert, *key, *key_password;
    const char *ca; /* roots for the other side's certificate */
};

/* What is wrong with the settings: with which option, and a sentence. */
struct tls_fault {
    const char *option;
    char        why[TLS_WHY];
};

/* [main] A server's context needs a certificate; a client's trusts the system's
 * roots where none are given.  NULL with the fault. */
struct tls *tls_server(const struct tls_files *files, enum tls_client client,
                       struct tls_fault *fault);
struct tls *tls_client(const struct tls_files *files, struct tls_fault *fault);
void        tls_free(struct tls *t); /* NULL is fine */

/* Days until the own certificate expires, which may be over; INT_MAX where there
 * is none. */
int tls_days_left(const struct tls *t);

/* A session on a connected socket; NULL: no memory.  A client checks that the
 * other side's certificate is that of `name`, a host's or an address. */
struct tls_session *tls_accept(struct tls *t, int fd);
struct tls_session *tls_connect(struct tls *t, int fd, const char *name);

/* Frees it, after a last word to the other side; NULL is fine. */
void tls_close(struct tls_session *s);

/* Bytes read or written, 0 at the end, or -1 with errno: EAGAIN to do the same
 * again when the socket has what tls_wants() says, else it is lost.  Write may
 * be given the same bytes from another place, and more behind them. */
ssize_t tls_read(struct tls_session *s, void *to, size_t room);
ssize_t tls_write(struct tls_session *s, const void *from, size_t len);

/* Introduces the sides to each other: 1 when it is done, or -1 as above. */
int tls_handshake(struct tls_session *s);

/* Says that no more will be written. */
void tls_end(struct tls_session *s);

/* What the last operation that said EAGAIN waits for: POLLIN or POLLOUT. */
short tls_wants(const struct tls_session *s);

/* Whether a read would find bytes, or has something to do, that no event of the
 * socket tells of. */
bool tls_pending(const struct tls_session *s);

/* Why it was lost; "" where the other side just hung up. */
const char *tls_why(const struct tls_session *s);

/* Appends the names in the other side's certificate, one a line: "CN=labsys",
 * "DNS:lab.example", "EMAIL:...", "URI:...".  Nothing where it showed none. */
void tls_names(const struct tls_session *s, struct hilum_buffer *out);

#endif
