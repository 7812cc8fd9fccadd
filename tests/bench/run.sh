#!/bin/bash
# run.sh -- all benchmarks, one after the other; `make bench` runs it in the build folder.
set -u
: "${SRCDIR:?}" "${HILUM:?}" "${HILUM_PLUGINS:?}" "${HILUM_SCHEMAS:?}"
title() { printf '\n== %s\n' "$*"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "machine: $(nproc) x $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(uname -r)"
echo "commit: $(git -C "$SRCDIR" rev-parse --short HEAD 2>/dev/null || echo unknown)"
adt=$SRCDIR/tests/bench/adt-a01.hl7
oru=$SRCDIR/tests/bench/oru-r01.hl7

title "decode, map, encode: one core"
./chain_bench "$adt" "$oru"
title "HL7 v2 codec"
./hl7v2_bench
if [ -x tests/plugins/fhir/bench ]; then
    title "FHIR codec, beside a bare yajl parse"
    "$HILUM" convert --to fhir/json "$adt" >"$work/bundle.json" 2>/dev/null
    tests/plugins/fhir/bench "$SRCDIR/schemas" "$work/bundle.json"
fi
title "expressions"
./expr_bench
title "journal: real syncs"
./journal_bench "$work"
title "cold start"
for _ in 1 2 3 4 5; do
    from=$(date +%s%N)
    "$HILUM" convert --to fhir/json "$adt" >/dev/null 2>&1
    echo "hilum convert --to fhir/json: $((($(date +%s%N) - from) / 1000)) us"
done
title "the feed"
"$SRCDIR/tests/bench/feed_bench.sh"
