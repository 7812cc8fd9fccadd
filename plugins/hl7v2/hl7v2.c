/* hl7v2.c -- the plugin: HL7 v2 messages in ER7, the syntax with the bars. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <hilum/plugin.h>

#include "describe.h"
#include "er7_answer.h"
#include "er7_decode.h"
#include "er7_encode.h"

#include <stdio.h>
#include <sys/random.h>

struct er7 {
    struct dictionary dictionary;
    uint32_t          instance; /* drawn by lot: control ids of two never meet */
    int64_t           answered; /* counts on from the time of opening */
};

static enum hilum_verdict er7_open(void *state, struct hilum_call *call)
{
    struct er7 *e = state;

    e->answered = hilum_now(call);
    if (getrandom(&e->instance, sizeof e->instance, 0) != (ssize_t)sizeof e->instance)
        return hilum_blame(call, HILUM_FAIL, "", "the system gives no random number");
    if (hilum_name_add(call, ER7_MESSAGE.ptr, ER7_MESSAGE.len) == 0)
        return hilum_blame(call, HILUM_FAIL, "", "the name `message` cannot be used");
    return dictionary_open(&e->dictionary, call);
}

static void er7_close(void *state)
{
    struct er7 *e = state;

    dictionary_close(&e->dictionary);
}

static enum hilum_verdict decode(void *state, struct hilum_call *call,
                                 struct hilum_view bytes, struct hilum_builder *b)
{
    struct er7 *e = state;

    return er7_decode(&e->dictionary, call, bytes, b);
}

static enum hilum_verdict encode(void *state, struct hilum_call *call,
                                 struct hilum_doc doc, const struct hilum_node *node,
                                 struct hilum_buffer *out)
{
    (void)state;
    return er7_encode(call, doc, node, out);
}

/* MSH-10 has 20 characters in most versions. */
static enum hilum_verdict answer(void *state, struct hilum_call *call,
                                 const struct hilum_outcome *outcome,
                                 struct hilum_buffer        *out)
{
    struct er7 *e = state;
    char        id[24];

    snprintf(id, sizeof id, "%08X%012llX", (unsigned)e->instance,
             (unsigned long long)++e->answered & 0xffffffffffffull);
    return er7_answer(call, outcome, hilum_view(id), out);
}

static struct hilum_view describe(void *state, struct hilum_call *call,
                                  struct hilum_doc doc, const struct hilum_node *node)
{
    struct er7 *e = state;

    return describe_node(&e->dictionary, call, doc, node);
}

static const struct hilum_part er7 = HILUM_PART(
        .name = "er7",
        .summary =
            "HL7 v2 messages in ER7, from 2.1 to 2.8.2, and their acknowledgements.",
        .accepts = "hl7v2/er7", .produces = "hl7v2", .state = sizeof(struct er7),
        .open = er7_open, .close = er7_close, .decode = decode, .encode = encode,
        .answer = answer, .describe = describe, .control_id = "MSH-10",
        .type = "MSH-9.1 & '^' & MSH-9.2", .patient = "PID-3.1", );

HILUM_PLUGIN(.name = "hl7v2", .version = "0.1", .parts = HILUM_PARTS(&er7));
