/* er7_batch.h -- HL7's batch protocol: what headers say, and whether trailers agree. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file is FHS, batches, FTS; a batch is BHS, messages, BTS; all four lines may be
 * missing.  A header with no trailer, or a trailer with no header, is a fault: the
 * file may have been cut.  Messages before the first BHS of a file are a batch that
 * has no header, which the standard allows; between two batches they are a fault.
 */
#ifndef HL7V2_ER7_BATCH_H
#define HL7V2_ER7_BATCH_H

#include "er7_delimiters.h"

enum {
    ER7_LABEL  = 64,  /* bytes of a label's value; more is cut */
    ER7_LABELS = 768, /* of all labels, as lines */
};

/* The kinds of lines that begin or end something. */
enum er7_line { ER7_LINE_MSH, ER7_LINE_FHS, ER7_LINE_BHS, ER7_LINE_BTS, ER7_LINE_FTS };

/* Zeroed, it is the beginning of a stream. */
struct er7_batch {
    bool     in_file;
    bool     in_batch;
    bool     stray;    /* a message between two batches was told of */
    uint64_t messages; /* of the batch */
    uint64_t batches;  /* of the file, with headers */
    uint64_t loose;    /* messages of the file that are in no batch */
    size_t   file_length;
    size_t   length;
    char     labels[ER7_LABELS]; /* the file's, the batch's, the message's position */
};

/* What is wrong with a line of this kind coming now; asked until nothing is (a
 * place of NULL), each fault is told once. */
struct er7_fault er7_batch_expect(struct er7_batch *, enum er7_line kind);

/* The stream ends: the same. */
struct er7_fault er7_batch_end(struct er7_batch *);

/* A line of the protocol (with nothing behind it), after it was expected. */
struct er7_fault er7_batch_line(struct er7_batch *, enum er7_line kind,
                                struct hilum_view line);

/* A message; and the labels that it carries, as lines "key=value\n":
 *   file, file-sender, file-name                    FHS-11, FHS-3|4, FHS-9
 *   batch, batch-sender, batch-name, batch-time     BHS-11, BHS-3|4, BHS-9, BHS-7
 *   batch-position                                  the nth message of its batch
 * What is no message has no position. */
void              er7_batch_message(struct er7_batch *);
struct hilum_view er7_batch_labels(struct er7_batch *, bool is_message);

#endif
