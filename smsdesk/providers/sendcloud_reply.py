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

# what an item says, in lower case, and the code that says the same for a whole request; the first
# that fits, so a wording that is part of another stands behind it
_WORDINGS: Final = (
    (("手机号和替换变量不能为空", "phone number and substitution variable cannot be empty"), "481"),
    (("手机号和替换变量格式", "invalid format of phone number and substituted"), "482"),
    (("手机号格式错误", "invalid phone number"), "412"),
    (("手机号不能为空", "phone number cannot be empty"), "411"),
    (("重复的手机号", "手机号重复", "duplicate phone"), "413"),
    (("签名参数错误", "incorrect signature parameter"), "421"),
    (("签名错误", "incorrect signature"), "422"),
    (("模板不存在", "template does not exist"), "431"),
    (("模板未", "template not submitted"), "432"),
    (("模板id不能为空", "template id cannot be empty"), "433"),
    (("替换变量长度", "longer than 32"), "483"),
    (("替换变量格式", "invalid substituted variable format"), "441"),
    (("定时发送时间格式", "invalid scheduled time"), "451"),
    (("定时发送时间早于", "scheduled time is earlier"), "452"),
    (("时间戳无效", "invalid timestamp"), "461"),
    (("smsuser不存在", "smsuser does not exist"), "471"),
    (("smsuser不能为空", "smsuser cannot be empty"), "472"),
    (("免费用户", "free registered users"), "473"),
    (("用户不存在", "user does not exist"), "474"),
    (("一分钟", "within one minute"), "496"),
    (("五分钟", "within five minutes"), "497"),
    (("一天", "in one day"), "498"),
    (("额度不够", "余额不足", "insufficient balance"), "499"),
    (("频率受限",), "50000"),
    # the document writes "sever"
    (("服务器异常", "server exception", "sever exception"), "501"),
    (("没有权限", "no permission"), "601"),
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
        ids = [text for text in map(scalar_text, _rows(info.get("smsIds"))) if text]
        for message_id in ids:
            phone = known.get(plain_number(message_id.rpartition("$")[2]))
            if phone is not None:
                self.ids[phone] = message_id
        for item in _rows(info.get("items")):
            if isinstance(item, dict):
                phone = known.get(plain_number(scalar_text(item.get("phone"))))
                if phone is not None:
                    self.reasons[phone] = scalar_text(item.get("message"))
        if len(phones) == len(ids) == 1 and not self.reasons:
            self.ids = {phones[0]: ids[0]}  # whatever it ends in: it can be nobody else's
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
    fitting = (code for wordings, code in _WORDINGS if any(one in words for one in wordings))
    return next(fitting, otherwise)


def _rows(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _count(value: object) -> int | None:
    text = scalar_text(value)
    return int(text[:18]) if text.isascii() and text.isdecimal() else None
