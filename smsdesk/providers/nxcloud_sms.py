"""NXCloud SMS (mtsend_v2): one text to one or many numbers.

Source: NXCloud wiki, Downlink SMS Interface (mtsend_v2) and API Interface Call Convention,
read on 2026-11-21. A reply holds one code and one id for all numbers of its request.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from smsdesk.core.account import Account
from smsdesk.core.errors import Problem
from smsdesk.core.message import Channel, Kind, Message, TextMessage
from smsdesk.core.message_check import check_filled, check_web_addresses
from smsdesk.core.outcome import Outcome
from smsdesk.core.provider import (
    AccountField,
    HttpReply,
    HttpRequest,
    Limit,
    ProbeResult,
    ProviderInfo,
)
from smsdesk.core.receipt import Receipt
from smsdesk.core.record import Record, RecordPage, RecordQuestion
from smsdesk.core.segments import SegmentRule
from smsdesk.core.words import Words
from smsdesk.providers import nxcloud_records
from smsdesk.providers.base import (
    PRINTABLE,
    HttpProvider,
    json_value,
    scalar_text,
    shown,
    unreadable,
)
from smsdesk.providers.codes import load_codes
from smsdesk.providers.nxcloud_receipts import read_sms_receipts
from smsdesk.providers.nxcloud_signature import SIGNING_FIELDS, probe_result, signed_request

BIZ_TYPE: Final = "3"
ACTION: Final = "mtsend"
SEND_PATH: Final = "/api/sms/mtsend_v2"
BALANCE_PATH: Final = "/api/common/getBalance"
BALANCE_HOST: Final = "https://api.nxcloud.com"

SHORT_LINK_MARK: Final = "#1#"

_SOURCE_ADDRESS: Final = re.compile(r"[0-9A-Za-z]+")
_SYS_MESSAGE_ID: Final = re.compile(r"[0-9A-Za-z-]{10,}")
_SINGLE_NUMBER: Final = ("sys_message_id", "dr_url", "ext")
_KEYS_RIGHT: Final = frozenset({"0", "2", "3", "4", "5", "6", "8"})

INFO: Final = ProviderInfo(
    id="nxcloud-sms",
    title="NXCloud SMS",
    tile="NX",
    family="nxcloud",
    kinds={
        Kind.TEXT: (
            "source_address",
            "short_link",
            "link_verbose",
            "dr_url",
            "ext",
            "sys_message_id",
        )
    },
    channels=(Channel.SMS,),
    account_fields=(
        *SIGNING_FIELDS,
        AccountField(
            "secret_key",
            Words("Secret key", "secretKey"),
            Words("for balance and records", "用于余额和记录查询"),
            secret=True,
            required=False,
            pattern=PRINTABLE,
        ),
    ),
    base_url="https://api2.nxcloud.com",
    limits={"text": Limit(1000), "source_address": Limit(20), "sys_message_id": Limit(50)},
    batch_default=100,
    # the documents disagree (100 in 2021, 50,000 in 2022); one lost reply should not leave more
    # people than this in doubt
    batch_max=1000,
    clock_window_s=60,
    dedup_window_s=None,
    hourly_limit=5,  # code 27, where NXCloud has switched the limit on for the app
    billing=SegmentRule.NXCLOUD,
    keys_from=Words(
        "From NXCloud: SMS app, Developer settings", "来自 NXCloud：短信应用的开发者设置"
    ),
)


class NxcloudSms(HttpProvider):
    """NXCloud SMS. Can also check its keys without sending, ask for balance and records."""

    info = INFO
    codes = load_codes("nxcloud_sms")
    records = nxcloud_records.RULES

    def check_content(self, message: Message, texts: Mapping[str, str]) -> list[Problem]:
        """An empty text, a link or an option that does not fit."""
        text = _text_of(message)
        return [
            *check_filled(texts, ("text",)),
            *check_web_addresses(texts, ("dr_url",)),
            *_check_short_link(text),
            *_check_options(text),
        ]

    def single_number_fields(self, message: Message) -> tuple[str, ...]:
        """Fields NXCloud ignores as soon as a request holds several numbers."""
        return tuple(name for name in _SINGLE_NUMBER if getattr(message, name, ""))

    def build(
        self,
        message: Message,
        phones: Sequence[str],
        account: Account,
        now_ms: int,
        nonce: str,  # noqa: ARG002 (port)
    ) -> HttpRequest:
        """Build the signed request. NXCloud takes no request id, so `nonce` stays unused.

        Raises:
            ValueError: more numbers than `batch_limit` allows.
        """
        self.ensure_fits(message, phones, account)
        text = _text_of(message)
        body = {
            "appKey": account.value("app_key"),
            "phone": ",".join(phones),
            "content": text.text,
        }
        options = {
            "sourceAddress": text.source_address,
            "sysMessageId": text.sys_message_id,
            "shortLink": text.short_link,
            "linkVerbose": _link_verbose(text),
            "drUrl": text.dr_url,
            "ext": text.ext,
        }
        body.update((key, value) for key, value in options.items() if value)
        return self._signed(body, account, now_ms)

    def parse_json(self, payload: Mapping[str, object], phones: Sequence[str]) -> list[Outcome]:
        """One code and one message id hold for every number of the request."""
        code = scalar_text(payload.get("code"))
        message_id = scalar_text(payload.get("messageid"))
        raw = scalar_text(payload.get("result"))
        if not code:
            return unreadable(phones, raw or shown(payload), message_id)
        return [self.outcome(code, raw, message_id)] * len(phones)

    def build_probe(self, account: Account, now_ms: int) -> HttpRequest:
        """A signed request without number and text: it can only be refused, and nothing is sent."""
        body = {"appKey": account.value("app_key"), "phone": "", "content": ""}
        return self._signed(body, account, now_ms)

    def read_probe(self, reply: HttpReply) -> ProbeResult:
        """Keys are right where NXCloud objects to the message, wrong where it objects to them."""
        return probe_result(self.parse(reply, ("",))[0], self.codes, _KEYS_RIGHT)

    def build_balance(self, account: Account) -> HttpRequest | None:
        """The balance is asked with app key and secret key, unsigned.

        Source: NXCloud wiki, Balance Inquiry.
        """
        secret_key = account.value("secret_key")
        if not secret_key:
            return None
        form = {"appkey": account.value("app_key"), "secretkey": secret_key}
        return HttpRequest(
            "POST",
            self.url(account, BALANCE_PATH, BALANCE_HOST),
            {"Content-Type": "application/x-www-form-urlencoded"},
            urlencode(form).encode(),
            frozenset({"appkey", "secretkey"}),
        )

    def read_balance(self, reply: HttpReply) -> str | None:
        """The balance as NXCloud writes it, without a currency."""
        if reply.status != 200:
            return None
        payload = json_value(reply.body)
        if not isinstance(payload, dict) or scalar_text(payload.get("code")) != "0":
            return None
        return scalar_text(payload.get("balance")) or None

    def build_records(
        self, account: Account, question: RecordQuestion, page: int
    ) -> HttpRequest | None:
        """The records are asked with app key and secret key, like the balance."""
        secret_key = account.value("secret_key")
        if not secret_key:
            return None
        url = self.url(account, nxcloud_records.RECORDS_PATH)
        app_key = account.value("app_key")
        return nxcloud_records.build_request(url, app_key, secret_key, question, page)

    def read_records(self, reply: HttpReply, page: int) -> RecordPage:
        """What NXCloud took on one day, from whatever the reply holds."""
        return nxcloud_records.read_page(reply, page)

    def is_record_of(self, record: Record, message: Message) -> bool:
        """Whether the texts are the same."""
        return nxcloud_records.is_record_of(record, message)

    def read_receipts(self, text: str, key: str = "") -> list[Receipt] | None:  # noqa: ARG002 (port)
        """The delivery receipts in a body, query or address; NXCloud signs none of them."""
        return read_sms_receipts(text, self.codes)

    def _signed(self, content: dict[str, str], account: Account, now_ms: int) -> HttpRequest:
        return signed_request(
            self.url(account, SEND_PATH),
            content,
            account,
            now_ms,
            action=ACTION,
            biz_type=BIZ_TYPE,
            sensitive="appKey",
        )


def _text_of(message: Message) -> TextMessage:
    """`message` as the one kind NXCloud SMS carries."""
    if not isinstance(message, TextMessage):
        raise ValueError(f"NXCloud SMS carries no {message.kind}")
    return message


def _link_verbose(message: TextMessage) -> str:
    """Always said with a short link: NXCloud's pages disagree about what leaving it out means."""
    if not message.short_link:
        return ""
    return "0" if message.link_verbose is False else "1"


def _check_short_link(message: TextMessage) -> list[Problem]:
    marked = SHORT_LINK_MARK in message.text
    if message.short_link and not marked:
        return [Problem("text", "short_link_unmarked", {"mark": SHORT_LINK_MARK})]
    if marked and not message.short_link:
        return [Problem("short_link", "short_link_missing", {"mark": SHORT_LINK_MARK})]
    return []


def _check_options(message: TextMessage) -> list[Problem]:
    problems = []
    if message.source_address and not _SOURCE_ADDRESS.fullmatch(message.source_address):
        problems.append(
            Problem("source_address", "source_address_form", {"value": message.source_address})
        )
    if message.sys_message_id and not _SYS_MESSAGE_ID.fullmatch(message.sys_message_id):
        problems.append(
            Problem("sys_message_id", "sys_message_id_form", {"value": message.sys_message_id})
        )
    return problems
