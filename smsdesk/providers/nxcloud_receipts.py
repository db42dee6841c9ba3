"""NXCloud's callbacks as text: what its SMS and Super Message APIs report about a message later.

Neither carries a signature. Source: NXCloud wiki, SMS Delivery Receipt Callback and Super Message
API webhook, read on 2026-11-21.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote_plus

from smsdesk.core.codebook import CodeBook, CodeClass
from smsdesk.core.outcome import Status
from smsdesk.core.receipt import Receipt
from smsdesk.core.words import Words
from smsdesk.providers.base import scalar_text

FAMILY: Final = "receipt"

_SMS: Final = Words("NXCloud SMS receipt", "NXCloud 短信回执")
_SUPER: Final = Words("NXCloud Super Message receipt", "NXCloud Super Message 回执")
_SMS_KNOWN: Final = (
    "messageid",
    "phone",
    "status",
    "result",
    "drtime",
    "price",
    "currency",
    "size",
)
_SUPER_KNOWN: Final = ("requestId", "phone", "channel", "code", "message", "sendTime", "cost")
_BETWEEN: Final = re.compile(r"[&\r\n]+")
_MAX_SIZE: Final = 4


def read_sms_receipts(text: str, codes: CodeBook) -> list[Receipt] | None:
    """The delivery receipts in `text`, None where it holds none. Never raises.

    Receipts come as a form, in the body or, for older customers, in the query: so `text` may be
    either, a whole address, or `key=value` lines. A key that comes again begins the next receipt.
    """
    forms = [form for form in _forms(text) if form.get("messageid") and form.get("status")]
    return [_sms_receipt(form, codes) for form in forms] or None


def read_super_receipts(text: str, codes: CodeBook) -> list[Receipt] | None:
    """The receipts in `text`, None where it holds none. Never raises.

    A receipt is a JSON object; `text` is one of them, a list, or one a line.
    """
    found = [item for item in _objects(text) if all(map(item.get, ("requestId", "channel")))]
    return [_super_receipt(item, codes) for item in found if scalar_text(item.get("code"))] or None


def _forms(text: str) -> Iterator[dict[str, str]]:
    before, mark, query = text.partition("?")
    form: dict[str, str] = {}
    for part in _BETWEEN.split(query if mark and "=" not in before else text):
        key, equals, value = part.partition("=")
        key = key.strip()
        if not equals:
            continue
        if key in form:
            yield form
            form = {}
        form[key] = unquote_plus(value).strip()
    yield form


def _sms_receipt(form: Mapping[str, str], codes: CodeBook) -> Receipt:
    code = form["status"]
    price = form.get("price", "")
    return Receipt(
        "nxcloud-sms",
        _SMS,
        # the document: 2 is delivered, any other number is not
        _status(codes, code, Status.UNDELIVERED),
        code,
        FAMILY,
        raw=form.get("result", ""),
        phone=_digits(form.get("phone", "")),
        message_id=form["messageid"],
        at=form.get("drtime", ""),
        segments=_size(form.get("size", "")),
        price=f"{price} {form.get('currency', '')}".strip() if price else "",
        others=tuple((key, value) for key, value in form.items() if key not in _SMS_KNOWN),
    )


def _objects(text: str) -> list[Mapping[str, object]]:
    try:
        values = [_json(text)]
    except (ValueError, RecursionError):
        try:
            values = [_json(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            return []
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return [item for item in flat if isinstance(item, dict)]


def _json(text: str) -> object:
    # prices stay as they are written
    return json.loads(text.lstrip("\ufeff"), parse_float=str, parse_constant=str)


def _super_receipt(item: Mapping[str, object], codes: CodeBook) -> Receipt:
    code = scalar_text(item["code"])
    cost = item.get("cost")
    price, others = _cost(cost if isinstance(cost, dict) else {})
    rest = tuple(
        (key, scalar_text(value) or json.dumps(value, ensure_ascii=False))
        for key, value in item.items()
        if key not in _SUPER_KNOWN
    )
    return Receipt(
        "nxcloud-super",
        _SUPER,
        # no rule says what a further code would mean
        _status(codes, code, Status.UNKNOWN),
        code,
        FAMILY,
        raw=scalar_text(item.get("message")),
        phone=_digits(scalar_text(item.get("phone"))),
        message_id=scalar_text(item["requestId"]),
        channel=scalar_text(item["channel"]).upper(),
        at=scalar_text(item.get("sendTime")),
        price=price,
        others=others + rest,
    )


def _cost(cost: Mapping[str, object]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The price in its own currency, and what it is in CNY, which is always given beside it."""
    original = f"{scalar_text(cost.get('originalPrice'))} {scalar_text(cost.get('currency'))}"
    local = scalar_text(cost.get("localPrice"))
    return original.strip(), (("localPrice", f"{local} CNY"),) if local else ()


def _status(codes: CodeBook, code: str, unlisted: Status) -> Status:
    """By the book. A code that leaves open what became of the message stays UNKNOWN.

    NXCloud counts 12 (the network does not know) among the failures; taken for one, the same
    text might be sent to a person who has it.
    """
    entry = codes.get(code, FAMILY)
    if entry is None:
        return unlisted
    if entry.cls is CodeClass.AMBIGUOUS:
        return Status.UNKNOWN
    return Status.DELIVERED if entry.cls is CodeClass.OK else Status.UNDELIVERED


def _digits(phone: str) -> str:
    return re.sub("[^0-9]", "", phone)


def _size(text: str) -> int:
    """Billed segments, 0 for what is no such number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_SIZE else 0
