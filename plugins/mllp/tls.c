/* tls.c -- TLS on sockets that do not block. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tls.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

enum { SHOWN = 80 }; /* bytes of a path in a sentence */

struct tls {
    SSL_CTX    *ctx;
    BIO_METHOD *socket;
};

struct tls_session {
    SSL        *ssl;
    int         fd;
    short       wants;
    bool        read_blocked; /* a read waits to write */
    bool        lost;
    const char *why;
};

/* ---- Sockets -------------------------------------------------------------- */

/* OpenSSL's own socket BIO writes without MSG_NOSIGNAL. */
static int socket_write(BIO *b, const char *from, int len)
{
    const struct tls_session *s = BIO_get_data(b);
    ssize_t                   n = send(s->fd, from, (size_t)len, MSG_NOSIGNAL);

    BIO_clear_retry_flags(b);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        BIO_set_retry_write(b);
    return (int)n;
}

static int socket_read(BIO *b, char *to, int room)
{
    const struct tls_session *s = BIO_get_data(b);
    ssize_t                   n = recv(s->fd, to, (size_t)room, 0);

    BIO_clear_retry_flags(b);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        BIO_set_retry_read(b);
    return (int)n;
}

static long socket_control(BIO *b, int what, long number, void *pointer)
{
    (void)b, (void)number, (void)pointer;
    return what == BIO_CTRL_FLUSH;
}

static BIO_METHOD *socket_method(void)
{
    BIO_METHOD *m = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "socket without signals");

    if (m && BIO_meth_set_write(m, socket_write) && BIO_meth_set_read(m, socket_read) &&
        BIO_meth_set_ctrl(m, socket_control))
        return m;
    BIO_meth_free(m);
    return NULL;
}

/* ---- Contexts ------------------------------------------------------------- */

static bool wrong(struct tls_fault *f, const char *option, const char *what,
                  const char *path)
{
    unsigned long e = ERR_get_error();
    const char   *reason =
        ERR_SYSTEM_ERROR(e) ? strerror(ERR_GET_REASON(e)) : ERR_reason_error_string(e);

    f->option = option;
    snprintf(f->why, sizeof f->why, "%s '%.*s': %s", what, SHOWN, path,
             reason ? reason : "it is not what was expected");
    ERR_clear_error();
    return false;
}

/* Where there is no password the answer is none: nobody sits at a terminal. */
static int password(char *to, int room, int writing, void *given)
{
    size_t len = strlen(given);

    (void)writing;
    if (room < 0 || len > (size_t)room)
        return 0;
    memcpy(to, given, len);
    return (int)len;
}

static bool use_own(SSL_CTX *ctx, const struct tls_files *files, struct tls_fault *fault)
{
    const char *key = *files->key ? files->key : files->cert;

    SSL_CTX_set_default_passwd_cb(ctx, password);
    SSL_CTX_set_default_passwd_cb_userdata(ctx, (void *)(uintptr_t)files->key_password);
    if (SSL_CTX_use_certificate_chain_file(ctx, files->cert) != 1)
        return wrong(fault, "tls_cert", "no certificate can be read from", files->cert);
    if (SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1)
        return wrong(fault, "tls_key", "no key of that certificate can be read from",
                     key);
    return true;
}

static bool use_roots(SSL_CTX *ctx, const char *ca, bool server, struct tls_fault *fault)
{
    STACK_OF(X509_NAME) * names;

    if (SSL_CTX_load_verify_file(ctx, ca) != 1)
        return wrong(fault, "tls_ca", "no certificates can be read from", ca);
    if (!server)
        return true;
    names = SSL_load_client_CA_file(ca);
    if (!names)
        return wrong(fault, "tls_ca", "no certificates can be read from", ca);
    SSL_CTX_set_client_CA_list(ctx, names);
    return true;
}

static struct tls *context_new(const SSL_METHOD *method, struct tls_fault *fault)
{
    struct tls *t = calloc(1, sizeof *t);

    if (t) {
        t->ctx    = SSL_CTX_new(method);
        t->socket = socket_method();
    }
    if (!t || !t->ctx || !t->socket) {
        wrong(fault, "", "TLS cannot be used", "");
        tls_free(t);
        return NULL;
    }
    SSL_CTX_set_min_proto_version(t->ctx, TLS1_2_VERSION);
    SSL_CTX_set_options(t->ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                    SSL_OP_IGNORE_UNEXPECTED_EOF |
                                    SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_num_tickets(t->ctx, 0);
    SSL_CTX_set_session_cache_mode(t->ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(t->ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS |
                                 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return t;
}

static bool set_up_server(struct tls *t, const struct tls_files *files,
                          enum tls_client client, struct tls_fault *fault)
{
    int verify = SSL_VERIFY_PEER;

    if (client == TLS_CLIENT_AUTO)
        client = *files->ca ? TLS_CLIENT_REQUIRE : TLS_CLIENT_NONE;
    if (client == TLS_CLIENT_REQUIRE)
        verify |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    SSL_CTX_set_verify(t->ctx, client == TLS_CLIENT_NONE ? SSL_VERIFY_NONE : verify,
                       NULL);
    return use_own(t->ctx, files, fault) &&
           (!*files->ca || use_roots(t->ctx, files->ca, true, fault));
}

static bool set_up_client(struct tls *t, const struct tls_files *files,
                          struct tls_fault *fault)
{
    SSL_CTX_set_verify(t->ctx, SSL_VERIFY_PEER, NULL);
    if (*files->cert && !use_own(t->ctx, files, fault))
        return false;
    if (*files->ca)
        return use_roots(t->ctx, files->ca, false, fault);
    return SSL_CTX_set_default_verify_paths(t->ctx) == 1 ||
           wrong(fault, "tls_ca", "the system has no roots", "");
}

struct tls *tls_server(const struct tls_files *files, enum tls_client client,
                       struct tls_fault *fault)
{
    struct tls *t = context_new(TLS_server_method(), fault);

    if (!t || set_up_server(t, files, client, fault))
        return t;
    tls_free(t);
    return NULL;
}

struct tls *tls_client(const struct tls_files *files, struct tls_fault *fault)
{
    struct tls *t = context_new(TLS_client_method(), fault);

    if (!t || set_up_client(t, files, fault))
        return t;
    tls_free(t);
    return NULL;
}

void tls_free(struct tls *t)
{
    if (!t)
        return;
    SSL_CTX_free(t->ctx);
    BIO_meth_free(t->socket);
    free(t);
}

int tls_days_left(const struct tls *t)
{
    const X509 *x = SSL_CTX_get0_certificate(t->ctx);
    int         days, seconds;

    if (!x || !ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(x)))
        return INT_MAX;
    return seconds < 0 ? days - 1 : days;
}

/* ---- Sessions ------------------------------------------------------------- */

static struct tls_session *session_new(struct tls *t, int fd)
{
    struct tls_session *s = calloc(1, sizeof *s);
    BIO                *b = BIO_new(t->socket);

    if (s)
        *s = (struct tls_session){ .ssl = SSL_new(t->ctx), .fd = fd, .why = "" };
    if (s && s->ssl && b) {
        BIO_set_data(b, s);
        BIO_set_init(b, 1);
        SSL_set_bio(s->ssl, b, b);
        return s;
    }
    if (s)
        SSL_free(s->ssl);
    BIO_free(b);
    free(s);
    return NULL;
}

struct tls_session *tls_accept(struct tls *t, int fd)
{
    struct tls_session *s = session_new(t, fd);

    if (s)
        SSL_set_accept_state(s->ssl);
    return s;
}

/* A name is asked for in the greeting, an address is not: RFC 6066 has it so. */
static bool expect_name(SSL *ssl, const char *name)
{
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name) == 1)
        return true;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(ssl, name) == 1 && SSL_set_tlsext_host_name(ssl, name) == 1;
}

struct tls_session *tls_connect(struct tls *t, int fd, const char *name)
{
    struct tls_session *s = session_new(t, fd);

    if (!s)
        return NULL;
    SSL_set_connect_state(s->ssl);
    if (expect_name(s->ssl, name))
        return s;
    tls_close(s);
    return NULL;
}

void tls_end(struct tls_session *s)
{
    ERR_clear_error();
    if (!s->lost && SSL_is_init_finished(s->ssl))
        SSL_shutdown(s->ssl);
    ERR_clear_error();
}

void tls_close(struct tls_session *s)
{
    if (!s)
        return;
    tls_end(s);
    SSL_free(s->ssl);
    free(s);
}

/* The certificate's fault says more than what became of it. */
static const char *reason(const struct tls_session *s)
{
    long          verified = SSL_get_verify_result(s->ssl);
    unsigned long e        = ERR_peek_error();
    const char   *text     = ERR_reason_error_string(e);

    if (verified != X509_V_OK)
        return X509_verify_cert_error_string(verified);
    return text ? text : "";
}

/* What an operation's outcome means; n is what it returned. */
static ssize_t outcome(struct tls_session *s, int n)
{
    int error = n > 0 ? SSL_ERROR_NONE : SSL_get_error(s->ssl, n);

    errno = EAGAIN;
    switch (error) {
    case SSL_ERROR_NONE:
        return n;
    case SSL_ERROR_WANT_READ:
        s->wants = POLLIN;
        return -1;
    case SSL_ERROR_WANT_WRITE:
        s->wants = POLLOUT;
        return -1;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    default:
        s->lost = true;
        s->why  = reason(s);
        ERR_clear_error();
        errno = EPROTO;
        return -1;
    }
}

static int at_most_int(size_t n)
{
    return n < INT_MAX ? (int)n : INT_MAX;
}

ssize_t tls_read(struct tls_session *s, void *to, size_t room)
{
    ssize_t n;

    ERR_clear_error();
    n               = outcome(s, SSL_read(s->ssl, to, at_most_int(room)));
    s->read_blocked = n < 0 && errno == EAGAIN && s->wants == POLLOUT;
    return n;
}

ssize_t tls_write(struct tls_session *s, const void *from, size_t len)
{
    ERR_clear_error();
    return outcome(s, SSL_write(s->ssl, from, at_most_int(len)));
}

int tls_handshake(struct tls_session *s)
{
    int n;

    ERR_clear_error();
    n = (int)outcome(s, SSL_do_handshake(s->ssl));
    if (n == 0)
        errno = EPROTO;
    return n == 1 ? 1 : -1;
}

short tls_wants(const struct tls_session *s)
{
    return s->wants;
}

bool tls_pending(const struct tls_session *s)
{
    return !s->lost && (s->read_blocked || SSL_pending(s->ssl) > 0);
}

const char *tls_why(const struct tls_session *s)
{
    return s->why;
}

/* ---- Names ---------------------------------------------------------------- */

/* A name with bytes that would end a line, or deceive who reads a log, is none. */
static void put_name(struct hilum_buffer *out, const char *kind, const ASN1_STRING *name)
{
    unsigned char *text = NULL;
    int            len  = ASN1_STRING_to_UTF8(&text, name);
    bool fine = len > 0 && (size_t)len + strlen(kind) + 1 <= out->room - out->len;

    for (int i = 0; fine && i < len; i++)
        fine = text[i] >= ' ' && text[i] != 0x7f;
    if (fine) {
        hilum_put_text(out, kind);
        hilum_put(out, text, (size_t)len);
        hilum_put_byte(out, '\n');
    }
    OPENSSL_free(text);
}

static void put_other_name(struct hilum_buffer *out, const GENERAL_NAME *name)
{
    if (name->type == GEN_DNS)
        put_name(out, "DNS:", name->d.dNSName);
    else if (name->type == GEN_EMAIL)
        put_name(out, "EMAIL:", name->d.rfc822Name);
    else if (name->type == GEN_URI)
        put_name(out, "URI:", name->d.uniformResourceIdentifier);
}

void tls_names(const struct tls_session *s, struct hilum_buffer *out)
{
    X509            *x = SSL_get0_peer_certificate(s->ssl);
    const X509_NAME *subject;
    GENERAL_NAMES   *others;

    if (!x)
        return;
    subject = X509_get_subject_name(x);
    for (int i = X509_NAME_get_index_by_NID(subject, NID_commonName, -1); i >= 0;
         i     = X509_NAME_get_index_by_NID(subject, NID_commonName, i))
        put_name(out, "CN=", X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, i)));
    others = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; i < sk_GENERAL_NAME_num(others); i++)
        put_other_name(out, sk_GENERAL_NAME_value(others, i));
    GENERAL_NAMES_free(others);
}
