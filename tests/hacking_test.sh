#!/bin/sh
# hacking_test.sh -- the map in HACKING.md is the map of the code.
cd "${SRCDIR:?}" || exit 1
want=$(contrib/map)
have=$(sed '1,/^## The map$/d' HACKING.md)
[ "$want" = "$have" ] && exit 0
echo "HACKING.md: run contrib/map --write"
exit 1
