"""NXCloud SMS against the contract, and what is its own."""

import json
import re
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.codebook import CodeClass, Retry
from smsdesk.core.errors import OutcomeUnknown
from smsdesk.core.message import TextMessage
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply
from smsdesk.core.receipt import Receipt
from smsdesk.core.words import Words
from smsdesk.providers import PROVIDERS, explain
from tests.contract.provider_contract import NONCE, ProviderContract
from tests.contract.receipt_contract import any_json

AUTHENTICATION = {"1001", "1002", "1003", "1004", "1005"}
SEED_CODES = {"0", "1", "2", "3", "4", "5", "6", "8", "9", "27", "28", "88", "99", "102", "104"}
SDK_CODES = {
    "7",
    "10",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
    "20",
    "21",
    "22",
    "23",
    "24",
    "26",
    "101",
    "103",
}
RECEIPT_CODES = {"2", "5", "6", "7", "8", "9", "10", "11", "12"}
RECORDS_CODES = {"0", "1", "2", "3", "4", "5"}
SMPP_CODES = {"10", "69", "81", "88", "103", "260"}


RECEIPT = (
    "messageid=333444555666-0123456789&phone=8615088888888&status=2&result=DELIVRD"
    "&drtime=2023-05-24+10%3A00%3A05&sendtime=2023-05-24+10%3A00%3A00"
    "&price=0.04&currency=CNY&rate=7.1&size=2&ext=order+12%26x"
)


def reply(code: object, **rest: object) -> bytes:
    return json.dumps({"code": code, "messageid": "", "result": "said so", **rest}).encode()


class TestNxcloudSms(ProviderContract):
    """The contract, and NXCloud's own rules."""

    provider_id = "nxcloud-sms"
    message = TextMessage("Hi, your order is ready")
    accepted = b'{"result":"Request succeeded","code":"0","messageid":"333444555666"}'
    accepted_codes = frozenset({"0"})
    refused: ClassVar = {
        "balance": (reply("3"), Status.REJECTED),
        "banned word": (reply("4"), Status.REJECTED),
        "app key": (reply("1"), Status.REJECTED),
        "duplicate": (reply("26"), Status.REJECTED),
        "hourly limit": (reply("27"), Status.REJECTED),
        "too fast": (reply("28"), Status.QUEUED),
        "clock": (reply("1004"), Status.QUEUED),
        "signature": (reply("1003"), Status.REJECTED),
        "request failed": (reply("88"), Status.UNKNOWN),
        "system broke down": (reply("99"), Status.UNKNOWN),
        "whole number": (reply(3), Status.REJECTED),
        "spaces": (reply(" 3 "), Status.REJECTED),
    }
    unknown_code = (reply("4711"), "4711")
    shapeless = (
        reply(None),
        reply(True),
        reply(0.0),
        reply(""),
        reply([]),
        reply({"code": "0"}),
        b'{"messageid":"1"}',
        b'{"CODE":"0"}',
    )
    documented_codes = frozenset(AUTHENTICATION | SEED_CODES | SDK_CODES)
    clock_code = "1004"
    receipts: ClassVar = {
        RECEIPT: 1,
        f"?{RECEIPT}": 1,
        f"https://shop.example/dr/7?{RECEIPT}": 1,
        RECEIPT.replace("&", "&\n"): 1,
        RECEIPT.replace("&", "\r\n&"): 1,
        RECEIPT.replace("&", "\n") + "\n": 1,
        f"{RECEIPT}\n{RECEIPT}": 2,
    }

    # --- requests -----------------------------------------------------------------------------

    def body(self, message: TextMessage, phones: tuple[str, ...] = ("8615088888888",)) -> dict:
        request = self.provider.build(message, phones, self.account(), 1_655_710_885_431, NONCE)
        return json.loads(request.body)

    def test_plain_request(self):
        request = self.provider.build(
            TextMessage("您好 😀"),
            ("8615088888888", "8613800138000"),
            self.account(),
            1_655_710_885_431,
            NONCE,
        )
        assert request.method == "POST"
        assert request.url == "https://api2.nxcloud.com/api/sms/mtsend_v2"
        assert request.body.decode() == (
            '{"appKey":"bFzEXXAx","phone":"8615088888888,8613800138000","content":"您好 😀"}'
        )
        sign = request.headers["sign"]
        assert re.fullmatch("[0-9a-f]{32}", sign)
        assert request.headers == {
            "accessKey": "fme2na3kdi3ki",
            "ts": "1655710885431",
            "bizType": "3",
            "action": "mtsend",
            "sign": sign,
            "Content-Type": "application/json",
        }

    def test_all_parameters(self):
        message = TextMessage(
            "See #1#",
            source_address="Bloom1",
            sys_message_id="order-0000012345",
            short_link="https://s.example/a",
            link_verbose=False,
            dr_url="https://example.com/dr",
            ext="order 12",
        )
        assert self.provider.check(message, self.account()) == []
        assert self.body(message) == {
            "appKey": "bFzEXXAx",
            "phone": "8615088888888",
            "content": "See #1#",
            "sourceAddress": "Bloom1",
            "sysMessageId": "order-0000012345",
            "shortLink": "https://s.example/a",
            "linkVerbose": "0",
            "drUrl": "https://example.com/dr",
            "ext": "order 12",
        }

    @pytest.mark.parametrize(("verbose", "said"), [(None, "1"), (True, "1"), (False, "0")])
    def test_link_verbose_is_always_said_with_a_short_link(self, verbose, said):
        message = TextMessage("#1#", short_link="https://s.example/a", link_verbose=verbose)
        assert self.body(message)["linkVerbose"] == said

    def test_link_verbose_without_short_link_is_left_out(self):
        assert "linkVerbose" not in self.body(TextMessage("Hi", link_verbose=True))

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("sys_message_id", "0123456789"),
            ("dr_url", "https://example.com/dr"),
            ("ext", "x"),
        ],
    )
    def test_single_number_fields(self, field, value):
        message = replace(self.message, **{field: value})
        assert self.provider.single_number_fields(message) == (field,)
        assert self.provider.batch_limit(message, self.account(batch_size=100)) == 1
        assert self.provider.check(message, self.account()) == []
        assert self.provider.single_number_fields(self.message) == ()

    # --- what would be refused ----------------------------------------------------------------

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("source_address", "Bloom Flowers", "source_address_form"),
            ("source_address", "A" * 21, "field_too_long"),
            ("source_address", "花店", "source_address_form"),
            ("source_address", "１２３", "source_address_form"),
            ("source_address", "Bloom\n", "source_address_form"),
            ("sys_message_id", "short", "sys_message_id_form"),
            ("sys_message_id", "a" * 51, "field_too_long"),
            ("sys_message_id", "under_score_1", "sys_message_id_form"),
            ("dr_url", "example.com/dr", "web_address_form"),
            ("dr_url", "ftp://example.com/dr", "web_address_form"),
            ("dr_url", "https://", "web_address_form"),
            ("dr_url", "https://[broken", "web_address_form"),
            ("short_link", "https://s.example/a", "short_link_unmarked"),
            ("ext", "half \ud83d", "text_unencodable"),
        ],
    )
    def test_field_problems(self, field, value, code):
        message = replace(self.message, **{field: value})
        (problem,) = self.provider.check(message, self.account())
        assert problem.code == code
        assert problem.where == ("text" if code == "short_link_unmarked" else field)
        for language in ("en", "zh"):
            assert "{" not in problem.sentence(language)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("source_address", "A"),
            ("source_address", "A" * 20),
            ("sys_message_id", "a" * 10),
            ("sys_message_id", "A-1" + "b" * 47),
            ("dr_url", "http://10.0.0.1:8080/dr?x=1"),
        ],
    )
    def test_fields_at_their_limits(self, field, value):
        assert self.provider.check(replace(self.message, **{field: value}), self.account()) == []

    def test_mark_without_short_link(self):
        (problem,) = self.provider.check(TextMessage("See #1#"), self.account())
        assert (problem.where, problem.code) == ("short_link", "short_link_missing")
        assert "#1#" in problem.sentence()

    def test_all_problems_at_once(self):
        message = TextMessage("", source_address="!", sys_message_id="!", dr_url="!")
        problems = self.provider.check(message, self.account())
        assert [problem.where for problem in problems] == [
            "text",
            "dr_url",
            "source_address",
            "sys_message_id",
        ]

    # --- codes --------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("cls", "codes"),
        [
            (CodeClass.OK, {"0"}),
            (CodeClass.BALANCE, {"3"}),
            (CodeClass.ACCOUNT, {"1", "9", "13", "101", "102", "1001", "1003", "1005", "1042"}),
            (CodeClass.CONTENT, {"4", "5", "103"}),
            (CodeClass.NUMBER, {"6", "23", "24"}),
            (
                CodeClass.REQUEST,
                {"2", "7", "8", "10", "12", "14", "15", "16", "17", "104", "1002", "4711"},
            ),
            (CodeClass.DUPLICATE, {"26"}),
            (CodeClass.FREQUENCY, {"27"}),
            (CodeClass.THROTTLE, {"28"}),
            (CodeClass.CLOCK, {"1004"}),
            (CodeClass.AMBIGUOUS, {"88", "99"}),
        ],
    )
    def test_classes(self, cls, codes):
        assert {code for code in codes if explain(self.provider_id, code).cls is cls} == codes

    def test_when_to_repeat(self):
        retry = {code: explain(self.provider_id, code).retry for code in self.documented_codes}
        assert retry["88"] is retry["99"] is Retry.CHECK_FIRST
        assert retry["1004"] is Retry.RESIGN
        assert retry["26"] is Retry.LATER
        assert explain(self.provider_id, "26").retry_after_s == 300
        assert explain(self.provider_id, "27").retry_after_s == 3600

    def test_families(self):
        families: dict[str, set[str]] = {}
        for entry in self.provider.codes.entries:
            families.setdefault(entry.family, set()).add(entry.code)
        assert families == {
            "reply": SEED_CODES | SDK_CODES,
            "authentication": AUTHENTICATION | {"10xx"},
            "receipt": RECEIPT_CODES,
            "records": RECORDS_CODES,
            "smpp": SMPP_CODES,
        }

    def test_other_tables_do_not_hide_replies(self):
        codes = self.provider.codes
        for code in (RECEIPT_CODES | RECORDS_CODES | SMPP_CODES) & (SEED_CODES | SDK_CODES):
            assert codes.get(code).family == explain(self.provider_id, code).family == "reply"
        assert len(codes.find("5")) == 3
        assert codes.get("1003").family == "authentication"

    @pytest.mark.parametrize("code", sorted(SMPP_CODES - SEED_CODES - SDK_CODES))
    def test_a_reply_never_means_a_code_of_smpp(self, code):
        (outcome,) = self.provider.parse(HttpReply(200, {}, reply(code)), ("1",))
        assert (outcome.status, outcome.code) == (Status.REJECTED, code)
        assert explain(self.provider_id, code).family == "unlisted"

    def test_codes_are_found_by_word_in_both_languages(self):
        codes = self.provider.codes
        assert [entry.code for entry in codes.find("BALANCE")] == ["3", "103"]
        assert [entry.code for entry in codes.find("余额")] == ["3", "103"]

    def test_message_id_of_a_whole_number(self):
        body = b'{"code":0,"messageid":333444555666,"result":"ok"}'
        (outcome,) = self.provider.parse(HttpReply(200, {}, body), ("1",))
        assert (outcome.status, outcome.message_id) == (Status.ACCEPTED, "333444555666")

    def test_unreadable_reply_keeps_what_it_says(self):
        body = b'{"messageid":"77","result":"half done"}'
        (outcome,) = self.provider.parse(HttpReply(200, {}, body), ("1",))
        assert (outcome.message_id, outcome.raw) == ("77", "half done")

    # --- receipts -----------------------------------------------------------------------------

    def test_receipt(self):
        for text in list(self.receipts)[:-1]:
            assert self.provider.read_receipts(text, "key") == [
                Receipt(
                    "nxcloud-sms",
                    Words("NXCloud SMS receipt", "NXCloud 短信回执"),
                    Status.DELIVERED,
                    "2",
                    "receipt",
                    raw="DELIVRD",
                    phone="8615088888888",
                    message_id="333444555666-0123456789",
                    at="2023-05-24 10:00:05",
                    segments=2,
                    price="0.04 CNY",
                    others=(
                        ("sendtime", "2023-05-24 10:00:00"),
                        ("rate", "7.1"),
                        ("ext", "order 12&x"),
                    ),
                )
            ]

    @pytest.mark.parametrize(
        ("code", "status"),
        [
            ("2", Status.DELIVERED),
            *((code, Status.UNDELIVERED) for code in ("5", "6", "7", "8", "9", "10", "11")),
            ("12", Status.UNKNOWN),
            ("0", Status.UNDELIVERED),
            ("77", Status.UNDELIVERED),
            ("REJECTD", Status.UNDELIVERED),
        ],
    )
    def test_receipt_codes(self, code, status):
        (receipt,) = self.provider.read_receipts(f"messageid=1&status={code}")
        assert (receipt.status, receipt.code, receipt.price, receipt.segments) == (
            status,
            code,
            "",
            0,
        )
        entry = self.provider.codes.get(code, receipt.family)
        assert (entry is None) == (code not in RECEIPT_CODES)

    @pytest.mark.parametrize("size", ["many", "", "-1", "２", "9" * 5000])
    def test_receipt_with_a_size_that_is_none(self, size):
        (receipt,) = self.provider.read_receipts(f"messageid=1&status=2&size={size}&phone=%2B86x1")
        assert (receipt.segments, receipt.phone) == (0, "861")

    @pytest.mark.parametrize(
        "text", ["", "hello", "status=2", "messageid=1&status=", "messageid=&status=2", "{}", "?="]
    )
    def test_what_is_no_receipt(self, text):
        assert self.provider.read_receipts(text) is None

    # --- against the sandbox ------------------------------------------------------------------

    @pytest.mark.parametrize("code", ["3", "27", "28", "88", "99", "102", "1005"])
    def test_magic_codes(self, transport, sandbox, code):
        phone = f"861390000{int(code):04d}"
        (outcome,) = self.send(transport, self.account(sandbox.base_url), (phone,))
        assert outcome.code == code
        assert outcome.status is explain(self.provider_id, code).cls.status

    @pytest.mark.parametrize(
        ("code", "ok"),
        [
            ("0", True),
            ("2", True),
            ("4", True),
            ("6", True),
            ("3", True),
            ("1", False),
            ("9", False),
            ("102", False),
            ("1001", False),
            ("1002", False),
            ("1003", False),
            ("1004", False),
            ("1005", False),
            ("28", None),
            ("88", None),
            ("99", None),
            ("4711", None),
        ],
    )
    def test_probe_answers(self, code, ok):
        result = self.provider.read_probe(HttpReply(200, {}, reply(code)))
        assert (result.ok, result.code, result.raw) == (ok, code, "said so")

    def test_balance_is_asked_at_the_other_host(self):
        request = self.provider.build_balance(self.account())
        assert request.url == "https://api.nxcloud.com/api/common/getBalance"
        assert request.body == b"appkey=bFzEXXAx&secretkey=sandbox-secret-key"
        assert request.sensitive == {"appkey", "secretkey"}
        for value in ("3788.32", 12):
            body = reply("0", balance=value)
            assert self.provider.read_balance(HttpReply(200, {}, body)) == str(value)

    def test_thousand_numbers_in_one_request(self, transport, sandbox):
        phones = [str(8613800000000 + i) for i in range(1000)]
        account = self.account(sandbox.base_url, batch_size=1000)
        outcomes = self.send(transport, account, phones)
        assert {outcome.status for outcome in outcomes} == {Status.ACCEPTED}
        assert [entry.phone for entry in sandbox.ledger] == phones

    @pytest.mark.parametrize(
        ("tail", "code", "taken"),
        [
            ("0101", "reset", 0),
            ("0102", "reset", 1),
            ("0104", "cut_off", 1),
            ("0107", "read_timeout", 0),
        ],
    )
    def test_magic_numbers_that_break_the_line(self, transport, sandbox, tail, code, taken):
        account = self.account(sandbox.base_url)
        with pytest.raises(OutcomeUnknown) as caught:
            self.send(transport, account, ("861390001" + tail,))
        assert caught.value.code == code
        assert len(sandbox.ledger) == taken
        (outcome,) = self.send(transport, account, ("8613800138000",))
        assert outcome.status is Status.ACCEPTED, "the next request starts a new connection"

    @pytest.mark.parametrize(
        ("tail", "status", "code", "taken"),
        [
            ("0103", Status.UNKNOWN, "unreadable", 0),
            ("0105", Status.UNKNOWN, "http_500", 0),
            ("0108", Status.UNKNOWN, "unreadable", 1),
            ("0106", Status.QUEUED, "28", 0),
            ("0000", Status.ACCEPTED, "0", 1),
        ],
    )
    def test_magic_numbers_that_answer(self, transport, sandbox, tail, status, code, taken):
        phone = "861390001" + tail
        (outcome,) = self.send(transport, self.account(sandbox.base_url), (phone,))
        assert (outcome.status, outcome.code) == (status, code)
        assert len(sandbox.ledger) == taken


# --- whatever comes back ----------------------------------------------------------------------

PHONES = ("8613800138000", "8613800138001")


def parse(status: int, body: bytes) -> list[Outcome]:
    return PROVIDERS["nxcloud-sms"].parse(HttpReply(status, {}, body), PHONES)


@given(
    status=st.sampled_from([200, 201, 299]), value=any_json(["code", "messageid", "result", "x"])
)
def test_any_json_gives_one_outcome_each(status, value):
    first, second = parse(status, json.dumps(value).encode())
    assert first == second
    code = value.get("code") if isinstance(value, dict) else None
    accepted = str(code).strip() == "0" and not isinstance(code, bool | float)
    assert (first.status is Status.ACCEPTED) == accepted
