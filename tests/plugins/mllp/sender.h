/* sender.h -- a source, and senders that speak with it, for tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_PLUGINS_MLLP_SENDER_H
#define TESTS_PLUGINS_MLLP_SENDER_H

#include "mllp/source.h"

#include "mllp/link.h"
#include "stand_in.h"

#define NONE ((const char *const[]){ "listen=127.0.0.1:0", NULL })

extern struct stand_in engine;
extern void           *source;

/* Starts a source; ends it. */
void begin(const char *const *options);
void end(void);

/* What a meter of the source stands at. */
int64_t meter(const char *name);

/* Waits until it stands there. */
void expect_meter(const char *name, int64_t wanted);

/* A connection, and what is sent and expected over it; there, ? is any byte. */
int  dial(void);
void put(int fd, const char *bytes);
void expect(int fd, const char *wanted);
void expect_end(int fd);
void expect_silence(int fd);

/* What the engine was offered; and an answer after which `more` will come. */
void expect_offer(size_t nth, const char *body);
void answer_more(size_t nth, const char *reply);

/* The same through TLS, with a client's certificate (NULL: none). */
struct tls *trust(const char *cert);
struct link dial_tls(struct tls *t);
void        put_tls(struct link *l, const char *bytes);
void        expect_tls(struct link *l, const char *wanted);
void        expect_end_tls(struct link *l);

#endif
