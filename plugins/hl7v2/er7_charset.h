/* er7_charset.h -- what a message is written in, and its bytes as UTF-8. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_ER7_CHARSET_H
#define HL7V2_ER7_CHARSET_H

#include "er7_delimiters.h"
#include "iso2022.h"

/* What a message is written in, is said by
 *
 *   its first bytes    a byte order mark, or MSH in two or four bytes a letter;
 *   the feed           the codec's option `charset`, whatever MSH-18 says;
 *   MSH-18             its first repetition; the others are switched to, with
 *                      ISO 2022's escape sequences (ESC $ B) or HL7's (\M2442\);
 *   the bytes          where MSH-18 is empty, ASCII or unknown: UTF-8 where they are
 *                      that, else windows-1252; ISO 2022, where its sequences occur.
 *
 * UNICODE and UNICODE UTF-16 are UTF-8 in a message of single bytes.  In one that
 * switches, bytes above 0x7f are of the first set that has such bytes; for the
 * Japanese ones that is Shift JIS, whose single bytes are those of ISO IR13.
 *
 * A message in ASCII or valid UTF-8 is read where it lies.  Every other one becomes
 * UTF-8 as a whole before it is taken apart, as the second byte of a character may
 * look like a separator.  A byte that is no text stays, as \Xhh\, and is reported. */

enum {
    ER7_CHARSETS = 6,  /* repetitions of MSH-18 that count */
    ER7_BAD      = 20, /* places of bad bytes that are reported, of one message */
};

/* What all messages of a codec share. */
struct er7_feed {
    struct charsets sets;
    char            last[32]; /* the name that was looked up last, and what it is */
    size_t          last_length;
    enum charset    last_is;
    enum charset    fixed[ER7_CHARSETS]; /* the option */
    size_t          fixed_count;
};

/* Reads the option: "", a name, or several with ~ between them.  False, with blame: one
 * of them is not known. */
bool er7_feed_open(struct er7_feed *, struct hilum_call *, const char *names);
void er7_feed_close(struct er7_feed *);

/* What one message is written in.  To read one in single bytes, the first four are
 * given; the rest follows when it is needed. */
struct er7_written {
    struct er7_feed             *feed;
    const struct er7_delimiters *delimiters;
    struct hilum_view            bytes; /* the message */
    size_t                       at;    /* where MSH begins */

    enum charset named[ER7_CHARSETS];
    size_t       count;
    enum charset base;     /* of bytes that no escape sequence has switched */
    bool         said;     /* MSH-18 has been looked at */
    bool         open;     /* nothing that is known is said: the bytes decide */
    bool         unknown;  /* MSH-18 holds a name that is not known */
    bool         switched; /* there are several sets, with escape sequences */
    bool         mark;     /* a byte order mark is written in front */
};

/* ---- Reading -------------------------------------------------------------- */

/* Whether the first bytes are those of UTF-16 or UTF-32. */
bool er7_written_wide(struct er7_written *, struct hilum_view bytes);

/* The delimiters of such a message. */
bool er7_written_delimiters(struct hilum_view bytes, struct er7_delimiters *,
                            struct er7_fault *);

/* Looks up what a message says of itself, if that has not been done. */
void er7_written_say(struct er7_written *);

/* Decides what is open.  True: the message is no ASCII or valid UTF-8, and has to be
 * converted. */
bool er7_written_decide(struct er7_written *, char escape, struct hilum_view message);

/* Bytes that are no text: where they stand in the UTF-8, which (up to four), and the
 * set that does not have them. */
struct er7_bad {
    uint32_t count;
    struct {
        size_t       at;
        uint32_t     bytes;
        enum charset set;
    } first[ER7_BAD];
};

/* Appends a message as UTF-8. */
void er7_written_read(const struct er7_written *, char escape, struct hilum_view message,
                      struct hilum_buffer *out, struct er7_bad *);

/* The bytes of \Xhh..\ as UTF-8; false (and nothing appended) where they are no text,
 * or hold control characters other than tab, CR and LF. */
bool er7_written_text(struct er7_written *, struct hilum_view bytes,
                      struct hilum_buffer *out);

/* Reports bad bytes at their places among the nodes, and what was decided. */
void er7_written_report(const struct er7_written *, struct hilum_call *,
                        const struct hilum_node *nodes, const struct er7_bad *);

/* ---- Writing -------------------------------------------------------------- */

/* What a document is to be written in: as the option or MSH-18 says, or in the wide
 * characters that it came in; else in UTF-8.  UTF-16 has a byte order mark, unless it
 * came without. */
void er7_written_as(struct er7_written *, struct er7_feed *, struct hilum_doc);

/* The same for a message that is there as text in UTF-8. */
void er7_written_message(struct er7_written *, struct er7_feed *,
                         const struct er7_delimiters *, struct hilum_view text);

/* Appends UTF-8 in these sets.  A character that none of them has is written as
 * \C2547\\Xhh..\\C2540\, which is ISO 2022's switch to UTF-8, its bytes, and back.
 * Returns how many there were. */
size_t er7_written_put(const struct er7_written *, char escape, struct hilum_view text,
                       struct hilum_buffer *out);

/* ---- Both ----------------------------------------------------------------- */

/* The escape sequence \Cxxyy\ or \Mxxyyzz\ at the start, if it switches to a known
 * set, and its length; NULL: none. */
const struct iso2022_set *er7_switch(char escape, struct hilum_view at, size_t *length);

/* Whether a text has one that says what bytes above 0x7f are. */
bool er7_switches_half(char escape, struct hilum_view text);

/* Appends bytes as \Xhh..\, in `escape` (a backslash where it is 0). */
void er7_put_hex(char escape, struct hilum_view bytes, struct hilum_buffer *out);

/* The value of a hexadecimal digit; -1: it is none. */
int er7_hex(char c);

#endif
