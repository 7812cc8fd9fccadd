#!/usr/bin/env python3
# feed_test.py -- the main job end to end, and what bad senders do to it.
import os
import signal
import subprocess
import sys
import time

from feed import HILUM, Engine, adt, equal, field, run, wait_for

FEED = """
pipeline: feed
source:
  mllp: {{ listen: "tcp://127.0.0.1:{mllp}", ack: stored, max_message: 64K }}
  format: hl7v2
order_by: PID-3.1
steps:
  - drop:
    when: "MSH-4 = 'ELSEWHERE'"
  - v2-to-fhir:
sinks:
  - fhir-store: {{ store: ehr }}
stores:
  ehr:
    sqlite: {{ path: "{folder}/ehr.db" }}
serve:
  - fhir-server: {{ store: ehr, path: /fhir }}
http: {{ listen: "127.0.0.1:{http}" }}
"""


def a_message_becomes_resources_that_one_can_read_and_search():
    with Engine(FEED).start() as e:
        c = e.connect()
        ack = c.ask(adt("A1"))
        assert field(ack, "MSA", 1) in ("AA", "CA"), ack
        equal(field(ack, "MSA", 2), "A1")
        equal(e.settled(), {"delivered": 1})
        status, found = e.get("/fhir/Patient?family=Keller")
        equal((status, found["resourceType"], found["total"]), (200, "Bundle", 1))
        patient = found["entry"][0]["resource"]
        equal(patient["birthDate"], "1961-06-15")
        status, found = e.get("/fhir/Encounter?subject=Patient/" + patient["id"])
        equal((status, found["total"]), (200, 1))
        equal(found["entry"][0]["resource"]["status"], "in-progress")
        status, read = e.get("/fhir/Patient/" + patient["id"])
        equal((status, read["meta"]["versionId"]), (200, "1"))
        status, outcome = e.get("/fhir/Patient/nobody")
        equal((status, outcome["resourceType"]), (404, "OperationOutcome"))


def the_same_message_again_changes_nothing():
    with Engine(FEED).start() as e:
        c = e.connect()
        for n in range(3):
            c.ask(adt("A%d" % n))
        equal(e.settled(), {"delivered": 3})
        status, found = e.get("/fhir/Patient")
        equal(found["total"], 1)
        equal(found["entry"][0]["resource"]["meta"]["versionId"], "1")


def later_messages_of_a_patient_win_however_fast_they_come():
    with Engine(FEED).start() as e:
        c = e.connect()
        for n in range(50):
            c.send(adt("A%d" % n, family="Name%d" % n))
        for n in range(50):
            equal(field(c.answer(), "MSA", 2), "A%d" % n)
        e.settled()
        status, found = e.get("/fhir/Patient")
        equal(found["total"], 1)
        equal(found["entry"][0]["resource"]["name"][0]["family"], "Name49")


def a_filtered_message_is_acknowledged_and_counted():
    with Engine(FEED).start() as e:
        ack = e.connect().ask(adt("F1", facility="ELSEWHERE"))
        assert field(ack, "MSA", 1) in ("AA", "CA"), ack
        equal(e.settled(), {"filtered": 1})


def what_cannot_be_read_is_refused_and_lies_in_the_dead_letters():
    with Engine(FEED).start() as e:
        c = e.connect()
        ack = c.ask(b"PID|1||4711\rthis is no message")
        assert field(ack, "MSA", 1) in ("AE", "AR", "CE", "CR"), ack
        assert field(ack, "ERR", 8) or field(ack, "ERR", 1), ack
        assert field(c.ask(adt("B2")), "MSA", 1) in ("AA", "CA")
        equal(e.settled(), {"dead": 1, "delivered": 1})
        dead = e.messages("--status", "dead")[0]
        assert dead["place"] and dead["reason"], dead


def a_message_that_no_map_knows_is_dead_with_its_place():
    with Engine(FEED).start() as e:
        e.connect().ask(adt("M1").replace(b"ADT^A01^ADT_A01", b"ADT^Z99"))
        equal(e.settled(), {"dead": 1})
        equal(e.messages("--status", "dead")[0]["place"], "MSH-9")


def frames_in_pieces_many_at_once_and_garbage_between_them_do_no_harm():
    with Engine(FEED).start() as e:
        c = e.connect()
        frame = b"\x0b" + adt("P1") + b"\x1c\r"
        for at in range(0, len(frame), 7):
            c.raw(frame[at:at + 7])
        equal(field(c.answer(), "MSA", 2), "P1")
        c.raw(b"garbage\r\n" + b"".join(
            b"\x0b" + adt("Q%d" % n) + b"\x1c\r" for n in range(20)) + b"more garbage")
        for n in range(20):
            equal(field(c.answer(), "MSA", 2), "Q%d" % n)
        equal(e.settled(), {"delivered": 21})


def an_oversized_frame_harms_nobody_else():
    with Engine(FEED).start() as e:
        good = e.connect()
        bad = e.connect()
        try:
            bad.raw(b"\x0b" + b"MSH|^~\\&|" + b"x" * 200000)
            bad.answer()
        except (ConnectionError, OSError):
            pass
        assert field(good.ask(adt("G1")), "MSA", 1) in ("AA", "CA")


def a_client_that_vanishes_harms_nobody_else():
    with Engine(FEED).start() as e:
        good = e.connect()
        for n in range(20):
            gone = e.connect()
            gone.raw(b"\x0b" + adt("V%d" % n)[:50 if n % 2 else None])
            if n % 3 == 0:
                gone.raw(b"\x1c\r")
            gone.close()
        assert field(good.ask(adt("G1")), "MSA", 1) in ("AA", "CA")


def nothing_that_was_acknowledged_is_lost_in_a_crash():
    with Engine(FEED).start() as e:
        c = e.connect()
        acked = 0
        for n in range(200):
            c.send(adt("K%d" % n, patient="P%d" % n))
            acked += field(c.answer(), "MSA", 1) in ("AA", "CA")
        e.stop(signal.SIGKILL)
        e.start()
        counts = e.settled()
        equal(counts, {"delivered": 200})
        status, found = e.get("/fhir/Patient?_summary=count")
        equal((acked, found["total"]), (200, 200))


def a_sink_that_is_down_loses_nothing_and_gets_everything_in_order():
    with Engine(TO_PEER, peer=1).start() as e:
        c = e.connect()
        for n in range(30):
            assert field(c.ask(adt("S%d" % n, patient="P%d" % (n % 3))), "MSA", 1) in ("AA", "CA")
        equal(e.counts(), {"pending": 30})
        e.stop()
        with Engine(PEER).start() as peer:
            e.write(TO_PEER, peer=peer.mllp)
            e.start()
            equal(e.settled(), {"delivered": 30})
            got = [m["control_id"] for m in reversed(peer.messages("--limit", "1000"))]
            for lane in range(3):
                equal([i for i in got if int(i[1:]) % 3 == lane],
                      ["S%d" % n for n in range(lane, 30, 3)])


def a_full_disk_stops_acknowledging():
    with Engine(FEED).start("--reserve", "9000000G") as e:
        ack = e.connect().ask(adt("D1"))
        assert field(ack, "MSA", 1) in ("AE", "AR", "CE", "CR"), ack
        equal(e.counts(), {})


def a_reload_with_a_mistake_keeps_what_runs():
    with Engine(FEED).start() as e:
        with open(e.path, "a") as f:
            f.write("\nunknown: word\n")
        e.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "kept" in e.log())
        assert field(e.connect().ask(adt("R1")), "MSA", 1) in ("AA", "CA")
        e.write(FEED)
        e.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "reloaded" in e.log())
        assert field(e.connect().ask(adt("R2")), "MSA", 1) in ("AA", "CA")
        equal(e.settled(), {"delivered": 2})


def a_dead_letter_can_be_replayed_while_the_engine_runs():
    with Engine(FEED).start() as e:
        e.connect().ask(adt("D1").replace(b"ADT^A01^ADT_A01", b"ADT^Z99"))
        equal(e.settled(), {"dead": 1})
        e.write(FEED.replace("MSH-4 = 'ELSEWHERE'", "MSH-9.2 = 'Z99'"))
        e.process.send_signal(signal.SIGHUP)
        wait_for(lambda: "reloaded" in e.log())
        number = str(e.messages()[0]["id"])
        subprocess.run([HILUM, "messages", "replay", "--data", e.folder, number], check=True,
                       capture_output=True)
        equal(wait_for(lambda: e.counts().get("filtered")), 1)


def it_stops_when_told_and_leaves_nothing_behind():
    with Engine(FEED).start() as e:
        c = e.connect()
        for n in range(100):
            c.send(adt("E%d" % n, patient="P%d" % n))
        c.answer()
        started = time.monotonic()
        equal(e.stop(), 0)
        assert time.monotonic() - started < 15


PEER = """
pipeline: peer
source:
  mllp: {{ listen: "tcp://127.0.0.1:{mllp}", ack: stored }}
  format: hl7v2
sinks:
  - file: {{ path: "{folder}/got" }}
"""
TO_PEER = """
pipeline: feed
source:
  mllp: {{ listen: "tcp://127.0.0.1:{mllp}", ack: stored }}
  format: hl7v2
order_by: PID-3.1
sinks:
  - mllp: {{ url: "tcp://127.0.0.1:{peer}" }}
    retry: {{ first: 100ms, most: 500ms }}
"""

if __name__ == "__main__":
    chosen = [f for name, f in list(globals().items())
              if callable(f) and name.count("_") > 2 and f.__module__ == "__main__"]
    if len(sys.argv) > 1:
        chosen = [f for f in chosen if any(word in f.__name__ for word in sys.argv[1:])]
    os.environ.pop("HILUM_DATA", None)
    sys.exit(run(chosen))
