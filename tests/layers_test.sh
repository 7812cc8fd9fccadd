#!/bin/sh
# layers_test.sh -- each layer includes only what lies below it, each library has
# one home, and what is known to go wrong is not called.
# SPDX-License-Identifier: Apache-2.0
cd "${SRCDIR:-${srcdir:-.}}" || exit 1
bad=0

complain() {
    echo "$2:"
    echo "$1" | sed 's/^/    /'
    bad=1
}

# allow LAYER NAMES: quoted includes in core/LAYER begin with one of the names.
allow() {
    found=$(grep -rnE '^[[:space:]]*#[[:space:]]*include "' "core/$1" 2>/dev/null |
        grep -vE "include \"($2)/")
    [ -z "$found" ] || complain "$found" "core/$1 may include $2 only"
}
below='base|config|ucum|expr|message|journal'
allow base    'base'
allow config  'base|config'
allow ucum    'base|ucum'
allow expr    'base|ucum|expr'
allow message 'base|message'
allow journal 'base|journal'
allow plugin  "$below|plugin"
allow package "$below|plugin|package"
allow router  "$below|plugin|router"
allow http    "$below|plugin|http"
allow cli     "$below|plugin|package|router|http|cli"

# The public contract includes nothing but itself.
found=$(grep -nE '^[[:space:]]*#[[:space:]]*include "' core/include/hilum/*.h)
[ -z "$found" ] || complain "$found" "the contract includes <hilum/...> only"

# A plugin includes <hilum/...> and headers of its own folder.
for header in $(grep -rhoE '^[[:space:]]*#[[:space:]]*include "[^"]+"' plugins |
    sed 's/.*"\(.*\)"/\1/' | sort -u); do
    for file in $(grep -rlF "include \"$header\"" plugins); do
        [ -f "$(dirname "$file")/$header" ] && [ "${header#*..}" = "$header" ] ||
            complain "$file includes \"$header\"" "not a header of that plugin"
    done
done

# home HEADER FILES: only these files include HEADER.
home() {
    found=$(grep -rlE "^[[:space:]]*#[[:space:]]*include <$1" core plugins | grep -vE "^($2)\$")
    [ -z "$found" ] || complain "$found" "<$1> belongs in $2"
}
home 'yaml\.h'        'core/config/yaml\.c'
home 'dlfcn\.h'       'core/plugin/loader\.c'
home 'nng/'           'core/router/channel\.c'
home 'sqlite3\.h'     'core/journal/db\.[ch]|plugins/sqlite/[a-z_]+\.[ch]'
home 'microhttpd\.h'  'core/http/[a-z_]+\.[ch]'
home 'curl/'          'core/cli/[a-z_]+\.[ch]|plugins/[a-z0-9-]+/[a-z_]+\.[ch]'
home 'zlib\.h'       'core/package/tgz\.c'
home 'openssl/'      'plugins/mllp/tls\.c'
home 'libxml/'       'plugins/(hl7v2|fhir)/xml_[a-z]+\.[ch]'
home 'iconv\.h'      'plugins/hl7v2/charset\.[ch]'
home 'yajl/'          'plugins/fhir/[a-z_]+\.[ch]'

# A library of the core is in one file of it.
once() {
    found=$(grep -rlE "^[[:space:]]*#[[:space:]]*include <$1" core)
    [ "$(echo "$found" | wc -l)" -le 1 ] || complain "$found" "<$1> has one home"
}
once 'nng/nng\.h'
once 'sqlite3\.h'
once 'microhttpd\.h'

forbidden='strtok|strtok_r|atoi|atol|atoll|atof|sprintf|vsprintf|strcpy|strcat|strncat|gets'
found=$(grep -rnE "(^|[^A-Za-z0-9_])($forbidden)[[:space:]]*\(" core plugins contrib \
    --include='*.c' --include='*.h')
[ -z "$found" ] || complain "$found" "forbidden"

exit $bad
