"""The records of the providers that keep them: asked over real HTTP, and whatever comes back."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeClass
from smsdesk.core.masking import as_curl, mask_request
from smsdesk.core.message import Message, TemplateMessage, TextMessage, VoiceCodeMessage
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply, KeepsRecords, Provider
from smsdesk.core.record import Record, RecordPage, RecordQuestion
from smsdesk.providers import PROVIDERS, HttpTransport, nxcloud_records, sendcloud_records
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Options, Sandbox
from tests.contract.receipt_contract import any_json

PHONES = ("8613800138000", "8613800138001", "85261234567")
MESSAGES: dict[str, Message] = {
    "nxcloud-sms": TextMessage('您好 😀 "a"\n+86 & b=c'),
    "sendcloud": TemplateMessage("1000", {"name": "Lucy"}),
}
KEEPERS = sorted(MESSAGES)


def keeper(provider: str) -> KeepsRecords:
    found = PROVIDERS[provider]
    assert isinstance(found, KeepsRecords)
    return found


def account(provider: str, base_url: str, **changes: object) -> Account:
    known = Account(
        "shop",
        provider,
        SANDBOX_FIELDS[provider],
        base_url=base_url,
        secrets=SANDBOX_SECRETS[provider],
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def now_ms() -> int:
    return time.time_ns() // 1_000_000


class Desk:
    """A provider, its sandbox and a transport."""

    def __init__(self, name: str, sandbox: Sandbox, transport: HttpTransport) -> None:
        self.name, self.sandbox, self.transport = name, sandbox, transport
        self.provider: Provider = PROVIDERS[name]
        self.account = account(name, sandbox.base_url)

    def send(self, message: Message, *phones: str) -> None:
        for number, phone in enumerate(phones):
            at_ms = now_ms() + self.sandbox.options.clock_offset_ms
            nonce = f"r-{len(self.sandbox.ledger)}-{number}"
            request = self.provider.build(message, [phone], self.account, at_ms, nonce)
            outcomes = self.provider.parse(self.transport.exchange(request), [phone])
            assert outcomes[0].status is Status.ACCEPTED

    def today(self) -> RecordQuestion:
        day = keeper(self.name).records.day(now_ms() + self.sandbox.options.clock_offset_ms)
        asks_numbers = keeper(self.name).records.numbers_max > 0
        return RecordQuestion(day, day, PHONES if asks_numbers else ())

    def page(self, question: RecordQuestion, number: int = 0, **changes: object) -> RecordPage:
        known = keeper(self.name)
        request = known.build_records(
            replace(self.account, **changes),  # type: ignore[arg-type]
            question,
            number,
        )
        assert request is not None
        return known.read_records(self.transport.exchange(request), number)


@pytest.fixture(params=KEEPERS)
def desk(request: pytest.FixtureRequest):
    transport = HttpTransport(connect_s=5.0, read_s=5.0)
    with Sandbox() as sandbox:
        yield Desk(request.param, sandbox, transport)
    transport.close()


def test_what_was_taken_is_in_the_records(desk: Desk) -> None:
    message = MESSAGES[desk.name]
    began_s = now_ms() // 1000
    desk.send(message, *PHONES)

    page = desk.page(desk.today())

    assert page.refused is None
    assert not page.more
    assert sorted(record.phone for record in page.records) == sorted(PHONES)
    assert {record.message_id for record in page.records} == {
        entry.messageid for entry in desk.sandbox.ledger
    }
    for record in page.records:
        assert began_s <= record.at_ms / 1000 <= now_ms() / 1000
        assert record.status is Status.ACCEPTED
        assert keeper(desk.name).is_record_of(record, message)


def test_a_record_of_another_message_is_told_apart(desk: Desk) -> None:
    desk.send(MESSAGES[desk.name], PHONES[0])
    (record,) = desk.page(desk.today()).records
    known = keeper(desk.name)
    for other in (
        TextMessage("something else"),
        TextMessage(""),
        TemplateMessage("1001", {"name": "Lucy"}),
        VoiceCodeMessage("1234"),
    ):
        assert not known.is_record_of(record, other)
    assert not known.is_record_of(replace(record, text="", template_id=""), MESSAGES[desk.name])


def test_another_day_has_no_records(desk: Desk) -> None:
    desk.send(MESSAGES[desk.name], *PHONES)
    today = desk.today()
    yesterday = today.first - timedelta(days=1)
    assert desk.page(replace(today, first=yesterday, last=yesterday)).records == ()


def test_days_are_those_of_the_provider() -> None:
    day = keeper("sendcloud").records.day
    assert str(day(1_700_000_000_000)) == "2023-11-15"  # 06:13 there, still the 14th in Europe


def test_wrong_keys_are_refused(desk: Desk) -> None:
    page = desk.page(desk.today(), secrets=dict.fromkeys(desk.account.secrets, "wrong"))
    assert page.refused is CodeClass.ACCOUNT
    assert page.code
    assert page.records == ()


def test_secrets_are_in_no_view(desk: Desk) -> None:
    request = keeper(desk.name).build_records(desk.account, desk.today(), 0)
    assert request is not None
    for view in (repr(request), mask_request(request), as_curl(request)):
        for secret in desk.account.secrets.values():
            assert secret not in view
    assert request.sensitive


def test_many_pages_are_read_to_their_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nxcloud_records, "PAGE_SIZE", 2)
    monkeypatch.setattr(sendcloud_records, "PAGE_SIZE", 2)
    desk.send(MESSAGES[desk.name], *PHONES, *PHONES[:2])
    pages = [desk.page(desk.today(), number) for number in range(3)]
    assert [len(page.records) for page in pages] == [2, 2, 1]
    assert [page.more for page in pages] == [True, True, False]


def test_nxcloud_needs_the_secret_key() -> None:
    day = keeper("nxcloud-sms").records.day(now_ms())
    bare = account("nxcloud-sms", "", secrets={"access_secret": "x"})
    assert keeper("nxcloud-sms").build_records(bare, RecordQuestion(day, day), 0) is None


def test_sendcloud_gives_the_same_answer_for_ten_minutes() -> None:
    transport = HttpTransport(connect_s=5.0, read_s=5.0)
    with Sandbox(options=Options()) as sandbox:
        desk = Desk("sendcloud", sandbox, transport)
        assert desk.page(desk.today()).records == ()
        desk.send(MESSAGES["sendcloud"], PHONES[0])
        assert desk.page(desk.today()).records == ()
        assert len(desk.page(replace(desk.today(), phones=PHONES[:1])).records) == 1
    transport.close()


# -- whatever comes back -----------------------------------------------------------------------


@pytest.mark.parametrize("provider", KEEPERS)
@pytest.mark.parametrize("status", [200, 302, 500])
@pytest.mark.parametrize(
    "body",
    [b"", b"rubbish", b"[]", b"null", b'{"code":"0"}', b'{"statusCode":200}', b"\xff", b"[" * 9999],
)
def test_a_reply_without_an_answer_is_none(provider: str, status: int, body: bytes) -> None:
    page = keeper(provider).read_records(HttpReply(status, {}, body), 0)
    assert page.records == ()
    assert page.refused is not None


FIELDS = (
    *("phone", "date", "body", "msgid", "dr", "dr_status"),
    *("receiver", "requestTime", "status", "statusCode", "smsId", "templateId"),
)
VALUES = any_json(FIELDS) | st.sampled_from(["2026-11-21 14:08:06", "0001-01-01 00:00:00", "8613"])


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES)) | VALUES, VALUES)
def test_no_reply_raises(rows: object, total: object) -> None:
    listed = rows if isinstance(rows, list) else [rows]
    shapes = (
        {"code": "0", "info": {"rows": listed, "total": total}},
        {"statusCode": 200, "info": {"voList": listed, "total": total}},
        {"code": rows, "statusCode": total, "info": rows},
    )
    for shape in shapes:
        reply = HttpReply(200, {}, json.dumps(shape).encode())
        for provider in KEEPERS:
            assert isinstance(keeper(provider).read_records(reply, 0), RecordPage)


def nxcloud(**changes: object) -> tuple[Record, ...]:
    row = {
        "senderid": "",
        "body": "hello sms test 001.",
        "phone": "62833935195",
        "msgid": "5cd1397f-f3b2-95de-ed5e-27d5f39a230d",
        "dr_status": "Successful",
        "date": "2019-06-15 23:40:00",
        "dr_time": "2019-06-15 23:42:00",
        "network": 893,
        "dr": "DELIVRD",
    }
    info = {"total": 1119, "page": 112, "pageSize": 2, "rows": [row | changes, 7, None]}
    body = json.dumps({"code": "0", "info": info}).encode()
    return keeper("nxcloud-sms").read_records(HttpReply(200, {}, body), 0).records


def sendcloud(**changes: object) -> tuple[Record, ...]:
    row = {
        "smsId": "1458113381893_15_3_11_1ainnq$13800138000",
        "msgType": "国内短信",
        "receiver": "13800138000",
        "requestTime": "2017-02-19 00:21:20",
        "status": "送达",
        "statusCode": 200,
        "templateId": "1000",
    }
    info = {"voList": [row | changes, "x"], "voListSize": 1, "total": "1"}
    body = json.dumps({"statusCode": 200, "info": info}).encode()
    return keeper("sendcloud").read_records(HttpReply(200, {}, body), 0).records


def test_the_documents_own_samples_are_read() -> None:
    (one,) = nxcloud()
    assert (one.phone, one.text, one.status) == (
        "62833935195",
        "hello sms test 001.",
        Status.DELIVERED,
    )
    assert one.at_ms == 1_560_613_200_000
    (other,) = sendcloud()
    assert (other.phone, other.template_id, other.status) == (
        "8613800138000",
        "1000",
        Status.DELIVERED,
    )
    assert other.at_ms == 1_487_434_880_000


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"dr": "", "dr_status": "Success"}, Status.DELIVERED),
        ({"dr": "", "dr_status": ""}, Status.ACCEPTED),
        ({"dr": "", "dr_status": "成功"}, Status.DELIVERED),
        ({"dr": "", "dr_status": "unsuccessful"}, Status.ACCEPTED),
        ({"dr": "UNDELIV", "dr_status": "成功"}, Status.ACCEPTED),
        ({"dr": "UNDELIV", "dr_status": "Fail"}, Status.UNDELIVERED),
        ({"dr": "", "dr_status": "失败"}, Status.UNDELIVERED),
    ],
)
def test_what_nxcloud_says_of_a_message(changes: dict[str, object], status: Status) -> None:
    assert nxcloud(**changes)[0].status is status


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"status": "请求"}, Status.ACCEPTED, ""),
        ({"status": "requesting"}, Status.ACCEPTED, ""),
        ({"status": "处理失败-局部拦截列表", "statusCode": 420}, Status.REJECTED, "420"),
        ({"status": "发送失败", "statusCode": "510"}, Status.UNDELIVERED, "510"),
        ({"status": "?", "statusCode": 599}, Status.UNDELIVERED, ""),
        ({"status": "sending failed", "statusCode": 200}, Status.UNDELIVERED, ""),
        ({"status": "Undelivered", "statusCode": ""}, Status.UNDELIVERED, ""),
        ({"status": "未送达", "statusCode": None}, Status.UNDELIVERED, ""),
        ({"status": "已送达", "statusCode": ""}, Status.DELIVERED, ""),
    ],
)
def test_what_sendcloud_says_of_a_message(
    changes: dict[str, object], status: Status, code: str
) -> None:
    (record,) = sendcloud(**changes)
    assert (record.status, record.code) == (status, code)


def test_a_record_without_number_or_time_shows_nothing() -> None:
    assert nxcloud(phone="") == nxcloud(date="yesterday") == nxcloud(date=None) == ()
    assert sendcloud(receiver=[]) == sendcloud(requestTime="2017-02-19") == ()
