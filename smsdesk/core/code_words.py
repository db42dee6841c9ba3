"""Codes in words: which table one stands in, what it asks for, when to send again, and synonyms.

For window and command line alike, so they stand here in both languages side by side.
"""

from collections.abc import Mapping
from typing import Final

from smsdesk.core.codebook import CodeClass, CodeEntry, Retry
from smsdesk.core.words import Words

_FAMILIES: Final[Mapping[str, Words]] = {
    "reply": Words("reply code", "回复代码"),
    "authentication": Words("sign-in code", "鉴权代码"),
    "channel": Words("channel code", "渠道代码"),
    "receipt": Words("receipt code", "回执代码"),
    "viber": Words("Viber receipt code", "Viber 回执代码"),
    "records": Words("records code", "记录查询代码"),
    "smpp": Words("SMPP code", "SMPP 代码"),
    "not_sent": Words("never left", "未发出"),
    "unknown": Words("may have gone out", "可能已发出"),
    "decided": Words("settled afterwards", "事后判定"),
    "http": Words("HTTP status", "HTTP 状态"),
    "unlisted": Words("in no book", "未收录"),
}

_LOOK_FIRST: Final = Words("Look before sending again", "重发前先核对")
_WISHES: Final[Mapping[CodeClass, Words]] = {
    CodeClass.OK: Words("Nothing to do", "无需操作"),
    CodeClass.NUMBER: Words("Fix the number", "更正号码"),
    CodeClass.CONTENT: Words("Change the text", "修改内容"),
    CodeClass.REQUEST: Words("Change the settings", "修改设置"),
    CodeClass.DUPLICATE: Words("Refused as a repeat", "被视为重复"),
    CodeClass.FREQUENCY: Words("Try later", "稍后再试"),
    CodeClass.THROTTLE: Words("Slows down by itself", "自动减速"),
    CodeClass.CLOCK: Words("Signed again by itself", "自动重新签名"),
    CodeClass.BALANCE: Words("Top up", "充值"),
    CodeClass.ACCOUNT: Words("Check the account", "检查账户"),
    CodeClass.AMBIGUOUS: _LOOK_FIRST,
    CodeClass.TRANSPORT: Words("Look at the connection", "检查连接"),
}
_RETRIES: Final[Mapping[Retry, Words]] = {
    Retry.NEVER: Words("Sending it again changes nothing", "重发无济于事"),
    Retry.AFTER_FIX: Words("Once that is done", "处理完成后"),
    Retry.LATER: Words("Later", "稍后"),
    Retry.RESIGN: Words("At once, without your help", "立即自动重发，无需操作"),
    Retry.CHECK_FIRST: Words(
        "Only after looking in the provider’s records", "须先查看服务商的发送记录"
    ),
}
_TOPPED_UP: Final = Words("Straight after topping up", "充值后即可")
_AFTER: Final = Words("After {wait}", "{wait}后")

_DAY_S: Final = 86_400
_UNITS: Final = (
    (_DAY_S, Words("1 day", "1 天"), Words("{n} days", "{n} 天")),
    (3_600, Words("1 hour", "1 小时"), Words("{n} hours", "{n} 小时")),
    (60, Words("1 minute", "1 分钟"), Words("{n} minutes", "{n} 分钟")),
    (1, Words("1 second", "1 秒"), Words("{n} seconds", "{n} 秒")),
)

_ALIKE: Final = (
    Words("address", "地址"),
    Words("balance", "余额"),
    Words("blacklist", "黑名单"),
    Words("channel", "渠道"),
    Words("delivered", "送达"),
    Words("expired", "过期"),
    Words("frequency", "频率"),
    Words("keyword", "关键字"),
    Words("number", "号码"),
    Words("parameter", "参数"),
    Words("route", "路由"),
    Words("sender", "发件人"),
    Words("signature", "签名"),
    Words("switched off", "停用"),
    Words("template", "模板"),
    Words("timeout", "超时"),
    Words("too fast", "过快"),
    Words("too long", "过长"),
    Words("top up", "充值"),
    Words("variable", "变量"),
)


def family_words(family: str) -> Words:
    """Which kind of code it is; the provider's own word where we have none."""
    return _FAMILIES.get(family) or Words(family, family)


def wish_words(entry: CodeEntry) -> Words:
    """What a code asks for, in two or three words."""
    if entry.cls is CodeClass.TRANSPORT and entry.retry is Retry.CHECK_FIRST:
        return _LOOK_FIRST
    return _WISHES[entry.cls]


def retry_words(entry: CodeEntry) -> Words:
    """When the same message may be sent again; empty where nothing is to be sent again."""
    if entry.cls is CodeClass.OK:
        return Words("", "")
    if entry.retry is Retry.LATER and entry.retry_after_s > 0:
        wait = _duration(entry.retry_after_s)
        return Words(_AFTER.to("en", wait=wait), _AFTER.to("zh", wait=wait))
    if entry.cls is CodeClass.BALANCE and entry.retry is Retry.AFTER_FIX:
        return _TOPPED_UP
    return _RETRIES[entry.retry]


def _duration(seconds: int) -> Words:
    """In the largest unit that says it exactly: `1 hour`, `90 seconds`."""
    size, one, many = next(unit for unit in _UNITS if seconds % unit[0] == 0)
    count = seconds // size
    return one if count == 1 else Words(many.to("en", n=count), many.to("zh", n=count))


def same_words(query: str) -> Words | None:
    """The pair of words `query` is one of, so that either finds what the other finds."""
    asked = query.strip().casefold()
    return next((pair for pair in _ALIKE if asked in (pair.en, pair.zh)), None)
