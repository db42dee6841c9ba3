"""Receipts pasted as text: whose they are, what their codes mean, whether they are genuine."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest

from smsdesk.core.outcome import Status
from smsdesk.core.provider import ReadsReceipts
from smsdesk.core.receipt import Receipt
from smsdesk.providers import PROVIDERS
from smsdesk.services.receipts import Reading, read_receipts, readers

NX_FORM = (
    "messageid=180709172451-4471902836&phone=8618620017733&status=7&result=EXPIRED"
    "&drtime=2026-11-21+14%3A12%3A40&price=0.04&currency=CNY&size=2"
)
SUPER = json.dumps(
    {
        "requestId": "20231114-1",
        "phone": "85290000001",
        "channel": "VIBER",
        "code": 14004,
        "message": "Viber message has delivered",
        "sendTime": "2023-11-14 10:00:00",
        "cost": {"currency": "USD", "localPrice": 0.31, "originalPrice": 0.045},
    }
)
TENCENT = json.dumps(
    [
        {
            "user_receive_time": "2015-10-17 08:03:04",
            "nationcode": "86",
            "mobile": "13xxxxxxxxx".replace("x", "1"),
            "report_status": "SUCCESS",
            "errmsg": "DELIVRD",
            "description": "用户短信送达成功",
            "sid": "xxxxxxx",
        },
        {
            "user_receive_time": "2015-10-17 08:03:05",
            "nationcode": "86",
            "mobile": "13800138001",
            "report_status": "FAIL",
            "errmsg": "MK:0001",
            "description": "空号",
            "sid": "yyyyyyy",
        },
    ]
)
APP_KEY = "APPKEY"
TOKEN = "nyFltYEluRVvYezFHJW1st2ewb71RVcVDiNN6GqvRnWtgDDDDD"
STAMP = "1434684323193"
SIGNATURE = "0a3691091df1a9bdd237bb776fc40381d5568973c4decbd6562583106c94a1c2"
HOOK = {
    "event": "delivererror",
    "eventType": "5",
    "smsUser": "shop",
    "userId": "7",
    "timestamp": STAMP,
    "token": TOKEN,
    "signature": SIGNATURE,
    "smsId": "1434684322000_7_1_abc$13800138000",
    "templateId": "1",
    "statusCode": "500",
    "message": "空号",
}


def only(reading: Reading) -> Receipt:
    (read,) = reading.receipts
    return read.receipt


def read(text: str, key: str = "") -> Reading:
    return read_receipts(PROVIDERS, text, key)


def test_every_provider_reads_its_own_receipts() -> None:
    assert [provider.info.id for provider in readers(PROVIDERS)] == list(PROVIDERS)
    assert all(isinstance(provider, ReadsReceipts) for provider in readers(PROVIDERS))


@pytest.mark.parametrize(
    "text",
    [
        NX_FORM,
        "\ufeff" + NX_FORM + "\n",
        NX_FORM.replace("&", "\n&"),
        NX_FORM.replace("&", "&\r\n"),
        "https://example.com/dr?" + NX_FORM,
        "GET /dr?" + NX_FORM + " HTTP/1.1",
        "GET /dr?" + NX_FORM + " HTTP/1.1\r\nHost: example.com\r\n",
        '192.0.2.1 - - [21/Nov/2026] "GET /dr?' + NX_FORM + ' HTTP/1.1" 200 7',
        NX_FORM + ",",
    ],
)
def test_a_form_is_read_however_it_was_copied(text: str) -> None:
    (found,) = read(text).receipts
    receipt, entry = found.receipt, found.entry
    assert receipt.provider == "nxcloud-sms"
    assert receipt.status is Status.UNDELIVERED
    assert receipt.message_id == "180709172451-4471902836"
    assert (receipt.phone, receipt.segments) == ("8618620017733", 2)
    assert (receipt.raw, receipt.price) == ("EXPIRED", "0.04 CNY")
    assert receipt.at == "2026-11-21 14:12:40"
    assert entry is not None
    assert (entry.code, entry.family) == ("7", "receipt")  # not the reply code 7
    assert entry.meaning.en == "Not delivered: it expired"
    assert not read(text).signed


@pytest.mark.parametrize(
    "body", [SUPER, TENCENT, json.dumps(HOOK)], ids=["super", "tencent", "hook"]
)
@pytest.mark.parametrize(
    "around",
    [
        "POST /dr HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\n\r\n{}",
        "```json\n{}\n```",
        "2026-11-21 10:00:00 [INFO] body={}",
        "curl -d '{}' https://example.com/dr",
        "{},",
    ],
)
def test_json_is_read_however_it_was_copied(body: str, around: str) -> None:
    assert read(around.replace("{}", body)) == read(body)
    assert read(body).receipts


def test_a_form_that_holds_json_is_still_a_form() -> None:
    found = only(read(NX_FORM + '&ext={"requestId":"r","channel":"SMS","code":14004}'))
    assert found.provider == "nxcloud-sms"
    assert dict(found.others)["ext"].startswith("{")


def test_a_super_message_webhook_says_its_channel() -> None:
    receipt = only(read(SUPER))
    assert receipt.provider == "nxcloud-super"
    assert (receipt.status, receipt.channel) == (Status.DELIVERED, "VIBER")
    assert receipt.price == "0.045 USD"


def test_a_callback_of_several_keeps_their_order() -> None:
    delivered, failed = read(TENCENT).receipts
    assert delivered.receipt.status is Status.DELIVERED
    assert delivered.receipt.phone == "8613111111111"
    assert failed.receipt.status is Status.UNDELIVERED
    assert failed.entry is not None
    assert failed.entry.code == "MK:0001"


@pytest.mark.parametrize("text", [urlencode(HOOK), json.dumps(HOOK)], ids=["form", "json"])
@pytest.mark.parametrize(("key", "holds"), [("", None), (APP_KEY, True), ("another", False)])
def test_a_signature_holds_or_not_or_was_not_checked(
    text: str, key: str, holds: bool | None
) -> None:
    reading = read(text, key)
    receipt = only(reading)
    assert receipt.provider == "sendcloud"
    assert receipt.status is Status.UNDELIVERED
    assert receipt.phone == "8613800138000"
    assert reading.signed
    assert receipt.signature_holds is holds


def test_the_vector_is_what_the_documents_say() -> None:
    made = hmac.new(APP_KEY.encode(), f"{STAMP}{TOKEN}".encode(), hashlib.sha256)
    assert made.hexdigest() == SIGNATURE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "hello",
        "a=b&c=d",
        "{}",
        "[]",
        "[[[",
        "null",
        '{"code":"0","messageid":"1"}',
        "<html><body>502</body></html>",
        "\x00\ud800",
        "[" * 100_000,
        "=&" * 100_000,
    ],
)
def test_what_no_provider_sends_is_no_receipt(text: str) -> None:
    assert read(text) == Reading()


def test_a_code_no_book_lists_stays_without_an_entry() -> None:
    (found,) = read(NX_FORM.replace("status=7", "status=77")).receipts
    assert found.receipt.code == "77"
    assert found.entry is None
