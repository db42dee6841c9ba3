"""The sandbox's Super Message page refuses what the document rules out, and answers by channel."""

import hashlib
import json

import pytest

from smsdesk.sandbox import nxcloud_super as page
from smsdesk.sandbox.exchange import Answer, Request, Wire
from smsdesk.sandbox.state import Options, State

NOW = 1_655_710_885_431
PHONE = "85290000001"
URL = {"url": "https://shop.example/a"}
TEXT = {"textMessage": {"text": "hello"}}
CHOICE = {"textMessage": {"text": "Order"}, "urlMessage": URL}
VIDEO = {
    "url": "https://shop.example/a.mp4",
    "thumbnailUrl": "https://shop.example/a.jpg",
    "videoSize": "209715200",
    "duration": "600",
}
FILE = {"fileName": "List", "url": "https://shop.example/a.pdf", "fileType": "pdf"}
CARD = {"title": "New", "mediaMessage": {"image": URL}, "choices": [CHOICE]}
CHOSEN = {**TEXT, "choices": [CHOICE]}
REFUSED = "9000"


class Desk:
    """A State with a clock that stands still, and requests signed by hand."""

    def __init__(self, **options: object) -> None:
        self.now = NOW
        self.waited: list[float] = []
        self.state = State(Options(**options), lambda: self.now, self.waited.append)

    def request(self, body: bytes, **headers: str) -> Request:
        sent = {
            "accesskey": "fme2na3kdi3ki",
            "ts": str(self.now),
            "biztype": "8",
            "action": "mt",
            "content-type": "application/json",
            **headers,
        }
        text = (
            f"accessKey={sent['accesskey']}&action={sent['action']}&bizType={sent['biztype']}"
            f"&ts={sent['ts']}"
        ).encode()
        text += (b"&body=" + body if body else b"") + b"&accessSecret=abciiiko2k3"
        sent.setdefault("sign", hashlib.new("md5", text).hexdigest())
        return Request("POST", page.SEND_PATH, sent, body)

    def answer(self, body: bytes, **headers: str) -> Answer:
        answer = page.answer(self.request(body, **headers), self.state)
        assert answer is not None
        return answer

    def reply(self, body: object = None, **headers: str) -> dict:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return json.loads(self.answer(raw, **headers).body)

    def send(self, **changes: object) -> dict:
        """Send the good request with `changes`; None leaves a field out."""
        fields = {"appkey": "bFzEXXAx", "phones": [PHONE], "message": TEXT, **changes}
        return self.reply({key: value for key, value in fields.items() if value is not None})

    def code(self, **changes: object) -> str:
        return str(self.send(**changes)["code"])

    def legs(self, **changes: object) -> dict[str, int]:
        status = self.send(**changes)["data"]["channelStatus"]
        return {channel: answer["code"] for channel, answer in status.items()}


def test_accepts_a_good_request():
    desk = Desk()
    reply = desk.send()
    (taken,) = desk.state.ledger
    assert reply == {
        "code": 0,
        "message": "Success",
        "data": {
            "requestId": taken.messageid,
            "channelStatus": {
                "sms": {"code": 0, "message": "Success"},
                "viber": {"code": 0, "message": "Success"},
            },
        },
    }
    assert taken == (PHONE, "hello", taken.messageid, NOW)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"sign": ""}, 1001),
        ({"biztype": "3"}, 1002),
        ({"action": "mtsend"}, 1002),
        ({"ts": str(NOW - 60_001)}, 1004),
        ({"accesskey": "somebody"}, 1005),
        ({"sign": "0" * 32}, 1003),
        ({"content-type": "text/plain"}, 1003),
    ],
)
def test_call_convention(headers, code):
    desk = Desk()
    body = {"appkey": "bFzEXXAx", "phones": [PHONE], "message": TEXT}
    assert desk.reply(body, **headers)["code"] == code
    assert desk.state.ledger == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff"])
def test_body_that_is_no_object(body):
    assert Desk().reply(body)["code"] == 9000


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"appkey": "other"}, "9003"),
        ({"appkey": None}, REFUSED),
        ({"appkey": 5}, REFUSED),
        ({"appKey": "bFzEXXAx"}, REFUSED),
        ({"phones": None}, REFUSED),
        ({"phones": []}, REFUSED),
        ({"phones": PHONE}, REFUSED),
        ({"phones": [int(PHONE)]}, REFUSED),
        ({"phones": [PHONE, "+85290000002"]}, "9002"),
        ({"phones": [f"{PHONE},{PHONE}"]}, "9002"),
        ({"phones": ["85290"]}, "9002"),
        ({"phones": ["８5290000001"]}, "9002"),
        ({"phones": [str(85290000000 + i) for i in range(2000)]}, "0"),
        ({"phones": [str(85290000000 + i) for i in range(2001)]}, REFUSED),
        ({"message": None}, REFUSED),
        ({"webhook": "https://shop.example/hook"}, "0"),
        ({"webhook": "shop.example"}, REFUSED),
        ({"webhook": "https://[broken"}, REFUSED),
        ({"webhook": ""}, REFUSED),
        ({"priority": ["VIBER"]}, "0"),
        ({"priority": ["SMS", "VIBER"]}, "0"),
        ({"priority": []}, REFUSED),
        ({"priority": "VIBER"}, REFUSED),
        ({"priority": ["viber"]}, REFUSED),
        ({"priority": ["VIBER", "VIBER"]}, REFUSED),
        ({"priority": [["VIBER"]]}, REFUSED),
        ({"priority": ["ZALO"]}, REFUSED),
    ],
)
def test_parameters(changes, code):
    assert Desk().code(**changes) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"appkey": "other", "phones": ["1"]}, "9003"),
        ({"phones": ["1"], "priority": []}, REFUSED),
        ({"phones": ["1"], "message": {}}, "9002"),
    ],
)
def test_what_is_told_first(changes, code):
    assert Desk().code(**changes) == code


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"mediaMessage": {"image": URL}}, "0"),
        ({"mediaMessage": {"video": VIDEO}}, "0"),
        ({"mediaMessage": {"file": FILE}}, "0"),
        ({"choiceMessage": CHOSEN}, "0"),
        ({"cardMessage": CARD}, "0"),
        ({"cardMessage": {"title": "New", "choices": [CHOICE]}}, "0"),
        ({"cardMessage": {"title": "New", "mediaMessage": {"image": URL}}}, "0"),
        # not exactly one of the four
        ({}, REFUSED),
        ([], REFUSED),
        ("hello", REFUSED),
        ({"text": "hello"}, REFUSED),
        ({**TEXT, "cardMessage": CARD}, REFUSED),
        # texts
        ({"textMessage": "hello"}, REFUSED),
        ({"textMessage": {}}, REFUSED),
        ({"textMessage": {"text": " "}}, REFUSED),
        ({"textMessage": {"text": 5}}, REFUSED),
        ({"textMessage": {"text": "hello", "title": "x"}}, REFUSED),
        # media
        ({"mediaMessage": {}}, REFUSED),
        ({"mediaMessage": {"image": URL, "file": FILE}}, REFUSED),
        ({"mediaMessage": {"image": {"url": "a.jpg"}}}, REFUSED),
        ({"mediaMessage": {"image": {}}}, REFUSED),
        ({"mediaMessage": {"video": {**VIDEO, "videoSize": 10}}}, REFUSED),
        ({"mediaMessage": {"video": {**VIDEO, "videoSize": "209715201"}}}, REFUSED),
        ({"mediaMessage": {"video": {**VIDEO, "videoSize": "0"}}}, REFUSED),
        ({"mediaMessage": {"video": {**VIDEO, "videoSize": "10 MB"}}}, REFUSED),
        ({"mediaMessage": {"video": {**VIDEO, "duration": "601"}}}, REFUSED),
        ({"mediaMessage": {"video": {**VIDEO, "duration": 10}}}, REFUSED),
        ({"mediaMessage": {"video": {"url": VIDEO["url"]}}}, REFUSED),
        ({"mediaMessage": {"file": {**FILE, "fileType": ".pdf"}}}, REFUSED),
        ({"mediaMessage": {"file": {**FILE, "fileType": "PDF"}}}, REFUSED),
        ({"mediaMessage": {"file": {**FILE, "fileType": "exe"}}}, REFUSED),
        ({"mediaMessage": {"file": {**FILE, "fileType": ["pdf"]}}}, REFUSED),
        ({"mediaMessage": {"file": {**FILE, "fileName": ""}}}, REFUSED),
        # choices
        ({"choiceMessage": TEXT}, REFUSED),
        ({"choiceMessage": {"choices": [CHOICE]}}, REFUSED),
        ({"choiceMessage": {**CHOSEN, "choices": []}}, REFUSED),
        ({"choiceMessage": {**CHOSEN, "choices": CHOICE}}, REFUSED),
        ({"choiceMessage": {**CHOSEN, "choices": [TEXT]}}, REFUSED),
        ({"choiceMessage": {**CHOSEN, "choices": ["Order"]}}, REFUSED),
        # cards
        ({"cardMessage": {"title": "New"}}, REFUSED),
        ({"cardMessage": {"title": ""}}, REFUSED),
        ({"cardMessage": {"choices": [CHOICE]}}, REFUSED),
        ({"cardMessage": {**CARD, "choices": []}}, REFUSED),
        ({"cardMessage": {**CARD, "mediaMessage": {"video": VIDEO}}}, REFUSED),
        ({"cardMessage": {**CARD, "mediaMessage": URL}}, REFUSED),
        ({"cardMessage": {**CARD, "image": URL}}, REFUSED),
    ],
)
def test_messages(message, code):
    desk = Desk()
    assert desk.code(message=message) == code
    assert [json.loads(entry.content) for entry in desk.state.ledger] == (
        [message] if code == "0" else []
    )


def test_sms_carries_text_only():
    card = {"cardMessage": CARD}
    assert Desk().legs() == {"sms": 0, "viber": 0}
    assert Desk().legs(message=card) == {"sms": 14002, "viber": 0}
    assert Desk().legs(message=card, priority=["SMS", "VIBER"]) == {"sms": 14002, "viber": 0}
    assert Desk().legs(message=card, priority=["VIBER", "SMS"]) == {"viber": 0}
    assert Desk().legs(priority=["SMS", "VIBER"]) == {"sms": 0}
    desk = Desk()
    assert desk.legs(message=card, priority=["SMS"]) == {"sms": 14002}
    assert desk.state.ledger == []


@pytest.mark.parametrize(
    ("tail", "priority", "legs"),
    [
        ("10", None, {"sms": 0, "viber": 14001}),
        ("13", None, {"sms": 14003, "viber": 14001}),
        ("10", ["VIBER", "SMS"], {"viber": 14001, "sms": 0}),
        ("03", ["VIBER", "SMS"], {"viber": 0}),
        ("12", ["VIBER", "SMS"], {"viber": 14001, "sms": 14002}),
    ],
)
def test_magic_legs(tail, priority, legs):
    desk = Desk()
    assert desk.legs(phones=["86139000200" + tail], priority=priority) == legs
    assert len(desk.state.ledger) == (0 in legs.values())


def test_account_settings():
    desk = Desk(balance=2)
    assert desk.code(phones=[PHONE, "85290000002", "85290000003"]) == "1102"
    assert [desk.code(), desk.code(), desk.code()] == ["0", "0", "1102"]
    desk = Desk(tps=2)
    assert [desk.code() for _ in range(3)] == ["0", "0", "9010"]
    assert desk.state.requests == 3
    assert [Desk(duplicate_window_s=300).code()] == ["0"]
    desk = Desk(hourly_limit=1)
    assert [desk.code(), desk.code()] == ["0", "9000"]
    assert Desk(disabled=True).code() == "1100"
    assert Desk(banned_words=("hell",)).code() == "9000"
    assert Desk(max_numbers=1).code(phones=[PHONE, "85290000002"]) == "9000"


@pytest.mark.parametrize(
    ("tail", "accepted", "wire", "status"),
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
def test_magic_faults(tail, accepted, wire, status):
    desk = Desk()
    body = {"appkey": "bFzEXXAx", "phones": ["861390001" + tail], "message": TEXT}
    answer = desk.answer(json.dumps(body).encode())
    assert (len(desk.state.ledger), answer.wire, answer.status) == (accepted, wire, status)


def test_magic_codes_and_delays():
    desk = Desk()
    assert desk.code(phones=[PHONE, "8613900001102"]) == "1102"
    assert desk.code(phones=["8613900009999"]) == "9999"
    assert desk.code(phones=["8613900010005"]) == "0"
    assert desk.waited == [5]
    assert [desk.code(phones=["8613900010106"]) for _ in range(3)] == ["9010", "9010", "0"]


def test_only_post_and_only_its_path():
    desk = Desk()
    assert page.answer(Request("GET", page.SEND_PATH, {}, b""), desk.state).status == 405
    assert page.answer(Request("POST", "/api/sms/mtsend_v2", {}, b""), desk.state) is None
