/* send.c -- hilum send: sends messages over MLLP and says how it went. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/send.h"

#include "cli/send_run.h"
#include "config/value.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

enum { DONE = 0, NO = 1, USAGE = 2, COULD_NOT = 3 };

/* What the command line asks for. */
struct request {
    const char *to;
    int64_t     connections;
    int64_t     count; /* 0: each message once */
    int64_t     window;
    int64_t     timeout;
    bool        keep_ids;
    bool        json;
};

static const struct hilum_option numbers[] = {
    HILUM_OPT_INT(struct request, connections, .least = "1", .most = "4096"),
    HILUM_OPT_INT(struct request, count, .least = "1", .most = "100000000"),
    HILUM_OPT_INT(struct request, window, .least = "1", .most = "1024"),
    HILUM_OPT_MILLIS(struct request, timeout, .least = "1ms", .most = "1h"),
    HILUM_OPT_END,
};

static const struct option longs[] = {
    { "to", required_argument, NULL, 't' },
    { "connections", required_argument, NULL, 'c' },
    { "count", required_argument, NULL, 'n' },
    { "window", required_argument, NULL, 'w' },
    { "timeout", required_argument, NULL, 'T' },
    { "keep-ids", no_argument, NULL, 'k' },
    { "json", no_argument, NULL, 'j' },
    { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 },
};

void send_usage(FILE *to)
{
    fputs("usage: hilum send --to URL [OPTIONS] [FILE...]\n"
          "\n"
          "Sends HL7 v2 messages over MLLP, waits for their acknowledgements and\n"
          "reports rate and latency.  A file may hold several messages; each begins\n"
          "with MSH.  Without a file, or for the file -, standard input is read.\n"
          "\n"
          "      --to URL           mllp://HOST:PORT, or tcp://HOST:PORT\n"
          "  -c, --connections N    open so many connections (1)\n"
          "  -n, --count N          send so many messages, the given ones over and\n"
          "                         over (each once)\n"
          "  -w, --window N         send so many on a connection before the first of\n"
          "                         them is acknowledged (1)\n"
          "      --timeout TIME     give a connection up after so long without an\n"
          "                         answer (30s)\n"
          "      --keep-ids         do not give each message its own control id\n"
          "      --json             report as JSON\n"
          "\n"
          "Exit status: 0 all were accepted, 1 some were not, 2 wrong usage, 3 could\n"
          "not connect or had nothing to send.\n",
          to);
}

/* ---- The command line ----------------------------------------------------- */

static bool read_number(struct request *q, const char *name, const char *text)
{
    const struct hilum_option *o = numbers;
    struct hilum_buffer        wants;
    int64_t                    n;

    while (strcmp(o->name, name) != 0)
        o++;
    if (value_read(o, hilum_view(text), &n) && !value_below(o, n) && !value_above(o, n)) {
        memcpy((char *)q + o->offset, &n, sizeof n);
        return true;
    }
    buffer_init(&wants, 256);
    value_describe(o, &wants);
    fprintf(stderr, "hilum: --%s must be %.*s from %s to %s, not %s\n", name,
            (int)wants.len, wants.ptr, o->least, o->most, text);
    buffer_free(&wants);
    return false;
}

/* True: go on.  False: *code is what to exit with. */
static bool read_arguments(int argc, char **argv, struct request *q, int *code)
{
    bool fine = true;

    *code  = USAGE;
    optind = 0; /* begin anew, whoever has used getopt before */
    for (int o = getopt_long(argc, argv, "c:n:w:", longs, NULL); o != -1;
         o     = getopt_long(argc, argv, "c:n:w:", longs, NULL))
        switch (o) {
        case 't':
            q->to = optarg;
            break;
        case 'c':
            fine = read_number(q, "connections", optarg) && fine;
            break;
        case 'n':
            fine = read_number(q, "count", optarg) && fine;
            break;
        case 'w':
            fine = read_number(q, "window", optarg) && fine;
            break;
        case 'T':
            fine = read_number(q, "timeout", optarg) && fine;
            break;
        case 'k':
            q->keep_ids = true;
            break;
        case 'j':
            q->json = true;
            break;
        case 'h':
            send_usage(stdout);
            *code = DONE;
            return false;
        default:
            fine = false;
        }
    if (fine && !q->to)
        fputs("hilum: --to is missing: where to send, as in --to mllp://127.0.0.1:2575\n",
              stderr);
    if (!fine || !q->to)
        send_usage(stderr);
    return fine && q->to;
}

/* Cuts mllp://host:port in place. */
static bool read_url(const char *url, char *copy, size_t room, struct send_job *job)
{
    const char *host = strstr(url, "://");
    char       *colon;
    int64_t     port;

    if (host && strncmp(url, "mllp://", 7) != 0 && strncmp(url, "tcp://", 6) != 0)
        return false;
    snprintf(copy, room, "%s", host ? host + 3 : url);
    colon = strrchr(copy, ':');
    if (!colon || colon == copy || !view_int(hilum_view(colon + 1), &port) || port < 1 ||
        port > 65535)
        return false;
    *colon    = '\0';
    job->port = colon + 1;
    job->host = copy;
    if (copy[0] == '[' && colon[-1] == ']') {
        colon[-1] = '\0';
        job->host++;
    }
    return true;
}

static bool read_files(struct send_texts *texts, char **files)
{
    bool fine = true;

    if (!*files)
        fine = send_texts_add(texts, "-");
    for (; *files && fine; files++)
        fine = send_texts_add(texts, *files);
    if (!fine)
        return false;
    if (!send_texts_cut(texts))
        fputs("hilum: nothing to send: no line begins with MSH\n", stderr);
    return texts->count > 0;
}

/* ---- The report ----------------------------------------------------------- */

static void report_json(const struct send_result *r)
{
    printf("{\"messages\":%lld,\"acked\":%lld,\"refused\":%lld,\"lost\":%lld,"
           "\"seconds\":%.3f,\"rate\":%.1f,\"latency_ms\":{\"p50\":%.3f,\"p95\":%.3f,"
           "\"p99\":%.3f,\"max\":%.3f}}\n",
           (long long)r->sent, (long long)r->acked, (long long)r->refused,
           (long long)r->lost, r->seconds, (double)r->answered / r->seconds, send_percentile(r, 50),
           send_percentile(r, 95), send_percentile(r, 99), send_percentile(r, 100));
}

static void report(const struct send_result *r)
{
    printf("messages   %lld\nacked      %lld\nrefused    %lld\nlost       %lld\n",
           (long long)r->sent, (long long)r->acked, (long long)r->refused,
           (long long)r->lost);
    printf("seconds    %.3f\nmessages/s %.1f\n", r->seconds,
           (double)r->answered / r->seconds);
    printf("latency ms p50 %.3f, p95 %.3f, p99 %.3f, max %.3f\n", send_percentile(r, 50),
           send_percentile(r, 95), send_percentile(r, 99), send_percentile(r, 100));
}

static int conclude(const struct send_job *job, const struct send_result *r, bool json)
{
    (json ? report_json : report)(r);
    if (r->refused)
        fprintf(stderr, "hilum: the first refusal was %s\n", r->refusal);
    if (r->broken)
        fprintf(stderr, "hilum: %lld of %lld connections were lost or timed out\n",
                (long long)r->broken, (long long)job->connections);
    if (r->sent < job->count)
        fprintf(stderr, "hilum: %lld messages were not sent\n",
                (long long)(job->count - r->sent));
    return r->acked == job->count ? DONE : NO;
}

int cli_send(int argc, char **argv)
{
    struct request     q = { .connections = 1, .window = 1, .timeout = 30000 };
    struct send_job    job;
    struct send_texts  texts;
    struct send_result result = { .sent = 0 };
    char               url[300];
    int                code;

    if (!read_arguments(argc, argv, &q, &code))
        return code;
    job = (struct send_job){ .texts = &texts, .connections = q.connections,
                             .window = q.window, .timeout = q.timeout,
                             .keep_ids = q.keep_ids, .progress = isatty(STDERR_FILENO) };
    if (!read_url(q.to, url, sizeof url, &job)) {
        fprintf(stderr, "hilum: %s is not mllp://HOST:PORT\n", q.to);
        return USAGE;
    }
    send_texts_init(&texts);
    code = COULD_NOT;
    if (read_files(&texts, argv + optind)) {
        job.count = q.count ? q.count : (int64_t)texts.count;
        if (job.connections > job.count)
            job.connections = job.count;
        if (send_run(&job, &result))
            code = conclude(&job, &result, q.json);
    }
    send_result_free(&result);
    send_texts_free(&texts);
    return code;
}
