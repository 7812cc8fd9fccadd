/* send_run.h -- the sending itself: connections, windows, answers and their times. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CLI_SEND_RUN_H
#define CORE_CLI_SEND_RUN_H

#include "cli/send_text.h"

enum {
    SEND_CONNECTIONS = 4096,      /* at most */
    SEND_WINDOW      = 1024,      /* messages without an answer, on a connection */
    SEND_COUNT       = 100000000, /* messages of one run */
};

struct send_job {
    const struct send_texts *texts;
    const char              *host;
    const char              *port;
    int64_t                  connections;
    int64_t                  window;
    int64_t                  count; /* the texts, over and over */
    int64_t                  timeout;
    bool                     keep_ids;
    bool                     progress; /* on stderr */
};

/* Counts of messages; those that are neither acked nor refused are lost. */
struct send_result {
    int64_t   sent;
    int64_t   acked;
    int64_t   refused;
    int64_t   lost;   /* sent, but never answered */
    int64_t   broken; /* connections */
    double    seconds;
    uint32_t *latencies; /* of the answered ones, in 0.1 us, sorted */
    size_t    answered;
    char      refusal[200]; /* the first one: what it said */
};

/* False: not one connection could be made; the reason is on stderr. */
bool send_run(const struct send_job *job, struct send_result *out);
void send_result_free(struct send_result *r);

/* A percentile of the latencies, in milliseconds; 0 where there are none. */
double send_percentile(const struct send_result *r, double percent);

#endif
