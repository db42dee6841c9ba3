"""SendCloud's replies, told number by number.

One status code stands for the whole request. Where only some numbers were taken (311), `smsIds`
names those and `items` the others; an item says why in words alone, so the words lead to the code.

Source: SendCloud SMS API document (send) and the return codes of 2017, read on 2026-11-21.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from smsdesk.core.outcome import Outcome
from smsdesk.providers.base import scalar_text, shown, unreadable
from smsdesk.providers.sendcloud_phone import number_keys, plain_number

TAKEN: Final = "200"
PARTLY: Final = "311"
NONE_TAKEN: Final = "312"

# what an item says, and the code that says the same for a whole request; the first that fits
_WORDINGS: Final = (
    ("手机号格式错误", "412"),
    ("invalid phone number", "412"),
    ("手机号不能为空", "411"),
    ("重复的手机号", "413"),
    ("手机号重复", "413"),
    ("duplicate phone", "413"),
    ("替换变量长度", "483"),
    ("longer than 32", "483"),
    ("手机号和替换变量格式", "482"),
    ("手机号和替换变量不能为空", "481"),
    ("替换变量格式", "441"),
    ("一分钟", "496"),
    ("within one minute", "496"),
    ("五分钟", "497"),
    ("一天", "498"),
    ("in one day", "498"),
    ("额度不够", "499"),
    ("insufficient balance", "499"),
    ("频率受限", "50000"),
    ("服务器异常", "501"),
    ("server exception", "501"),
)

Judge = Callable[[str, str, str], Outcome]
"""`(code, the provider's words, message id) -> outcome`."""


def read_reply(payload: Mapping[str, object], phones: Sequence[str], judge: Judge) -> list[Outcome]:
    """One outcome per phone, in order; a number the reply does not account for is unknown."""
    code = scalar_text(payload.get("statusCode"))
    said = scalar_text(payload.get("message"))
    info = payload.get("info")
    told = _Told(info if isinstance(info, dict) else {}, phones)
    if not code or (code == TAKEN and payload.get("result") is False):
        return unreadable(phones, shown(payload))
    if code not in (TAKEN, PARTLY, NONE_TAKEN):
        if told.taken or told.ids:  # taken and refused at once
            return unreadable(phones, shown(payload))
        return [judge(code, said, "")] * len(phones)
    rest = _of_the_rest(code, said, told, len(phones), judge)
    unclear = unreadable(phones[:1], shown(payload))
    refused = NONE_TAKEN if code == NONE_TAKEN else PARTLY
    outcomes = []
    for phone in phones:
        message_id, reason = told.ids.get(phone), told.reasons.get(phone)
        if message_id is not None and (reason is not None or code == NONE_TAKEN):
            outcomes += unclear
        elif message_id is not None:
            outcomes.append(judge(TAKEN, said, message_id))
        elif reason is not None:
            outcomes.append(judge(_code_of(reason, refused), reason, ""))
        else:
            outcomes += [rest] if rest else unclear
    return outcomes


class _Told:
    """What `info` tells of single numbers.

    ids: message id by phone. reasons: why a number was refused, in the provider's words, by phone.
    taken, refused: how many there were, None where it does not say.
    """

    def __init__(self, info: Mapping[str, object], phones: Sequence[str]) -> None:
        known = {key: phone for phone in phones for key in number_keys(phone)}
        self.ids: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        for message_id in map(scalar_text, _rows(info.get("smsIds"))):
            phone = known.get(plain_number(message_id.rpartition("$")[2]))
            if phone is not None:
                self.ids[phone] = message_id
        for item in _rows(info.get("items")):
            if isinstance(item, dict):
                phone = known.get(plain_number(scalar_text(item.get("phone"))))
                if phone is not None:
                    self.reasons[phone] = scalar_text(item.get("message"))
        self.taken = _count(info.get("successCount"))
        self.refused = _count(info.get("failedCount"))


def _of_the_rest(code: str, said: str, told: _Told, phones: int, judge: Judge) -> Outcome | None:
    """The outcome of numbers that are not named; None where nothing proves one."""
    if code == NONE_TAKEN:
        return None if told.taken else judge(code, said, "")
    if code == TAKEN:
        whole = told.taken in (None, phones) and not told.refused and not told.reasons
        return judge(code, said, "") if whole else None
    if told.refused == len(told.reasons) and told.taken == phones - len(told.reasons):
        return judge(TAKEN, said, "")
    if told.taken == len(told.ids) and told.refused == phones - len(told.ids):
        return judge(code, said, "")
    return None


def _code_of(reason: str, otherwise: str) -> str:
    words = reason.casefold()
    return next((code for wording, code in _WORDINGS if wording in words), otherwise)


def _rows(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _count(value: object) -> int | None:
    text = scalar_text(value)
    return int(text[:18]) if text.isascii() and text.isdecimal() else None
