#!/bin/sh
# suites_test.sh -- the FHIRPath suites of others; skipped, and said so, where they are not.
# SPDX-License-Identifier: Apache-2.0
exec python3 "${SRCDIR:?}/tests/core/expr/suites.py" tests/core/expr/suite_run
