"""The sandbox refuses what the real API refuses, and breaks the wire when asked to."""

import hashlib
import json
import socket
import struct
import threading
import time

import pytest

from smsdesk.core.errors import ConfigError
from smsdesk.core.phone import parse_phone
from smsdesk.providers import PROVIDERS
from smsdesk.sandbox import LEDGER_PATH, MAGIC, SANDBOX_FIELDS, SANDBOX_SECRETS, Options, Sandbox
from smsdesk.sandbox import nxcloud_sms as page
from smsdesk.sandbox.exchange import Answer, Request, Wire
from smsdesk.sandbox.magic import spell
from smsdesk.sandbox.state import State

NOW = 1_655_710_885_431
PHONE = "8613800138000"


class Desk:
    """A State with a clock that stands still, and requests signed by hand."""

    def __init__(self, **options: object) -> None:
        self.now = NOW
        self.waited: list[float] = []
        self.state = State(Options(**options), lambda: self.now, self.waited.append)

    def body(self, **changes: object) -> bytes:
        fields = {"appKey": "bFzEXXAx", "phone": PHONE, "content": "hello", **changes}
        return json.dumps(
            {key: value for key, value in fields.items() if value is not None}
        ).encode()

    def request(self, body: bytes, **headers: str | None) -> Request:
        sent = {
            "accesskey": "fme2na3kdi3ki",
            "ts": str(self.now),
            "biztype": "3",
            "action": "mtsend",
            "content-type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        text = (
            f"accessKey={sent['accesskey']}&action={sent['action']}&bizType={sent['biztype']}"
            f"&ts={sent['ts']}"
        ).encode()
        text += (b"&body=" + body if body else b"") + b"&accessSecret=abciiiko2k3"
        sent.setdefault("sign", hashlib.new(headers.get("algorithm") or "md5", text).hexdigest())
        kept = {name: value for name, value in sent.items() if value is not None}
        return Request("POST", page.SEND_PATH, kept, body)

    def answer(self, body: bytes | None = None, **headers: str | None) -> Answer:
        answer = page.answer(
            self.request(self.body() if body is None else body, **headers), self.state
        )
        assert answer is not None
        return answer

    def code(self, body: bytes | None = None, **headers: str | None) -> str:
        return json.loads(self.answer(body, **headers).body)["code"]

    def send(self, **changes: object) -> str:
        return self.code(self.body(**changes))


# --- the call convention ----------------------------------------------------------------------


def test_accepts_a_good_request():
    desk = Desk()
    reply = json.loads(desk.answer().body)
    assert reply == {
        "code": "0",
        "result": "Request succeeded",
        "messageid": desk.state.ledger[0].messageid,
    }
    assert desk.state.ledger == [(PHONE, "hello", reply["messageid"], NOW)]


@pytest.mark.parametrize("name", ["accesskey", "ts", "biztype", "action", "sign"])
def test_missing_header(name):
    desk = Desk()
    assert desk.code(**{name: None} if name == "sign" else {name: ""}) == "1001"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"biztype": "8"}, "1002"),
        ({"action": "send"}, "1002"),
        ({"ts": str(NOW - 60_001)}, "1004"),
        ({"ts": str(NOW + 60_001)}, "1004"),
        ({"ts": str(NOW // 1000)}, "1004"),
        ({"ts": "now"}, "1004"),
        ({"accesskey": "somebody"}, "1005"),
        ({"sign": "0" * 32}, "1003"),
        ({"sign": "密"}, "1003"),
        ({"content-type": "application/x-www-form-urlencoded"}, "1003"),
        ({"content-type": ""}, "1003"),
        ({"ts": str(NOW - 60_000)}, "0"),
        ({"ts": str(NOW + 60_000)}, "0"),
        ({"content-type": "application/json; charset=UTF-8"}, "0"),
        ({"algorithm": "sha256"}, "0"),
    ],
)
def test_call_convention(headers, code):
    desk = Desk()
    assert desk.code(**headers) == code
    assert len(desk.state.ledger) == (code == "0")


def test_signature_covers_the_raw_body():
    desk = Desk()
    good = desk.request(desk.body())
    spaced = Request(good.method, good.path, good.headers, good.body + b" ")
    answer = page.answer(spaced, desk.state)
    assert json.loads(answer.body)["code"] == "1003"


def test_unknown_algorithm_is_refused():
    desk = Desk()
    assert desk.code(algorithm="md5", sign="x") == "1003"
    request = desk.request(desk.body())
    headers = {**request.headers, "algorithm": "crc32"}
    answer = page.answer(Request("POST", request.path, headers, request.body), desk.state)
    assert json.loads(answer.body)["code"] == "1003"


# --- parameters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"appKey": "other"}, "1"),
        ({"appKey": ""}, "2"),
        ({"phone": ""}, "2"),
        ({"phone": None}, "2"),
        ({"phone": 8613800138000}, "2"),
        ({"content": 5}, "2"),
        ({"content": ""}, "4"),
        ({"content": " \n"}, "4"),
        ({"content": "x" * 1001}, "5"),
        ({"content": "😀" * 1000}, "0"),
        ({"phone": "+8613800138000"}, "6"),
        ({"phone": "08613800138000"}, "6"),
        ({"phone": "861380"}, "6"),
        ({"phone": "8613800138000,"}, "6"),
        ({"phone": "8613800138000, 8613800138001"}, "6"),
        ({"phone": "8613800138000;8613800138001"}, "6"),
        ({"phone": "８６13800138000"}, "6"),
        ({"sourceAddress": "Bloom Flowers"}, "8"),
        ({"sourceAddress": "a" * 21}, "8"),
        ({"sourceAddress": "a" * 20}, "0"),
        ({"sysMessageId": "short"}, "2"),
        ({"sysMessageId": "long-enough-1"}, "0"),
        ({"sysMessageId": "x", "phone": "8613800138000,8613800138001"}, "0"),
        ({"linkVerbose": "yes"}, "2"),
        ({"linkVerbose": "0", "shortLink": "https://s.example/a", "content": "#1#"}, "0"),
    ],
)
def test_parameters(changes, code):
    assert Desk().send(**changes) == code


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff\xfe"])
def test_body_that_is_no_object(body):
    assert Desk().code(body) == "2"


# --- account settings -------------------------------------------------------------------------


def test_balance_runs_out():
    desk = Desk(balance=3)
    assert desk.send(phone="8613800138000,8613800138001") == "0"
    assert desk.send(phone="8613800138000,8613800138001") == "3"
    assert desk.send() == "0"
    assert desk.send() == "3"
    assert len(desk.state.ledger) == 3
    form = b"appkey=bFzEXXAx&secretkey=sandbox-secret-key"
    answer = page.answer(Request("POST", page.BALANCE_PATH, {}, form), desk.state)
    assert json.loads(answer.body) == {"code": "0", "balance": "0", "credit_balance": "0"}


@pytest.mark.parametrize(
    ("form", "code"),
    [(b"", "1"), (b"appkey=bFzEXXAx", "1"), (b"appkey=bFzEXXAx&secretkey=no", "2")],
)
def test_balance_asks_for_keys(form, code):
    answer = page.answer(Request("POST", page.BALANCE_PATH, {}, form), Desk().state)
    assert json.loads(answer.body) == {"code": code}


def test_requests_a_second():
    desk = Desk(tps=2)
    assert [desk.send() for _ in range(3)] == ["0", "0", "28"]
    desk.now += 1000
    assert desk.send() == "0"
    assert desk.state.requests == 4


def test_hourly_limit():
    desk = Desk(hourly_limit=5)
    assert [desk.send(content=f"text {i}") for i in range(6)] == ["0"] * 5 + ["27"]
    assert desk.send(phone="8613800138001") == "0"
    desk.now += 3_600_000
    assert desk.send() == "0"


def test_duplicates():
    desk = Desk(duplicate_window_s=300)
    assert [desk.send(), desk.send(), desk.send(content="other")] == ["0", "26", "0"]
    desk.now += 300_000
    assert desk.send() == "0"


def test_other_settings():
    five = ",".join(str(8613800138000 + i) for i in range(5))
    assert Desk(verification_app=True).send(phone=five) == "0"
    assert Desk(verification_app=True).send(phone=five + ",8613800138009") == "104"
    assert Desk(max_numbers=4).send(phone=five) == "7"
    assert Desk(banned_words=("casino",)).send(content="a casino") == "4"
    assert Desk(disabled=True).send() == "102"


def test_only_post():
    desk = Desk()
    for path in (page.SEND_PATH, page.BALANCE_PATH):
        assert page.answer(Request("GET", path, {}, b""), desk.state).status == 405
    assert page.answer(Request("POST", "/elsewhere", {}, b""), desk.state) is None


# --- magic numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("8613900000003", "3"),
        ("8613900001003", "1003"),
        ("8613900000000", "0"),
        ("8613900004711", "4711"),
        ("8613900000028", "28"),
    ],
)
def test_magic_codes(phone, code):
    desk = Desk()
    assert desk.send(phone=phone) == code
    assert len(desk.state.ledger) == (code == "0")


def test_one_magic_number_decides_for_its_request():
    desk = Desk()
    assert desk.send(phone=f"{PHONE},8613900000003,8613900000006") == "3"
    assert desk.state.ledger == []


@pytest.mark.parametrize(
    ("tail", "accepted", "wire", "status", "body"),
    [
        ("0101", 0, Wire.DROP, 200, None),
        ("0102", 1, Wire.DROP, 200, None),
        ("0103", 0, Wire.WHOLE, 200, b"<!DOCTYPE html>"),
        ("0104", 1, Wire.CUT_OFF, 200, None),
        ("0105", 0, Wire.WHOLE, 500, b"<!DOCTYPE html>"),
        ("0107", 0, Wire.HANG, 200, None),
        ("0108", 1, Wire.WHOLE, 200, b""),
    ],
)
def test_magic_faults(tail, accepted, wire, status, body):
    desk = Desk()
    answer = desk.answer(desk.body(phone="861390001" + tail))
    assert (len(desk.state.ledger), answer.wire, answer.status) == (accepted, wire, status)
    if body is not None:
        assert answer.body[:15] == body


def test_magic_delay_comes_before_accepting():
    desk = Desk()
    assert desk.send(phone="8613900010005") == "0"
    assert desk.waited == [5]


def test_magic_throttle_lets_the_third_through_each_time():
    desk = Desk()
    assert [desk.send(phone="8613900010106") for _ in range(6)] == ["28", "28", "0"] * 2


def test_magic_needs_right_keys_too():
    desk = Desk()
    assert desk.code(desk.body(phone="8613900010107"), sign="0" * 32) == "1003"


def test_ordinary_numbers_are_not_magic():
    for phone in (PHONE, "86139000000", "8613900030000", "861390001", "8613900019999", ""):
        assert spell(phone) is None


def test_magic_numbers_are_documented_and_importable():
    for number in MAGIC:
        digits = number.example.replace(" ", "").removeprefix("+")
        assert spell(digits) is not None, number.pattern
        assert str(parse_phone(number.example, None).digits) == digits
        assert number.what.en
        assert number.what.zh


# --- the server -------------------------------------------------------------------------------


def test_fields_and_secrets_are_known_by_provider():
    assert set(SANDBOX_FIELDS) == set(SANDBOX_SECRETS) == set(PROVIDERS)
    for provider, known in PROVIDERS.items():
        given = {**SANDBOX_FIELDS[provider], **SANDBOX_SECRETS[provider]}
        fields = {item.key: item for item in known.info.account_fields}
        assert {key for key, item in fields.items() if item.required} <= given.keys()
        assert given.keys() <= fields.keys()
        assert not any(fields[key].secret for key in SANDBOX_FIELDS[provider])
        assert all(fields[key].secret for key in SANDBOX_SECRETS[provider])


def talk(sandbox: Sandbox, data: bytes) -> bytes:
    host, _, port = sandbox.base_url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5.0) as line:
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := line.recv(65536):
            answer += chunk
    return answer


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /elsewhere HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /api/sms/mtsend_v2 HTTP/1.1\r\n\r\n", b"405"),
        (b"hello\r\n\r\n", b"400"),
        (b"GET / HTTP/2\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", b"431"),
    ],
)
def test_http_that_is_not_taken(data, status):
    with Sandbox() as sandbox:
        assert talk(sandbox, data).split()[1] == status


def test_several_requests_on_one_connection_and_ledger_as_json():
    with Sandbox() as sandbox:
        get = f"GET {LEDGER_PATH} HTTP/1.1\r\n\r\n".encode()
        answer = talk(sandbox, get + get.replace(b"1.1", b"1.0") + get)
        assert answer.count(b"HTTP/1.1 200 OK") == 2, "HTTP/1.0 ends the connection"
        assert answer.endswith(b"\r\n\r\n[]")
        assert b"\r\nDate: " in answer


def test_expect_continue_is_honoured():
    with Sandbox() as sandbox:
        data = b"POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}"
        answer = talk(sandbox, data)
        assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 ")


def test_request_that_ends_early_is_not_answered():
    with Sandbox() as sandbox:
        assert talk(sandbox, b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf") == b""


def test_clients_that_leave_do_no_harm():
    with Sandbox(latency_ms=50) as sandbox:
        host, _, port = sandbox.base_url.removeprefix("http://").partition(":")
        for _ in range(3):
            with socket.create_connection((host, int(port)), timeout=5.0) as line:
                line.sendall(b"GET / HTTP/1.1\r\n\r\n" * 20)
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert b" 404 " in talk(sandbox, b"GET / HTTP/1.1\r\n\r\n")


def test_date_follows_the_sandbox_clock():
    with Sandbox(options=Options(clock_offset_ms=-1_000_000_000_000)) as sandbox:
        year = time.gmtime(time.time() - 1_000_000_000).tm_year
        assert f" {year} ".encode() in talk(sandbox, b"GET / HTTP/1.1\r\n\r\n")


def test_latency():
    with Sandbox(latency_ms=60) as sandbox:
        began = time.monotonic()
        talk(sandbox, b"GET / HTTP/1.1\r\n\r\n")
        assert time.monotonic() - began >= 0.06


def test_port_that_is_taken_is_a_sentence():
    with Sandbox() as sandbox:
        port = int(sandbox.base_url.rpartition(":")[2])
        for taken in (port, 70_000):
            with pytest.raises(ConfigError) as caught:
                Sandbox(port=taken).start()
            assert caught.value.code == "sandbox_port"
            assert str(taken) in caught.value.sentence("zh")


def test_stop_ends_open_connections_and_start_takes_the_same_port():
    sandbox = Sandbox()
    first = sandbox.start()
    host, port = first.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5.0) as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 404")
        sandbox.stop()
        rest = line.recv(100)
        while rest:
            rest = line.recv(100)
    assert sandbox.base_url == ""
    sandbox.stop()
    assert sandbox.start() == first
    sandbox.stop()
    assert not [thread for thread in threading.enumerate() if "sandbox" in thread.name]


def test_port_can_be_chosen_at_start():
    sandbox = Sandbox()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert sandbox.start(port) == f"http://127.0.0.1:{port}"
    sandbox.stop()
