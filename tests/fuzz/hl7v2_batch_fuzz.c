/* hl7v2_batch_fuzz.c -- messages come out of a stream the same, however it is cut. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first byte begins a row of random sizes of pieces; the rest is the stream.  It
 * is read once in such pieces and once whole.  Every byte is used once; what is passed
 * over beside messages is nothing but blanks, framing and lines of the protocol.
 */
#include "hl7v2/er7_split.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    uint64_t hash; /* of messages, labels and faults */
    size_t   messages, faults;
};

static void note(struct seen *s, struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        s->hash = (s->hash ^ (unsigned char)v.ptr[i]) * 0x100000001b3u;
    s->hash = (s->hash ^ 0x100) * 0x100000001b3u;
}

static void require(bool fine)
{
    if (!fine)
        abort();
}

static void check_message(struct hilum_view bytes, const struct hilum_piece *p)
{
    require(p->message.len > 0 && p->used > 0);
    require(p->message.ptr >= bytes.ptr);
    require(p->message.ptr + p->message.len <= bytes.ptr + p->used);
    require(p->labels.len <= ER7_LABELS);
    require(p->labels.len == 0 || p->labels.ptr[p->labels.len - 1] == '\n');
}

static void take(struct seen *s, struct hilum_view bytes, const struct hilum_piece *p)
{
    require(p->used <= bytes.len);
    if (p->found == HILUM_FOUND_MESSAGE) {
        check_message(bytes, p);
        note(s, p->message);
        note(s, p->labels);
        s->messages++;
    } else if (p->found == HILUM_FOUND_FAULT) {
        note(s, hilum_view(p->place));
        note(s, hilum_view(p->reason));
        s->faults++;
    } else {
        require(p->used > 0 || p->found != HILUM_FOUND_OTHER);
    }
}

/* Sizes up to 1, 2, 4, ... 128 bytes; or all at once. */
static size_t next_size(uint32_t *random)
{
    *random = *random * 1664525u + 1013904223u;
    return 1 + (*random >> 16) % (1u << (*random >> 29));
}

static struct seen read_stream(const uint8_t *data, size_t size, uint32_t random)
{
    struct er7_split   split = { 0 };
    struct seen        s     = { 0 };
    struct hilum_piece p     = { .found = HILUM_FOUND_OTHER };
    size_t             at = 0, end = random ? 0 : size;

    while (p.found != HILUM_FOUND_NOTHING) {
        /* As small as it is, so that reading past its end is noticed. */
        char             *copy  = malloc(end - at + 1);
        struct hilum_view bytes = { copy + 1, end - at };

        require(copy != NULL);
        if (end > at)
            memcpy(copy + 1, data + at, end - at);
        er7_split(&split, bytes, end == size, &p);
        take(&s, bytes, &p);
        free(copy);
        at += p.used;
        if (p.found == HILUM_FOUND_MORE) {
            size_t more = next_size(&random);

            require(end < size && p.used == 0);
            end = size - end < more ? size : end + more;
        }
    }
    require(at == size);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen pieces, whole;

    if (size == 0)
        return 0;
    pieces = read_stream(data + 1, size - 1, data[0] + 1u);
    whole  = read_stream(data + 1, size - 1, 0);
    require(pieces.hash == whole.hash && pieces.messages == whole.messages &&
            pieces.faults == whole.faults);
    er7_several((struct hilum_view){ (const char *)data, size });
    return 0;
}
