#!/bin/bash
# expr_peer.sh FOLDER -- installs fhirpath for expr_peer.js; says so where it cannot.
# SPDX-License-Identifier: Apache-2.0
set -u
folder=${1:?a folder to install into}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "NO PEER: node or npm is missing (Debian: nodejs, npm)"
    exit 1
fi
mkdir -p "$folder" && echo '{ "private": true }' >"$folder/package.json"
if ! timeout 120 npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --silent \
    fhirpath@4.11.0 >"$folder/log" 2>&1; then
    echo "NO PEER: npm could not install fhirpath"
    tail -n 3 "$folder/log"
    exit 1
fi
