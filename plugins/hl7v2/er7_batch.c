/* er7_batch.c -- HL7's batch protocol: what headers say, and whether trailers agree. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_batch.h"

#include "charset.h"

#include <stdio.h>

enum {
    SEPARATOR = 3,  /* the byte of a line that separates its fields */
    DIGITS    = 18, /* of a count */
};

/* Headers to labels: one field, or the first components of two. */
struct label {
    const char *key;
    size_t      field, second;
};

static const struct label file_labels[] = {
    { "file", 11, 0 },
    { "file-sender", 3, 4 },
    { "file-name", 9, 0 },
    { NULL, 0, 0 },
};

static const struct label batch_labels[] = {
    { "batch", 11, 0 },     { "batch-sender", 3, 4 }, { "batch-name", 9, 0 },
    { "batch-time", 7, 0 }, { NULL, 0, 0 },
};

/* ---- Fields of a line ------------------------------------------------------- */

/* The text up to a separator. */
static struct hilum_view before(struct hilum_view text, char separator)
{
    const char *end = text.len ? memchr(text.ptr, separator, text.len) : NULL;

    return end ? (struct hilum_view){ text.ptr, (size_t)(end - text.ptr) } : text;
}

/* The nth text, from 0, behind the first separator of the line; empty where the line
 * has no more. */
static struct hilum_view nth_text(struct hilum_view line, size_t nth)
{
    struct hilum_view rest, text;

    if (line.len <= SEPARATOR)
        return HILUM_VIEW("");
    rest = (struct hilum_view){ line.ptr + SEPARATOR + 1, line.len - SEPARATOR - 1 };
    text = before(rest, line.ptr[SEPARATOR]);
    for (; nth && text.len < rest.len; nth--) {
        rest.ptr += text.len + 1;
        rest.len -= text.len + 1;
        text = before(rest, line.ptr[SEPARATOR]);
    }
    return nth ? HILUM_VIEW("") : text;
}

/* A header's first field is the separator itself. */
static struct hilum_view header_field(struct hilum_view line, size_t nth)
{
    return nth_text(line, nth - 2);
}

static struct hilum_view first_component(struct hilum_view line, size_t nth)
{
    struct hilum_view marks = header_field(line, 2);

    return before(header_field(line, nth), marks.len ? *marks.ptr : '^');
}

/* ---- Labels ----------------------------------------------------------------- */

/* Cut between characters.  Text in another character set than UTF-8 keeps what is
 * ASCII of it. */
static void put_clean(struct hilum_buffer *out, struct hilum_view text)
{
    size_t len  = text.len < ER7_LABEL ? text.len : ER7_LABEL;
    bool   utf8 = charset_valid(text) == text.len;

    while (utf8 && len < text.len && len && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
        len--;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        hilum_put_byte(out, c < ' ' || c == 0x7f ? ' '
                            : c > 0x7f && !utf8  ? '?'
                                                 : (char)c);
    }
}

static void put_label(struct hilum_buffer *out, const struct label *l,
                      struct hilum_view line)
{
    struct hilum_view first =
        l->second ? first_component(line, l->field) : header_field(line, l->field);
    struct hilum_view second =
        l->second ? first_component(line, l->second) : HILUM_VIEW("");

    if (first.len + second.len == 0)
        return;
    hilum_put_text(out, l->key);
    hilum_put_byte(out, '=');
    put_clean(out, first);
    if (second.len) {
        hilum_put_byte(out, '|');
        put_clean(out, second);
    }
    hilum_put_byte(out, '\n');
}

/* Writes a header's labels behind those that stay.  They fit, all at their longest. */
static void put_labels(struct er7_batch *b, size_t stay, const struct label *labels,
                       struct hilum_view line)
{
    struct hilum_buffer out = { .ptr = b->labels, .len = stay, .room = sizeof b->labels };

    for (; labels->key; labels++)
        put_label(&out, labels, line);
    b->length = out.len;
}

struct hilum_view er7_batch_labels(struct er7_batch *b, bool is_message)
{
    int more = 0;

    if (b->in_batch && is_message)
        more = snprintf(b->labels + b->length, sizeof b->labels - b->length,
                        "batch-position=%llu\n", (unsigned long long)b->messages);
    return (struct hilum_view){ b->labels, b->length + (size_t)more };
}

/* ---- What may come ---------------------------------------------------------- */

static const struct er7_fault fine;

static void close_batch(struct er7_batch *b)
{
    b->in_batch = false;
    b->length   = b->file_length;
}

static struct er7_fault leave_batch(struct er7_batch *b)
{
    if (!b->in_batch)
        return fine;
    close_batch(b);
    return (struct er7_fault){ "BTS", "the batch has no trailer (BTS): some of it may be "
                                      "missing" };
}

static struct er7_fault leave_file(struct er7_batch *b)
{
    struct er7_fault fault = leave_batch(b);

    if (fault.place || !b->in_file)
        return fault;
    *b = (struct er7_batch){ .in_file = false };
    return (struct er7_fault){ "FTS", "the file has no trailer (FTS): some of it may be "
                                      "missing" };
}

static struct er7_fault expect_message(struct er7_batch *b)
{
    if (!b->in_file || b->in_batch || b->batches == 0 || b->stray)
        return fine;
    b->stray = true;
    return (struct er7_fault){ "BHS", "a message stands between two batches" };
}

struct er7_fault er7_batch_expect(struct er7_batch *b, enum er7_line kind)
{
    switch (kind) {
    case ER7_LINE_MSH:
        return expect_message(b);
    case ER7_LINE_FHS:
        return leave_file(b);
    case ER7_LINE_BHS:
    case ER7_LINE_FTS:
        return leave_batch(b);
    case ER7_LINE_BTS:
        break;
    }
    return fine;
}

struct er7_fault er7_batch_end(struct er7_batch *b)
{
    return leave_file(b);
}

/* ---- What came -------------------------------------------------------------- */

/* A trailer's first field against what was counted; it may be empty. */
static bool count_agrees(struct hilum_view line, uint64_t seen)
{
    struct hilum_view text  = nth_text(line, 0);
    uint64_t          count = 0;

    for (; text.len && *text.ptr == ' '; text.ptr++)
        text.len--;
    while (text.len && text.ptr[text.len - 1] == ' ')
        text.len--;
    if (text.len == 0)
        return true;
    if (text.len > DIGITS)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        count = 10 * count + (uint64_t)(text.ptr[i] - '0');
    }
    return count == seen;
}

static struct er7_fault begin_file(struct er7_batch *b, struct hilum_view line)
{
    *b = (struct er7_batch){ .in_file = true };
    put_labels(b, 0, file_labels, line);
    b->file_length = b->length;
    return fine;
}

static struct er7_fault begin_batch(struct er7_batch *b, struct hilum_view line)
{
    b->in_batch = true;
    b->messages = 0;
    b->batches++;
    put_labels(b, b->file_length, batch_labels, line);
    return fine;
}

static struct er7_fault end_batch(struct er7_batch *b, struct hilum_view line)
{
    if (!b->in_batch)
        return (struct er7_fault){ "BTS", "a batch's trailer (BTS) stands where no batch "
                                          "has begun" };
    close_batch(b);
    if (count_agrees(line, b->messages))
        return fine;
    return (struct er7_fault){ "BTS-1", "the batch does not hold as many messages as its "
                                        "trailer says" };
}

static struct er7_fault end_file(struct er7_batch *b, struct hilum_view line)
{
    uint64_t batches = b->batches ? b->batches : b->loose > 0;

    if (!b->in_file)
        return (struct er7_fault){ "FTS",
                                   "a file's trailer (FTS) stands where no file has "
                                   "begun" };
    *b = (struct er7_batch){ .in_file = false };
    if (count_agrees(line, batches))
        return fine;
    return (struct er7_fault){ "FTS-1", "the file does not hold as many batches as its "
                                        "trailer says" };
}

struct er7_fault er7_batch_line(struct er7_batch *b, enum er7_line kind,
                                struct hilum_view line)
{
    switch (kind) {
    case ER7_LINE_FHS:
        return begin_file(b, line);
    case ER7_LINE_BHS:
        return begin_batch(b, line);
    case ER7_LINE_BTS:
        return end_batch(b, line);
    case ER7_LINE_FTS:
        return end_file(b, line);
    case ER7_LINE_MSH:
        break;
    }
    return fine;
}

void er7_batch_message(struct er7_batch *b)
{
    if (b->in_batch)
        b->messages++;
    else if (b->in_file)
        b->loose++;
}
