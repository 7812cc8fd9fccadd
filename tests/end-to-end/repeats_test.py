#!/usr/bin/env python3
# repeats_test.py -- messages that come again, or out of order: nothing lost, nothing twice.
import os
import signal
import subprocess
import sys

from feed import HILUM, Engine, adt, code, enhanced, equal, field, numbered, run, wait_for

FEED = """
pipeline: feed
source:
  mllp: {{ listen: "tcp://127.0.0.1:{mllp}", ack: {ack} }}
  format: {format}
  sequence: {sequence}
steps:
  - validate: {{ reject: {reject} }}
sinks:
  - {sink}
"""
OUT = 'file: {{ path: "{folder}/out.hl7", append: true }}'
DOWN = 'mllp: {{ url: "tcp://127.0.0.1:1" }}'

FILES = """
pipeline: feed
source:
  file: {{ path: "{folder}/in", poll: 100ms, after: delete, ack: {ack} }}
  format: hl7v2
steps:
  - validate: {{ reject: {reject} }}
sinks:
  - file: {{ path: "{folder}/out.hl7", append: true }}
"""


def feed(ack="stored", format="hl7v2", sequence="follow", reject="never", sink=OUT):
    return FEED.replace("{sink}", sink), dict(ack=ack, format=format, sequence=sequence,
                                              reject=reject)


def engine(**more):
    text, words = feed(**more)
    return Engine(text, **words).start()


class Folder(Engine):
    """An engine that reads files."""

    def listening(self):
        assert self.process.poll() is None, self.log()
        return os.path.isdir(os.path.join(self.folder, "in"))

    def put(self, name, text):
        hidden = os.path.join(self.folder, "in", "." + name)
        with open(hidden, "wb") as f:
            f.write(text)
        os.rename(hidden, os.path.join(self.folder, "in", name))
        wait_for(lambda: not os.path.exists(os.path.join(self.folder, "in", name)))

    def failed(self):
        folder = os.path.join(self.folder, "in", "failed")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def after_a_restart_the_first_message_is_still_the_one():
    with engine() as e:
        c = e.connect()
        equal(code(c.ask(adt("A1"))), ("AA", "A1"))
        equal(code(c.ask(adt("A1", family="Other"))), ("AE", "A1"))
        e.stop()
        e.start()
        c = e.connect()
        equal(code(c.ask(adt("A1"))), ("AA", "A1"))
        equal(code(c.ask(adt("A1", family="Other"))), ("AE", "A1"))


def in_enhanced_mode_one_hears_twice_again():
    with engine() as e:
        for _ in range(2):
            c = e.connect()
            c.send(enhanced("E1", "AL", "AL"))
            equal(code(c.answer()), ("CA", "E1"))
            equal(code(c.answer()), ("AA", "E1"))
            equal(e.settled(), {"delivered": 1})


def what_was_refused_and_replayed_is_answered_as_it_stands():
    bad = adt("A1").replace(b"19610615", b"tomorrow")
    with engine(ack="processed", reject="problem") as e:
        equal(code(e.connect().ask(bad)), ("AE", "A1"))
        e.stop()
        text, words = feed(ack="processed")
        e.write(text, **words)
        e.start()
        dead = e.messages("--status", "dead")[0]["id"]
        subprocess.run([HILUM, "messages", "replay", "--data", e.folder, str(dead)], check=True,
                       capture_output=True)
        e.process.send_signal(signal.SIGUSR1)
        wait_for(lambda: e.counts() == {"delivered": 1})
        equal(code(e.connect().ask(bad)), ("AA", "A1"))


def a_repeat_waits_for_the_sinks_as_the_first_one_does():
    with engine(ack="processed", sink=DOWN) as e:
        for message in adt("A1"), numbered("N1", 1):
            e.connect().send(message)
            wait_for(lambda: e.counts().get("pending"))
            c = e.connect()
            c.socket.settimeout(0.5)
            c.send(message)
            try:
                raise AssertionError("it says %r" % c.answer())
            except TimeoutError:
                pass


def another_message_with_the_last_number_is_refused():
    with engine() as e:
        c = e.connect()
        equal(code(c.ask(numbered("N1", 1))), ("AA", "N1"))
        equal(code(c.ask(numbered("N1", 1))), ("AA", "N1"))
        equal(code(c.ask(numbered("N2", 1))), ("AE", "N2"))
        equal(e.settled(), {"delivered": 1})
        equal(code(c.ask(numbered("N3", 0))), ("AA", "N3"))
        equal(e.settled(), {"delivered": 1, "filtered": 1})


def numbers_may_be_ignored():
    with engine(sequence="ignore") as e:
        c = e.connect()
        for n in range(5):
            equal(code(c.ask(numbered("N%d" % n, n % 2))), ("AA", "N%d" % n))
        equal(e.settled(), {"delivered": 5})


def a_file_with_numbers_out_of_order_is_not_lost():
    e = Folder(FILES, ack="stored", reject="never")
    with e.start():
        e.put("a.hl7", numbered("N1", 5) + numbered("N2", 9) + numbered("N3", 6))
        wait_for(lambda: e.failed() == ["a.hl7"])
        equal(e.settled(), {"delivered": 2})


def a_file_whose_message_died_before_fails_again():
    e = Folder(FILES, ack="processed", reject="problem")
    with e.start():
        for name in "a.hl7", "b.hl7":
            e.put(name, adt("A1").replace(b"19610615", b"tomorrow"))
        wait_for(lambda: e.failed() == ["a.hl7", "b.hl7"])
        equal(e.settled(), {"dead": 1})


def what_cannot_be_read_is_found_by_its_control_id():
    with engine() as e:
        equal(code(e.connect().ask(adt("B1").replace(b"PID|", b"pid!"))), ("AR", "B1"))
        equal(len(e.messages("--control-id", "B1")), 1)


def a_large_batch_has_a_large_answer_and_a_wrong_one_a_short_log():
    with engine() as e:
        c = e.connect()
        c.socket.settimeout(120)
        many = b"".join(b"MSH|^~\\&|A|B|||2026||ADT^A01|%d|P|2.3\r" % n for n in range(20000))
        equal(c.ask(b"BHS|^~\\&|A|B\r" + many + b"BTS|20000\r").count("\rMSA|"), 20000)
        answer = c.ask(b"BHS|^~\\&|A|B\r" + enhanced("E1", "AL", "AL") +
                       enhanced("E2", "AL", "AL") + b"BTS|2\r")
        equal((answer.count("\rMSH|"), field(answer, "BTS", 1)), (2, "2"))
        c.ask(b"BHS|^~\\&|A|B\r" + b"BTS|1\r" * 2000 + adt("A1") + b"BTS|1\r")
        assert e.log().count("a batch is wrong") == 1


def a_message_that_much_is_said_of_does_no_harm():
    def field_of(name, value):
        return "<MSH.%s>%s</MSH.%s>" % (name, value, name)
    head = [("1", "|"), ("2", "^~\\&amp;"), ("9", "<MSG.1>ADT</MSG.1><MSG.2>A01</MSG.2>"),
            ("10", "X1"), ("11", "<PT.1>P</PT.1>"), ("12", "<VID.1>2.5.1</VID.1>")]
    xml = '<ADT_A01 xmlns="urn:hl7-org:v2xml"><MSH>%s</MSH><PID>%s</PID></ADT_A01>' % (
        "".join(field_of(*f) for f in head),
        "".join("<PID.3><XPN.1>%d</XPN.1></PID.3>" % n for n in range(300)))
    with engine(format="hl7v2/xml") as e:
        assert "<MSA.1>AA</MSA.1>" in e.connect().ask(xml.encode())
        equal(e.settled(), {"delivered": 1})


sys.exit(run([
    after_a_restart_the_first_message_is_still_the_one,
    in_enhanced_mode_one_hears_twice_again,
    what_was_refused_and_replayed_is_answered_as_it_stands,
    a_repeat_waits_for_the_sinks_as_the_first_one_does,
    another_message_with_the_last_number_is_refused,
    numbers_may_be_ignored,
    a_file_with_numbers_out_of_order_is_not_lost,
    a_file_whose_message_died_before_fails_again,
    what_cannot_be_read_is_found_by_its_control_id,
    a_large_batch_has_a_large_answer_and_a_wrong_one_a_short_log,
    a_message_that_much_is_said_of_does_no_harm,
]))
