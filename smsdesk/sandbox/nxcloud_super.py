"""The sandbox's NXCloud Super Message: answers as the document says, strictly, channel by channel.

Source: NXCloud wiki, Super Message API mt (2023-11-14), read on 2026-11-21. Both channels are
opened. The document does not say what comes back where no channel takes a message; here that is
code 0 with a refusal for each channel, as the sample reply has it for success.
"""

import json
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from smsdesk.core.codebook import CodeClass
from smsdesk.sandbox.answering import RefusalError, json_answer, read_object, under_spell
from smsdesk.sandbox.exchange import Answer, Request
from smsdesk.sandbox.magic import Spell, spell
from smsdesk.sandbox.nxcloud_auth import ACCESS_KEY, ACCESS_SECRET, APP_KEY, RESULTS, authenticate
from smsdesk.sandbox.state import Refusal, State

SEND_PATH: Final = "/v1/message/mt"

FIELDS: Mapping[str, str] = {"access_key": ACCESS_KEY, "app_key": APP_KEY, "biz_type": "8"}
SECRETS: Mapping[str, str] = {"access_secret": ACCESS_SECRET}

_PARAMETER: Final = "9000"
_PHONE: Final = "9002"
_APP: Final = "9003"
_THROTTLED: Final = "9010"

# the list has none for a text, for too many to a number, or for one that was sent before
CLASS_CODES: Mapping[CodeClass, str] = {
    CodeClass.NUMBER: _PHONE,
    CodeClass.REQUEST: _PARAMETER,
    CodeClass.BALANCE: "1102",
    CodeClass.ACCOUNT: "1003",
    CodeClass.AMBIGUOUS: "-1",
    CodeClass.CLOCK: "1004",
    CodeClass.THROTTLE: _THROTTLED,
}

_NUMBER: Final = re.compile(r"[1-9][0-9]{6,14}").fullmatch
_MAX_PHONES: Final = 2000
_MAX_VIDEO_BYTES: Final = 200 * 1024 * 1024
_MAX_VIDEO_S: Final = 600
_FILE_TYPES: Final = (
    *("doc", "docx", "rtf", "dot", "dotx", "odt", "odf", "fodt", "txt", "info"),
    *("pdf", "xps", "pdax", "eps"),
    *("xls", "xlsx", "ods", "fods", "csv", "xlsm", "xltx"),
)
_CHANNELS: Final = ("SMS", "VIBER")
# the list has no code for a text sent twice or too often
_LIMITS: Final = {
    Refusal.BALANCE: "1102",
    Refusal.DUPLICATE: _PARAMETER,
    Refusal.FREQUENCY: _PARAMETER,
}
_RESULTS: Final = {
    "0": "Success",
    "-1": "Failure",
    "1100": "Customer does not exist / Status is unavailable",
    "1102": "Insufficient balance",
    "9000": "Request parameter error",
    "9002": "Phone number error",
    "9003": "Customer APP does not exist / Status is unavailable",
    "9010": "Rate limit exceeded",
    "9999": "Unknown error",
    "14001": "channel is not opened",
    "14002": "Message is not supported",
    "14003": "Send error",
    **RESULTS,
}
_Json = dict[str, object]
_Check = Callable[[object], object]


def answer(request: Request, state: State) -> Answer | None:
    """Answer `request`, None where the path is not this API's."""
    if request.path != SEND_PATH:
        return None
    if request.method != "POST":
        return Answer(status=405)
    try:
        authenticate(request, state, FIELDS["biz_type"], "mt")
        body = read_object(request.body, _PARAMETER)
        _check_account(body, state)
        _object(_BODY, "appkey", "phones", "message")(body)
        phones = _phones(body["phones"], state)
        message = _message(body["message"], state)
    except RefusalError as refused:
        return _refuse(refused.code)
    priority = body.get("priority")
    order = priority if isinstance(priority, list) else None
    cast = next(filter(None, map(spell, phones)), None)
    if cast is None:
        return _take(phones, message, order, Spell(), state)
    return under_spell(
        cast,
        cast.code_in(CLASS_CODES),
        phones[0],
        state,
        lambda: _take(phones, message, order, cast, state),
        _refuse,
    )


def _take(
    phones: list[str], message: _Json, order: list[str] | None, cast: Spell, state: State
) -> Answer:
    legs = _legs("textMessage" in message, order, cast)
    request_id = uuid.uuid4().hex
    if "0" in legs.values():
        taken = state.accept(phones, _content(message))
        if isinstance(taken, Refusal):
            return _refuse(_LIMITS[taken])
        request_id = taken
    status = {channel.lower(): _result(code) for channel, code in legs.items()}
    return json_answer({**_result("0"), "data": {"requestId": request_id, "channelStatus": status}})


def _legs(is_text: bool, order: list[str] | None, cast: Spell) -> dict[str, str]:
    """What each channel that was tried answers: all of them, or in order until one takes it."""
    viber, sms = cast.legs
    codes = {"SMS": sms if is_text or sms != "0" else "14002", "VIBER": viber}
    if order is None:
        return codes
    legs: dict[str, str] = {}
    for channel in order:
        legs[channel] = codes[channel]
        if codes[channel] == "0":
            break
    return legs


def _content(message: _Json) -> str:
    """What was to be sent: a text as it is, anything else as its JSON."""
    text = message.get("textMessage")
    if isinstance(text, dict):
        return str(text["text"])
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _refuse(code: str) -> Answer:
    return json_answer(_result(code))


def _result(code: str) -> _Json:
    return {"code": int(code), "message": _RESULTS.get(code, f"Code {code}")}


# --- what it refuses ----------------------------------------------------------------------------


def _check_account(body: _Json, state: State) -> None:
    _text(body.get("appkey"))
    if body["appkey"] != APP_KEY:
        raise RefusalError(_APP)
    if state.options.disabled:
        raise RefusalError("1100")
    if state.too_fast():
        raise RefusalError(_THROTTLED)


def _phones(value: object, state: State) -> list[str]:
    _require(isinstance(value, list) and value)
    phones = value if isinstance(value, list) else []
    _require(all(isinstance(phone, str) for phone in phones))
    _require(len(phones) <= min(_MAX_PHONES, state.options.max_numbers))
    if not all(map(_NUMBER, phones)):
        raise RefusalError(_PHONE)
    return phones


def _message(value: object, state: State) -> _Json:
    message = _one_of(_MESSAGE)(value)
    written = json.dumps(message, ensure_ascii=False)
    _require(not any(word in written for word in state.options.banned_words))
    return message


def _require(holds: object) -> None:
    if not holds:
        raise RefusalError(_PARAMETER)


def _object(fields: Mapping[str, _Check], *required: str) -> Callable[[object], _Json]:
    """A check: an object with these fields, some of them required, and no others."""

    def check(value: object) -> _Json:
        known = value if isinstance(value, dict) else {}
        _require(isinstance(value, dict) and known.keys() <= fields.keys())
        _require(all(name in known for name in required))
        for name, part in known.items():
            fields[name](part)
        return known

    return check


def _one_of(fields: Mapping[str, _Check]) -> Callable[[object], _Json]:
    """A check: an object with exactly one of these fields."""
    shape = _object(fields)

    def check(value: object) -> _Json:
        known = shape(value)
        _require(len(known) == 1)
        return known

    return check


def _text(value: object) -> None:
    _require(isinstance(value, str) and value.strip())


def _address(value: object) -> None:
    _text(value)
    try:
        parts = urlsplit(str(value))
    except ValueError:
        raise RefusalError(_PARAMETER) from None
    _require(parts.scheme in ("http", "https") and parts.netloc)


def _digits_to(maximum: int) -> _Check:
    """A check: a whole number from 1 to `maximum`, written as a string."""

    def check(value: object) -> None:
        _require(isinstance(value, str) and re.fullmatch("[1-9][0-9]{0,9}", value))
        _require(int(str(value)) <= maximum)

    return check


def _file_type(value: object) -> None:
    _require(value in _FILE_TYPES)


def _choices(value: object) -> None:
    _require(isinstance(value, list) and value)
    for choice in value if isinstance(value, list) else []:
        _CHOICE(choice)


def _card(value: object) -> None:
    card = _CARD(value)
    # the document lists title with picture, with buttons, and with both
    _require(len(card) > 1)


def _priority(value: object) -> None:
    names = value if isinstance(value, list) else []
    _require(names and all(name in _CHANNELS for name in names) and len(set(names)) == len(names))


_TEXT: Final = _object({"text": _text}, "text")
_URL: Final = _object({"url": _address}, "url")
_CHOICE: Final = _object(
    {"textMessage": _TEXT, "urlMessage": _URL},
    "textMessage",
    "urlMessage",
)
_VIDEO: Final[Mapping[str, _Check]] = {
    "url": _address,
    "thumbnailUrl": _address,
    "videoSize": _digits_to(_MAX_VIDEO_BYTES),
    "duration": _digits_to(_MAX_VIDEO_S),
}
_FILE: Final[Mapping[str, _Check]] = {"fileName": _text, "url": _address, "fileType": _file_type}
_CARD: Final = _object(
    {"title": _text, "mediaMessage": _object({"image": _URL}, "image"), "choices": _choices},
    "title",
)
_MESSAGE: Final[Mapping[str, _Check]] = {
    "textMessage": _TEXT,
    "mediaMessage": _one_of(
        {"image": _URL, "video": _object(_VIDEO, *_VIDEO), "file": _object(_FILE, *_FILE)}
    ),
    "choiceMessage": _object({"textMessage": _TEXT, "choices": _choices}, "textMessage", "choices"),
    "cardMessage": _card,
}
_BODY: Final[Mapping[str, _Check]] = {
    "appkey": _text,
    "phones": lambda _: None,
    "message": lambda _: None,
    "webhook": _address,
    "priority": _priority,
}
