/* tls_test.c -- who is trusted, and what is said when somebody is not. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mllp/tls.h"

#include "certificates.h"
#include "suite.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#define NO_FILES                                                                         \
    {                                                                                    \
        .cert = "", .key = "", .key_password = "", .ca = ""                              \
    }

struct pair {
    struct tls         *server_context, *client_context;
    struct tls_session *server, *client;
    int                 fds[2];
    bool                met; /* both sides are content */
};

static struct tls_files files(const char *cert, const char *ca)
{
    struct tls_files f = NO_FILES;

    if (cert)
        f.cert = certificate(cert);
    if (ca)
        f.ca = certificate(ca);
    return f;
}

/* Lets both sides do what they can; false: one of them is not content. */
static bool meet(struct pair *p)
{
    for (int i = 0; i < 20; i++) {
        int client = tls_handshake(p->client), client_errno = errno;
        int server = tls_handshake(p->server), server_errno = errno;

        if ((client < 0 && client_errno != EAGAIN) ||
            (server < 0 && server_errno != EAGAIN))
            return false;
        if (client == 1 && server == 1)
            return true;
    }
    ck_abort_msg("the handshake does not end");
}

static struct pair introduce(struct tls_files server, enum tls_client ask,
                             struct tls_files client, const char *name)
{
    struct tls_fault fault = { "", "" };
    struct pair      p;

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p.fds), 0);
    p.server_context = tls_server(&server, ask, &fault);
    ck_assert_msg(p.server_context != NULL, "%s: %s", fault.option, fault.why);
    p.client_context = tls_client(&client, &fault);
    ck_assert_msg(p.client_context != NULL, "%s: %s", fault.option, fault.why);
    p.server = tls_accept(p.server_context, p.fds[0]);
    p.client = tls_connect(p.client_context, p.fds[1], name);
    ck_assert(p.server && p.client);
    p.met = meet(&p);
    return p;
}

static void part(struct pair *p)
{
    tls_close(p->server);
    tls_close(p->client);
    tls_free(p->server_context);
    tls_free(p->client_context);
    close(p->fds[0]);
    close(p->fds[1]);
}

START_TEST(a_trusted_server_is_spoken_with)
{
    struct pair p = introduce(files("server.pem", NULL), TLS_CLIENT_AUTO,
                              files(NULL, "ca.pem"), "localhost");
    char        got[8];

    ck_assert(p.met);
    ck_assert_int_eq(tls_write(p.client, "abc", 3), 3);
    ck_assert_int_eq(tls_read(p.server, got, 2), 2);
    ck_assert(tls_pending(p.server));
    ck_assert_int_eq(tls_read(p.server, got, 8), 1);
    ck_assert(!tls_pending(p.server));
    ck_assert_int_eq(tls_read(p.server, got, 8), -1);
    ck_assert_int_eq(errno, EAGAIN);
    tls_end(p.client);
    ck_assert_int_eq(tls_read(p.server, got, 8), 0);
    part(&p);
}
END_TEST

START_TEST(an_address_is_as_good_as_a_name)
{
    struct pair p = introduce(files("server.pem", NULL), TLS_CLIENT_AUTO,
                              files(NULL, "ca.pem"), "127.0.0.1");

    ck_assert(p.met);
    part(&p);
}
END_TEST

/* Servers that a client does not speak with, and why. */
static const struct {
    const char *cert, *ca, *name, *why;
} distrusted[] = {
    { "server.pem", "other-ca.pem", "localhost",
      "unable to get local issuer certificate" },
    { "server.pem", NULL, "localhost", "unable to get local issuer certificate" },
    { "expired.pem", "ca.pem", "localhost", "certificate has expired" },
    { "elsewhere.pem", "ca.pem", "localhost", "hostname mismatch" },
    { "elsewhere.pem", "ca.pem", "127.0.0.1", "IP address mismatch" },
    { "elsewhere.pem", "ca.pem", "example", "hostname mismatch" },
};

START_TEST(another_server_is_not)
{
    for (size_t i = 0; i < sizeof distrusted / sizeof *distrusted; i++) {
        struct pair p = introduce(files(distrusted[i].cert, NULL), TLS_CLIENT_AUTO,
                                  files(NULL, distrusted[i].ca), distrusted[i].name);

        ck_assert(!p.met);
        ck_assert_str_eq(tls_why(p.client), distrusted[i].why);
        part(&p);
    }
}
END_TEST

/* Clients: what the server asks for, and whether it is content. */
static const struct {
    enum tls_client ask;
    const char     *ca, *cert, *why; /* NULL: content */
    const char     *names;
} clients[] = {
    { TLS_CLIENT_AUTO, "ca.pem", "client.pem", NULL,
      "CN=labsys\nDNS:lab.example\nEMAIL:lab@example.org\n" },
    { TLS_CLIENT_AUTO, "ca.pem", NULL, "peer did not return a certificate", "" },
    { TLS_CLIENT_REQUIRE, "ca.pem", "stranger.pem",
      "unable to get local issuer certificate", "" },
    { TLS_CLIENT_REQUIRE, "ca.pem", "expired.pem", "certificate has expired", "" },
    { TLS_CLIENT_OPTIONAL, "ca.pem", NULL, NULL, "" },
    { TLS_CLIENT_OPTIONAL, "ca.pem", "stranger.pem",
      "unable to get local issuer certificate", "" },
    { TLS_CLIENT_NONE, "ca.pem", "client.pem", NULL, "" },
    { TLS_CLIENT_AUTO, NULL, "client.pem", NULL, "" },
};

START_TEST(a_server_may_ask_who_speaks)
{
    for (size_t i = 0; i < sizeof clients / sizeof *clients; i++) {
        struct pair p = introduce(files("server.pem", clients[i].ca), clients[i].ask,
                                  files(clients[i].cert, "ca.pem"), "localhost");
        char        bytes[TLS_NAMES];
        struct hilum_buffer names = { .ptr = bytes, .room = sizeof bytes };

        ck_assert_msg(p.met == !clients[i].why, "row %zu: %s", i, tls_why(p.server));
        if (p.met)
            tls_names(p.server, &names);
        else
            ck_assert_str_eq(tls_why(p.server), clients[i].why);
        ck_assert(hilum_is(hilum_buffer_view(&names), clients[i].names));
        part(&p);
    }
}
END_TEST

START_TEST(a_full_socket_takes_the_rest_later)
{
    static char big[1 << 20], got[1 << 20];
    struct pair p   = introduce(files("server.pem", NULL), TLS_CLIENT_AUTO,
                                files(NULL, "ca.pem"), "localhost");
    size_t      put = 0, len = 0;

    memset(big, 'x', sizeof big);
    for (bool waited = false; put < sizeof big;) {
        ssize_t n = tls_write(p.client, big + put, sizeof big - put);

        if (n > 0)
            put += (size_t)n;
        else
            ck_assert(errno == EAGAIN && (waited = true));
        while (tls_pending(p.server) || n < 0) {
            n = tls_read(p.server, got + len, sizeof got - len);
            if (n <= 0)
                break;
            len += (size_t)n;
        }
        ck_assert(put < sizeof big || waited);
    }
    while (len < sizeof got) {
        ssize_t n = tls_read(p.server, got + len, sizeof got - len);

        ck_assert_int_gt(n, 0);
        len += (size_t)n;
    }
    ck_assert_mem_eq(got, big, sizeof big);
    part(&p);
}
END_TEST

START_TEST(a_lost_socket_raises_no_signal)
{
    struct pair p = introduce(files("server.pem", NULL), TLS_CLIENT_AUTO,
                              files(NULL, "ca.pem"), "localhost");

    shutdown(p.fds[0], SHUT_RDWR);
    shutdown(p.fds[1], SHUT_RDWR);
    ck_assert_int_eq(tls_write(p.client, "abc", 3), -1);
    ck_assert_int_ne(errno, EAGAIN);
    ck_assert_str_eq(tls_why(p.client), "");
    part(&p);
}
END_TEST

START_TEST(what_is_no_tls_is_said)
{
    struct tls_files    f = files("server.pem", NULL);
    struct tls_fault    fault;
    struct tls         *t = tls_server(&f, TLS_CLIENT_AUTO, &fault);
    struct tls_session *s;
    int                 fds[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
    s = tls_accept(t, fds[0]);
    ck_assert_int_eq(write(fds[1], "\x0bMSH|^~\\&|A|B|\x1c\r", 17), 17);
    ck_assert_int_eq(tls_handshake(s), -1);
    ck_assert_int_ne(errno, EAGAIN);
    ck_assert_uint_gt(strlen(tls_why(s)), 4);
    tls_close(s);
    tls_free(t);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

static void expect_fault(const char *cert, const char *key, const char *password,
                         const char *ca, const char *option, const char *why)
{
    struct tls_files f = { .cert = cert, .key = key, .key_password = password, .ca = ca };
    struct tls_fault fault = { "", "" };

    ck_assert_ptr_null(tls_server(&f, TLS_CLIENT_AUTO, &fault));
    ck_assert_str_eq(fault.option, option);
    ck_assert_msg(strstr(fault.why, why) != NULL, "%s", fault.why);
}

START_TEST(files_that_cannot_be_used_are_explained)
{
    expect_fault("/nowhere.pem", "", "", "", "tls_cert", "No such file");
    expect_fault(certificate("locked.key"), "", "", "", "tls_cert", "no start line");
    expect_fault(certificate("server.pem"), certificate("client.pem"), "", "", "tls_key",
                 "key values mismatch");
    expect_fault(certificate("locked.pem"), "", "", "", "tls_key", "");
    expect_fault(certificate("locked.pem"), certificate("locked.key"), "", "", "tls_key",
                 "");
    expect_fault(certificate("locked.pem"), certificate("locked.key"), "wrong", "",
                 "tls_key", "");
    expect_fault(certificate("server.pem"), "", "", "/nowhere.pem", "tls_ca", "");
}
END_TEST

START_TEST(a_locked_key_is_opened)
{
    struct tls_files f = { .cert         = certificate("locked.pem"),
                           .key          = certificate("locked.key"),
                           .key_password = "open sesame",
                           .ca           = "" };
    struct tls_fault fault;
    struct tls      *t = tls_server(&f, TLS_CLIENT_AUTO, &fault);

    ck_assert_ptr_nonnull(t);
    ck_assert_int_ge(tls_days_left(t), 49);
    ck_assert_int_le(tls_days_left(t), 50);
    tls_free(t);
}
END_TEST

START_TEST(the_days_of_a_certificate_are_known)
{
    struct tls_files f = files("expired.pem", NULL), none = NO_FILES;
    struct tls_fault fault;
    struct tls      *t = tls_server(&f, TLS_CLIENT_AUTO, &fault);

    ck_assert_int_lt(tls_days_left(t), 0);
    tls_free(t);
    t = tls_client(&none, &fault);
    ck_assert_int_eq(tls_days_left(t), INT_MAX);
    tls_free(t);
}
END_TEST

int main(void)
{
    int failed;

    certificates_make();
    failed = suite_run(
        "tls",
        SUITE_TESTS(a_trusted_server_is_spoken_with, an_address_is_as_good_as_a_name,
                    another_server_is_not, a_server_may_ask_who_speaks,
                    a_full_socket_takes_the_rest_later, a_lost_socket_raises_no_signal,
                    what_is_no_tls_is_said, files_that_cannot_be_used_are_explained,
                    a_locked_key_is_opened, the_days_of_a_certificate_are_known),
        NULL, NULL);
    certificates_remove();
    return failed;
}
