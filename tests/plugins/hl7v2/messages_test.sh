#!/bin/sh
# messages_test.sh -- every HL7 v2 message of $HILUM_SHARED goes in and out again.
# SPDX-License-Identifier: Apache-2.0
set -eu

messages="${HILUM_SHARED:-}/data/hl7v2/messages"
if [ -z "${HILUM_SHARED:-}" ] || [ ! -d "$messages" ]; then
    echo "SKIP: HILUM_SHARED does not name a folder with data/hl7v2/messages"
    exit 77
fi
exec "${HILUM_MESSAGES:-tests/plugins/hl7v2/messages}" "$messages"/*/*.hl7
