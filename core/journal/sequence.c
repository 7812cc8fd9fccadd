/* sequence.c -- HL7's sequence number protocol, from the receiver's side. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/sequence.h"

enum { START_LINK = 0, SYNCHRONISE = -1, MOST_DIGITS = 15 };

bool sequence_read(struct hilum_view text, int64_t *number)
{
    bool   minus = text.len && text.ptr[0] == '-';
    bool   sign  = minus || (text.len && text.ptr[0] == '+');
    size_t at    = sign;

    *number = 0;
    if (text.len == 0)
        return false;
    for (; at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9'; at++)
        if (at - sign < MOST_DIGITS)
            *number = 10 * *number + (text.ptr[at] - '0');
    if (minus)
        *number = -*number;
    if (at == sign || at < text.len || at - sign > MOST_DIGITS)
        *number = SEQUENCE_NONE;
    return true;
}

enum sequence_verdict sequence_judge(int64_t expected, int64_t number, int64_t *next)
{
    *next = expected;
    if (number == START_LINK)
        return SEQUENCE_START;
    if (number == SYNCHRONISE) {
        *next = SEQUENCE_ANY;
        return SEQUENCE_START;
    }
    if (number < SYNCHRONISE || number > SEQUENCE_MOST)
        return SEQUENCE_GAP;
    if (expected == SEQUENCE_ANY || number == expected) {
        *next = number + 1;
        return SEQUENCE_ACCEPT;
    }
    return number == expected - 1 ? SEQUENCE_DUPLICATE : SEQUENCE_GAP;
}

int64_t sequence_told(enum sequence_verdict verdict, int64_t number, int64_t next)
{
    return verdict == SEQUENCE_ACCEPT ? number : next;
}
