/* mllp_connections.c -- many senders at once, some of them slow: who waits for whom? */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     mllp_connections PORT HEALTHY SLOW RATE SECONDS
 *
 * HEALTHY connections send RATE messages a second together, one after the other
 * in turn, at times that do not depend on answers; SLOW ones send a byte a second
 * each.  Prints how many were acknowledged, and how long that took from the moment
 * when each message was due.  Exit code 1: not all were.
 */
#include "mllp/ack.h"
#include "mllp/frame.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    WINDOW  = 64,       /* messages of one connection without an answer */
    MOST    = 10000,    /* connections */
    WARM_UP = 2000,     /* ms that do not count */
    PATIENT = 10000,    /* ms for the last answers */
    ANSWERS = 64 << 10, /* bytes of one */
    SAMPLES = 4 << 20,
};

struct sender {
    int                 fd;
    struct frame_reader answers;
    int64_t             due[WINDOW]; /* us; of what is not yet acknowledged */
    unsigned            first, count;
};

static struct {
    int            epoll;
    size_t         healthy, slow;
    struct sender *all; /* the healthy ones, then the slow ones */
    size_t         sent, acked, refused, lost, behind;
    uint32_t      *samples; /* us */
    size_t         sampled;
    int64_t        from;
} run;

static int64_t micros(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "mllp_connections: %s: %s\n", what, strerror(errno));
    exit(3);
}

/* ---- Connections ---------------------------------------------------------- */

static void dial(struct sender *s, const struct sockaddr_in *to)
{
    struct epoll_event ev = { .events = EPOLLIN, .data.ptr = s };

    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s->fd < 0 || connect(s->fd, (const struct sockaddr *)to, sizeof *to) < 0)
        fail("cannot connect");
    frame_init(&s->answers, ANSWERS);
    if (epoll_ctl(run.epoll, EPOLL_CTL_ADD, s->fd, &ev) < 0)
        fail("epoll");
}

static void dial_all(const char *port)
{
    struct sockaddr_in to = { .sin_family      = AF_INET,
                              .sin_port        = htons((uint16_t)strtoul(port, NULL, 10)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct rlimit      files;

    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    run.epoll = epoll_create1(EPOLL_CLOEXEC);
    run.all   = calloc(run.healthy + run.slow, sizeof *run.all);
    if (run.epoll < 0 || !run.all)
        fail("cannot begin");
    for (size_t i = 0; i < run.healthy + run.slow; i++)
        dial(&run.all[i], &to);
}

static void hang_up(struct sender *s)
{
    close(s->fd);
    s->fd = -1;
    run.lost++;
}

/* ---- Sending -------------------------------------------------------------- */

/* About 1 KB, as hospitals send them; no other run has its control id. */
static int message(char *to, size_t room, size_t number)
{
    return snprintf(
        to, room,
        "\x0bMSH|^~\\&|ADTSYS|GENHOSP|ENGINE|REGION|20250314092215||ADT^A01^ADT_A01|"
        "C%ld-%zu|P|2.5\rEVN|A01|20250314092200|||OP1234^Registrar^Rita^^^^^^GENHOSP\r"
        "PID|1||MR%07zu^^^GENHOSP^MR||Testperson^Amelia^Jane^^Ms^^L||19710823|F||"
        "2106-3^White^HL70005|1200 North Elm Street^Apt 4B^Greensboro^NC^27401^USA^H||"
        "^PRN^PH^^1^336^5550143~^PRN^CP^^1^336^5550199|^WPN^PH^^1^336^5550177|en|M|CHR|"
        "ACC7781234^^^GENHOSP^AN|||||N\rNK1|1|Testperson^Robert^L|SPO^Spouse^HL70063|"
        "1200 North Elm Street^^Greensboro^NC^27401|^PRN^PH^^1^336^5550144\rPV1|1|I|"
        "3WEST^312^A^GENHOSP^^N^B1|E|||1001^Attend^Alan^A^^Dr^^^NPI|2002^Refer^Rosa^B^^"
        "Dr|"
        "|MED||||7|A0||1001^Attend^Alan^A^^Dr^^^NPI|IP|V%07zu^^^GENHOSP^VN\rAL1|1|DA^"
        "Drug "
        "allergy^HL70127|7980^Penicillin^RXNORM|MO|Hives|20050101\rDG1|1|I10|J18.9^"
        "Pneumonia, unspecified organism^I10|Pneumonia|20250314|A\r\x1c\r",
        (long)getpid(), number, number % 5000, number % 5000);
}

static void send_message(struct sender *s, size_t number, int64_t due)
{
    char bytes[2048];
    int  len = message(bytes, sizeof bytes, number);

    if (s->fd < 0)
        return;
    if (s->count == WINDOW) {
        run.behind++;
        return;
    }
    if (send(s->fd, bytes, (size_t)len, MSG_NOSIGNAL) != len) {
        hang_up(s);
        return;
    }
    s->due[(s->first + s->count++) % WINDOW] = due;
    run.sent++;
}

static void send_byte(struct sender *s, size_t nth)
{
    char bytes[2048];

    message(bytes, sizeof bytes, (size_t)(s - run.all));
    if (s->fd >= 0 && send(s->fd, bytes + nth, 1, MSG_NOSIGNAL) != 1)
        hang_up(s);
}

/* ---- Answers -------------------------------------------------------------- */

static void take_answer(struct sender *s, struct hilum_view frame, int64_t now)
{
    struct ack ack = ack_read(frame);
    int64_t    due = s->due[s->first];

    if (s->count == 0)
        return;
    s->first = (s->first + 1) % WINDOW;
    s->count--;
    run.acked += ack.kind == ACK_AA || ack.kind == ACK_CA;
    run.refused += ack.kind != ACK_AA && ack.kind != ACK_CA;
    if (due >= run.from && run.sampled < SAMPLES)
        run.samples[run.sampled++] = (uint32_t)(now - due);
}

static void receive(struct sender *s)
{
    struct hilum_view frame;
    size_t            room;
    char             *to = frame_room(&s->answers, &room);
    ssize_t           n  = to ? recv(s->fd, to, room, MSG_DONTWAIT) : 0;

    if (n <= 0) {
        if (n == 0 || errno != EAGAIN)
            hang_up(s);
        return;
    }
    frame_filled(&s->answers, (size_t)n);
    while (frame_next(&s->answers, &frame) == FRAME_WHOLE)
        take_answer(s, frame, micros());
}

/* Takes what comes until then. */
static void listen_until(int64_t then)
{
    struct epoll_event events[256];
    struct timespec    left;
    int64_t            now = micros();
    int                n;

    do {
        int64_t wait = then > now ? then - now : 0;

        left = (struct timespec){ wait / 1000000, wait % 1000000 * 1000 };
        n    = epoll_pwait2(run.epoll, events, 256, &left, NULL);
        for (int i = 0; i < n; i++)
            receive(events[i].data.ptr);
        now = micros();
    } while (now < then);
}

/* ---- The run -------------------------------------------------------------- */

static void converse(double rate, double seconds)
{
    int64_t begin    = micros();
    size_t  messages = (size_t)(rate * seconds), sent = 0, bytes = 0;

    run.from = begin + WARM_UP * 1000;
    while (sent < messages) {
        int64_t message_at = begin + (int64_t)((double)sent * 1e6 / rate);
        int64_t byte_at    = INT64_MAX;

        if (run.slow)
            byte_at = begin + (int64_t)((double)bytes * 1e6 / (double)run.slow);
        listen_until(message_at < byte_at ? message_at : byte_at);
        if (message_at <= byte_at) {
            send_message(&run.all[sent % run.healthy], sent, message_at);
            sent++;
        } else {
            send_byte(&run.all[run.healthy + bytes % run.slow], bytes / run.slow);
            bytes++;
        }
    }
    for (int64_t end = micros() + PATIENT * 1000;
         run.acked + run.refused < run.sent && micros() < end;)
        listen_until(micros() + 1000);
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

static double percentile(double p)
{
    return run.sampled ? run.samples[(size_t)(p * (double)(run.sampled - 1))] / 1000.0
                       : 0;
}

static int report(void)
{
    qsort(run.samples, run.sampled, sizeof *run.samples, by_size);
    printf("healthy %zu slow %zu sent %zu acked %zu refused %zu lost %zu behind %zu "
           "p50 %.2f p95 %.2f p99 %.2f max %.2f ms\n",
           run.healthy, run.slow, run.sent, run.acked, run.refused, run.lost, run.behind,
           percentile(.5), percentile(.95), percentile(.99), percentile(1));
    return run.acked == run.sent && run.lost == 0 && run.behind == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: mllp_connections PORT HEALTHY SLOW RATE SECONDS\n");
        return 2;
    }
    run.healthy = strtoul(argv[2], NULL, 10);
    run.slow    = strtoul(argv[3], NULL, 10);
    run.samples = malloc(SAMPLES * sizeof *run.samples);
    if (run.healthy == 0 || run.healthy + run.slow > MOST || !run.samples) {
        fprintf(stderr, "mllp_connections: from 1 to %d connections\n", MOST);
        return 2;
    }
    dial_all(argv[1]);
    converse(strtod(argv[4], NULL), strtod(argv[5], NULL));
    return report();
}
