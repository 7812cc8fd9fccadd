#!/usr/bin/env python3
# acks_test.py -- what senders are told: twice, again, by number, and of batches.
import sys

from feed import Engine, adt, code, enhanced, equal, field, numbered, run

FEED = """
pipeline: feed
source:
  mllp: {{ listen: "tcp://127.0.0.1:{mllp}", ack: {ack} }}
  format: {format}
  repeats: {repeats}
steps:
  - drop:
    when: "MSH-4 = 'ELSEWHERE'"
sinks:
  - file: {{ path: "{folder}/out.hl7", append: true }}
"""


def engine(ack="stored", repeats="answer", format="hl7v2"):
    return Engine(FEED, ack=ack, repeats=repeats, format=format).start()


def in_enhanced_mode_one_hears_twice():
    with engine() as e:
        c = e.connect()
        c.send(enhanced("E1", "AL", "AL"))
        equal(code(c.answer()), ("CA", "E1"))
        equal(code(c.answer()), ("AA", "E1"))
        c.send(enhanced("E2", "AL", "NE"))
        c.send(enhanced("E3", "NE", "AL"))
        equal(code(c.answer()), ("CA", "E2"))
        equal(code(c.answer()), ("AA", "E3"))
        c.send(enhanced("E4", "NE", "NE"))
        c.send(enhanced("E5", "ER", "SU"))
        equal(code(c.answer()), ("AA", "E5"))


def where_the_source_waits_the_answer_is_that_of_the_sinks():
    with engine(ack="processed") as e:
        c = e.connect()
        equal(code(c.ask(adt("P1"))), ("AA", "P1"))
        equal(e.settled(), {"delivered": 1})
        equal(code(c.ask(adt("P2", facility="ELSEWHERE"))), ("AA", "P2"))
        c.send(enhanced("P3", "AL", "AL"))
        equal(code(c.answer()), ("CA", "P3"))
        equal(code(c.answer()), ("AA", "P3"))


def a_silent_source_says_nothing():
    with engine(ack="none") as e:
        c = e.connect()
        c.send(adt("N1"))
        equal(e.settled(), {"delivered": 1})
        c.socket.settimeout(0.3)
        try:
            c.answer()
        except TimeoutError:
            return
        raise AssertionError("it answered")


def a_message_that_comes_again_gets_the_same_answer_and_is_processed_once():
    for ack in "stored", "processed":
        with engine(ack=ack) as e:
            first = e.connect().ask(adt("A1"))
            again = e.connect().ask(adt("A1"))
            equal(again, first)
            e.stop()
            e.start()
            equal(e.connect().ask(adt("A1")), first)
            equal(e.settled(), {"delivered": 1})


def another_message_with_the_same_control_id_is_an_error_that_one_sees():
    with engine() as e:
        c = e.connect()
        c.ask(adt("A1"))
        answer = c.ask(adt("A1", family="Other"))
        equal(code(answer), ("AE", "A1"))
        assert "205^Duplicate" in answer, answer
        equal(e.settled(), {"delivered": 1, "dead": 1})
        dead = e.messages("--status", "dead")[0]
        assert dead["reason"].startswith("duplicate: "), dead
        equal(code(c.ask(adt("A1", facility="OTHER"))), ("AA", "A1"))


def where_it_is_told_so_every_message_is_new():
    with engine(repeats="accept") as e:
        c = e.connect()
        for n in range(2):
            equal(code(c.ask(adt("A1"))), ("AA", "A1"))
        equal(e.settled(), {"delivered": 2})


def numbers_are_kept_over_a_restart():
    for ack in "stored", "processed":
        numbers(ack)


def numbers(ack):
    with engine(ack=ack) as e:
        c = e.connect()
        start = c.ask(numbered("S0", 0))
        equal((field(start, "MSA", 1), field(start, "MSA", 4)), ("AA", "-1"))
        for n in 7, 8:
            equal(field(c.ask(numbered("S%d" % n, n)), "MSA", 4), str(n))
        gap = c.ask(numbered("S10", 10))
        equal((field(gap, "MSA", 1), field(gap, "MSA", 4)), ("AE", "9"))
        twice = c.ask(numbered("S8", 8))
        equal((field(twice, "MSA", 1), field(twice, "MSA", 4)), ("AA", "9"))
        e.stop()
        e.start()
        c = e.connect()
        equal(field(c.ask(numbered("S0", 0)), "MSA", 4), "9")
        equal(field(c.ask(numbered("S9", 9)), "MSA", 4), "9")
        equal(e.settled(), {"delivered": 3, "filtered": 2})


def a_batch_gets_one_answer():
    batch = (b"BHS|^~\\&|ADT|ST-ANNA|HILUM|REGION|20260312||admissions||B7\r" + adt("B1") +
             adt("B2").replace(b"PID|", b"pid!") + adt("B3") + b"BTS|3\r")
    with engine() as e:
        answer = e.connect().ask(batch)
        segments = [s.split("|") for s in answer.split("\r") if s]
        equal(segments[0][0], "BHS")
        equal([s[1:3] for s in segments if s[0] == "MSA"],
              [["AA", "B1"], ["AR", "B2"], ["AA", "B3"]])
        equal(segments[-1][:2], ["BTS", "3"])
        equal(e.settled(), {"delivered": 2, "dead": 1})
        labels = e.messages("--status", "delivered")[0]["labels"]
        assert "batch=B7" in labels, labels


def a_template_says_what_the_site_wants():
    site = """
    hl7v2/er7:
      answer: |
        MSH|^~\\&|HILUM||{{ MSH-3 }}|||||ACK|{{ %id }}|P|2.3
        MSA|{{ %code }}|{{ MSH-10 }}|seen {{ PID-3.1 }}"""
    with engine(format=site) as e:
        answer = e.connect().ask(adt("T1"))
        equal(code(answer), ("AA", "T1"))
        equal(field(answer, "MSA", 3), "seen 4711")


sys.exit(run([
    in_enhanced_mode_one_hears_twice,
    where_the_source_waits_the_answer_is_that_of_the_sinks,
    a_silent_source_says_nothing,
    a_message_that_comes_again_gets_the_same_answer_and_is_processed_once,
    another_message_with_the_same_control_id_is_an_error_that_one_sees,
    where_it_is_told_so_every_message_is_new,
    numbers_are_kept_over_a_restart,
    a_batch_gets_one_answer,
    a_template_says_what_the_site_wants,
]))
