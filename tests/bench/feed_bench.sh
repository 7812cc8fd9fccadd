#!/bin/bash
# feed_bench.sh -- the whole feed: MLLP in, journal, map, FHIR store; and what it costs.
#
# Prints messages/s and ACK latencies at 1, 8 and 32 connections with every sync
# on, how long the engine takes to listen, and its resident memory.  Where
# LOADGEN names another load generator (mllp_load), its figures stand beside.
set -eu
: "${HILUM:?the hilum binary}"
work=$(mktemp -d)
engine=
trap 'kill ${engine:-} 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
mllp=$(free_port)
http=$(free_port)

cat >"$work/feed.yaml" <<Y
pipeline: bench
source:
  mllp: { listen: "tcp://127.0.0.1:$mllp", ack: stored }
  format: hl7v2
order_by: PID-3.1
steps:
  - v2-to-fhir:
sinks:
  - fhir-store: { store: ehr }
stores:
  ehr:
    sqlite: { path: "$work/ehr.db" }
serve:
  - fhir-server: { store: ehr, path: /fhir }
http: { listen: "127.0.0.1:$http" }
Y
# About 1 KB, as hospitals send them; %s is the patient's number.
message='MSH|^~\\&|ADTSYS|GENHOSP|ENGINE|REGION|20250314092215||ADT^A01^ADT_A01|%s|P|2.5|||AL|NE|USA|8859/1\rEVN|A01|20250314092200|||OP1234^Registrar^Rita^^^^^^GENHOSP||GENHOSP\rPID|1||MR%07d^^^GENHOSP^MR~%09d^^^USSSA^SS||Testperson^Amelia^Jane^^Ms^^L||19710823|F||2106-3^White^HL70005|1200 North Elm Street^Apt 4B^Greensboro^NC^27401^USA^H^^Guilford||^PRN^PH^^1^336^5550143~^PRN^CP^^1^336^5550199|^WPN^PH^^1^336^5550177|en^English^ISO639|M^Married^HL70002|CHR|ACC7781234^^^GENHOSP^AN|||||N^Not Hispanic^HL70189\rNK1|1|Testperson^Robert^L|SPO^Spouse^HL70063|1200 North Elm Street^^Greensboro^NC^27401|^PRN^PH^^1^336^5550144\rPV1|1|I|3WEST^312^A^GENHOSP^^N^B1|E|||1001^Attend^Alan^A^^Dr^^^NPI|2002^Refer^Rosa^B^^Dr^^^NPI||MED||||7|A0||1001^Attend^Alan^A^^Dr^^^NPI|IP|V%07d^^^GENHOSP^VN|||||||||||||||||||||||||20250314091500\rAL1|1|DA^Drug allergy^HL70127|7980^Penicillin^RXNORM|MO|Hives|20050101\rDG1|1|I10|J18.9^Pneumonia, unspecified organism^I10|Pneumonia|20250314|A\r'
# shellcheck disable=SC2059
printf "$message" ID 1 1 1 >"$work/same.hl7"
mkdir "$work/patients"
for i in $(seq "${PATIENTS:-2000}"); do
    # shellcheck disable=SC2059
    printf "$message" ID "$i" "$i" "$i"
done >"$work/many.hl7"

started=$(date +%s%N)
"$HILUM" --level error run --data "$work" "$work/feed.yaml" &
engine=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$mllp") 2>/dev/null; do sleep 0.002; done
echo "start to listening: $((($(date +%s%N) - started) / 1000000)) ms"
resident() { awk '/VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$engine/status"; }
echo "resident, idle: $(resident)"
settle() { while "$HILUM" messages list --counts --data "$work" | grep -q pending; do sleep 0.1; done; }

round() { # round NAME FILE CONNECTIONS COUNT
    local from to
    from=$(date +%s%N)
    printf '%-18s %2d connections  ' "$1" "$3"
    "$HILUM" send --to "mllp://127.0.0.1:$mllp" -c "$3" -n "$4" --json "$2" | python3 -c '
import json, sys
r = json.load(sys.stdin)
print("%8.0f messages/s  ack ms p50 %.2f p95 %.2f p99 %.2f" % (
    r["rate"], *(r["latency_ms"][p] for p in ("p50", "p95", "p99"))), end="")
sys.exit(r["acked"] != r["messages"])'
    settle
    to=$(date +%s%N)
    awk -v n="$4" -v ns="$((to - from))" 'BEGIN { printf "  stored %.0f/s\n", n / (ns / 1e9) }'
}
round "one patient" "$work/same.hl7" 1 "${COUNT:-5000}"
round "one patient" "$work/same.hl7" 8 "$((${COUNT:-5000} * 4))"
round "one patient" "$work/same.hl7" 32 "$((${COUNT:-5000} * 8))"
round "new patients" "$work/many.hl7" 1 "${PATIENTS:-2000}"
rm -f "$work/many2.hl7"
sed 's/PID|1||MR0/PID|1||MR9/; s/\^VN|/X^VN|/' "$work/many.hl7" >"$work/many2.hl7"
round "more new patients" "$work/many2.hl7" 32 "${PATIENTS:-2000}"
if [ -n "${LOADGEN-}" ] && [ -x "$LOADGEN" ]; then
    for c in 1 8 32; do
        printf 'mllp_load          %2d connections  ' "$c"
        "$LOADGEN" -p "$mllp" -c "$c" -n "$((${COUNT:-5000} * (c > 1 ? 4 : 1)))" |
            awk '/^rate/ { printf "%8.0f messages/s  ", $2 } /^latency/ { print "ack " $2 " " $3 " " $4 " " $5 " " $6 " " $7 " " $8 }'
        settle
    done
fi
echo "resident, after: $(resident)"
if command -v strace >/dev/null; then
    timeout 20 strace -f -c -e trace=fdatasync,fsync -o "$work/syncs" -p "$engine" &
    tracer=$!
    sleep 1
    "$HILUM" send --to "mllp://127.0.0.1:$mllp" -c 1 -n 200 --json "$work/same.hl7" >/dev/null
    settle
    kill -INT "$tracer" 2>/dev/null || true
    wait "$tracer" 2>/dev/null || true
    awk '/fdatasync|fsync/ { print "syncs while 200 messages came one by one: " $4 " " $NF }' "$work/syncs"
fi
