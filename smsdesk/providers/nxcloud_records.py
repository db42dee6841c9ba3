"""NXCloud's SMS records by day (getSmsCdr): what it took, with number, text and time.

They are asked with app key and secret key in a form, unsigned, and tell of everybody's messages of
one day, page by page.

Source: NXCloud wiki, SMS Record Query (31 days, page size below 1000, codes 0 to 5), read on
2026-11-21. Not confirmed: the zone of its days and times (China's is taken), that pages count from
1 (as the sample asks for), https (the document writes http; sending goes over https at the same
address), and how soon a message is listed. The words of dr_status changed over the years.
"""

from datetime import timedelta, timezone
from typing import Final
from urllib.parse import urlencode

from smsdesk.core.codebook import CodeClass
from smsdesk.core.message import Kind, Message, TextMessage
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.core.record import Record, RecordPage, RecordQuestion, RecordRules, parse_time
from smsdesk.providers.base import has_more, json_value, scalar_text

RECORDS_PATH: Final = "/api/sms/getSmsCdr"
PAGE_SIZE: Final = 500
"""The longest texts, fully escaped, still fit into one reply."""

RULES: Final = RecordRules(
    kinds=frozenset({Kind.TEXT}),
    zone=timezone(timedelta(hours=8)),
    kept_days=31,
    days_max=1,
    numbers_max=0,
)

_REFUSALS: Final = {"2": CodeClass.ACCOUNT, "5": CodeClass.THROTTLE}
_DELIVERED: Final = ("success", "成功")
_FAILED: Final = ("fail", "失败")


def build_request(
    url: str, app_key: str, secret_key: str, question: RecordQuestion, page: int
) -> HttpRequest:
    """The form that asks for one page of one day, oldest message first."""
    form = {
        "appkey": app_key,
        "secretkey": secret_key,
        "date": f"{question.first:%Y%m%d}",
        "page_size": str(PAGE_SIZE),
        "page": str(page + 1),
        "sort_type": "0",
    }
    return HttpRequest(
        "POST",
        url,
        {"Content-Type": "application/x-www-form-urlencoded"},
        urlencode(form).encode(),
        frozenset({"appkey", "secretkey"}),
    )


def read_page(reply: HttpReply, page: int) -> RecordPage:
    """The records of one page. A row without number or time shows nothing and is left out."""
    payload = json_value(reply.body)
    if reply.status != 200 or not isinstance(payload, dict):
        return RecordPage(refused=CodeClass.AMBIGUOUS, code=f"http_{reply.status}")
    code = scalar_text(payload.get("code"))
    info = payload.get("info")
    if code != "0" or not isinstance(info, dict):
        return RecordPage(refused=_REFUSALS.get(code, CodeClass.REQUEST), code=code)
    rows = info.get("rows")
    listed = rows if isinstance(rows, list) else []
    found = (_record(row) for row in listed if isinstance(row, dict))
    more = has_more(info.get("total"), len(listed), page, PAGE_SIZE)
    return RecordPage(tuple(record for record in found if record is not None), more)


def is_record_of(record: Record, message: Message) -> bool:
    """Whether the texts are the same; one with a short link never is, for NXCloud rewrites it."""
    return isinstance(message, TextMessage) and bool(record.text) and record.text == message.text


def _record(row: dict[str, object]) -> Record | None:
    phone = scalar_text(row.get("phone")).removeprefix("+")
    at_ms = parse_time(scalar_text(row.get("date")), RULES.zone)
    if not phone or at_ms is None:
        return None
    body = row.get("body")
    told, receipt = scalar_text(row.get("dr_status")), scalar_text(row.get("dr"))
    return Record(
        phone,
        at_ms,
        _status(told, receipt),
        message_id=scalar_text(row.get("msgid")),
        raw=receipt or told,
        text=body if isinstance(body, str) else "",
    )


def _status(told: str, receipt: str) -> Status:
    """By the network's receipt; without one by NXCloud's word, and taken where it says nothing."""
    if receipt.upper() == "DELIVRD" or (not receipt and told.casefold() in _DELIVERED):
        return Status.DELIVERED
    failed = any(word in told.casefold() for word in _FAILED)
    return Status.UNDELIVERED if failed else Status.ACCEPTED
