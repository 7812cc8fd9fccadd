#!/bin/bash
# mllp_bench.sh -- 2,000 senders, 500 of them slow: what the others notice, and what they cost.
#
# MLLP_CONNECTIONS is the load generator.  The healthy senders are alone, then beside
# those that send a byte a second; three times, and the median of the ratios of their
# p99 is what counts.
set -eu
: "${HILUM:?the hilum binary}"
load=${MLLP_CONNECTIONS:-./mllp_connections}
healthy=${HEALTHY:-1500} slow=${SLOW:-500} rate=${RATE:-1000} seconds=${SECONDS_EACH:-12}
work=$(mktemp -d)
engine=
trap 'kill ${engine:-} 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

cat >"$work/mllp.yaml" <<Y
pipeline: connections
source:
  mllp: { listen: "tcp://127.0.0.1:$port", read_timeout: 1h, idle: 0ms }
  format: hl7v2
order_by: PID-3.1
steps:
  - drop:
    when: "true"
sinks:
  - file: { path: "$work/out" }
Y
resident() { awk '/VmRSS/ { print $2 }' "/proc/$engine/status"; }
start() {
    rm -rf "$work"/data
    mkdir "$work/data"
    "$HILUM" --level error run --data "$work/data" "$work/mllp.yaml" &
    engine=$!
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.01; done
}
stop() {
    kill "$engine"
    wait "$engine" 2>/dev/null || true
}

start
before=$(resident)
"$load" "$port" "$((healthy + slow))" 0 1 3 >/dev/null &
sleep 2
echo "$((healthy + slow)) idle connections: $((($(resident) - before) * 1024 / (healthy + slow))) bytes each"
wait $!
stop
start
"$load" "$port" "$healthy" 0 "$rate" 3 >/dev/null
for _ in 1 2 3; do
    "$load" "$port" "$healthy" 0 "$rate" "$seconds" | tee -a "$work/all"
    "$load" "$port" "$healthy" "$slow" "$rate" "$seconds" | tee -a "$work/all"
done
stop
awk '{ for (i = 1; i < NF; i++) if ($i == "p99") p[NR] = $(i + 1) }
     END { for (i = 1; i < NR; i += 2) print p[i + 1] / p[i] }' "$work/all" | sort -n |
    awk '{ r[NR] = $1 } END { printf "p99 beside slow senders / p99 without: %.2f (%.2f to %.2f)\n", r[int((NR + 1) / 2)], r[1], r[NR] }'
