"""SendCloud against the contract, and what is its own."""

import json
from dataclasses import replace
from typing import ClassVar
from urllib.parse import parse_qs, parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.codebook import CodeClass, Retry
from smsdesk.core.masking import mask_request
from smsdesk.core.message import (
    Message,
    TemplateMessage,
    TextMessage,
    VerificationCodeMessage,
    VoiceCodeMessage,
)
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply
from smsdesk.providers import PROVIDERS, explain
from smsdesk.providers.sendcloud_signature import sign
from smsdesk.sandbox import Accepted, Options, Sandbox
from tests.contract.provider_contract import NONCE, ProviderContract
from tests.contract.sendcloud_hooks import SHAPES

NOW_MS = 1_700_000_000_000
PHONES = ("8613800138000", "8613800138001", "8613800138002")
SEED_CODES = {
    *("200", "311", "312", "400", "411", "412", "413", "421", "422", "431", "432", "433", "441"),
    *("451", "452", "461", "471", "472", "473", "474", "481", "482", "483", "496", "498", "499"),
    *("501", "601"),
}
OTHER_CODES = {"401", "402", "416", "417", "497", "50000"}
HOOK_CODES = {
    *("410", "420", "430", "440", "450", "460", "500", "510", "520", "530", "540", "550", "560"),
    *("570", "580", "590"),
}


def reply(code: object, message: str = "said so", **info: object) -> bytes:
    result = str(code) in ("200", "311")
    return json.dumps(
        {"message": message, "info": info, "result": result, "statusCode": code}
    ).encode()


def item(phone: str, message: str = "手机号格式错误") -> dict[str, object]:
    return {"phone": phone, "vars": {}, "message": message}


def sms_id(phone: str) -> str:
    return f"1458113381893_15_3_11_1ainnq${phone}"


class TestSendCloud(ProviderContract):
    """The contract, and SendCloud's own rules."""

    provider_id = "sendcloud"
    message = TemplateMessage("1000", {"name": "Lucy", "%money%": "100"}, tag='{"order": "12"}')
    text_path = "variables.name"
    required_path = "template_id"
    texts = (
        "Hi",
        "您好，验证码 1234",
        "😀👩‍👩‍👧‍👦 🇨🇳 e\u0301",
        'a " b \\ c \\u4f60, tab\t, line\r\n',
        "{braces} <b>&amp;</b> %s %00 #+;",
    )
    phones = PHONES
    accepted = reply(200, successCount=3, smsIds=[sms_id(phone[2:]) for phone in PHONES])
    accepted_codes = frozenset({"200"})
    refused: ClassVar = {
        "balance": (reply(499), Status.REJECTED),
        "template": (reply(431), Status.REJECTED),
        "variable": (reply(483), Status.REJECTED),
        "user": (reply(471), Status.REJECTED),
        "signature": (reply("422"), Status.REJECTED),
        "duplicate request": (reply(400), Status.REJECTED),
        "number": (reply(412), Status.REJECTED),
        "day's limit": (reply(498), Status.REJECTED),
        "all failed": (reply(312), Status.REJECTED),
        "too fast": (reply(50000), Status.QUEUED),
        "clock": (reply(461), Status.QUEUED),
        "broke down": (reply(501), Status.UNKNOWN),
    }
    mixed = (
        reply(
            311,
            "部分成功",
            successCount=1,
            failedCount=2,
            items=[item("13800138002"), item("+8613800138000", "一天内给当前手机号发信太多")],
            smsIds=[sms_id("13800138001")],
        ),
        (Status.REJECTED, Status.ACCEPTED, Status.REJECTED),
    )
    unknown_code = (reply(4711), "4711")
    shapeless = (
        reply(None),
        reply(True),
        reply(200.0),
        reply(""),
        reply([]),
        b'{"message":"ok","info":{}}',
        b'{"statuscode":200}',
        b'{"statusCode":200,"result":false}',
    )
    documented_codes = frozenset(SEED_CODES | OTHER_CODES | HOOK_CODES)
    clock_code = "461"
    receipts: ClassVar = SHAPES

    def arrived(self, entry: Accepted) -> str:
        return json.loads(entry.content)["vars"]["name"]

    # --- signatures ---------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("key", "parameters", "md5", "sha256"),
        [
            (
                "A16a9yjNLS4DiasxcfqQRG4WOgdx0r6C",
                {
                    "smsUser": "testuser",
                    "templateId": "1",
                    "phone": "13811112222",
                    "vars": "{}",
                    "timestamp": "1425456433050",
                },
                "c55d9d1c25faabc61da923e68a6b9964",
                "edc23aba5ac6d44b0d38da068b033bcceda449760ce8749523035d9f273badc0",
            ),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                {"smsUser": "testuser", "templateId": "1", "phone": "18888888888", "vars": "{}"},
                "31eda13789be63afca40a32e37880d6d",
                "473959199cbb4bcac74310296ba880b1394ff73fd0953f3661c5d5eb999d43d3",
            ),
            (
                "KEY",
                {
                    "smsUser": "test_user",
                    "templateId": "1000",
                    "phone": "13800138000",
                    "vars": '{"code":"123456"}',
                    "timestamp": "1700000000",
                    "sendRequestId": "req-1",
                },
                "e30d55fd46eaae5a7d60f4ee7b6910d7",
                "f72e8f72139cd5be014e5b67103d7b4009cea54ac4cc9def9db8d9491cb96aea",
            ),
            (
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                {
                    "smsUser": "testuser",
                    "msgType": "0",
                    "phone": "13800138000",
                    "signName": "测试",
                    "code": '{"code": "123456"}',
                    "timestamp": "1700000000000",
                },
                "5d8371dde1a1d78603a70c9b4884e9f2",
                "2b24918d571137b4d84d0c201146ed269adfc276550e6ecd701f8eb8e55f8d6c",
            ),
        ],
        ids=["S1", "S2", "S3", "S4"],
    )
    def test_vectors(self, key, parameters, md5, sha256):
        assert sign(parameters, key, "md5") == md5
        assert sign(parameters, key, "sha256") == sign(parameters, key) == sha256

    @pytest.mark.parametrize(("chosen", "length"), [("", 64), ("sha256", 64), ("md5", 32)])
    def test_both_hashes_are_taken(self, transport, sandbox, chosen, length):
        account = self.account(sandbox.base_url)
        account = replace(account, fields={**account.fields, "sign_hash": chosen})
        assert len(self.form(self.message, account=account)["signature"]) == length
        outcomes = self.send(transport, account)
        assert {outcome.status for outcome in outcomes} == {Status.ACCEPTED}

    # --- requests -----------------------------------------------------------------------------

    def form(self, message: Message, phones=PHONES, account=None) -> dict[str, str]:
        request = self.provider.build(message, phones, account or self.account(), NOW_MS, NONCE)
        return dict(parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True))

    def test_template(self):
        request = self.provider.build(self.message, PHONES[:2], self.account(), NOW_MS, NONCE)
        assert (request.method, request.url) == ("POST", "https://api.sendcloud.net/smsapi/send")
        assert request.headers == {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"
        }
        form = self.form(self.message, PHONES[:2])
        signature = form.pop("signature")
        assert form == {
            "smsUser": "testuser",
            "templateId": "1000",
            "msgType": "0",
            "phone": "13800138000,13800138001",
            "vars": '{"name":"Lucy","%money%":"100"}',
            "tag": '{"order": "12"}',
            "sendRequestId": NONCE,
            "timestamp": str(NOW_MS),
        }
        assert signature == sign(form, "A16a9yjNLS4DiasxcfqQRG4WOgdx0r6C")
        assert signature not in mask_request(request)

    def test_foreign_numbers(self):
        form = self.form(TemplateMessage("1"), ("85261234567", "12025550123"))
        assert (form["phone"], form["msgType"]) == ("+85261234567,+12025550123", "2")
        assert "vars" not in form
        assert "tag" not in form

    @pytest.mark.parametrize("msg_type", [0, 1, 2])
    def test_chosen_kind(self, msg_type):
        form = self.form(TemplateMessage("1", msg_type=msg_type))
        assert form["msgType"] == str(msg_type)

    @pytest.mark.parametrize("phone", ["8613800138000", "85261234567"])
    @pytest.mark.parametrize("msg_type", [None, 0, 1, 2])
    @pytest.mark.parametrize("kind", [TemplateMessage, VerificationCodeMessage])
    def test_a_kind_chosen_by_hand_is_told_to_misfit_where_it_is_refused(
        self, transport, sandbox, kind, msg_type, phone
    ):
        message = (
            TemplateMessage("1", msg_type=msg_type)
            if kind is TemplateMessage
            else VerificationCodeMessage("1234", "1", msg_type=msg_type)
        )
        if self.problems(message):
            return  # refused for everybody: a code as MMS
        problem = self.provider.check_number(message, int(phone))
        (outcome,) = self.send(transport, self.account(sandbox.base_url), (phone,), message)
        if problem is None:
            assert outcome.status is Status.ACCEPTED
            return
        assert (outcome.status, outcome.code) == (Status.REJECTED, "412")
        place = "in mainland China" if phone.startswith("86") else "abroad"
        assert f"numbers {place} (code 412)" in problem.sentence("en")
        assert problem.where == "msg_type"

    def test_voice_code(self, transport, sandbox):
        message = VoiceCodeMessage("0123", tag='{"a": 1}')
        form = self.form(message, PHONES[:1])
        assert form.pop("signature")
        assert form == {
            "smsUser": "testuser",
            "phone": "13800138000",
            "code": "0123",
            "tag": '{"a": 1}',
            "sendRequestId": NONCE,
            "timestamp": str(NOW_MS),
        }
        (outcome,) = self.send(transport, self.account(sandbox.base_url), PHONES[:1], message)
        assert outcome.status is Status.ACCEPTED
        assert outcome.message_id.endswith("$13800138000")
        assert sandbox.ledger[0].content == "0123"

    @pytest.mark.parametrize(
        ("message", "signature"),
        [
            (VerificationCodeMessage("123456", sign_name="测试"), {"signName": "测试"}),
            (VerificationCodeMessage("123456", "7", "测试"), {"signId": "7"}),
        ],
    )
    @pytest.mark.parametrize(
        ("phone", "written", "msg_type"),
        [("8613800138000", "13800138000", "0"), ("85261234567", "+85261234567", "2")],
    )
    def test_verification_code(
        self, transport, sandbox, message, signature, phone, written, msg_type
    ):
        form = self.form(message, (phone,))
        assert form.pop("signature")
        assert form == {
            "smsUser": "testuser",
            "phone": written,
            "msgType": msg_type,
            **signature,
            "code": "123456",
            "sendRequestId": NONCE,
            "timestamp": str(NOW_MS),
        }
        (outcome,) = self.send(transport, self.account(sandbox.base_url), (phone,), message)
        assert outcome.status is Status.ACCEPTED
        assert [entry.phone for entry in sandbox.ledger] == [phone]

    def test_paths(self):
        messages = (VoiceCodeMessage("1234"), VerificationCodeMessage("1234", "1"))
        paths = [
            self.provider.build(message, PHONES[:1], self.account(), NOW_MS, NONCE).url
            for message in messages
        ]
        base = "https://api.sendcloud.net/smsapi/"
        assert paths == [base + "sendVoice", base + "sendCode"]

    @given(st.dictionaries(st.text("ab%é中", min_size=1), st.text(st.characters(codec="utf-8"))))
    def test_what_is_signed_is_what_is_sent(self, variables):
        form = self.form(TemplateMessage("1", variables))
        signature = form.pop("signature")
        assert signature == sign(form, "A16a9yjNLS4DiasxcfqQRG4WOgdx0r6C")
        assert json.loads(form.get("vars", "{}")) == variables

    def test_one_number_for_a_code(self):
        for message in (VoiceCodeMessage("1234"), VerificationCodeMessage("1234", "1")):
            assert self.provider.batch_limit(message, self.account(batch_size=50)) == 1
            assert self.provider.single_number_fields(message) == ()

    def test_mainland_and_other_numbers_are_kept_apart(self):
        mixed = ("8613800138000", "85261234567")
        groups = {self.provider.number_group(self.message, int(phone)) for phone in mixed}
        assert len(groups) == 2
        with pytest.raises(ValueError, match="mainland"):
            self.build(self.account(), mixed)

    def test_other_kinds_are_not_built(self):
        with pytest.raises(ValueError, match="text"):
            self.build(self.account(), PHONES[:1], TextMessage("Hi"))

    # --- what it would refuse -----------------------------------------------------------------

    def problems(self, message: Message) -> list[tuple[str, str]]:
        found = self.provider.check(message, self.account())
        assert all(problem.sentence("en") and problem.sentence("zh") for problem in found)
        return [(problem.where, problem.code) for problem in found]

    def test_everything_at_once(self):
        message = TemplateMessage(
            "t-1",
            {
                "name": "x" * 33,
                "link": "see https://a.example",
                "shop": "WWW.shop.example",
                "a b": "1",
                "%name%": "2",
            },
            tag="[1]",
        )
        assert self.problems(message) == [
            ("template_id", "template_id_form"),
            ("variables.link", "variable_link"),
            ("variables.shop", "variable_link"),
            ("variables.a b", "provider_rule"),
            ("variables.%name%", "provider_rule"),
            ("tag", "provider_rule"),
            ("variables.name", "field_too_long"),
        ]

    @pytest.mark.parametrize(
        ("message", "problems"),
        [
            (TextMessage("Hi"), [("kind", "kind_not_carried")]),
            (TemplateMessage("1", signature="x"), [("signature", "option_not_taken")]),
            *(
                (TemplateMessage(template), [("template_id", "template_id_form")])
                for template in ("0", "007", "9" * 30)
            ),
            (TemplateMessage("9" * 18), []),
            (TemplateMessage("1", {"half%": "1"}), [("variables.half%", "provider_rule")]),
            (TemplateMessage("1", {"a\ud83d": "1"}), [("variables.a\ud83d", "text_unencodable")]),
            (TemplateMessage("1", {"a": "", "b": "awww.x"}), []),
            (TemplateMessage("1", tag='{"a"'), [("tag", "provider_rule")]),
            (TemplateMessage("1", tag="[" * 100), [("tag", "provider_rule")]),
            (TemplateMessage("1", tag=json.dumps({"a": "x" * 119})), []),
            (TemplateMessage("1", tag=json.dumps({"a": "x" * 120})), [("tag", "field_too_long")]),
            (VoiceCodeMessage(""), [("code", "field_empty")]),
            (VoiceCodeMessage("123"), [("code", "provider_rule")]),
            (VoiceCodeMessage("12a4"), [("code", "provider_rule")]),
            (VoiceCodeMessage("１２３４"), [("code", "provider_rule")]),
            (VoiceCodeMessage("1234567"), [("code", "field_too_long")]),
            (VoiceCodeMessage("123456", tag="x"), [("tag", "provider_rule")]),
            (VerificationCodeMessage("1234"), [("sign_name", "provider_rule")]),
            (VerificationCodeMessage("1234", "x1"), [("sign_id", "provider_rule")]),
            (VerificationCodeMessage("1234", "1", msg_type=1), [("msg_type", "provider_rule")]),
            (VerificationCodeMessage("1234", "1", "测试"), [("sign_name", "provider_rule")]),
            (VerificationCodeMessage("1234", sign_name="测试", msg_type=2), []),
        ],
        ids=repr,
    )
    def test_check(self, message, problems):
        assert self.problems(message) == problems

    # --- replies ------------------------------------------------------------------------------

    def outcomes(self, body: bytes, phones=PHONES) -> list[tuple[Status, str, str]]:
        outcomes = self.provider.parse(HttpReply(200, {}, body), phones)
        return [(outcome.status, outcome.code, outcome.message_id) for outcome in outcomes]

    def test_partial_success_number_by_number(self):
        accepted = (Status.ACCEPTED, "200", sms_id("13800138001"))
        assert self.outcomes(self.mixed[0]) == [
            (Status.REJECTED, "498", ""),
            accepted,
            (Status.REJECTED, "412", ""),
        ]
        raws = [o.raw for o in self.provider.parse(HttpReply(200, {}, self.mixed[0]), PHONES)]
        assert raws == ["一天内给当前手机号发信太多", "部分成功", "手机号格式错误"]

    @pytest.mark.parametrize(
        ("wording", "code"),
        [
            ("手机号格式错误", "412"),
            ("invalid phone number format", "412"),
            ("替换变量长度不能超过32个字符", "483"),
            ("手机号和替换变量格式错误", "482"),
            ("替换变量格式错误", "441"),
            ("一分钟内给当前手机号发信太多", "496"),
            ("too many messages sent to this number within one minute", "496"),
            ("五分钟内给当前手机号发信太多", "497"),
            ("一天内给当前手机号发信太多", "498"),
            ("账户额度不够", "499"),
            ("余额不足", "499"),
            # as the document words its codes, also where it misspells
            ("phone number cannot be empty", "411"),
            ("duplicate phone numbers", "413"),
            ("incorrect signature parameter", "421"),
            ("incorrect signature", "422"),
            ("template does not exist", "431"),
            ("模板不存在", "431"),
            ("template not submitted for verification or verify unsuccessfully", "432"),
            ("模板未提交审核或者未审核通过", "432"),
            ("template ID cannot be empty", "433"),
            ("模板ID不能为空", "433"),
            ("invalid substituted variable format", "441"),
            ("invalid scheduled time format", "451"),
            ("scheduled time is earlier than sever time", "452"),
            ("smsUser does not exist", "471"),
            ("smsUser cannot be empty", "472"),
            ("no permission, free registered users are not eligible for SMS", "473"),
            ("user does not exist", "474"),
            ("phone number and substitution variable cannot be empty", "481"),
            ("手机号和替换变量不能为空", "481"),
            ("invalid format of phone number and substituted variable", "482"),
            ("substituted variable cannot be longer than 32 characters", "483"),
            ("too many messages sent to this number in one day", "498"),
            ("no permission", "601"),
            ("你没有权限访问", "601"),
            ("something new", "311"),
            ("手机号为空号", "311"),
            ("", "311"),
        ],
    )
    def test_an_item_says_why_in_words(self, wording, code):
        body = reply(
            311,
            successCount=2,
            failedCount=1,
            items=[item("13800138000", wording)],
            smsIds=[sms_id("13800138001"), sms_id("13800138002")],
        )
        first, *others = self.outcomes(body)
        assert first == (Status.REJECTED, code, "")
        assert {status for status, _, _ in others} == {Status.ACCEPTED}

    @pytest.mark.parametrize("wording", ["服务器异常", "server exception", "sever exception"])
    def test_an_item_that_may_have_gone_out(self, wording):
        body = reply(311, successCount=2, failedCount=1, items=[item("13800138000", wording)])
        assert self.outcomes(body)[0] == (Status.UNKNOWN, "501", "")

    def test_the_only_id_of_a_single_number_is_its_own(self):
        """The document's own sample ends in a number that nobody sent to."""
        sample = "1458113381893_15_3_11_1ainnq$131112345678"
        for told in (sample, "1458113381893_15_3_11_1ainnq"):
            body = reply(200, successCount=1, smsIds=[told])
            assert self.outcomes(body, PHONES[:1]) == [(Status.ACCEPTED, "200", told)]
        refused = reply(311, items=[item("13800138000")], smsIds=[sample])
        assert self.outcomes(refused, PHONES[:1]) == [(Status.REJECTED, "412", "")]

    def test_numbers_that_are_not_named(self):
        unknown = (Status.UNKNOWN, "unreadable", "")
        one_id, one_item = [sms_id("13800138001")], [item("13800138000")]
        # the counts tell what became of the third, from either side
        body = reply(311, successCount="2", failedCount=1, items=one_item, smsIds=one_id)
        assert self.outcomes(body)[2] == (Status.ACCEPTED, "200", "")
        body = reply(311, successCount=1, failedCount=2, items=one_item, smsIds=one_id)
        assert self.outcomes(body)[2] == (Status.REJECTED, "311", "")
        # and here they do not
        for counts in ({}, {"successCount": 3, "failedCount": 0}, {"failedCount": "x"}):
            body = reply(311, items=one_item, smsIds=one_id, **counts)
            assert self.outcomes(body)[2] == unknown, counts
        assert self.outcomes(reply(311)) == [unknown] * 3
        assert self.outcomes(reply(311, items="?", smsIds={"a": 1})) == [unknown] * 3

    def test_rows_too_many_and_rows_that_contradict(self):
        body = reply(
            311,
            items=[item("13800138000"), item("13900000000"), "?", item("13800138001")],
            smsIds=[sms_id("13800138001"), sms_id("13900000000"), 7, sms_id("13800138002")],
        )
        assert self.outcomes(body) == [
            (Status.REJECTED, "412", ""),
            (Status.UNKNOWN, "unreadable", ""),
            (Status.ACCEPTED, "200", sms_id("13800138002")),
        ]

    def test_all_failed(self):
        body = reply(312, items=[item("13800138001")], smsIds=[sms_id("13800138002")])
        assert self.outcomes(body) == [
            (Status.REJECTED, "312", ""),
            (Status.REJECTED, "412", ""),
            (Status.UNKNOWN, "unreadable", ""),
        ]

    def test_success_that_counts_fewer(self):
        ids = [sms_id("13800138000")]
        assert self.outcomes(reply(200)) == [(Status.ACCEPTED, "200", "")] * 3
        assert self.outcomes(reply(200, successCount=3, smsIds=ids)) == [
            (Status.ACCEPTED, "200", ids[0]),
            *[(Status.ACCEPTED, "200", "")] * 2,
        ]
        assert self.outcomes(reply(200, successCount=1, smsIds=ids)) == [
            (Status.ACCEPTED, "200", ids[0]),
            *[(Status.UNKNOWN, "unreadable", "")] * 2,
        ]
        refused = reply(200, items=[item("13800138000", "new")])
        assert self.outcomes(refused)[0] == (Status.REJECTED, "311", "")

    def test_foreign_numbers_in_a_reply(self):
        phones = ("85261234567", "12025550123", "4915112345678")
        body = reply(
            311,
            items=[item("+85261234567")],
            smsIds=[sms_id("+12025550123"), sms_id("004915112345678")],
        )
        assert [status for status, _, _ in self.outcomes(body, phones)] == [
            Status.REJECTED,
            Status.ACCEPTED,
            Status.ACCEPTED,
        ]

    def test_the_documents_sample_is_no_json(self):
        """It has a brace too many; were it sent like that, nobody could say what became of it."""
        sample = (
            '{"message":"请求成功","info":{"successCount":1,'
            '"smsIds":["1458113381893_15_3_11_1ainnq$131112345678"]}},'
            '"result":true,"statusCode":200}'
        ).encode()
        assert self.outcomes(sample, PHONES[:1]) == [(Status.UNKNOWN, "unreadable", "")]

    def test_the_documents_sample_of_a_bad_number(self):
        sample = '{"message":"手机号格式错误","info":{},"result":false,"statusCode":412}'.encode()
        assert self.outcomes(sample, PHONES[:1]) == [(Status.REJECTED, "412", "")]

    # --- time ---------------------------------------------------------------------------------

    def test_time_is_asked_unsigned(self, transport):
        with Sandbox(options=Options(clock_offset_ms=600_000)) as sandbox:
            request = self.provider.build_time(self.account(sandbox.base_url))
            assert (request.method, request.body) == ("GET", b"")
            assert request.url == sandbox.base_url + "/smsapi/timestamp/get"
            told_ms = self.provider.read_time(transport.exchange(request))
            assert told_ms is not None

    @pytest.mark.parametrize(
        ("info", "told_ms"),
        [
            ({"timestamp": NOW_MS}, NOW_MS),
            ({"timestamp": str(NOW_MS)}, NOW_MS),
            ({"timestamp": NOW_MS // 1000}, NOW_MS),
            ({"timestamp": str(NOW_MS // 1000)}, NOW_MS),
            (NOW_MS, NOW_MS),
            ({"timestamp": 0}, None),
            ({"timestamp": "soon"}, None),
            ({"timestamp": True}, None),
            ({}, None),
            (None, None),
        ],
    )
    def test_time_in_any_shape(self, info, told_ms):
        body = json.dumps({"message": "请求成功", "info": info, "statusCode": 200}).encode()
        assert self.provider.read_time(HttpReply(200, {}, body)) == told_ms

    def test_time_that_is_none(self):
        good = json.dumps({"info": {"timestamp": NOW_MS}}).encode()
        for bad in (HttpReply(500, {}, good), HttpReply(200, {}, b"<html>")):
            assert self.provider.read_time(bad) is None
        assert self.provider.read_time(HttpReply(200, {}, b"[]")) is None

    # --- probe and code book ------------------------------------------------------------------

    def test_probe_asks_for_records(self):
        request = self.provider.build_probe(self.account(), NOW_MS)
        assert request.url == "https://api.sendcloud.net/smsapi/status/query"
        assert set(parse_qs(request.body.decode())) == {"smsUser", "days", "signature"}

    @pytest.mark.parametrize(
        ("code", "ok"),
        [
            (200, True),
            *((code, False) for code in (421, 422, 471, 472, 473, 474, 601)),
            *((code, None) for code in (461, 501, 50000, 4711)),
        ],
    )
    def test_probe(self, code, ok):
        assert self.provider.read_probe(HttpReply(200, {}, reply(code))).ok is ok

    @pytest.mark.parametrize(
        ("code", "cls", "retry"),
        [
            ("400", CodeClass.DUPLICATE, Retry.NEVER),
            ("461", CodeClass.CLOCK, Retry.RESIGN),
            ("496", CodeClass.FREQUENCY, Retry.LATER),
            ("498", CodeClass.FREQUENCY, Retry.LATER),
            ("499", CodeClass.BALANCE, Retry.AFTER_FIX),
            ("501", CodeClass.AMBIGUOUS, Retry.CHECK_FIRST),
            ("50000", CodeClass.THROTTLE, Retry.LATER),
            *(
                (code, CodeClass.ACCOUNT, Retry.AFTER_FIX)
                for code in ("421", "422", "471", "472", "473", "474", "601")
            ),
        ],
    )
    def test_classes(self, code, cls, retry):
        entry = explain("sendcloud", code)
        assert (entry.cls, entry.retry) == (cls, retry)

    def test_a_wrong_signature_suggests_the_other_hash(self):
        entry = explain("sendcloud", "422")
        for text in (entry.next_step.en, entry.next_step.zh):
            assert "sha256" in text
            assert "md5" in text

    def test_replies_and_receipts_share_no_code(self):
        entries = PROVIDERS["sendcloud"].codes.entries
        assert len({entry.code for entry in entries}) == len(entries)
        assert {entry.code for entry in entries if entry.family == "receipt"} == HOOK_CODES
        assert {entry.code for entry in entries if entry.family == "reply"} == (
            SEED_CODES | OTHER_CODES
        )

    # --- against the sandbox ------------------------------------------------------------------

    @pytest.mark.parametrize("code", ["412", "496", "498"])
    def test_magic_codes_of_one_number(self, transport, sandbox, code):
        phones = (PHONES[0], f"861390000{code:>04}", PHONES[1])
        outcomes = self.send(transport, self.account(sandbox.base_url), phones)
        assert [(outcome.status, outcome.code) for outcome in outcomes] == [
            (Status.ACCEPTED, "200"),
            (Status.REJECTED, code),
            (Status.ACCEPTED, "200"),
        ]
        (alone,) = self.send(transport, self.account(sandbox.base_url), phones[1:2])
        assert (alone.status, alone.code) == (Status.REJECTED, code)

    @pytest.mark.parametrize("code", ["422", "431", "461", "499", "501", "601"])
    def test_magic_codes_of_the_request(self, transport, sandbox, code):
        phones = (PHONES[0], f"86139000{code:>05}")
        outcomes = self.send(transport, self.account(sandbox.base_url), phones)
        assert {(outcome.status, outcome.code) for outcome in outcomes} == {
            (explain("sendcloud", code).cls.status, code)
        }
        assert sandbox.ledger == []
