#!/bin/sh
# cli_test.sh -- exit codes, help, and what the verbs print.
failed=0
expect() { # expect CODE WORDS COMMAND...: exit code, and words on stdout or stderr
    code=$1 words=$2
    shift 2
    out=$("$@" 2>&1 </dev/null)
    got=$?
    if [ "$got" != "$code" ] || ! printf '%s' "$out" | grep -qF -- "$words"; then
        echo "not ok: $* gives $got, not $code with '$words':"
        printf '%s\n' "$out" | head -n 5
        failed=1
    fi
}
adt=$SRCDIR/pipelines/samples/adt-a01.hl7
oru=$SRCDIR/pipelines/samples/oru-r01.hl7

expect 2 Usage "$HILUM"
expect 2 'there is no verb' "$HILUM" dance
expect 0 'hilum 0.' "$HILUM" --version
expect 0 'hilum run' "$HILUM" help
expect 0 '--data DIR' "$HILUM" help run
expect 0 listen "$HILUM" help mllp
expect 1 'neither a verb nor a plugin' "$HILUM" help nothing
expect 0 '"$schema"' "$HILUM" help --schema
for part in er7 json mllp file sqlite fhir-store fhir-server v2-to-fhir drop keep set; do
    expect 0 " $part " "$HILUM" plugins
done
expect 0 '"kind": "codec"' "$HILUM" plugins --json
expect 2 Usage "$HILUM" convert "$adt"
expect 0 '"resourceType":"Bundle"' "$HILUM" convert --to fhir/json "$adt"
expect 0 'PID|1||4711' "$HILUM" convert --to hl7v2/er7 "$adt"
expect 3 'no plugin for the format' "$HILUM" convert --to gopher "$adt"
expect 1 MSH "$HILUM" convert --to fhir/json "$SRCDIR/README.md"
expect 0 'Patient Identifier List' "$HILUM" show "$adt"
ward=$SRCDIR/pipelines/profiles/ward.yaml
expect 0 'Visit Extension' "$HILUM" show --profile "$ward" "$SRCDIR/tests/cli/ward.hl7"
expect 0 'Ward Phone' "$HILUM" show --profile "$ward" "$SRCDIR/tests/cli/ward.hl7"
expect 0 '! PV1-3 problem' "$HILUM" show --profile "$ward" "$SRCDIR/tests/cli/ward.hl7"
expect 0 '! EVN problem' "$HILUM" show "$SRCDIR/tests/cli/ward.hl7"
expect 0 '  ORDER_OBSERVATION' "$HILUM" show "$oru"
expect 0 '0 problems' "$HILUM" validate "$oru"
expect 1 'EVN is required in ADT_A01' "$HILUM" validate "$SRCDIR/tests/cli/ward.hl7"
expect 1 'an inpatient has a room and a bed' "$HILUM" validate --profile "$ward" "$SRCDIR/tests/cli/ward.hl7"
expect 1 '"rule": "required"' "$HILUM" validate --json "$SRCDIR/tests/cli/ward.hl7"
expect 1 'MSH' "$HILUM" validate "$SRCDIR/README.md"
expect 3 'No such file' "$HILUM" validate /nowhere.hl7
expect 3 'cannot read' "$HILUM" validate --profile /nowhere.yaml "$adt"
expect 2 Usage "$HILUM" validate --nothing
expect 0 4711 "$HILUM" eval PID-3.1 "$adt"
expect 0 'integer	3' "$HILUM" eval --type '1 + 2'
expect 0 'date	@1974-12-25' "$HILUM" eval --type '@1974-12-25'
expect 3 'column' "$HILUM" eval '1 +'
expect 0 3 "$HILUM" eval 'OBX.count()' "$oru"
expect 3 'No such file' "$HILUM" show /nowhere.hl7
expect 2 Usage "$HILUM" messages
expect 3 journal "$HILUM" messages list --data /nowhere
expect 3 '' "$HILUM" send --to mllp://127.0.0.1:1 "$adt"
expect 1 'refused' "$HILUM" try /nowhere.so
exit $failed
