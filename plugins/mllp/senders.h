/* senders.h -- which certificate may send as which application and facility. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules are lines (or stand between semicolons) of the form
 *
 *     CN=labsys -> LAB | ST-ANNA
 *     DNS:ris.example -> RIS
 *     CN=archive -> *
 *
 * A name in the certificate, as tls_names() writes it, then MSH-3 and, where it
 * matters, MSH-4: the whole field, or its first component.  A certificate may have
 * many rules; a message needs one of them for every header in it.
 */
#ifndef MLLP_SENDERS_H
#define MLLP_SENDERS_H

#include <hilum/view.h>

enum { SENDERS_MOST = 256, SENDERS_WHY = 160 };

struct sender_rule {
    struct hilum_view name, application, facility; /* facility: empty for any */
};

struct senders {
    struct sender_rule *rules;
    size_t              count;
};

/* The rules whose name a certificate has. */
struct senders_pass {
    uint64_t rules[SENDERS_MOST / 64];
};

/* Reads rules; their text must outlive them.  False with a sentence in why. */
bool senders_read(struct senders *s, const char *text, char why[static SENDERS_WHY]);
void senders_free(struct senders *s);

/* What the names in a certificate, one a line, are good for. */
struct senders_pass senders_pass(const struct senders *s, struct hilum_view names);

/* Whether all that a message says of its sender is allowed.  What is not HL7 v2
 * in ER7 says nothing, and is not. */
bool senders_allow(const struct senders *s, const struct senders_pass *pass,
                   struct hilum_view message);

#endif
