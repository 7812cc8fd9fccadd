/* run.c -- carries out the rows of maps on one message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include "row_text.h"
#include "write.h"

static void rules_run(struct run *, const struct scope *, struct place *,
                      const struct row *, const struct hilum_node *value);

/* ---- Rows ----------------------------------------------------------------- */

/* The same text through the same map makes the same resource: it is made once. */
static struct made *made_find(struct run *run, const struct row *row,
                              const struct hilum_node *n)
{
    struct hilum_view text = hilum_text(run->message.doc, n);

    for (uint32_t i = 0; i < run->made_count; i++)
        if (run->made[i].rules == row->rules && run->made[i].source->span == n->span &&
            hilum_same(text, hilum_text(run->message.doc, run->made[i].source)))
            return &run->made[i];
    return NULL;
}

static struct out *reference_node(struct run *run, const struct place *p)
{
    struct path  path = *p->path;
    struct place at   = *p;

    path.count--;
    at.path = &path;
    at.node = NULL;
    return place_node(&run->tree, &at);
}

/* Refers to what was made before, and consumes what was consumed then. */
static bool made_refer(struct run *run, struct place *p, const struct made *made,
                       const struct hilum_node *n)
{
    struct out *reference = reference_node(run, p);
    uint8_t    *seen      = run->message.seen;

    if (!reference || reference->to)
        return false;
    reference->to = made->resource;
    memcpy(seen + (n - run->message.root), seen + (made->source - run->message.root),
           n->span);
    return true;
}

static void made_keep(struct run *run, struct place *p, const struct row *row,
                      const struct hilum_node *n, uint32_t before)
{
    struct out *reference = p->node ? reference_node(run, p) : NULL;

    if (reference && reference->to && reference->to->number > before &&
        run->made_count < MOST_MADE)
        run->made[run->made_count++] = (struct made){ row->rules, n, reference->to };
}

static void map_run(struct run *run, const struct scope *s, struct place *p,
                    const struct row *row, const struct hilum_node *n)
{
    uint32_t           before = run->tree.count;
    const struct made *made   = row->alone ? made_find(run, row, n) : NULL;

    if (row->argument)
        n = hl7_find(s, row->argument);
    if (!n || s->depth == MOST_NESTING || (made && made_refer(run, p, made, n)))
        return;
    rules_run(run, s, p, row, n);
    if (row->via && p->node)
        concept_translate(run, p, row->via);
    if (row->alone && !made)
        made_keep(run, p, row, n, before);
}

/* `partOf  ref [4]`: the fourth beside what the map fills, or the next after it.  Later
 * rows make some of them, so a stand-in tells the number until siblings_settle(). */
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

static bool text_put(struct run *run, struct place *p, const struct row *row,
                     struct hilum_view text, const struct codes *via)
{
    return row->fits ? text.len && text_place(run, p, text)
                     : text_write(run, p, text, via);
}

/* What is taken is consumed. */
static void text_run(struct run *run, const struct scope *s, struct place *p,
                     const struct row *row, const struct hilum_node *n)
{
    struct hilum_view text =
        row->op == ROW_COPY ? hl7_text(&run->message, n) : row_text(run, s, row, n);
    const struct hilum_node *leaf = hl7_first(n);

    if (!text_put(run, p, row, text, row->via ? row->via : row->plain ? s->via : NULL))
        return;
    if (row->op == ROW_TEXT)
        hl7_consume_all(&run->message, n);
    else if (leaf)
        hl7_consume(&run->message, leaf);
}

static void row_run(struct run *run, const struct scope *s, struct place *on,
                    const struct row *row, const struct hilum_node *n,
                    uint32_t repetition)
{
    struct place p;

    if (row->condition && !condition_holds(s, row->condition))
        return;
    p = (struct place){
        .up = on, .path = &row->target, .repetition = repetition, .ordinal = s->ordinal
    };
    switch (row->op) {
    case ROW_MAP:
        map_run(run, s, &p, row, n);
        return;
    case ROW_REFERENCE:
        sibling_refer(run, &p, row);
        return;
    case ROW_LITERAL:
        text_put(run, &p, row, row->text, NULL);
        return;
    case ROW_JOIN:
        text_put(run, &p, row, row_joined(run, s, row), NULL);
        return;
    default:
        text_run(run, s, &p, row, n);
    }
}

/* What the rules of a datatype see; components has room for MOST_COMPONENTS. */
static void value_scope(const struct scope *outer, const struct hilum_node *value,
                        const struct hilum_node **components, struct scope *s)
{
    *s            = *outer;
    s->value      = value;
    s->components = components;
    s->present    = hl7_valued(value);
    components[0] = value;
    if (hilum_leaf(value)) { /* its own first component */
        s->present |= s->present << 1;
        components[1] = value;
        return;
    }
    hilum_each(child, value)
    {
        if (child->name >= MOST_COMPONENTS || !hl7_valued(child))
            continue;
        s->present |= UINT64_C(1) << child->name;
        components[child->name] = child;
    }
}

/* A datatype map: its sources are components of the value at hand. */
static void rules_run(struct run *run, const struct scope *outer, struct place *on,
                      const struct row *row, const struct hilum_node *value)
{
    const struct rules      *rules = row->rules;
    const struct hilum_node *components[MOST_COMPONENTS], *n;
    struct scope             s;

    value_scope(outer, value, components, &s);
    s.via = row->via ? row->via : outer->via;
    s.depth++;
    for (uint32_t i = 0; i < rules->count; i++) {
        uint16_t key = rules->keys[i];

        n = key == KEY_SEARCH ? hl7_find(&s, &rules->rows[i].source)
                              : hl7_component(&s, key);
        if (n)
            row_run(run, &s, on, &rules->rows[i], n, 0);
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
static void field_run(struct run *run, struct scope *s, struct place *on,
                      const struct row *row)
{
    const struct hilum_node *segment    = run->message.segments[s->at].node;
    const struct hilum_node *n          = s->fields[row->source.field], *part;
    uint32_t                 repetition = 0;

    s->field = row->source.field;
    for (; n && repetition < MOST_REPETITIONS;
         n = next_repetition(segment, n), repetition++) {
        s->rep = part = n;
        for (uint16_t i = 0; part && i < row->source.count; i++)
            part = hilum_component(part, row->source.part[i]);
        if (n->flags & HILUM_NODE_NULL)
            hl7_consume(&run->message, n);
        else if (part && hl7_valued(part))
            row_run(run, s, on, row, part, repetition);
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
            row_run(run, s, on, &rules->rows[i], run->message.segments[s->at].node, 0);
        else if (s->fields[rules->keys[i]])
            field_run(run, s, on, &rules->rows[i]);
    }
}

/* ---- Messages ------------------------------------------------------------- */

/* What the rules of a segment see; fields has room for MOST_FIELDS. */
static void segment_scope(struct run *run, uint32_t segment,
                          const struct hilum_node **fields, struct scope *s)
{
    const struct hilum_node *node = run->message.segments[segment].node;

    memset(fields, 0, MOST_FIELDS * sizeof *fields);
    hilum_each(child, node) if (child->name < MOST_FIELDS && !fields[child->name])
        fields[child->name] = child;
    *s                      = (struct scope){ .message = &run->message,
                                              .at      = segment,
                                              .ordinal = run->message.segments[segment].ordinal,
                                              .fields  = fields };
}

static void link_make(struct run *run, const struct link *link, uint32_t ordinal)
{
    struct resource *from = run->variables[link->from], *to = run->variables[link->to];
    struct place     root = { .resource = from };
    struct place     p    = { .up = &root, .path = &link->path, .ordinal = ordinal };
    struct out      *o;

    if (!from || !to || !from->root.first || !to->root.first)
        return;
    /* The number of the resource makes it an element of its own, always the same. */
    p.repetition = to->number;
    o            = place_node(&run->tree, &p);
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
        run->tree.patient = *to;
    root = (struct place){ .resource = *to };
    segment_run(run, s, &root, m->rules);
    for (uint32_t i = 0; i < m->count; i++)
        link_make(run, &m->links[i], s->ordinal);
}

/* What follows speaks of another patient, or of none. */
static void variable_reset(struct run *run, uint32_t variable)
{
    if (run->variables[variable] && run->variables[variable] == run->tree.patient)
        run->tree.patient = NULL;
    run->variables[variable] = NULL;
}

/* Variables whose group begins anew, or that are made once per segment. */
static void variables_reset(struct run *run, uint32_t restarts, uint32_t position)
{
    const struct structure *s = run->structure;

    for (uint32_t i = 0; i < s->variable_count; i++) {
        const struct variable *v = &s->variables[i];

        if (!v->filled)
            continue;
        if (v->position == position ||
            (restarts && structure_inside(s, v->group, restarts)))
            variable_reset(run, i);
    }
}

/* Gives each segment its position, its groups' repetitions and its number. */
static void segments_place(struct run *run)
{
    const struct structure *s               = run->structure;
    uint16_t                at[MOST_GROUPS] = { 0 };
    uint32_t                before          = NO_POSITION;

    for (uint32_t i = 0; i < run->message.count; i++) {
        struct segment *segment = &run->message.segments[i];
        uint32_t        restarts, position, group;

        for (uint32_t k = i; k-- > 0;)
            if (run->message.segments[k].node->name == segment->node->name) {
                segment->ordinal = run->message.segments[k].ordinal + 1;
                break;
            }
        position          = structure_next(s, before, segment->node->name, &restarts);
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
        structure_next(run->structure, before, run->message.segments[i].node->name,
                       &restarts);
        variables_reset(run, restarts, position);
        before            = position;
        run->tree.segment = i;
        p                 = &run->structure->positions[position];
        if (!p->count)
            continue;
        segment_scope(run, i, fields, &s);
        for (uint32_t k = 0; k < p->count; k++)
            mapping_run(run, &s, &p->mappings[k]);
    }
    siblings_settle(run);
    return !run->tree.failed;
}
