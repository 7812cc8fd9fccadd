/* exchange.h -- what a sender is owed: an answer to each message, in its turn. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each message offered to the engine is an exchange until its last answer.  First
 * answers go out in the order of the messages: one that comes early waits until
 * all before it have theirs.  A message may be answered a second time, when it has
 * been processed (enhanced mode): those answers go out as they come, and what waits
 * for one holds up nobody.
 *
 * All of it is guarded by the lock of the connection.
 */
#ifndef MLLP_EXCHANGE_H
#define MLLP_EXCHANGE_H

#include <hilum/source.h>

enum {
    EXCHANGES_ASKED = 64,   /* messages without a first answer */
    EXCHANGES_LATER = 1024, /* messages that wait for a second one */
};

struct connection;

enum exchange_state {
    EXCHANGE_ASKED,    /* the engine has it */
    EXCHANGE_ANSWERED, /* it has its answer, which waits for its turn */
    EXCHANGE_LATER,    /* its first answer has gone out, a second one will come */
};

struct exchange {
    struct connection  *connection;
    struct exchange    *before, *behind; /* by the order of messages */
    enum exchange_state state;
    bool                more;  /* a second answer will come */
    struct hilum_buffer reply; /* framed; until its turn has come */
};

/* How answers look on this wire. */
struct exchange_style {
    bool release_2; /* a commit block first */
    bool silent;    /* no acknowledgement but that */
};

struct exchanges {
    struct exchange_style style;
    struct exchange      *first, *last;
    struct exchange      *turn;  /* the first that is not LATER */
    unsigned              asked; /* from there on */
    unsigned              later;
    struct hilum_buffer   out; /* framed, to be sent; failed: memory is out */
};

void exchanges_init(struct exchanges *all, struct exchange_style style);
void exchanges_free(struct exchanges *all);

/* Whether one more may begin; and whether it is worth to go on after a pause. */
bool exchanges_room(const struct exchanges *all);
bool exchanges_calm(const struct exchanges *all);

/* One more, behind all others; NULL: no memory. */
struct exchange *exchange_begin(struct exchanges *all, struct connection *c);

/* Forgets it: it was not taken. */
void exchange_withdraw(struct exchanges *all, struct exchange *e);

/* Takes an answer; what may be sent now is in `out`.  The exchange is gone, unless
 * the answer says that more will come. */
void exchange_answer(struct exchanges *all, struct exchange *e,
                     const struct hilum_answer *answer);

/* Takes n bytes off the front of `out`. */
void exchanges_sent(struct exchanges *all, size_t n);

#endif
