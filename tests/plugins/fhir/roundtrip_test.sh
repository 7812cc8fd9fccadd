#!/bin/sh
# roundtrip_test.sh -- every resource of HL7's own package comes back as it was.
# SPDX-License-Identifier: Apache-2.0
#
# HILUM_FHIR_PACKAGE is the package hl7.fhir.r4.examples 4.0.1 as npm packs it
# (npm pack hl7.fhir.r4.examples@4.0.1), or the folder it was unpacked to.  Without it
# the test is skipped.  The examples are what remains without definitions.

set -eu

roundtrip=${HILUM_FHIR_ROUNDTRIP:-tests/plugins/fhir/roundtrip}
schemas=${HILUM_SCHEMAS:-${SRCDIR:-${srcdir:-.}}/schemas}
package=${1:-${HILUM_FHIR_PACKAGE:-}}

if [ -z "$package" ] || [ ! -e "$package" ]; then
    echo "SKIPPED: the 5,306 resources of HL7's package were not tried." >&2
    echo "  Fetch it with: npm pack hl7.fhir.r4.examples@4.0.1" >&2
    echo "  and set HILUM_FHIR_PACKAGE to the file or to the folder it is unpacked to." >&2
    exit 77
fi

folder=$package
if [ -f "$package" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    tar -xzf "$package" -C "$folder"
fi

definitions='StructureDefinition|ValueSet|CodeSystem|SearchParameter|ConceptMap'
definitions="/($definitions|OperationDefinition)-[^/]*\$"

# try WHAT GREP-OPTION: the round trips of some of the package's files, and how many of
# them came back.
try() {
    find "$folder" -name '*.json' ! -name package.json ! -name '.index.json' |
        grep -E "$2" "$definitions" | xargs "$roundtrip" "$schemas" |
        awk -v what="$1" '
            { all += $1; json += $6; xml += $NF }
            END {
                printf "%s: %d; JSON to JSON %d, JSON to XML to JSON %d\n", what, all, json, xml
                exit all == 0 || json < all || xml < all
            }' || failed=1
}

failed=0
try examples -v
try definitions -e
exit $failed
