/* xml_codec.c -- the codec of HL7 v2 messages in XML. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_codec.h"

#include <stdio.h>

#include "answer_text.h"
#include "describe.h"
#include "er7_answer.h"
#include "er7_decode.h"
#include "groups.h"
#include "xml_decode.h"
#include "xml_write.h"

struct xml {
    struct dictionary  dictionary;
    struct structures *structures;
    struct profiles    profiles; /* for the names of a site's segments */
    const char        *profile;
    struct xml_reader  reader;
    struct er7_feed    feed;
    struct answer_ids  ids;
};

static const struct hilum_option xml_options[] = {
    HILUM_OPT_TEXT(struct xml, profile, .preset = "",
                   .help = "Profiles (see the stage validate) that name a site's own "
                           "segments and fields, for `hilum show`."),
    HILUM_OPT_END,
};

static enum hilum_verdict xml_open(void *state, struct hilum_call *call)
{
    struct xml *x = state;

    /* Before there are threads that parse. */
    xmlInitParser();
    if (!er7_feed_open(&x->feed, call, XML_CHARSET) || !answer_ids_open(&x->ids, call))
        return HILUM_FAIL;
    if (hilum_name_add(call, ER7_MESSAGE.ptr, ER7_MESSAGE.len) == 0)
        return hilum_blame(call, HILUM_FAIL, "", "the name `message` cannot be used");
    if (dictionary_open(&x->dictionary, call) != HILUM_OK)
        return HILUM_FAIL;
    x->structures = structures_open(call);
    if (!x->structures || !profiles_open(&x->profiles, call, &x->dictionary, x->profile))
        return HILUM_FAIL;
    return HILUM_OK;
}

static void xml_close(void *state)
{
    struct xml *x = state;

    xml_reader_free(&x->reader);
    er7_feed_close(&x->feed);
    profiles_close(&x->profiles);
    structures_close(x->structures);
    dictionary_close(&x->dictionary);
}

static enum hilum_verdict decode(void *state, struct hilum_call *call,
                                 struct hilum_view bytes, struct hilum_builder *b)
{
    struct xml *x = state;

    return xml_decode(&x->reader, &x->dictionary, &x->feed, call, bytes, b);
}

static enum hilum_verdict encode(void *state, struct hilum_call *call,
                                 struct hilum_doc doc, const struct hilum_node *node,
                                 struct hilum_buffer *out)
{
    struct xml *x = state;

    return xml_write(&x->dictionary, x->structures, &x->feed, call, doc, node, out);
}

/* ---- Answers -------------------------------------------------------------- */

enum { PLACE_ROOM = 160, REASON_ROOM = 512 }; /* the engine's own bounds */

/* MSH of a message that could not be read to its end, as ER7; empty where not even that
 * can be read. */
static struct hilum_view salvage(struct xml *x, struct hilum_call *call,
                                 struct hilum_view bytes)
{
    struct hilum_view er7;
    const char       *end;

    xml_read(&x->reader, &x->dictionary, call, bytes);
    er7 = hilum_buffer_view(&x->reader.er7.out);
    end = er7.len ? memchr(er7.ptr, '\r', er7.len) : NULL;
    return end ? (struct hilum_view){ er7.ptr, (size_t)(end - er7.ptr) + 1 }
               : HILUM_VIEW("");
}

/* Writes an acknowledgement that was made in ER7. */
static enum hilum_verdict write_answer(struct xml *x, struct hilum_call *call,
                                       struct hilum_view er7, struct hilum_buffer *out)
{
    struct hilum_draft     *draft   = hilum_draft(call, "hl7v2", NULL);
    struct hilum_builder   *b       = draft ? hilum_build(call, draft) : NULL;
    const struct hilum_msg *m       = NULL;
    enum hilum_verdict      verdict = HILUM_RETRY;

    if (b)
        verdict = xml_decode_er7(&x->dictionary, &x->feed, call, er7, b);
    if (b && verdict == HILUM_OK)
        m = hilum_seal(call, draft);
    if (m)
        verdict =
            encode(x, call, hilum_doc(call, m), hilum_root(hilum_doc(call, m)), out);
    if (m)
        hilum_unref(call, m);
    return m ? verdict : HILUM_FAIL;
}

/* The answer is that of ER7, made of what the message says, in XML. */
static enum hilum_verdict answer(void *state, struct hilum_call *call,
                                 const struct hilum_outcome *outcome,
                                 struct hilum_buffer        *out)
{
    struct xml          *x   = state;
    struct hilum_outcome o   = *outcome;
    struct hilum_buffer *er7 = hilum_buffer(call);
    char                 id[ANSWER_ID], place[PLACE_ROOM], reason[REASON_ROOM];
    enum hilum_verdict   verdict, written;

    if (!er7)
        return HILUM_FAIL;
    /* They may be those of this very call, which salvaging would write over. */
    snprintf(place, sizeof place, "%s", outcome->place);
    snprintf(reason, sizeof reason, "%s", outcome->reason);
    o.place  = place;
    o.reason = reason;
    if (!o.doc.block)
        o.body = salvage(x, call, outcome->body);
    verdict = er7_answer(call, &o, answer_ids_next(&x->ids, id),
                         &(struct er7_answering){ .feed = NULL }, er7);
    if (er7->failed || er7->len == 0)
        return er7->failed ? HILUM_FAIL : verdict;
    written = write_answer(x, call, hilum_buffer_view(er7), out);
    return written == HILUM_OK ? verdict : written;
}

static struct hilum_view describe(void *state, struct hilum_call *call,
                                  struct hilum_doc doc, const struct hilum_node *node)
{
    struct xml       *x   = state;
    struct hilum_view own = describe_own(&x->profiles, call, doc, node);

    return own.len ? own : describe_node(&x->dictionary, call, doc, node);
}

static size_t groups(void *state, struct hilum_call *call, struct hilum_doc doc,
                     struct hilum_group *out, size_t room)
{
    struct xml *x = state;

    return groups_of(structure_of(x->structures, doc), call, doc, out, room);
}

const struct hilum_part xml_codec =
    HILUM_PART(.name    = "xml",
               .summary = "HL7 v2 messages in XML (v2.xml), and their acknowledgements.",
               .accepts = "hl7v2/xml", .produces = "hl7v2", .options = xml_options,
               .state = sizeof(struct xml), .open = xml_open, .close = xml_close,
               .decode = decode, .encode = encode, .answer = answer, .describe = describe,
               .groups = groups, .control_id = "MSH-10",
               .type = "MSH-9.1 & '^' & MSH-9.2", .patient = "PID-3.1",
               .sender = "MSH-3 & '|' & MSH-4", .sequence = "MSH-13", );
