/* run.c -- carries out the rows of maps on one message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

static const struct hilum_view none = { NULL, 0 };

static void rules_run(struct run *, struct scope *, struct place *, const struct rules *,
                      const struct codes *via, int depth);

/* ---- Writing -------------------------------------------------------------- */

static bool bound(struct hilum_view codes, struct hilum_view code)
{
    const char *at = codes.ptr, *end = codes.ptr + codes.len;

    while (at < end) {
        const char *stop = memchr(at, ' ', (size_t)(end - at));

        if (!stop)
            stop = end;
        if ((size_t)(stop - at) == code.len && memcmp(at, code.ptr, code.len) == 0)
            return true;
        at = stop + 1;
    }
    return codes.len == 0;
}

/* The element in which a place ends: that of its path, or of the one above. */
static const struct element *last_element(const struct place *p, const struct type **owner)
{
    while (p && (!p->path || !p->path->count))
        p = p->up;
    *owner = p ? p->path->owner : NULL;
    return p ? p->path->last : NULL;
}

static struct out *named_child(struct run *run, struct out *o, const struct type *type,
                               const char *name)
{
    const struct element *e = elements_child(&run->book->elements, type, hilum_view(name));

    return e ? out_child(&run->tree, o, e, e->list ? out_key(1, 0, 1) : 0) : NULL;
}

/* Code, system and display of a Coding, as a code system map has them. */
static void coding_write(struct run *run, struct out *coding, const struct type *type,
                         const struct code *code)
{
    struct out *o = named_child(run, coding, type, "code");

    if (o)
        o->text = code->to;
    if (code->system.len) {
        o = named_child(run, coding, type, "system");
        if (o)
            o->text = code->system;
    }
    if (code->display.len) {
        o = named_child(run, coding, type, "display");
        if (o)
            o->text = code->display;
    }
}

static bool is_coding_code(const struct element *e, const struct type *owner)
{
    return owner && hilum_is(owner->text, "Coding") && hilum_is(e->text, "code");
}

/* `code` within a Coding, translated: the system and the display come along. */
static bool coding_translate(struct run *run, struct place *p, const struct type *owner,
                             const struct codes *via, const struct code *found)
{
    struct path   parent;
    struct place  above;
    struct out   *coding;

    while (!p->path->count)
        p = p->up;
    if (p->path->steps[p->path->count - 1].op != STEP_ELEMENT || p->path->count < 2)
        return false;
    parent       = *p->path;
    parent.count--;
    above        = *p;
    above.path   = &parent;
    above.node   = NULL;
    coding       = place_node(&run->tree, &above);
    if (coding && found)
        coding_write(run, coding, owner, found);
    else if (coding && via->table.len) {
        struct out *system = named_child(run, coding, owner, "system");

        if (system && !system->text.ptr)
            system->text = via->table;
    }
    return coding && found;
}

/* Writes a text at a place, converted and translated.  False: it is no value of the type,
 * so that its source stays unconsumed. */
static bool text_write(struct run *run, struct place *p, struct hilum_view text,
                       const struct codes *via)
{
    const struct type    *owner;
    const struct element *e = last_element(p, &owner);
    const struct code    *found;
    struct out           *o;

    if (!e || !text.len)
        return false;
    if (via) {
        found = codes_find(via, text);
        if (is_coding_code(e, owner) && coding_translate(run, p, owner, via, found))
            return true;
        if (found)
            text = found->to;
    }
    if (e->type->kind != KIND_STRING) {
        struct hilum_view before = text;

        text = value_convert(run->tree.pool, e->type->kind, text, &run->zone);
        run->day_only |= e->type->kind == KIND_DATETIME && text.len == 10 && before.len > 10 &&
                         !run->zone.len;
    }
    if (!text.len || (e->codes.len && !bound(e->codes, text)))
        return false;
    o = place_node(&run->tree, p);
    if (!o)
        return false;
    o->text = text;
    return true;
}

void run_require(struct run *run, struct resource *r, const struct path *path,
                 struct hilum_view text)
{
    struct place root = { .resource = r };
    struct place at   = { .up = &root, .path = path };
    struct out  *o    = out_find(&r->root, path->steps[0].element->name, 0);

    /* Only where the message has said nothing of the element; what was required before
     * (Encounter.class.code) is added to (Encounter.class.system). */
    if (!o || o->required) {
        text_write(run, &at, text, NULL);
        o = out_find(&r->root, path->steps[0].element->name, 0);
        if (o)
            o->required = true;
    }
}

/* ---- Values --------------------------------------------------------------- */

static struct hilum_view joined(struct run *run, const struct scope *s, const struct row *row)
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
                                  const struct hilum_node *end, uint32_t name, char between)
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

/* ---- Rows ----------------------------------------------------------------- */

/* A CodeableConcept or Coding that a map has filled, by the row's code system map. */
static void concept_translate(struct run *run, struct place *p, const struct codes *via)
{
    const struct type    *type = p->path ? p->path->type : NULL, *coding = type;
    struct out           *o    = p->node, *code, *system;
    const struct code    *found;

    if (!o || !type)
        return;
    if (hilum_is(type->text, "CodeableConcept")) {
        const struct element *e = elements_child(&run->book->elements, type,
                                                 HILUM_VIEW("coding"));

        o      = e ? out_find(o, e->name, out_key(1, 0, 1)) : NULL;
        coding = e ? e->type : NULL;
    }
    if (!o || !coding || !hilum_is(coding->text, "Coding"))
        return;
    code   = out_find(o, HILUM_NAME("code"), 0);
    system = out_find(o, HILUM_NAME("system"), 0);
    found  = code && code->text.len ? codes_find(via, code->text) : NULL;
    /* A code of another system only looks like one of the table. */
    if (system && system->text.len && via->table.len && !hilum_same(system->text, via->table))
        return;
    if (found)
        coding_write(run, o, coding, found);
}

static void map_run(struct run *run, struct scope *s, struct place *p, const struct row *row,
                    const struct hilum_node *n, const struct codes *via, int depth)
{
    struct scope inner = *s;

    if (row->argument)
        n = hl7_find(s, row->argument);
    if (!n || depth == MOST_NESTING)
        return;
    inner.value = n;
    rules_run(run, &inner, p, row->rules, row->via ? row->via : via, depth + 1);
    if (row->via && p->node)
        concept_translate(run, p, row->via);
}

/* `partOf  ref [4]`: the fourth beside what the map fills, or the next after it.  Later rows
 * make some of them, so a stand-in tells the number until siblings_settle(). */
static void sibling_refer(struct run *run, struct place *p, const struct row *row)
{
    struct out      *o  = place_node(&run->tree, p);
    struct resource *to = POOL_NEW(run->tree.pool, struct resource);

    run->tree.failed |= !to;
    if (!o || !to)
        return;
    to->sub = row->sibling;
    o->to   = to;
}

static void row_write(struct run *run, struct scope *s, struct place *p, const struct row *row,
                      const struct hilum_node *n, const struct codes *via, int depth)
{
    const struct hilum_node *leaf = hl7_first(n);
    struct hilum_view        text = none;
    bool                     whole = false;

    switch (row->op) {
    case ROW_MAP:
        map_run(run, s, p, row, n, via, depth);
        return;
    case ROW_REFERENCE:
        sibling_refer(run, p, row);
        return;
    case ROW_LITERAL:
        text_write(run, p, row->text, NULL);
        return;
    case ROW_JOIN:
        text_write(run, p, joined(run, s, row), NULL);
        return;
    case ROW_LINES:
        text = lines(run, s, n);
        break;
    case ROW_NUMBERS:
        text = hilum_leaf(n) ? hl7_text(&run->message, n)
                             : gathered(run, n + 1, n + n->span, 0, ' ');
        break;
    case ROW_TEXT:
        text  = hilum_text(run->message.doc, n);
        whole = true;
        break;
    case ROW_BASE64:
        text = base64(run, s, n);
        break;
    case ROW_CODESYSTEM:
        text = systems_coding(&run->book->systems, run->tree.pool, hl7_text(&run->message, n));
        break;
    case ROW_ASSIGNER:
        text = systems_assigner(&run->book->systems, run->tree.pool,
                                hl7_text(&run->message, n));
        break;
    default:
        text = hl7_text(&run->message, n);
        break;
    }
    if (!text_write(run, p, text, row->via ? row->via : row->plain ? via : NULL))
        return;
    if (whole)
        hl7_consume_all(&run->message, n);
    else if (leaf)
        hl7_consume(&run->message, leaf);
}

static void row_run(struct run *run, struct scope *s, struct place *on, const struct row *row,
                    const struct hilum_node *n, uint32_t repetition, const struct codes *via,
                    int depth)
{
    struct place p = { .up = on, .path = &row->target, .repetition = repetition,
                       .ordinal = run->message.segments[s->at].ordinal };

    if (row->condition && !condition_holds(s, row->condition))
        return;
    row_write(run, s, &p, row, n, via, depth);
}

/* A datatype map: its sources are components of the value at hand. */
static void rules_run(struct run *run, struct scope *s, struct place *on,
                      const struct rules *rules, const struct codes *via, int depth)
{
    const struct hilum_node *components[MOST_COMPONENTS + 1] = { s->value };
    struct scope             inner = *s;

    if (hilum_leaf(s->value))
        components[1] = s->value;
    else
        hilum_each(child, s->value) if (child->name < MOST_COMPONENTS)
            components[child->name] = child;
    inner.components = components;
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct hilum_node *n = components[rules->keys[i]];

        if (rules->keys[i] == KEY_SEARCH)
            n = hl7_find(&inner, &rules->rows[i].source);
        if (n && (hilum_leaf(n) ? hl7_valued_leaf(n) : hl7_valued(n)))
            row_run(run, &inner, on, &rules->rows[i], n, 0, via, depth);
    }
}

/* Repetitions of a field stand one after the other. */
static const struct hilum_node *next_repetition(const struct hilum_node *segment,
                                                const struct hilum_node *n)
{
    const struct hilum_node *next = n + n->span;

    return next < segment + segment->span && next->name == n->name ? next : NULL;
}

/* A row of a segment map, for each repetition of its field where it says `+`. */
static void field_run(struct run *run, struct scope *s, struct place *on, const struct row *row)
{
    const struct hilum_node *segment = run->message.segments[s->at].node;
    const struct hilum_node *n       = s->fields[row->source.field], *part;
    uint32_t                 repetition = 0;

    s->field = row->source.field;
    for (; n && repetition < MOST_REPETITIONS; n = next_repetition(segment, n), repetition++) {
        s->rep = part = n;
        for (uint16_t i = 0; part && i < row->source.count; i++)
            part = hilum_component(part, row->source.part[i]);
        if (n->flags & HILUM_NODE_NULL)
            hl7_consume(&run->message, n);
        else if (part && hl7_valued(part))
            row_run(run, s, on, row, part, repetition, NULL, 0);
        if (!row->target.repeats)
            break;
    }
    s->rep   = NULL;
    s->field = 0;
}

static void segment_run(struct run *run, struct scope *s, struct place *on,
                        const struct rules *rules)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        if (!rules->keys[i])
            row_run(run, s, on, &rules->rows[i], run->message.segments[s->at].node, 0, NULL, 0);
        else if (s->fields[rules->keys[i]])
            field_run(run, s, on, &rules->rows[i]);
    }
}

/* ---- Messages ------------------------------------------------------------- */

/* What the rules of a segment see; fields has room for MOST_FIELDS. */
static void segment_scope(struct run *run, uint32_t segment, const struct hilum_node **fields,
                          struct scope *s)
{
    const struct hilum_node *node = run->message.segments[segment].node;

    memset(fields, 0, MOST_FIELDS * sizeof *fields);
    hilum_each(child, node) if (child->name < MOST_FIELDS && !fields[child->name])
        fields[child->name] = child;
    *s = (struct scope){ .message = &run->message, .at = segment, .fields = fields };
}

static void link_make(struct run *run, const struct link *link, uint32_t ordinal)
{
    struct resource *from = run->variables[link->from], *to = run->variables[link->to];
    struct place     root = { .resource = from };
    struct place     p    = { .up = &root, .path = &link->path, .ordinal = ordinal };
    struct out      *o;
    struct resource *r;

    if (!from || !to || !from->root.first || !to->root.first)
        return;
    /* The number of the resource makes it an element of its own, always the same. */
    for (r = run->tree.first; r && r != to; r = r->next)
        p.repetition++;
    o = place_node(&run->tree, &p);
    if (o)
        o->to = to;
}

static void mapping_run(struct run *run, struct scope *s, const struct mapping *m)
{
    const struct variable *v  = &run->structure->variables[m->variable];
    struct resource      **to = &run->variables[m->variable];
    struct place           root;

    if (m->condition && !condition_holds(s, m->condition))
        return;
    if (!*to)
        *to = tree_resource(&run->tree, v->type);
    if (!*to)
        return;
    if (v->type->name == HILUM_NAME("Patient"))
        run->patient = *to;
    root = (struct place){ .resource = *to };
    segment_run(run, s, &root, m->rules);
    for (uint32_t i = 0; i < m->count; i++)
        link_make(run, &m->links[i], run->message.segments[s->at].ordinal);
}

/* Variables whose group begins anew, or that are made once per segment. */
static void variables_reset(struct run *run, uint32_t restarts, uint32_t position)
{
    const struct structure *s = run->structure;

    for (uint32_t i = 0; i < s->variable_count; i++) {
        const struct variable *v = &s->variables[i];

        if (!v->filled)
            continue;
        if (v->position == position || (restarts && structure_inside(s, v->group, restarts)))
            run->variables[i] = NULL;
    }
}

/* Gives each segment its position, its groups' repetitions and its number. */
static void segments_place(struct run *run)
{
    const struct structure *s      = run->structure;
    uint16_t                at[MOST_GROUPS] = { 0 };
    uint32_t                before = NO_POSITION;

    for (uint32_t i = 0; i < run->message.count; i++) {
        struct segment *segment = &run->message.segments[i];
        uint32_t        restarts, position, group;

        for (uint32_t k = i; k-- > 0;)
            if (run->message.segments[k].node->name == segment->node->name) {
                segment->ordinal = run->message.segments[k].ordinal + 1;
                break;
            }
        position = structure_next(s, before, segment->node->name, &restarts);
        segment->position = (uint16_t)position;
        if (position == NO_POSITION)
            continue;
        for (uint32_t g = 1; restarts && g < s->group_count; g++)
            if (structure_inside(s, g, restarts))
                at[g]++;
        for (group = s->positions[position].group; group; group = s->groups[group].parent)
            segment->instance[s->groups[group].depth - 1] = at[group];
        before = position;
    }
}

/* References among siblings were told by number; now all of them are there. */
static void siblings_settle(struct run *run)
{
    for (struct resource *r = run->tree.first; r; r = r->next)
        for (struct out *o = r->root.first; o; o = o->next) {
            struct resource *beside = r;
            uint32_t         wanted;

            if (!o->to || o->to->type)
                continue;
            wanted = o->to->sub;
            while (beside && beside->sub < wanted)
                beside = beside->sibling;
            o->to = beside;
        }
}

bool run_message(struct run *run)
{
    uint32_t before = NO_POSITION;

    segments_place(run);
    for (uint32_t i = 0; i < run->message.count && !run->tree.failed; i++) {
        const struct hilum_node *fields[MOST_FIELDS];
        const struct position   *p;
        struct scope             s;
        uint32_t                 position = run->message.segments[i].position, restarts;

        if (position == NO_POSITION)
            continue;
        structure_next(run->structure, before, run->message.segments[i].node->name, &restarts);
        variables_reset(run, restarts, position);
        before           = position;
        run->tree.segment = i;
        p                = &run->structure->positions[position];
        if (!p->count)
            continue;
        segment_scope(run, i, fields, &s);
        for (uint32_t k = 0; k < p->count; k++)
            mapping_run(run, &s, &p->mappings[k]);
    }
    siblings_settle(run);
    return !run->tree.failed;
}
