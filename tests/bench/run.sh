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
title "HL7 v2 codec, beside parsers of npm"
"$SRCDIR/tests/bench/hl7v2_peer.sh" "$work/peer" && peers=$work/peer || peers=
hl7v2_bench() {
    ./hl7v2_bench "$@"
    [ -z "$peers" ] || node "$SRCDIR/tests/bench/hl7v2_peer.js" "$peers" "$@"
}
hl7v2_bench "ADT^A01" "$adt"
hl7v2_bench "ORU^R01" "$oru"
if [ -d "${HILUM_SHARED:-}" ]; then
    mapfile -t many < <(find "$HILUM_SHARED/data/hl7v2/messages" -type f -size +799c -size -3073c \
        \( -iname '*adt*' -o -iname '*oru*' \) | sort)
    hl7v2_bench "ADT and ORU of 0.8 to 3 KB" "${many[@]}"
fi
./hl7v2_bench
./validate_bench "ADT^A01" "$adt"
./validate_bench "ORU^R01" "$oru"
if [ -x tests/plugins/fhir/bench ]; then
    title "FHIR codec, beside a bare yajl parse"
    "$HILUM" convert --to fhir/json "$adt" >"$work/bundle.json" 2>/dev/null
    tests/plugins/fhir/bench "$SRCDIR/schemas" "$work/bundle.json"
fi
title "expressions, beside fhirpath of npm"
"$HILUM" convert --to fhir/json "$adt" >"$work/bundle.json" 2>/dev/null
./expr_bench "$work/bundle.json" "$SRCDIR/tests/bench/expressions.tsv" | tee "$work/ours"
"$SRCDIR/tests/bench/expr_peer.sh" "$work/peer2" &&
    node "$SRCDIR/tests/bench/expr_peer.js" "$work/peer2" "$work/bundle.json" \
        "$SRCDIR/tests/bench/expressions.tsv" "$work/ours"
title "journal: real syncs"
./journal_bench "$work"
title "cold start"
for _ in 1 2 3 4 5; do
    from=$(date +%s%N)
    "$HILUM" convert --to fhir/json "$adt" >/dev/null 2>&1
    echo "hilum convert --to fhir/json: $((($(date +%s%N) - from) / 1000)) us"
done
title "a 1 GB batch"
"$SRCDIR/tests/bench/batch_bench.py"
title "2,000 senders, 500 of them slow"
"$SRCDIR/tests/bench/mllp_bench.sh"
title "the feed"
"$SRCDIR/tests/bench/feed_bench.sh"
