// hl7v2_peer.js -- how fast parsers of npm read and write the messages of hl7v2_bench.
// SPDX-License-Identifier: Apache-2.0
//
//   node hl7v2_peer.js FOLDER TITLE FILE...     FOLDER: where npm has installed them
//
// A parser that reads on demand is made to read everything, as a document has it.
'use strict';

const fs = require('fs');
const path = require('path');

const [folder, title, ...files] = process.argv.slice(2);
const messages = files.map((file) =>
  fs.readFileSync(file, 'latin1').replace(/\r?\n/g, '\r'));
const load = require('module').createRequire(path.resolve(folder, 'package.json'));

// Fields, repetitions, components, subcomponents.
function walk(node, levels) {
  if (levels > 0) node.forEach((child) => walk(child, levels - 1));
}

const peers = {
  'node-hl7-client': ({ Message }) => ({
    'decode, on demand': (text) => new Message({ text }),
    decode: (text) => walk(new Message({ text }), 5),
  }),
  'hl7-standard': (Message) => ({
    decode: (text) => new Message(text).transform(),
    'decode, encode': (text) => {
      const message = new Message(text);

      message.transform();
      return message.build();
    },
  }),
};

const ROUNDS = 20;
const MICROSECONDS = 50000; // of a round, at least

// Microseconds for all messages, one after the other.
function measure(texts, once) {
  let best = Infinity;

  for (let round = 0; round < ROUNDS; round++) {
    const from = process.cpuUsage();
    let took;
    let n = 0;

    do {
      texts.forEach(once);
      n++;
      const { user, system } = process.cpuUsage(from);
      took = user + system;
    } while (took < MICROSECONDS);
    best = Math.min(best, took / n);
  }
  return best;
}

function takes(text, works) {
  try {
    Object.values(works).forEach((once) => once(text));
    return true;
  } catch {
    return false;
  }
}

function line(work, us, texts) {
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const each = ((us / texts.length) * 1000).toFixed(0).padStart(10);
  const rate = ((texts.length / us) * 1e6).toFixed(0).padStart(12);

  return `  ${work.padEnd(28)} ${each} ns ${rate}/s ${(bytes / us).toFixed(1).padStart(8)} MB/s`;
}

for (const [name, open] of Object.entries(peers)) {
  let works;

  try {
    works = open(load(name));
  } catch (error) {
    console.log(`${title}: ${name} is left out: ${error.message.split('\n')[0]}`);
    continue;
  }
  const texts = messages.filter((text) => takes(text, works));

  console.log(`${title}: ${name} on node ${process.version} takes ${texts.length} of ` +
    `${messages.length} messages`);
  for (const [work, once] of Object.entries(works))
    if (texts.length) console.log(line(work, measure(texts, once), texts));
}
