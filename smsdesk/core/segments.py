"""How many segments a text takes: on air, and as each provider bills it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Encoding = Literal["GSM-7", "UCS-2"]


class SegmentRule(StrEnum):
    """How segments are counted.

    ON_AIR: 3GPP TS 23.040 9.2.3.24.1: 160/153 septets or 70/67 units, and neither an escape pair
        nor a surrogate pair is split between two segments.
    NXCLOUD: 160/154 and 70/67 by plain division; 7 units more to Malaysia.
        Source: NXCloud "Billing Standards" and the SDK's SmsUtils.java.
    MAINLAND: to +86, 70/67 by plain division whatever the characters; elsewhere as ON_AIR.
        Source: Tencent Cloud SMS billing page.
    """

    ON_AIR = "on_air"
    NXCLOUD = "nxcloud"
    MAINLAND = "mainland"


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """How long a text is.

    units: septets for GSM-7, 16-bit units for UCS-2. capacity: units that fit in `segments`.
    """

    encoding: Encoding
    units: int
    segments: int
    capacity: int


GSM_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION: Final = "\f^{}\\[~]|€"

_GSM_CLASS: Final = re.escape(GSM_BASIC + GSM_EXTENSION)
_all_gsm: Final = re.compile(f"[{_GSM_CLASS}]*").fullmatch
_not_gsm: Final = re.compile(f"[^{_GSM_CLASS}]")
_extension: Final = re.compile(f"[{re.escape(GSM_EXTENSION)}]")

_ESCAPE: Final = "\x1b"
_GSM_SINGLE: Final = 160
_GSM_ON_AIR: Final = 153
_GSM_NXCLOUD: Final = 154
_UCS2_SINGLE: Final = 70
_UCS2_PART: Final = 67
_CHINA: Final = 86
_MALAYSIA: Final = 60
_MALAYSIA_HEADER_UNITS: Final = 7  # the operator puts "RM 0.00" in front

_INVISIBLE: Final = dict.fromkeys("\u00ad\u180e\u200b\u2060\ufeff", "")

#: Characters that cost UCS-2 and what stands for them without changing what is read.
look_alikes: Final[dict[str, str]] = {
    **_INVISIBLE,
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
        "\u2009\u200a\u202f\u205f\u3000\t",
        " ",
    ),
    **dict.fromkeys("‘’‚‛′´`＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−－", "-"),
    "‹": "<",
    "›": ">",
    "…": "...",
    "•": "-",
    "·": ".",
    "⁄": "/",
    "\u2028": "\n",
    "\u2029": "\n",
    # full-width forms of ! to ~, as typed with a Chinese or Japanese keyboard
    **{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F) if chr(code) not in "\"'-`"},
}


def count(
    text: str, rule: SegmentRule = SegmentRule.ON_AIR, country_code: int | None = None
) -> SegmentCount:
    """Count the units and segments of `text` by `rule`.

    An empty text is GSM-7 with no units and no segments.
    country_code: of the recipient, for rules that depend on it.
    """
    if rule is SegmentRule.MAINLAND and country_code in (None, _CHINA):
        return _divided("UCS-2", _ucs2_units(text), _UCS2_SINGLE, _UCS2_PART)
    header = 0
    if rule is SegmentRule.NXCLOUD and country_code == _MALAYSIA and text:
        header = _MALAYSIA_HEADER_UNITS
    if is_gsm(text):
        units = len(text) + len(_extension.findall(text)) + header
        if rule is SegmentRule.NXCLOUD:
            return _divided("GSM-7", units, _GSM_SINGLE, _GSM_NXCLOUD)
        if units <= _GSM_SINGLE or units == len(text):
            return _divided("GSM-7", units, _GSM_SINGLE, _GSM_ON_AIR)
        return _gsm_on_air(text, units)
    units = _ucs2_units(text) + header
    if rule is SegmentRule.NXCLOUD or units <= _UCS2_SINGLE or units == len(text):
        return _divided("UCS-2", units, _UCS2_SINGLE, _UCS2_PART)
    return _ucs2_on_air(text, units)


def is_gsm(text: str) -> bool:
    """Whether `text` goes out in the GSM alphabet."""
    return _all_gsm(text) is not None


def costly_characters(text: str) -> list[tuple[int, str]]:
    """Index and character of everything in `text` that forces UCS-2, in order."""
    return [(match.start(), match.group()) for match in _not_gsm.finditer(text)]


def _divided(encoding: Encoding, units: int, single: int, part: int) -> SegmentCount:
    if units == 0:
        return SegmentCount("GSM-7", 0, 0, single)
    if units <= single:
        return SegmentCount(encoding, units, 1, single)
    segments = -(-units // part)
    return SegmentCount(encoding, units, segments, segments * part)


def _ucs2_units(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _gsm_on_air(text: str, units: int) -> SegmentCount:
    septets = _extension.sub(_ESCAPE + "x", text)
    segments = position = 0
    while position < units:
        position += _GSM_ON_AIR
        if position < units and septets[position - 1] == _ESCAPE:
            position -= 1  # the pair moves to the next segment as a whole
        segments += 1
    return SegmentCount("GSM-7", units, segments, segments * _GSM_ON_AIR)


def _ucs2_on_air(text: str, units: int) -> SegmentCount:
    data = text.encode("utf-16-be", "surrogatepass")
    segments = position = 0
    while position < units:
        position += _UCS2_PART
        if position < units and 0xD8 <= data[2 * position - 2] <= 0xDB:
            position -= 1
        segments += 1
    return SegmentCount("UCS-2", units, segments, segments * _UCS2_PART)
