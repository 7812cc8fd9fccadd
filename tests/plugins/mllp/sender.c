/* sender.c -- a source, and senders that speak with it, for tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "sender.h"

#include "certificates.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE = 10000, METERS = 32 };

struct stand_in engine;
void           *source;

static struct {
    pthread_mutex_t lock;
    char            names[METERS][32];
    int64_t         values[METERS];
    size_t          count;
} meters = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- The source ----------------------------------------------------------- */

static int64_t *find(const char *name)
{
    size_t i = 0;

    while (i < meters.count && strcmp(meters.names[i], name) != 0)
        i++;
    if (i == meters.count)
        snprintf(meters.names[meters.count++], sizeof meters.names[0], "%s", name);
    return &meters.values[i];
}

static void count(struct hilum_feed *feed, const char *name, int64_t by)
{
    (void)feed;
    pthread_mutex_lock(&meters.lock);
    *find(name) += by;
    pthread_mutex_unlock(&meters.lock);
}

int64_t meter(const char *name)
{
    int64_t value;

    pthread_mutex_lock(&meters.lock);
    value = *find(name);
    pthread_mutex_unlock(&meters.lock);
    return value;
}

void expect_meter(const char *name, int64_t wanted)
{
    for (int left = PATIENCE; left && meter(name) != wanted; left--)
        usleep(1000);
    ck_assert_int_eq(meter(name), wanted);
}

void begin(const char *const *options)
{
    meters.count = 0;
    memset(meters.values, 0, sizeof meters.values);
    stand_in_open(&engine);
    engine.host.feed_count = count;
    source                 = stand_in_state(&mllp_source, options);
    ck_assert_msg(mllp_source.open(source, &engine.call) == HILUM_OK, "%s: %s",
                  engine.where, engine.why);
    ck_assert_int_eq(mllp_source.start(source, &engine.call, &engine.feed), HILUM_OK);
}

void end(void)
{
    mllp_source.stop(source);
    mllp_source.close(source);
    free(source);
    stand_in_close(&engine);
}

void expect_offer(size_t nth, const char *body)
{
    ck_assert(stand_in_wait(&engine.feed, nth + 1));
    ck_assert_uint_eq(engine.feed.offers[nth].len, strlen(body));
    ck_assert_mem_eq(engine.feed.offers[nth].body, body, strlen(body));
}

void answer_more(size_t nth, const char *reply)
{
    struct hilum_answer a = {
        .size = sizeof a, .id = (int64_t)nth + 1, .reply = hilum_view(reply), .more = 1
    };
    struct stand_in_offer o;

    pthread_mutex_lock(&engine.feed.lock);
    o = engine.feed.offers[nth];
    pthread_mutex_unlock(&engine.feed.lock);
    o.answer(o.context, &a);
}

/* ---- Senders -------------------------------------------------------------- */

int dial(void)
{
    const char        *port = strrchr(engine.feed.bound, ':');
    struct sockaddr_in to   = { .sin_family      = AF_INET,
                                .sin_addr.s_addr = htonl(0x7f000001) };
    int                fd   = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_ptr_nonnull(port);
    to.sin_port = htons((uint16_t)strtoul(port + 1, NULL, 10));
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* A plain one works like one with TLS, but for its context. */
static struct link plain(int fd)
{
    return (struct link){ .fd = fd };
}

static void wait_for(struct link *l, short natural)
{
    struct pollfd p = { .fd = l->fd, .events = link_wants(l, natural) };

    ck_assert_int_eq(poll(&p, 1, PATIENCE), 1);
}

void put_tls(struct link *l, const char *bytes)
{
    size_t len = strlen(bytes);

    while (len) {
        struct iovec part = { (void *)(uintptr_t)bytes, len };
        ssize_t      n    = link_write(l, &part, 1);

        ck_assert(n > 0 || errno == EAGAIN);
        if (n < 0) {
            wait_for(l, POLLOUT);
            continue;
        }
        bytes += n;
        len -= (size_t)n;
    }
}

void expect_tls(struct link *l, const char *wanted)
{
    char   got[4096] = "";
    size_t len       = 0;

    while (len < strlen(wanted)) {
        ssize_t n = link_read(l, got + len, strlen(wanted) - len);

        ck_assert(n > 0 || (n < 0 && errno == EAGAIN));
        if (n < 0)
            wait_for(l, POLLIN);
        else
            len += (size_t)n;
    }
    for (size_t i = 0; i < len; i++)
        if (wanted[i] == '?')
            got[i] = '?';
    ck_assert_str_eq(got, wanted);
}

void expect_end_tls(struct link *l)
{
    char    c;
    ssize_t n = link_read(l, &c, 1);

    while (n < 0 && errno == EAGAIN) {
        wait_for(l, POLLIN);
        n = link_read(l, &c, 1);
    }
    ck_assert_int_le(n, 0);
    link_close(l);
}

void put(int fd, const char *bytes)
{
    struct link l = plain(fd);

    put_tls(&l, bytes);
}

void expect(int fd, const char *wanted)
{
    struct link l = plain(fd);

    expect_tls(&l, wanted);
}

void expect_end(int fd)
{
    struct link l = plain(fd);

    expect_end_tls(&l);
}

void expect_silence(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };

    ck_assert_int_eq(poll(&p, 1, 50), 0);
}

/* ---- TLS ------------------------------------------------------------------ */

struct tls *trust(const char *cert)
{
    struct tls_files files = { .cert         = cert ? certificate(cert) : "",
                               .key          = "",
                               .key_password = "",
                               .ca           = certificate("ca.pem") };
    struct tls_fault fault;
    struct tls      *t = tls_client(&files, &fault);

    ck_assert_msg(t != NULL, "%s", fault.why);
    return t;
}

struct link dial_tls(struct tls *t)
{
    struct link l = { .fd = dial() };

    l.tls = tls_connect(t, l.fd, "localhost");
    ck_assert_ptr_nonnull(l.tls);
    while (tls_handshake(l.tls) != 1) {
        ck_assert_msg(errno == EAGAIN, "%s", tls_why(l.tls));
        wait_for(&l, POLLIN);
    }
    return l;
}
