/* row_text.h -- the text that a row takes from the message. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROW_TEXT_H
#define ROW_TEXT_H

#include "run.h"

/* The text of a row with one source, n; borrowed from the message or in the pool.  Empty:
 * it has none.  Other fields that it was made of are consumed, n is not. */
struct hilum_view row_text(struct run *, const struct scope *, const struct row *,
                           const struct hilum_node *n);

/* The text of ROW_JOIN.  Its parts are consumed; empty where none of them has a value. */
struct hilum_view row_joined(struct run *, const struct scope *, const struct row *);

#endif /* ROW_TEXT_H */
