/* split.h -- the messages of a file. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FILE_SPLIT_H
#define FILE_SPLIT_H

#include <hilum/view.h>

/* Takes the next message off the rest of a file; false where there is none left.
 *
 * A message begins at a line that begins with MSH and goes on to the next such
 * line.  The lines of HL7's batch protocol (FHS, BHS, BTS, FTS) and the framing
 * bytes of MLLP belong to no message.  Anything else that stands before the first
 * MSH is a message by itself: so is a whole file that holds no HL7 v2. */
bool split_next(struct hilum_view *rest, struct hilum_view *message);

#endif
