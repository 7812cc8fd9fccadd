/* check.c -- checks an expression against the types of a model. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program is run on types instead of values: where the machine has a list, the
 * check has its shape, which is the set of types that its items can be of.  What it
 * cannot tell is a shape of anything, of which nothing is complained about.
 */
#include "expr/functions.h"
#include "expr/shape.h"

enum {
    MOST_WALKED = 65536, /* instructions: repeats within repeats are many */
    MOST_ROUNDS = 4,     /* of repeat() */
};

static bool walk(struct checker *c, uint32_t at, const struct shape *this);

/* ---- Functions and operators ---------------------------------------------------- */

/* Walks a body on the items of a shape; its shape is taken off the stack. */
static bool walk_body(struct checker *c, const struct shape  *body,
                      const struct shape *this, struct shape *out)
{
    const struct op *op = c->op;

    if (!walk(c, body->body, this))
        return false;
    *out  = c->stack[--c->lists];
    c->op = op;
    return true;
}

/* The results of a body are its items as well.  Elements that only some of them have
 * are no mistake. */
static bool repeat(struct checker *c, const struct shape *body, const struct shape *in,
                   struct shape *out)
{
    struct shape items = *in, more;
    bool         good  = true;

    *out = shape_nothing;
    c->quiet++;
    for (int i = 0; good && i < MOST_ROUNDS; i++) {
        good = walk_body(c, body, &items, &more);
        shape_add_all(out, &more);
        shape_add_all(&items, &more);
    }
    c->quiet--;
    if (!good || out->any || out->count)
        return good;
    return walk_body(c, body, in, &more); /* what gives nothing is looked at closely */
}

/* Walks the bodies that the result does not depend on, for their own mistakes. */
static bool walk_bodies(struct checker *c, const struct shape *args, uint32_t count,
                        const struct shape *in)
{
    struct shape ignored;

    for (uint32_t i = 0; i < count; i++)
        if (args[i].body && !walk_body(c, &args[i], in, &ignored))
            return false;
    return true;
}

static const char *system_given(enum gives gives)
{
    static const char *const names[] = {
        [GIVES_BOOLEAN] = "Boolean", [GIVES_INTEGER] = "Integer",
        [GIVES_DECIMAL] = "Decimal", [GIVES_STRING] = "String",
        [GIVES_DATE] = "Date",       [GIVES_DATETIME] = "DateTime",
        [GIVES_TIME] = "Time",       [GIVES_QUANTITY] = "Quantity",
    };

    return gives >= GIVES_BOOLEAN ? names[gives] : NULL;
}

/* What an operator or function gives, from the shapes of its input and arguments. */
static bool given(struct checker *c, enum gives gives, const struct shape *in,
                  const struct shape *args, uint32_t count, struct shape *out)
{
    *out = shape_nothing;
    switch (gives) {
    case GIVES_INPUT:
        *out = *in;
        return true;
    case GIVES_BOTH:
        *out = *in;
        shape_add_all(out, &args[0]);
        return true;
    case GIVES_ARGUMENT:
        for (uint32_t i = 0; i < count; i++)
            shape_add_all(out, &args[i]);
        return true;
    case GIVES_BODY:
        return walk_body(c, &args[0], in, out);
    case GIVES_REPEAT:
        return repeat(c, &args[0], in, out);
    case GIVES_BRANCHES: {
        struct shape branch;

        for (uint32_t i = 1; i < count; i++) {
            if (!walk_body(c, &args[i], in, &branch))
                return false;
            shape_add_all(out, &branch);
        }
        return true;
    }
    case GIVES_TYPE:
        *out = args[0];
        return true;
    case GIVES_EXTENSION:
        shape_add(out, model_find(c->model, HILUM_NAME("Extension"), false));
        return true;
    case GIVES_UNORDERED:
    case GIVES_ANY:
        *out           = shape_anything;
        out->unordered = gives == GIVES_UNORDERED;
        return true;
    default:
        shape_add_system(c, out, system_given(gives));
        return true;
    }
}

/* Replaces the topmost shapes by what comes of them. */
static bool finish(struct checker *c, uint32_t count, const struct shape *out)
{
    c->lists -= count + 1;
    c->stack[c->lists]      = *out;
    c->stack[c->lists].body = 0;
    c->lists++;
    return true;
}

static bool call(struct checker *c, const struct function *f, uint32_t count)
{
    const struct shape *args = &c->stack[c->lists - count];
    const struct shape *in   = args - 1;
    bool                own  = f->gives == GIVES_BODY || f->gives == GIVES_REPEAT;
    struct shape        out;

    if (!shape_suits(c, f, in))
        return false;
    if (!own && !walk_bodies(c, args, count, in))
        return false;
    return given(c, (enum gives)f->gives, in, args, count, &out) &&
           finish(c, count, &out);
}

static bool operate(struct checker *c, const struct operation *o)
{
    const struct shape *right = &c->stack[c->lists - 1];
    struct shape        out;

    return given(c, (enum gives)o->gives, right - 1, right, 1, &out) &&
           finish(c, 1, &out);
}

/* ---- The walk ------------------------------------------------------------------- */

static bool push_constant(struct checker *c, const struct expr_item *item)
{
    static const char *const names[] = {
        [EXPR_BOOLEAN] = "Boolean", [EXPR_INTEGER] = "Integer",
        [EXPR_DECIMAL] = "Decimal", [EXPR_STRING] = "String",
        [EXPR_DATE] = "Date",       [EXPR_DATETIME] = "DateTime",
        [EXPR_TIME] = "Time",       [EXPR_QUANTITY] = "Quantity",
    };
    struct shape s = shape_nothing;

    if (item->kind != EXPR_TYPE) {
        shape_add_system(c, &s, names[item->kind]);
        return shape_push(c, &s);
    }
    return shape_named(c, item, &s) && shape_push(c, &s);
}

/* Is a name that of a type with elements, and not of an element or a primitive? */
static bool names_type(const struct checker *c, uint16_t type)
{
    return type != MODEL_NO_TYPE && (c->model->types[type].kind == MODEL_ABSTRACT ||
                                     c->model->types[type].kind == MODEL_COMPLEX ||
                                     c->model->types[type].kind == MODEL_RESOURCE);
}

/* A name that begins a path: the type of what it begins at, or an element of it.  Of an
 * alternative for another type there is nothing here. */
static bool begin(struct checker *c, const struct shape *this, uint32_t name)
{
    uint16_t     type = model_find(c->model, name, false);
    struct shape to   = shape_nothing;

    if (this->any)
        return shape_push(c, &shape_anything);
    if (!names_type(c, type))
        return shape_member(c, this, name, &to) && shape_push(c, &to);
    for (uint32_t i = 0; i < this->count; i++)
        if (model_is(c->model, this->types[i], type))
            shape_add(&to, this->types[i]);
        else if (model_is(c->model, type, this->types[i]))
            shape_add(&to, type);
    if (to.count == 0 && this->count && !c->union_of)
        return shape_complain(c, "what is looked at is a %s", shape_name(c, this));
    return shape_push(c, &to);
}

/* One instruction that pushes a shape of its own. */
static bool push_simple(struct checker *c, const struct op *op, const struct shape *this)
{
    struct shape s = shape_nothing;

    switch ((enum opcode)op->code) {
    case OP_THIS:
        return shape_push(c, this);
    case OP_CONTEXT:
        return shape_push(c, c->start);
    case OP_RESOURCE:
        return shape_push(c, c->start->count == 1 &&
                                     c->model->types[c->start->types[0]].kind ==
                                         MODEL_RESOURCE
                                 ? c->start
                                 : &shape_anything);
    case OP_INDEX:
        shape_add_system(c, &s, "Integer");
        return shape_push(c, &s);
    case OP_EMPTY:
        return shape_push(c, &s);
    case OP_CONSTANT:
        return push_constant(c, &c->e->constants[op->a]);
    case OP_BEGIN:
        return begin(c, this, op->a);
    default:
        return shape_push(c, &shape_anything); /* OP_TOTAL, OP_ROOT, OP_NAMED, OP_PATH */
    }
}

static bool step(struct checker *c, uint32_t name)
{
    struct shape to;

    if (!shape_member(c, &c->stack[c->lists - 1], name, &to))
        return false;
    c->stack[c->lists - 1] = to;
    return true;
}

/* Walks from an instruction to the OP_END; one more shape is on the stack then. */
static bool walk(struct checker *c, uint32_t at, const struct shape *this)
{
    for (const struct op *op = &c->e->ops[at]; op->code != OP_END; op++) {
        bool good = true;

        c->op = op;
        if (++c->walked > MOST_WALKED)
            return shape_complain(c, "the expression is too large to be checked");
        switch ((enum opcode)op->code) {
        case OP_STEP:
            good = step(c, op->a);
            break;
        case OP_OPERATOR:
            good = operate(c, &expr_operators[op->a]);
            break;
        case OP_CALL:
            good = call(c, &expr_functions[op->a], op->count);
            break;
        case OP_BODY:
            good =
                shape_push(c, &(struct shape){ .body = (uint32_t)(op - c->e->ops) + 1 });
            op = &c->e->ops[op->a] - 1;
            break;
        case OP_AND:
        case OP_OR:
        case OP_IMPLIES:
        case OP_NEGATE:
        case OP_FORGET:
        case OP_DESCENDING:
            break;
        default:
            good = push_simple(c, op, this);
            break;
        }
        if (!good)
            return false;
    }
    return true;
}

/* Search parameters name the elements of several types, each as an alternative. */
static bool has_union(const struct expr *e)
{
    for (uint32_t i = 0; i < e->count; i++)
        if ((e->ops[i].code == OP_OPERATOR &&
             expr_operators[e->ops[i].a].run == run_union) ||
            (e->ops[i].code == OP_CALL &&
             expr_functions[e->ops[i].a].gives == GIVES_BOTH))
            return true;
    return false;
}

bool expr_check(struct arena *arena, const struct expr *e, const struct expr_model *model,
                struct hilum_view type, struct problem *problem)
{
    struct checker c = {
        .arena = arena, .problem = problem, .e = e, .model = model, .op = e->ops
    };
    struct shape start = shape_nothing;

    shape_add(&start, model_find(model, hilum_name(type.ptr, type.len), false));
    if (start.any)
        return shape_complain(&c, "the model has no type '%.*s'", (int)type.len,
                              type.ptr);
    c.start    = &start;
    c.union_of = has_union(e);
    c.stack    = arena_alloc(arena, MOST_LISTS * sizeof *c.stack);
    if (!c.stack)
        return shape_complain(&c, "out of memory");
    return walk(&c, 0, &start);
}
