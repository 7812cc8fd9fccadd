/* er7_decode.c -- reads ER7, HL7 v2's own syntax, into a document. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "er7_decode.h"

#include "er7_charset.h"
#include "er7_reader.h"

#include <stdio.h>

/* ---- Fields --------------------------------------------------------------- */

static inline void open_repetition(struct er7_reader *r)
{
    const struct dictionary_member *m = field_member(r);

    if (RARELY(r->skipped))
        er7_reader_skipped(r, m);
    r->components = members_of(r, &r->version->group[m->group]);
    r->repetition = open_node(r, r->nth_field, m->type, r->repetition_at);
}

static inline const struct dictionary_member *component_member(struct er7_reader *r)
{
    return member(r->components, r->nth_component);
}

static void end_sub(struct er7_reader *r, uint32_t end)
{
    const struct dictionary_member *m;

    if (end != r->token) {
        if (!r->repetition)
            open_repetition(r);
        if (!r->component) {
            m            = component_member(r);
            r->subs      = members_of(r, &r->version->group[m->group]);
            r->component = open_node(r, r->nth_component, m->type, r->component_at);
        }
        leaf(r, r->nth_sub, member(r->subs, r->nth_sub)->type, end);
    }
    r->odd = false;
}

static inline void end_component(struct er7_reader *r, uint32_t end)
{
    if (RARELY(r->nth_sub > 1)) {
        end_sub(r, end);
        if (r->component)
            close_part(r, r->component, end);
        if (r->nth_sub > READER_MOST)
            er7_reader_refuse(r, "", "a component has more than 65535 subcomponents");
        r->component = 0;
        r->nth_sub   = 1;
        return;
    }
    if (!r->repetition) {
        if (end == r->token)
            return;
        open_repetition(r);
    }
    leaf(r, r->nth_component, component_member(r)->type, end);
}

/* Ends one repetition, at any separator above a component. */
static inline void end_repetition(struct er7_reader *r, uint32_t end)
{
    if (r->inside) {
        end_component(r, end);
        if (r->repetition)
            close_part(r, r->repetition, end);
        if (RARELY(r->nth_component > READER_MOST))
            er7_reader_refuse(r, "", "a field has more than 65535 components");
        r->repetition    = 0;
        r->nth_component = 1;
        r->inside        = false;
    } else {
        const struct dictionary_member *m = field_member(r);

        if (RARELY(r->skipped) && end != r->token)
            er7_reader_skipped(r, m);
        leaf(r, r->nth_field, m->type, end);
    }
}

static inline void begin_repetition(struct er7_reader *r, uint32_t at)
{
    r->repetition_at = r->component_at = r->token = at;
}

/* ---- Segments ------------------------------------------------------------- */

static bool is_name(const char *s)
{
    for (int i = 0; i < 3; i++)
        if (!(s[i] >= 'A' && s[i] <= 'Z') && !(i > 0 && s[i] >= '0' && s[i] <= '9'))
            return false;
    return true;
}

static bool begin_segment(struct er7_reader *r, uint32_t end)
{
    const char *s = r->text + r->token;
    uint32_t    name;

    r->nth_segment++;
    if (end - r->token != 3 || !is_name(s))
        return er7_reader_refuse(
            r, "", "a segment begins with a name of three letters or digits");
    name = hilum_name(s, 3);
    if (name == HILUM_NAME("MSH") || name == HILUM_NAME("BHS") ||
        name == HILUM_NAME("FHS"))
        return er7_reader_refuse(r, "", "a message or batch begins inside the message");
    if (name != r->known)
        er7_reader_know(r, name);
    r->segment = open_node(r, name, r->segment_type, r->token);
    return true;
}

static bool blank(const char *s, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (s[i] != ' ' && s[i] != '\t')
            return false;
    return true;
}

/* A segment without fields is its name alone. */
static void end_segment(struct er7_reader *r, uint32_t end)
{
    if (r->nth_field == 0) {
        if (blank(r->text + r->token, end - r->token) || !begin_segment(r, end))
            return;
        r->nodes[r->segment].flags = 0;
        return;
    }
    end_repetition(r, end);
    close_node(r, r->segment, end);
    if (r->nodes[r->segment].span == 1)
        r->nodes[r->segment].flags = 0;
    if (r->nth_field > READER_MOST)
        er7_reader_refuse(r, "", "a segment has more than 65535 fields");
    r->nth_field = 0;
    r->skipped   = 0;
}

/* ---- Separators ------------------------------------------------------------ */

/* The separators may be several: what is between them is empty. */
static inline bool at_field(struct er7_reader *r, uint32_t end, uint32_t run)
{
    if (RARELY(r->nth_field == 0)) {
        if (!begin_segment(r, end))
            return false;
    } else {
        end_repetition(r, end);
        r->skipped = 0;
    }
    r->nth_field += run;
    begin_repetition(r, end + run);
    return true;
}

static inline void at_component(struct er7_reader *r, uint32_t end, uint32_t run)
{
    end_component(r, end);
    r->inside = true;
    r->nth_component += run;
    r->component_at = r->token = end + run;
}

static void at_sub(struct er7_reader *r, uint32_t end)
{
    end_sub(r, end);
    r->inside = true;
    r->nth_sub++;
    r->token = end + 1;
}

/* What ends here may have been empty. */
static void at_repetition(struct er7_reader *r, uint32_t end)
{
    uint32_t before = r->count;

    end_repetition(r, end);
    if (r->count == before && ++r->skipped > READER_MOST)
        er7_reader_refuse(r, "", "a field has more than 65535 empty repetitions");
    begin_repetition(r, end + 1);
}

static void at_other(struct er7_reader *r, char c, uint32_t end)
{
    if (c == '\r' || c == '\n') {
        end_segment(r, end);
        r->token = end + 1;
    } else if (r->nth_field == 0) {
        begin_segment(r, end + 1); /* says what is wrong with the name */
    } else if (c == r->delimiters.repetition) {
        at_repetition(r, end);
    } else if (c == r->delimiters.subcomponent) {
        at_sub(r, end);
    } else {
        r->odd = true;
    }
}

/* Separators of one kind that follow each other at once have nothing between them,
 * and are taken in one step. */
static bool read_block(struct er7_reader *r, struct er7_bits bits, uint32_t block)
{
    if (RARELY(r->room - r->count < READER_SPARE) && !er7_reader_room(r, READER_SPARE))
        return false;
    while (bits.all) {
        uint32_t at = er7_scan_lowest(bits.all), run = 1;

        if (bits.fields >> at & 1) {
            run = er7_scan_run(bits.fields, at);
            if (!at_field(r, block + at, run))
                return false;
        } else if ((bits.components >> at & 1) && r->nth_field) {
            run = er7_scan_run(bits.components, at);
            at_component(r, block + at, run);
        } else {
            at_other(r, r->text[block + at], block + at);
        }
        /* In two steps: a shift by 64 means nothing in C. */
        bits.all &= UINT64_MAX << (at + run - 1) << 1;
    }
    return !r->fault.reason;
}

static bool read_segments(struct er7_reader *r, uint32_t from, uint32_t length,
                          bool *high)
{
    struct er7_scan scan;

    er7_scan_begin(&scan, &r->delimiters);
    for (uint32_t block = from; block < length; block += ER7_BLOCK)
        if (!read_block(r, er7_scan_block(&scan, r->text + block, length - block), block))
            return false;
    if (r->room - r->count < READER_SPARE && !er7_reader_room(r, READER_SPARE))
        return false;
    end_segment(r, length);
    *high = scan.high;
    if (r->nodes[1].span == 3)
        er7_reader_refuse(r, "MSH", "the segment holds nothing but its separators");
    return !r->fault.reason;
}

/* ---- The message ---------------------------------------------------------- */

/* MSH-1 and MSH-2 are read by rules of their own.  Gives where MSH-3 begins, or
 * 0 where there is none. */
static uint32_t read_head(struct er7_reader *r, struct hilum_view bytes, uint32_t at)
{
    struct hilum_view msh = { bytes.ptr + at, bytes.len - at };
    uint32_t          end = at + 4;
    uint32_t          id  = hilum_name("MSH", 3);

    if (!er7_delimiters_read(&r->delimiters, msh, &r->fault))
        return 0;
    while (end < bytes.len && bytes.ptr[end] != r->delimiters.field &&
           bytes.ptr[end] != '\r' && bytes.ptr[end] != '\n')
        end++;
    if (end == bytes.len || bytes.ptr[end] != r->delimiters.field) {
        er7_reader_refuse(r, "MSH", "the segment holds nothing but its separators");
        return 0;
    }
    open_node(r, hilum_name(ER7_MESSAGE.ptr, ER7_MESSAGE.len), 0, at);
    r->fields      = members_of(r, dictionary_segment(r->version, id));
    r->segment     = open_node(r, id, id, at);
    r->nth_segment = 1;
    for (r->nth_field = 1; r->nth_field <= 2; r->nth_field++) {
        const struct dictionary_member *m = field_member(r);

        open_node(r, r->nth_field, m->type, at + 2 + r->nth_field);
        close_node(r, r->count - 1, r->nth_field == 1 ? at + 4 : end);
    }
    begin_repetition(r, end + 1);
    return end + 1;
}

/* NULs that fill up a block, and an MLLP frame's end, are none of the message. */
static size_t without_trailer(struct hilum_view bytes)
{
    size_t length = bytes.len;

    while (length && bytes.ptr[length - 1] == '\0')
        length--;
    if (length >= 2 && memcmp(bytes.ptr + length - 2, "\x1c\r", 2) == 0)
        return length - 2;
    return length && bytes.ptr[length - 1] == '\x1c' ? length - 1 : length;
}

static enum hilum_verdict blame(struct er7_reader *r, struct hilum_call *call)
{
    char place[24];

    if (!r->fault.reason)
        return hilum_blame(call, HILUM_REJECT, "",
                           "the message is too large to be decoded");
    if (r->fault.place[0])
        return hilum_blame(call, HILUM_REJECT, r->fault.place, "%s", r->fault.reason);
    snprintf(place, sizeof place, "segment %u", (unsigned)r->fault_segment);
    return hilum_blame(call, HILUM_REJECT, place, "%s", r->fault.reason);
}

static struct hilum_view version_text(const struct er7_delimiters *d,
                                      struct hilum_view            msh)
{
    struct hilum_view field[13];

    er7_delimiters_fields(d, msh, field, 13);
    return er7_delimiters_first(d, field[12]);
}

enum hilum_verdict er7_decode(struct dictionary *dictionary, struct hilum_call *call,
                              struct hilum_view bytes, struct hilum_builder *b)
{
    struct er7_reader r  = { .text = bytes.ptr, .builder = b };
    size_t            at = er7_delimiters_start(bytes);
    struct hilum_view msh;
    bool              high = false;

    if (bytes.len > HILUM_MOST_TEXT)
        return hilum_blame(call, HILUM_REJECT, "", "the message is larger than 1 GB");
    bytes.len = without_trailer(bytes);
    if (at > bytes.len)
        at = bytes.len;
    msh = (struct hilum_view){ bytes.ptr + at, bytes.len - at };
    if (!er7_delimiters_read(&r.delimiters, msh, &r.fault))
        return blame(&r, call);
    r.version = dictionary_version(dictionary, call, version_text(&r.delimiters, msh));
    if (!r.version)
        return HILUM_RETRY;
    r.varies        = HILUM_NAME("varies");
    r.obx           = HILUM_NAME("OBX");
    r.nth_component = r.nth_sub = 1;
    if (!er7_reader_room(&r, (uint32_t)(bytes.len / 8) + READER_SPARE))
        return blame(&r, call);
    at = read_head(&r, bytes, (uint32_t)at);
    if (at == 0)
        return blame(&r, call);
    if (!read_segments(&r, (uint32_t)at, (uint32_t)bytes.len, &high) || b->failed)
        return blame(&r, call);
    close_node(&r, 0, (uint32_t)bytes.len);
    b->count = r.count;
    if (high || r.high)
        return er7_charset_settle(call, b, &r.delimiters, bytes);
    return HILUM_OK;
}
