/* validate_composite.c -- the conditions that datatypes put on their components. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "validate.h"

static struct hilum_view part(const struct validate *v, const struct hilum_node *n,
                              uint32_t number)
{
    const struct hilum_node *c = hilum_component(n, number);

    return c && !(c->flags & HILUM_NODE_NULL) ? hilum_text(v->report.doc, c)
                                              : HILUM_VIEW("");
}

/* Reports at a component of what is being looked at. */
static void report_at(struct validate *v, uint32_t number, enum hilum_severity severity,
                      const char *rule, const char *says)
{
    struct report_spot spot = v->spot;

    if (spot.component)
        spot.subcomponent = number;
    else
        spot.component = number;
    report_add(&v->report, severity, &spot, rule, "%s", says);
}

/* A code or a text; the components of the alternate, the second alternate and the
 * original text count too. */
static void check_coded(struct validate *v, const struct hilum_node *n)
{
    static const unsigned char any[] = { 1, 2, 4, 5, 9, 10, 11 };

    for (size_t i = 0; i < sizeof any; i++)
        if (hilum_component(n, any[i]))
            return;
    report_at(v, 1, HILUM_WARNING, "condition", "a coded element has a code or a text");
}

/* Does an identifier have the form that its type says? */
static void check_universal(struct validate *v, const struct hilum_node *n, uint32_t id,
                            uint32_t type)
{
    struct hilum_view value = part(v, n, id), of = part(v, n, type);
    bool              right = true;

    if (value.len && of.len == 0)
        report_at(v, type, HILUM_WARNING, "condition", "a universal id needs its type");
    else if (of.len && value.len == 0)
        report_at(v, id, HILUM_WARNING, "condition",
                  "the type of a universal id needs the id");
    else if (hilum_is(of, "ISO"))
        right = validate_oid(value);
    else if (hilum_is(of, "UUID") || hilum_is(of, "GUID"))
        right = validate_uuid(value);
    else if (hilum_is(of, "DNS"))
        right = validate_dns(value);
    if (!right)
        report_at(v, id, HILUM_WARNING, "datatype",
                  "the universal id has not the form of its type");
}

static void check_ei(struct validate *v, const struct hilum_node *n)
{
    check_universal(v, n, 3, 4);
    if (!hilum_component(n, 1))
        report_at(v, 1, HILUM_WARNING, "condition", "an entity has an identifier");
}

static void check_hd(struct validate *v, const struct hilum_node *n)
{
    check_universal(v, n, 2, 3);
}

static void check_cx(struct validate *v, const struct hilum_node *n)
{
    struct hilum_view id = part(v, n, 1), digit = part(v, n, 2), scheme = part(v, n, 3);
    bool              right = true;

    if (digit.len == 0)
        return;
    if (hilum_is(scheme, "M10"))
        right = validate_mod10(id, digit);
    else if (hilum_is(scheme, "M11"))
        right = validate_mod11(id, digit);
    else if (scheme.len == 0)
        report_at(v, 3, HILUM_WARNING, "condition", "a check digit needs its scheme");
    if (!right)
        report_at(v, 2, HILUM_WARNING, "checkdigit",
                  "the check digit does not belong to the number");
}

static void check_sn(struct validate *v, const struct hilum_node *n)
{
    static const char *const comparators[] = { ">", "<", ">=", "<=", "=", "<>" };
    struct hilum_view        comparator = part(v, n, 1), separator = part(v, n, 3);
    bool                     right = comparator.len == 0;

    if (hilum_leaf(n)) {
        report_at(v, 1, HILUM_PROBLEM, "datatype",
                  "a structured numeric (SN) has its number in the second component");
        return;
    }
    for (size_t i = 0; i < sizeof comparators / sizeof comparators[0]; i++)
        right = right || hilum_is(comparator, comparators[i]);
    if (!right)
        report_at(v, 1, HILUM_PROBLEM, "datatype", "not a comparator of SN");
    if (separator.len > 1 || (separator.len && !memchr("-+/.:", separator.ptr[0], 5)))
        report_at(v, 3, HILUM_PROBLEM, "datatype", "not a separator of SN");
}

static void check_ed(struct validate *v, const struct hilum_node *n)
{
    struct hilum_view encoding = part(v, n, 4);
    bool              right    = true;

    if (hilum_is(encoding, "Base64"))
        right = validate_base64(part(v, n, 5));
    else if (hilum_is(encoding, "Hex"))
        right = validate_hex(part(v, n, 5));
    if (!right)
        report_at(v, 5, HILUM_PROBLEM, "datatype",
                  "the data is not in the encoding of the fourth component");
}

void validate_composite(struct validate *v, const struct hilum_node *n,
                        enum sheet_kind kind)
{
    switch (kind) {
    case SHEET_CODED:
        check_coded(v, n);
        break;
    case SHEET_EI:
        check_ei(v, n);
        break;
    case SHEET_HD:
        check_hd(v, n);
        break;
    case SHEET_CX:
        check_cx(v, n);
        break;
    case SHEET_SN:
        check_sn(v, n);
        break;
    case SHEET_ED:
        check_ed(v, n);
        break;
    case SHEET_PLAIN:
        break;
    }
}
