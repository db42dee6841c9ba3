"""SendCloud's SMSHook: one event a request, as a form, as JSON, or as `field: value` lines.

Source: SendCloud SMS documents of 2017 (webhook) and its SMSHook page of 2022, read on 2026-11-21.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from smsdesk.core.outcome import Status
from smsdesk.core.receipt import Receipt
from smsdesk.core.words import Words
from smsdesk.providers.base import scalar_text
from smsdesk.providers.sendcloud_phone import e164_digits, number_keys, plain_number

PROVIDER: Final = "sendcloud"


@dataclass(frozen=True, slots=True)
class _Event:
    """One kind of event. at: the fields that may tell its time, best first."""

    what: Words
    status: Status | None
    at: tuple[str, ...] = ("timestamp",)


_EVENTS: Final[Mapping[str, _Event]] = {
    "request": _Event(Words("SendCloud: request taken", "SendCloud：请求成功"), Status.ACCEPTED),
    "deliver": _Event(
        Words("SendCloud: delivered", "SendCloud：送达"),
        Status.DELIVERED,
        ("receiptTime", "timestamp"),
    ),
    "workererror": _Event(
        Words("SendCloud: refused before sending", "SendCloud：处理失败"), Status.REJECTED
    ),
    "delivererror": _Event(
        Words("SendCloud: not delivered", "SendCloud：发送失败"),
        Status.UNDELIVERED,
        ("receiptTime", "timestamp"),
    ),
    "reply": _Event(
        Words("SendCloud: a person replied", "SendCloud：用户回复"),
        None,
        ("replyTime", "timestamp"),
    ),
    "templateVerify": _Event(
        Words("SendCloud: verdict on a template", "SendCloud：模板审核结果"), None
    ),
}

_VERDICTS: Final = {
    "0": Words("SendCloud: template being looked at", "SendCloud：模板审核中"),
    "1": Words("SendCloud: template approved", "SendCloud：模板审核通过"),
    "-1": Words("SendCloud: template rejected", "SendCloud：模板审核未通过"),
}
_BY_TYPE: Final = {
    "1": "request",
    "2": "deliver",
    "20": "deliver",
    "4": "workererror",
    "5": "delivererror",
    "6": "reply",
    "8": "templateVerify",
}
_OWN: Final = frozenset({"event", "eventType", "token", "signature", "smsUser", "userId"})
_OWN_ENOUGH: Final = 3
_SHOWN: Final = frozenset(
    {
        *("event", "eventType", "token", "signature"),
        *("smsId", "smsIds", "phone", "phones", "statusCode", "msgCount"),
        *("message", "encodeMessage", "replyContent", "encodeReplyContent"),
    }
)


def read_hook(text: str, key: str = "") -> list[Receipt] | None:
    """The receipts in an SMSHook body, None where it is none. Never raises.

    key: the hook's APP KEY; "" leaves its signature unchecked.
    """
    found = [receipt for body in _bodies(text) for receipt in _receipts(body, key)]
    return found or None


def _bodies(text: str) -> list[Mapping[str, object]]:
    """Every object or form in `text`, be it of SendCloud or not."""
    stripped = text.lstrip("\ufeff").strip()
    lines = stripped.splitlines()
    if len(lines) > 1 and all("smsUser" in line and "event" in line for line in lines):
        return [body for line in lines for body in _bodies(line)]
    if stripped[:1] in ("{", "["):
        try:
            document: object = json.loads(stripped)
        except (ValueError, RecursionError):
            return []
        listed = document if isinstance(document, list) else [document]
        return [body for body in listed if isinstance(body, dict)]
    parted = [line.partition(":") for line in lines if line.strip()]
    names = [name.strip() for name, _, _ in parted]
    if "event" in names or "eventType" in names:
        values = (value.strip().rstrip(",").strip() for _, _, value in parted)
        return [dict(zip(names, values, strict=True))]
    form = "&".join(line.strip().strip("&?") for line in lines)
    return [dict(parse_qsl(form, keep_blank_values=True))]


def _receipts(body: Mapping[str, object], key: str) -> list[Receipt]:
    name = scalar_text(body.get("event")) or _BY_TYPE.get(scalar_text(body.get("eventType")), "")
    event = _EVENTS.get(name)
    if event is None or sum(own in body for own in _OWN) < _OWN_ENOUGH:
        return []
    what = _VERDICTS.get(scalar_text(body.get("verfiyResult")), event.what)
    at = next(filter(None, (scalar_text(body.get(field)) for field in event.at)), "")
    count = scalar_text(body.get("msgCount"))
    return [
        Receipt(
            PROVIDER,
            what,
            event.status,
            code=scalar_text(body.get("statusCode")),
            raw=_decoded(body, "encodeMessage", "message"),
            text=_decoded(body, "encodeReplyContent", "replyContent"),
            phone=phone,
            message_id=message_id,
            at=at,
            segments=int(count) if count.isascii() and count.isdecimal() and len(count) < 4 else 0,
            signature_holds=_signature_holds(body, key),
            others=_others(body, at),
        )
        for message_id, phone in _messages(body)
    ]


def _messages(body: Mapping[str, object]) -> list[tuple[str, str]]:
    """Id and number of every message the event is about; the number also stands in the id."""
    ids = _listed(body, "smsIds", "smsId")
    phones = [e164_digits(phone) for phone in _listed(body, "phones", "phone")]
    if not ids:
        return [("", phone) for phone in phones] or [("", "")]
    if len(phones) == len(ids) == 1:
        return [(ids[0], phones[0])]
    by_number = {number: phone for phone in phones for number in number_keys(phone)}
    messages = []
    for message_id in ids:
        _, dollar, number = message_id.rpartition("$")
        own = by_number.get(plain_number(number)) or e164_digits(number)
        messages.append((message_id, own if dollar else ""))
    return messages


def _listed(body: Mapping[str, object], *names: str) -> list[str]:
    """The texts of the first field that holds some: a list, a text that holds a list, or one."""
    for name in names:
        value = body.get(name)
        if isinstance(value, str) and value.lstrip().startswith("["):
            value = _unpacked(value)
        found = list(map(scalar_text, value if isinstance(value, list) else [value]))
        if any(found):
            return list(filter(None, found))
    return []


def _unpacked(text: str) -> list[object]:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        # the samples of 2017 leave the quotation marks out
        return [part.strip(" '\"") for part in text.strip(" []").split(",")]
    return value if isinstance(value, list) else []


def _decoded(body: Mapping[str, object], encoded: str, plain: str) -> str:
    """The Base64 field, which no transport harms, else the plain one."""
    try:
        text = base64.b64decode(scalar_text(body.get(encoded)), validate=True).decode()
    except ValueError:
        text = ""
    return text or scalar_text(body.get(plain))


def _signature_holds(body: Mapping[str, object], key: str) -> bool | None:
    signature = scalar_text(body.get("signature"))
    if not key or not signature:
        return None
    said = scalar_text(body.get("timestamp")) + scalar_text(body.get("token"))
    made = hmac.new(
        key.encode("utf-8", "replace"), said.encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()
    return hmac.compare_digest(made.encode(), signature.lower().encode("utf-8", "replace"))


def _others(body: Mapping[str, object], at: str) -> tuple[tuple[str, str], ...]:
    pairs = ((name, _text(value)) for name, value in body.items() if name not in _SHOWN)
    return tuple((name, value) for name, value in pairs if value not in ("", at))


def _text(value: object) -> str:
    if isinstance(value, dict | list):
        try:
            return json.dumps(value, ensure_ascii=False) if value else ""
        except RecursionError:
            return ""
    return str(value) if isinstance(value, float | bool) else scalar_text(value)
