#!/bin/sh
# messages_xml_test.sh -- every HL7 v2 message of $HILUM_SHARED as XML, and back.
# SPDX-License-Identifier: Apache-2.0
set -eu

messages="${HILUM_SHARED:-}/data/hl7v2/messages"
if [ -z "${HILUM_SHARED:-}" ] || [ ! -d "$messages" ]; then
    echo "SKIP: HILUM_SHARED does not name a folder with data/hl7v2/messages"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${HILUM_MESSAGES_XML:-tests/plugins/hl7v2/messages_xml}" "$folder" "$messages"/*/*.hl7
if command -v xmllint >/dev/null; then
    xmllint --noout --nonet "$folder"/*.xml
    echo "xmllint finds all of them well-formed"
else
    echo "xmllint is not there: its opinion is not asked for"
fi
