"""Tencent SMS against the contract, and what is its own."""

import json
import re
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeClass, Retry
from smsdesk.core.csvimport import parse_table
from smsdesk.core.message import MediaMessage, Message, TemplateMessage, TextMessage
from smsdesk.core.outcome import Status
from smsdesk.core.plan import make_plan
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.core.words import Language
from smsdesk.providers import explain
from smsdesk.providers.tencent_sms import sign
from smsdesk.sandbox import Options, Sandbox
from tests.contract.provider_contract import NONCE, ProviderContract

REPLY_CODES = """
    0 1001 1002 1003 1004 1006 1007 1008 1009 1011 1012 1013 1014 1015 1016 1017 1018 1019 1020 1021
    1022 1023 1024 1025 1026 1029 1030 1031 1032 1033 1034 1036 1045 1046 1047 60008
"""
RECEIPT_CODES = """
    DELIVRD UNDELIV MK:0000 MK:0001 MK:0012 1 12 67 MI: MN: IA: EXPIRED MX:0003 TE:0003 MX:0012
    BWLIST TD:0001 W-BLACK MB:1077 TUIDING TC:0007 TD:0004
"""
TABLE = set(REPLY_CODES.split())
APP_KEY = "5f03a35d00ee52a21327ab048186a2c4"
RANDOM = "7226249334"
TIME_S = 1457336869


def row(phone: str, result: object = 0, **rest: object) -> dict[str, object]:
    """A detail row as the document shows it, for a number of the mainland."""
    said = "OK" if result == 0 else f"said {result}"
    base = {"result": result, "errmsg": said, "mobile": phone[2:], "nationcode": "86"}
    return {**base, "sid": f"sid-{phone[-2:]}", "fee": 1, **rest}


def reply(*rows: dict[str, object], result: object = 0, errmsg: object = "OK") -> bytes:
    body = {"result": result, "errmsg": errmsg, "ext": "", "detail": list(rows)}
    return json.dumps(body, ensure_ascii=False).encode()


def refusal(code: object) -> bytes:
    return json.dumps({"result": code, "errmsg": "said so", "ext": ""}).encode()


class TestTencentSms(ProviderContract):
    """The contract, and Tencent's own rules."""

    provider_id = "tencent-sms"
    message = TextMessage("【Bloom】Hi, your order is ready")
    phones = ("8613800138000", "8613800138001", "8613800138002")
    accepted = reply(*map(row, phones))
    accepted_codes = frozenset({"0"})
    refused: ClassVar = {
        "package used up": (refusal(1031), Status.REJECTED),
        "arrears": (refusal(1033), Status.REJECTED),
        "signature": (refusal(1001), Status.REJECTED),
        "banned word": (refusal(1002), Status.REJECTED),
        "sdkappid": (refusal(1019), Status.REJECTED),
        "clock": (refusal(1021), Status.QUEUED),
        "too fast": (refusal(1013), Status.QUEUED),
        "other": (refusal(1007), Status.UNKNOWN),
        "downstream": (refusal(1008), Status.UNKNOWN),
        "timed out": (refusal(60008), Status.UNKNOWN),
        "text": (refusal(" 1014 "), Status.REJECTED),
        "every row": (reply(*(row(phone, 1016) for phone in phones)), Status.REJECTED),
    }
    mixed = (
        reply(row(phones[2], 1008), row(phones[0]), row(phones[1], 1015)),
        (Status.ACCEPTED, Status.REJECTED, Status.UNKNOWN),
    )
    unknown_code = (refusal(4711), "4711")
    shapeless = (
        refusal(None),
        refusal(True),
        refusal(0.0),
        refusal(""),
        refusal([]),
        refusal(0),
        b'{"errmsg":"OK"}',
        b'{"result":0,"detail":{}}',
        b'{"result":0,"detail":"OK"}',
        b'{"result":"0","detail":[]}',
        b'{"result":0,"detail":[null,1,[],{}]}',
    )
    documented_codes = frozenset(TABLE)
    clock_code = "1021"
    receipts: ClassVar = {
        json.dumps(
            [
                {
                    "user_receive_time": "2015-10-17 08:03:04",
                    "nationcode": "86",
                    "mobile": "13800138000",
                    "report_status": status,
                    "errmsg": code,
                    "description": "said so",
                    "sid": "1",
                }
                for status, code in (("SUCCESS", "DELIVRD"), ("FAIL", "MI:0013"), ("FAIL", "??"))
            ]
        ): 3,
        '{"report_status":"SUCCESS","mobile":"13800138000"}': 1,
    }

    # --- requests -----------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("mobiles", "signature"),
        [
            (
                ["13788888888", "13788888889"],
                "be66bb4aeb54701ed0637d0996a0b75111d5b8eda9b3a71bdc579a3d26f3edfb",
            ),
            (
                ["13788888888"],
                "ecab4881ee80ad3d76bb1da68387428ca752eb885e52621a3129dcf4d9bc4fd4",
            ),
            ([], "c13e54f047ed75e821e698730c72d030dc30e5b510b3f8a0fb6fb7605283d7df"),
            (
                ["13788888889", "13788888888"],
                "14514a7d9dd96b7c413600f9c910f6127c581e05f0d5d76cf7806b80a14f9021",
            ),
        ],
        ids=["T1", "T2", "T3", "T4"],
    )
    def test_vectors(self, mobiles, signature):
        assert sign(APP_KEY, RANDOM, TIME_S, mobiles) == signature

    def body(self, message: Message, *phones: str) -> dict:
        phones = phones or self.phones[:1]
        request = self.provider.build(message, phones, self.account(), TIME_S * 1000, NONCE)
        return json.loads(request.body)

    def test_example_of_the_document(self):
        request = self.provider.build(
            TextMessage("Your verification code is 1234 "),
            ("8613788888888", "8613788888889"),
            self.account(fields={"sdkappid": "1400006666"}, secrets={"app_key": APP_KEY}),
            TIME_S * 1000 + 999,
            RANDOM,
        )
        assert request.method == "POST"
        assert request.url == (
            "https://yun.tim.qq.com/v5/tlssmssvr/sendmultisms2"
            "?sdkappid=1400006666&random=7226249334"
        )
        assert request.headers == {"Content-Type": "application/json;charset=utf-8"}
        assert request.sensitive == {"sig"}
        assert request.body.decode() == (
            '{"tel":[{"nationcode":"86","mobile":"13788888888"},'
            '{"nationcode":"86","mobile":"13788888889"}],'
            '"type":0,"msg":"Your verification code is 1234 ",'
            '"sig":"be66bb4aeb54701ed0637d0996a0b75111d5b8eda9b3a71bdc579a3d26f3edfb",'
            '"time":1457336869,"extend":"","ext":""}'
        )

    def test_template_request(self):
        message = TemplateMessage(
            "10042",
            {"2": "20:00", "10": "j", "1": "小花"}
            | {str(number): chr(96 + number) for number in range(3, 10)},
            signature="小花店",
            extend="01",
            ext="order 12",
            wording="Hi {1}, at {2} {3}{4}{5}{6}{7}{8}{9}{10}",
        )
        assert self.provider.check(message, self.account()) == []
        body = self.body(message, "8613788888888")
        assert list(body) == ["tel", "sign", "tpl_id", "params", "sig", "time", "extend", "ext"]
        assert body | {"sig": ""} == {
            "tel": [{"nationcode": "86", "mobile": "13788888888"}],
            "sign": "小花店",
            "tpl_id": 10042,
            "params": ["小花", "20:00", *"cdefghij"],
            "sig": "",
            "time": TIME_S,
            "extend": "01",
            "ext": "order 12",
        }

    def test_options_of_a_text(self):
        body = self.body(TextMessage("Hi", sms_type=1, extend="01", ext="order 12"))
        assert (body["type"], body["extend"], body["ext"]) == (1, "01", "order 12")

    def test_country_codes_are_parted_from_numbers(self):
        body = self.body(TextMessage("Hi"), "85261234567", "12025550123", "447400123456")
        assert body["tel"] == [
            {"nationcode": "852", "mobile": "61234567"},
            {"nationcode": "1", "mobile": "2025550123"},
            {"nationcode": "44", "mobile": "7400123456"},
        ]

    def test_random_number_is_the_signed_one(self):
        account, now_ms = self.account(), TIME_S * 1000
        seen = set()
        for number in range(50):
            request = self.provider.build(
                self.message, self.phones[:1], account, now_ms, f"r-{number}"
            )
            (random,) = parse_qs(urlsplit(request.url).query)["random"]
            assert re.fullmatch("[1-9][0-9]{5}", random)
            assert json.loads(request.body)["sig"] == sign(
                APP_KEY, random, TIME_S, [self.phones[0][2:]]
            )
            seen.add(random)
        assert len(seen) > 40

    # --- what would be refused ----------------------------------------------------------------

    @pytest.mark.parametrize(
        ("message", "where", "code"),
        [
            (MediaMessage(), "kind", "kind_not_carried"),
            (TextMessage("Hi", source_address="Bloom"), "source_address", "option_not_taken"),
            (TextMessage("Hi", sms_type=2), "sms_type", "message_not_allowed"),
            (TextMessage("Hi", ext="half \ud83d"), "ext", "text_unencodable"),
            (TemplateMessage("7", msg_type=0), "msg_type", "option_not_taken"),
            (TemplateMessage(""), "template_id", "field_empty"),
            (TemplateMessage("SMS_7"), "template_id", "template_id_form"),
            (TemplateMessage("0"), "template_id", "template_id_form"),
            (TemplateMessage("７"), "template_id", "template_id_form"),
            (TemplateMessage("7", signature="【小花店】"), "signature", "signature_brackets"),
            (TemplateMessage("7", signature="店"), "signature", "signature_form"),
            (TemplateMessage("7", signature="Bloom Co"), "signature", "signature_form"),
            (TemplateMessage("7", signature="花" * 13), "signature", "field_too_long"),
            (TemplateMessage("7", {"name": "a"}), "variables", "variables_unnumbered"),
            (TemplateMessage("7", {"0": "a"}), "variables", "variables_unnumbered"),
            (TemplateMessage("7", {"01": "a"}), "variables", "variables_unnumbered"),
            (TemplateMessage("7", {"1": "a", "2": " "}), "variables.2", "variable_empty"),
            (TemplateMessage("7", {"1": "a", "3": "c"}), "variables", "variables_unnumbered"),
            (
                TemplateMessage("7", {"1": "a" * 440}, "小花店", wording="Hello {1}"),
                "wording",
                "field_too_long",
            ),
        ],
    )
    def test_problems(self, message, where, code):
        (problem,) = self.provider.check(message, self.account())
        assert (problem.where, problem.code) == (where, code)
        languages: tuple[Language, ...] = ("en", "zh")
        for language in languages:
            assert "{" not in problem.sentence(language)

    @pytest.mark.parametrize(
        "message",
        [
            TextMessage("Hi", sms_type=0, extend="1", ext="x"),
            TextMessage("【小花店】" + "花" * 445),
            TemplateMessage("7"),
            TemplateMessage("7", {"1": "more than twelve characters"}, "Bloom2026", ext="x"),
            TemplateMessage("7", {"1": "a" * 439}, "小花店", wording="Hello {1}"),
            TemplateMessage("7", {"2": "b", "1": "a"}, "小花" * 6),
        ],
    )
    def test_good_messages(self, message):
        assert self.provider.check(message, self.account()) == []

    def test_all_problems_at_once(self):
        message = TemplateMessage("x", {"a": "b"}, "【", tag="x", wording="花" * 451)
        problems = self.provider.check(message, self.account())
        assert [problem.where for problem in problems] == [
            "tag",
            "template_id",
            "signature",
            "variables",
            "wording",
        ]

    # --- codes --------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("cls", "codes"),
        [
            (CodeClass.OK, "0"),
            (CodeClass.BALANCE, "1031 1033"),
            (CodeClass.ACCOUNT, "1001 1003 1006 1009 1011 1019 1020 1022 1029 1032 1047"),
            (CodeClass.CONTENT, "1002 1012 1014 1017 1018 1036"),
            (CodeClass.NUMBER, "1015 1016 1045"),
            (CodeClass.REQUEST, "1004 1030 1034 1046 1005 4711"),
            (CodeClass.DUPLICATE, "1026"),
            (CodeClass.FREQUENCY, "1023 1024 1025"),
            (CodeClass.THROTTLE, "1013"),
            (CodeClass.CLOCK, "1021"),
            (CodeClass.AMBIGUOUS, "1007 1008 60008"),
        ],
    )
    def test_classes(self, cls, codes):
        assert [code for code in codes.split() if explain(self.provider_id, code).cls is cls] == (
            codes.split()
        )

    def test_when_to_repeat(self):
        entries = {code: explain(self.provider_id, code) for code in TABLE}
        assert {code for code in TABLE if entries[code].retry is Retry.CHECK_FIRST} == {
            "1007",
            "1008",
            "60008",
        }
        assert entries["1021"].retry is Retry.RESIGN
        waits = {code: entries[code].retry_after_s for code in ("1023", "1024", "1025", "1022")}
        assert waits == {"1023": 30, "1024": 3600, "1025": 86400, "1022": 86400}

    def test_receipt_codes_are_in_the_book(self):
        entries = self.provider.codes.entries
        assert {entry.code for entry in entries if entry.family == "receipt"} == set(
            RECEIPT_CODES.split()
        )
        assert {entry.code for entry in entries if entry.family != "receipt"} == TABLE

    def test_codes_are_found_by_word_in_both_languages(self):
        codes = self.provider.codes
        assert [entry.code for entry in codes.find("PACKAGE")] == ["1031"]
        assert [entry.code for entry in codes.find("套餐包")] == ["1031"]

    # --- a whole list -------------------------------------------------------------------------

    def people(self, *phones: str) -> Recipients:
        return read_recipients(parse_table("\n".join(["phone", *phones]), header=True), 0, "CN")

    def batches(self, people: Recipients, account: Account) -> list[list[str]]:
        plan = make_plan(self.message, people, self.provider, account)
        members = [plan.batch(index)[1] for index in range(plan.requests)]
        return [[str(people.phones[member]) for member in batch] for batch in members]

    def test_mainland_and_other_numbers_never_share_a_request(self, transport, sandbox):
        people = self.people("+852 6123 4567", "13800138000", "+44 7400 123456", "13800138001")
        account = self.account(sandbox.base_url)
        batches = self.batches(people, account)
        assert batches == [["85261234567", "447400123456"], ["8613800138000", "8613800138001"]]
        for batch in batches:
            outcomes = self.send(transport, account, batch)
            assert {outcome.status for outcome in outcomes} == {Status.ACCEPTED}
        mixed = self.send(transport, account, ("85261234567", "8613800138000"))
        assert {outcome.code for outcome in mixed} == {"1034"}

    def test_requests_hold_200_numbers(self, transport, sandbox):
        people = self.people(*(str(13800000000 + number) for number in range(450)))
        account = self.account(sandbox.base_url, batch_size=1000)
        batches = self.batches(people, account)
        assert [len(batch) for batch in batches] == [200, 200, 50]
        outcomes = self.send(transport, account, batches[0])
        assert {outcome.status for outcome in outcomes} == {Status.ACCEPTED}
        assert len({outcome.message_id for outcome in outcomes}) == 200

    def test_signature_counts_and_mainland_is_billed_by_70_and_67(self, transport, sandbox):
        message = TextMessage("【Bloom】" + "a" * 143)
        plan = make_plan(message, self.people("13800138000"), self.provider, self.account())
        (outcome,) = self.send(transport, self.account(sandbox.base_url), self.phones[:1], message)
        assert plan.billed_segments == outcome.segments == 3, "the document's example"

    # --- against the sandbox ------------------------------------------------------------------

    def test_template_reaches_the_sandbox(self, transport, sandbox):
        message = TemplateMessage("10042", {"1": "小花 😀", "2": "20:00"}, "小花店")
        outcomes = self.send(transport, self.account(sandbox.base_url), message=message)
        assert [outcome.status for outcome in outcomes] == [Status.ACCEPTED] * 3
        assert json.loads(sandbox.ledger[0].content) == {
            "sign": "小花店",
            "tpl_id": 10042,
            "params": ["小花 😀", "20:00"],
        }

    @pytest.mark.parametrize("code", sorted(TABLE - {"0", "60008"}))
    def test_magic_codes(self, transport, sandbox, code):
        phones = (self.phones[0], f"861390000{int(code):04d}")
        one, magic = self.send(transport, self.account(sandbox.base_url), phones)
        assert magic.code == code
        assert magic.status is explain(self.provider_id, code).cls.status
        assert one.code in ("0", code), "another number's code is no concern of this one"

    def test_codes_about_one_number_leave_the_others(self, transport, sandbox):
        phones = ("8613900001015", "8613800138000", "8613900001024", "8613900004711")
        outcomes = self.send(transport, self.account(sandbox.base_url), phones)
        assert [outcome.code for outcome in outcomes] == ["1015", "0", "1024", "4711"]
        assert [entry.phone for entry in sandbox.ledger] == ["8613800138000"]

    def test_too_fast_is_let_through_the_third_time(self, transport, sandbox):
        account = self.account(sandbox.base_url)
        codes = [
            outcome.code
            for _ in range(3)
            for outcome in self.send(transport, account, ("8613900010106",))
        ]
        assert codes == ["1013", "1013", "0"]

    def test_limits_of_the_account_concern_one_number(self, transport):
        with Sandbox(options=Options(balance=2)) as sandbox:
            outcomes = self.send(transport, self.account(sandbox.base_url))
            assert [outcome.code for outcome in outcomes] == ["0", "0", "1031"]
