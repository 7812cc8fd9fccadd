/* machine.c -- runs the program of an expression. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/program.h"

#include "base/limits.h"
#include "expr/types.h"
#include "expr/value.h"

/* ---- Problems and memory -------------------------------------------------------- */

bool machine_fail(struct machine *m, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    *m->problem = (struct problem){ .line   = 1,
                                    .column = m->op->column,
                                    .what   = arena_vprintf(m->ctx->arena, fmt, ap) };
    va_end(ap);
    if (!m->problem->what)
        m->problem->what = "out of memory";
    return false;
}

void *machine_alloc(struct machine *m, size_t size)
{
    void *at = arena_alloc(m->ctx->arena, size);

    if (!at)
        machine_fail(m, "out of memory");
    return at;
}

bool machine_grow(struct machine *m)
{
    struct expr_item *items;

    if (m->room >= LIMIT_EXPR_ITEMS)
        return machine_fail(m, "the expression gives more than %u items",
                            LIMIT_EXPR_ITEMS);
    items = machine_alloc(m, m->room * 4 * sizeof *items);
    if (!items)
        return false;
    memcpy(items, m->items, m->used * sizeof *items);
    m->items = items;
    m->room *= 4;
    return true;
}

/* ---- Lists ---------------------------------------------------------------------- */

static bool open_list(struct machine *m, uint32_t body)
{
    if (m->lists == MOST_LISTS)
        return machine_fail(m, "the expression is nested too deep");
    m->slots[m->lists++] = (struct slot){ m->used, body };
    return true;
}

/* The nth list from the top; 0 is the topmost. */
static inline struct list list_at(const struct machine *m, uint32_t nth)
{
    uint32_t           at    = m->lists - 1 - nth;
    const struct slot *slots = m->slots;
    uint32_t           end   = nth ? slots[at + 1].start : m->used;

    return (struct list){ slots[at].start, end - slots[at].start, slots[at].body };
}

/* Replaces the topmost lists by the items pushed since `mark`. */
static inline void close_lists(struct machine *m, uint32_t lists, uint32_t mark)
{
    uint32_t start = m->slots[m->lists - lists].start;
    uint32_t count = m->used - mark;

    if (count < 8)
        for (uint32_t i = 0; i < count; i++)
            m->items[start + i] = m->items[mark + i];
    else if (start != mark)
        memmove(&m->items[start], &m->items[mark], count * sizeof *m->items);
    m->used = start + count;
    m->lists -= lists - 1;
}

struct frame frame_for(const struct machine *m, const struct expr_item *this,
                       int64_t               index)
{
    return (struct frame){
        .this        = *this,
        .index       = index,
        .total       = m->frame->total,
        .total_count = m->frame->total_count,
        .outer       = m->frame,
    };
}

/* ---- Instructions --------------------------------------------------------------- */

static bool run(struct machine *m, uint32_t at);

bool machine_body(struct machine *m, uint32_t body, const struct frame *frame,
                  struct list *out)
{
    const struct frame *outer = m->frame;
    const struct op    *op    = m->op;
    uint32_t            known = m->defined_count;
    bool                good;

    m->frame         = frame;
    good             = machine_spend(m, 1) && run(m, body);
    m->frame         = outer;
    m->defined_count = known;
    if (!good)
        return false;
    m->op = op;
    *out  = list_at(m, 0);
    return true;
}

void machine_drop(struct machine *m)
{
    m->used = m->slots[--m->lists].start;
}

static bool begin_at(struct machine *m, struct expr_item this, uint32_t name)
{
    const struct expr_item type = { .kind = EXPR_TYPE, .number = name };
    uint32_t               mark = m->used;

    if (this.kind == EXPR_NODE) {
        if (this.node->type == name)
            return push(m, this);
        if (!hilum_leaf(this.node) && !push_children(m, this.node, name))
            return false;
        if (m->used == mark && type_is(m->ctx, &this, &type))
            return push(m, this);
    }
    return true;
}

static bool begin(struct machine *m, uint32_t name)
{
    const struct frame *f = m->frame;

    if (!f->many)
        return f->nothing || begin_at(m, f->this, name);
    for (uint32_t i = 0; i < f->many_count; i++)
        if (!begin_at(m, f->many[i], name))
            return false;
    return true;
}

/* Does a name mean the one node that $this is, by its type? */
static bool begins_at_type(const struct machine *m, uint32_t name)
{
    const struct frame *f = m->frame;

    return !f->many && !f->nothing && f->this.kind == EXPR_NODE &&
           f->this.node->type == name;
}

/* Pushes what a path from one node leads to, step by step as long as there is but one
 * node; gives the last instruction that has been done. */
static bool begin_path(struct machine *m, const struct op **op)
{
    const struct hilum_node *at     = m->frame->this.node, *child;
    uint32_t                 looked = 4;

    for (; (*op)[1].code == OP_STEP; ++*op) {
        child = list_child(at + 1, at + at->span, (*op)[1].a, &looked);
        if (child && !list_only_one(m, child)) {
            const struct hilum_node *end = at + at->span;

            for (; child;
                 child = list_child(child + child->span, end, child->name, &looked))
                if (!push(m, item_node(child)))
                    return false;
            ++*op;
            return machine_spend(m, looked / 4);
        }
        at = child;
        if (!at) {
            while ((*op)[1].code == OP_STEP)
                ++*op; /* of nothing there is nothing */
            return machine_spend(m, looked / 4);
        }
    }
    return machine_spend(m, looked / 4) && push(m, item_node(at));
}

/* Members of a quantity that is no node. */
static bool quantity_member(struct machine *m, struct expr_item q, uint32_t name)
{
    if (name == HILUM_NAME("unit"))
        return push(m, item_string(item_view(&q)));
    q.kind = EXPR_DECIMAL;
    q.zone = 0;
    return name != HILUM_NAME("value") || push(m, q);
}

/* Members of the type that type() gives. */
static bool type_member(struct machine *m, const struct expr_item *type, uint32_t name)
{
    if (name == HILUM_NAME("name"))
        return push(m, item_string(item_view(type)));
    if (name == HILUM_NAME("namespace"))
        return push(m, item_string(type->scale == EXPR_OF_SYSTEM ? HILUM_VIEW("System")
                                                                 : HILUM_VIEW("FHIR")));
    return true;
}

static bool step(struct machine *m, uint32_t name)
{
    struct list l    = list_at(m, 0);
    uint32_t    mark = m->used;

    for (uint32_t i = 0; i < l.count; i++) {
        struct expr_item item = m->items[l.start + i];
        bool             good = true;

        if (item.kind == EXPR_NODE)
            good = push_children(m, item.node, name);
        else if (item.kind == EXPR_TYPE)
            good = type_member(m, &item, name);
        else if (item.kind == EXPR_QUANTITY)
            good = quantity_member(m, item, name);
        if (!good)
            return false;
    }
    close_lists(m, 1, mark);
    return true;
}

/* A Bundle's entries and what is contained are resources of their own.  Nodes lie in
 * pre-order, so that the resource a node is in stands before it. */
const struct hilum_node *machine_resource(struct machine *m)
{
    const struct hilum_node *root = hilum_root(m->ctx->doc), *n = m->at;

    for (; !m->resource && n && n > root; n--)
        if ((n->name == HILUM_NAME("resource") || n->name == HILUM_NAME("contained") ||
             n->name == HILUM_NAME("outcome")) &&
            n + n->span > m->at)
            m->resource = n;
    if (!m->resource)
        m->resource = root;
    return m->resource;
}

/* Pushes a list of what one of the simple instructions gives. */
static bool push_simple(struct machine *m, const struct op *op)
{
    const struct frame *f = m->frame;

    if (!open_list(m, 0))
        return false;
    switch ((enum opcode)op->code) {
    case OP_THIS:
        if (f->many)
            return push_items(m, f->many, f->many_count);
        return f->nothing || push(m, f->this);
    case OP_INDEX:
        return f->index < 0 || push(m, item_integer(f->index));
    case OP_CONTEXT:
        return !m->at || push(m, item_node(m->at));
    case OP_RESOURCE:
        return !machine_resource(m) || push(m, item_node(machine_resource(m)));
    case OP_ROOT:
        return !m->ctx->doc.block || push(m, item_node(hilum_root(m->ctx->doc)));
    case OP_NAMED:
        return push_named(m, &m->expr->constants[op->a]);
    case OP_CONSTANT:
        return push(m, m->expr->constants[op->a]);
    case OP_PATH:
        return push_path(m, &m->expr->paths[op->a]);
    case OP_TOTAL:
        return push_items(m, f->total, f->total_count);
    default:
        return true; /* OP_EMPTY */
    }
}

/* Calls with the topmost lists: the input, and count arguments. */
static bool call(struct machine *m, run_function *function, uint32_t count)
{
    struct call c;
    uint32_t    mark = m->used;

    c.count = count;
    c.in    = list_at(m, count);
    for (uint32_t i = 0; i < count; i++)
        c.args[i] = list_at(m, count - 1 - i);
    if (!function(m, &c))
        return false;
    close_lists(m, count + 1, mark);
    return true;
}

/* Is the outcome known from the left side?  Then it is on the stack. */
static bool decided(struct machine *m, enum opcode code, bool *out)
{
    enum truth left;

    if (!list_truth(m, list_at(m, 0), &left))
        return false;
    *out = left == (code == OP_OR ? YES : NO);
    if (*out) {
        machine_drop(m);
        return open_list(m, 0) && push_boolean(m, code != OP_AND);
    }
    return true;
}

/* Runs from an instruction to the OP_END; one more list is on the stack then. */
static bool run(struct machine *m, uint32_t at)
{
    for (const struct op *op = &m->expr->ops[at];; op++) {
        bool good, done = false;

        m->op = op;
        switch ((enum opcode)op->code) {
        case OP_END:
            return true;
        case OP_BEGIN:
            good = open_list(m, 0) &&
                   (begins_at_type(m, op->a) ? begin_path(m, &op) : begin(m, op->a));
            break;
        case OP_STEP:
            good = step(m, op->a);
            break;
        case OP_OPERATOR:
            good = call(m, expr_operators[op->a].run, 1);
            break;
        case OP_CALL:
            good = call(m, expr_functions[op->a].run, op->count);
            break;
        case OP_NEGATE:
            good = op->a ? call(m, run_negate, 0) : true;
            break;
        case OP_FORGET:
            m->defined_count -= op->a;
            good = true;
            break;
        case OP_DESCENDING:
            good = true;
            break;
        case OP_BODY:
            good = open_list(m, (uint32_t)(op - m->expr->ops) + 1);
            op   = &m->expr->ops[op->a] - 1;
            break;
        case OP_AND:
        case OP_OR:
        case OP_IMPLIES:
            good = decided(m, (enum opcode)op->code, &done);
            if (done)
                op = &m->expr->ops[op->a] - 1;
            break;
        default:
            good = push_simple(m, op);
            break;
        }
        if (!good)
            return false;
    }
}

/* ---- Entrances ------------------------------------------------------------------ */

static bool start(struct machine *m, const struct expr *e, const struct expr_context *ctx,
                  const struct hilum_node *at, struct problem *problem)
{
    struct frame frame = { .nothing = at == NULL, .index = -1 };

    if (at)
        frame.this = item_node(at);
    m->expr          = e;
    m->ctx           = ctx;
    m->resource      = ctx->resource;
    m->at            = at;
    m->frame         = &frame;
    m->items         = m->first;
    m->used          = 0;
    m->room          = FIRST_ITEMS;
    m->lists         = 0;
    m->steps         = 0;
    m->now           = 0;
    m->flags_lists   = ctx->doc.block && ctx->doc.block->model == HILUM_NAME("fhir");
    m->defined       = NULL;
    m->defined_count = 0;
    m->problem       = problem;
    return run(m, 0);
}

bool expr_eval(const struct expr *e, const struct expr_context *ctx,
               const struct hilum_node *at, struct expr_result *out,
               struct problem *problem)
{
    struct machine m;

    *out = (struct expr_result){ NULL, 0 };
    if (!start(&m, e, ctx, at, problem))
        return false;
    out->items = m.items;
    out->count = m.used;
    if (m.used && m.items == m.first) {
        struct expr_item *items = machine_alloc(&m, m.used * sizeof *items);

        if (!items)
            return false;
        memcpy(items, m.items, m.used * sizeof *items);
        out->items = items;
    }
    return true;
}

enum expr_truth expr_holds(const struct expr *e, const struct expr_context *ctx,
                           const struct hilum_node *at, struct problem *problem)
{
    struct machine m;
    enum truth     truth;

    if (!start(&m, e, ctx, at, problem) || !list_truth(&m, list_at(&m, 0), &truth))
        return EXPR_ERROR;
    return truth == YES ? EXPR_TRUE : EXPR_FALSE;
}
