/* value.c -- one value of a search parameter, as FHIR writes it, for the store. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "value.h"

#include "fold.h"
#include "moment.h"
#include "terms.h"

#include <math.h>

/* ---- Modifiers ------------------------------------------------------------ */

static const struct modifier_row {
    const char         *name;
    enum modifier       modifier;
    enum parameter_type type; /* the only one it is for */
} modifier_rows[] = {
    { "exact", MODIFIER_EXACT, PARAMETER_STRING },
    { "contains", MODIFIER_CONTAINS, PARAMETER_STRING },
    { "not", MODIFIER_NOT, PARAMETER_TOKEN },
    { "identifier", MODIFIER_IDENTIFIER, PARAMETER_REFERENCE },
    { "below", MODIFIER_BELOW, PARAMETER_URI },
};

bool modifier_read(const struct fhir *f, const struct parameter *p,
                   struct hilum_view name, enum modifier *out)
{
    *out = MODIFIER_NONE;
    if (!name.len)
        return true;
    *out = MODIFIER_MISSING;
    if (hilum_is(name, "missing"))
        return true;
    for (size_t i = 0; i < sizeof(modifier_rows) / sizeof(modifier_rows[0]); i++)
        if (hilum_is(name, modifier_rows[i].name) && modifier_rows[i].type == p->type) {
            *out = modifier_rows[i].modifier;
            return true;
        }
    *out = MODIFIER_TYPE;
    return p->type == PARAMETER_REFERENCE && parameters_base(&f->parameters, name);
}

/* ---- Splitting ------------------------------------------------------------ */

bool value_next(struct hilum_call *call, struct hilum_view *text, char separator,
                bool undo, struct hilum_view *part)
{
    size_t len = 0, kept = 0;
    char  *to;

    if (!text->ptr)
        return false;
    while (len < text->len && text->ptr[len] != separator)
        len += text->ptr[len] == '\\' && len + 1 < text->len ? 2 : 1;
    *part = (struct hilum_view){ text->ptr, len };
    if (len < text->len) {
        text->ptr += len + 1;
        text->len -= len + 1;
    } else {
        *text = (struct hilum_view){ NULL, 0 };
    }
    if (!undo || !memchr(part->ptr, '\\', len))
        return true;
    to = hilum_scratch(call, len + 1);
    for (size_t i = 0; to && i < len; i++) {
        i += part->ptr[i] == '\\' && i + 1 < len;
        to[kept++] = part->ptr[i];
    }
    if (to)
        *part = (struct hilum_view){ to, kept };
    return true;
}

/* ---- Tokens, references, strings ------------------------------------------ */

/* `code`, `|code`, `system|code` or `system|`. */
static void value_token(struct hilum_call *call, struct hilum_view text,
                        struct hilum_value *out)
{
    struct hilum_view first, second;

    value_next(call, &text, '|', true, &first);
    if (!value_next(call, &text, '|', true, &second)) {
        *out = (struct hilum_value){ .compare = HILUM_EQ,
                                     .flags   = HILUM_ANY_SYSTEM,
                                     .text    = first };
        return;
    }
    *out = (struct hilum_value){ .compare =
                                     second.len || !first.len ? HILUM_EQ : HILUM_SYSTEM,
                                 .text   = second,
                                 .beside = first };
}

static void value_reference(struct hilum_call *call, struct hilum_view type,
                            struct hilum_view text, struct hilum_value *out)
{
    struct hilum_view all = text, named, id;

    value_next(call, &all, '\0', true, &text);
    if (!terms_reference(text, &named, &id))
        named = type;
    *out = (struct hilum_value){ .compare = HILUM_EQ,
                                 .flags   = named.len ? 0 : HILUM_ANY_SYSTEM,
                                 .text    = id,
                                 .beside  = named };
}

static enum hilum_verdict value_string(struct hilum_call *call, enum modifier modifier,
                                       struct hilum_view text, struct hilum_value *out)
{
    struct hilum_view all = text;

    value_next(call, &all, '\0', true, &text);
    out->compare = modifier == MODIFIER_EXACT      ? HILUM_EXACT
                   : modifier == MODIFIER_CONTAINS ? HILUM_CONTAINS
                                                   : HILUM_PREFIX;
    out->beside  = text;
    out->text    = fold(call, text);
    return out->text.ptr ? HILUM_OK : hilum_blame(call, HILUM_RETRY, "", "out of memory");
}

/* ---- Ranges --------------------------------------------------------------- */

/* Takes `gt` and the like off the text. */
static uint32_t value_prefix(struct hilum_view *text)
{
    static const struct {
        char     name[3];
        uint32_t compare;
    } rows[] = {
        { "eq", HILUM_EQ }, { "ne", HILUM_NE }, { "gt", HILUM_GT },
        { "ge", HILUM_GE }, { "lt", HILUM_LT }, { "le", HILUM_LE },
        { "sa", HILUM_SA }, { "eb", HILUM_EB }, { "ap", HILUM_OVERLAP },
    };

    for (size_t i = 0; text->len > 2 && i < sizeof(rows) / sizeof(rows[0]); i++)
        if (memcmp(text->ptr, rows[i].name, 2) == 0) {
            text->ptr += 2;
            text->len -= 2;
            return rows[i].compare;
        }
    return HILUM_EQ;
}

/* About: within a tenth of the way from now. */
static enum hilum_verdict value_date(struct hilum_call *call, struct hilum_view text,
                                     struct hilum_value *out)
{
    out->compare = value_prefix(&text);
    if (!moment_span(text, &out->low, &out->high))
        return hilum_blame(call, HILUM_REJECT, "", "the value is not a date");
    if (out->compare == HILUM_OVERLAP) {
        double margin = fabs((double)hilum_now(call) - out->low) / 10;

        out->low -= margin;
        out->high += margin;
    }
    return HILUM_OK;
}

/* Half of the last digit that was written: 5.40 means 5.395 up to 5.405. */
static double value_precision(struct hilum_view text)
{
    bool   point  = false;
    double digits = 0, exponent = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == 'e' || text.ptr[i] == 'E') {
            struct hilum_view rest = { text.ptr + i + 1, text.len - i - 1 };

            if (!terms_number(rest, &exponent))
                exponent = 0;
            break;
        }
        digits += point;
        point = point || text.ptr[i] == '.';
    }
    return 0.5 * pow(10, exponent - digits);
}

/* With a comparison a number is exact; else its precision counts.  The upper end
 * of that lies just below the next number's. */
static enum hilum_verdict value_number(struct hilum_call *call, struct hilum_view text,
                                       struct hilum_value *out)
{
    double value, half;

    out->compare = value_prefix(&text);
    if (!terms_number(text, &value))
        return hilum_blame(call, HILUM_REJECT, "", "the value is not a number");
    out->low = out->high = value;
    switch (out->compare) {
    case HILUM_EQ:
    case HILUM_NE:
        half      = value_precision(text);
        out->low  = value - half;
        out->high = nextafter(value + half, value);
        break;
    case HILUM_OVERLAP:
        half      = fabs(value) / 10;
        out->low  = value - half;
        out->high = value + half;
        break;
    default:
        break;
    }
    return HILUM_OK;
}

/* `number`, `number|system|code` or `number||code`. */
static enum hilum_verdict value_quantity(struct hilum_call *call, struct hilum_view text,
                                         struct hilum_value *out)
{
    struct hilum_view  number, system = { "", 0 }, code = { "", 0 };
    enum hilum_verdict v;

    value_next(call, &text, '|', true, &number);
    value_next(call, &text, '|', true, &system);
    value_next(call, &text, '|', true, &code);
    v           = value_number(call, number, out);
    out->beside = system;
    out->text   = code;
    out->flags  = (system.len ? 0 : HILUM_ANY_SYSTEM) | (code.len ? 0 : HILUM_ANY_UNIT);
    return v;
}

enum hilum_verdict value_read(struct hilum_call *call, enum parameter_type kind,
                              enum modifier modifier, struct hilum_view type,
                              struct hilum_view text, struct hilum_value *out)
{
    *out = (struct hilum_value){ .compare = HILUM_EQ };
    if (modifier == MODIFIER_IDENTIFIER)
        kind = PARAMETER_TOKEN;
    switch (kind) {
    case PARAMETER_TOKEN:
        value_token(call, text, out);
        return HILUM_OK;
    case PARAMETER_URI:
        *out = (struct hilum_value){ .compare = modifier == MODIFIER_BELOW ? HILUM_PREFIX
                                                                           : HILUM_EQ,
                                     .flags   = HILUM_ANY_SYSTEM,
                                     .text    = text };
        return HILUM_OK;
    case PARAMETER_REFERENCE:
        value_reference(call, type, text, out);
        return HILUM_OK;
    case PARAMETER_STRING:
        return value_string(call, modifier, text, out);
    case PARAMETER_DATE:
        return value_date(call, text, out);
    case PARAMETER_NUMBER:
        out->flags = HILUM_ANY_SYSTEM | HILUM_ANY_UNIT;
        return value_number(call, text, out);
    case PARAMETER_QUANTITY:
        return value_quantity(call, text, out);
    }
    return hilum_blame(call, HILUM_REJECT, "",
                       "a parameter of this type is not searched");
}
