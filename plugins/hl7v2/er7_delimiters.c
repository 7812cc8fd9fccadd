/* er7_delimiters.c -- reads MSH-1 and MSH-2. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_delimiters.h"

enum { MOST_ENCODING = 5 }; /* component, repetition, escape, subcomponent, truncation */

size_t er7_delimiters_start(struct hilum_view bytes)
{
    size_t at = 0;

    if (bytes.len >= 3 && memcmp(bytes.ptr, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    while (at < bytes.len &&
           (bytes.ptr[at] == ' ' || bytes.ptr[at] == '\t' || bytes.ptr[at] == '\r' ||
            bytes.ptr[at] == '\n' || bytes.ptr[at] == '\v'))
        at++;
    return at;
}

/* Letters and digits stand in every text, and control characters end segments. */
static bool may_separate(char c)
{
    return c > ' ' && c < 0x7f && c != '"' && !(c >= '0' && c <= '9') &&
           !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool fault(struct er7_fault *f, const char *place, const char *reason)
{
    *f = (struct er7_fault){ place, reason };
    return false;
}

bool er7_delimiters_set(struct er7_delimiters *d, char field, struct hilum_view encoding,
                        struct er7_fault *f)
{
    char *const to[MOST_ENCODING] = { &d->component, &d->repetition, &d->escape,
                                      &d->subcomponent, &d->truncation };

    *d = (struct er7_delimiters){ .field = field };
    if (!may_separate(field))
        return fault(f, "MSH-1", "this character cannot separate fields");
    if (encoding.len == 0)
        return fault(f, "MSH-2", "the encoding characters are missing");
    if (encoding.len > MOST_ENCODING)
        return fault(f, "MSH-2", "there are more than five encoding characters");
    for (size_t i = 0; i < encoding.len; i++) {
        if (!may_separate(encoding.ptr[i]))
            return fault(f, "MSH-2", "one of the encoding characters cannot separate");
        if (encoding.ptr[i] == field || memchr(encoding.ptr, encoding.ptr[i], i))
            return fault(f, "MSH-2", "the same character stands for two separators");
        *to[i] = encoding.ptr[i];
    }
    return true;
}

bool er7_delimiters_read(struct er7_delimiters *d, struct hilum_view msh,
                         struct er7_fault *f)
{
    struct hilum_view encoding;

    if (msh.len >= 3 &&
        (memcmp(msh.ptr, "FHS", 3) == 0 || memcmp(msh.ptr, "BHS", 3) == 0))
        return fault(f, "MSH", "this is a batch of messages, not one message");
    if (msh.len < 3 || memcmp(msh.ptr, "MSH", 3) != 0)
        return fault(f, "MSH", "the message does not begin with the segment MSH");
    if (msh.len < 4 || msh.ptr[3] == '\r' || msh.ptr[3] == '\n')
        return fault(f, "MSH-1", "the field separator is missing");
    encoding = (struct hilum_view){ msh.ptr + 4, 0 };
    while (4 + encoding.len < msh.len && encoding.ptr[encoding.len] != msh.ptr[3] &&
           encoding.ptr[encoding.len] != '\r' && encoding.ptr[encoding.len] != '\n')
        encoding.len++;
    return er7_delimiters_set(d, msh.ptr[3], encoding, f);
}

void er7_delimiters_fields(const struct er7_delimiters *d, struct hilum_view msh,
                           struct hilum_view *field, uint32_t count)
{
    size_t   from = 0;
    uint32_t n    = 1; /* MSH-1 is the separator itself */

    memset(field, 0, count * sizeof *field);
    for (size_t i = 3; n < count; i++) {
        bool end = i >= msh.len || msh.ptr[i] == '\r' || msh.ptr[i] == '\n';

        if (!end && msh.ptr[i] != d->field)
            continue;
        if (n > 1)
            field[n] = (struct hilum_view){ msh.ptr + from, i - from };
        if (end)
            break;
        from = i + 1;
        n++;
    }
}

struct hilum_view er7_delimiters_first(const struct er7_delimiters *d,
                                       struct hilum_view            field)
{
    size_t n = 0;

    while (n < field.len && !er7_delimiters_separate(d, field.ptr[n]))
        n++;
    return (struct hilum_view){ field.ptr, n };
}
