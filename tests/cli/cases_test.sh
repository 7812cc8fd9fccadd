#!/bin/sh
# cases_test.sh -- every case holds, and so do the tests inside the pipelines.
cd "${SRCDIR:?}" || exit 1
find tests/cases contrib -name '*.case' ! -path 'contrib/plugin-template/*' -exec "$HILUM" try {} + || exit 1
"$HILUM" test pipelines/*.yaml
