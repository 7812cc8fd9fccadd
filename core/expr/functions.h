/* functions.h -- what operators and functions run, by the file they are in. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_EXPR_FUNCTIONS_H
#define CORE_EXPR_FUNCTIONS_H

#include "expr/program.h"

/* operators.c */
run_function run_is, run_of_type;

/* arithmetic.c */
run_function run_add, run_subtract, run_multiply, run_divide, run_div, run_mod, run_join;

/* functions_list.c: existence, subsetting, combining */
run_function run_empty, run_exists, run_not, run_count, run_all, run_all_true,
    run_any_true, run_all_false, run_any_false, run_subset_of, run_superset_of,
    run_distinct, run_is_distinct, run_single, run_first, run_last, run_tail, run_skip,
    run_take, run_intersect, run_exclude, run_union, run_combine;

/* functions_each.c: what evaluates a body for every item */
run_function run_where, run_select, run_repeat, run_repeat_all, run_iif, run_aggregate,
    run_trace, run_define_variable, run_coalesce;

/* functions_sort.c: order, and what adds up lists */
run_function run_sort, run_sum, run_min, run_max, run_avg;

/* functions_tree.c: the document and its types */
run_function run_children, run_descendants, run_extension, run_has_extension,
    run_has_value, run_get_value, run_resolve, run_type;

/* functions_time.c: the present, and parts of dates and times */
run_function run_now, run_today, run_time_of_day, run_year_of, run_month_of, run_day_of,
    run_hour_of, run_minute_of, run_second_of, run_millisecond_of, run_zone_of,
    run_date_of, run_time_part;

/* functions_boundary.c */
run_function run_precision, run_low_boundary, run_high_boundary;

/* functions_service.c: what definitions and terminology tell */
run_function run_member_of, run_subsumes, run_subsumed_by, run_conforms_to,
    run_element_definition, run_check_modifiers, run_html_checks;

/* functions_string.c */
run_function run_index_of, run_last_index_of, run_substring, run_starts_with,
    run_ends_with, run_contains_text, run_upper, run_lower, run_replace, run_length,
    run_to_chars, run_trim, run_split, run_join_strings;

/* functions_regex.c */
run_function run_matches, run_matches_full, run_replace_matches;

/* functions_encode.c */
run_function run_encode, run_decode, run_escape, run_unescape;

/* functions_convert.c */
run_function run_to_boolean, run_to_integer, run_to_long, run_converts_to_long,
    run_to_decimal, run_to_string, run_to_date, run_to_datetime, run_to_time,
    run_to_quantity, run_converts_to_boolean, run_converts_to_integer,
    run_converts_to_decimal, run_converts_to_string, run_converts_to_date,
    run_converts_to_datetime, run_converts_to_time, run_converts_to_quantity,
    run_comparable;

/* functions_math.c */
run_function run_abs, run_ceiling, run_floor, run_round, run_truncate, run_sqrt, run_exp,
    run_ln, run_log, run_power;

#endif
