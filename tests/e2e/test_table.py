"""Every message kind of every provider: a document, the command line, HTTP, the results file.

One test per row of the table of what can be sent. The commands are processes of their own; the
sandbox is behind a tap, so that a test can see what went over the wire.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Options, Sandbox
from tests.helpers.outside import (
    DOCUMENTS,
    NXCLOUD,
    PEOPLE,
    SENDCLOUD,
    SUPER,
    TENCENT,
    Bench,
    Json,
    Sent,
)

MD5 = "sendcloud-md5"
EXPECTED = (
    "may have got, this text",  # the tests of one account send the same words to the same people
    "SMS carries text only",
    "Every text takes 7 segments",
)
"""What the checks before sending say here."""


def all_accepted(sent: Sent) -> None:
    """Everybody, once, with the id under which the provider knows the message."""
    assert sent.done.status == 0, sent.done.err
    lines = sent.done.err.splitlines()
    assert [line for line in lines if not any(known in line for known in EXPECTED)] == []
    assert set(sent.column("status")) == {"accepted"}
    assert len(sent.taken) == len(sent.rows)
    known = {f"+{taken.phone}": taken.messageid for taken in sent.taken}
    assert {row["phone"]: row["message_id"] for row in sent.rows} == known


# -- NXCloud Super Message -------------------------------------------------------------------

IMAGE = {"url": "https://shop.example/1001.jpg"}
SUPER_MESSAGES: dict[str, Json] = {
    "super-text": {"textMessage": {"text": "Hi Mei, order 1001 is ready 🌷"}},
    "super-image": {"mediaMessage": {"image": IMAGE}},
    "super-video": {
        "mediaMessage": {
            "video": {
                "url": "https://shop.example/1001.mp4",
                "thumbnailUrl": IMAGE["url"],
                "videoSize": "209715200",
                "duration": "600",
            }
        }
    },
    "super-file": {
        "mediaMessage": {
            "file": {
                "fileName": "发票 1001",
                "url": "https://shop.example/1001.pdf",
                "fileType": "pdf",
            }
        }
    },
    "super-choice": {
        "choiceMessage": {
            "textMessage": {"text": "Mei, where shall we put it?"},
            "choices": [
                {
                    "textMessage": {"text": "The door"},
                    "urlMessage": {"url": "https://shop.example/1001?at=door"},
                },
                {
                    "textMessage": {"text": "The neighbour"},
                    "urlMessage": {"url": "https://shop.example/1001?at=next"},
                },
            ],
        }
    },
    "super-card": {
        "cardMessage": {
            "title": "卡片 Mei",
            "mediaMessage": {"image": IMAGE},
            "choices": [
                {
                    "textMessage": {"text": "看看"},
                    "urlMessage": {"url": "https://shop.example/1001"},
                }
            ],
        }
    },
    "super-card-image": {"cardMessage": {"title": "卡片", "mediaMessage": {"image": IMAGE}}},
    "super-card-choices": {
        "cardMessage": {
            "title": "卡片",
            "choices": [
                {
                    "textMessage": {"text": "按钮"},
                    "urlMessage": {"url": "https://shop.example/1001"},
                }
            ],
        }
    },
}


@pytest.mark.parametrize("name", SUPER_MESSAGES)
def test_super_message_sends_every_kind(bench: Bench, name: str) -> None:
    sent = bench.send(SUPER, name)

    all_accepted(sent)
    bodies = sorted(sent.bodies, key=lambda body: str(body["phones"]))
    assert bodies[0]["message"] == SUPER_MESSAGES[name]
    assert [body["phones"] for body in bodies] == [["8613600000001"], ["8613600000002"]]
    assert bodies[0]["appkey"] == SANDBOX_FIELDS[SUPER]["app_key"]
    document = json.loads((DOCUMENTS / f"{name}.json").read_text("utf-8"))
    assert bodies[0].get("priority") == document.get("channels")
    # an SMS carries a text only; with an order, the second channel is not tried after a success
    legs = "VIBER:0" if "channels" in document else "VIBER:0 SMS:14002"
    assert set(sent.column("channel_status")) == {"VIBER:0 SMS:0" if name == "super-text" else legs}


def test_super_message_takes_channels_in_their_order_and_a_webhook(bench: Bench) -> None:
    sent = bench.send(SUPER, "super-routed")

    all_accepted(sent)
    for body in sent.bodies:
        assert body["priority"] == ["SMS", "VIBER"]
        assert body["webhook"] == "https://shop.example/receipts"
    assert set(sent.column("channel_status")) == {"SMS:0"}


def test_super_message_tells_what_each_channel_answered(bench: Bench) -> None:
    people = [f"Leg {legs},+86139000200{legs},{legs}" for legs in ("00", "10", "02", "33", "12")]

    sent = bench.send(SUPER, "super-text", people)

    assert sent.done.status == 3  # paused: an account without Viber would be refused again
    assert [row["status"] for row in sent.rows] == [*["accepted"] * 3, *["rejected"] * 2]
    assert sent.column("channel_status") == [
        *("VIBER:0 SMS:0", "VIBER:14001 SMS:0", "VIBER:0 SMS:14002"),
        *("VIBER:14003 SMS:14003", "VIBER:14001 SMS:14002"),
    ]
    assert sent.column("code") == ["0", "0", "0", "14003", "14001"]
    assert all(sent.column("meaning"))
    assert "hannel" in sent.rows[4]["meaning"]


def test_super_message_takes_two_thousand_numbers_a_request(bench: Bench) -> None:
    people = [f"A,+86136000{number:05d},1" for number in range(2001)]

    sent = bench.send(SUPER, {"kind": "text", "text": "Hello"}, people)

    assert sent.done.status == 0, sent.done.err
    assert sorted(len(body["phones"]) for body in sent.bodies) == [1, 2000]
    assert len({taken.phone for taken in sent.taken}) == len(sent.taken) == 2001


# -- Tencent ---------------------------------------------------------------------------------


def test_tencent_sends_a_text(bench: Bench) -> None:
    sent = bench.send(TENCENT, "tencent-text")

    all_accepted(sent)
    body = next(body for body in sent.bodies if "Mei" in body["msg"])
    assert {key: body[key] for key in ("tel", "type", "msg", "extend", "ext")} == {
        "tel": [{"nationcode": "86", "mobile": "13600000001"}],
        "type": 0,
        "msg": "【牛信】Hi Mei",
        "extend": "01",
        "ext": "order-7",
    }
    query = dict(parse_qsl(sent.requests[0].query))
    assert query["sdkappid"] == SANDBOX_FIELDS[TENCENT]["sdkappid"]
    assert query["random"].isdecimal()


def test_tencent_sends_a_marketing_text(bench: Bench) -> None:
    sent = bench.send(TENCENT, "tencent-marketing")

    all_accepted(sent)
    assert {body["type"] for body in sent.bodies} == {1}


def test_tencent_sends_a_template_with_its_variables_in_order(bench: Bench) -> None:
    sent = bench.send(TENCENT, "tencent-template")

    all_accepted(sent)
    body = next(body for body in sent.bodies if "Mei" in body["params"])
    assert body["params"] == ["Mei", "1001", *"cdefghij"]
    assert (body["sign"], body["tpl_id"]) == ("牛信", 19)
    assert (body["extend"], body["ext"]) == ("01", "order-7")
    assert not {"msg", "type"} & body.keys()


def test_tencent_keeps_mainland_and_foreign_numbers_apart(bench: Bench) -> None:
    people = [
        *("A,+8613600000001,1", "B,+14155550123,2", "C,+85291234567,3", "D,+8613600000004,4"),
    ]

    sent = bench.send(TENCENT, {"kind": "text", "text": "Hello"}, people)

    all_accepted(sent)
    groups = [[tel["nationcode"] for tel in body["tel"]] for body in sent.bodies]
    assert sorted(groups) == [["1", "852"], ["86", "86"]]


def test_tencent_tells_id_and_fee_of_each_number(bench: Bench) -> None:
    people = [
        *("A,+8613600000001,1", "B,+8613900001016,2", "C,+8613900001015,3", "D,+14155550123,4"),
    ]

    sent = bench.send(TENCENT, {"kind": "text", "text": "x" * 150}, people)

    assert sent.done.status == 1
    assert sent.column("status") == ["accepted", "rejected", "rejected", "accepted"]
    assert sent.column("code") == ["0", "1016", "1015", "0"]
    ids = {f"+{taken.phone}": taken.messageid for taken in sent.taken}
    assert sent.column("message_id") == [ids["+8613600000001"], "", "", ids["+14155550123"]]
    # 70/67 on the mainland, whatever the letters; 160/153 abroad
    assert (sent.rows[0]["segments"], sent.rows[3]["segments"]) == ("3", "1")


def test_tencent_takes_two_hundred_numbers_and_450_characters(bench: Bench) -> None:
    people = [f"A,+861360000{number:04d},1" for number in range(201)]

    sent = bench.send(TENCENT, {"kind": "text", "text": "【牛信】" + "字" * 446}, people)

    all_accepted(sent)
    assert sorted(len(body["tel"]) for body in sent.bodies) == [1, 200]


# -- SendCloud -------------------------------------------------------------------------------


def test_sendcloud_sends_a_template_with_variables(bench: Bench) -> None:
    sent = bench.send(SENDCLOUD, "sendcloud-template")

    all_accepted(sent)
    assert sent.requests[0][:2] == ("GET", "/smsapi/timestamp/get")
    assert Counter(request.path for request in sent.requests) == {
        "/smsapi/timestamp/get": 1,
        "/smsapi/send": 2,
    }
    form = next(form for form in sent.forms if form["phone"] == "13600000001")
    assert (form["templateId"], form["msgType"]) == ("1", "0")
    assert json.loads(form["vars"]) == {"name": "Mei", "%order%": "No. 1001"}
    assert json.loads(form["tag"]) == {"campaign": "{spring}"}
    assert len({form["sendRequestId"] for form in sent.forms}) == 2
    assert re.fullmatch(r"\d{13}", form["timestamp"])
    assert re.fullmatch(r"[0-9a-f]{64}", form["signature"])
    assert SANDBOX_SECRETS[SENDCLOUD]["sms_key"] not in str(sent.requests)


def test_sendcloud_sends_mms(bench: Bench) -> None:
    sent = bench.send(SENDCLOUD, "sendcloud-mms")

    all_accepted(sent)
    (form,) = sent.forms
    assert (form["msgType"], form["phone"]) == ("1", "13600000001,13600000002")


def test_sendcloud_sends_international(bench: Bench) -> None:
    sent = bench.send(SENDCLOUD, "sendcloud-international", ["A,+85291234567,1"])

    all_accepted(sent)
    (form,) = sent.forms
    assert (form["msgType"], form["phone"]) == ("2", "+85291234567")


def test_sendcloud_keeps_mainland_and_foreign_numbers_apart(bench: Bench) -> None:
    people = ("A,+8613600000001,1", "B,+85291234567,2", "C,+14155550123,3")

    sent = bench.send(SENDCLOUD, {"kind": "template", "template_id": "1"}, people)

    all_accepted(sent)
    asked = sorted((form["msgType"], form["phone"]) for form in sent.forms)
    assert asked == [("0", "13600000001"), ("2", "+85291234567,+14155550123")]


def test_sendcloud_tells_a_partial_success_row_by_row(bench: Bench) -> None:
    people = [
        *("A,+8613600000001,1", "B,+8613900000412,2", "C,+8613600000003,3", "D,+8613900000498,4"),
    ]

    sent = bench.send(SENDCLOUD, {"kind": "template", "template_id": "1"}, people)

    assert sent.done.status == 1
    assert len(sent.forms) == 1
    assert sent.column("status") == ["accepted", "rejected", "accepted", "rejected"]
    assert sent.column("code") == ["200", "412", "200", "498"]
    assert [bool(found) for found in sent.column("message_id")] == [True, False, True, False]
    assert all(sent.column("meaning"))
    assert sent.rows[3]["next_step"]


def test_sendcloud_calls_with_a_code(bench: Bench) -> None:
    sent = bench.send(SENDCLOUD, "sendcloud-voice")

    all_accepted(sent)
    codes = {form["phone"]: form["code"] for form in sent.forms}
    assert codes == {"13600000001": "1001", "13600000002": "1002"}
    assert {request.path for request in sent.requests[1:]} == {"/smsapi/sendVoice"}


@pytest.mark.parametrize(
    ("name", "signed"),
    [
        ("sendcloud-code-sign-id", {"signId": "77"}),
        ("sendcloud-code-sign-name", {"signName": "牛信"}),
    ],
)
def test_sendcloud_sends_a_code_under_a_signature(
    bench: Bench, name: str, signed: dict[str, str]
) -> None:
    people = [*PEOPLE, "Ana,+85291234567,123456"] if "signName" in signed else PEOPLE

    sent = bench.send(SENDCLOUD, name, people)

    all_accepted(sent)
    assert {request.path for request in sent.requests[1:]} == {"/smsapi/sendCode"}
    for form in sent.forms:
        assert signed.items() <= form.items()
        assert form["msgType"] == ("2" if form["phone"].startswith("+") else "0")
    assert {form["code"] for form in sent.forms} == {line.rpartition(",")[2] for line in people}


def test_sendcloud_signs_with_md5_where_the_account_says_so(bench: Bench) -> None:
    sent = bench.send(MD5, "sendcloud-template")

    all_accepted(sent)
    assert {len(form["signature"]) for form in sent.forms} == {32}


# -- the clock -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ahead() -> Iterator[Sandbox]:
    """Providers whose clocks are eleven minutes ahead: outside of everybody's window."""
    with Sandbox(options=Options(clock_offset_ms=660_000)) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("provider", "document"),
    [
        (NXCLOUD, {"kind": "text", "text": "Hello {name}"}),
        (SUPER, "super-card"),
        (TENCENT, "tencent-template"),
        (SENDCLOUD, "sendcloud-template"),
    ],
)
def test_a_clock_that_is_minutes_off_stops_nobody(
    bench: Bench, ahead: Sandbox, provider: str, document: str | Json
) -> None:
    bench.add(f"{provider}-ahead", provider, ahead.base_url)
    before = len(ahead.ledger)

    sent = bench.send(f"{provider}-ahead", document)

    assert sent.done.status == 0, sent.done.err
    assert set(sent.column("status")) == {"accepted"}
    assert len(ahead.ledger) - before == 2
