/* evaluate.h -- an expression and what it gives, as text, for tests in tables. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_CORE_EXPR_EVALUATE_H
#define TESTS_CORE_EXPR_EVALUATE_H

#include "outline.h"

#include <check.h>

struct expectation {
    const char *expression, *gives;
};

/* The items, with ", " between them; "" where there are none; "error COLUMN:
 * WHAT" where it erred, "mistake COLUMN: WHAT" where it does not compile.  Good
 * until the next call. */
const char *evaluate(struct hilum_doc doc, const char *expression);

/* What the expression gives must be what is expected. */
void expect(struct hilum_doc doc, const struct expectation *e);

/* Runs the cases of a test program: the value for main() to return. */
int run_cases(const char *name, TCase *t);

#endif
