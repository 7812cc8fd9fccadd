/* answer_head.c -- what an acknowledgement takes from the message's MSH. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_head.h"

#include "charset.h"
#include "dictionary.h"

static bool read_bytes(struct answer_head *h, struct hilum_view body)
{
    size_t            at  = er7_delimiters_start(body);
    struct hilum_view msh = { body.ptr + at, body.len - at };
    struct er7_fault  fault;

    if (!er7_delimiters_read(&h->delimiters, msh, &fault))
        return false;
    er7_delimiters_fields(&h->delimiters, msh, h->field, ANSWER_FIELDS);
    return true;
}

/* A message in XML, or in bytes that are no single ones, has the separators that its
 * document names, and is answered as if it had come in them. */
static bool read_document(struct answer_head *h, struct hilum_doc doc)
{
    const struct hilum_node *root = hilum_root(doc);
    const struct hilum_node *msh  = root ? hilum_child(root, HILUM_NAME("MSH")) : NULL;
    struct er7_fault         fault;

    if (!msh)
        return false;
    hilum_each(n, msh) if (n->name < ANSWER_FIELDS && !h->field[n->name].ptr)
        h->field[n->name] =
        hilum_leaf(n) && n->name > 2 ? hilum_raw(doc, n) : hilum_text(doc, n);
    if (h->field[18].len)
        h->field[18] = HILUM_VIEW("UNICODE UTF-8");
    return h->field[1].len == 1 &&
           er7_delimiters_set(&h->delimiters, h->field[1].ptr[0], h->field[2], &fault);
}

void answer_head_read(struct answer_head *h, struct hilum_view body, struct hilum_doc doc)
{
    *h          = (struct answer_head){ 0 };
    h->readable = read_bytes(h, body) || read_document(h, doc);
    if (!h->readable)
        h->delimiters = ER7_USUAL_DELIMITERS;
    h->version = dictionary_number(er7_delimiters_first(&h->delimiters, h->field[12]));
    if (h->version < ANSWER_2_1)
        h->version = ANSWER_2_5;
}

/* C0, DEL, and C1 in UTF-8. */
static bool is_control(const char *at)
{
    const unsigned char *c = (const unsigned char *)at;

    return c[0] < 0x20 || c[0] == 0x7f || (c[0] == 0xc2 && c[1] < 0xa0);
}

struct hilum_view answer_head_control_id(struct hilum_view bytes)
{
    struct answer_head h = { .readable = false };
    struct hilum_view  id;

    if (!read_bytes(&h, bytes))
        return HILUM_VIEW("");
    id = h.field[10];
    if (id.len > ANSWER_CONTROL || charset_valid(id) != id.len)
        return HILUM_VIEW("");
    for (size_t i = 0; i < id.len; i++)
        if (is_control(id.ptr + i))
            return HILUM_VIEW("");
    return id;
}

struct hilum_view answer_head_component(const struct answer_head *h, uint32_t field,
                                        unsigned number)
{
    struct hilum_view text = h->field[field];
    size_t            from = 0, i = 0;

    if (text.len == 0)
        return HILUM_VIEW("");
    for (; i < text.len && text.ptr[i] != h->delimiters.repetition; i++) {
        if (text.ptr[i] != h->delimiters.component)
            continue;
        if (--number == 0)
            return (struct hilum_view){ text.ptr + from, i - from };
        from = i + 1;
    }
    if (number != 1)
        return HILUM_VIEW("");
    return (struct hilum_view){ text.ptr + from, i - from };
}

bool answer_head_valued(const struct answer_head *h, uint32_t field)
{
    struct hilum_view text = er7_delimiters_first(&h->delimiters, h->field[field]);

    return text.len != 0 && !hilum_is(text, "\"\"");
}

bool answer_head_enhanced(const struct answer_head *h)
{
    return answer_head_valued(h, 15) || answer_head_valued(h, 16);
}
