/* iso2022.h -- switching between character sets inside a text, after ISO 2022. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ISO2022_H
#define HL7V2_ISO2022_H

#include "charset.h"

/* What an escape sequence switches to.  In the left half (G0) are the bytes 0x21 to
 * 0x7e, in the right half (G1) those from 0xa0; the other half stays as it is. */
struct iso2022_set {
    const char  *escape;  /* what follows ESC */
    enum charset charset; /* that has its characters, ... */
    const char  *prefix;  /* ... behind these bytes, */
    uint8_t      width;   /* as so many bytes with the highest bit set */
    uint8_t      half;    /* 0 or 1; 2: no half, all bytes are of that set */
    enum charset named;   /* what MSH-18 calls it */
};

#define ISO2022_ESC '\x1b'

/* The set that bytes behind an ESC switch to, and how many of them do; NULL: none. */
const struct iso2022_set *iso2022_set(struct hilum_view behind_esc, size_t *used);

/* ASCII in the left half, or nothing in particular in the right one. */
bool iso2022_plain(const struct iso2022_set *);

/* Appends characters of a set, all its bytes from one half, as UTF-8.  Returns how
 * many bytes were read, up to the first that are no character. */
size_t iso2022_read(struct charsets *, const struct iso2022_set *,
                    struct hilum_view bytes, struct hilum_buffer *out);

/* The bytes of one character as they stand in the set's half, up to four, and how
 * many; 0: the set does not have it. */
size_t iso2022_write(struct charsets *, const struct iso2022_set *,
                     struct hilum_view character, char bytes[static 4]);

/* The first set that has a character, of those that MSH-18 names; NULL: none. */
const struct iso2022_set *iso2022_find(struct charsets *, const enum charset *named,
                                       size_t count, struct hilum_view character,
                                       char bytes[static 4], size_t *length);

#endif
