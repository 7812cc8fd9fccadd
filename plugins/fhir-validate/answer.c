/* answer.c -- one answer against its question: type, options, least and most. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "questionnaire.h"
#include "terms.h"

/* ---- Comparing ------------------------------------------------------------ */

static bool to_double(struct hilum_view v, double *out)
{
    char text[64];

    if (v.len == 0 || v.len >= sizeof text)
        return false;
    memcpy(text, v.ptr, v.len);
    text[v.len] = '\0';
    *out        = strtod(text, NULL);
    return true;
}

static bool compare_numbers(struct hilum_view x, struct hilum_view y, int *order)
{
    double a, b;

    if (!to_double(x, &a) || !to_double(y, &b))
        return false;
    *order = (a > b) - (a < b);
    return true;
}

/* The code of a quantity says its unit, else the unit itself does. */
static struct hilum_view unit_of(struct thing quantity)
{
    struct hilum_view code = thing_child_text(quantity, HILUM_NAME("code"));

    return code.len ? code : thing_child_text(quantity, HILUM_NAME("unit"));
}

static int compare_codings(struct thing x, struct thing y)
{
    int order = hilum_package_compare(thing_child_text(x, HILUM_NAME("system")),
                                      thing_child_text(y, HILUM_NAME("system")));

    return order ? order
                 : hilum_package_compare(thing_child_text(x, HILUM_NAME("code")),
                                         thing_child_text(y, HILUM_NAME("code")));
}

/* Dates and times of different precision are compared as far as both go. */
static int compare_moments(struct hilum_view x, struct hilum_view y)
{
    size_t len = x.len < y.len ? x.len : y.len;

    return memcmp(x.ptr, y.ptr, len);
}

bool answer_compare(struct thing x, struct thing y, int *order)
{
    uint32_t          type = thing_type(x);
    struct hilum_view a = thing_text(x), b = thing_text(y);

    if (!thing_is(y) || type != thing_type(y))
        return false;
    if (type == HILUM_NAME("Coding")) {
        *order = compare_codings(x, y);
        return true;
    }
    if (type == HILUM_NAME("Quantity")) {
        return hilum_same(unit_of(x), unit_of(y)) &&
               compare_numbers(thing_child_text(x, HILUM_NAME("value")),
                               thing_child_text(y, HILUM_NAME("value")), order);
    }
    if (type == HILUM_NAME("integer") || type == HILUM_NAME("decimal"))
        return compare_numbers(a, b, order);
    *order = type == HILUM_NAME("date") || type == HILUM_NAME("dateTime") ||
                     type == HILUM_NAME("time")
                 ? compare_moments(a, b)
                 : hilum_package_compare(a, b);
    return true;
}

/* ---- Types ---------------------------------------------------------------- */

static const struct kind {
    const char *item, *value, *other;
} kinds[] = {
    { .item = "boolean", .value = "boolean" },
    { .item = "decimal", .value = "decimal" },
    { .item = "integer", .value = "integer" },
    { .item = "date", .value = "date" },
    { .item = "dateTime", .value = "dateTime" },
    { .item = "time", .value = "time" },
    { .item = "string", .value = "string" },
    { .item = "text", .value = "string" },
    { .item = "url", .value = "uri" },
    { .item = "choice", .value = "Coding" },
    { .item = "open-choice", .value = "Coding", .other = "string" },
    { .item = "attachment", .value = "Attachment" },
    { .item = "reference", .value = "Reference" },
    { .item = "quantity", .value = "Quantity" },
    { .item = NULL },
};

static bool is_type(const char *name, uint32_t type)
{
    return name && hilum_name(name, strlen(name)) == type;
}

static void check_type(struct asked *a, const struct hilum_node *value,
                       struct thing question)
{
    struct hilum_view type = thing_child_text(question, HILUM_NAME("type"));
    bool options           = thing_is(thing_child(question, HILUM_NAME("answerOption")));
    const struct kind *k   = kinds;

    while (k->item && !hilum_is(type, k->item))
        k++;
    if (!k->item || is_type(k->value, value->type) || is_type(k->other, value->type))
        return;
    if (options && hilum_is(type, "choice"))
        return; /* the options say of which type they are */
    look_report(a->look, HILUM_PROBLEM, value, "questionnaire",
                "the answer to a question of the type %.*s is no %s", (int)type.len,
                type.ptr, k->value);
}

/* ---- Options -------------------------------------------------------------- */

/* A display that is not that of the code is a sign of a mistaken code. */
static void check_display(struct asked *a, const struct hilum_node *value)
{
    struct look      *l       = a->look;
    struct hilum_view display = child_text(l, value, HILUM_NAME("display"));
    struct hilum_view right   = terms_display(
          l->definitions,
          &(struct code){ .system = child_text(l, value, HILUM_NAME("system")),
                          .code   = child_text(l, value, HILUM_NAME("code")) });

    if (display.len && right.len && !hilum_same(display, right))
        look_report(l, HILUM_PROBLEM, value, "questionnaire",
                    "its display is not that of its code");
}

static void check_options(struct asked *a, const struct hilum_node *value,
                          struct thing question)
{
    struct thing given = { .doc = a->look->doc, .node = value };
    bool open = hilum_is(thing_child_text(question, HILUM_NAME("type")), "open-choice") &&
                value->type == HILUM_NAME("string");
    bool any = false;
    int  order;

    thing_each(option, question, HILUM_NAME("answerOption"))
    {
        if (answer_compare(given, thing_child(option, HILUM_NAME("value")), &order) &&
            order == 0)
            return;
        any = true;
    }
    if (any && !open)
        look_report(a->look, HILUM_PROBLEM, value, "questionnaire",
                    "the answer is none of the options");
}

/* The codes that a ValueSet in the response itself lists. */
static enum terms_answer in_contained(struct thing set, const struct code *code)
{
    struct thing compose = thing_child(set, HILUM_NAME("compose"));

    thing_each(include, compose, HILUM_NAME("include"))
    {
        bool listed = thing_is(thing_child(include, HILUM_NAME("concept")));

        if (!listed)
            return TERMS_UNKNOWN;
        if (!hilum_same(thing_child_text(include, HILUM_NAME("system")), code->system))
            continue;
        thing_each(concept, include, HILUM_NAME("concept"))
        {
            if (hilum_same(thing_child_text(concept, HILUM_NAME("code")), code->code))
                return TERMS_YES;
        }
    }
    return thing_is(compose) ? TERMS_NO : TERMS_UNKNOWN;
}

/* A ValueSet contained in the Questionnaire, or beside it in the response. */
static struct thing contained_set(struct asked *a, struct hilum_view id)
{
    struct thing places[] = { a->questionnaire,
                              { .doc = a->look->doc, .node = a->look->resource } };

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        thing_each(contained, places[i], HILUM_NAME("contained"))
        {
            if (hilum_same(thing_child_text(contained, HILUM_NAME("id")), id))
                return contained;
        }
    }
    return (struct thing){ .node = NULL };
}

static void check_value_set(struct asked *a, const struct hilum_node *value,
                            struct thing question)
{
    struct look      *l    = a->look;
    struct hilum_view url  = thing_child_text(question, HILUM_NAME("answerValueSet"));
    struct code       code = { .system = child_text(l, value, HILUM_NAME("system")),
                               .code   = child_text(l, value, HILUM_NAME("code")) };
    enum terms_answer in   = TERMS_UNKNOWN;

    if (url.len == 0 || value->type != HILUM_NAME("Coding"))
        return;
    if (url.ptr[0] == '#') {
        in = in_contained(
            contained_set(a, (struct hilum_view){ url.ptr + 1, url.len - 1 }), &code);
    } else {
        struct definition set = definitions_find(l->definitions, HILUM_VALUE_SETS, url);

        if (set.pack)
            in = terms_in_set(l->definitions, set, &code);
    }
    if (in == TERMS_NO)
        look_report(l, HILUM_PROBLEM, value, "questionnaire",
                    "the answer is not in the value set of its question");
    else if (in == TERMS_UNKNOWN)
        look_report(l, HILUM_WARNING, value, "questionnaire",
                    "whether the answer is in the value set %.*s cannot be said",
                    (int)url.len, url.ptr);
}

/* ---- Least and most ------------------------------------------------------- */

static const struct bound {
    const char *url;
    bool        most;
} bounds[] = {
    { .url = "http://hl7.org/fhir/StructureDefinition/minValue" },
    { .url = "http://hl7.org/fhir/StructureDefinition/maxValue", .most = true },
    { .url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
             "sdc-questionnaire-minQuantity" },
    { .url =
          "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-maxQuantity",
      .most = true },
    { .url = NULL },
};

static void check_bounds(struct asked *a, const struct hilum_node *value,
                         struct thing question)
{
    struct thing given = { .doc = a->look->doc, .node = value };
    int          order;

    for (const struct bound *b = bounds; b->url; b++)
        if (answer_compare(given, thing_extension(question, b->url), &order) &&
            (b->most ? order > 0 : order < 0))
            look_report(a->look, HILUM_PROBLEM, value, "questionnaire",
                        "the answer is %s than its question allows",
                        b->most ? "more" : "less");
}

static void check_length(struct asked *a, const struct hilum_node *value,
                         struct thing question)
{
    struct thing least =
        thing_extension(question, "http://hl7.org/fhir/StructureDefinition/minLength");
    struct hilum_view text = hilum_text(a->look->doc, value);
    double            most, few, len = 0;

    if (value->type != HILUM_NAME("string") && value->type != HILUM_NAME("uri"))
        return;
    for (size_t i = 0; i < text.len; i++)
        len += (text.ptr[i] & 0xc0) != 0x80;
    if (to_double(thing_child_text(question, HILUM_NAME("maxLength")), &most) &&
        len > most)
        look_report(a->look, HILUM_PROBLEM, value, "questionnaire",
                    "the answer is longer than %.0f characters", most);
    if (to_double(thing_text(least), &few) && len < few)
        look_report(a->look, HILUM_PROBLEM, value, "questionnaire",
                    "the answer is shorter than %.0f characters", few);
}

/* In bytes: what is written as base64, or what the attachment says. */
static void check_size(struct asked *a, const struct hilum_node *value,
                       struct thing question)
{
    struct thing limit =
        thing_extension(question, "http://hl7.org/fhir/StructureDefinition/maxSize");
    struct hilum_view data = child_text(a->look, value, HILUM_NAME("data"));
    double            most, said = 0, size = (double)(data.len / 4 * 3);

    if (value->type != HILUM_NAME("Attachment") || !to_double(thing_text(limit), &most))
        return;
    to_double(child_text(a->look, value, HILUM_NAME("size")), &said);
    if (size > most + 2 || said > most)
        look_report(a->look, HILUM_PROBLEM, value, "questionnaire",
                    "the attachment has more than %.0f bytes", most);
}

void answer_check(struct asked *a, const struct hilum_node *answer, struct thing question)
{
    const struct hilum_node *value = hilum_child(answer, HILUM_NAME("value"));

    if (!value)
        return;
    check_type(a, value, question);
    check_options(a, value, question);
    check_value_set(a, value, question);
    if (value->type == HILUM_NAME("Coding"))
        check_display(a, value);
    check_bounds(a, value, question);
    check_length(a, value, question);
    check_size(a, value, question);
}
