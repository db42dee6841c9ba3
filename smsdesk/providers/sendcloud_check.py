"""What SendCloud would refuse of a rendered message."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from smsdesk.core.errors import Problem
from smsdesk.core.message import (
    Message,
    TemplateMessage,
    VerificationCodeMessage,
    VoiceCodeMessage,
)
from smsdesk.core.message_check import check_filled, field_words
from smsdesk.core.words import Words
from smsdesk.providers.sendcloud_phone import is_mainland

SMS: Final = 0
MMS: Final = 1
INTERNATIONAL: Final = 2

_DIGITS: Final = re.compile(r"[0-9]+").fullmatch
_TEMPLATE_ID: Final = re.compile(r"[1-9][0-9]{0,17}").fullmatch
# longer ones are told by their length
_CODE: Final = re.compile(r"[0-9]{4,}").fullmatch
_NAME: Final = re.compile(r"%[^%\s]+%|[^%\s]+").fullmatch
_HALF: Final = re.compile("[\ud800-\udfff]").search
_LINK: Final = re.compile(r"https?://|\bwww\.", re.IGNORECASE).search

_NAME_RULE: Final = Words(
    "A variable is called name or %name%, without spaces.",
    "变量名须写作 name 或 %name%，不含空格。",
)
_TWICE_RULE: Final = Words(
    "It is there with and without percent signs: leave one of them.",
    "它带百分号和不带百分号各出现一次：请只保留一个。",
)
_TAG_RULE: Final = Words(
    'It takes a JSON object, such as {"order": "12"}.', '须为 JSON 对象，例如 {"order": "12"}。'
)
_CODE_RULE: Final = Words("It takes 4 to 6 digits.", "须为 4 到 6 位数字。")
_SIGN_ID_RULE: Final = Words(
    "It takes digits only: copy it from SendCloud, or fill in the signature's name instead.",
    "只能是数字：请从 SendCloud 复制，或改填签名名称。",
)
_SIGNATURE_RULE: Final = Words(
    "People would not know who the code is from: fill in the signature's name or its id.",
    "收件人无法得知验证码来源：请填写签名名称或签名 ID。",
)
_TWO_SIGNATURES_RULE: Final = Words(
    "SendCloud goes by the signature's id alone: leave one of the two empty.",
    "SendCloud 只采用签名 ID：请将两者之一留空。",
)
_MMS_RULE: Final = Words(
    "A code cannot go out as MMS: choose SMS or international SMS.",
    "验证码不能以彩信发送：请选择短信或国际短信。",
)


def check_content(message: Message, texts: Mapping[str, str], provider: str) -> list[Problem]:
    """Every problem at once, each with the path of its field. provider: what it is called."""
    required = "template_id" if isinstance(message, TemplateMessage) else "code"
    return [*check_filled(texts, (required,)), *_check_own(message, provider)]


def check_number(message: Message, phone: str) -> Problem | None:
    """Why a kind of SMS chosen by hand does not fit a number; nothing is wrong with automatic.

    phone: E.164 digits.
    """
    chosen: int | None = getattr(message, "msg_type", None)
    if chosen is None or is_mainland(phone) is not (chosen == INTERNATIONAL):
        return None
    code = "msg_type_mainland" if is_mainland(phone) else "msg_type_abroad"
    return Problem("msg_type", code)


def _check_own(message: Message, provider: str) -> Iterator[Problem]:
    match message:
        case TemplateMessage():
            if message.template_id.strip() and not _TEMPLATE_ID(message.template_id):
                yield Problem("template_id", "template_id_form", {"value": message.template_id})
            yield from _variables(message, provider)
            yield from _tag(message.tag)
        case VoiceCodeMessage():
            yield from _code(message.code)
            yield from _tag(message.tag)
        case VerificationCodeMessage():
            yield from _code(message.code)
            yield from _signature(message)
            yield from _tag(message.tag)


def _rule(path: str, rule: Words) -> Problem:
    return Problem(path, "provider_rule", {"field": field_words(path), "rule": rule})


def _variables(message: TemplateMessage, provider: str) -> Iterator[Problem]:
    bare: set[str] = set()
    for name, value in message.variables.items():
        path = f"variables.{name}"
        if _HALF(name):
            yield Problem(path, "text_unencodable")
        elif not _NAME(name) or not name.isprintable():
            yield _rule(path, _NAME_RULE)
        elif name.strip("%") in bare:
            yield _rule(path, _TWICE_RULE)
        bare.add(name.strip("%"))
        if _LINK(value):
            yield Problem(path, "variable_link", {"name": name, "provider": provider})


def _code(code: str) -> Iterator[Problem]:
    if code.strip() and not _CODE(code):
        yield _rule("code", _CODE_RULE)


def _signature(message: VerificationCodeMessage) -> Iterator[Problem]:
    if not message.sign_id.strip() and not message.sign_name.strip():
        yield _rule("sign_name", _SIGNATURE_RULE)
    if message.sign_id.strip() and message.sign_name.strip():
        yield _rule("sign_name", _TWO_SIGNATURES_RULE)
    if message.sign_id.strip() and not _DIGITS(message.sign_id):
        yield _rule("sign_id", _SIGN_ID_RULE)
    if message.msg_type == MMS:
        yield _rule("msg_type", _MMS_RULE)


def _tag(tag: str) -> Iterator[Problem]:
    if not tag:
        return
    try:
        read: object = json.loads(tag)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        yield _rule("tag", _TAG_RULE)
