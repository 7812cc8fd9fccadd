/* set.c -- the stage that sets one value of a message. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "set.h"

#include "edit.h"

enum { MODEL = 32 }; /* bytes of a model's name, and a NUL */

struct set {
    const char *path;
    const char *to;
    const char *value;

    struct path              place;
    const struct hilum_expr *expr; /* NULL: the literal value */
};

static enum hilum_verdict set_open(void *state, struct hilum_call *call)
{
    struct set *s = state;

    if ((*s->to != '\0') == (*s->value != '\0'))
        return hilum_blame(call, HILUM_FAIL, "to",
                           "one of the options to (an expression) and value (a text) is "
                           "needed, and not both");
    if (*s->to) {
        s->expr = hilum_expr(call, s->to, "*");
        if (!s->expr)
            return HILUM_FAIL;
    }
    return path_read(call, s->path, &s->place);
}

/* The FHIR type of a value that an expression has made. */
static uint32_t fhir_type(uint32_t type)
{
    static const char *const types[][2] = {
        { "Boolean", "boolean" }, { "Integer", "integer" },   { "Decimal", "decimal" },
        { "Date", "date" },       { "DateTime", "dateTime" }, { "Time", "time" },
        { "String", "string" },
    };

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type == hilum_name(types[i][0], strlen(types[i][0])))
            return hilum_name(types[i][1], strlen(types[i][1]));
    return type;
}

/* False with blame: the expression erred. */
static bool evaluate(const struct set *s, struct hilum_call *call, struct hilum_doc doc,
                     struct edit_value *out)
{
    struct hilum_item item;
    size_t            count;

    *out =
        (struct edit_value){ .text = hilum_view(s->value), .type = HILUM_NAME("string") };
    if (!s->expr)
        return true;
    count = hilum_eval(call, s->expr, doc, hilum_root(doc), &item, 1);
    if (count == SIZE_MAX)
        return false;
    out->nothing = count == 0;
    if (count) {
        out->node = item.node;
        out->text = item.text;
        out->type = fhir_type(item.type);
    }
    return true;
}

/* "hl7v2" of "hl7v2/er7". */
static void model_name(struct hilum_view format, char out[static MODEL])
{
    size_t len = 0;

    while (len < format.len && len < MODEL - 1 && format.ptr[len] != '/')
        len++;
    memcpy(out, format.ptr, len);
    out[len] = '\0';
}

static enum hilum_verdict set_process(void *state, struct hilum_call *call,
                                      const struct hilum_msg *msg)
{
    struct set         *s   = state;
    struct hilum_doc    doc = hilum_doc(call, msg);
    struct edit_value   value;
    struct edit         edit = { .path = &s->place, .value = &value, .doc = doc };
    char                model[MODEL];
    struct hilum_draft *draft;

    if (!doc.block)
        return hilum_blame(call, HILUM_REJECT, s->path,
                           "the message has not been decoded");
    if (!evaluate(s, call, doc, &value))
        return HILUM_REJECT;
    switch (edit_find(&edit)) {
    case EDIT_REFUSE:
        return hilum_blame(call, HILUM_REJECT, s->path, "%s", edit.why);
    case EDIT_SAME:
        hilum_emit(call, hilum_ref(call, msg));
        return HILUM_OK;
    case EDIT_DONE:
        break;
    }
    model_name(hilum_label(call, msg, "format"), model);
    draft = hilum_draft(call, model, msg);
    if (!draft)
        return hilum_blame(call, HILUM_FAIL, "", "out of memory");
    edit.to = hilum_build(call, draft);
    edit_copy(&edit);
    hilum_emit(call, hilum_seal(call, draft));
    return HILUM_OK;
}

static const struct hilum_option set_options[] = {
    HILUM_OPT_TEXT(struct set, path,
                   .help = "What to set: an HL7 path such as PID-3[2].4, or FHIR "
                           "elements such as Patient.name[0].family."),
    HILUM_OPT_TEXT(struct set, to, .preset = "",
                   .help = "FHIRPath: its first item is the new value; where it gives "
                           "nothing, the value is removed."),
    HILUM_OPT_TEXT(struct set, value, .preset = "",
                   .help = "The new value as a text, instead of an expression."),
    HILUM_OPT_END,
};

const struct hilum_part flow_set = HILUM_PART(
    .name     = "set",
    .summary  = "Sets, adds or removes one value of a message.",
    .accepts  = "*",
    .produces = "*",
    .options  = set_options,
    .state    = sizeof(struct set),
    .open     = set_open,
    .process  = set_process,
);
