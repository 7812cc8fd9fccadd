/* answer_text.c -- what the parts of an acknowledgement are written with. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_text.h"

#include "er7_escape.h"

#include <stdio.h>
#include <sys/random.h>
#include <time.h>

enum {
    MOST_SENTENCE = 700, /* a place and a reason, as the engine has them */
    VT            = 0x0b,
    FS            = 0x1c,
};

bool answer_ids_open(struct answer_ids *ids, struct hilum_call *call)
{
    ids->count = hilum_now(call);
    if (getrandom(&ids->instance, sizeof ids->instance, 0) ==
        (ssize_t)sizeof ids->instance)
        return true;
    hilum_blame(call, HILUM_FAIL, "", "the system gives no random number");
    return false;
}

struct hilum_view answer_ids_next(struct answer_ids *ids, char *to)
{
    snprintf(to, ANSWER_ID, "%08X%012llX", (unsigned)ids->instance,
             (unsigned long long)++ids->count & 0xffffffffffffull);
    return hilum_view(to);
}

struct hilum_view answer_stamp(struct hilum_call *call, char *to)
{
    time_t    seconds = (time_t)(hilum_now(call) / 1000);
    struct tm tm;

    if (!gmtime_r(&seconds, &tm))
        return HILUM_VIEW("");
    return (struct hilum_view){ to,
                                strftime(to, ANSWER_STAMP, "%Y%m%d%H%M%S+0000", &tm) };
}

void answer_put_raw(struct hilum_buffer *out, struct hilum_view text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != VT && text.ptr[i] != FS)
            hilum_put_byte(out, text.ptr[i]);
}

void answer_put_field(struct hilum_buffer *out, const struct er7_delimiters *d,
                      struct hilum_view text)
{
    hilum_put_byte(out, d->field);
    answer_put_raw(out, text);
}

void answer_put_joined(struct hilum_buffer *out, char separator,
                       const struct hilum_view *part, size_t count)
{
    while (count && part[count - 1].len == 0)
        count--;
    for (size_t i = 0; i < count && (i == 0 || separator); i++) {
        if (i)
            hilum_put_byte(out, separator);
        answer_put_raw(out, part[i]);
    }
}

void answer_put_sentence(struct hilum_buffer *out, const struct er7_delimiters *d,
                         const char *place, const char *reason, size_t most)
{
    char   text[MOST_SENTENCE];
    size_t length;

    snprintf(text, most < sizeof text ? most + 1 : sizeof text, "%s%s%s", place,
             place[0] && reason[0] ? ": " : "", reason);
    length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        if (text[i] < ' ' || text[i] > '~')
            text[i] = '?';
        else if (!d->escape && er7_delimiters_separate(d, text[i]))
            text[i] = ' ';
    }
    er7_escape_encode(d, (struct hilum_view){ text, length }, out);
}

void answer_end_segment(struct hilum_buffer *out, const struct er7_delimiters *d,
                        size_t from)
{
    while (!out->failed && out->len > from && out->ptr[out->len - 1] == d->field)
        out->len--;
    hilum_put_byte(out, '\r');
}
