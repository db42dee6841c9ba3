"""NXCloud Super Message against the contract, and what is its own."""

import json
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from smsdesk.core.document import parse_document
from smsdesk.core.errors import OutcomeUnknown, UserInputError
from smsdesk.core.message import (
    CardMessage,
    Channel,
    Choice,
    ChoiceMessage,
    File,
    Image,
    Kind,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    Video,
)
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply
from smsdesk.providers import PROVIDERS, explain
from tests.contract.provider_contract import NONCE, ProviderContract
from tests.contract.receipt_samples import RECEIPT_SAMPLES

SAMPLES = Path(__file__).parent / "nxcloud_super_samples"
"""The samples of the document, as they stand there."""

AUTHENTICATION = {"1001", "1002", "1003", "1004", "1005"}
REPLY_CODES = {"0", "-1", "1100", "1102", "9000", "9002", "9003", "9010", "9999"}
VIBER_CODES = {"9001", "9004", "9005"}
CHANNEL_CODES = {"0", "14001", "14002", "14003"}
RECEIPT_CODES = {"14003", "14004", "14005", "14006"}
VIBER_RECEIPT_CODES = {"11000", "11001", "11002", "11003"}
MEGABYTE = 1024 * 1024
BOTH = (Channel.VIBER, Channel.SMS)
URL = "https://shop.example/a"
CHOICES = (Choice("Order", URL), Choice("Menü 🍕", "https://shop.example/b?x=1&y=%20"))
VIDEO = Video(URL, URL, 10 * MEGABYTE, 30)
FILE = File(URL, "Preisliste.pdf", "pdf")
MESSAGES: dict[str, Message] = {
    "text": TextMessage("Greetings"),
    "image": MediaMessage(image=Image(URL)),
    "video": MediaMessage(video=VIDEO),
    "file": MediaMessage(file=FILE),
    "choice": ChoiceMessage("Which one?", CHOICES),
    "card": CardMessage("New 花", Image(URL), CHOICES),
    "card image": CardMessage("New", Image(URL)),
    "card choices": CardMessage("New", choices=CHOICES),
}
LISTED = (
    *("doc", "docx", "rtf", "dot", "dotx", "odt", "odf", "fodt", "txt", "info"),
    *("pdf", "xps", "pdax", "eps"),
    *("xls", "xlsx", "ods", "fods", "csv", "xlsm", "xltx"),
)
WEBHOOK = RECEIPT_SAMPLES["nxcloud-super"]


def sample(name: str) -> str:
    return (SAMPLES / f"{name}.json").read_text("utf-8")


def reply(code: object = 0, legs: object = None, **rest: object) -> bytes:
    data = {"requestId": "r1", "channelStatus": legs} if legs is not None else {"requestId": "r1"}
    return json.dumps({"code": code, "message": "said so", "data": data, **rest}).encode()


def legs(**codes: object) -> dict[str, object]:
    return {name: {"code": code, "message": f"{name} said"} for name, code in codes.items()}


class TestNxcloudSuper(ProviderContract):
    """The contract, and Super Message's own rules."""

    provider_id = "nxcloud-super"
    message = TextMessage("Hi, your order is ready")
    accepted = sample("reply_accepted").encode()
    accepted_codes = frozenset({"0"})
    refused: ClassVar = {
        "the document's": (sample("reply_refused").encode(), Status.UNKNOWN),
        "customer": (reply(1100), Status.REJECTED),
        "balance": (reply(1102), Status.REJECTED),
        "parameter": (reply(9000), Status.REJECTED),
        "number": (reply(9002), Status.REJECTED),
        "app": (reply(9003), Status.REJECTED),
        "too fast": (reply(9010), Status.QUEUED),
        "clock": (reply(1004), Status.QUEUED),
        "signature": (reply(1003), Status.REJECTED),
        "unknown": (reply(9999), Status.UNKNOWN),
        "text for a number": (reply("1102"), Status.REJECTED),
        "no channel opened": (reply(0, legs(sms=14001, viber=14001)), Status.REJECTED),
        "no channel can": (reply(0, legs(sms=14002, viber=14003)), Status.REJECTED),
    }
    unknown_code = (reply(4711), "4711")
    shapeless = (
        reply(None),
        reply(True),
        reply(0.0),
        reply(""),
        reply([]),
        b'{"data":{"requestId":"r1","channelStatus":{}}}',
        b'{"CODE":0}',
        reply(0, {"viber": {}}),
        reply(0, {"viber": None}),
        reply(0, {"viber": {"code": []}, "sms": {"code": 14002}}),
    )
    documented_codes = frozenset(
        AUTHENTICATION | REPLY_CODES | VIBER_CODES | CHANNEL_CODES | RECEIPT_CODES
    )
    clock_code = "1004"
    receipts: ClassVar = {
        WEBHOOK: 1,
        f"[{WEBHOOK}, {WEBHOOK}]": 2,
        f"{WEBHOOK}\n\n{WEBHOOK}\r\n{WEBHOOK}": 3,
        json.dumps(json.loads(WEBHOOK), indent=2): 1,
        f"\ufeff{WEBHOOK}\n": 1,
    }

    def body(self, message: Message, phones: tuple[str, ...] = ("85290000001",)) -> bytes:
        account = self.account()
        return self.provider.build(message, phones, account, 1_655_710_885_431, NONCE).body

    def problems(self, message: Message) -> list[tuple[str, str]]:
        found = self.provider.check(message, self.account())
        for problem in found:
            for language in ("en", "zh"):
                assert "{" not in problem.sentence(language)
        return [(problem.where, problem.code) for problem in found]

    # --- the document's samples ---------------------------------------------------------------

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("text", TextMessage("Greetings from Super API.")),
            ("image", MediaMessage(image=Image("https://***.jpeg"))),
            (
                "video",
                MediaMessage(
                    video=Video("https://xxxx.com/Happy%20Cow.mp4", "https://xxxx.jpg", 10, 10)
                ),
            ),
            ("file", MediaMessage(file=File("https://xxxx.pdf", "文件名称", "pdf"))),
            ("choice", ChoiceMessage("按钮Title", (Choice("按钮名称", "http://xxxx.com"),))),
            (
                "card",
                CardMessage(
                    "卡片", Image("https://XXXX.jpg"), (Choice("按钮", "https://xxxx.com"),)
                ),
            ),
            ("card_image", CardMessage("卡片", Image("https://XXXX.jpg"))),
            ("card_choices", CardMessage("卡片", choices=(Choice("按钮", "https://xxxx.jpg"),))),
        ],
    )
    def test_request_samples(self, name, message):
        wanted = json.loads(sample(name))
        if "priority" in wanted:
            message = replace(message, channels=BOTH)
        account = self.account(fields={**self.account().fields, "app_key": wanted["appkey"]})
        request = self.provider.build(message, wanted["phones"], account, 1_655_710_885_431, NONCE)
        # equal byte for byte, so equal in values, in types and in the order of keys
        compact = json.dumps(wanted, ensure_ascii=False, separators=(",", ":"))
        assert request.body.decode() == compact
        assert (request.method, request.url) == ("POST", "https://api.nxcloud.com/v1/message/mt")

    def test_reply_samples(self):
        accepted = self.provider.parse(HttpReply(200, {}, self.accepted), self.phones)
        assert accepted == [
            Outcome(
                Status.ACCEPTED,
                "0",
                "ec6fceb05c1843bd9e4c3bc81e69ed74",
                "Success",
                "VIBER:0 SMS:0",
            )
        ] * len(self.phones)
        body = sample("reply_refused").encode()
        assert self.provider.parse(HttpReply(200, {}, body), self.phones) == [
            Outcome(Status.UNKNOWN, "-1", raw="Failure")
        ] * len(self.phones)

    # --- requests -----------------------------------------------------------------------------

    def test_signature_vector(self):
        account = self.account(fields={**self.account().fields, "app_key": "bFzEXXAx"})
        request = self.provider.build(
            TextMessage("Greetings from Super API."),
            ("85290000001",),
            account,
            1_655_710_885_431,
            NONCE,
        )
        assert request.body == (
            b'{"appkey":"bFzEXXAx","phones":["85290000001"],'
            b'"message":{"textMessage":{"text":"Greetings from Super API."}}}'
        )
        assert request.headers == {
            "accessKey": "fme2na3kdi3ki",
            "ts": "1655710885431",
            "bizType": "8",
            "action": "mt",
            "sign": "7bfa7a7004308978715d09258f70b2ee",
            "Content-Type": "application/json",
        }
        assert request.sensitive == {"accessKey", "sign", "appkey"}

    @pytest.mark.parametrize(("given", "said"), [(None, "8"), ("", "8"), ("8", "8"), ("81", "81")])
    def test_business_type_is_a_setting(self, given, said):
        fields = dict(self.account().fields)
        fields.pop("biz_type")
        if given is not None:
            fields["biz_type"] = given
        now_ms = 1_655_710_885_431
        account = self.account(fields=fields)
        request = self.provider.build(self.message, self.phones, account, now_ms, NONCE)
        assert request.headers["bizType"] == said
        assert self.provider.build_probe(account, now_ms).headers["bizType"] == said

    def test_business_type_is_signed(self, transport, sandbox):
        fields = {**self.account().fields, "biz_type": "7"}
        outcomes = self.send(transport, self.account(sandbox.base_url, fields=fields))
        assert {outcome.code for outcome in outcomes} == {"1002"}

    def test_options_come_in_the_order_of_the_document(self):
        message = replace(self.message, channels=(Channel.SMS,), webhook="https://shop.example/w")
        body = json.loads(self.body(message))
        assert list(body) == ["appkey", "phones", "message", "webhook", "priority"]
        assert (body["webhook"], body["priority"]) == ("https://shop.example/w", ["SMS"])

    @pytest.mark.parametrize("written", ["pdf", "PDF", ".pdf", ".Pdf"])
    def test_file_type_goes_out_as_listed(self, written):
        message = MediaMessage(file=replace(FILE, file_type=written))
        assert self.problems(message) == []
        file = json.loads(self.body(message))["message"]["mediaMessage"]["file"]
        assert file == {"fileName": "Preisliste.pdf", "url": URL, "fileType": "pdf"}

    def test_other_kinds_are_not_built(self):
        with pytest.raises(ValueError, match="template"):
            self.body(TemplateMessage("1"))
        assert self.problems(TemplateMessage("1")) == [("kind", "kind_not_carried")]

    def test_two_thousand_numbers_in_one_request(self, transport, sandbox):
        phones = [str(8613800000000 + i) for i in range(2000)]
        outcomes = self.send(transport, self.account(sandbox.base_url), phones)
        assert {outcome.status for outcome in outcomes} == {Status.ACCEPTED}
        assert [entry.phone for entry in sandbox.ledger] == phones
        with pytest.raises(ValueError, match="2001 numbers"):
            self.build(self.account(sandbox.base_url), [*phones, "8613900000000"])

    # --- what would be refused ----------------------------------------------------------------

    @pytest.mark.parametrize("name", MESSAGES)
    def test_good_messages(self, name):
        message = MESSAGES[name]
        assert self.problems(message) == []
        for channels in ((Channel.VIBER,), BOTH, (Channel.SMS, Channel.VIBER)):
            assert self.problems(replace(message, channels=channels, webhook=URL)) == []
        sms_only = self.problems(replace(message, channels=(Channel.SMS,)))
        assert sms_only == ([] if name == "text" else [("channels", "channels_sms_only")])

    @pytest.mark.parametrize(
        ("message", "problems"),
        [
            (ChoiceMessage(" ", ()), [("text", "field_empty"), ("choices", "choices_missing")]),
            (
                ChoiceMessage("Which?", (Choice("", ""), Choice("ok", "shop.example"))),
                [
                    ("choices.0.text", "field_empty"),
                    ("choices.0.url", "field_empty"),
                    ("choices.1.url", "web_address_form"),
                ],
            ),
            (CardMessage("New"), [("image", "card_bare")]),
            (CardMessage("", Image("")), [("title", "field_empty"), ("image.url", "field_empty")]),
            (
                CardMessage("", Image("ftp://shop.example/a.jpg"), (Choice("", URL),), BOTH, "x"),
                [
                    ("title", "field_empty"),
                    ("choices.0.text", "field_empty"),
                    ("image.url", "web_address_form"),
                    ("webhook", "web_address_form"),
                ],
            ),
            (MediaMessage(), [("image", "message_one_media")]),
            (MediaMessage(Image(URL), VIDEO), [("image", "message_one_media")]),
            (MediaMessage(image=Image("")), [("image.url", "field_empty")]),
            (
                MediaMessage(video=Video("", "no", 0, 601), channels=(Channel.SMS,)),
                [
                    ("video.url", "field_empty"),
                    ("video.thumbnail_url", "web_address_form"),
                    ("video.size_bytes", "video_size_missing"),
                    ("video.duration_s", "video_length_range"),
                    ("channels", "channels_sms_only"),
                ],
            ),
            (
                MediaMessage(file=File("", " ", "exe")),
                [
                    ("file.url", "field_empty"),
                    ("file.file_name", "field_empty"),
                    ("file.file_type", "file_type_form"),
                ],
            ),
            (MediaMessage(file=File(URL, "a", "")), [("file.file_type", "field_empty")]),
            (
                TextMessage("", source_address="Bloom", sms_type=1),
                [
                    ("source_address", "option_not_taken"),
                    ("sms_type", "option_not_taken"),
                    ("text", "field_empty"),
                ],
            ),
            (
                CardMessage("half \ud83d", Image(URL), webhook="\ud83d"),
                [("title", "text_unencodable"), ("webhook", "text_unencodable")],
            ),
        ],
    )
    def test_all_problems_at_once(self, message, problems):
        assert self.problems(message) == problems

    @pytest.mark.parametrize(
        ("size", "seconds", "wrong"),
        [
            (1, 1, []),
            (200 * MEGABYTE, 600, []),
            (200 * MEGABYTE + 1, 600, ["video.size_bytes"]),
            (1, 601, ["video.duration_s"]),
            (0, 0, ["video.size_bytes", "video.duration_s"]),
        ],
    )
    def test_video_limits_are_exact(self, transport, sandbox, size, seconds, wrong):
        message = MediaMessage(video=Video(URL, URL, size, seconds))
        assert [where for where, _ in self.problems(message)] == wrong
        (outcome,) = self.send(transport, self.account(sandbox.base_url), ("85290000001",), message)
        assert outcome.code == ("9000" if wrong else "0"), "the sandbox judges alike"

    @pytest.mark.parametrize(
        ("size", "seconds", "en", "zh"),
        [
            (0, 1, "size is not filled in yet", "大小尚未填写"),
            (1, 0, "length is not filled in yet", "时长尚未填写"),
            (201 * MEGABYTE, 1, "has 201 MB, more than the 200 MB NXCloud", "201 MB"),
            (200 * MEGABYTE + 1, 1, "has 200.1 MB, more than the 200 MB", "200.1 MB"),
            (1, 601, "is 10:01 long, more than the 10:00 NXCloud", "10:01"),
        ],
    )
    def test_video_is_told_as_people_write_it(self, size, seconds, en, zh):
        message = MediaMessage(video=Video(URL, URL, size, seconds))
        (problem,) = self.provider.check(message, self.account())
        assert en in problem.sentence("en")
        assert zh in problem.sentence("zh")

    @pytest.mark.parametrize("file_type", LISTED)
    def test_listed_file_types(self, file_type):
        assert self.problems(MediaMessage(file=replace(FILE, file_type=file_type))) == []

    @pytest.mark.parametrize("file_type", ["exe", "..pdf", "pdf ", "p", "jpg", "ｐｄｆ", "zip"])
    def test_other_file_types(self, transport, sandbox, file_type):
        message = MediaMessage(file=replace(FILE, file_type=file_type))
        assert self.problems(message) == [("file.file_type", "file_type_form")]
        (outcome,) = self.send(transport, self.account(sandbox.base_url), ("85290000001",), message)
        assert outcome.code == "9000"

    def test_nothing_is_published_about_lengths_so_nothing_is_refused(self):
        message = CardMessage("x" * 86, choices=(Choice("y" * 31, URL),), channels=BOTH)
        assert self.problems(message) == []
        limits = {path: self.provider.info.limit(path) for path in ("title", "choices.3.text")}
        assert {path: (limit.maximum, limit.firm) for path, limit in limits.items()} == {
            "title": (85, False),
            "choices.3.text": (30, False),
        }

    # --- through the sandbox ------------------------------------------------------------------

    @pytest.mark.parametrize("name", MESSAGES)
    @pytest.mark.parametrize("channels", [(), BOTH, (Channel.SMS, Channel.VIBER)])
    def test_every_kind_is_accepted(self, transport, sandbox, name, channels):
        message = replace(MESSAGES[name], channels=channels, webhook="https://shop.example/hook")
        outcomes = self.send(transport, self.account(sandbox.base_url), None, message)
        assert {outcome.status for outcome in outcomes} == {Status.ACCEPTED}
        sms = "0" if name == "text" else "14002"
        tried = {
            (): f"VIBER:0 SMS:{sms}",
            BOTH: "VIBER:0",
            (Channel.SMS, Channel.VIBER): "SMS:0" if sms == "0" else "VIBER:0 SMS:14002",
        }
        assert {outcome.channel_status for outcome in outcomes} == {tried[channels]}
        sent = json.loads(self.body(message))["message"]
        content = sent["textMessage"]["text"] if name == "text" else sandbox.ledger[0].content
        assert sandbox.ledger[0].content == content
        if name != "text":
            assert json.loads(content) == sent

    def test_message_that_only_sms_could_take_is_refused(self, transport, sandbox):
        message = replace(MESSAGES["card"], channels=(Channel.SMS,))
        (outcome,) = self.send(transport, self.account(sandbox.base_url), self.phones[:1], message)
        assert (outcome.status, outcome.code) == (Status.REJECTED, "14002")
        assert (outcome.channel_status, outcome.raw) == ("SMS:14002", "Message is not supported")
        assert outcome.message_id
        assert sandbox.ledger == []

    @pytest.mark.parametrize(
        ("tail", "channels", "status", "code", "channel_status"),
        [
            ("00", (), Status.ACCEPTED, "0", "VIBER:0 SMS:0"),
            ("10", (), Status.ACCEPTED, "0", "VIBER:14001 SMS:0"),
            ("03", (), Status.ACCEPTED, "0", "VIBER:0 SMS:14003"),
            ("13", (), Status.REJECTED, "14001", "VIBER:14001 SMS:14003"),
            ("23", (), Status.REJECTED, "14003", "VIBER:14002 SMS:14003"),
            ("22", (), Status.REJECTED, "14002", "VIBER:14002 SMS:14002"),
            ("10", BOTH, Status.ACCEPTED, "0", "VIBER:14001 SMS:0"),
            ("01", BOTH, Status.ACCEPTED, "0", "VIBER:0"),
            ("31", BOTH, Status.REJECTED, "14003", "VIBER:14003 SMS:14001"),
            ("30", (Channel.VIBER,), Status.REJECTED, "14003", "VIBER:14003"),
        ],
    )
    def test_magic_legs(self, transport, sandbox, tail, channels, status, code, channel_status):
        message = replace(self.message, channels=channels)
        account = self.account(sandbox.base_url)
        (outcome,) = self.send(transport, account, ("86139000200" + tail,), message)
        assert (outcome.status, outcome.code) == (status, code)
        assert outcome.channel_status == channel_status
        assert len(sandbox.ledger) == (status is Status.ACCEPTED)

    @pytest.mark.parametrize(
        "code", ["1003", "1005", "1100", "1102", "9000", "9002", "9003", "9010", "9999", "4711"]
    )
    def test_magic_codes(self, transport, sandbox, code):
        phone = f"861390000{int(code):04d}"
        (outcome,) = self.send(transport, self.account(sandbox.base_url), (phone,))
        assert outcome.code == code
        assert outcome.status is explain(self.provider_id, code).cls.status
        assert outcome.channel_status == ""

    @pytest.mark.parametrize(
        ("tail", "code", "taken"),
        [("0101", "reset", 0), ("0102", "reset", 1), ("0104", "cut_off", 1)],
    )
    def test_magic_numbers_that_break_the_line(self, transport, sandbox, tail, code, taken):
        account = self.account(sandbox.base_url)
        with pytest.raises(OutcomeUnknown) as caught:
            self.send(transport, account, ("861390001" + tail,))
        assert caught.value.code == code
        assert len(sandbox.ledger) == taken

    @pytest.mark.parametrize(
        ("tail", "status", "code", "taken"),
        [
            ("0103", Status.UNKNOWN, "unreadable", 0),
            ("0105", Status.UNKNOWN, "http_500", 0),
            ("0108", Status.UNKNOWN, "unreadable", 1),
            ("0106", Status.QUEUED, "9010", 0),
        ],
    )
    def test_magic_numbers_that_answer(self, transport, sandbox, tail, status, code, taken):
        phone = "861390001" + tail
        (outcome,) = self.send(transport, self.account(sandbox.base_url), (phone,))
        assert (outcome.status, outcome.code) == (status, code)
        assert len(sandbox.ledger) == taken


# --- documents --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"kind": "media", "image": {"url": URL}, "channels": ["VIBER"]}, Kind.MEDIA),
        ({"kind": "choice", "text": "?", "choices": [{"text": "a", "url": URL}]}, Kind.CHOICE),
        ({"kind": "card", "title": "T", "image": {"url": URL}, "webhook": URL}, Kind.CARD),
    ],
)
def test_documents_can_be_sent(document, kind):
    message = parse_document(document)
    assert message.kind is kind
    provider = PROVIDERS["nxcloud-super"]
    assert provider.check(message, TestNxcloudSuper().account()) == []


def test_document_with_a_wrong_type_is_no_message():
    with pytest.raises(UserInputError) as caught:
        parse_document({"kind": "card", "title": 5, "choices": {}, "colour": "red"})
    assert {problem.where for problem in caught.value.problems} == {"title", "choices", "colour"}
