/* answer_batch.c -- the one reply to a batch, made of the replies to its messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_batch.h"

#include "er7_split.h"

#include <stdio.h>

enum { HEADER_FIELDS = 13 }; /* of FHS and BHS, to the reference */

struct batch {
    struct hilum_call       *call;
    struct hilum_buffer     *out;
    enum answer_batch        mode;
    struct answer_ids       *ids;
    const struct hilum_view *replies;
    size_t                   count, next; /* replies, and how many are done with */
    char                     file, open;  /* field separators; 0: there is none */
    size_t                   batches, messages;
};

/* The second letter of MSA-1 says whether it was accepted. */
static bool accepts(struct hilum_view reply)
{
    for (size_t i = 0; i + 6 < reply.len; i++)
        if ((reply.ptr[i] == '\r' || reply.ptr[i] == '\n') &&
            memcmp(reply.ptr + i + 1, "MSA", 3) == 0)
            return i + 6 < reply.len && reply.ptr[i + 6] == 'A';
    return false;
}

static void put_reply(struct batch *b, struct hilum_view reply)
{
    if (reply.len == 0 || (b->mode == ANSWER_BATCH_ERRORS && accepts(reply)))
        return;
    hilum_put_view(b->out, reply);
    if (reply.ptr[reply.len - 1] != '\r')
        hilum_put_byte(b->out, '\r');
    b->messages++;
}

/* FHS or BHS; gives its field separator. */
static char put_header(struct batch *b, struct hilum_view segment)
{
    static const uint32_t swapped[4] = { 5, 6, 3, 4 };
    struct hilum_view     field[HEADER_FIELDS];
    struct er7_delimiters d = { .field = segment.len > 3 ? segment.ptr[3] : '|' };
    char                  stamp[ANSWER_STAMP], id[ANSWER_ID];
    size_t                from = b->out->len;

    er7_delimiters_fields(&d, segment, field, HEADER_FIELDS);
    hilum_put(b->out, segment.ptr, 3);
    answer_put_field(b->out, &d, field[2].len ? field[2] : HILUM_VIEW("^~\\&"));
    for (int i = 0; i < 4; i++)
        answer_put_field(b->out, &d, field[swapped[i]]);
    answer_put_field(b->out, &d, answer_stamp(b->call, stamp));
    for (int i = 8; i <= 10; i++)
        answer_put_field(b->out, &d, HILUM_VIEW(""));
    answer_put_field(b->out, &d, answer_ids_next(b->ids, id));
    answer_put_field(b->out, &d, field[11]);
    answer_end_segment(b->out, &d, from);
    return d.field;
}

static void put_trailer(struct batch *b, const char *name, char separator, size_t count)
{
    char text[32];

    snprintf(text, sizeof text, "%s%c%zu\r", name, separator, count);
    hilum_put_text(b->out, text);
}

/* Ends the batch that is open, if one is: its trailer may be missing. */
static void end_batch(struct batch *b)
{
    if (b->open)
        put_trailer(b, "BTS", b->open, b->messages);
    b->batches += b->open != 0;
    b->open     = 0;
    b->messages = 0;
}

/* A header or a trailer, perhaps with blanks around it. */
static void take_line(struct batch *b, struct hilum_view line)
{
    size_t at = er7_delimiters_start(line), end = at;

    while (end < line.len && line.ptr[end] != '\r' && line.ptr[end] != '\n')
        end++;
    line = (struct hilum_view){ line.ptr + at, end - at };
    if (line.len < 3)
        return;
    if (memcmp(line.ptr, "FHS", 3) == 0 && !b->file) {
        b->file = put_header(b, line);
    } else if (memcmp(line.ptr, "BHS", 3) == 0) {
        end_batch(b);
        b->open = put_header(b, line);
    } else if (memcmp(line.ptr, "BTS", 3) == 0) {
        end_batch(b);
    }
}

static bool any(const struct hilum_view *replies, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (replies[i].len)
            return true;
    return false;
}

bool answer_batch_write(struct hilum_call *call, enum answer_batch mode,
                        struct answer_ids *ids, struct hilum_view bytes,
                        const struct hilum_view *replies, size_t count,
                        struct hilum_buffer *out)
{
    struct er7_split   split = { 0 };
    struct hilum_piece piece = { .found = HILUM_FOUND_OTHER };
    struct batch       b     = { .call    = call,
                                 .out     = out,
                                 .mode    = mode,
                                 .ids     = ids,
                                 .replies = replies,
                                 .count   = count };

    if (mode == ANSWER_BATCH_NONE || !any(replies, count))
        return true;
    while (piece.found != HILUM_FOUND_NOTHING && piece.found != HILUM_FOUND_MORE) {
        er7_split(&split, bytes, true, &piece);
        if (piece.found != HILUM_FOUND_MESSAGE)
            take_line(&b, (struct hilum_view){ bytes.ptr, piece.used });
        else if (b.next < b.count)
            put_reply(&b, b.replies[b.next++]);
        bytes = (struct hilum_view){ bytes.ptr + piece.used, bytes.len - piece.used };
    }
    end_batch(&b);
    if (b.file)
        put_trailer(&b, "FTS", b.file, b.batches);
    return !out->failed;
}
