/* xml_er7.c -- the ER7 that the elements of an XML message stand for, as they come. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_er7.h"

enum { GROWTH = 5, FIRST_PLACES = 256 };

static bool refuse(struct xml_er7 *e, const char *reason)
{
    if (!e->fault.reason)
        e->fault = (struct er7_fault){ "", reason };
    return false;
}

static bool settled(struct xml_er7 *e)
{
    return !e->out.failed || refuse(e, "the message is larger in ER7 than it can be");
}

void xml_er7_free(struct xml_er7 *e)
{
    free(e->out.ptr);
    free(e->place);
}

void xml_er7_begin(struct xml_er7 *e, size_t xml)
{
    struct hilum_buffer out   = e->out;
    struct xml_place   *place = e->place;
    uint32_t            room  = e->room;

    *e         = (struct xml_er7){ .out = out, .place = place, .room = room };
    e->out.len = 0;
    /* Text grows fivefold at most (\.br\), and a field's number is made of separators. */
    e->out.most   = GROWTH * xml + XML_SPARSE;
    e->out.failed = false;
    e->out.grow   = hilum_grow;
    if (e->out.most > HILUM_MOST_TEXT)
        e->out.most = HILUM_MOST_TEXT;
}

/* ---- Places --------------------------------------------------------------- */

static bool note_place(struct xml_er7 *e, uint32_t at)
{
    uint32_t          room = e->room ? 2 * e->room : FIRST_PLACES;
    struct xml_place *grown;

    if (e->places == e->room) {
        grown = realloc(e->place, room * sizeof *grown);
        if (!grown)
            return refuse(e, "there is no memory for the places of its elements");
        e->place = grown;
        e->room  = room;
    }
    e->place[e->places++] = (struct xml_place){ .er7 = (uint32_t)e->out.len, .xml = at };
    return settled(e);
}

/* ---- MSH-1 and MSH-2 ------------------------------------------------------ */

static void note_special(struct xml_er7 *e)
{
    const struct er7_delimiters *d = &e->delimiters;
    const char each[]              = { d->field, d->component, d->repetition, d->escape,
                                       d->subcomponent };

    memset(e->special, 0, sizeof e->special);
    for (unsigned c = 0; c < 0x20; c++)
        e->special[c] = c != '\t';
    for (size_t i = 0; i < sizeof each; i++)
        e->special[(unsigned char)each[i]] = true;
}

/* Their texts are taken as they are; what is missing is as usual. */
static bool close_head(struct xml_er7 *e)
{
    struct hilum_view field    = { e->encoding[0], e->length[0] };
    struct hilum_view encoding = { e->encoding[1], e->length[1] };

    if (field.len == 0)
        field = HILUM_VIEW("|");
    if (encoding.len == 0)
        encoding = HILUM_VIEW("^~\\&");
    if (field.len != 1)
        return refuse(e, "the field separator is one character");
    if (!er7_delimiters_set(&e->delimiters, field.ptr[0], encoding, &e->fault))
        return false;
    note_special(e);
    hilum_put_view(&e->out, field);
    hilum_put_view(&e->out, encoding);
    e->last[XML_SEGMENT] = 2;
    e->head              = false;
    return settled(e);
}

static bool head_text(struct xml_er7 *e, struct hilum_view text)
{
    uint32_t which = e->last[XML_SEGMENT] - 1;

    if (text.len > XML_ENCODING - e->length[which])
        return refuse(e, "there are more than five encoding characters");
    memcpy(e->encoding[which] + e->length[which], text.ptr, text.len);
    e->length[which] += (uint32_t)text.len;
    return true;
}

/* Nothing is written for them until the head is closed. */
static bool head_part(struct xml_er7 *e, uint32_t number, uint32_t at)
{
    if (number <= e->last[XML_SEGMENT])
        return refuse(e, "the fields of a segment must stand in ascending order");
    e->last[XML_SEGMENT] = number;
    e->level             = XML_FIELD;
    if (!note_place(e, at))
        return false;
    /* MSH-1 is the separator behind the name, MSH-2 what follows it. */
    e->place[e->places - 1].er7 += number - 1;
    return true;
}

/* ---- Segments and parts --------------------------------------------------- */

bool xml_er7_root(struct xml_er7 *e, uint32_t at)
{
    return note_place(e, at);
}

bool xml_er7_segment(struct xml_er7 *e, const char *name, uint32_t at)
{
    e->segment = hilum_name(name, 3);
    e->head    = e->out.len == 0;
    if (e->head && e->segment != HILUM_NAME("MSH"))
        return refuse(e, "the message does not begin with the segment MSH");
    if (!note_place(e, at))
        return false;
    hilum_put(&e->out, name, 3);
    e->level              = XML_SEGMENT;
    e->last[XML_SEGMENT]  = 0;
    e->parts[XML_SEGMENT] = true;
    e->repetition         = 1;
    return settled(e);
}

/* The separators between the part that was begun last, at this level, and this. */
static bool separate(struct xml_er7 *e, uint32_t number)
{
    static const char *const order[XML_LEVELS] = {
        [XML_SEGMENT] = "the fields of a segment must stand in ascending order",
        [XML_FIELD]   = "the components of a field must stand in ascending order",
        [XML_COMPONENT] =
            "the subcomponents of a component must stand in ascending order",
    };
    const struct er7_delimiters *d         = &e->delimiters;
    uint32_t                     last      = e->last[e->level];
    uint32_t                     count     = number - last;
    char                         separator = d->field, *to;

    if (number < last || (number == last && e->level != XML_SEGMENT))
        return refuse(e, order[e->level]);
    if (e->level != XML_SEGMENT) {
        separator = e->level == XML_FIELD ? d->component : d->subcomponent;
        count     = last ? count : number - 1;
    } else if (count == 0) {
        separator = d->repetition;
        count     = 1;
        e->repetition++;
    } else {
        e->repetition = 1;
    }
    if (count && !separator)
        return refuse(e, "MSH-2 lacks a separator that this message needs");
    to = hilum_room(&e->out, count);
    if (!to)
        return settled(e);
    memset(to, separator, count);
    e->out.len += count;
    return true;
}

/* Where parts begin, the white space before them was layout. */
static bool open_parts(struct xml_er7 *e)
{
    if (!e->white || e->escaped)
        return refuse(e, "there is text beside the components");
    e->out.len         = e->start;
    e->parts[e->level] = true;
    e->last[e->level]  = 0;
    return true;
}

bool xml_er7_part(struct xml_er7 *e, uint32_t number, uint32_t at)
{
    if (number == 0 || number > XML_MOST_NUMBER)
        return refuse(e, "fields and components are numbered from 1 to 65535");
    if (e->head && e->level == XML_FIELD)
        return refuse(e, "MSH-1 and MSH-2 have no components");
    if (e->head && number <= 2)
        return head_part(e, number, at);
    if (e->head && !close_head(e))
        return false;
    if (e->level > XML_SEGMENT && !e->parts[e->level] && !open_parts(e))
        return false;
    if (!separate(e, number))
        return false;
    e->last[e->level] = number;
    e->level++;
    e->parts[e->level] = false;
    e->start           = e->out.len;
    e->white           = true;
    e->broken = e->escaped = false;
    return note_place(e, at);
}

bool xml_er7_close(struct xml_er7 *e)
{
    if (e->head && e->level == XML_FIELD) {
        e->level = XML_SEGMENT;
        return true;
    }
    if (e->level == XML_SEGMENT) {
        if (e->head && !close_head(e))
            return false;
        hilum_put_byte(&e->out, '\r');
        e->level = XML_GROUP;
        return settled(e);
    }
    /* A line break with white space around is the layout of an empty element. */
    if (!e->parts[e->level] && e->white && e->broken && !e->escaped)
        e->out.len = e->start;
    e->level--;
    return true;
}

/* ---- Text ----------------------------------------------------------------- */

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool all_white(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (!is_white(v.ptr[i]))
            return false;
    return true;
}

/* An escape character before a point would look like a formatting command that was
 * escaped twice (\E\.br\E\), so it is written by its number. */
static void put_special(struct xml_er7 *e, const char *at, const char *end)
{
    char c = *at;

    const struct er7_delimiters *d       = &e->delimiters;
    static const char            digit[] = "0123456789ABCDEF";
    const char hex[3] = { 'X', digit[(unsigned char)c >> 4], digit[c & 15] };
    char       letter = 0;

    if (c == d->field)
        letter = 'F';
    else if (c == d->component)
        letter = 'S';
    else if (c == d->subcomponent)
        letter = 'T';
    else if (c == d->repetition)
        letter = 'R';
    else if (c == d->escape && !(at + 1 < end && at[1] == '.'))
        letter = 'E';
    hilum_put_byte(&e->out, d->escape);
    if (letter)
        hilum_put_byte(&e->out, letter);
    else if (c == '\n' && !er7_delimiters_separate(d, '.'))
        hilum_put_text(&e->out, ".br");
    else
        hilum_put(&e->out, hex, sizeof hex);
    hilum_put_byte(&e->out, d->escape);
}

/* The same, where the point is the first byte of what follows. */
static void mend_escape(struct xml_er7 *e)
{
    const char written[] = { e->delimiters.escape, 'E', e->delimiters.escape };
    const char instead[] = { e->delimiters.escape, '.' };

    if (e->out.len - e->start < sizeof written ||
        memcmp(e->out.ptr + e->out.len - sizeof written, written, sizeof written) != 0)
        return;
    e->out.len -= sizeof written;
    put_special(e, instead, instead + sizeof instead);
}

bool xml_er7_text(struct xml_er7 *e, struct hilum_view text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;

    if (e->head && e->level == XML_FIELD)
        return head_text(e, text);
    if (e->level == XML_GROUP || e->parts[e->level]) {
        if (all_white(text))
            return true;
        return refuse(e, e->level <= XML_SEGMENT ? "there is text outside of a field"
                                                 : "there is text beside the components");
    }
    if (e->white && text.len) {
        e->white  = all_white(text);
        e->broken = e->broken || (e->white && memchr(text.ptr, '\n', text.len));
    }
    if (at < end && *at == '.')
        mend_escape(e);
    while (at < end) {
        const char *from = at;

        while (at < end && !e->special[(unsigned char)*at])
            at++;
        hilum_put(&e->out, from, (size_t)(at - from));
        if (at == end)
            break;
        if (!e->delimiters.escape)
            return refuse(
                e, "the text holds a separator, and MSH-2 has no escape character");
        put_special(e, at, end);
        at++;
    }
    return settled(e);
}

/* Letters and digits, and what may stand in \.in +4\ or \Za_b\. */
static bool is_sequence(struct hilum_view body)
{
    for (size_t i = 0; i < body.len; i++) {
        char c = body.ptr[i], letter = (char)(c | 0x20);

        if (!(letter >= 'a' && letter <= 'z') && !(c >= '0' && c <= '9') && c != '.' &&
            c != '+' && c != '-' && c != '_' && c != ' ')
            return false;
    }
    return body.len > 0;
}

bool xml_er7_escape(struct xml_er7 *e, struct hilum_view body)
{
    if (e->level < XML_FIELD || e->parts[e->level] || e->head)
        return refuse(e, "an escape sequence stands in text only");
    if (!e->delimiters.escape)
        return refuse(e, "MSH-2 has no escape character for an escape sequence");
    for (size_t i = 0; i < body.len; i++)
        if (e->special[(unsigned char)body.ptr[i]])
            return refuse(e, "the escape sequence holds a separator");
    if (!is_sequence(body))
        return refuse(e, "V of an escape element is no escape sequence");
    e->escaped = true;
    hilum_put_byte(&e->out, e->delimiters.escape);
    hilum_put_view(&e->out, body);
    hilum_put_byte(&e->out, e->delimiters.escape);
    return settled(e);
}
