#!/bin/sh
# examples_test.sh -- every resource of HL7's own package comes back as it was.
# SPDX-License-Identifier: Apache-2.0
#
# HILUM_FHIR_PACKAGE is the package hl7.fhir.r4.examples 4.0.1 as npm packs it
# (npm pack hl7.fhir.r4.examples@4.0.1).  Without it the test is skipped.

set -eu

roundtrip=${HILUM_FHIR_ROUNDTRIP:-tests/plugins/fhir/roundtrip}
schemas=${HILUM_SCHEMAS:-${srcdir:-.}/schemas}
package=${HILUM_FHIR_PACKAGE:-}

if [ -z "$package" ] || [ ! -f "$package" ]; then
    echo "SKIPPED: the 5,306 resources of HL7's package were not tried." >&2
    echo "  Fetch it with: npm pack hl7.fhir.r4.examples@4.0.1" >&2
    echo "  and set HILUM_FHIR_PACKAGE to the file." >&2
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xzf "$package" -C "$folder"
rm -f "$folder/package/package.json"
find "$folder/package" -name '*.json' -print0 | xargs -0 "$roundtrip" "$schemas"
