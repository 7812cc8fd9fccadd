#!/bin/sh
# replay_test.sh -- every fuzz target bears what is in its corpus.
failed=0
for corpus in "${SRCDIR:?}"/tests/fuzz/corpus/*; do
    target=tests/fuzz/$(basename "$corpus")_fuzz
    [ -x "$target" ] || { echo "left out: $target"; continue; }
    "$target" "$corpus" || { echo "not ok: $target"; failed=1; }
done
exit $failed
