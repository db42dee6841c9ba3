"""The sandbox's NXCloud SMS: answers as the real API does, strictly.

Source: NXCloud wiki, Downlink SMS Interface (mtsend_v2), Balance Inquiry and SMS Record Query, read
on 2026-11-21.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from urllib.parse import parse_qs

from smsdesk.core.codebook import CodeClass
from smsdesk.sandbox.answering import RefusalError, json_answer, read_object, under_spell
from smsdesk.sandbox.exchange import Answer, Request
from smsdesk.sandbox.magic import spell
from smsdesk.sandbox.nxcloud_auth import ACCESS_KEY, ACCESS_SECRET, APP_KEY, RESULTS, authenticate
from smsdesk.sandbox.state import Accepted, Refusal, State

SEND_PATH: Final = "/api/sms/mtsend_v2"
BALANCE_PATH: Final = "/api/common/getBalance"
RECORDS_PATH: Final = "/api/sms/getSmsCdr"

FIELDS: Mapping[str, str] = {"access_key": ACCESS_KEY, "app_key": APP_KEY}
SECRETS: Mapping[str, str] = {"access_secret": ACCESS_SECRET, "secret_key": "sandbox-secret-key"}

_THROTTLED: Final = "28"

CLASS_CODES: Mapping[CodeClass, str] = {
    CodeClass.NUMBER: "6",
    CodeClass.CONTENT: "4",
    CodeClass.REQUEST: "2",
    CodeClass.FREQUENCY: "27",
    CodeClass.DUPLICATE: "26",
    CodeClass.BALANCE: "3",
    CodeClass.ACCOUNT: "1003",
    CodeClass.AMBIGUOUS: "88",
    CodeClass.CLOCK: "1004",
    CodeClass.THROTTLE: _THROTTLED,
}

_NUMBER: Final = re.compile(r"[1-9][0-9]{6,14}").fullmatch
_SENDER: Final = re.compile(r"[0-9A-Za-z]{1,20}").fullmatch
_OWN_ID: Final = re.compile(r"[0-9A-Za-z-]{10,50}").fullmatch
_MAX_CONTENT: Final = 1000
_VERIFICATION_MAX: Final = 5
_FORM: Final = "application/x-www-form-urlencoded"
_ZONE: Final = timezone(timedelta(hours=8))
_KEPT_DAYS: Final = 31
_PAGE_LIMIT: Final = 1000
_TEXTS: Final = (
    "appKey",
    "phone",
    "content",
    "sourceAddress",
    "sysMessageId",
    "shortLink",
    "linkVerbose",
    "drUrl",
    "ext",
)
_LIMITS: Final = {Refusal.BALANCE: "3", Refusal.DUPLICATE: "26", Refusal.FREQUENCY: "27"}
_RESULTS: Final = {
    "0": "Request succeeded",
    "1": "Application unavailable or incorrect key",
    "2": "Parameter error or empty",
    "3": "Insufficient balance",
    "4": "Content is empty or contains illegal keywords",
    "5": "Content is too long",
    "6": "Invalid number",
    "7": "Too many numbers",
    "8": "sourceaddress/sender must be 1-20 digits or letters",
    "9": "Invalid IP",
    "26": "Duplicated phone and content within 5 minutes",
    "27": "Hourly limit of the same number reached",
    "28": "TPS rate limit reached",
    "88": "Request failed",
    "99": "System error",
    "102": "The account has been deactivated",
    "104": "No more than 5 numbers at a time",
    **RESULTS,
}


def answer(request: Request, state: State) -> Answer | None:
    """Answer `request`, None where the path is none of NXCloud's."""
    if request.path == SEND_PATH:
        return _send(request, state)
    if request.path == BALANCE_PATH:
        return _balance(request, state)
    if request.path == RECORDS_PATH:
        return _records(request, state)
    return None


def _send(request: Request, state: State) -> Answer:
    if request.method != "POST":
        return Answer(status=405)
    try:
        authenticate(request, state, "3", "mtsend")
        fields = _fields(request.body)
        _check_account(fields, state)
        phones = _check_message(fields, state)
    except RefusalError as refused:
        return _reply(refused.code)
    cast = next(filter(None, map(spell, phones)), None)
    if cast is None:
        return _taken(phones, fields["content"], state)
    return under_spell(
        cast,
        cast.code_in(CLASS_CODES),
        phones[0],
        state,
        lambda: _taken(phones, fields["content"], state),
        _reply,
    )


def _taken(phones: list[str], content: str, state: State) -> Answer:
    taken = state.accept(phones, content)
    if isinstance(taken, Refusal):
        return _reply(_LIMITS[taken])
    state.sign_for(SEND_PATH, taken)
    return _reply("0", taken)


def _fields(body: bytes) -> dict[str, str]:
    payload = read_object(body, "2")
    fields: dict[str, str] = {}
    for name in _TEXTS:
        value = payload.get(name, "")
        if not isinstance(value, str):
            raise RefusalError("2")
        fields[name] = value
    return fields


def _check_account(fields: dict[str, str], state: State) -> None:
    if not fields["appKey"]:
        raise RefusalError("2")
    if fields["appKey"] != FIELDS["app_key"]:
        raise RefusalError("1")
    if state.options.disabled:
        raise RefusalError("102")
    if state.too_fast():
        raise RefusalError(_THROTTLED)


def _check_message(fields: dict[str, str], state: State) -> list[str]:
    content = fields["content"]
    if not fields["phone"]:
        raise RefusalError("2")
    phones = fields["phone"].split(",")
    if not content.strip() or any(word in content for word in state.options.banned_words):
        raise RefusalError("4")
    if len(content) > _MAX_CONTENT:
        raise RefusalError("5")
    if not all(map(_NUMBER, phones)):
        raise RefusalError("6")
    if state.options.verification_app and len(phones) > _VERIFICATION_MAX:
        raise RefusalError("104")
    if len(phones) > state.options.max_numbers:
        raise RefusalError("7")
    if fields["sourceAddress"] and not _SENDER(fields["sourceAddress"]):
        raise RefusalError("8")
    _check_single(fields, phones)
    return phones


def _check_single(fields: dict[str, str], phones: list[str]) -> None:
    own_id = fields["sysMessageId"]
    if len(phones) == 1 and own_id and not _OWN_ID(own_id):
        raise RefusalError("2")
    if fields["linkVerbose"] not in ("", "0", "1"):
        raise RefusalError("2")


def _balance(request: Request, state: State) -> Answer:
    if request.method != "POST":
        return Answer(status=405)
    try:
        _check_keys(_form(request))
    except RefusalError as refused:
        return json_answer({"code": refused.code})
    left = state.balance()
    shown = "3788.32" if left is None else str(left)
    return json_answer({"code": "0", "balance": shown, "credit_balance": "0"})


def _records(request: Request, state: State) -> Answer:
    """What was taken on one day, page by page; pages count from 1."""
    if request.method != "POST":
        return Answer(status=405)
    form = _form(request)
    try:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise RefusalError("1")
        _check_keys(form)
        day = _day(form.get("date", ""), state)
        size, page = _place(form.get("page_size", ""), "3"), _place(form.get("page", ""), "4")
        if size >= _PAGE_LIMIT:
            raise RefusalError("3")
        if form.get("sort_type", "0") not in ("0", "1"):
            raise RefusalError("1")
    except RefusalError as refused:
        return json_answer({"code": refused.code})
    found = [entry for entry in state.taken_by(SEND_PATH) if _written(entry.at)[:10] == day]
    if form.get("sort_type") == "1":
        found.reverse()
    rows = [_row(entry) for entry in found[(page - 1) * size : page * size]]
    info = {"total": len(found), "page": page, "pageSize": size, "rows": rows}
    return json_answer({"code": "0", "info": info})


def _form(request: Request) -> dict[str, str]:
    form = parse_qs(request.body.decode("utf-8", "replace"))
    return {name: values[0] for name, values in form.items()}


def _check_keys(form: dict[str, str]) -> None:
    keys = form.get("appkey", ""), form.get("secretkey", "")
    if not all(keys):
        raise RefusalError("1")
    if keys != (FIELDS["app_key"], SECRETS["secret_key"]):
        raise RefusalError("2")


def _day(text: str, state: State) -> str:
    """A day as the times of records begin with it; the last 31 are kept."""
    try:
        day = datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise RefusalError("1") from None
    age = datetime.fromtimestamp(state.clock() / 1000, _ZONE).date() - day
    if len(text) != len("20261121") or age >= timedelta(days=_KEPT_DAYS):
        raise RefusalError("1")
    return day.isoformat()


def _place(text: str, code: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) == int(text)):
        raise RefusalError(code)
    return int(text)


def _written(at: int) -> str:
    return f"{datetime.fromtimestamp(at // 1000, _ZONE):%Y-%m-%d %H:%M:%S}"


def _row(entry: Accepted) -> dict[str, object]:
    return {
        "senderid": "",
        "body": entry.content,
        "phone": entry.phone,
        "msgid": entry.messageid,
        "dr_status": "",
        "billing_size": 1,
        "billing_price": 0.09,
        "date": _written(entry.at),
        "dr_time": "",
        "billing_status": "Billed",
        "network": "",
        "dr": "",
    }


def _reply(code: str, message_id: str = "") -> Answer:
    result = _RESULTS.get(code, f"Code {code}")
    return json_answer({"result": result, "code": code, "messageid": message_id})
