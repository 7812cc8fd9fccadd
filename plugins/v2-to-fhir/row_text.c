/* row_text.c -- the text that a row takes from the message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "row_text.h"

static const struct hilum_view none = { NULL, 0 };

struct hilum_view row_joined(struct run *run, const struct scope *s,
                             const struct row *row)
{
    struct hilum_view texts[16], whole = none;
    bool              any = false;
    size_t            len = 0, count = 0;
    char             *to;

    for (uint32_t i = 0; i < row->count && count < 16; i++) {
        const struct part       *p = &row->parts[i];
        const struct hilum_node *n = p->literal ? NULL : hl7_find(s, &p->path);

        texts[count] = p->literal ? p->text : n ? hl7_text(&run->message, n) : none;
        if (n && texts[count].len) {
            hl7_consume(&run->message, hl7_first(n));
            any = true;
        }
        len += texts[count].len + row->text.len;
        count += row->single || texts[count].len ? 1 : 0;
    }
    if (!any)
        return none;
    if (count == 1)
        return texts[0];
    to = pool_bytes(run->tree.pool, len);
    if (!to)
        return none;
    whole.ptr = to;
    for (size_t i = 0; i < count; i++) {
        if (i && row->text.len) {
            memcpy(to + whole.len, row->text.ptr, row->text.len);
            whole.len += row->text.len;
        }
        if (texts[i].len)
            memcpy(to + whole.len, texts[i].ptr, texts[i].len);
        whole.len += texts[i].len;
    }
    return whole;
}

/* The texts of siblings or children, one after the other. */
static struct hilum_view gathered(struct run *run, const struct hilum_node *first,
                                  const struct hilum_node *end, uint32_t name,
                                  char between)
{
    size_t room = 0, len = 0;
    char  *to;

    for (const struct hilum_node *n = first; n < end; n += n->span)
        if (!name || n->name == name)
            room += hl7_text(&run->message, n).len + 1;
    to = pool_bytes(run->tree.pool, room);
    if (!to)
        return none;
    for (const struct hilum_node *n = first; n < end; n += n->span) {
        struct hilum_view text = hl7_text(&run->message, n);

        if ((name && n->name != name) || !text.len)
            continue;
        if (len)
            to[len++] = between;
        memcpy(to + len, text.ptr, text.len);
        len += text.len;
        hl7_consume(&run->message, hl7_first(n));
    }
    return (struct hilum_view){ to, len };
}

static struct hilum_view lines(struct run *run, const struct scope *s,
                               const struct hilum_node *n)
{
    const struct hilum_node *segment = run->message.segments[s->at].node;

    return gathered(run, n, segment + segment->span, n->name, '\n');
}

static struct hilum_view base64(struct run *run, const struct scope *s,
                                const struct hilum_node *n)
{
    const struct hilum_node *how = s->value ? hilum_component(s->value, 4) : NULL;

    if (how)
        hl7_consume(&run->message, how);
    return value_base64(run->tree.pool, hl7_text(&run->message, n),
                        how ? hl7_text(&run->message, how) : none);
}

struct hilum_view row_text(struct run *run, const struct scope *s, const struct row *row,
                           const struct hilum_node *n)
{
    switch (row->op) {
    case ROW_LINES:
        return lines(run, s, n);
    case ROW_NUMBERS:
        return hilum_leaf(n) ? hl7_text(&run->message, n)
                             : gathered(run, n + 1, n + n->span, 0, ' ');
    case ROW_TEXT:
        return hilum_text(run->message.doc, n);
    case ROW_BASE64:
        return base64(run, s, n);
    case ROW_CODESYSTEM:
        return systems_coding(&run->book->systems, run->tree.pool,
                              hl7_text(&run->message, n));
    case ROW_ASSIGNER:
        return systems_assigner(&run->book->systems, run->tree.pool,
                                hl7_text(&run->message, n));
    default:
        return hl7_text(&run->message, n);
    }
}
