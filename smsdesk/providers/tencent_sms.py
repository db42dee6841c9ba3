"""Tencent SMS (sendmultisms2): a text or a template to one or many numbers.

Source: Tencent Cloud, Send bulk SMS and Specify template to send bulk SMS (qcloud-documents), read
on 2026-11-21. A reply holds one row per number.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from smsdesk.core.account import Account
from smsdesk.core.errors import Problem
from smsdesk.core.message import Channel, Kind, Message, TemplateMessage, TextMessage, sms_text
from smsdesk.core.message_check import check_filled, field_words
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.phone import country_code
from smsdesk.core.provider import AccountField, HttpRequest, Limit, ProviderInfo
from smsdesk.core.receipt import Receipt
from smsdesk.core.segments import SegmentRule
from smsdesk.core.words import Words
from smsdesk.providers.base import PRINTABLE, HttpProvider, scalar_text, shown, unreadable
from smsdesk.providers.codes import load_codes
from smsdesk.providers.tencent_receipts import read_receipts

SEND_PATH: Final = "/v5/tlssmssvr/sendmultisms2"

_MAINLAND: Final = 86
_TEXT_MAX: Final = 450  # with the signature, whose brackets count too
_MAX_FEE_DIGITS: Final = 4
_NUMBER: Final = re.compile("[1-9][0-9]{0,17}")
_DIGITS: Final = re.compile("[0-9]+")
_SIGNATURE: Final = re.compile("[0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]{2,}")
_BRACKETS: Final = "【】"
_SMS_TYPES: Final = (None, 0, 1)

INFO: Final = ProviderInfo(
    id="tencent-sms",
    title="Tencent SMS",
    tile="TC",
    family="tencent",
    kinds={
        Kind.TEXT: ("sms_type", "extend", "ext"),
        Kind.TEMPLATE: ("variables", "signature", "extend", "ext"),
    },
    channels=(Channel.SMS,),
    account_fields=(
        AccountField("sdkappid", Words("SDKAppID", "SDKAppID"), pattern="[0-9]+"),
        AccountField("app_key", Words("App key", "App Key"), secret=True, pattern=PRINTABLE),
    ),
    base_url="https://yun.tim.qq.com",
    limits={
        "text": Limit(_TEXT_MAX),
        "signature": Limit(12),
        # more is a matter of the account's rights (code 1036)
        "variables": Limit(12, firm=False),
    },
    batch_default=200,
    batch_max=200,
    clock_window_s=600,
    dedup_window_s=None,
    billing=SegmentRule.MAINLAND,
    keys_from=Words(
        "From Tencent Cloud: SMS console, application settings",
        "来自腾讯云：短信控制台的应用管理",
    ),
    numbered_variables=True,
)


def sign(app_key: str, random: str, time_s: int, mobiles: Sequence[str]) -> str:
    """Return the lower-case hex signature of a request.

    random: as in the address. time_s: as in the body. mobiles: without country codes, in the order
    of `tel`; what is to be sent is not signed.

    Source: Tencent Cloud, Send bulk SMS, note 4 (checked with its published vectors).
    """
    text = f"appkey={app_key}&random={random}&time={time_s}"
    if mobiles:
        text += f"&mobile={','.join(mobiles)}"
    return hashlib.sha256(text.encode()).hexdigest()


class TencentSms(HttpProvider):
    """Tencent SMS. It has no way to check keys or balance: pulling would remove receipts."""

    info = INFO
    codes = load_codes("tencent_sms")

    def check_content(self, message: Message, texts: Mapping[str, str]) -> list[Problem]:
        """A text or an id that is missing, a signature or variables that do not fit."""
        if isinstance(message, TemplateMessage):
            return _check_template(message, texts)
        return [*check_filled(texts, ("text",)), *_check_sms_type(_text_of(message))]

    def number_group(self, message: Message, phone: int) -> int:  # noqa: ARG002 (port)
        """Mainland numbers and all others never share a request (code 1034)."""
        return int(country_code(phone) == _MAINLAND)

    def build(
        self, message: Message, phones: Sequence[str], account: Account, now_ms: int, nonce: str
    ) -> HttpRequest:
        """Build the signed request. The number in the address follows from `nonce`.

        Raises:
            ValueError: more numbers than `batch_limit` allows.
        """
        self.ensure_fits(message, phones, account)
        parts = [_split(phone) for phone in phones]
        random, time_s = _random(nonce), now_ms // 1000
        mobiles = [mobile for _, mobile in parts]
        # in the order of the documents' samples
        body = {
            "tel": [{"nationcode": nation, "mobile": mobile} for nation, mobile in parts],
            **_content(message),
            "sig": sign(account.value("app_key"), random, time_s, mobiles),
            "time": time_s,
            "extend": getattr(message, "extend", ""),
            "ext": getattr(message, "ext", ""),
        }
        query = urlencode({"sdkappid": account.value("sdkappid"), "random": random})
        return HttpRequest(
            "POST",
            f"{self.url(account, SEND_PATH)}?{query}",
            {"Content-Type": "application/json;charset=utf-8"},
            json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
            frozenset({"sig"}),
        )

    def parse_json(self, payload: Mapping[str, object], phones: Sequence[str]) -> list[Outcome]:
        """Each number by its own row; the request's code where it was refused as a whole.

        A refusal has no rows. Where one has some, a number without a row may have been taken too.
        """
        code, said = scalar_text(payload.get("result")), scalar_text(payload.get("errmsg"))
        rows = _rows_of(payload.get("detail"), phones) if code else {}
        if code not in ("", "0") and not rows:
            return [self.outcome(code, said)] * len(phones)
        (unclear,) = unreadable([""], (said if not code else "") or shown(payload))
        return [self._told(rows[phone]) if phone in rows else unclear for phone in phones]

    def read_receipts(self, text: str, key: str = "") -> list[Receipt] | None:  # noqa: ARG002 (port)
        """The receipts in a status callback; None where it is none. They carry no signature."""
        return read_receipts(text, self.codes)

    def _told(self, rows: Sequence[Mapping[str, object]]) -> Outcome:
        if len(rows) > 1:  # they contradict each other
            return unreadable([""], shown(rows))[0]
        row = rows[0]
        code, said = scalar_text(row.get("result")), scalar_text(row.get("errmsg"))
        message_id = scalar_text(row.get("sid"))
        if not code:
            return unreadable([""], said or shown(row), message_id)[0]
        outcome = self.outcome(code, said, message_id)
        # only what was accepted is charged
        fee = _fee(row.get("fee")) if outcome.status is Status.ACCEPTED else 0
        return replace(outcome, segments=fee)


def _text_of(message: Message) -> TextMessage:
    """`message` as the one kind beside templates that Tencent SMS carries."""
    if not isinstance(message, TextMessage):
        raise ValueError(f"Tencent SMS carries no {message.kind}")
    return message


def _content(message: Message) -> dict[str, object]:
    """The part of the body that says what is sent."""
    if isinstance(message, TemplateMessage):
        variables = message.variables
        return {
            "sign": message.signature,
            "tpl_id": int(message.template_id),
            "params": [variables[name] for name in sorted(variables, key=int)],
        }
    text = _text_of(message)
    return {"type": text.sms_type or 0, "msg": text.text}


def _random(nonce: str) -> str:
    """A nonce of digits as it is, else six digits that follow from it."""
    if _DIGITS.fullmatch(nonce):
        return nonce
    return str(100_000 + int(hashlib.sha256(nonce.encode()).hexdigest(), 16) % 900_000)


def _split(phone: str) -> tuple[str, str]:
    """Country code and the rest; no country code where there is none of that kind."""
    nation = str(country_code(int(phone)) or "")
    return nation, phone.removeprefix(nation)


def _rows_of(detail: object, phones: Sequence[str]) -> dict[str, list[Mapping[str, object]]]:
    """The row of each phone, and with it the first that contradicts it.

    A row without a country code is taken where its number belongs to one phone only.
    """
    mobiles = [_split(phone)[1] for phone in phones]
    count = Counter(mobiles)
    by_mobile = {
        mobile: phone for mobile, phone in zip(mobiles, phones, strict=True) if count[mobile] == 1
    }
    wanted, rows = set(phones), dict[str, list[Mapping[str, object]]]()
    for row in detail if isinstance(detail, list) else ():
        if not isinstance(row, dict):
            continue
        nation = scalar_text(row.get("nationcode")).lstrip("+0")
        mobile = scalar_text(row.get("mobile"))
        phone = nation + mobile if nation else by_mobile.get(mobile, "")
        if phone in wanted:
            told = rows.setdefault(phone, [row])
            if len(told) == 1 and told[0].get("result") != row.get("result"):
                told.append(row)
    return rows


def _fee(value: object) -> int:
    """Segments charged, 0 where the row does not say."""
    text = scalar_text(value)
    return int(text) if _DIGITS.fullmatch(text) and len(text) <= _MAX_FEE_DIGITS else 0


def _check_sms_type(message: TextMessage) -> list[Problem]:
    if message.sms_type in _SMS_TYPES:
        return []
    return [Problem("sms_type", "message_not_allowed", {"key": "sms_type", "allowed": "0, 1"})]


def _check_template(message: TemplateMessage, texts: Mapping[str, str]) -> list[Problem]:
    problems = check_filled(texts, ("template_id",))
    if not problems and not _NUMBER.fullmatch(message.template_id):
        problems.append(Problem("template_id", "template_id_form", {"value": message.template_id}))
    problems += _check_signature(message.signature)
    if set(message.variables) != {str(place + 1) for place in range(len(message.variables))}:
        names = ", ".join(message.variables)
        problems.append(Problem("variables", "variables_unnumbered", {"names": names}))
    problems += [
        Problem(f"variables.{name}", "variable_empty", {"name": name})
        for name, value in message.variables.items()
        if not value.strip()
    ]
    return problems + _check_wording(message)


def _check_signature(signature: str) -> list[Problem]:
    if not signature or _SIGNATURE.fullmatch(signature):
        return []
    bracketed = any(bracket in signature for bracket in _BRACKETS)
    code = "signature_brackets" if bracketed else "signature_form"
    return [Problem("signature", code, {"value": signature})]


def _check_wording(message: TemplateMessage) -> list[Problem]:
    """Where the approved wording is known, the whole text fits."""
    length = len(sms_text(message))
    if length <= _TEXT_MAX:
        return []
    data = {
        "field": field_words("wording"),
        "length": length,
        "limit": _TEXT_MAX,
        "provider": INFO.title,
    }
    return [Problem("wording", "field_too_long", data)]
