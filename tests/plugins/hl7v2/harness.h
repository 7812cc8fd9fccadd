/* harness.h -- an engine just large enough to try the HL7 v2 codec in. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HL7V2_HARNESS_H
#define HL7V2_HARNESS_H

#include <hilum/plugin.h>

/* An open codec and what its last call left behind.  The clock stands still at
 * 2026-03-24 12:00:00 UTC. */
struct harness {
    struct hilum_call        call; /* must be first */
    const struct hilum_part *part;
    void                    *state;
    struct hilum_builder     builder; /* its memory is used again by each decode */
    struct hilum_doc         doc;     /* the last one decoded */
    struct hilum_buffer      out;     /* the last one encoded, or the answer */
    char                     where[192], why[256];
    char                     reported[256]; /* the last one: place, rule, sentence */
    unsigned                 reports;
    char                     logged[256];       /* the last line */
    enum hilum_verdict       answered;          /* what the last answer returned */
    struct memory           *memory, *compiled; /* see services.h */
};

/* Opens the codec of ER7, or another; exits where that fails. */
void harness_open(struct harness *);
void harness_open_part(struct harness *, const char *name);

/* The same with an option; false where it is refused.  To be closed in either case. */
bool harness_try(struct harness *, const char *option, const char *value);
void harness_close(struct harness *);

/* Decodes into the builder only, or into a document as well. */
enum hilum_verdict harness_build(struct harness *, struct hilum_view bytes);
enum hilum_verdict harness_decode(struct harness *, struct hilum_view bytes);

/* A literal of segments, which is decoded. */
enum hilum_verdict harness_read(struct harness *, const char *text);

/* The node at a place such as PID-3[2].4.1, or NULL. */
const struct hilum_node *harness_node(struct harness *, const char *place);

/* Its text, ended by NUL; "(none)" where there is no such node, "(null)" where it
 * is flagged so. Good until the next call. */
const char *harness_text(struct harness *, const char *place);

/* The name of its type, to three letters. */
const char *harness_type(struct harness *, const char *place);

/* Encodes a node, or the message (NULL); the text, with CR shown as a line break,
 * or NULL where it was refused. */
const char *harness_write(struct harness *, const struct hilum_node *);

/* The answer to the bytes, shown in the same way; decodes them for it. */
const char *harness_answer(struct harness *, const char *bytes, enum hilum_verdict,
                           const char *place, const char *reason);

/* The same for the rest of an outcome: its moment, and so on. */
const char *harness_answer_to(struct harness *, const char *bytes,
                              const struct hilum_outcome *);

/* The whole of a file, to be freed; ptr is NULL where it cannot be read. */
struct hilum_view harness_file(const char *path);

#endif
