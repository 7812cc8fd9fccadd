#!/usr/bin/env python3
# mllp_test.py -- MLLP end to end: TLS, release 2, two answers, many senders, a receiver.
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

from feed import Engine, Mllp, adt, field, run, wait_for

SOURCE = """
pipeline: mllp
source:
  mllp: {{ listen: "{scheme}://127.0.0.1:{mllp}", {options} }}
  format: hl7v2
order_by: PID-3.1
steps:
  - drop:
    when: "MSH-4 = 'ELSEWHERE'"
sinks:
  - file: {{ path: "{folder}/out" }}
"""

RELAY = """
pipeline: relay
source:
  mllp: {{ listen: "tcp://127.0.0.1:{mllp}" }}
  format: hl7v2
order_by: PID-3.1
sinks:
  - mllp: {{ url: "{url}", {options} }}
    instances: {instances}
    retry: {{ first: 50ms, most: 200ms }}
"""


def equal(got, wanted):
    assert got == wanted, "%r is not %r" % (got, wanted)


def source(options="ack: stored", scheme="tcp"):
    return Engine(SOURCE, options=options, scheme=scheme)


# ---- Certificates ----------------------------------------------------------

class Certificates:
    """A root and what it has signed, made with the openssl command."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="hilum-certificates-")
        self.openssl("req", "-x509", "-subj", "/CN=A root", "-days", "2", "-keyout", "ca.key",
                     "-out", "ca.pem")
        self.sign("server", "localhost", "DNS:localhost,IP:127.0.0.1")
        self.sign("client", "labsys", "DNS:lab.example")

    def openssl(self, verb, *options):
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        subprocess.run(["openssl", verb, *(key if verb == "req" else []), *options],
                       cwd=self.folder, check=True, capture_output=True)

    def sign(self, name, cn, names):
        with open(self.path(name + ".ext"), "w") as f:
            f.write("subjectAltName=%s\n" % names)
        self.openssl("req", "-subj", "/CN=" + cn, "-keyout", name + ".key", "-out", name + ".csr")
        self.openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                     "-CAcreateserial", "-days", "2", "-extfile", name + ".ext",
                     "-out", name + ".pem")

    def path(self, file):
        return os.path.join(self.folder, file)

    def options(self, name):
        return 'tls_cert: "%s", tls_key: "%s", tls_ca: "%s"' % tuple(
            self.path(f) for f in (name + ".pem", name + ".key", "ca.pem"))

    def context(self, name=None, server=False):
        c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
        c.load_verify_locations(self.path("ca.pem"))
        if name:
            c.load_cert_chain(self.path(name + ".pem"), self.path(name + ".key"))
        if server:
            c.verify_mode = ssl.CERT_REQUIRED
        return c

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


def secure(port, context):
    c = Mllp(port)
    c.socket = context.wrap_socket(c.socket, server_hostname="localhost")
    return c


# ---- The source ------------------------------------------------------------

def messages_come_through_tls_with_certificates_on_both_sides():
    with Certificates() as certs, source(certs.options("server"), "tls+tcp").start() as e:
        c = secure(e.mllp, certs.context("client"))
        for n in range(20):
            ack = c.ask(adt("T%d" % n))
            equal((field(ack, "MSA", 1), field(ack, "MSA", 2)), ("AA", "T%d" % n))
        equal(e.settled(), {"delivered": 20})
        assert e.messages()[0]["peer"].endswith(" CN=labsys"), e.messages()[0]
        try:
            secure(e.mllp, certs.context()).ask(adt("X"))
            raise AssertionError("a sender without a certificate was let in")
        except (ssl.SSLError, ConnectionError):
            pass
        wait_for(lambda: "peer did not return a certificate" in e.log())


def a_certificate_may_only_send_as_it_is_allowed_to():
    with Certificates() as certs:
        rules = ', senders: "CN=labsys -> ADT | ST-ANNA"'
        with source(certs.options("server") + rules, "tls+tcp").start() as e:
            c = secure(e.mllp, certs.context("client"))
            equal(field(c.ask(adt("A")), "MSA", 1), "AA")
            equal(field(c.ask(adt("B", facility="ST-EVE")), "MSA", 1), "AR")
            equal(e.settled(), {"delivered": 1})
            wait_for(lambda: "CN=labsys: refused" in e.log())
            assert "ST-EVE" not in e.log()


def release_2_sends_commit_blocks_first():
    with source("release: 2").start() as e:
        c = e.connect()
        c.send(adt("R"))
        equal(c.answer(), "\x06")
        equal(field(c.answer(), "MSA", 1), "AA")
        c.raw(b"\x0b\x06\x1c\r")
        equal(e.settled(), {"delivered": 1})


def enhanced_mode_is_answered_when_stored_and_when_processed():
    with source("ack: processed").start() as e:
        c = e.connect()
        c.send(adt("E").replace(b"|P|2.5.1", b"|P|2.5.1|||AL|AL"))
        first, second = c.answer(), c.answer()
        equal((field(first, "MSA", 1), field(first, "MSA", 2)), ("CA", "E"))
        equal((field(second, "MSA", 1), field(second, "MSA", 2)), ("AA", "E"))


def no_acknowledgement_is_none():
    with source("ack: none").start() as e:
        c = e.connect()
        c.send(adt("N"))
        equal(wait_for(lambda: e.counts().get("delivered")), 1)
        c.socket.settimeout(0.2)
        try:
            raise AssertionError("it answered %r" % c.answer())
        except socket.timeout:
            pass


def many_senders_are_served_though_some_are_slow():
    with source("ack: stored, read_timeout: 1h").start() as e:
        senders = [e.connect() for _ in range(200)]
        slow, healthy = senders[:50], senders[50:]

        def message(name, lane):
            return adt(name, patient=str(lane), facility="ELSEWHERE")
        halves = [b"\x0b" + message("S%d" % i, i) + b"\x1c\r" for i in range(50)]
        for turn in range(4):
            for i, c in enumerate(slow):
                c.raw(halves[i][turn:turn + 1])
            for i, c in enumerate(healthy):
                c.send(message("H%d-%d" % (turn, i), i))
            for i, c in enumerate(healthy):
                equal(field(c.answer(), "MSA", 2), "H%d-%d" % (turn, i))
        for i, c in enumerate(slow):
            c.raw(halves[i][4:])
        for i, c in enumerate(slow):
            equal(field(c.answer(), "MSA", 2), "S%d" % i)
        equal(e.settled(), {"filtered": 650})


def who_is_too_slow_is_disconnected():
    with source("ack: stored, read_timeout: 200ms").start() as e:
        c, other = e.connect(), e.connect()
        equal(field(c.ask(adt("A")), "MSA", 2), "A")
        c.raw(b"\x0b")
        c.socket.settimeout(0.02)
        ended = None
        for _ in range(200):
            try:
                ended = c.socket.recv(100)
                break
            except socket.timeout:
                c.raw(b"x")
        equal(ended, b"")
        equal(field(other.ask(adt("B")), "MSA", 2), "B")


def a_reload_takes_a_new_certificate():
    with Certificates() as certs, source(certs.options("server"), "tls+tcp").start() as e:
        equal(field(secure(e.mllp, certs.context("client")).ask(adt("A")), "MSA", 1), "AA")
        certs.sign("server", "localhost", "DNS:localhost,DNS:new.example")
        e.process.send_signal(signal.SIGHUP)

        def renewed():
            try:
                names = secure(e.mllp, certs.context("client")).socket.getpeercert()
                return ("DNS", "new.example") in names["subjectAltName"]
            except (OSError, KeyError):
                return False
        wait_for(renewed)
        equal(field(secure(e.mllp, certs.context("client")).ask(adt("B")), "MSA", 1), "AA")
        equal(e.settled(), {"delivered": 2})


# ---- The sink --------------------------------------------------------------

class Receiver:
    """Accepts connections and acknowledges; `moods` says how, message by message."""

    def __init__(self, context=None, moods=()):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.context = context
        self.moods = list(moods)
        self.lock = threading.Lock()
        self.got = []
        self.connections = 0
        self.together = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                s, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=(s,), daemon=True).start()
            except OSError:
                return

    def serve(self, s):
        with self.lock:
            self.connections += 1
        try:
            self.converse(self.context.wrap_socket(s, server_side=True) if self.context else s)
        except OSError:
            pass
        s.close()

    def converse(self, s):
        rest = b""
        while True:
            more = s.recv(65536)
            if not more:
                return
            rest += more
            while b"\x1c\r" in rest:
                frame, rest = rest.split(b"\x1c\r", 1)
                if not self.answer(s, frame.lstrip(b"\x0b").decode()):
                    return

    def answer(self, s, message):
        control_id = field(message, "MSH", 10)
        with self.lock:
            self.got.append(control_id)
            mood = self.moods.pop(0) if self.moods else "AA"
        if mood == "hang up":
            return False
        if mood == "nonsense":
            s.sendall(b"\x0bwhat?\x1c\r")
            return True
        if mood == "late":
            time.sleep(0.6)
            mood = "AA"
        mood, _, error = mood.partition(" ")
        reply = "MSH|^~\\&|||||||ACK|1|P|2.5.1\rMSA|%s|%s\r%s\r" % (mood, control_id, error)
        s.sendall(b"\x0b" + reply.encode() + b"\x1c\r")
        return True

    def url(self, scheme="tcp"):
        return "%s://127.0.0.1:%d" % (scheme, self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


def relay(receiver, options="timeout: 5s", scheme="tcp", instances=1):
    return Engine(RELAY, url=receiver.url(scheme), options=options, instances=instances)


def messages_are_sent_through_tls():
    with Certificates() as certs, Receiver(certs.context("server", server=True)) as r:
        with relay(r, certs.options("client") + ", tls_name: localhost", "tls+tcp").start() as e:
            c = e.connect()
            for n in range(10):
                c.ask(adt("T%d" % n))
            equal(e.settled(), {"delivered": 10})
            equal((r.got, r.connections), (["T%d" % n for n in range(10)], 1))


def a_receiver_with_a_wrong_name_gets_nothing():
    with Certificates() as certs, Receiver(certs.context("server", server=True)) as r:
        with relay(r, certs.options("client") + ", tls_name: lab.example", "tls+tcp").start() as e:
            e.connect().ask(adt("T"))
            wait_for(lambda: r.connections > 1)
            equal((e.counts(), r.got), ({"pending": 1}, []))


def a_late_acknowledgement_completes_no_other_message():
    with Receiver(moods=["late", "hang up", "AR"]) as r:
        with relay(r, "timeout: 200ms, on_ar: reject").start() as e:
            e.connect().ask(adt("L"))
            equal(e.settled(), {"dead": 1})
            equal(r.got, ["L", "L", "L"])


def policies_decide_what_a_refusal_means():
    with Receiver(moods=["AE", "AE", "AA", "AR", "AE"]) as r:
        with relay(r, "timeout: 5s, on_ae: retry, on_ar: accept").start() as e:
            c = e.connect()
            c.ask(adt("1"))
            equal(e.settled(), {"delivered": 1})
            c.ask(adt("2"))
            equal(e.settled(), {"delivered": 2})
            equal(r.got, ["1", "1", "1", "2"])


def a_dead_letter_says_where_the_receiver_found_fault():
    error = "ERR||EVN^1^2|101^Required field missing^HL70357|E|||Keller Nora has none"
    with Receiver(moods=["AE " + error]) as r, relay(r).start() as e:
        e.connect().ask(adt("E"))
        equal(e.settled(), {"dead": 1})
        m = e.messages()[0]
        equal((m["place"], m["reason"]),
              ("EVN-2", "the receiver answered with an error (AE), code 101"))
        assert "Nora" not in e.log()


def an_answer_that_is_not_understood_is_nobodys_fault():
    with Receiver(moods=["AA", "nonsense"]) as r, relay(r, "window: 8").start() as e:
        c = e.connect()
        for n in range(24):
            c.send(adt("%d" % n, patient=str(n)))
        for n in range(24):
            c.answer()
        equal(e.settled(), {"delivered": 24})
        assert max(r.got.count(g) for g in r.got) == 2, r.got


def instances_have_connections_of_their_own_and_lanes_keep_their_order():
    with Receiver() as r, relay(r, instances=3).start() as e:
        c = e.connect()
        for n in range(60):
            c.send(adt("%d-%d" % (n % 6, n // 6), patient=str(n % 6)))
        for n in range(60):
            c.answer()
        equal(e.settled(), {"delivered": 60})
        for lane in range(6):
            equal([g for g in r.got if g.startswith("%d-" % lane)],
                  ["%d-%d" % (lane, n) for n in range(10)])
        assert r.connections <= 3, r.connections


if __name__ == "__main__":
    sys.exit(run([
        messages_come_through_tls_with_certificates_on_both_sides,
        a_certificate_may_only_send_as_it_is_allowed_to,
        release_2_sends_commit_blocks_first,
        enhanced_mode_is_answered_when_stored_and_when_processed,
        no_acknowledgement_is_none,
        many_senders_are_served_though_some_are_slow,
        who_is_too_slow_is_disconnected,
        a_reload_takes_a_new_certificate,
        messages_are_sent_through_tls,
        a_receiver_with_a_wrong_name_gets_nothing,
        a_late_acknowledgement_completes_no_other_message,
        policies_decide_what_a_refusal_means,
        a_dead_letter_says_where_the_receiver_found_fault,
        an_answer_that_is_not_understood_is_nobodys_fault,
        instances_have_connections_of_their_own_and_lanes_keep_their_order,
    ]))
