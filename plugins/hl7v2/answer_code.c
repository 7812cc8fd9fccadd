/* answer_code.c -- whether an outcome is answered now, and with which code. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_code.h"

#include "er7_place.h"

enum { ACCEPT_TYPE = 15, APPLICATION_TYPE = 16 }; /* fields of MSH */

static struct answer_due nothing(bool more)
{
    return (struct answer_due){ .more = more };
}

static struct answer_due say(char first, enum answer_grade g, bool more)
{
    return (struct answer_due){ .code = { first, (char)g }, .more = more };
}

/* It never became a message.  Later on there may be no document, too, but only
 * because nobody keeps it. */
static bool unread(const struct hilum_outcome *o)
{
    return o->verdict == HILUM_REJECT && o->moment == HILUM_STORED && !o->doc.block;
}

static enum answer_grade grade(const struct hilum_outcome *o)
{
    struct er7_place place;

    if (o->verdict == HILUM_OK)
        return ANSWER_ACCEPT;
    if (o->verdict != HILUM_REJECT)
        return ANSWER_ERROR;
    if (unread(o))
        return ANSWER_REFUSE;
    if (er7_place_read(&place, o->place) && strcmp(place.segment, "MSH") == 0 &&
        (place.field == 9 || place.field == 11 || place.field == 12))
        return ANSWER_REFUSE;
    return ANSWER_ERROR;
}

/* Table 0155.  A code that is not in it is worth an answer too many rather than
 * one too few. */
static bool wanted(const struct answer_head *h, uint32_t field, enum answer_grade g)
{
    struct hilum_view condition = answer_head_component(h, field, 1);

    if (!answer_head_valued(h, field) || hilum_is(condition, "NE"))
        return false;
    if (hilum_is(condition, "ER"))
        return g != ANSWER_ACCEPT;
    return hilum_is(condition, "SU") ? g == ANSWER_ACCEPT : true;
}

static struct answer_due original(const struct hilum_outcome *o, enum answer_grade g)
{
    if (o->moment == HILUM_STORED && g == ANSWER_ACCEPT && o->until == HILUM_PROCESSED)
        return nothing(true);
    if (o->moment == HILUM_PROCESSED && o->until == HILUM_STORED)
        return nothing(false); /* it was answered then */
    return say('A', g, false);
}

static struct answer_due enhanced_stored(const struct answer_head   *h,
                                         const struct hilum_outcome *o,
                                         enum answer_grade           g)
{
    bool later = o->until == HILUM_PROCESSED ||
                 wanted(h, APPLICATION_TYPE, ANSWER_ACCEPT) ||
                 wanted(h, APPLICATION_TYPE, ANSWER_ERROR);
    bool more = g == ANSWER_ACCEPT && later;

    if (wanted(h, ACCEPT_TYPE, g))
        return say('C', g, more);
    if (g != ANSWER_ACCEPT && (wanted(h, APPLICATION_TYPE, g) || unread(o)))
        return say('A', g, false);
    return nothing(more);
}

static struct answer_due enhanced_processed(const struct answer_head   *h,
                                            const struct hilum_outcome *o,
                                            enum answer_grade           g)
{
    bool unknown = o->verdict != HILUM_OK && o->verdict != HILUM_REJECT;

    if (unknown && wanted(h, ACCEPT_TYPE, ANSWER_ACCEPT))
        return nothing(false);
    return wanted(h, APPLICATION_TYPE, g) ? say('A', g, false) : nothing(false);
}

struct answer_due answer_due(const struct answer_head *h, const struct hilum_outcome *o)
{
    struct hilum_view type = answer_head_component(h, 9, 1);
    enum answer_grade g    = grade(o);

    if (o->until == HILUM_SILENT || hilum_is(type, "ACK") || hilum_is(type, "MCF"))
        return nothing(false);
    if (!answer_head_enhanced(h))
        return original(o, g);
    return o->moment == HILUM_STORED ? enhanced_stored(h, o, g)
                                     : enhanced_processed(h, o, g);
}
