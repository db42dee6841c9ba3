"""The sandbox's SendCloud refuses what the documents say, in the order they say it."""

import hashlib
import json
from urllib.parse import urlencode

import pytest

from smsdesk.sandbox import Options
from smsdesk.sandbox import sendcloud as page
from smsdesk.sandbox.exchange import Answer, Request, Wire
from smsdesk.sandbox.state import State

NOW = 1_700_000_000_000
KEY = page.SECRETS["sms_key"]
FORM = "application/x-www-form-urlencoded"
PHONE = "13800138000"
SEND = {"templateId": "1000", "msgType": "0", "phone": PHONE, "vars": '{"name":"Lucy"}'}
CODE = {"msgType": "0", "phone": PHONE, "signName": "测试", "code": "123456"}


class Desk:
    """A State with a clock that stands still, and requests signed by hand."""

    def __init__(self, **options: object) -> None:
        self.now = NOW
        self.waited: list[float] = []
        self.state = State(Options(**options), lambda: self.now, self.waited.append)

    def answer(
        self, path: str, parameters: dict[str, str | None], algorithm: str = "sha256"
    ) -> Answer:
        sent = {"smsUser": "testuser", "timestamp": str(self.now), **parameters}
        sent = {name: value for name, value in sent.items() if value is not None}
        text = "&".join(f"{name}={sent[name]}" for name in sorted(sent) if name != "signature")
        signature = hashlib.new(algorithm, f"{KEY}&{text}&{KEY}".encode()).hexdigest()
        body = urlencode({"signature": signature, **sent}).encode()
        return self.ask(Request("POST", path, {"content-type": FORM}, body))

    def ask(self, request: Request) -> Answer:
        answer = page.answer(request, self.state)
        assert answer is not None
        return answer

    def reply(self, path: str = page.SEND_PATH, base=SEND, **changes: str | None) -> dict:
        return json.loads(self.answer(path, {**base, **changes}).body)

    def code(self, path: str = page.SEND_PATH, base=SEND, **changes: str | None) -> int:
        return self.reply(path, base, **changes)["statusCode"]


def test_accepts_a_good_request():
    desk = Desk()
    message_id = f"{NOW}000001${PHONE}"
    assert desk.reply() == {
        "message": "请求成功",
        "info": {"successCount": 1, "smsIds": [message_id]},
        "result": True,
        "statusCode": 200,
    }
    content = '{"templateId": "1000", "vars": {"name": "Lucy"}}'
    assert desk.state.ledger == [("86" + PHONE, content, message_id, NOW)]


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_both_hashes_are_taken(algorithm):
    desk = Desk()
    assert json.loads(desk.answer(page.SEND_PATH, SEND, algorithm).body)["statusCode"] == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        # user, signature, time
        ({"smsUser": None}, 472),
        ({"smsUser": "somebody"}, 471),
        ({"signature": ""}, 421),
        ({"signature": "0" * 64}, 422),
        ({"signature": "密"}, 422),
        ({"timestamp": str(NOW - 6_001)}, 461),
        ({"timestamp": str(NOW + 6_001)}, 461),
        ({"timestamp": str(NOW // 1000)}, 461),
        ({"timestamp": str(NOW - 6_000)}, 200),
        ({"timestamp": None}, 200),
        # numbers
        ({"phone": ""}, 411),
        ({"phone": "8613800138000"}, 412),
        ({"phone": "+8613800138000"}, 412),
        ({"phone": "+85261234567"}, 412),
        ({"phone": "+85261234567", "msgType": "2"}, 200),
        ({"phone": "+8613800138000", "msgType": "2"}, 412),
        ({"phone": "85261234567", "msgType": "2"}, 412),
        ({"phone": f"{PHONE},{PHONE}"}, 413),
        ({"phone": ",".join(str(13800000000 + n) for n in range(2001))}, 412),
        # template, variables, kind
        ({"templateId": None}, 433),
        ({"templateId": "abc"}, 431),
        ({"vars": None}, 200),
        ({"vars": "[1]"}, 441),
        ({"vars": "{"}, 441),
        ({"vars": '{"n": 1}'}, 441),
        ({"vars": '{"n": "see www.a.example"}'}, 441),
        ({"vars": json.dumps({"n": "中" * 32})}, 200),
        ({"vars": json.dumps({"n": "中" * 33})}, 483),
        ({"msgType": None}, 200),
        ({"msgType": "1"}, 200),
        ({"msgType": "9"}, 421),
        # options
        ({"tag": "x"}, 416),
        ({"tag": json.dumps({"k": "x" * 119})}, 200),
        ({"tag": json.dumps({"k": "x" * 120})}, 417),
        ({"sendRequestId": "x" * 128}, 200),
        ({"sendRequestId": "x" * 129}, 421),
    ],
)
def test_send(changes, code):
    desk = Desk()
    assert desk.code(**changes) == code
    assert bool(desk.state.ledger) == (code == 200)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"smsUser": "somebody", "signature": "0"}, 471),
        ({"signature": "0", "timestamp": "1"}, 422),
        ({"timestamp": "1", "phone": ""}, 461),
        ({"phone": f"{PHONE},{PHONE}", "templateId": ""}, 413),
        ({"templateId": "", "vars": "{"}, 433),
        ({"vars": "{", "tag": "x"}, 441),
        # a number that is no number is told beside others only where all else is right
        ({"tag": "x", "phone": "1312222"}, 416),
    ],
)
def test_what_is_told_first(changes, code):
    assert Desk().code(**changes) == code


@pytest.mark.parametrize(
    ("path", "changes", "code"),
    [
        (page.CODE_PATH, {}, 200),
        (page.CODE_PATH, {"code": '{"code": "1234"}'}, 200),
        (page.CODE_PATH, {"code": "123"}, 441),
        (page.CODE_PATH, {"code": None}, 441),
        (page.CODE_PATH, {"signName": None}, 421),
        (page.CODE_PATH, {"signName": None, "signId": "7"}, 200),
        (page.CODE_PATH, {"signId": "x"}, 421),
        (page.CODE_PATH, {"msgType": None}, 421),
        (page.CODE_PATH, {"msgType": "1"}, 421),
        (page.CODE_PATH, {"msgType": "2"}, 412),
        (page.CODE_PATH, {"phone": f"{PHONE},13800138001"}, 412),
        (page.VOICE_PATH, {"msgType": None, "signName": None}, 200),
        (page.VOICE_PATH, {"msgType": None, "phone": "+85261234567"}, 200),
        (page.VOICE_PATH, {"code": "1234567"}, 441),
    ],
)
def test_codes(path, changes, code):
    assert Desk().code(path, CODE, **changes) == code


def test_a_wrong_number_is_that_number_alone():
    desk = Desk()
    reply = desk.reply(phone=f"{PHONE},1312222,13900000412")
    assert (reply["statusCode"], reply["result"]) == (311, True)
    info = reply["info"]
    assert (info["successCount"], info["failedCount"], len(info["smsIds"])) == (1, 2, 1)
    assert info["items"] == [
        {"phone": phone, "vars": {}, "message": "手机号格式错误"}
        for phone in ("1312222", "13900000412")
    ]
    reply = desk.reply(phone="1312222,13900000498")
    assert (reply["statusCode"], reply["result"], reply["info"]["smsIds"]) == (312, False, [])
    assert reply["info"]["items"][1]["message"] == "一天内给当前手机号发信太多"
    assert len(desk.state.ledger) == 1


def test_a_request_id_is_taken_once_an_hour_and_only_where_it_was_taken():
    desk = Desk()
    assert desk.code(sendRequestId="r-1", vars="{") == 441
    assert desk.code(sendRequestId="r-1") == 200
    assert desk.code(sendRequestId="r-1") == 400
    assert desk.code(sendRequestId="r-2") == 200
    desk.now += 3_600_000
    assert desk.code(sendRequestId="r-1") == 200
    assert len(desk.state.ledger) == 3
    assert desk.code(sendRequestId="r-3", phone="1312222") == 412
    assert desk.code(sendRequestId="r-3") == 200
    desk = Desk(balance=1)
    assert desk.code(sendRequestId="r-1", phone=f"{PHONE},13800138001") == 499
    assert [desk.code(sendRequestId="r-1") for _ in range(2)] == [200, 400]


def test_limits_of_the_account():
    desk = Desk(balance=1)
    assert desk.code(phone=f"{PHONE},13800138001") == 499
    assert desk.code() == 200
    assert desk.code() == 499
    assert Desk(disabled=True).code() == 601
    assert Desk(banned_words=("casino",)).code(vars='{"name":"casino"}') == 441
    assert Desk(max_numbers=1).code(phone=f"{PHONE},13800138001") == 412
    desk = Desk(tps=1)
    assert [desk.code(), desk.code()] == [200, 50000]
    desk = Desk(hourly_limit=1)
    assert [desk.code(), desk.code(), desk.code(phone=f"{PHONE},13800138001")] == [200, 498, 311]
    desk = Desk(duplicate_window_s=300)
    assert [desk.code(), desk.code()] == [200, 496]


def test_magic_numbers():
    desk = Desk()
    assert desk.code(phone=f"{PHONE},13900000422") == 422
    assert desk.code(phone="13900004711") == 4711
    assert desk.state.ledger == []
    assert desk.code(phone="13900000200") == 200
    assert [desk.code(phone="13900010106") for _ in range(3)] == [50000, 50000, 200]
    assert desk.code(phone="13900010005") == 200
    assert desk.waited == [5]
    lost = desk.answer(page.SEND_PATH, {**SEND, "phone": "13900010102"})
    assert lost.wire is Wire.DROP
    assert len(desk.state.ledger) == 4
    page_instead = desk.answer(page.SEND_PATH, {**SEND, "phone": "13900010103"})
    assert page_instead.content_type == "text/html"
    assert len(desk.state.ledger) == 4


def test_time_follows_the_sandbox_clock():
    desk = Desk()
    answer = desk.ask(Request("GET", page.TIME_PATH, {}, b""))
    assert json.loads(answer.body)["info"] == {"timestamp": NOW}
    assert desk.ask(Request("POST", page.TIME_PATH, {"content-type": FORM}, b"")).status == 405


def test_records_are_none():
    desk = Desk()
    assert desk.reply(page.STATUS_PATH, {}, days="1")["info"]["voList"] == []
    assert desk.code(page.STATUS_PATH, {}, startDate="2026-11-01", endDate="2026-11-02") == 200
    assert desk.code(page.STATUS_PATH, {}) == 421
    assert desk.code(page.STATUS_PATH, {}, days="1", signature="0") == 422
    text = f"{KEY}&days=1&smsUser=testuser&{KEY}"
    query = f"smsUser=testuser&days=1&signature={hashlib.sha256(text.encode()).hexdigest()}"
    answer = desk.ask(Request("GET", page.STATUS_PATH, {}, b"", query))
    assert json.loads(answer.body)["statusCode"] == 200


def test_other_requests():
    desk = Desk()
    assert desk.ask(Request("GET", page.SEND_PATH, {}, b"")).status == 405
    assert page.answer(Request("POST", "/smsapi/other", {}, b""), desk.state) is None
    json_body = Request("POST", page.SEND_PATH, {"content-type": "application/json"}, b"{}")
    assert json.loads(desk.ask(json_body).body)["statusCode"] == 472
    no_utf8 = Request("POST", page.SEND_PATH, {"content-type": FORM}, b"smsUser=%FF")
    assert json.loads(desk.ask(no_utf8).body)["statusCode"] == 472
