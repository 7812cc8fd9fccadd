/* ack.c -- the little of HL7 v2 that a transport needs: which answer is whose. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "ack.h"

#include <stdio.h>
#include <time.h>

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

/* The nth of the delimiters in MSH-2. */
static char delimiter(struct hilum_view msh, size_t nth)
{
    struct hilum_view given = piece(msh, msh.ptr[3], 1);

    return nth < given.len ? given.ptr[nth] : "^~\\&"[nth];
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

/* ---- What is wrong, as an answer says it ---------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_segment(struct hilum_view v)
{
    return v.len == 3 && is_capital(v.ptr[0]) &&
           (is_capital(v.ptr[1]) || is_digit(v.ptr[1])) &&
           (is_capital(v.ptr[2]) || is_digit(v.ptr[2]));
}

/* Letters and digits, of which a code has one and a name has none. */
static bool is_code(struct hilum_view v)
{
    bool digit = false;

    for (size_t i = 0; i < v.len; i++) {
        if (!is_digit(v.ptr[i]) && !is_capital(v.ptr[i] & ~0x20))
            return false;
        digit |= is_digit(v.ptr[i]);
    }
    return digit && v.len < ACK_CODE;
}

/* 0 where it is none of at most four digits. */
static unsigned number(struct hilum_view v)
{
    unsigned n = 0;

    for (size_t i = 0; i < v.len; i++)
        if (i == 4 || !is_digit(v.ptr[i]))
            return 0;
        else
            n = 10 * n + (unsigned)(v.ptr[i] - '0');
    return n;
}

/* The first `levels` components of an error's location: segment, which of that name,
 * field, its repetition, component, subcomponent. */
static void put_place(struct hilum_view from, char sep, size_t levels,
                      char to[static ACK_PLACE])
{
    static const struct {
        const char *before, *behind;
        unsigned    least; /* what is less goes without saying, or ends the place */
    } rows[] = {
        { "", "", 0 },   { "[", "]", 2 }, { "-", "", 1 },
        { "[", "]", 2 }, { ".", "", 1 },  { ".", "", 1 },
    };
    size_t len = 3;

    if (!is_segment(piece(from, sep, 0)))
        return;
    memcpy(to, from.ptr, len);
    for (size_t i = 1; i < levels; i++) {
        unsigned n = number(piece(from, sep, i));

        if (n >= rows[i].least)
            len += (size_t)snprintf(to + len, ACK_PLACE - len, "%s%u%s", rows[i].before,
                                    n, rows[i].behind);
        else if (rows[i].least == 1)
            return;
    }
}

/* ERR-2 and ERR-3, or ERR-1 as it was before 2.5: the code is its fourth component. */
static void read_error(struct hilum_view answer, struct hilum_view msh, struct ack *ack)
{
    struct hilum_view err   = segment(answer, "ERR");
    struct hilum_view old   = piece(piece(err, msh.ptr[3], 1), delimiter(msh, 1), 0);
    struct hilum_view place = piece(piece(err, msh.ptr[3], 2), delimiter(msh, 1), 0);
    struct hilum_view code  = piece(piece(err, msh.ptr[3], 3), delimiter(msh, 1), 0);
    char              sep   = delimiter(msh, 0);

    if (place.len || code.len) {
        put_place(place, sep, 6, ack->place);
        code = piece(code, sep, 0);
    } else {
        put_place(old, sep, 3, ack->place);
        code = piece(piece(old, sep, 3), delimiter(msh, 3), 0);
    }
    if (is_code(code))
        memcpy(ack->code, code.ptr, code.len);
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
    read_error(answer, msh, &ack);
    return ack;
}

/* ---- What a message says of itself ---------------------------------------- */

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

/* ---- Refusing ------------------------------------------------------------- */

/* Text with the delimiters of this message instead of | and ^. */
static void put_as(struct hilum_buffer *out, struct hilum_view msh, const char *text)
{
    for (; *text; text++)
        hilum_put_byte(out, *text == '|'   ? msh.ptr[3]
                            : *text == '^' ? delimiter(msh, 0)
                                           : *text);
}

/* MSH-7 and, as no two refusals are made in the same moment, MSH-10. */
static void put_stamp(struct hilum_buffer *out, struct hilum_view msh)
{
    struct timespec now;
    struct tm       tm;
    char            text[64];
    size_t          len;

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    len = strftime(text, sizeof text, "|%Y%m%d%H%M%S+0000||ACK|", &tm);
    snprintf(text + len, sizeof text - len, "%016llX",
             (unsigned long long)now.tv_sec * 1000000000 +
                 (unsigned long long)now.tv_nsec);
    put_as(out, msh, text);
}

static bool is_from_2_5_on(struct hilum_view version)
{
    return version.len >= 3 && memcmp(version.ptr, "2.", 2) == 0 &&
           version.ptr[2] >= '5' && version.ptr[2] <= '9';
}

static void put_error(struct hilum_buffer *out, struct hilum_view msh, const char *place,
                      const char *reason)
{
    put_as(out, msh, "ERR||");
    put_as(out, msh, place);
    put_as(out, msh, "|207^Application internal error^HL70357|E||||");
    hilum_put_text(out, reason);
    hilum_put_byte(out, '\r');
}

void ack_refuse(struct hilum_view beginning, const char *place, const char *reason,
                struct hilum_buffer *out)
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
    put_stamp(out, msh);
    for (size_t i = 10; i <= 11; i++) {
        hilum_put_byte(out, sep);
        hilum_put_view(out, piece(msh, sep, i));
    }
    put_as(out, msh, wishes.enhanced ? "\rMSA|CR|" : "\rMSA|AR|");
    hilum_put_view(out, piece(msh, sep, 9));
    hilum_put_byte(out, sep);
    hilum_put_text(out, reason);
    hilum_put_byte(out, '\r');
    if (is_from_2_5_on(piece(msh, sep, 11)))
        put_error(out, msh, place, reason);
}
