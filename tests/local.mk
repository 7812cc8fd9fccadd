AM_TESTS_ENVIRONMENT = \
    export HILUM='$(abs_builddir)/hilum' HILUM_PLUGINS='$(abs_builddir)/.libs' \
    HILUM_SCHEMAS='$(abs_top_srcdir)/schemas' SRCDIR='$(abs_top_srcdir)';

include $(srcdir)/tests/core/local.mk
include $(srcdir)/tests/core/expr/local.mk
include $(srcdir)/tests/core/http/local.mk
include $(srcdir)/tests/core/journal/local.mk
include $(srcdir)/tests/core/package/local.mk
include $(srcdir)/tests/core/ucum/local.mk
include $(srcdir)/tests/plugins/fhir/local.mk
include $(srcdir)/tests/plugins/fhir-server/local.mk
include $(srcdir)/tests/plugins/fhir-validate/local.mk
include $(srcdir)/tests/plugins/file/local.mk
include $(srcdir)/tests/plugins/flow/local.mk
include $(srcdir)/tests/plugins/hl7v2/local.mk
include $(srcdir)/tests/plugins/mllp/local.mk
include $(srcdir)/tests/plugins/sqlite/local.mk
include $(srcdir)/tests/plugins/v2-to-fhir/local.mk
include $(srcdir)/tests/fuzz/local.mk
include $(srcdir)/tests/bench/local.mk

TESTS += %D%/layers_test.sh %D%/hacking_test.sh %D%/cli/broken_test.py %D%/cli/cli_test.sh \
    %D%/cli/cases_test.sh %D%/cli/readme_test.py %D%/end-to-end/feed_test.py \
    %D%/end-to-end/acks_test.py %D%/end-to-end/batch_test.py \
    %D%/end-to-end/mllp_test.py %D%/end-to-end/repeats_test.py

# Folders in which tests leave their results are not to be distributed whole.
EXTRA_DIST += %D%/layers_test.sh %D%/hacking_test.sh %D%/cases \
    %D%/cli/broken_test.py %D%/cli/cli_test.sh %D%/cli/cases_test.sh %D%/cli/readme_test.py \
    %D%/cli/ward.hl7 \
    %D%/end-to-end/feed.py %D%/end-to-end/feed_test.py %D%/end-to-end/acks_test.py \
    %D%/end-to-end/batch_test.py %D%/end-to-end/batch.py %D%/end-to-end/batch_run.py \
    %D%/end-to-end/mllp_test.py %D%/end-to-end/repeats_test.py %D%/faults/kill_loop.py
