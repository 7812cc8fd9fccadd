/* hl7v2.c -- the plugin: HL7 v2 messages in ER7, the syntax with the bars. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <hilum/plugin.h>

#include "answer_batch.h"
#include "describe.h"
#include "er7_answer.h"
#include "er7_decode.h"
#include "er7_message.h"
#include "er7_split.h"
#include "groups.h"
#include "validate_part.h"
#include "xml_codec.h"

struct er7 {
    struct dictionary       dictionary;
    struct structures      *structures;
    struct profiles         profiles; /* for the names of a site's segments */
    const char             *profile;
    struct er7_feed         feed;
    const char             *charset;
    struct answer_ids       ids;
    struct answer_template *form; /* NULL: the standard acknowledgement */
    const char             *answer;
    int64_t                 batch_answer; /* enum answer_batch */
};

static const char *const batch_answers[] = { [ANSWER_BATCH_ALL]    = "all",
                                             [ANSWER_BATCH_ERRORS] = "errors",
                                             [ANSWER_BATCH_NONE]   = "none",
                                             NULL };

static const struct hilum_option er7_options[] = {
    HILUM_OPT_TEXT(struct er7, charset, .preset = "",
                   .help = "What the messages are written in, such as 8859/1 or "
                           "\"~ISO IR87\"; empty: as MSH-18 or their bytes say."),
    HILUM_OPT_TEXT(struct er7, profile, .preset = "",
                   .help = "Profiles (see the stage validate) that name a site's own "
                           "segments and fields, for `hilum show`."),
    HILUM_OPT_TEXT(struct er7, answer, .preset = "",
                   .help = "The acknowledgement as ER7, a segment a line, with {{ "
                           "expressions }} on the message; empty: as in chapter 2."),
    HILUM_OPT_CHOICE(struct er7, batch_answer, .preset = "all", .choices = batch_answers,
                     .help = "Which messages of a batch the reply to it has answers "
                             "to."),
    HILUM_OPT_END,
};

static enum hilum_verdict er7_open(void *state, struct hilum_call *call)
{
    struct er7 *e = state;

    if (!er7_feed_open(&e->feed, call, e->charset))
        return HILUM_FAIL;
    if (!answer_ids_open(&e->ids, call))
        return HILUM_FAIL;
    if (*e->answer) {
        e->form = answer_template_open(call, e->answer);
        if (!e->form)
            return HILUM_FAIL;
    }
    if (hilum_name_add(call, ER7_MESSAGE.ptr, ER7_MESSAGE.len) == 0)
        return hilum_blame(call, HILUM_FAIL, "", "the name `message` cannot be used");
    if (dictionary_open(&e->dictionary, call) != HILUM_OK)
        return HILUM_FAIL;
    e->structures = structures_open(call);
    if (!e->structures || !profiles_open(&e->profiles, call, &e->dictionary, e->profile))
        return HILUM_FAIL;
    return HILUM_OK;
}

static void er7_close(void *state)
{
    struct er7 *e = state;

    answer_template_close(e->form);
    er7_feed_close(&e->feed);
    profiles_close(&e->profiles);
    structures_close(e->structures);
    dictionary_close(&e->dictionary);
}

static enum hilum_verdict decode(void *state, struct hilum_call *call,
                                 struct hilum_view bytes, struct hilum_builder *b)
{
    struct er7 *e = state;

    return er7_message_decode(&e->dictionary, &e->feed, call, bytes, b);
}

static enum hilum_verdict encode(void *state, struct hilum_call *call,
                                 struct hilum_doc doc, const struct hilum_node *node,
                                 struct hilum_buffer *out)
{
    struct er7 *e = state;

    return er7_message_encode(&e->feed, call, doc, node, out);
}

static enum hilum_verdict answer(void *state, struct hilum_call *call,
                                 const struct hilum_outcome *outcome,
                                 struct hilum_buffer        *out)
{
    struct er7 *e = state;
    char        id[ANSWER_ID];

    return er7_answer(call, outcome, answer_ids_next(&e->ids, id),
                      &(struct er7_answering){ .form = e->form, .feed = &e->feed }, out);
}

static enum hilum_verdict enclose(void *state, struct hilum_call *call,
                                  struct hilum_view        bytes,
                                  const struct hilum_view *replies, size_t count,
                                  struct hilum_buffer *out)
{
    struct er7 *e = state;

    if (!answer_batch_write(call, (enum answer_batch)e->batch_answer, &e->ids, bytes,
                            replies, count, out))
        return hilum_blame(call, HILUM_FAIL, "", "no room for the answer to the batch");
    return HILUM_OK;
}

static struct hilum_view describe(void *state, struct hilum_call *call,
                                  struct hilum_doc doc, const struct hilum_node *node)
{
    struct er7       *e   = state;
    struct hilum_view own = describe_own(&e->profiles, call, doc, node);

    return own.len ? own : describe_node(&e->dictionary, call, doc, node);
}

static size_t groups(void *state, struct hilum_call *call, struct hilum_doc doc,
                     struct hilum_group *out, size_t room)
{
    struct er7 *e = state;

    return groups_of(structure_of(e->structures, doc), call, doc, out, room);
}

static const struct hilum_part er7 = HILUM_PART(
        .name = "er7",
        .summary =
            "HL7 v2 messages in ER7, from 2.1 to 2.8.2, and their acknowledgements.",
        .accepts = "hl7v2/er7", .produces = "hl7v2", .state = sizeof(struct er7),
        .open = er7_open, .close = er7_close, .decode = decode, .encode = encode,
        .answer = answer, .enclose = enclose, .options = er7_options,
        .describe = describe, .groups = groups, .splitter = sizeof(struct er7_split),
        .split = er7_split, .several = er7_several, .peek = answer_head_control_id,
        .control_id = "MSH-10", .type = "MSH-9.1 & '^' & MSH-9.2", .patient = "PID-3.1",
        .sender = "MSH-3 & '|' & MSH-4", .sequence = "MSH-13", );

HILUM_PLUGIN(.name = "hl7v2", .version = "0.1",
             .parts = HILUM_PARTS(&er7, &xml_codec, &validate_part));
