"""The sandbox's SendCloud: answers as the documents say, with a signature check of its own.

Where the documents name no code for a parameter that cannot be used, the answer is 421, and 412
for a request with too many numbers. Source: SendCloud SMS API document, read on 2026-11-21.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl

from smsdesk.core.codebook import CodeClass
from smsdesk.sandbox.answering import RefusalError, json_answer, read_object, under_spell
from smsdesk.sandbox.exchange import Answer, Request
from smsdesk.sandbox.magic import Spell, spell
from smsdesk.sandbox.sendcloud_records import CACHED_S, answer_query, read_query
from smsdesk.sandbox.state import Refusal, State

SEND_PATH: Final = "/smsapi/send"
VOICE_PATH: Final = "/smsapi/sendVoice"
CODE_PATH: Final = "/smsapi/sendCode"
TIME_PATH: Final = "/smsapi/timestamp/get"
STATUS_PATH: Final = "/smsapi/status/query"

FIELDS: Mapping[str, str] = {"sms_user": "testuser", "sign_hash": "sha256"}
SECRETS: Mapping[str, str] = {"sms_key": "A16a9yjNLS4DiasxcfqQRG4WOgdx0r6C"}

_THROTTLED: Final = "50000"

CLASS_CODES: Mapping[CodeClass, str] = {
    CodeClass.NUMBER: "412",
    CodeClass.CONTENT: "441",
    CodeClass.REQUEST: "482",
    CodeClass.FREQUENCY: "496",
    CodeClass.DUPLICATE: "400",
    CodeClass.BALANCE: "499",
    CodeClass.ACCOUNT: "422",
    CodeClass.AMBIGUOUS: "501",
    CodeClass.CLOCK: "461",
    CodeClass.THROTTLE: _THROTTLED,
}

_Serve = Callable[[Request, State], Answer]

_FORM: Final = "application/x-www-form-urlencoded"
_WINDOW_MS: Final = 6_000
_DEDUP_S: Final = 3_600
_MAX_NUMBERS: Final = 2_000
_MAX_VALUE: Final = 32
_MAX_TAG: Final = 128
_MAX_REQUEST_ID: Final = 128
_PARAMETER: Final = "421"
_OF_ONE_NUMBER: Final = frozenset({"412", "496", "497", "498"})
_CLASSES_OF_ONE_NUMBER: Final = frozenset(
    {CodeClass.NUMBER, CodeClass.FREQUENCY, CodeClass.AMBIGUOUS}
)
_LIMITS: Final = {Refusal.BALANCE: "499", Refusal.DUPLICATE: "496", Refusal.FREQUENCY: "498"}

_TIMESTAMP: Final = re.compile(r"[0-9]{13}").fullmatch
_TEMPLATE: Final = re.compile(r"[1-9][0-9]{0,17}").fullmatch
_CODE: Final = re.compile(r"[0-9]{4,6}").fullmatch
_MAINLAND: Final = re.compile(r"1[0-9]{10}").fullmatch
_FOREIGN: Final = re.compile(r"\+(?!86)[1-9][0-9]{6,14}").fullmatch
_LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE).search

_MESSAGES: Final = {
    "200": "请求成功",
    "311": "部分成功",
    "312": "全部失败",
    "400": "重复请求",
    "411": "手机号不能为空",
    "412": "手机号格式错误",
    "413": "有重复的手机号",
    "416": "tag格式错误",
    "417": "tag长度不能超过128个字符",
    "421": "签名参数错误",
    "422": "签名错误",
    "431": "模板不存在",
    "432": "模板未提交审核或者未审核通过",
    "433": "模板ID不能为空",
    "441": "替换变量格式错误",
    "461": "时间戳无效, 与服务器时间间隔大于6秒",
    "471": "smsUser不存在",
    "472": "smsUser不能为空",
    "473": "没有权限, 免费用户不能发送短信",
    "474": "用户不存在",
    "481": "手机号和替换变量不能为空",
    "482": "手机号和替换变量格式错误",
    "483": "替换变量长度不能超过32个字符",
    "496": "一分钟内给当前手机号发信太多",
    "497": "五分钟内给当前手机号发信太多",
    "498": "一天内给当前手机号发信太多",
    "499": "账户额度不够",
    "501": "服务器异常",
    "601": "你没有权限访问",
    "50000": "接口调用频率受限",
}


def answer(request: Request, state: State) -> Answer | None:
    """Answer `request`, None where the path is none of SendCloud's."""
    if request.path == TIME_PATH:
        asked = request.method == "GET"
        return _reply("200", {"timestamp": state.clock()}) if asked else Answer(status=405)
    if request.path == STATUS_PATH:
        return _guarded(_status, request, state)
    if request.path in _READERS:
        return _guarded(_send, request, state) if request.method == "POST" else Answer(status=405)
    return None


def _guarded(serve: _Serve, request: Request, state: State) -> Answer:
    try:
        return serve(request, state)
    except RefusalError as refused:
        return _reply(refused.code)


def _status(request: Request, state: State) -> Answer:
    """What became of messages; the same question gets the same answer for ten minutes."""
    parameters = _authenticated(request, state)
    query = read_query(parameters, state, _PARAMETER)
    told = {name: value for name, value in parameters.items() if name != "signature"}
    question = tuple(part for pair in sorted(told.items()) for part in pair)
    return Answer(
        state.cached(
            question,
            CACHED_S,
            lambda: _reply("200", answer_query(query, state.taken_by(SEND_PATH))).body,
        )
    )


def _send(request: Request, state: State) -> Answer:
    parameters = _authenticated(request, state)
    if state.options.disabled:
        raise RefusalError("601")
    if state.too_fast():
        raise RefusalError(_THROTTLED)
    written = _numbers(parameters, state)
    content = _READERS[request.path](parameters)
    if any(word in content for word in state.options.banned_words):
        raise RefusalError(CLASS_CODES[CodeClass.CONTENT])
    _check_options(parameters)
    if request.path != SEND_PATH and len(written) > 1:
        raise RefusalError("412")
    # a voice code has no kind: it goes to either
    kind = "" if request.path == VOICE_PATH else parameters.get("msgType") or "0"
    phones = {text: _phone(text, kind) for text in written}

    def take() -> Answer:
        return _taken(phones, content, parameters.get("sendRequestId", ""), state)

    spells = (spell(phone) for phone in phones.values() if phone)
    cast = next((found for found in spells if found and not _code_of_one(found)), None)
    if cast is None or cast.code == "200":
        return take()
    return under_spell(cast, cast.code_in(CLASS_CODES), written[0], state, take, _reply)


def _code_of_one(cast: Spell | None) -> str:
    """The code that a magic number gets for itself alone, "" where it is of the whole request."""
    if cast is None:
        return ""
    code = cast.code_in(CLASS_CODES)
    return code if cast.cls in _CLASSES_OF_ONE_NUMBER or code in _OF_ONE_NUMBER else ""


def _taken(phones: dict[str, str], content: str, request_id: str, state: State) -> Answer:
    """Take every number that can be taken. phones: E.164 digits, "" for none, as written."""
    if request_id and state.is_repeated(request_id, _DEDUP_S):
        return _reply("400")
    left = state.balance()
    if left is not None and left < len(phones):
        state.forget(request_id)
        return _reply("499")
    ids: list[str] = []
    failed: dict[str, str] = {}
    for text, phone in phones.items():
        if code := _code_of_one(spell(phone)) if phone else CLASS_CODES[CodeClass.NUMBER]:
            failed[text] = code
            continue
        taken = state.accept([phone], content, f"${text}")
        if isinstance(taken, Refusal):
            failed[text] = _LIMITS[taken]
        else:
            ids.append(taken)
            state.sign_for(SEND_PATH, taken)
    if not ids:
        state.forget(request_id)  # nothing was processed: its repetition is no second time
    if len(failed) == len(phones) == 1:
        return _reply(next(iter(failed.values())))
    info: dict[str, object] = {"successCount": len(ids), "smsIds": ids}
    if not failed:
        return _reply("200", info)
    items = [
        {"phone": text, "vars": {}, "message": _MESSAGES[code]} for text, code in failed.items()
    ]
    return _reply("311" if ids else "312", {**info, "failedCount": len(items), "items": items})


def _authenticated(request: Request, state: State) -> dict[str, str]:
    """The parameters of a request with the right user, time and signature."""
    parameters = _parameters(request)
    if not parameters.get("smsUser"):
        raise RefusalError("472")
    if parameters["smsUser"] != FIELDS["sms_user"]:
        raise RefusalError("471")
    if not parameters.get("signature"):
        raise RefusalError(_PARAMETER)
    if not _signature_holds(parameters):
        raise RefusalError("422")
    at = parameters.get("timestamp")
    if at is not None and (not _TIMESTAMP(at) or abs(state.clock() - int(at)) > _WINDOW_MS):
        raise RefusalError("461")
    return parameters


def _parameters(request: Request) -> dict[str, str]:
    """A form that is no UTF-8 is none."""
    text = request.query
    if request.method == "POST":
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            return {}
        text = request.body.decode("latin-1")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except ValueError:
        return {}


def _signature_holds(parameters: Mapping[str, str]) -> bool:
    """Both hashes are taken: their length tells them apart."""
    given = parameters["signature"].lower().encode()
    pairs = sorted(pair for pair in parameters.items() if pair[0] not in ("signature", "smsKey"))
    text = "&".join(f"{name}={value}" for name, value in pairs)
    key = SECRETS["sms_key"]
    name = "md5" if len(given) == 32 else "sha256"
    expected = hashlib.new(name, f"{key}&{text}&{key}".encode(), usedforsecurity=False)
    return hmac.compare_digest(expected.hexdigest().encode(), given)


def _numbers(parameters: Mapping[str, str], state: State) -> list[str]:
    if not parameters.get("phone"):
        raise RefusalError("411")
    written = parameters["phone"].split(",")
    if len(written) > min(_MAX_NUMBERS, state.options.max_numbers):
        raise RefusalError("412")
    if len(set(written)) < len(written):
        raise RefusalError("413")
    return written


def _phone(text: str, msg_type: str) -> str:
    """A number's E.164 digits, "" where it is not written as its kind of message wants it."""
    if msg_type in ("", "2") and _FOREIGN(text):
        return text[1:]
    return f"86{text}" if msg_type != "2" and _MAINLAND(text) else ""


def _template(parameters: Mapping[str, str]) -> str:
    template = parameters.get("templateId", "")
    if not template:
        raise RefusalError("433")
    if not _TEMPLATE(template):
        raise RefusalError("431")
    if parameters.get("msgType", "") not in ("", "0", "1", "2"):
        raise RefusalError(_PARAMETER)
    variables = read_object(parameters.get("vars") or "{}", "441")
    for value in variables.values():
        if not isinstance(value, str) or _LINK(value):
            raise RefusalError("441")
        if len(value) > _MAX_VALUE:
            raise RefusalError("483")
    return json.dumps({"templateId": template, "vars": variables}, ensure_ascii=False)


def _voice(parameters: Mapping[str, str]) -> str:
    code = parameters.get("code", "")
    if code.startswith("{"):  # as the document's sample has it; the vendor's kits send the digits
        code = str(read_object(code, "441").get("code", ""))
    if not _CODE(code):
        raise RefusalError("441")
    return code


def _verification(parameters: Mapping[str, str]) -> str:
    if parameters.get("msgType") not in ("0", "2"):
        raise RefusalError(_PARAMETER)
    sign_id = parameters.get("signId", "")
    if not (sign_id or parameters.get("signName")) or (sign_id and not sign_id.isdecimal()):
        raise RefusalError(_PARAMETER)
    return _voice(parameters)


def _check_options(parameters: Mapping[str, str]) -> None:
    if len(parameters.get("sendRequestId", "")) > _MAX_REQUEST_ID:
        raise RefusalError(_PARAMETER)
    tag = parameters.get("tag", "")
    if len(tag) > _MAX_TAG:
        raise RefusalError("417")
    if tag:
        read_object(tag, "416")


def _reply(code: str, info: Mapping[str, object] | None = None) -> Answer:
    payload = {
        "message": _MESSAGES.get(code, f"代码 {code}"),
        "info": info or {},
        "result": code in ("200", "311"),
        "statusCode": int(code),
    }
    return json_answer(payload)


_READERS: Final = {SEND_PATH: _template, VOICE_PATH: _voice, CODE_PATH: _verification}
