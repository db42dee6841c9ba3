"""SendCloud SMS: approved templates (send), voice codes (sendVoice), codes (sendCode).

Source: SendCloud SMS API document, its documents of 2017 and its kits of 2024, read on 2026-11-21.
Mainland and other numbers never share a request: they differ in how they are written and in
`msgType`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeClass
from smsdesk.core.errors import Problem
from smsdesk.core.message import (
    Channel,
    Kind,
    Message,
    TemplateMessage,
    VerificationCodeMessage,
    VoiceCodeMessage,
)
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
from smsdesk.providers import sendcloud_records
from smsdesk.providers.base import PRINTABLE, HttpProvider, json_value, scalar_text
from smsdesk.providers.codes import find_code, load_codes
from smsdesk.providers.sendcloud_check import INTERNATIONAL, SMS, check_content, check_number
from smsdesk.providers.sendcloud_phone import is_mainland, written
from smsdesk.providers.sendcloud_receipts import read_hook
from smsdesk.providers.sendcloud_reply import TAKEN, read_reply
from smsdesk.providers.sendcloud_signature import HASHES, SHA256, sign

SEND_PATH: Final = "/smsapi/send"
VOICE_PATH: Final = "/smsapi/sendVoice"
CODE_PATH: Final = "/smsapi/sendCode"
TIME_PATH: Final = "/smsapi/timestamp/get"
STATUS_PATH: Final = "/smsapi/status/query"

_SECONDS: Final = re.compile(r"[0-9]{10}").fullmatch
_MILLISECONDS: Final = re.compile(r"[0-9]{13}").fullmatch

INFO: Final = ProviderInfo(
    id="sendcloud",
    title="SendCloud",
    tile="SC",
    family="sendcloud",
    kinds={
        Kind.TEMPLATE: ("variables", "msg_type", "tag"),
        Kind.VOICE_CODE: ("tag",),
        Kind.VERIFICATION_CODE: ("sign_id", "sign_name", "msg_type", "tag"),
    },
    channels=(Channel.SMS,),
    account_fields=(
        AccountField("sms_user", Words("SMS user", "smsUser"), pattern=PRINTABLE),
        AccountField("sms_key", Words("SMS key", "smsKey"), secret=True, pattern=PRINTABLE),
        AccountField(
            "sign_hash",
            Words("Signature hash", "签名算法"),
            Words(
                "If the signature is refused (422), try the other", "若签名被拒（422），请换另一种"
            ),
            required=False,
            choices=HASHES,
            default=SHA256,
        ),
    ),
    base_url="https://api.sendcloud.net",
    limits={"variables": Limit(32), "tag": Limit(128), "code": Limit(6)},
    # a reply that gets lost leaves many in doubt, but none of them can be charged twice: the
    # provider knows a repeated request by its id
    batch_default=2000,
    batch_max=2000,
    clock_window_s=6,
    dedup_window_s=3600,
    billing=SegmentRule.MAINLAND,
    keys_from=Words(
        "From SendCloud: SMS, Settings, sending authorisation",
        "来自 SendCloud：短信 - 设置 - 发送授权",
    ),
)


class SendCloud(HttpProvider):
    """SendCloud. Also checks its keys without sending, tells its time and what it took."""

    info = INFO
    codes = load_codes("sendcloud")
    records = sendcloud_records.RULES

    def check_content(self, message: Message, texts: Mapping[str, str]) -> list[Problem]:
        """A field that is missing or does not have the form SendCloud wants."""
        return check_content(message, texts, INFO.title)

    def batch_limit(self, message: Message, account: Account) -> int:
        """One number for a code, else the account's numbers per request."""
        return super().batch_limit(message, account) if message.kind is Kind.TEMPLATE else 1

    def number_group(self, message: Message, phone: int) -> int:  # noqa: ARG002 (port)
        """Mainland numbers apart from all others."""
        return int(is_mainland(str(phone)))

    def check_number(self, message: Message, phone: int) -> Problem | None:
        """A kind of SMS chosen by hand that SendCloud refuses for such numbers (412)."""
        return check_number(message, str(phone))

    def build(
        self, message: Message, phones: Sequence[str], account: Account, now_ms: int, nonce: str
    ) -> HttpRequest:
        """Build the signed request; `nonce` is its request id, known to SendCloud for an hour.

        Raises:
            ValueError: more numbers than `batch_limit` allows, or of both groups.
        """
        self.ensure_fits(message, phones, account)
        if len({is_mainland(phone) for phone in phones}) > 1:
            raise ValueError("mainland and other numbers in one request")
        path, content = _content(message, phones)
        parameters = {
            "smsUser": account.value("sms_user"),
            "phone": ",".join(map(written, phones)),
            **content,
            "sendRequestId": nonce,
            "timestamp": str(now_ms),
        }
        return self._signed(path, parameters, account)

    def parse_json(self, payload: Mapping[str, object], phones: Sequence[str]) -> list[Outcome]:
        """One code holds for all numbers, or the reply names those that failed."""
        return read_reply(payload, phones, self.outcome)

    def build_probe(self, account: Account, now_ms: int) -> HttpRequest:  # noqa: ARG002 (port)
        """Ask for today's delivery records: signed like a message, and nothing is sent."""
        parameters = {"smsUser": account.value("sms_user"), "days": "1"}
        return self._signed(STATUS_PATH, parameters, account)

    def read_probe(self, reply: HttpReply) -> ProbeResult:
        """Keys are right where SendCloud answers, wrong where it objects to user or signature."""
        outcome = self.parse(reply, ("",))[0]
        if outcome.code == TAKEN:
            return ProbeResult(True, outcome.code, outcome.raw)
        entry = find_code(self.codes, outcome.code)
        refused = entry is not None and entry.cls is CodeClass.ACCOUNT
        wrong = refused or outcome.code in ("http_401", "http_403")
        return ProbeResult(False if wrong else None, outcome.code, outcome.raw)

    def build_time(self, account: Account) -> HttpRequest:
        """Ask for SendCloud's time."""
        return HttpRequest("GET", self.url(account, TIME_PATH), {}, b"")

    def read_time(self, reply: HttpReply) -> int | None:
        """SendCloud's time, in seconds or milliseconds, number or text: none of it documented."""
        if reply.status != 200:
            return None
        payload = json_value(reply.body)
        info = payload.get("info") if isinstance(payload, dict) else None
        told = scalar_text(info.get("timestamp") if isinstance(info, dict) else info)
        if _MILLISECONDS(told):
            return int(told)
        return int(told) * 1000 if _SECONDS(told) else None

    def build_records(
        self, account: Account, question: RecordQuestion, page: int
    ) -> HttpRequest | None:
        """Signed like a message."""
        parameters = sendcloud_records.parameters(question, page)
        user = {"smsUser": account.value("sms_user")}
        return self._signed(STATUS_PATH, {**user, **parameters}, account)

    def read_records(self, reply: HttpReply, page: int) -> RecordPage:
        """What became of the messages to some numbers, from whatever the reply holds."""
        return sendcloud_records.read_page(reply, page, self.codes)

    def is_record_of(self, record: Record, message: Message) -> bool:
        """Whether both are of one template."""
        return sendcloud_records.is_record_of(record, message)

    def read_receipts(self, text: str, key: str = "") -> list[Receipt] | None:
        """The events of an SMSHook body. key: the hook's APP KEY."""
        return read_hook(text, key)

    def _signed(self, path: str, parameters: Mapping[str, str], account: Account) -> HttpRequest:
        chosen = account.value("sign_hash")
        algorithm = chosen if chosen in HASHES else SHA256
        signature = sign(parameters, account.value("sms_key"), algorithm)
        return HttpRequest(
            "POST",
            self.url(account, path),
            {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"},
            urlencode({**parameters, "signature": signature}).encode(),
            frozenset({"signature"}),
        )


def _content(message: Message, phones: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The path and the parameters of the message itself, each text just as it is sent."""
    match message:
        case TemplateMessage():
            path, content = SEND_PATH, _template(message, phones)
        case VoiceCodeMessage():
            path, content = VOICE_PATH, {"code": message.code}
        case VerificationCodeMessage():
            path, content = CODE_PATH, _verification_code(message, phones)
        case _:
            raise ValueError(f"SendCloud carries no {message.kind}")
    return path, {**content, "tag": message.tag} if message.tag else content


def _template(message: TemplateMessage, phones: Sequence[str]) -> dict[str, str]:
    content = {"templateId": message.template_id, "msgType": _msg_type(message.msg_type, phones)}
    if message.variables:
        # serialised once: the signature covers this very text
        content["vars"] = json.dumps(
            dict(message.variables), ensure_ascii=False, separators=(",", ":")
        )
    return content


def _verification_code(message: VerificationCodeMessage, phones: Sequence[str]) -> dict[str, str]:
    """The id of a signature goes before its name, as it does at SendCloud."""
    signed = {"signId": message.sign_id} if message.sign_id else {"signName": message.sign_name}
    return {"msgType": _msg_type(message.msg_type, phones), **signed, "code": message.code}


def _msg_type(chosen: int | None, phones: Sequence[str]) -> str:
    if chosen is not None:
        return str(chosen)
    return str(SMS if all(map(is_mainland, phones)) else INTERNATIONAL)
