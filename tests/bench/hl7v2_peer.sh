#!/bin/bash
# hl7v2_peer.sh FOLDER -- installs the parsers of hl7v2_peer.js from npm; says so where it cannot.
set -u
folder=${1:?a folder to install into}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "NO PEERS: node or npm is missing (Debian: nodejs, npm)"
    exit 1
fi
mkdir -p "$folder" && echo '{ "private": true }' >"$folder/package.json"
if ! timeout 120 npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --silent \
    node-hl7-client@3.2.0 hl7-standard@1.0.4 >"$folder/log" 2>&1; then
    echo "NO PEERS: npm could not install them"
    tail -n 3 "$folder/log"
    exit 1
fi
