/* questionnaire.c -- the items of a QuestionnaireResponse against its Questionnaire. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "questionnaire.h"

static void check_items(struct asked *a, const struct hilum_node *parent,
                        struct thing items);

/* ---- The Questionnaire ---------------------------------------------------- */

static struct thing questionnaire_of(struct look *l, const struct hilum_node *response)
{
    struct hilum_view url = child_text(l, response, HILUM_NAME("questionnaire"));
    struct definition d;

    if (url.len && url.ptr[0] == '#') {
        hilum_each(child, response)
        {
            struct hilum_view id = child_text(l, child, HILUM_NAME("id"));

            if (child->name == HILUM_NAME("contained") && id.len + 1 == url.len &&
                memcmp(id.ptr, url.ptr + 1, id.len) == 0)
                return (struct thing){ .doc = l->doc, .node = child };
        }
    }
    d = definitions_find(l->definitions, HILUM_RESOURCES, url);
    if (!d.pack)
        return (struct thing){ .node = NULL };
    return (struct thing){ .package = &d.pack->package,
                           .value =
                               hilum_package_resource(&d.pack->package, d.index)->value };
}

/* ---- Items ---------------------------------------------------------------- */

static uint32_t number(struct thing t, uint32_t otherwise)
{
    struct hilum_view v     = thing_text(t);
    uint32_t          value = 0;

    if (v.len == 0 || v.len > 9)
        return otherwise;
    for (size_t i = 0; i < v.len; i++)
        value = value * 10 + (uint32_t)(v.ptr[i] - '0') % 10;
    return value;
}

static bool flagged(struct thing item, uint32_t name)
{
    return hilum_is(thing_child_text(item, name), "true");
}

static uint32_t count_of(const struct hilum_node *parent, uint32_t name)
{
    uint32_t count = 0;

    hilum_each(child, parent) count += child->name == name;
    return count;
}

/* How many answers there must and may be. */
static void check_answer_count(struct asked *a, const struct hilum_node *item,
                               struct thing question)
{
    static const char least_url[] =
        "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs";
    static const char most_url[] =
        "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs";
    bool     required = flagged(question, HILUM_NAME("required"));
    bool     repeats  = flagged(question, HILUM_NAME("repeats"));
    uint32_t count    = count_of(item, HILUM_NAME("answer"));
    uint32_t least    = number(thing_extension(question, least_url), required ? 1 : 0);
    uint32_t most = number(thing_extension(question, most_url), repeats ? HILUM_MANY : 1);

    if (count < least && a->complete)
        look_report(a->look, HILUM_PROBLEM, item, "questionnaire",
                    "it must have at least %u answers, and has %u", least, count);
    if (count > most)
        look_report(a->look, HILUM_PROBLEM, item, "questionnaire",
                    "it may have at most %u answers, and has %u", most, count);
}

static void check_question(struct asked *a, const struct hilum_node *item,
                           struct thing question)
{
    check_answer_count(a, item, question);
    hilum_each(child, item)
    {
        if (child->name == HILUM_NAME("item"))
            look_report(a->look, HILUM_PROBLEM, child, "questionnaire",
                        "what is asked below a question stands below its answer");
        if (child->name != HILUM_NAME("answer"))
            continue;
        answer_check(a, child, question);
        check_items(a, child, question);
    }
}

static void check_group(struct asked *a, const struct hilum_node *item,
                        struct thing group)
{
    if (hilum_child(item, HILUM_NAME("answer")))
        look_report(a->look, HILUM_PROBLEM, item, "questionnaire",
                    "it is a group, and groups have no answers");
    if (a->complete && flagged(group, HILUM_NAME("required")) &&
        !hilum_child(item, HILUM_NAME("item")))
        look_report(a->look, HILUM_PROBLEM, item, "questionnaire",
                    "this group must have items");
    check_items(a, item, group);
}

static void check_item(struct asked *a, const struct hilum_node *item,
                       struct thing question)
{
    struct hilum_view type = thing_child_text(question, HILUM_NAME("type"));

    if (hilum_is(type, "group"))
        check_group(a, item, question);
    else if (!hilum_is(type, "display"))
        check_question(a, item, question);
    else if (hilum_child(item, HILUM_NAME("answer")))
        look_report(a->look, HILUM_PROBLEM, item, "questionnaire",
                    "it is only displayed, and has no answers");
}

/* One item of the Questionnaire, and those of the response that answer it. */
static void check_asked(struct asked *a, const struct hilum_node *parent,
                        struct thing question)
{
    struct hilum_view id      = thing_child_text(question, HILUM_NAME("linkId"));
    bool              enabled = enable_is(a, question);
    uint32_t          count   = 0;

    hilum_each(child, parent)
    {
        if (child->name != HILUM_NAME("item") ||
            !hilum_same(child_text(a->look, child, HILUM_NAME("linkId")), id))
            continue;
        count++;
        if (enabled)
            check_item(a, child, question);
        else
            look_report(a->look, HILUM_PROBLEM, child, "questionnaire",
                        "it is not asked where the other answers are as they are");
    }
    if (count == 0 && enabled && a->complete && flagged(question, HILUM_NAME("required")))
        look_report(a->look, HILUM_PROBLEM, parent, "questionnaire",
                    "the item %.*s is required, and is not there", (int)id.len, id.ptr);
    if (count > 1 && !flagged(question, HILUM_NAME("repeats")))
        look_report(a->look, HILUM_PROBLEM, parent, "questionnaire",
                    "the item %.*s may be there once, and is there %u times", (int)id.len,
                    id.ptr, count);
}

static bool is_asked(const struct asked *a, const struct hilum_node *item,
                     struct thing items)
{
    struct hilum_view id = child_text(a->look, item, HILUM_NAME("linkId"));

    thing_each(question, items, HILUM_NAME("item"))
    {
        if (hilum_same(thing_child_text(question, HILUM_NAME("linkId")), id))
            return true;
    }
    return false;
}

/* The items below a node of the response against those below one of the Questionnaire.
 * A document's depth has a ceiling, and that of what is asked is the same. */
static void check_items(struct asked *a, const struct hilum_node *parent,
                        struct thing items)
{
    if (a->depth == ITEMS_DEEP)
        return;
    a->parents[a->depth++] = parent;
    hilum_each(child, parent)
    {
        if (child->name == HILUM_NAME("item") && !is_asked(a, child, items))
            look_report(a->look, HILUM_PROBLEM, child, "questionnaire",
                        "the Questionnaire has no such item here");
    }
    thing_each(question, items, HILUM_NAME("item")) check_asked(a, parent, question);
    a->depth--;
}

void questionnaire_check(struct look *l, const struct hilum_node *response)
{
    struct asked      a = { .look = l, .questionnaire = questionnaire_of(l, response) };
    struct hilum_view status = child_text(l, response, HILUM_NAME("status"));

    if (!hilum_child(response, HILUM_NAME("questionnaire")))
        return;
    if (!thing_is(a.questionnaire)) {
        look_report(l, HILUM_WARNING, response, "questionnaire",
                    "its Questionnaire is not known, so that no answer is checked");
        return;
    }
    a.complete = hilum_is(status, "completed") || hilum_is(status, "amended");
    check_items(&a, response, a.questionnaire);
}
