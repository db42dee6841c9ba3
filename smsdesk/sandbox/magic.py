"""Magic numbers: phone numbers that make the sandbox answer in a chosen way.

They lie in one block of Chinese mobile numbers, +86 139 000x xxxx, so that every importer takes
them. Where the real API answers once for a whole request, the first magic number in it decides;
where it answers for each number, a code about one number is that number's alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from smsdesk.core.codebook import CodeClass
from smsdesk.core.words import Words
from smsdesk.sandbox.exchange import Wire


@dataclass(frozen=True, slots=True)
class MagicNumber:
    """One kind of magic number, for people: how it is written, an example, what it does."""

    pattern: str
    example: str
    what: Words


@dataclass(frozen=True, slots=True)
class Spell:
    """What a magic number does to its request.

    code: the provider's code of the reply; `0` accepts, and "" leaves it to `wire` and `body`.
    cls: the class of code it is answered with; `code` says nothing then.
    times: how often it is refused before it is accepted, 0 for always.
    delay_s: waited before anything else.
    wire: what happens to the reply. body, status: a reply that is none of the provider's.
    legs: what VIBER and SMS answer where a provider has both.
    """

    code: str = "0"
    cls: CodeClass | None = None
    times: int = 0
    delay_s: float = 0.0
    wire: Wire = Wire.WHOLE
    status: int = 200
    body: bytes | None = None
    legs: tuple[str, str] = ("0", "0")

    def code_in(self, class_codes: Mapping[CodeClass, str]) -> str:
        """The code of the reply at a provider that has these; it accepts where it has none."""
        return self.code if self.cls is None else class_codes.get(self.cls, "0")


MAGIC: Final = (
    MagicNumber(
        "+86 139 0000 CCCC",
        "+86 139 0000 0003",
        Words(
            "Answers with the provider's code CCCC, leading zeros left out; 0000 is accepted",
            "返回服务商的代码 CCCC（去掉前导零）；0000 为已接收",
        ),
    ),
    MagicNumber(
        "+86 139 0001 00SS",
        "+86 139 0001 0005",
        Words("Is accepted after SS seconds", "SS 秒后接收"),
    ),
    MagicNumber(
        "+86 139 0001 0101",
        "+86 139 0001 0101",
        Words("The line drops before it is accepted", "接收之前连接中断"),
    ),
    MagicNumber(
        "+86 139 0001 0102",
        "+86 139 0001 0102",
        Words("The line drops after it was accepted", "接收之后连接中断"),
    ),
    MagicNumber(
        "+86 139 0001 0103",
        "+86 139 0001 0103",
        Words("Answers a web page instead of a reply; not accepted", "返回网页而非回复；未接收"),
    ),
    MagicNumber(
        "+86 139 0001 0104",
        "+86 139 0001 0104",
        Words("Is accepted, but the reply is cut off", "已接收，但回复不完整"),
    ),
    MagicNumber(
        "+86 139 0001 0105",
        "+86 139 0001 0105",
        Words("The server breaks down (HTTP 500); not accepted", "服务器故障（HTTP 500）；未接收"),
    ),
    MagicNumber(
        "+86 139 0001 0106",
        "+86 139 0001 0106",
        Words("Is too fast twice, then accepted", "先两次超过限额，然后接收"),
    ),
    MagicNumber(
        "+86 139 0001 0107",
        "+86 139 0001 0107",
        Words("Never answers; not accepted", "始终不回复；未接收"),
    ),
    MagicNumber(
        "+86 139 0003 NN01",
        "+86 139 0003 0001",
        Words(
            "Is a wrong number. From here on NN is any two digits, each provider answers with its "
            "own code, and one that has no such code accepts",
            "号码无效。以下各行 NN 为任意两位数字，各服务商返回各自的代码；没有此类代码的则接收",
        ),
    ),
    MagicNumber(
        "+86 139 0003 NN02",
        "+86 139 0003 0002",
        Words("Has its text refused", "内容被拒绝"),
    ),
    MagicNumber(
        "+86 139 0003 NN03",
        "+86 139 0003 0003",
        Words("Has the request refused for a parameter", "请求因参数被拒绝"),
    ),
    MagicNumber(
        "+86 139 0003 NN04",
        "+86 139 0003 0004",
        Words("Was sent too many messages", "发给该号码的消息过多"),
    ),
    MagicNumber(
        "+86 139 0003 NN05",
        "+86 139 0003 0005",
        Words("Is refused as sent before", "被视为重复发送而拒绝"),
    ),
    MagicNumber(
        "+86 139 0003 NN06",
        "+86 139 0003 0006",
        Words("Finds the balance too low: the campaign pauses", "余额不足：群发暂停"),
    ),
    MagicNumber(
        "+86 139 0003 NN07",
        "+86 139 0003 0007",
        Words("Has the account's keys refused: the campaign pauses", "账户密钥被拒绝：群发暂停"),
    ),
    MagicNumber(
        "+86 139 0003 NN08",
        "+86 139 0003 0008",
        Words("The provider cannot say whether it went out", "服务商无法确定是否已发出"),
    ),
    MagicNumber(
        "+86 139 0003 NN09",
        "+86 139 0003 0009",
        Words("Is refused once for the clock, then accepted", "先因时钟被拒一次，然后接收"),
    ),
    MagicNumber(
        "+86 139 0002 00VS",
        "+86 139 0002 0012",
        Words(
            "Two channels answer for themselves: Viber with 1400V, SMS with 1400S; 0 is accepted",
            "两个渠道分别回复：Viber 返回 1400V，SMS 返回 1400S；0 为已接收",
        ),
    ),
    MagicNumber(
        "+86 139 0001 0108",
        "+86 139 0001 0108",
        Words("Is accepted, but the reply is empty", "已接收，但回复为空"),
    ),
)

_CODES: Final = "861390000"
_WIRE: Final = "861390001"
_LEGS: Final = "86139000200"
_CLASSES: Final = "861390003"
_LENGTH: Final = 13
_PAGE: Final = b"<!DOCTYPE html><html><title>Sign in</title><p>Sign in to this network</p></html>"

_SPELLS: Final = {
    "0101": Spell(code="", wire=Wire.DROP),
    "0102": Spell(wire=Wire.DROP),
    "0103": Spell(code="", body=_PAGE),
    "0104": Spell(wire=Wire.CUT_OFF),
    "0105": Spell(code="", status=500, body=_PAGE),
    "0106": Spell(cls=CodeClass.THROTTLE, times=2),
    "0107": Spell(code="", wire=Wire.HANG),
    "0108": Spell(body=b""),
}
_OF_CLASS: Final = {
    "01": Spell(cls=CodeClass.NUMBER),
    "02": Spell(cls=CodeClass.CONTENT),
    "03": Spell(cls=CodeClass.REQUEST),
    "04": Spell(cls=CodeClass.FREQUENCY),
    "05": Spell(cls=CodeClass.DUPLICATE),
    "06": Spell(cls=CodeClass.BALANCE),
    "07": Spell(cls=CodeClass.ACCOUNT),
    "08": Spell(cls=CodeClass.AMBIGUOUS),
    "09": Spell(cls=CodeClass.CLOCK, times=1),
}


def spell(phone: str) -> Spell | None:
    """What `phone` (digits) does to its request, None for an ordinary number."""
    if len(phone) != _LENGTH or not phone.startswith("86139000"):
        return None
    tail = phone[-4:]
    if phone.startswith(_CODES):
        return Spell(code=str(int(tail)))
    if phone.startswith(_WIRE):
        return Spell(delay_s=int(tail)) if tail.startswith("00") else _SPELLS.get(tail)
    if phone.startswith(_LEGS):
        viber, sms = (f"1400{digit}" if digit != "0" else "0" for digit in phone[-2:])
        return Spell(legs=(viber, sms))
    return _OF_CLASS.get(tail[2:]) if phone.startswith(_CLASSES) else None
