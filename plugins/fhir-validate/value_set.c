/* value_set.c -- what a ValueSet includes, beyond what FHIRPath can say of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "look.h"
#include "terms.h"

/* A filter must have something to select. */
static void check_filter(struct look *l, const struct hilum_node *filter,
                         struct hilum_view system)
{
    struct hilum_view op = child_text(l, filter, HILUM_NAME("op"));

    if (hilum_is(op, "=") && !terms_selects(l->definitions, system,
                                            child_text(l, filter, HILUM_NAME("property")),
                                            child_text(l, filter, HILUM_NAME("value"))))
        look_report(l, HILUM_PROBLEM, filter, "filter",
                    "no concept of the code system has this value");
}

static void check_include(struct look *l, const struct hilum_node *include)
{
    const struct hilum_node *system = hilum_child(include, HILUM_NAME("system"));
    struct hilum_view        url    = child_text(l, include, HILUM_NAME("system"));

    if (system && url.len && url.ptr[0] == '#')
        look_report(l, HILUM_PROBLEM, system, "reference",
                    "a code system is named by its absolute URL");
    hilum_each(child, include) if (child->name == HILUM_NAME("filter"))
        check_filter(l, child, url);
}

void value_set_check(struct look *l, const struct hilum_node *set)
{
    const struct hilum_node *compose = hilum_child(set, HILUM_NAME("compose"));

    if (!compose || !l->switches->bindings)
        return;
    hilum_each(child, compose) if (child->name == HILUM_NAME("include") ||
                                   child->name == HILUM_NAME("exclude"))
        check_include(l, child);
}
