/* program.h -- what an expression is compiled to, and the machine that runs it. */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program is a row of instructions for a machine with one stack of lists.
 * Each instruction replaces the lists it consumes by the one it gives.  Operators
 * and functions share one calling convention: below lies the input (the left
 * operand), above it the arguments (the right operand).  An argument that is
 * evaluated once for every item, such as that of where(), is a body: a piece of
 * program that stands in line, is skipped, and is run by the function.
 *
 * To add a function: write it where its kin are, and add a row to the table in
 * functions.c; what it takes and gives there is what check.c knows of it.  To add an
 * operator: the same, in operators.c.
 */
#ifndef CORE_EXPR_PROGRAM_H
#define CORE_EXPR_PROGRAM_H

#include "expr/expr.h"

enum {
    MOST_ARGUMENTS = 8,
    MOST_DEFINED   = 64,        /* variables at once */
    MOST_LISTS     = 512,       /* on the stack at once */
    MOST_STEPS     = 64u << 20, /* items looked at in one evaluation */
};

/* ---- The program ---------------------------------------------------------------- */

enum opcode {
    OP_END,        /* of a body, or of the program */
    OP_THIS,       /* pushes $this */
    OP_INDEX,      /* pushes $index */
    OP_TOTAL,      /* pushes $total */
    OP_CONTEXT,    /* pushes %context */
    OP_RESOURCE,   /* pushes %resource */
    OP_ROOT,       /* pushes %rootResource */
    OP_NAMED,      /* pushes the value of %name; constant a is the name */
    OP_EMPTY,      /* pushes {} */
    OP_CONSTANT,   /* pushes constant a */
    OP_BEGIN,      /* pushes $this if its type is a, else its children named a */
    OP_STEP,       /* list: the children named a */
    OP_PATH,       /* pushes what HL7 path a leads to */
    OP_BODY,       /* pushes the body that follows; the program goes on at a */
    OP_AND,        /* truth: where it is false it stays, and the program goes on at a */
    OP_OR,         /* the same where it is true */
    OP_IMPLIES,    /* where it is false, true is pushed instead */
    OP_FORGET,     /* the last a variables that were defined */
    OP_DESCENDING, /* does nothing: marks a body of sort() at its end */
    OP_NEGATE,     /* list: the number with its sign changed; a is 0 where it stays */
    OP_OPERATOR,   /* list, list: operator a */
    OP_CALL,       /* list, arguments: function a with count arguments */
};

struct op {
    uint8_t  code;
    uint8_t  count;
    uint16_t column; /* where it stands in the text, from 1 */
    uint32_t a;
};

/* An HL7 path.  0: left out, which is every repetition, or the whole. */
struct hl7_path {
    uint32_t segment; /* its name */
    uint32_t segment_repetition;
    uint32_t field;
    uint32_t repetition;
    uint32_t component;
    uint32_t subcomponent;
};

struct expr {
    struct hilum_view          text;
    uint32_t                   count; /* of instructions */
    const struct op           *ops;
    const struct expr_item    *constants;
    const struct hl7_path     *paths;
    const struct regex *const *patterns; /* of string constants: .number, from 1 */
};

struct regex;

/* ---- The machine ---------------------------------------------------------------- */

/* What $this, $index and $total are.  Frames form a chain outwards. */
struct frame {
    struct expr_item this;
    bool                    nothing; /* $this is empty */
    const struct expr_item *many;    /* all of $this, where it is several */
    uint32_t                many_count;
    int64_t                 index; /* below 0: there is none */
    const struct expr_item *total;
    size_t                  total_count;
    const struct frame     *outer;
};

/* One list on the stack: it ends where the next begins.  body is where the body
 * begins; 0: it is a list. */
struct slot {
    uint32_t start;
    uint32_t body;
};

enum { FIRST_ITEMS = 32 };

/* What defineVariable() has defined. */
struct defined {
    struct hilum_view       name;
    const struct expr_item *items;
    uint32_t                count;
};

struct machine {
    const struct expr         *expr;
    const struct expr_context *ctx;
    const struct hilum_node   *resource; /* see machine_resource() */
    const struct hilum_node   *at;       /* %context */
    const struct frame        *frame;
    const struct op           *op; /* the one being run */
    struct expr_item          *items;
    uint32_t                   used, room;
    uint32_t                   lists;
    uint32_t                   steps;
    bool                       flags_lists; /* what may repeat is flagged LIST */
    struct defined            *defined;     /* room for MOST_DEFINED, or NULL */
    uint32_t                   defined_count;
    int64_t                    now; /* 0: nobody has asked yet */
    struct problem            *problem;
    struct slot                slots[MOST_LISTS];
    struct expr_item           first[FIRST_ITEMS]; /* the stack, while it suffices */
};

/* A list on the stack. */
struct list {
    uint32_t start;
    uint32_t count;
    uint32_t body;
};

/* What an operator or function is called with.  It pushes the items of its
 * result; input and arguments lie below them until it returns. */
struct call {
    struct list in;
    struct list args[MOST_ARGUMENTS];
    uint32_t    count; /* of arguments */
};

typedef bool run_function(struct machine *m, const struct call *c);

/* An item of a list; the pointer is good until the next push. */
static inline const struct expr_item *list_item(const struct machine *m, struct list l,
                                                uint32_t nth)
{
    return &m->items[l.start + nth];
}

/* Records the problem, with the place of the instruction, and returns false. */
HILUM_PRINTF(2) bool machine_fail(struct machine *m, const char *fmt, ...);

/* Counts work, so that no expression runs for ever. */
static inline bool machine_spend(struct machine *m, size_t steps)
{
    if (steps > MOST_STEPS - m->steps)
        return machine_fail(m, "the expression looks at more than %u items", MOST_STEPS);
    m->steps += (uint32_t)steps;
    return true;
}

/* Memory that lasts as long as the result. */
void *machine_alloc(struct machine *m, size_t size);

bool machine_grow(struct machine *m);

static inline bool push(struct machine *m, struct expr_item item)
{
    if (m->used == m->room && !machine_grow(m))
        return false;
    m->items[m->used++] = item;
    return true;
}

static inline bool push_boolean(struct machine *m, bool b)
{
    return push(m, (struct expr_item){ .kind = EXPR_BOOLEAN, .number = b });
}

/* Pushes all items of a list again. */
bool push_list(struct machine *m, struct list l);

/* The first of some siblings that has the name, or NULL; counts those looked at. */
static inline const struct hilum_node *list_child(const struct hilum_node *at,
                                                  const struct hilum_node *end,
                                                  uint32_t name, uint32_t *looked)
{
    for (; at < end; ++*looked) {
        if (at->name == name)
            return at;
        at += at->span;
    }
    return NULL;
}

/* Is a node known to be the only one of its name among its siblings? */
static inline bool list_only_one(const struct machine *m, const struct hilum_node *node)
{
    return m->flags_lists && !(node->flags & HILUM_NODE_LIST);
}

/* Pushes items from outside the stack. */
bool push_items(struct machine *m, const struct expr_item *items, size_t count);

/* Pushes what a variable or constant means; it is an error if that is nothing known. */
bool push_named(struct machine *m, const struct expr_item *name);

/* Pushes the children of a node that have the name; 0: all of them. */
bool push_children(struct machine *m, const struct hilum_node *node, uint32_t name);

/* Pushes what an HL7 path leads to. */
bool push_path(struct machine *m, const struct hl7_path *path);

/* Changes the sign of a number. */
run_function run_negate;

/* Runs a body and gives its result, which lies on the stack until machine_drop().
 * Items pushed before belong below it. */
bool machine_body(struct machine *m, uint32_t body, const struct frame *frame,
                  struct list *out);
void machine_drop(struct machine *m);

/* Defines a variable until the end of the path, or of the body. */
bool machine_define(struct machine *m, struct hilum_view name,
                    const struct expr_item *items, uint32_t count);

/* The frame for the nth of some items. */
struct frame frame_for(const struct machine *m, const struct expr_item *this,
                       int64_t               index);

/* ---- Reading lists as single values --------------------------------------------- */

enum truth { NO, YES, UNKNOWN };

/* False: an error (several items).  What is no boolean counts as true. */
bool list_truth(struct machine *m, struct list l, enum truth *out);

/* False: it is what is left of a primitive that has extensions but no value. */
bool list_has_value(const struct expr_item *item);

/* The one item of a list as a value; *out is NULL where it is empty.  False: an
 * error, several items. */
bool list_value(struct machine *m, struct list l, struct expr_item *room,
                const struct expr_item **out);

/* The same, of a certain kind; a value of another kind is an error, and then
 * *empty is false. */
bool list_string(struct machine *m, struct list l, struct hilum_view *out, bool *empty);
bool list_integer(struct machine *m, struct list l, int64_t *out, bool *empty);

/* ---- The tables ----------------------------------------------------------------- */

struct operation {
    const char   *text;
    int           rank;  /* the higher, the closer it binds */
    uint8_t       code;  /* OP_AND, OP_OR, OP_IMPLIES: may be decided by the left side */
    bool          type;  /* its right side is a type */
    uint8_t       gives; /* enum gives; any: what numbers give */
    run_function *run;
};

/* What the first argument is, where it is more than a value. */
enum argument {
    ARGUMENT_VALUE,
    ARGUMENT_TYPE,    /* the name of a type */
    ARGUMENT_PATTERN, /* a regular expression */
    ARGUMENT_ORDER,   /* what is sorted by, and in which direction */
    ARGUMENT_NAME,    /* of the variable that is defined */
};

/* What the input must be, as far as it can be told without evaluating. */
enum takes {
    TAKES_ANY,
    TAKES_STRING,
    TAKES_NUMBER,
    TAKES_MOMENT,
    TAKES_MEASURE,
    TAKES_ORDERED, /* anything that is in an order */
};

/* What the result is. */
enum gives {
    GIVES_ANY,
    GIVES_UNORDERED, /* anything, in no order that the standard defines */
    GIVES_INPUT,     /* items of the input */
    GIVES_BOTH,      /* items of the input and of the argument */
    GIVES_ARGUMENT,  /* items of the arguments */
    GIVES_BODY,      /* what the first body gives */
    GIVES_REPEAT,    /* the same, of its own results too */
    GIVES_BRANCHES,  /* what the second body gives, or the third */
    GIVES_TYPE,      /* the type that the argument is */
    GIVES_EXTENSION,
    GIVES_BOOLEAN,
    GIVES_INTEGER,
    GIVES_DECIMAL,
    GIVES_STRING,
    GIVES_DATE,
    GIVES_DATETIME,
    GIVES_TIME,
    GIVES_QUANTITY,
};

struct function {
    const char   *name;
    uint8_t       least, most; /* arguments */
    uint8_t       bodies;      /* bit n: argument n is a body */
    uint8_t       first;       /* enum argument */
    uint8_t       takes;       /* enum takes */
    uint8_t       gives;       /* enum gives */
    run_function *run;
};

extern const struct operation expr_operators[]; /* ends with text NULL */
extern const struct function  expr_functions[]; /* ends with name NULL */

/* %resource: what the context says, else the resource that %context is in. */
const struct hilum_node *machine_resource(struct machine *m);

#endif
