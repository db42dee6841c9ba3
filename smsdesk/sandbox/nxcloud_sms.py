"""The sandbox's NXCloud: answers as the real API does, strictly, with a signature check of its own.

Source: NXCloud wiki, Downlink SMS Interface (mtsend_v2), API Interface Call Convention and Balance
Inquiry, read on 2026-11-21.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

from smsdesk.sandbox.exchange import Answer, Request
from smsdesk.sandbox.magic import Spell, spell
from smsdesk.sandbox.state import Refusal, State

SEND_PATH: Final = "/api/sms/mtsend_v2"
BALANCE_PATH: Final = "/api/common/getBalance"

FIELDS: Mapping[str, str] = {"access_key": "fme2na3kdi3ki", "app_key": "bFzEXXAx"}
SECRETS: Mapping[str, str] = {"access_secret": "abciiiko2k3", "secret_key": "sandbox-secret-key"}

_COMMON: Final = ("accesskey", "ts", "biztype", "action", "sign")
_TS: Final = re.compile(r"[0-9]{13}").fullmatch
_WINDOW_MS: Final = 60_000
_NUMBER: Final = re.compile(r"[1-9][0-9]{6,14}").fullmatch
_SENDER: Final = re.compile(r"[0-9A-Za-z]{1,20}").fullmatch
_OWN_ID: Final = re.compile(r"[0-9A-Za-z-]{10,50}").fullmatch
_MAX_CONTENT: Final = 1000
_VERIFICATION_MAX: Final = 5
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
    "1001": "A common parameter is missing",
    "1002": "bizType, action or parameters incorrect",
    "1003": "Invalid signature",
    "1004": "Timestamp expired",
    "1005": "No permission",
}


class _RefusalError(Exception):
    """The request is answered with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def answer(request: Request, state: State) -> Answer | None:
    """Answer `request`, None where the path is none of NXCloud's."""
    if request.path == SEND_PATH:
        return _send(request, state)
    if request.path == BALANCE_PATH:
        return _balance(request, state)
    return None


def _send(request: Request, state: State) -> Answer:
    if request.method != "POST":
        return Answer(status=405)
    try:
        _authenticate(request, state)
        fields = _fields(request.body)
        _check_account(fields, state)
        phones = _check_message(fields, state)
    except _RefusalError as refused:
        return _reply(refused.code)
    cast = next(filter(None, map(spell, phones)), None)
    if cast is None:
        return _taken(phones, fields["content"], state)
    return _under_spell(cast, phones, fields["content"], state)


def _under_spell(cast: Spell, phones: list[str], content: str, state: State) -> Answer:
    if cast.delay_s:
        state.wait(cast.delay_s)
    if cast.busy and state.busy(phones[0], cast.busy):
        return _reply("28")
    reply = _reply(cast.code)
    if cast.code == "0":
        reply = _taken(phones, content, state)
    body = reply.body if cast.body is None else cast.body
    content_type = "text/html" if cast.body else reply.content_type
    return Answer(body, cast.status, content_type, cast.wire)


def _taken(phones: list[str], content: str, state: State) -> Answer:
    taken = state.accept(phones, content)
    return _reply(_LIMITS[taken]) if isinstance(taken, Refusal) else _reply("0", taken)


def _authenticate(request: Request, state: State) -> None:
    """The call convention: headers, operation, clock, access key, signature, in this order."""
    headers = request.headers
    if not all(headers.get(name) for name in _COMMON):
        raise _RefusalError("1001")
    if (headers["biztype"], headers["action"]) != ("3", "mtsend"):
        raise _RefusalError("1002")
    ts = headers["ts"]
    if not _TS(ts) or abs(state.clock() - int(ts)) > _WINDOW_MS:
        raise _RefusalError("1004")
    if headers["accesskey"] != FIELDS["access_key"]:
        raise _RefusalError("1005")
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" or not _signature_holds(request):
        raise _RefusalError("1003")


def _signature_holds(request: Request) -> bool:
    headers = request.headers
    algorithm = headers.get("algorithm", "md5")
    if algorithm not in ("md5", "sha256"):
        return False
    pairs = (
        ("accessKey", headers["accesskey"]),
        ("action", headers["action"]),
        ("bizType", headers["biztype"]),
        ("ts", headers["ts"]),
    )
    text = "&".join(f"{name}={value}" for name, value in pairs).encode()
    if request.body:
        text += b"&body=" + request.body
    text += b"&accessSecret=" + SECRETS["access_secret"].encode()
    expected = hashlib.new(algorithm, text, usedforsecurity=False).hexdigest()
    return hmac.compare_digest(expected.encode(), headers["sign"].encode())


def _fields(body: bytes) -> dict[str, str]:
    try:
        payload: object = json.loads(body)
    except (ValueError, RecursionError):
        raise _RefusalError("2") from None
    if not isinstance(payload, dict):
        raise _RefusalError("2")
    fields = {name: payload.get(name, "") for name in _TEXTS}
    if not all(isinstance(value, str) for value in fields.values()):
        raise _RefusalError("2")
    return fields


def _check_account(fields: dict[str, str], state: State) -> None:
    if not fields["appKey"]:
        raise _RefusalError("2")
    if fields["appKey"] != FIELDS["app_key"]:
        raise _RefusalError("1")
    if state.options.disabled:
        raise _RefusalError("102")
    if state.too_fast():
        raise _RefusalError("28")


def _check_message(fields: dict[str, str], state: State) -> list[str]:
    content = fields["content"]
    if not fields["phone"]:
        raise _RefusalError("2")
    phones = fields["phone"].split(",")
    if not content.strip() or any(word in content for word in state.options.banned_words):
        raise _RefusalError("4")
    if len(content) > _MAX_CONTENT:
        raise _RefusalError("5")
    if not all(map(_NUMBER, phones)):
        raise _RefusalError("6")
    if state.options.verification_app and len(phones) > _VERIFICATION_MAX:
        raise _RefusalError("104")
    if len(phones) > state.options.max_numbers:
        raise _RefusalError("7")
    if fields["sourceAddress"] and not _SENDER(fields["sourceAddress"]):
        raise _RefusalError("8")
    _check_single(fields, phones)
    return phones


def _check_single(fields: dict[str, str], phones: list[str]) -> None:
    own_id = fields["sysMessageId"]
    if len(phones) == 1 and own_id and not _OWN_ID(own_id):
        raise _RefusalError("2")
    if fields["linkVerbose"] not in ("", "0", "1"):
        raise _RefusalError("2")


def _balance(request: Request, state: State) -> Answer:
    if request.method != "POST":
        return Answer(status=405)
    form = parse_qs(request.body.decode("utf-8", "replace"))
    keys = form.get("appkey", [""])[0], form.get("secretkey", [""])[0]
    if not all(keys):
        return _json({"code": "1"})
    if keys != (FIELDS["app_key"], SECRETS["secret_key"]):
        return _json({"code": "2"})
    left = state.balance()
    shown = "3788.32" if left is None else str(left)
    return _json({"code": "0", "balance": shown, "credit_balance": "0"})


def _reply(code: str, message_id: str = "") -> Answer:
    result = _RESULTS.get(code, f"Code {code}")
    return _json({"result": result, "code": code, "messageid": message_id})


def _json(payload: dict[str, str]) -> Answer:
    return Answer(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())
