/* regex_emit.c -- gives the instructions of a regular expression. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/regex_compiler.h"

bool regex_fail(struct regex_compiler *c, size_t at, const char *what)
{
    *c->problem = (struct problem){ .line = 1, .column = at + 1, .what = what };
    return false;
}

bool regex_too_large(struct regex_compiler *c)
{
    return regex_fail(c, 0, "this pattern is too large");
}

bool regex_emit(struct regex_compiler *c, enum regex_code code, uint32_t a, uint32_t b)
{
    if (c->count == REGEX_MOST_OPS)
        return regex_too_large(c);
    c->ops[c->count++] = (struct regex_op){ code, a, b };
    return true;
}

/* Appends instructions that stood at `from` once more. */
static bool emit_copy(struct regex_compiler *c, const struct regex_op *ops,
                      uint32_t count, uint32_t from)
{
    uint32_t moved = c->count - from;

    for (uint32_t i = 0; i < count; i++) {
        struct regex_op op = ops[i];

        if (op.code == REGEX_JUMP || op.code == REGEX_SPLIT)
            op.a += moved;
        if (op.code == REGEX_SPLIT)
            op.b += moved;
        if (!regex_emit(c, (enum regex_code)op.code, op.a, op.b))
            return false;
    }
    return true;
}

/* A place where two ways part: on, or elsewhere.  lazy: rather elsewhere. */
static bool emit_split(struct regex_compiler *c, uint32_t on, uint32_t elsewhere,
                       bool lazy)
{
    return regex_emit(c, REGEX_SPLIT, lazy ? elsewhere : on, lazy ? on : elsewhere);
}

bool regex_repeat(struct regex_compiler *c, uint32_t from, uint32_t least, uint32_t most,
                  bool lazy)
{
    uint32_t         count = c->count - from, last = from;
    struct regex_op *once = arena_alloc(c->arena, (count + 1) * sizeof *once);

    if (!once)
        return regex_too_large(c);
    memcpy(once, c->ops + from, count * sizeof *once);
    c->count = from;
    for (uint32_t i = 0; i < least; i++) {
        last = c->count;
        if (!emit_copy(c, once, count, from))
            return false;
    }
    if (most == REGEX_NO_END && least > 0)
        return emit_split(c, last, c->count + 1, lazy);
    if (most == REGEX_NO_END) {
        last = c->count;
        return emit_split(c, last + 1, last + count + 2, lazy) &&
               emit_copy(c, once, count, from) && regex_emit(c, REGEX_JUMP, last, 0);
    }
    /* Each further one may be left out, with all behind it. */
    last = c->count + (most - least) * (count + 1);
    for (uint32_t i = least; i < most; i++)
        if (!emit_split(c, c->count + 1, last, lazy) || !emit_copy(c, once, count, from))
            return false;
    return true;
}

bool regex_insert(struct regex_compiler *c, uint32_t at)
{
    if (!regex_emit(c, REGEX_MATCH, 0, 0))
        return false;
    memmove(c->ops + at + 1, c->ops + at, (c->count - 1 - at) * sizeof *c->ops);
    for (uint32_t i = at + 1; i < c->count; i++) {
        if (c->ops[i].code == REGEX_JUMP || c->ops[i].code == REGEX_SPLIT)
            c->ops[i].a += c->ops[i].a >= at;
        if (c->ops[i].code == REGEX_SPLIT)
            c->ops[i].b += c->ops[i].b >= at;
    }
    return true;
}
