"""The sandbox's Tencent SMS: answers as the real API does, strictly, with a row for each number.

Source: Tencent Cloud, Send bulk SMS, Specify template to send bulk SMS and error codes
(qcloud-documents), read on 2026-11-21.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from smsdesk.core.codebook import CodeClass
from smsdesk.sandbox.answering import RefusalError, read_object, under_spell
from smsdesk.sandbox.exchange import Answer, Request
from smsdesk.sandbox.magic import Spell, spell
from smsdesk.sandbox.state import Refusal, State

SEND_PATH: Final = "/v5/tlssmssvr/sendmultisms2"

FIELDS: Mapping[str, str] = {"sdkappid": "1400006666"}
SECRETS: Mapping[str, str] = {"app_key": "5f03a35d00ee52a21327ab048186a2c4"}

_BUSY: Final = "1013"

CLASS_CODES: Mapping[CodeClass, str] = {
    CodeClass.NUMBER: "1016",
    CodeClass.CONTENT: "1002",
    CodeClass.REQUEST: "1004",
    CodeClass.FREQUENCY: "1024",
    CodeClass.DUPLICATE: "1026",
    CodeClass.BALANCE: "1031",
    CodeClass.ACCOUNT: "1001",
    CodeClass.AMBIGUOUS: "1008",
    CodeClass.CLOCK: "1021",
    CodeClass.THROTTLE: _BUSY,
}

_MAINLAND: Final = "86"
_WINDOW_S: Final = 600
_MAX_NUMBERS: Final = 200
_MAX_TEXT: Final = 450
_MAX_PARAM: Final = 12
_DIGITS: Final = re.compile("[0-9]+").fullmatch
_HOME: Final = re.compile("1[0-9]{10}").fullmatch
_ABROAD: Final = re.compile("[1-9][0-9]{0,2} [0-9]{4,14}").fullmatch
_SIGNATURE: Final = re.compile("[0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]{2,12}").fullmatch
_TWO_SEPTETS: Final = frozenset("|^{}[]~\\")
_LIMITS: Final = {Refusal.BALANCE: "1031", Refusal.DUPLICATE: "1026", Refusal.FREQUENCY: "1024"}
_RESULTS: Final = {
    "0": "OK",
    "1001": "sig check fail",
    "1002": "sensitive word in msg",
    "1003": "sig field missing or empty",
    "1004": "request package format error",
    "1006": "no permission",
    "1007": "other error",
    "1008": "request downstream timeout",
    "1009": "request ip not in whitelist",
    "1011": "rest api interface not exist",
    "1012": "signature format error or signature not approved",
    "1013": "frequency limit",
    "1014": "package format error, template params error",
    "1015": "mobile in blacklist",
    "1016": "mobile format error",
    "1017": "msg too long",
    "1018": "voice verification code format error",
    "1019": "sdkappid not exist",
    "1020": "sdkappid disabled",
    "1021": "request time error",
    "1022": "app daily limit",
    "1023": "30 seconds limit of single mobile",
    "1024": "1 hour limit of single mobile",
    "1025": "daily limit of single mobile",
    "1026": "same msg limit of single mobile",
    "1029": "marketing sms only from 8:00 to 22:00",
    "1030": "request not supported",
    "1031": "package not enough",
    "1032": "personal user has no marketing permission",
    "1033": "service stopped for arrears",
    "1034": "domestic and international mobiles mixed",
    "1036": "template param over 12 characters",
    "1045": "destination not supported",
    "1046": "mobile number count over limit",
    "1047": "international daily limit",
    "60008": "service process timeout",
}
# codes that hold for a whole request; what else a magic number names is that number's alone
_WHOLE: Final = frozenset(_RESULTS) - frozenset(
    ("0", "1007", "1008", "1013", "1015", "1016", "1023", "1024", "1025", "1026", "1045", "1047")
)


@dataclass(frozen=True, slots=True)
class _Packet:
    """A request that was understood. tel: country code and number of each, as they were written.

    content: what was to be sent, for the ledger. text: what is charged, "" where a template's
    wording decides and nobody here knows it.
    """

    tel: list[tuple[str, str]]
    content: str
    text: str
    ext: str

    @property
    def phones(self) -> list[str]:
        return [nation + mobile for nation, mobile in self.tel]


def answer(request: Request, state: State) -> Answer | None:
    """Answer `request`, None where the path is none of Tencent's."""
    if request.path != SEND_PATH:
        return None
    if request.method != "POST":
        return Answer(status=405)
    try:
        body = _object(request)
        tel = _authenticate(request, body, state)
        _check_account(state)
        packet = _understood(body, tel, state)
    except RefusalError as refused:
        return _refused(refused.code)
    casts = filter(None, map(spell, packet.phones))
    cast = next((each for each in casts if _holds_for_all(each)), None)
    if cast is None:
        return _taken(packet, state)
    return under_spell(
        cast,
        cast.code_in(CLASS_CODES),
        packet.phones[0],
        state,
        lambda: _taken(packet, state),
        lambda code: _refused(code, packet.ext),
    )


def _holds_for_all(cast: Spell) -> bool:
    code = cast.code_in(CLASS_CODES)
    return bool(cast.times) or code in ("", "0") or code in _WHOLE


def _taken(packet: _Packet, state: State) -> Answer:
    """The request stands; each number is taken or refused by itself."""
    detail = [_row(nation, mobile, packet, state) for nation, mobile in packet.tel]
    return _json({"result": 0, "errmsg": "OK", "ext": packet.ext, "detail": detail})


def _row(nation: str, mobile: str, packet: _Packet, state: State) -> dict[str, object]:
    cast, message_id = spell(nation + mobile), ""
    # what holds for all was decided before
    code = cast.code_in(CLASS_CODES) if cast and not _holds_for_all(cast) else "0"
    if not _is_number(nation, mobile):
        code = CLASS_CODES[CodeClass.NUMBER]
    if code == "0":
        taken = state.accept([nation + mobile], packet.content)
        if isinstance(taken, Refusal):
            code = _LIMITS[taken]
        else:
            message_id = taken
    return {
        "result": int(code),
        "errmsg": _RESULTS.get(code, f"code {code}"),
        "mobile": mobile,
        "nationcode": nation,
        "sid": message_id,
        "fee": _fee(nation, packet.text) if message_id else 0,
    }


def _object(request: Request) -> dict[str, object]:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise RefusalError("60008")
    return read_object(request.body, "1004")


def _authenticate(
    request: Request, body: Mapping[str, object], state: State
) -> list[tuple[str, str]]:
    """Address, signature there, clock, application, signature right, in this order."""
    query = parse_qs(request.query, keep_blank_values=True)
    sdkappid, random = query.get("sdkappid", [""])[0], query.get("random", [""])[0]
    if not _DIGITS(random):
        raise RefusalError("1004")
    tel, time_s = _tel(body), _whole_number(body, "time")
    signature = _string(body, "sig", "1003")
    if not signature:
        raise RefusalError("1003")
    if abs(state.clock() // 1000 - time_s) > _WINDOW_S:
        raise RefusalError("1021")
    if sdkappid != FIELDS["sdkappid"]:
        raise RefusalError("1019")
    text = f"appkey={SECRETS['app_key']}&random={random}&time={time_s}"
    if tel:
        text += "&mobile=" + ",".join(mobile for _, mobile in tel)
    expected = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise RefusalError("1001")
    return tel


def _check_account(state: State) -> None:
    if state.options.disabled:
        raise RefusalError("1020")
    if state.too_fast():
        raise RefusalError(_BUSY)


def _understood(body: Mapping[str, object], tel: list[tuple[str, str]], state: State) -> _Packet:
    _string(body, "extend")
    ext = _string(body, "ext")
    if not tel:
        raise RefusalError("1016")
    if len(tel) > min(_MAX_NUMBERS, state.options.max_numbers):
        raise RefusalError("1046")
    if len({nation == _MAINLAND for nation, _ in tel}) > 1:
        raise RefusalError("1034")
    content, text = _template(body) if "tpl_id" in body else _free_text(body)
    if any(word in content for word in state.options.banned_words):
        raise RefusalError("1002")
    return _Packet(tel, content, text, ext)


def _free_text(body: Mapping[str, object]) -> tuple[str, str]:
    text = _string(body, "msg")
    if _whole_number(body, "type") not in (0, 1) or not text.strip():
        raise RefusalError("1004")
    if len(text) > _MAX_TEXT:
        raise RefusalError("1017")
    return text, text


def _template(body: Mapping[str, object]) -> tuple[str, str]:
    signature, number = _string(body, "sign"), _whole_number(body, "tpl_id")
    params = body.get("params")
    if number < 1 or not isinstance(params, list):
        raise RefusalError("1004")
    if not all(isinstance(param, str) for param in params):
        raise RefusalError("1004")
    if signature and not _SIGNATURE(signature):
        raise RefusalError("1012")
    if any(len(param) > _MAX_PARAM for param in params):
        raise RefusalError("1036")
    template = {"sign": signature, "tpl_id": number, "params": params}
    return json.dumps(template, ensure_ascii=False), ""


def _tel(body: Mapping[str, object]) -> list[tuple[str, str]]:
    items = body.get("tel")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise RefusalError("1004")
    return [(_string(item, "nationcode"), _string(item, "mobile")) for item in items]


def _string(body: Mapping[str, object], name: str, code: str = "1004") -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise RefusalError(code)
    return value


def _whole_number(body: Mapping[str, object], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusalError("1004")
    return value


def _is_number(nation: str, mobile: str) -> bool:
    return bool(_HOME(mobile) if nation == _MAINLAND else _ABROAD(f"{nation} {mobile}"))


def _fee(nation: str, text: str) -> int:
    """Segments charged: 70/67 on the mainland and for other scripts, else 160/153."""
    units = len(text.encode("utf-16-le", "replace")) // 2
    single, part = 70, 67
    if nation != _MAINLAND and text.isascii():
        units += sum(character in _TWO_SEPTETS for character in text)
        single, part = 160, 153
    return 1 if units <= single else -(-units // part)


def _refused(code: str, ext: str = "") -> Answer:
    return _json({"result": int(code), "errmsg": _RESULTS.get(code, f"code {code}"), "ext": ext})


def _json(payload: dict[str, object]) -> Answer:
    return Answer(
        json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    )
