/* send_text.h -- the messages that are sent: read, cut and numbered. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CLI_SEND_TEXT_H
#define CORE_CLI_SEND_TEXT_H

#include "base/bytes.h"

enum { SEND_ID = 32 }; /* bytes of a control id that we give, and a NUL */

/* One message, cut around MSH-10.  Its segments end in CR. */
struct send_text {
    struct hilum_view before;
    struct hilum_view id;
    struct hilum_view after;
};

/* The messages of all files; the views lie in `bytes`. */
struct send_texts {
    struct send_text   *list;
    size_t              count;
    struct hilum_buffer bytes;
};

/* What an answer says: MSA-1, MSA-2 and MSA-3; empty where it is none. */
struct send_answer {
    struct hilum_view code;
    struct hilum_view id;
    struct hilum_view text;
};

void send_texts_init(struct send_texts *t);
void send_texts_free(struct send_texts *t);

/* Adds what a file holds ("-": standard input): a message begins at each line
 * that begins with MSH.  False with the reason on stderr. */
bool send_texts_add(struct send_texts *t, const char *path);

/* Cuts everything that was added into messages; false where there is none. */
bool send_texts_cut(struct send_texts *t);

struct send_answer send_answer_read(struct hilum_view frame);

#endif
