"""What SendCloud's SMSHook bodies say."""

import json

import pytest

from smsdesk.core.outcome import Status
from smsdesk.core.receipt import Receipt
from smsdesk.core.words import Words
from smsdesk.providers.sendcloud import SendCloud
from tests.contract.sendcloud_hooks import DELIVERED, FAILED, REFUSED, REPLIED, TAKEN, VERDICT


def receipt(text: str, key: str = "") -> Receipt:
    (found,) = SendCloud().read_receipts(text, key) or ()
    return found


def test_delivered():
    assert receipt(DELIVERED) == Receipt(
        "sendcloud",
        Words("SendCloud: delivered", "SendCloud：送达"),
        Status.DELIVERED,
        raw="成功送达",
        phone="8613800138000",
        message_id="1434684323193_1_1_x$13800138000",
        at="2022-05-10 01:29:50",
        segments=2,
        others=(
            ("smsUser", "shop"),
            ("userId", "102"),
            ("timestamp", "1434684323193"),
            ("templateId", "29"),
        ),
    )


def test_taken_lists_every_message():
    receipts = SendCloud().read_receipts(TAKEN)
    assert receipts is not None
    assert [(each.status, each.phone, each.message_id) for each in receipts] == [
        (Status.ACCEPTED, "8613888888888", "1652150994014_9_1_3_a$13888888888"),
        (Status.ACCEPTED, "85261234567", "1652150994014_9_1_3_b$+85261234567"),
    ]


def test_failures_carry_code_and_wording():
    failed = receipt(FAILED)
    assert (failed.status, failed.code) == (Status.UNDELIVERED, "590")
    assert failed.raw == "REJECTD(其他)"
    assert failed.phone == "8613888888888"  # only the id tells
    assert ("customArgs", '{"order": "12"}') in failed.others
    refused = receipt(REFUSED)
    assert (refused.status, refused.code) == (Status.REJECTED, "430")
    assert refused.raw == "smsworker:address in unsubscribe list(取消订阅)"
    assert refused.at == "1434684323193"
    assert ("labelId", "7") in refused.others


def test_what_a_person_replied():
    replied = receipt(REPLIED)
    assert (replied.status, replied.text, replied.phone) == (None, "退订", "8613800138000")


@pytest.mark.parametrize(
    ("result", "what"), [(-1, "rejected"), ("0", "being looked at"), (1, "approved"), ("", "on a")]
)
def test_the_verdict_on_a_template(result, what):
    verdict = receipt(json.dumps({**json.loads(VERDICT), "verfiyResult": result}))
    assert verdict.status is None
    assert what in verdict.what.en
    assert ("verfiyComment", "签名不符") in verdict.others


def test_the_signature_is_checked_with_the_key():
    assert receipt(DELIVERED, "APPKEY").signature_holds is True
    assert receipt(DELIVERED, "OTHER").signature_holds is False
    assert receipt(DELIVERED).signature_holds is None
    assert receipt(REFUSED, "APPKEY").signature_holds is None


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"encodeMessage": "?"}, "raw", "REJECTD(other)"),
        ({"encodeMessage": "/w=="}, "raw", "REJECTD(other)"),
        ({"smsIds": "[a$13800138000]", "smsId": ""}, "phone", "8613800138000"),
        ({"smsIds": ["a"], "phones": ["+4915112345678"]}, "phone", "4915112345678"),
        ({"smsId": "", "phone": ""}, "message_id", ""),
        ({"smsId": "", "phones": "[1, 2"}, "phone", "1"),
        ({"smsId": "", "phone": "+12025550123"}, "phone", "12025550123"),
        ({"smsId": "no-dollar"}, "phone", ""),
        ({"msgCount": "many"}, "segments", 0),
        ({"event": ""}, "status", Status.UNDELIVERED),
        ({"customArgs": 1.5}, "code", "590"),
    ],
)
def test_other_shapes(changes, field, value):
    receipts = SendCloud().read_receipts(json.dumps({**json.loads(FAILED), **changes}))
    assert receipts is not None
    assert getattr(receipts[0], field) == value


@pytest.mark.parametrize(
    "text",
    ["", "hello", "{}", "[]", "[1]", "event=deliver", '{"event": "open", "token": "1"}', "{"],
)
def test_what_is_none_of_its_own(text):
    assert SendCloud().read_receipts(text) is None
