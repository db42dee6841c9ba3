"""Tencent SMS receipts: the status callback, a JSON array with one object per number.

Source: Tencent Cloud, SMS delivery status notification, read on 2026-11-21. The callback has no
signature.
"""

import json
from collections.abc import Mapping
from typing import Final

from smsdesk.core.codebook import CodeBook, CodeEntry
from smsdesk.core.outcome import Status
from smsdesk.core.receipt import Receipt
from smsdesk.core.words import Words
from smsdesk.providers.base import scalar_text

FAMILY: Final = "receipt"

_WHAT: Final = Words("Tencent SMS receipt", "腾讯云短信回执")
_STATUS: Final = {"SUCCESS": Status.DELIVERED, "FAIL": Status.UNDELIVERED}
_OWN: Final = ("report_status", "mobile")
_READ: Final = frozenset({"mobile", "nationcode", "sid", "user_receive_time", "description"})


def read_receipts(text: str, codes: CodeBook) -> list[Receipt] | None:
    """The receipts in a callback's body, also of one alone; None where it is none of Tencent's.

    Never raises.
    """
    try:
        payload: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    rows = payload if isinstance(payload, list) else [payload]
    receipts = [
        _receipt(row, codes)
        for row in rows
        if isinstance(row, dict) and all(name in row for name in _OWN)
    ]
    return receipts if receipts and len(receipts) == len(rows) else None


def find_receipt_code(codes: CodeBook, code: str) -> CodeEntry | None:
    """The entry of a carrier's code, else the one of the longest beginning the book lists.

    Carriers have hundreds: `MI:0013` is found as `MI:`. Codes of digits only are no beginnings.
    """
    if entry := codes.get(code, FAMILY):
        return entry
    beginnings = [
        entry
        for entry in codes.entries
        if entry.family == FAMILY and not entry.code.isdigit() and code.startswith(entry.code)
    ]
    return max(beginnings, key=lambda entry: len(entry.code), default=None)


def _receipt(row: Mapping[str, object], codes: CodeBook) -> Receipt:
    carrier_code = scalar_text(row.get("errmsg"))
    entry = find_receipt_code(codes, carrier_code)
    code = entry.code if entry else ""
    status = _STATUS.get(scalar_text(row["report_status"]).upper())
    others = {name: _text(value) for name, value in row.items() if name not in _READ}
    if status is not None:
        del others["report_status"]
    if code == carrier_code:  # else the carrier's own says more than the book's
        others.pop("errmsg", None)
    nation = scalar_text(row.get("nationcode")).lstrip("+0")
    return Receipt(
        provider="tencent-sms",
        what=_WHAT,
        status=status,
        code=code,
        family=FAMILY if code else "",
        raw=scalar_text(row.get("description")),
        phone=nation + scalar_text(row["mobile"]),
        message_id=scalar_text(row.get("sid")),
        at=scalar_text(row.get("user_receive_time")),
        others=tuple((name, value) for name, value in others.items() if value),
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return scalar_text(value) or json.dumps(value, ensure_ascii=False)
