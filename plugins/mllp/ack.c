/* ack.c -- the little of HL7 v2 that a transport needs: which answer is whose. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ack.h"

enum { MLLP_ACK = 0x06, MLLP_NAK = 0x15 };

/* The first segment of that name, without its end; empty where there is none. */
static struct hilum_view segment(struct hilum_view message, const char *name)
{
    const char *end = message.ptr + message.len;

    for (const char *at = message.ptr; at < end;) {
        const char *stop = at;

        while (stop < end && *stop != '\r' && *stop != '\n')
            stop++;
        if (stop - at >= 4 && memcmp(at, name, 3) == 0)
            return (struct hilum_view){ at, (size_t)(stop - at) };
        at = stop + 1;
    }
    return (struct hilum_view){ "", 0 };
}

/* The nth piece of a segment; 0 is its name.  As MSH-1 is the separator itself,
 * MSH-10 is piece 9. */
static struct hilum_view piece(struct hilum_view seg, char sep, size_t n)
{
    const char *end = seg.ptr + seg.len;

    for (const char *at = seg.ptr; at < end; n--) {
        const char *stop = memchr(at, sep, (size_t)(end - at));

        if (!stop)
            stop = end;
        if (n == 0)
            return (struct hilum_view){ at, (size_t)(stop - at) };
        at = stop + (stop < end);
    }
    return (struct hilum_view){ "", 0 };
}

/* MSH and its separator; a message begins with it. */
static struct hilum_view header(struct hilum_view message)
{
    if (message.len < 4 || memcmp(message.ptr, "MSH", 3) != 0)
        return (struct hilum_view){ "", 0 };
    return segment(message, "MSH");
}

struct hilum_view ack_control_id(struct hilum_view message)
{
    struct hilum_view msh = header(message);

    return msh.len ? piece(msh, msh.ptr[3], 9) : msh;
}

struct ack ack_read(struct hilum_view answer)
{
    struct ack        ack = { .kind = ACK_OTHER };
    struct hilum_view msh = header(answer), msa;

    if (answer.len == 1 && (*answer.ptr == MLLP_ACK || *answer.ptr == MLLP_NAK)) {
        ack.kind      = *answer.ptr == MLLP_ACK ? ACK_ACCEPT : ACK_REFUSE;
        ack.anonymous = true;
        return ack;
    }
    msa = segment(answer, "MSA");
    if (msh.len == 0 || msa.len == 0)
        return ack;
    ack.code       = piece(msa, msh.ptr[3], 1);
    ack.control_id = piece(msa, msh.ptr[3], 2);
    if (hilum_is(ack.code, "AA") || hilum_is(ack.code, "CA"))
        ack.kind = ACK_ACCEPT;
    else if (hilum_is(ack.code, "AE") || hilum_is(ack.code, "CE"))
        ack.kind = ACK_ERROR;
    else if (hilum_is(ack.code, "AR") || hilum_is(ack.code, "CR"))
        ack.kind = ACK_REFUSE;
    return ack;
}

void ack_refuse(struct hilum_view beginning, const char *reason, struct hilum_buffer *out)
{
    struct hilum_view msh = header(beginning);
    char              sep;

    if (msh.len == 0) {
        hilum_put_byte(out, MLLP_NAK);
        return;
    }
    sep = msh.ptr[3];
    hilum_put(out, msh.ptr, 4);
    hilum_put_view(out, piece(msh, sep, 1));
    /* Whoever received answers whoever sent: MSH-5, 6 before MSH-3, 4. */
    for (const char *from = "\4\5\2\3"; *from; from++) {
        hilum_put_byte(out, sep);
        hilum_put_view(out, piece(msh, sep, (size_t)*from));
    }
    for (size_t i = 0; i < 3; i++)
        hilum_put_byte(out, sep);
    hilum_put_text(out, "ACK");
    for (size_t i = 9; i <= 11; i++) {
        hilum_put_byte(out, sep);
        hilum_put_view(out, piece(msh, sep, i));
    }
    hilum_put_text(out, "\rMSA");
    hilum_put_byte(out, sep);
    hilum_put_text(out, "AR");
    hilum_put_byte(out, sep);
    hilum_put_view(out, piece(msh, sep, 9));
    hilum_put_byte(out, sep);
    hilum_put_text(out, reason);
    hilum_put_byte(out, '\r');
}
