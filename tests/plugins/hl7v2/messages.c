/* messages.c -- decodes, encodes and answers whole files of messages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "edited.h"

#include <stdio.h>
#include <stdlib.h>

/* Two documents that say the same, wherever it stood. */
static bool alike(struct hilum_doc a, struct hilum_doc b)
{
    const struct hilum_node *x = hilum_root(a), *y = hilum_root(b);

    if (x->span != y->span)
        return false;
    for (uint32_t i = 0; i < x->span; i++) {
        if (x[i].name != y[i].name || x[i].type != y[i].type || x[i].span != y[i].span ||
            (x[i].flags & HILUM_NODE_NULL) != (y[i].flags & HILUM_NODE_NULL))
            return false;
        if (hilum_leaf(&x[i]) && !hilum_same(hilum_text(a, &x[i]), hilum_text(b, &y[i])))
            return false;
    }
    return true;
}

static const char *encode(struct harness *h)
{
    static char fault[512];

    h->out.len = 0;
    if (h->part->encode(h->state, &h->call, h->doc, hilum_root(h->doc), &h->out) ==
        HILUM_OK)
        return NULL;
    snprintf(fault, sizeof fault, "writing, %s: %s", h->where, h->why);
    return fault;
}

/* It is written byte for byte.  Put together from its parts it says the same when it is
 * read, and is put together so again. */
static const char *check(struct harness *h, struct harness *second,
                         struct hilum_view bytes)
{
    static char       fault[512];
    const char       *why;
    struct hilum_view text;

    if (harness_decode(h, bytes) != HILUM_OK) {
        snprintf(fault, sizeof fault, "%s: %s", h->where, h->why);
        return fault;
    }
    why = encode(h);
    if (why)
        return why;
    if (!hilum_same(hilum_buffer_view(&h->out), bytes))
        return "it is not written byte for byte";
    edited(h, NULL, NULL);
    why = encode(h);
    if (why)
        return why;
    text = hilum_buffer_view(&h->out);
    if (harness_decode(second, text) != HILUM_OK)
        return "what was put together cannot be read";
    if (!alike(h->doc, second->doc))
        return "what was put together says something else";
    edited(second, NULL, NULL);
    why = encode(second);
    if (why || !hilum_same(text, hilum_buffer_view(&second->out)))
        return "it is put together differently the second time";
    return NULL;
}

int main(int argc, char **argv)
{
    struct harness h, second;
    int            failed = 0;

    harness_open(&h);
    harness_open(&second);
    for (int i = 1; i < argc; i++) {
        struct hilum_view bytes = harness_file(argv[i]);
        const char *fault = bytes.ptr ? check(&h, &second, bytes) : "cannot be read";

        if (fault) {
            printf("%s: %s\n", argv[i], fault);
            failed++;
        }
        free((void *)(uintptr_t)bytes.ptr);
    }
    printf("%d messages, %d failed\n", argc - 1, failed);
    harness_close(&h);
    harness_close(&second);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
