"""What Tencent's replies and receipts say about each number."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply
from smsdesk.core.receipt import Receipt
from smsdesk.providers.tencent_sms import TencentSms
from tests.contract.test_tencent_sms import reply, row

PHONES = ("8613800138000", "8613800138001", "8613800138002")


def parsed(body: bytes, *phones: str) -> list[Outcome]:
    return TencentSms().parse(HttpReply(200, {}, body), phones or PHONES)


def receipt(text: str) -> Receipt:
    (found,) = TencentSms().read_receipts(text) or ()
    return found


def test_rows_give_id_and_segments():
    first, second, third = parsed(
        reply(
            row(PHONES[0], sid=12, fee="3"),
            row(PHONES[1], "1016", fee=2),
            row(PHONES[2], fee=-1),
        )
    )
    assert first == Outcome(Status.ACCEPTED, "0", "12", "OK", segments=3)
    assert second == Outcome(Status.REJECTED, "1016", "sid-01", "said 1016")
    assert (third.status, third.segments) == (Status.ACCEPTED, 0)


def test_numbers_may_be_written_otherwise():
    outcomes = parsed(
        reply(
            row(PHONES[0], mobile=13800138000, nationcode=86),
            row(PHONES[1], nationcode="+86"),
            row(PHONES[2], nationcode=None),
        )
    )
    assert {outcome.status for outcome in outcomes} == {Status.ACCEPTED}


def test_missing_extra_and_repeated_rows():
    body = reply(
        row("8613900139000"),
        row(PHONES[2], 1013),
        row(PHONES[0]),
        row(PHONES[0]),
        row(PHONES[2]),
        row(PHONES[2], 1013),
    )
    first, second, third = parsed(body)
    assert (first.status, first.message_id) == (Status.ACCEPTED, "sid-00")
    # refused and taken at once
    assert (third.status, third.code) == (Status.UNKNOWN, "unreadable")
    assert [one["result"] for one in json.loads(third.raw)] == [1013, 0]
    assert (second.status, second.code) == (Status.UNKNOWN, "unreadable")
    assert second.raw.startswith('{"result": 0')


def test_row_without_a_code_is_unknown():
    for broken in (None, "", 0.0, True, []):
        first, second, _ = parsed(reply(row(PHONES[0], broken), row(PHONES[1])))
        assert (first.status, first.code, first.message_id) == (
            Status.UNKNOWN,
            "unreadable",
            "sid-00",
        )
        assert second.status is Status.ACCEPTED


def test_same_number_in_two_countries_needs_the_country():
    phones = ("85261234567", "85361234567")
    told = {"result": 0, "errmsg": "OK", "mobile": "61234567", "sid": "1", "fee": 1}
    outcomes = parsed(reply(told), *phones)
    assert {outcome.status for outcome in outcomes} == {Status.UNKNOWN}
    outcomes = parsed(reply({**told, "nationcode": "853"}), *phones)
    assert [outcome.status for outcome in outcomes] == [Status.UNKNOWN, Status.ACCEPTED]


def test_rows_beside_a_refusal_are_not_lost():
    """No document shows it; what one row says was taken is never sent a second time."""
    first, second, _ = parsed(reply(row(PHONES[0]), result=1013, errmsg="slow"))
    assert (first.status, first.code) == (Status.ACCEPTED, "0")
    assert (second.status, second.code) == (Status.UNKNOWN, "unreadable")


# --- receipts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("carrier_code", "code", "others"),
    [
        ("DELIVRD", "DELIVRD", ()),
        ("MK:0001", "MK:0001", ()),
        ("MI:0013", "MI:", (("errmsg", "MI:0013"),)),
        ("EXPIRED_9", "EXPIRED", (("errmsg", "EXPIRED_9"),)),
        ("BWLISTS", "BWLIST", (("errmsg", "BWLISTS"),)),
        ("12", "12", ()),
        ("129", "", (("errmsg", "129"),)),
        ("MX:0004", "", (("errmsg", "MX:0004"),)),
        ("", "", ()),
    ],
)
def test_carrier_codes(carrier_code, code, others):
    text = json.dumps({"report_status": "FAIL", "mobile": "1", "errmsg": carrier_code})
    found = receipt(text)
    assert (found.code, found.others) == (code, others)
    assert found.status is Status.UNDELIVERED


def test_receipt_in_full():
    text = json.dumps(
        {
            "user_receive_time": "2015-10-17 08:03:04",
            "nationcode": 86,
            "mobile": 13788888888,
            "report_status": "SUCCESS",
            "errmsg": "DELIVRD",
            "description": "用户短信送达成功",
            "sid": "8:abc",
            "more": {"a": 1},
            "none": None,
        }
    )
    found = receipt(text)
    assert found.status is Status.DELIVERED
    assert (found.phone, found.message_id) == ("8613788888888", "8:abc")
    assert (found.at, found.raw) == ("2015-10-17 08:03:04", "用户短信送达成功")
    assert found.others == (("more", '{"a": 1}'),)
    assert found.signature_holds is None


def test_status_nobody_documents_decides_nothing():
    found = receipt('{"report_status":"MAYBE","mobile":"1"}')
    assert found.status is None
    assert ("report_status", "MAYBE") in found.others


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '[{"report_status":"FAIL"}]', '[{"sid":"1"}]', "null", "[1]"]
)
def test_no_receipts(text):
    assert TencentSms().read_receipts(text) is None


# --- whatever comes back ----------------------------------------------------------------------

TWO = ("8613800138000", "85261234567")


@given(
    results=st.lists(st.sampled_from([0, "0", 1015, 1013, None, 4711]), max_size=4),
    order=st.permutations(TWO),
)
def test_each_number_has_its_own_row(results, order):
    nation_of = {"8613800138000": "86", "85261234567": "852"}
    rows = [
        {"result": result, "nationcode": nation_of[phone], "mobile": phone[len(nation_of[phone]) :]}
        for result, phone in zip(results, order, strict=False)
    ]
    body = json.dumps({"result": 0, "detail": rows}).encode()
    outcomes = TencentSms().parse(HttpReply(200, {}, body), TWO)
    told = dict(zip(order, results, strict=False))
    for phone, outcome in zip(TWO, outcomes, strict=True):
        accepted = str(told.get(phone)) == "0"
        assert (outcome.status is Status.ACCEPTED) == accepted
