/* ack.c -- the little of HL7 v2 that a transport needs: which answer is whose. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ack.h"

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

/* Without a byte order mark and what is invisible. */
static struct hilum_view without_blank(struct hilum_view rest)
{
    for (;;) {
        size_t n = rest.len && (unsigned char)*rest.ptr <= ' '             ? 1
                   : rest.len >= 3 && !memcmp(rest.ptr, "\xef\xbb\xbf", 3) ? 3
                                                                           : 0;

        if (n == 0)
            return rest;
        rest = (struct hilum_view){ rest.ptr + n, rest.len - n };
    }
}

/* MSH, with which a message begins. */
static struct hilum_view header(struct hilum_view message)
{
    message = without_blank(message);
    if (message.len < 4 || memcmp(message.ptr, "MSH", 3) != 0)
        return (struct hilum_view){ "", 0 };
    return segment(message, "MSH");
}

struct hilum_view ack_control_id(struct hilum_view message)
{
    struct hilum_view msh = header(message);

    return msh.len ? piece(msh, msh.ptr[3], 9) : msh;
}

bool ack_is_block(struct hilum_view frame)
{
    return frame.len == 1 && (*frame.ptr == ACK_BYTE || *frame.ptr == NAK_BYTE);
}

struct ack ack_read(struct hilum_view answer)
{
    static const char *const codes[] = { "AA", "AE", "AR", "CA", "CE", "CR" };
    struct ack               ack     = { .kind = ACK_OTHER };
    struct hilum_view        msh     = header(answer), msa, code;

    if (ack_is_block(answer)) {
        ack.kind = *answer.ptr == ACK_BYTE ? ACK_BLOCK : ACK_NAK_BLOCK;
        return ack;
    }
    msa = segment(answer, "MSA");
    if (msh.len == 0 || msa.len == 0)
        return ack;
    code           = piece(msa, msh.ptr[3], 1);
    ack.control_id = piece(msa, msh.ptr[3], 2);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (hilum_is(code, codes[i]))
            ack.kind = (enum ack_kind)i;
    return ack;
}

static enum ack_wish wish(struct hilum_view field)
{
    static const char *const codes[] = { "AL", "ER", "SU", "NE" };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (hilum_is(field, codes[i]))
            return (enum ack_wish)i;
    return ACK_NEVER;
}

struct ack_wishes ack_wishes(struct hilum_view message)
{
    struct hilum_view msh = header(message), commit, application;

    if (msh.len == 0)
        return (struct ack_wishes){ .commit = ACK_NEVER };
    commit      = piece(msh, msh.ptr[3], 14);
    application = piece(msh, msh.ptr[3], 15);
    if (commit.len == 0 && application.len == 0)
        return (struct ack_wishes){ .commit = ACK_NEVER };
    return (struct ack_wishes){ .enhanced    = true,
                                .commit      = wish(commit),
                                .application = wish(application) };
}

/* From the end of this segment.  Whatever a codec might take for an end is one here:
 * no header must be hidden from the rules of who may send. */
static struct hilum_view next_segment(struct hilum_view rest)
{
    const char *at = rest.ptr, *end = rest.ptr + rest.len;

    while (at < end && ((unsigned char)*at >= ' ' || *at == '\t'))
        at++;
    return (struct hilum_view){ at, (size_t)(end - at) };
}

static bool is_ascii(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if ((unsigned char)v.ptr[i] >= 0x80)
            return false;
    return true;
}

bool ack_next_sender(struct hilum_view *rest, struct ack_sender *out)
{
    struct hilum_view msh = without_blank(*rest);

    while (msh.len && (msh.len < 4 || memcmp(msh.ptr, "MSH", 3) != 0))
        msh = without_blank(next_segment(msh));
    if (msh.len == 0)
        return false;
    *rest   = next_segment(msh);
    msh.len = (size_t)(rest->ptr - msh.ptr);
    *out    = (struct ack_sender){ .component = '^' };
    /* In some character sets a separator can be half of what stands before it. */
    if (!is_ascii(piece(msh, msh.ptr[3], 1)))
        return true;
    out->application = piece(msh, msh.ptr[3], 2);
    out->facility    = piece(msh, msh.ptr[3], 3);
    if (msh.len > 4)
        out->component = msh.ptr[4];
    return true;
}

void ack_refuse(struct hilum_view beginning, const char *reason, struct hilum_buffer *out)
{
    struct hilum_view msh    = header(beginning);
    struct ack_wishes wishes = ack_wishes(beginning);
    char              sep;

    if (msh.len == 0) {
        hilum_put_byte(out, NAK_BYTE);
        return;
    }
    if (wishes.enhanced && wishes.commit != ACK_ALWAYS && wishes.commit != ACK_ON_ERROR)
        return;
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
    hilum_put_text(out, wishes.enhanced ? "CR" : "AR");
    hilum_put_byte(out, sep);
    hilum_put_view(out, piece(msh, sep, 9));
    hilum_put_byte(out, sep);
    hilum_put_text(out, reason);
    hilum_put_byte(out, '\r');
}
