/* digest.h -- a 128-bit digest that is always the same for the same text. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DIGEST_H
#define DIGEST_H

#include <hilum/view.h>

/* SipHash-2-4 with 128 bits of output and the key 00 01 ... 0f, as its authors' test
 * vectors use it.  Identities stay the same across messages, processes and machines. */
struct digest {
    uint64_t v[4];
    size_t   len;  /* of all text so far */
    size_t   held; /* of it, what waits in here */
    char     wait[256];
};

void digest_begin(struct digest *);
void digest_add(struct digest *, struct hilum_view);
void digest_end(struct digest *, uint8_t out[16]);

/* A text and its end, so that `ab`, `c` is not `a`, `bc`. */
void digest_part(struct digest *, struct hilum_view);

/* As a UUID of version 8 (RFC 9562): 36 characters and a NUL. */
void digest_uuid(const uint8_t digest[16], char uuid[37]);

#endif /* DIGEST_H */
