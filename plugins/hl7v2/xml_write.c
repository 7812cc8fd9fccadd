/* xml_write.c -- writes a document as HL7 v2.xml, the standard's XML syntax. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_write.h"

#include <stdio.h>

#include "er7_delimiters.h"
#include "xml_escape.h"

/* What a node is follows from how deep it lies. */
enum level { MESSAGE, SEGMENT, FIELD, COMPONENT, SUBCOMPONENT };

enum { TAG = 64, INDENT = 2, NAME_MOST = 40, DIGITS = 6 };

/* The name of an element that is open. */
struct tag {
    char     text[TAG];
    uint32_t length;
};

struct writer {
    struct hilum_doc                 doc;
    struct hilum_call               *call;
    struct hilum_buffer             *out, *spare;
    const struct dictionary_version *version;
    struct er7_delimiters            delimiters;
    struct er7_written               written;
    struct er7_fault                 fault;
    struct hilum_view                structure;      /* the message's own name */
    uint32_t                         segment, field; /* being written, to say where */
    uint32_t                         depth;          /* of groups that are open */
};

static bool refuse(struct writer *w, const char *reason)
{
    if (!w->fault.reason)
        w->fault = (struct er7_fault){ "", reason };
    return false;
}

/* ---- Elements ------------------------------------------------------------- */

static inline void add(struct tag *t, const char *text, size_t length)
{
    if (length > TAG - t->length)
        length = TAG - t->length;
    memcpy(t->text + t->length, text, length);
    t->length += (uint32_t)length;
}

/* A point and a number. */
static inline void add_number(struct tag *t, uint32_t number)
{
    char  text[DIGITS];
    char *at = text + sizeof text;

    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    *--at = '.';
    add(t, at, (size_t)(text + sizeof text - at));
}

static inline void add_name(struct writer *w, struct tag *t, uint32_t name)
{
    char              text[3] = { (char)(name >> 16), (char)(name >> 8), (char)name };
    struct hilum_view v       = { text, 3 };

    if (name & HILUM_NAME_HASHED)
        v = hilum_name_text(w->call, name);
    else
        while (v.len && !text[v.len - 1])
            v.len--;
    add(t, v.ptr, v.len < NAME_MOST ? v.len : NAME_MOST);
}

static inline void open_tag(struct writer *w, const struct tag *t)
{
    char *to = hilum_room(w->out, TAG + 2);

    if (!to)
        return;
    to[0] = '<';
    memcpy(to + 1, t->text, TAG);
    to[1 + t->length] = '>';
    w->out->len += t->length + 2;
}

static inline void close_tag(struct writer *w, const struct tag *t)
{
    char *to = hilum_room(w->out, TAG + 3);

    if (!to)
        return;
    to[0] = '<';
    to[1] = '/';
    memcpy(to + 2, t->text, TAG);
    to[2 + t->length] = '>';
    w->out->len += t->length + 3;
}

static void line(struct writer *w, uint32_t depth)
{
    size_t count = INDENT * depth + 1;
    char  *to    = hilum_room(w->out, count);

    if (!to)
        return;
    memset(to, ' ', count);
    to[0] = '\n';
    w->out->len += count;
}

/* ---- Fields --------------------------------------------------------------- */

static inline void put_leaf(struct writer *w, const struct hilum_node *n)
{
    struct hilum_view text = hilum_text(w->doc, n), raw = hilum_raw(w->doc, n);

    if (n->flags & HILUM_NODE_NULL)
        hilum_put_text(w->out, "\"\"");
    else if (raw.ptr != text.ptr)
        xml_escape_raw(&w->delimiters, &w->written, text, raw, w->spare, w->out);
    else
        xml_escape_text(text, w->out);
}

/* The name of a part of something: by its datatype, else by its place. */
static inline void name_part(struct writer *w, struct tag *t, const struct tag *above,
                             uint32_t type, uint32_t number)
{
    t->length = 0;
    if (type && type != HILUM_NAME("varies"))
        add_name(w, t, type);
    if (t->length == 0)
        add(t, above->text, above->length);
    add_number(t, number);
}

/* A leaf is its own first component as far down as datatypes have components, and
 * ER7 has levels. */
static void put_first(struct writer *w, const struct hilum_node *n,
                      const struct dictionary_group *g, enum level level)
{
    struct tag tag[SUBCOMPONENT];
    uint32_t   open = 0;

    for (; g->count && level < SUBCOMPONENT; level++, open++) {
        name_part(w, &tag[open], &tag[open], g->name, 1);
        open_tag(w, &tag[open]);
        g = &w->version->group[dictionary_member(w->version, g, 1)->group];
    }
    put_leaf(w, n);
    while (open)
        close_tag(w, &tag[--open]);
}

/* What is in a field or component; it goes no deeper than there are levels. */
static bool put_content(struct writer *w, const struct hilum_node *n,
                        const struct tag *above, enum level level)
{
    const struct dictionary_group *g    = dictionary_datatype(w->version, n->type);
    uint32_t                       last = 0;
    struct tag                     tag;

    if (hilum_leaf(n)) {
        put_first(w, n, g, level);
        return true;
    }
    if (level == SUBCOMPONENT)
        return refuse(w, "there is something below a subcomponent");
    hilum_each(part, n)
    {
        if (part->name <= last || part->name > UINT16_MAX)
            return refuse(w, "components must be numbers in ascending order");
        last = part->name;
        name_part(w, &tag, above, n->type, part->name);
        open_tag(w, &tag);
        if (!put_content(w, part, &tag, (enum level)(level + 1)))
            return false;
        close_tag(w, &tag);
    }
    return true;
}

static bool put_field(struct writer *w, const struct hilum_node *n)
{
    struct tag tag = { .length = 0 };

    w->field = n->name;
    if (n->name == 0 || n->name > UINT16_MAX)
        return refuse(w, "fields must be numbers");
    add_name(w, &tag, w->segment);
    add_number(&tag, n->name);
    open_tag(w, &tag);
    if (w->segment == HILUM_NAME("MSH") && n->name <= 2)
        xml_escape_text(hilum_text(w->doc, n), w->out);
    else if (!hilum_leaf(n) || n->flags & (HILUM_NODE_VALUE | HILUM_NODE_NULL))
        if (!put_content(w, n, &tag, FIELD))
            return false;
    close_tag(w, &tag);
    return true;
}

/* ---- Segments and groups -------------------------------------------------- */

static bool is_name(const char *s)
{
    for (int i = 0; i < 3; i++)
        if (!(s[i] >= 'A' && s[i] <= 'Z') && !(i > 0 && s[i] >= '0' && s[i] <= '9'))
            return false;
    return true;
}

static bool put_segment(struct writer *w, const struct hilum_node *n)
{
    struct tag tag  = { .length = 0 };
    uint32_t   last = 0;

    w->segment = n->name;
    w->field   = 0;
    if (n->name & (HILUM_NAME_HASHED) || n->name <= UINT16_MAX)
        return refuse(w, "a segment's name has three capital letters or digits");
    add_name(w, &tag, n->name);
    if (tag.length != 3 || !is_name(tag.text))
        return refuse(w, "a segment's name has three capital letters or digits");
    open_tag(w, &tag);
    hilum_each(field, n)
    {
        line(w, w->depth + 1);
        if (!put_field(w, field))
            return false;
        if (field->name < last)
            return refuse(w, "the fields of a segment must stand in ascending order");
        last = field->name;
    }
    if (n->span > 1)
        line(w, w->depth);
    close_tag(w, &tag);
    return true;
}

static void group_tag(const struct writer *w, const struct structure_step *s,
                      struct tag *t)
{
    t->length = 0;
    add(t, w->structure.ptr, w->structure.len);
    add(t, ".", 1);
    add(t, s->name.ptr, s->name.len);
}

/* Closes the groups that one segment is in and the next is not, and opens those of
 * the next.  There is the message's own element around them all. */
static void put_groups(struct writer *w, const struct structure_place *from,
                       const struct structure_place *to)
{
    uint32_t   common = 0;
    struct tag tag;

    while (common < from->depth && common < to->depth &&
           from->step[common].nth == to->step[common].nth &&
           hilum_same(from->step[common].name, to->step[common].name))
        common++;
    for (uint32_t i = from->depth; i > common; i--) {
        line(w, i);
        group_tag(w, &from->step[i - 1], &tag);
        close_tag(w, &tag);
    }
    for (uint32_t i = common; i < to->depth; i++) {
        line(w, i + 1);
        group_tag(w, &to->step[i], &tag);
        open_tag(w, &tag);
    }
    w->depth = to->depth + 1;
}

/* ---- The message ---------------------------------------------------------- */

/* The text of a component of a field of MSH; empty where there is none. */
static struct hilum_view msh_text(struct hilum_doc doc, uint32_t field,
                                  uint32_t component)
{
    const struct hilum_node *msh = hilum_child(hilum_root(doc), HILUM_NAME("MSH"));
    const struct hilum_node *n   = msh ? hilum_child(msh, field) : NULL;

    n = n ? hilum_component(n, component) : NULL;
    return n ? hilum_text(doc, n) : HILUM_VIEW("");
}

static bool choose_delimiters(struct writer *w)
{
    struct hilum_view field = msh_text(w->doc, 1, 1), encoding = msh_text(w->doc, 2, 1);

    w->delimiters = ER7_USUAL_DELIMITERS;
    if (field.len == 0)
        field = HILUM_VIEW("|");
    if (encoding.len == 0)
        encoding = HILUM_VIEW("^~\\&");
    if (field.len == 1)
        return er7_delimiters_set(&w->delimiters, field.ptr[0], encoding, &w->fault);
    w->fault = (struct er7_fault){ "MSH-1", "the field separator is one character" };
    return false;
}

/* Letters, digits and _, beginning with a letter: what may name the message. */
static bool is_type(struct hilum_view v)
{
    for (size_t i = 0; i < v.len; i++) {
        char letter = (char)(v.ptr[i] | 0x20);

        if (!(letter >= 'a' && letter <= 'z') &&
            !(i && ((v.ptr[i] >= '0' && v.ptr[i] <= '9') || v.ptr[i] == '_')))
            return false;
    }
    return v.len > 0 && v.len < NAME_MOST;
}

/* What a message is called of whose structure the standard does not know. */
static void name_message(const struct writer *w, struct tag *t)
{
    struct hilum_view structure = msh_text(w->doc, 9, 3), type = msh_text(w->doc, 9, 1);
    struct hilum_view event = msh_text(w->doc, 9, 2);

    t->length = 0;
    if (w->structure.len) {
        add(t, w->structure.ptr, w->structure.len);
    } else if (is_type(structure)) {
        add(t, structure.ptr, structure.len);
    } else if (is_type(type)) {
        add(t, type.ptr, type.len);
        if (is_type(event)) {
            add(t, "_", 1);
            add(t, event.ptr, event.len);
        }
    } else {
        add(t, "MESSAGE", 7);
    }
    if (t->length > NAME_MOST)
        t->length = NAME_MOST;
}

static bool put_segments(struct writer *w, const struct structure *structure)
{
    size_t                        room = 0, count;
    struct structure_place       *places;
    const struct structure_place *last, outside = { .depth = 0 };

    hilum_each(segment, hilum_root(w->doc)) room++;
    places = hilum_scratch(w->call, room * sizeof *places);
    if (!places)
        return refuse(w, "there is no memory for the places of its segments");
    count = structure_match(structure, w->doc, places, room);
    last  = &outside;
    for (size_t i = 0; i < count && i < room; i++) {
        put_groups(w, last, &places[i]);
        line(w, w->depth);
        if (!put_segment(w, places[i].segment))
            return false;
        last = &places[i];
    }
    put_groups(w, last, &outside);
    return true;
}

static bool put_message(struct writer *w, struct structures *structures)
{
    const struct structure *structure = structure_of(structures, w->doc);
    struct tag              tag;
    size_t                  from;

    if (structure)
        w->structure = structure_name(structure);
    name_message(w, &tag);
    hilum_put_text(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    from = w->out->len;
    open_tag(w, &tag);
    if (w->out->len > from)
        w->out->len--;
    hilum_put_text(w->out, " xmlns=\"urn:hl7-org:v2xml\">");
    if (!put_segments(w, structure))
        return false;
    hilum_put_byte(w->out, '\n');
    close_tag(w, &tag);
    hilum_put_byte(w->out, '\n');
    return true;
}

/* A node on its own: its segment is looked for, to name it. */
static bool put_any(struct writer *w, struct structures *structures,
                    const struct hilum_node *node)
{
    const struct hilum_node *root = hilum_root(w->doc);

    if (node == root)
        return put_message(w, structures);
    hilum_each(segment, root)
    {
        if (node == segment)
            return put_segment(w, segment);
        if (node > segment + segment->span)
            continue;
        w->segment = segment->name;
        hilum_each(field, segment) if (node == field) return put_field(w, field);
    }
    return refuse(w, "only messages, segments and fields are written as XML");
}

static enum hilum_verdict blame(const struct writer *w)
{
    char place[24] = "";

    if (w->fault.place[0] || !w->segment)
        return hilum_blame(w->call, HILUM_REJECT, w->fault.place, "%s", w->fault.reason);
    snprintf(place, sizeof place, "%c%c%c", (int)(w->segment >> 16 & 0xff),
             (int)(w->segment >> 8 & 0xff), (int)(w->segment & 0xff));
    if (w->field)
        snprintf(place + 3, sizeof place - 3, "-%u", (unsigned)(w->field & UINT16_MAX));
    return hilum_blame(w->call, HILUM_REJECT, place, "%s", w->fault.reason);
}

enum hilum_verdict xml_write(struct dictionary *d, struct structures *structures,
                             struct er7_feed *feed, struct hilum_call *call,
                             struct hilum_doc doc, const struct hilum_node *node,
                             struct hilum_buffer *out)
{
    struct writer w = { .doc = doc, .call = call, .out = out };

    w.written = (struct er7_written){ .feed = feed, .delimiters = &w.delimiters };
    w.version = dictionary_version(d, call, msh_text(doc, 12, 1));
    w.spare   = hilum_buffer(call);
    if (!w.version || !w.spare)
        return hilum_blame(call, HILUM_RETRY, "", "there is no memory for writing");
    if (!choose_delimiters(&w) || !put_any(&w, structures, node))
        return blame(&w);
    if (out->failed)
        return hilum_blame(call, HILUM_REJECT, "",
                           "the message is too large to be written");
    return HILUM_OK;
}
