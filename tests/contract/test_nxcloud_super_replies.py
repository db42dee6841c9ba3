"""What NXCloud Super Message answers and reports: replies channel by channel, codes, receipts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.codebook import CodeClass, Retry
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply
from smsdesk.core.receipt import Receipt
from smsdesk.core.words import Words
from smsdesk.providers import PROVIDERS, explain
from tests.contract.receipt_contract import any_json
from tests.contract.receipt_samples import RECEIPT_SAMPLES
from tests.contract.test_nxcloud_super import (
    AUTHENTICATION,
    CHANNEL_CODES,
    RECEIPT_CODES,
    REPLY_CODES,
    VIBER_CODES,
    VIBER_RECEIPT_CODES,
    legs,
    reply,
)

PROVIDER_ID = "nxcloud-super"
PROVIDER = PROVIDERS[PROVIDER_ID]
PHONES = ("8613800138000", "8613800138001")
WEBHOOK = RECEIPT_SAMPLES[PROVIDER_ID]

# --- replies ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "code", "raw", "channel_status"),
    [
        (
            reply(0, legs(sms=14002, viber=0)),
            Status.ACCEPTED,
            "0",
            "said so",
            "VIBER:0 SMS:14002",
        ),
        (
            reply("0", legs(sms="0", viber=" 14001 ")),
            Status.ACCEPTED,
            "0",
            "said so",
            "VIBER:14001 SMS:0",
        ),
        (reply(0, legs(viber=14003)), Status.REJECTED, "14003", "viber said", "VIBER:14003"),
        (
            reply(0, legs(viber=14002, sms=14001)),
            Status.REJECTED,
            "14001",
            "sms said",
            "VIBER:14002 SMS:14001",
        ),
        # a channel that cannot say may have it
        (
            reply(0, legs(viber=14001, sms=9999)),
            Status.UNKNOWN,
            "9999",
            "sms said",
            "VIBER:14001 SMS:9999",
        ),
        (
            reply(0, legs(viber=None, sms=14002)),
            Status.UNKNOWN,
            "unreadable",
            "viber said",
            "VIBER:unreadable SMS:14002",
        ),
        (
            reply(0, legs(viber=None, sms=0)),
            Status.ACCEPTED,
            "0",
            "said so",
            "VIBER:unreadable SMS:0",
        ),
        (
            reply(0, legs(viber="a b:c", sms=14002)),
            Status.REJECTED,
            "ab:c",
            "viber said",
            "VIBER:ab:c SMS:14002",
        ),
        # refused as a whole: the legs are kept, the code is the reply's
        (reply(1102, legs(sms=14003)), Status.REJECTED, "1102", "said so", "SMS:14003"),
        (reply(9010, legs(sms=14003)), Status.QUEUED, "9010", "said so", "SMS:14003"),
        # refused and taken at once
        (reply(1102, legs(sms=0)), Status.UNKNOWN, "1102", "said so", "SMS:0"),
        (reply(9010, legs(sms=0)), Status.UNKNOWN, "9010", "said so", "SMS:0"),
        # taken, but a channel asks to wait: no document has that, so it is not repeated
        (reply(0, legs(sms=9010)), Status.UNKNOWN, "9010", "sms said", "SMS:9010"),
        (reply(0, legs(sms=1004)), Status.UNKNOWN, "1004", "sms said", "SMS:1004"),
        # nothing about channels
        (reply(0), Status.ACCEPTED, "0", "said so", ""),
        (reply(0, {}), Status.ACCEPTED, "0", "said so", ""),
        (reply(0, []), Status.ACCEPTED, "0", "said so", ""),
        # written otherwise than the document does
        (
            reply(0, legs(SMS=14001, Viber=14003)),
            Status.REJECTED,
            "14003",
            "Viber said",
            "VIBER:14003 SMS:14001",
        ),
        (
            reply(0, legs(whatsapp=14003)),
            Status.REJECTED,
            "14003",
            "whatsapp said",
            "WHATSAPP:14003",
        ),
        (
            reply(0, legs(zalo=0, viber=14001)),
            Status.ACCEPTED,
            "0",
            "said so",
            "VIBER:14001 ZALO:0",
        ),
        (reply(0, legs(**{"a : b": 14003})), Status.REJECTED, "14003", "a : b said", "A_B:14003"),
        (reply(0, {"": {}}), Status.UNKNOWN, "unreadable", "", "?:unreadable"),
    ],
)
def test_legs(body, status, code, raw, channel_status):
    (outcome,) = PROVIDER.parse(HttpReply(200, {}, body), ("1",))
    assert outcome == Outcome(status, code, "r1", raw, channel_status)


def test_a_reply_with_many_channels_shows_some_and_judges_all():
    many = {**legs(**{f"c{number}": 14003 for number in range(40)}), **legs(last=0)}
    (outcome,) = PROVIDER.parse(HttpReply(200, {}, reply(0, many)), ("1",))
    assert outcome.status is Status.ACCEPTED
    assert len(outcome.channel_status.split()) == 8


@pytest.mark.parametrize("code", sorted(VIBER_RECEIPT_CODES))
def test_a_reply_never_means_a_receipt_of_the_viber_api(code):
    (outcome,) = PROVIDER.parse(HttpReply(200, {}, reply(code)), ("1",))
    assert (outcome.status, outcome.code) == (Status.REJECTED, code)


@pytest.mark.parametrize("data", [None, [], "x", 5, {"requestId": None}, {"requestId": {}}])
def test_broken_data_loses_no_row(data):
    body = json.dumps({"code": 0, "data": data}).encode()
    assert PROVIDER.parse(HttpReply(200, {}, body), PHONES) == [
        Outcome(Status.ACCEPTED, "0")
    ] * len(PHONES)


def test_unreadable_reply_keeps_what_it_says():
    body = b'{"message":"half done","data":{"requestId":77}}'
    (outcome,) = PROVIDER.parse(HttpReply(200, {}, body), ("1",))
    assert (outcome.message_id, outcome.raw) == ("77", "half done")


@pytest.mark.parametrize(
    ("code", "ok"),
    [
        *((code, True) for code in (0, 1102, 9000, 9002)),
        *((code, False) for code in (1001, 1002, 1003, 1004, 1005, 1042, 1100, 9003)),
        *((code, None) for code in (-1, 9001, 9010, 9999, 4711)),
    ],
)
def test_probe_answers(code, ok):
    result = PROVIDER.read_probe(HttpReply(200, {}, reply(code)))
    assert (result.ok, result.code, result.raw) == (ok, str(code), "said so")


# --- codes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cls", "codes"),
    [
        (CodeClass.OK, {"0", "14004"}),
        (CodeClass.BALANCE, {"1102"}),
        (CodeClass.ACCOUNT, {"1100", "9003", "14001", "1001", "1003", "1005", "1000", "1042"}),
        (CodeClass.NUMBER, {"9002", "14005", "14006"}),
        (CodeClass.REQUEST, {"9000", "9004", "9005", "14002", "14003", "1002", "4711"}),
        (CodeClass.THROTTLE, {"9010"}),
        (CodeClass.CLOCK, {"1004"}),
        (CodeClass.AMBIGUOUS, {"-1", "9001", "9999"}),
    ],
)
def test_classes(cls, codes):
    assert {code for code in codes if explain(PROVIDER_ID, code).cls is cls} == codes


def test_families():
    codes = PROVIDER.codes
    families = {}
    for entry in codes.entries:
        families.setdefault(entry.family, set()).add(entry.code)
    assert families == {
        "reply": REPLY_CODES | VIBER_CODES,
        "authentication": AUTHENTICATION | {"10xx"},
        "channel": CHANNEL_CODES,
        "receipt": RECEIPT_CODES,
        "viber": VIBER_RECEIPT_CODES,
    }
    assert codes.get("0").family == "reply"
    assert codes.get("14003").family == "channel"
    assert codes.get("14003", "receipt").meaning.en == "Not delivered: it could not be sent"
    assert codes.get("-1").retry is codes.get("9999").retry is Retry.CHECK_FIRST


# --- receipts -----------------------------------------------------------------------------


def test_receipt():
    assert PROVIDER.read_receipts(WEBHOOK) == [
        Receipt(
            "nxcloud-super",
            Words("NXCloud Super Message receipt", "NXCloud Super Message 回执"),
            Status.DELIVERED,
            "14004",
            "receipt",
            raw="Viber message has delivered",
            phone="85290000001",
            message_id="ec6fceb05c1843bd9e4c3bc81e69ed74",
            channel="VIBER",
            at="2023-11-14 10:00:00",
            price="0.04 USD",
            others=(("localPrice", "0.28 CNY"),),
        )
    ]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (14003, Status.UNDELIVERED),
        (14004, Status.DELIVERED),
        ("14005", Status.UNDELIVERED),
        (14006, Status.UNDELIVERED),
        (0, Status.UNKNOWN),
        (4711, Status.UNKNOWN),
    ],
)
def test_receipt_codes(code, status):
    text = json.dumps({"requestId": 1, "channel": "sms", "code": code, "cost": "free", "x": []})
    (receipt,) = PROVIDER.read_receipts(text)
    assert (receipt.status, receipt.code) == (status, str(code))
    assert (receipt.message_id, receipt.channel, receipt.price) == ("1", "SMS", "")
    assert receipt.others == (("x", "[]"),)


@pytest.mark.parametrize(
    "text",
    [
        *("", "hello", "{}", "[]", "null", "[1]", '{"requestId":"1","channel":"SMS"}'),
        *(
            f'{{"requestId":{request_id},"channel":{channel},"code":{code}}}'
            for request_id, channel, code in (
                ('""', '"SMS"', "0"),
                ('"1"', "null", "0"),
                ('"1"', '"SMS"', "null"),
                ('"1"', '"SMS"', "[]"),
            )
        ),
    ],
)
def test_what_is_no_receipt(text):
    assert PROVIDER.read_receipts(text) is None


# --- whatever comes back ----------------------------------------------------------------------

KEYS = ("code", "data", "message", "requestId", "channelStatus", "sms", "viber")


def parse(status: int, body: bytes) -> list[Outcome]:
    return PROVIDER.parse(HttpReply(status, {}, body), PHONES)


@given(status=st.sampled_from([200, 201, 299]), value=any_json(KEYS))
def test_any_json_gives_one_outcome_each(status, value):
    first, second = parse(status, json.dumps(value).encode())
    assert first == second
    code = value.get("code") if isinstance(value, dict) else None
    if first.status is Status.ACCEPTED:
        assert str(code).strip() == "0"
