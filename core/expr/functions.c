/* functions.c -- the functions of FHIRPath, in one table. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "expr/functions.h"

enum { FIRST = 1, ALL = 7 }; /* which arguments are bodies */

const struct function expr_functions[] = {
    /* Existence */
    { "empty", 0, 0, 0, false, run_empty },
    { "exists", 0, 1, FIRST, false, run_exists },
    { "not", 0, 0, 0, false, run_not },
    { "all", 1, 1, FIRST, false, run_all },
    { "allTrue", 0, 0, 0, false, run_all_true },
    { "anyTrue", 0, 0, 0, false, run_any_true },
    { "allFalse", 0, 0, 0, false, run_all_false },
    { "anyFalse", 0, 0, 0, false, run_any_false },
    { "subsetOf", 1, 1, 0, false, run_subset_of },
    { "supersetOf", 1, 1, 0, false, run_superset_of },
    { "count", 0, 0, 0, false, run_count },
    { "distinct", 0, 0, 0, false, run_distinct },
    { "isDistinct", 0, 0, 0, false, run_is_distinct },

    /* Filtering and projection */
    { "where", 1, 1, FIRST, false, run_where },
    { "select", 1, 1, FIRST, false, run_select },
    { "repeat", 1, 1, FIRST, false, run_repeat },
    { "ofType", 1, 1, 0, true, run_of_type },
    { "is", 1, 1, 0, true, run_is },
    { "as", 1, 1, 0, true, run_of_type },
    { "iif", 2, 3, ALL, false, run_iif },
    { "aggregate", 1, 2, FIRST, false, run_aggregate },
    { "trace", 1, 2, FIRST << 1, false, run_trace },

    /* Subsetting and combining */
    { "single", 0, 0, 0, false, run_single },
    { "first", 0, 0, 0, false, run_first },
    { "last", 0, 0, 0, false, run_last },
    { "tail", 0, 0, 0, false, run_tail },
    { "skip", 1, 1, 0, false, run_skip },
    { "take", 1, 1, 0, false, run_take },
    { "intersect", 1, 1, 0, false, run_intersect },
    { "exclude", 1, 1, 0, false, run_exclude },
    { "union", 1, 1, 0, false, run_union },
    { "combine", 1, 1, 0, false, run_combine },

    /* Conversion */
    { "toBoolean", 0, 0, 0, false, run_to_boolean },
    { "toInteger", 0, 0, 0, false, run_to_integer },
    { "toDecimal", 0, 0, 0, false, run_to_decimal },
    { "toString", 0, 0, 0, false, run_to_string },
    { "toDate", 0, 0, 0, false, run_to_date },
    { "toDateTime", 0, 0, 0, false, run_to_datetime },
    { "toTime", 0, 0, 0, false, run_to_time },
    { "toQuantity", 0, 0, 0, false, run_to_quantity },
    { "convertsToBoolean", 0, 0, 0, false, run_converts_to_boolean },
    { "convertsToInteger", 0, 0, 0, false, run_converts_to_integer },
    { "convertsToDecimal", 0, 0, 0, false, run_converts_to_decimal },
    { "convertsToString", 0, 0, 0, false, run_converts_to_string },
    { "convertsToDate", 0, 0, 0, false, run_converts_to_date },
    { "convertsToDateTime", 0, 0, 0, false, run_converts_to_datetime },
    { "convertsToTime", 0, 0, 0, false, run_converts_to_time },
    { "convertsToQuantity", 0, 0, 0, false, run_converts_to_quantity },

    /* Strings */
    { "indexOf", 1, 1, 0, false, run_index_of },
    { "substring", 1, 2, 0, false, run_substring },
    { "startsWith", 1, 1, 0, false, run_starts_with },
    { "endsWith", 1, 1, 0, false, run_ends_with },
    { "contains", 1, 1, 0, false, run_contains_text },
    { "upper", 0, 0, 0, false, run_upper },
    { "lower", 0, 0, 0, false, run_lower },
    { "replace", 2, 2, 0, false, run_replace },
    { "matches", 1, 2, 0, false, NULL },
    { "matchesFull", 1, 2, 0, false, NULL },
    { "replaceMatches", 2, 3, 0, false, NULL },
    { "length", 0, 0, 0, false, run_length },
    { "toChars", 0, 0, 0, false, run_to_chars },
    { "trim", 0, 0, 0, false, run_trim },
    { "split", 1, 1, 0, false, run_split },
    { "join", 0, 1, 0, false, run_join_strings },

    /* Mathematics */
    { "abs", 0, 0, 0, false, run_abs },
    { "ceiling", 0, 0, 0, false, run_ceiling },
    { "floor", 0, 0, 0, false, run_floor },
    { "round", 0, 1, 0, false, run_round },
    { "truncate", 0, 0, 0, false, run_truncate },
    { "sqrt", 0, 0, 0, false, run_sqrt },
    { "exp", 0, 0, 0, false, run_exp },
    { "ln", 0, 0, 0, false, run_ln },
    { "log", 1, 1, 0, false, run_log },
    { "power", 1, 1, 0, false, run_power },

    /* The document, types and time */
    { "children", 0, 0, 0, false, run_children },
    { "descendants", 0, 0, 0, false, run_descendants },
    { "extension", 1, 1, 0, false, run_extension },
    { "hasExtension", 1, 1, 0, false, run_has_extension },
    { "hasValue", 0, 0, 0, false, run_has_value },
    { "getValue", 0, 0, 0, false, run_get_value },
    { "resolve", 0, 0, 0, false, run_resolve },
    { "type", 0, 0, 0, false, run_type },
    { "now", 0, 0, 0, false, run_now },
    { "today", 0, 0, 0, false, run_today },
    { "timeOfDay", 0, 0, 0, false, run_time_of_day },
    { NULL, 0, 0, 0, false, NULL },
};
