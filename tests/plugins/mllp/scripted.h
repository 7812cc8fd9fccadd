/* scripted.h -- a sink, and a receiver that acts by script, for tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_PLUGINS_MLLP_SCRIPTED_H
#define TESTS_PLUGINS_MLLP_SCRIPTED_H

#include "mllp/sink.h"

#include "mllp/tls.h"
#include "stand_in.h"

/* A receiver that acts by script: one letter for each message.
 *   A E R  answers AA, AE, AR              x  hangs up instead of answering
 *   C K J  answers CA, CE, CR              n  answers nonsense
 *   D F    answers CA, and AA or AE then   o  answers for another message
 *   L      answers CA, and AA only before the next answer
 *   b      answers a commit block: ACK     m  ... and then AA
 *   q      answers a commit block: NAK     r  ... ACK, and then AR
 *   .      does not answer                 c  ... ACK, then CA and AA
 *   e      answers AE, and with an ERR     N  answers AA, and then nonsense
 * It answers when it has got `hold` messages, the last one first, and notes the
 * control ids of what it got; a commit block is noted as +. */
struct scripted {
    int         listener;
    const char *script;
    size_t      hold;
    struct tls *tls; /* NULL: plain */
    pthread_t   thread;
    char        late[64];
    char        got[4096]; /* to be read after finish() */
};

extern struct stand_in engine;
extern struct scripted receiver;
extern void           *sink;
extern const char     *wishes; /* MSH-13 and on, of what is delivered; "" after open */

/* A receiver, and a sink with options that sends to it. */
void        open_receiver(const char *script, size_t hold, struct tls *tls);
void        open_sink(const char *const *options);
void        finish(void);
const char *url_option(const char *scheme); /* where the receiver listens */

/* Both at once, with a timeout of 200 ms. */
void start(const char *script, size_t hold, const char *option);

/* Delivers messages whose control ids are the letters; ! is one that cannot be
 * framed. */
enum hilum_verdict deliver(const char *ids);

/* Where the last settled message was found wrong, and why. */
extern char settled_where[64], settled_why[STAND_IN_TEXT];

/* One letter for each message: o OK, r RETRY, j REJECT, - none of its own. */
char settled(size_t nth);
void expect_settled(const char *wanted);

#endif
