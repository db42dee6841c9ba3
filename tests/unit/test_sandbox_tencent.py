"""The sandbox refuses what Tencent refuses, whole requests and single numbers."""

import hashlib
import json
from urllib.parse import urlencode

import pytest

from smsdesk.sandbox import Options
from smsdesk.sandbox import tencent_sms as page
from smsdesk.sandbox.exchange import Answer, Request, Wire
from smsdesk.sandbox.state import State

NOW = 1_457_336_869
PHONE = "13800138000"
RANDOM = "7226249334"


def tel(*mobiles: object, nation: object = "86") -> list[dict[str, object]]:
    return [{"nationcode": nation, "mobile": mobile} for mobile in mobiles]


def template(**changes: object) -> dict[str, object]:
    return {"type": None, "msg": None, "sign": "", "tpl_id": 7, "params": ["a"], **changes}


class Desk:
    """A State with a clock that stands still, and requests signed by hand."""

    def __init__(self, **options: object) -> None:
        self.now_s = NOW
        self.waited: list[float] = []
        self.state = State(Options(**options), lambda: self.now_s * 1000, self.waited.append)

    def request(
        self,
        *,
        query: dict[str, str] | None = None,
        content_type: str = "application/json;charset=utf-8",
        **changes: object,
    ) -> Request:
        body: dict[str, object] = {
            "tel": tel(PHONE),
            "type": 0,
            "msg": "hello",
            "time": self.now_s,
            "extend": "",
            "ext": "",
            **changes,
        }
        if "sig" not in body:
            items = body["tel"] if isinstance(body["tel"], list) else []
            mobiles = ",".join(str(item["mobile"]) for item in items if isinstance(item, dict))
            text = f"appkey=5f03a35d00ee52a21327ab048186a2c4&random={RANDOM}&time={body['time']}"
            text += f"&mobile={mobiles}" if mobiles else ""
            body["sig"] = hashlib.sha256(text.encode()).hexdigest()
        kept = {name: value for name, value in body.items() if value is not None}
        asked = {"sdkappid": "1400006666", "random": RANDOM} if query is None else query
        headers = {"content-type": content_type} if content_type else {}
        return Request("POST", page.SEND_PATH, headers, json.dumps(kept).encode(), urlencode(asked))

    def answer(self, request: Request) -> Answer:
        answer = page.answer(request, self.state)
        assert answer is not None
        return answer

    def reply(self, **changes: object) -> dict:
        return json.loads(self.answer(self.request(**changes)).body)

    def send(self, **changes: object) -> int:
        """The code that holds for the whole request."""
        return self.reply(**changes)["result"]

    def rows(self, *mobiles: object, **changes: object) -> list[int]:
        """The codes of single numbers."""
        reply = self.reply(tel=tel(*mobiles), **changes)
        assert reply["result"] == 0
        return [row["result"] for row in reply["detail"]]


def test_accepts_a_good_request():
    desk = Desk()
    assert desk.reply(tel=tel(PHONE, "13800138001"), ext="mine") == {
        "result": 0,
        "errmsg": "OK",
        "ext": "mine",
        "detail": [
            {
                "result": 0,
                "errmsg": "OK",
                "mobile": mobile,
                "nationcode": "86",
                "sid": taken.messageid,
                "fee": 1,
            }
            for mobile, taken in zip((PHONE, "13800138001"), desk.state.ledger, strict=True)
        ],
    }
    assert [(taken.phone, taken.content) for taken in desk.state.ledger] == [
        ("8613800138000", "hello"),
        ("8613800138001", "hello"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"query": {"random": RANDOM}}, 1019),
        ({"query": {"sdkappid": "1", "random": RANDOM}}, 1019),
        ({"query": {"sdkappid": "1400006666"}}, 1004),
        ({"query": {"sdkappid": "1400006666", "random": "x"}}, 1004),
        ({"query": {"sdkappid": "1400006666", "random": "100000"}}, 1001),
        ({"sig": "0" * 64}, 1001),
        ({"sig": "密\ud83d"}, 1001),
        ({"sig": ""}, 1003),
        ({"sig": None}, 1003),
        ({"sig": 5}, 1003),
        ({"time": NOW - 601}, 1021),
        ({"time": NOW + 601}, 1021),
        ({"time": NOW - 600}, 0),
        ({"time": str(NOW)}, 1004),
        ({"time": NOW * 1000}, 1021),
        ({"time": None}, 1004),
        ({"content_type": ""}, 60008),
        ({"content_type": "application/x-www-form-urlencoded"}, 60008),
        ({"content_type": "application/json"}, 0),
    ],
)
def test_call_convention(changes, code):
    desk = Desk()
    assert desk.send(**changes) == code
    assert len(desk.state.ledger) == (code == 0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"content_type": "text/plain", "time": 1}, 60008),
        ({"sig": "", "time": 1}, 1003),
        ({"time": 1, "query": {"sdkappid": "1", "random": RANDOM}}, 1021),
        ({"query": {"sdkappid": "1", "random": RANDOM}, "sig": "0"}, 1019),
        ({"sig": "0", "msg": ""}, 1001),
        ({"msg": "", "tel": [*tel(PHONE), *tel("61234567", nation="852")]}, 1034),
        # a number that is no number is told in its row only where all else is right
        ({"msg": "", "tel": tel("12")}, 1004),
    ],
)
def test_what_is_told_first(changes, code):
    assert Desk().send(**changes) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tel": []}, 1016),
        ({"tel": None}, 1004),
        ({"tel": {"nationcode": "86", "mobile": PHONE}}, 1004),
        ({"tel": [PHONE]}, 1004),
        ({"tel": tel(int(PHONE))}, 1004),
        ({"tel": tel(PHONE, nation=86)}, 1004),
        ({"tel": tel(*map(str, range(13800000000, 13800000201)))}, 1046),
        ({"tel": tel(*map(str, range(13800000000, 13800000200)))}, 0),
        ({"tel": [*tel(PHONE), *tel("61234567", nation="852")]}, 1034),
        ({"tel": tel("61234567", nation="852")}, 0),
        ({"type": "0"}, 1004),
        ({"type": 2}, 1004),
        ({"type": True}, 1004),
        ({"type": None}, 1004),
        ({"type": 1}, 0),
        ({"msg": ""}, 1004),
        ({"msg": " \n"}, 1004),
        ({"msg": 5}, 1004),
        ({"msg": None}, 1004),
        ({"msg": "😀" * 450}, 0),
        ({"msg": "x" * 451}, 1017),
        ({"extend": None}, 1004),
        ({"ext": None}, 1004),
        ({"extend": 1}, 1004),
        (template(), 0),
        (template(params=[]), 0),
        (template(sign="小花店"), 0),
        (template(tpl_id="7"), 1004),
        (template(tpl_id=0), 1004),
        (template(tpl_id=True), 1004),
        (template(params="a"), 1004),
        (template(params=[1]), 1004),
        (template(params=["a" * 12]), 0),
        (template(params=["a" * 13]), 1036),
        (template(sign=None), 1004),
        (template(sign="【小花店】"), 1012),
        (template(sign="店"), 1012),
        (template(sign="𠀀店"), 0),
        (template(sign="花" * 13), 1012),
    ],
)
def test_parameters(changes, code):
    desk = Desk()
    assert desk.send(**changes) == code
    assert bool(desk.state.ledger) == (code == 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff\xfe"])
def test_body_that_is_no_object(body):
    desk = Desk()
    good = desk.request()
    answer = desk.answer(Request("POST", good.path, good.headers, body, good.query))
    assert json.loads(answer.body)["result"] == 1004


def test_signature_follows_the_order_of_the_numbers():
    desk = Desk()
    signature = json.loads(desk.request(tel=tel(PHONE, "13800138001")).body)["sig"]
    assert desk.send(tel=tel("13800138001", PHONE), sig=signature) == 1001
    assert desk.send(tel=tel(PHONE, "13800138001"), sig=signature) == 0


@pytest.mark.parametrize("mobile", ["23800138000", "1380013800", "+8613800138000", "", "１３8"])
def test_a_wrong_number_concerns_itself_only(mobile):
    desk = Desk()
    assert desk.rows(mobile, PHONE) == [1016, 0]
    assert [taken.phone for taken in desk.state.ledger] == ["8613800138000"]


@pytest.mark.parametrize(
    ("nation", "mobile", "msg", "fee"),
    [
        ("86", PHONE, "x" * 70, 1),
        ("86", PHONE, "x" * 71, 2),
        ("86", PHONE, "【小花店】" + "花" * 145, 3),
        ("852", "61234567", "x" * 160, 1),
        ("852", "61234567", "x" * 159 + "{", 2),
        ("852", "61234567", "花" * 71, 2),
    ],
)
def test_what_is_charged(nation, mobile, msg, fee):
    (row,) = Desk().reply(tel=tel(mobile, nation=nation), msg=msg)["detail"]
    assert row["fee"] == fee


# --- account settings -------------------------------------------------------------------------


def test_limits_concern_single_numbers():
    desk = Desk(balance=1)
    assert desk.rows(PHONE, "13800138001") == [0, 1031]
    desk = Desk(hourly_limit=1)
    assert desk.rows(PHONE) == [0]
    assert desk.rows(PHONE, "13800138001", msg="other") == [1024, 0]
    desk = Desk(duplicate_window_s=300)
    assert desk.rows(PHONE) == [0]
    assert desk.rows(PHONE, "13800138001") == [1026, 0]


def test_settings_for_the_whole_request():
    desk = Desk(tps=1)
    assert [desk.send(), desk.send()] == [0, 1013]
    assert desk.state.requests == 2
    assert Desk(disabled=True).send() == 1020
    assert Desk(max_numbers=1).send(tel=tel(PHONE, "13800138001")) == 1046
    assert Desk(banned_words=("casino",)).send(msg="a casino") == 1002
    assert Desk(banned_words=("casino",)).send(**template(params=["casino"])) == 1002


def test_only_its_own_path_and_post():
    desk = Desk()
    request = desk.request()
    asked = Request("GET", request.path, request.headers, request.body, request.query)
    assert desk.answer(asked).status == 405
    assert page.answer(Request("POST", "/elsewhere", {}, b""), desk.state) is None


# --- magic numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [1001, 1004, 1009, 1011, 1012, 1014, 1019, 1020, 1021, 1022, 1029, 1031, 1033, 1034, 1046],
)
def test_magic_codes_for_the_whole_request(code):
    desk = Desk()
    assert desk.send(tel=tel(PHONE, f"1390000{code:04d}")) == code
    assert desk.state.ledger == []


@pytest.mark.parametrize(
    "code", [1007, 1008, 1013, 1015, 1016, 1023, 1024, 1025, 1026, 1045, 1047, 4711]
)
def test_magic_codes_for_one_number(code):
    desk = Desk()
    assert desk.rows(PHONE, f"1390000{code:04d}", "13900000000") == [0, code, 0]
    assert len(desk.state.ledger) == 2


@pytest.mark.parametrize(
    ("tail", "taken", "wire", "status"),
    [
        ("0101", 0, Wire.DROP, 200),
        ("0102", 1, Wire.DROP, 200),
        ("0103", 0, Wire.WHOLE, 200),
        ("0104", 1, Wire.CUT_OFF, 200),
        ("0105", 0, Wire.WHOLE, 500),
        ("0107", 0, Wire.HANG, 200),
        ("0108", 1, Wire.WHOLE, 200),
    ],
)
def test_magic_faults(tail, taken, wire, status):
    desk = Desk()
    answer = desk.answer(desk.request(tel=tel(f"1390001{tail}")))
    assert (len(desk.state.ledger), answer.wire, answer.status) == (taken, wire, status)


def test_magic_delay_and_throttle():
    desk = Desk()
    assert desk.rows("13900010005") == [0]
    assert desk.waited == [5]
    assert [desk.send(tel=tel("13900010106")) for _ in range(6)] == [1013, 1013, 0] * 2


def test_magic_needs_right_keys_too():
    assert Desk().send(tel=tel("13900010107"), sig="0" * 64) == 1001
