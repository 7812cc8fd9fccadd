#!/usr/bin/env python3
# kill_loop.py -- kills a running engine at random moments and looks for what is missing.
# SPDX-License-Identifier: Apache-2.0
"""
usage: tests/faults/kill_loop.py [ROUNDS=50] [SEED]

Runs `hilum run` (the program in $HILUM, else hilum on the PATH) on a pipeline from
MLLP to a FHIR store.  Several senders send one new patient in every message; a
message whose answer was lost is sent again every other time.  In each round the
engine is killed (SIGKILL) at a random moment and started again.  In the end every
patient whose message was acknowledged must be there, once, and the journal's
counts must add up.

Exit status: 0 nothing lost and nothing twice, 1 not so, 3 the engine did not run.
"""

import collections
import http.client
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

SENDERS = 8
START_TIMEOUT = 20.0
DRAIN_TIMEOUT = 120.0
ANSWER_TIMEOUT = 10.0
ALIVE = (0.05, 1.0)  # seconds between start and kill

PIPELINE = """\
pipeline: kill-loop
source:
  mllp: {{ listen: "tcp://127.0.0.1:{mllp}" }}
  format: hl7v2
order_by: PID-3.1
steps:
  - v2-to-fhir: {{}}
sinks:
  - fhir-store: {{ store: ehr }}
stores:
  ehr:
    sqlite: {{ path: "{folder}/ehr.db" }}
serve:
  - fhir-server: {{ store: ehr, path: /fhir }}
http: {{ listen: "127.0.0.1:{http}" }}
"""

MESSAGE = ("MSH|^~\\&|ADT|WARD|HILUM|TEST|20260101120000||ADT^A01^ADT_A01|{id}|P|2.5.1\r"
           "EVN|A01|20260101120000\r"
           "PID|1||{id}^^^WARD^MR||Test^{id}||19610615|M\r"
           "PV1|1|I|W^1^1\r")

STATUSES = ("pending", "held", "dead", "delivered", "filtered")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Engine:
    """The process under test, and where it is."""

    def __init__(self, folder):
        self.folder = folder
        self.mllp, self.http = free_port(), free_port()
        self.pipeline = os.path.join(folder, "kill-loop.yaml")
        self.data = os.path.join(folder, "data")
        self.log = open(os.path.join(folder, "log"), "ab")
        self.process = None
        with open(self.pipeline, "w") as out:
            out.write(PIPELINE.format(mllp=self.mllp, http=self.http, folder=folder))

    def start(self):
        program = os.environ.get("HILUM", "hilum")
        try:
            self.process = subprocess.Popen(
                [program, "run", "--data", self.data, self.pipeline],
                stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        except OSError as e:
            sys.exit(give_up(self, f"{program}: {e.strerror}; set HILUM"))
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                sys.exit(give_up(self, f"the engine ended with {self.process.returncode}"))
            try:
                socket.create_connection(("127.0.0.1", self.mllp), 1).close()
                return
            except OSError:
                time.sleep(0.005)
        sys.exit(give_up(self, "the engine does not listen"))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


def give_up(engine, why):
    print(f"kill_loop: {why}; the end of its log:", file=sys.stderr)
    with open(engine.log.name, errors="replace") as log:
        sys.stderr.writelines(log.readlines()[-10:])
    if engine.process and engine.process.poll() is None:
        engine.kill()
    return 3


class Sender(threading.Thread):
    """One connection at a time, one message at a time."""

    def __init__(self, number, engine):
        super().__init__(daemon=True)
        self.number, self.port = number, engine.mllp
        self.acked, self.unanswered = [], 0
        self.refused = collections.Counter()
        self.halt = threading.Event()

    def run(self):
        count, again = 0, None
        while not self.halt.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as s:
                    s.settimeout(ANSWER_TIMEOUT)
                    while not self.halt.is_set():
                        count += again is None
                        name = again or f"K{self.number}X{count}"
                        again = name
                        self.exchange(s, name)
                        again = None
            except OSError:
                if again and count % 2:
                    again = None
                    self.unanswered += 1
                time.sleep(0.005)

    def exchange(self, s, name):
        s.sendall(b"\x0b" + MESSAGE.format(id=name).encode() + b"\x1c\r")
        answer = b""
        while b"\x1c\r" not in answer:
            piece = s.recv(4096)
            if not piece:
                raise ConnectionError("hung up")
            answer += piece
        msa = answer.split(b"\rMSA|")[1].split(b"\r")[0].decode().split("|")
        if msa[1] != name:
            self.refused["of another message"] += 1
        elif msa[0] == "AA":
            self.acked.append(name)
        else:
            self.refused[msa[0]] += 1


def counts(engine):
    """The journal's messages by status, and what its own tally says."""
    db = sqlite3.connect(f"file:{engine.data}/journal.db?mode=ro", uri=True, timeout=10)
    try:
        rows = dict(db.execute("SELECT status, count(*) FROM message GROUP BY status"))
        tally = dict(db.execute("SELECT status, sum(messages) FROM tally GROUP BY status"))
    finally:
        db.close()
    return ({name: rows.get(i, 0) for i, name in enumerate(STATUSES)},
            {name: tally.get(i, 0) for i, name in enumerate(STATUSES)})


def drain(engine):
    deadline = time.monotonic() + DRAIN_TIMEOUT
    while time.monotonic() < deadline:
        if counts(engine)[0]["pending"] == 0:
            return True
        time.sleep(0.2)
    return False


def journaled(engine, names):
    """The acknowledged messages that the journal does not know."""
    db = sqlite3.connect(f"file:{engine.data}/journal.db?mode=ro", uri=True, timeout=10)
    known = {row[0] for row in db.execute("SELECT control_id FROM message")}
    db.close()
    return [n for n in names if n not in known]


def stored(engine, names):
    """Asks the FHIR server for each patient: those that are missing, or there twice."""
    lost, twice = [], []
    link = http.client.HTTPConnection("127.0.0.1", engine.http, timeout=30)
    for name in names:
        query = urllib.parse.urlencode({"identifier": name, "_summary": "count"})
        link.request("GET", f"/fhir/Patient?{query}", headers={"Accept": "application/fhir+json"})
        response = link.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"kill_loop: GET Patient?identifier={name}: {response.status} "
                             f"{body[:300]!r}")
        total = json.loads(body)["total"]
        if total != 1:
            (lost if total == 0 else twice).append(name)
    return lost, twice


def report(engine, senders, rounds):
    names = [n for s in senders for n in s.acked]
    refused = sum((s.refused for s in senders), collections.Counter())
    drained = drain(engine)
    rows, tally = counts(engine)
    unknown = journaled(engine, names)
    lost, twice = stored(engine, names)
    balanced = rows == tally
    print(f"rounds      {rounds}")
    print(f"acked       {len(names)}")
    print(f"unanswered  {sum(s.unanswered for s in senders)} (and not sent again)")
    print(f"refused     {sum(refused.values())} {dict(refused) if refused else ''}".rstrip())
    print(f"journal     {sum(rows.values())} = " +
          " + ".join(f"{rows[n]} {n}" for n in STATUSES) +
          ("" if balanced else f"; but its tally says {tally}"))
    print(f"lost        {len(lost)} {' '.join(lost[:10])}".rstrip())
    print(f"duplicated  {len(twice)} {' '.join(twice[:10])}".rstrip())
    if unknown:
        print(f"not in the journal: {len(unknown)} {' '.join(unknown[:10])}")
    if not drained:
        print(f"not drained after {DRAIN_TIMEOUT:.0f} s")
    return (bool(names) and not refused["of another message"] and drained and balanced and not lost and not twice and not unknown and
            rows["held"] == 0 and rows["dead"] == 0)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    chance = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="kill-loop-")
    engine = Engine(folder)
    print(f"seed        {seed}\nfolder      {folder}", flush=True)
    engine.start()
    senders = [Sender(i, engine) for i in range(SENDERS)]
    for s in senders:
        s.start()
    for i in range(rounds):
        time.sleep(chance.uniform(*ALIVE))
        engine.kill()
        engine.start()
        if sys.stderr.isatty():
            print(f"\rround {i + 1} of {rounds}", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    for s in senders:
        s.halt.set()
    for s in senders:
        s.join(ANSWER_TIMEOUT + 2)
    good = report(engine, senders, rounds)
    engine.stop()
    if good:
        shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
