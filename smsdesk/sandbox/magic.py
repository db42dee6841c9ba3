"""Magic numbers: phone numbers that make the sandbox answer in a chosen way.

They lie in one block of Chinese mobile numbers, +86 139 000x xxxx, so that every importer takes
them. Where the real API answers once for a whole request, the first magic number in it decides;
where it answers for each number, a code about one number is that number's alone.
"""

from dataclasses import dataclass
from typing import Final

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

    code: the provider's code of the reply; `0` accepts.
    delay_s: waited before anything else. busy: how often it is throttled before it is accepted.
    wire: what happens to the reply. body, status: a reply that is none of the provider's.
    legs: what VIBER and SMS answer where a provider has both.
    """

    code: str = "0"
    delay_s: float = 0.0
    busy: int = 0
    wire: Wire = Wire.WHOLE
    status: int = 200
    body: bytes | None = None
    legs: tuple[str, str] = ("0", "0")


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
_LENGTH: Final = 13
_PAGE: Final = b"<!DOCTYPE html><html><title>Sign in</title><p>Sign in to this network</p></html>"

_SPELLS: Final = {
    "0101": Spell(code="", wire=Wire.DROP),
    "0102": Spell(wire=Wire.DROP),
    "0103": Spell(code="", body=_PAGE),
    "0104": Spell(wire=Wire.CUT_OFF),
    "0105": Spell(code="", status=500, body=_PAGE),
    "0106": Spell(busy=2),
    "0107": Spell(code="", wire=Wire.HANG),
    "0108": Spell(body=b""),
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
    return None
