"""SendCloud's delivery records (status/query): what became of the messages to some numbers.

Signed like a message; at most 100 numbers, 100 records a page and 30 days a question. The same
question gets the same answer for ten minutes. A record names number, time and template, not the
text, so messages of one template to one number are told apart by their time alone; and it tells
nothing that sets one code apart from the next, so codes are not looked for.

Source: SendCloud SMS document, sending response query (2017 and today's page), read on 2026-11-21.
Not confirmed: the zone of its days and times (China's is taken), how numbers abroad are written in
question and record (as for sending), and whether a timestamp is taken (none is sent).
"""

from datetime import timedelta, timezone
from typing import Final

from smsdesk.core.codebook import CodeBook, CodeClass
from smsdesk.core.message import Kind, Message, TemplateMessage
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply
from smsdesk.core.record import Record, RecordPage, RecordQuestion, RecordRules, parse_time
from smsdesk.providers.base import has_more, json_value, scalar_text
from smsdesk.providers.codes import find_code
from smsdesk.providers.sendcloud_phone import e164_digits, written
from smsdesk.providers.sendcloud_reply import TAKEN

PAGE_SIZE: Final = 100

RULES: Final = RecordRules(
    kinds=frozenset({Kind.TEMPLATE}),
    zone=timezone(timedelta(hours=8)),
    kept_days=30,
    days_max=30,
    numbers_max=100,
    lag_s=600,
)

_DELIVERED: Final = ("送达", "deliver")
_REFUSED: Final = ("处理失败", "processing failed")
_FAILED: Final = ("发送失败", "sending failed", "未送达", "undeliver", "not deliver")


def parameters(question: RecordQuestion, page: int) -> dict[str, str]:
    """What asks for one page, without user and signature."""
    return {
        "phones": ";".join(map(written, question.phones)),
        "startDate": question.first.isoformat(),
        "endDate": question.last.isoformat(),
        "start": str(page * PAGE_SIZE),
        "limit": str(PAGE_SIZE),
    }


def read_page(reply: HttpReply, page: int, codes: CodeBook) -> RecordPage:
    """The records of one page. One without number or time shows nothing and is left out."""
    payload = json_value(reply.body)
    if reply.status != 200 or not isinstance(payload, dict):
        return RecordPage(refused=CodeClass.AMBIGUOUS, code=f"http_{reply.status}")
    code = scalar_text(payload.get("statusCode"))
    info = payload.get("info")
    if code != TAKEN or not isinstance(info, dict):
        entry = find_code(codes, code)
        return RecordPage(refused=entry.cls if entry else CodeClass.REQUEST, code=code)
    listed = info.get("voList")
    rows = listed if isinstance(listed, list) else []
    found = (_record(row, codes) for row in rows if isinstance(row, dict))
    more = has_more(info.get("total"), len(rows), page, PAGE_SIZE)
    return RecordPage(tuple(record for record in found if record is not None), more)


def is_record_of(record: Record, message: Message) -> bool:
    """Whether both are of one template."""
    return isinstance(message, TemplateMessage) and record.template_id == message.template_id


def _record(row: dict[str, object], codes: CodeBook) -> Record | None:
    phone = e164_digits(scalar_text(row.get("receiver")))
    at_ms = parse_time(scalar_text(row.get("requestTime")), RULES.zone)
    if not phone or at_ms is None:
        return None
    said, code = scalar_text(row.get("status")), scalar_text(row.get("statusCode"))
    status = _status(said.casefold(), code)
    failed = status in (Status.REJECTED, Status.UNDELIVERED)
    return Record(
        phone,
        at_ms,
        status,
        message_id=scalar_text(row.get("smsId")),
        code=code if failed and codes.get(code, "receipt") else "",
        raw=said,
        template_id=scalar_text(row.get("templateId")),
    )


def _status(said: str, code: str) -> Status:
    """By the words, else by the code: the 400s never left SendCloud, the 500s did not arrive."""
    if any(word in said for word in _REFUSED):
        return Status.REJECTED
    if any(word in said for word in _FAILED):
        return Status.UNDELIVERED
    if len(code) == 3 and code[0] in "45":
        return Status.REJECTED if code[0] == "4" else Status.UNDELIVERED
    delivered = any(word in said for word in _DELIVERED)
    return Status.DELIVERED if delivered else Status.ACCEPTED
