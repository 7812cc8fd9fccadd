// expr_peer.js -- the expressions of expr_bench by fhirpath.js, beside our figures.
// SPDX-License-Identifier: Apache-2.0
//
//   node expr_peer.js FOLDER BUNDLE.json EXPRESSIONS.tsv [OURS]
//
// FOLDER: where npm has installed fhirpath.  OURS: what expr_bench has printed for the
// same files; then it is said how many times as fast that is.  The first figures are for
// an expression that was compiled before, the second for evaluate(), which is how most
// programs call it, and which reads the expression each time.
'use strict';

const fs = require('fs');
const path = require('path');

const [folder, bundleFile, listFile, oursFile] = process.argv.slice(2);
const load = require('module').createRequire(path.resolve(folder, 'package.json'));
const fhirpath = load('fhirpath');
const r4 = load('fhirpath/fhir-context/r4');

const bundle = JSON.parse(fs.readFileSync(bundleFile, 'utf8'));
const ours = new Map();

if (oursFile) {
  for (const line of fs.readFileSync(oursFile, 'utf8').split('\n')) {
    const match = /^\s*([\d.]+) ns {2}(.*)$/.exec(line);

    if (match) ours.set(match[2], Number(match[1]));
  }
}

function subject(type) {
  if (type === 'Bundle') return bundle;
  return bundle.entry.map((e) => e.resource).find((r) => r.resourceType === type);
}

// Nanoseconds for one evaluation, from enough of them to fill 0.2 s; the best of five.
function measure(compiled, resource) {
  let best = Infinity;

  for (let round = 0; round < 5; round++) {
    const from = process.hrtime.bigint();
    let took;
    let count = 0;

    do {
      for (let i = 0; i < 20; i++) compiled(resource);
      count += 20;
      took = Number(process.hrtime.bigint() - from);
    } while (took < 2e8);
    best = Math.min(best, took / count);
  }
  return best;
}

const products = [1, 1];
let compared = 0;

for (const line of fs.readFileSync(listFile, 'utf8').split('\n').filter(Boolean)) {
  const [type, text] = line.split('\t');
  const resource = subject(type);

  if (!resource) continue;
  const own = ours.get(text);
  const times = [
    measure(fhirpath.compile(text, r4), resource),
    measure((r) => fhirpath.evaluate(r, text, null, r4), resource),
  ];

  if (own) {
    times.forEach((time, i) => { products[i] *= time / own; });
    compared++;
  }
  console.log(times.map((time) => `${time.toFixed(0).padStart(10)} ns ${
    (own ? `${(time / own).toFixed(0)} x` : '').padStart(7)}`).join('  ') + `  ${text}`);
}
if (compared) {
  const [compiled, evaluated] =
    products.map((product) => (product ** (1 / compared)).toFixed(0));

  console.log(`geometric mean: ${compiled} x compiled, ${evaluated} x with evaluate()`);
}
