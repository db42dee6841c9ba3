"""Phone numbers: from what people type and spreadsheets damage to E.164 digits, never by guess.

The rules are those of `phonenumbers`, imported at the first number and not with the program (see
`_library`). Long lists mostly hold plain digits; those are judged here by the very patterns of
its metadata, ten times as fast. Whatever could need more (a national prefix to take off, an
international prefix, leading zeros) goes through `phonenumbers` itself.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from types import ModuleType
from typing import Final, Protocol

from smsdesk.core.phonecolumn import is_phone_name

EMPTY: Final = "empty"
SHORTENED: Final = "shortened_by_spreadsheet"
LETTERS: Final = "letters"
TOO_SHORT: Final = "too_short"
TOO_LONG: Final = "too_long"
NOT_A_NUMBER: Final = "not_a_number"
INVALID: Final = "invalid"
NO_COUNTRY: Final = "no_country"

#: What is worth knowing of a number that is valid: texts seldom reach one.
LANDLINE: Final = "landline"

#: Why a text is no number; each has its words under `phone_<reason>` in `core.sentences`.
REASONS: Final = (
    EMPTY,
    SHORTENED,
    LETTERS,
    TOO_SHORT,
    TOO_LONG,
    NOT_A_NUMBER,
    INVALID,
    NO_COUNTRY,
)

_MAX_DIGITS: Final = 17  # of a national number, as `phonenumbers` has it
_UNKNOWN: Final = 99  # PhoneNumberType.UNKNOWN
_NO_NUMBER: Final = (0, _UNKNOWN)
_FIXED_LINE: Final = 0
_MOBILE: Final = 1
_FIXED_LINE_OR_MOBILE: Final = 2

# in the order in which `phonenumbers` asks, with its numbers for the types
_SPECIAL_TYPES: Final = (
    ("premium_rate", 4),
    ("toll_free", 3),
    ("shared_cost", 5),
    ("voip", 6),
    ("personal_number", 7),
    ("pager", 8),
    ("uan", 9),
    ("voicemail", 10),
)

_plain: Final = re.compile(r"\+?[0-9]+").fullmatch
_shortened: Final = re.compile(r"[+-]?\d(?:[.,]\d*)?[eE]\+?\d+|#+").fullmatch
_formula: Final = re.compile(r'=(?:"([^"]*)"?|(\+?\d+))').fullmatch
_float: Final = re.compile(r"(\+?\d{5,})\.0+").fullmatch
_decimal: Final = re.compile(r"\+?\d{7,}\.\d{1,2}").fullmatch
_written: Final = re.compile(r"[(\[ ]*\+?[(\[ ]*\d[\d ()\[\]./-]*").fullmatch
_not_digit: Final = re.compile(r"[^0-9]+")


class PhoneInvalid(ValueError):
    """A text is no phone number; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Phone:
    """A valid number. digits: E.164 without plus. region: ISO code, "001" for non-geographic."""

    digits: int
    country_code: int
    region: str


def parse_phone(text: str, region: str | None) -> Phone:
    """Read one phone number. See `read_number` for the rules.

    Raises:
        PhoneInvalid: the text is no number that can be called with certainty.
    """
    digits, reason = read_number(text, region)
    if not digits:
        raise PhoneInvalid(reason)
    library = _library()
    number = library.parse(f"+{digits}")
    return Phone(digits, number.country_code, library.region_code_for_number(number))


def read_number(text: str, region: str | None) -> tuple[int, str]:
    """Read one phone number of a long list: (E.164 digits, "" or LANDLINE) or (0, reason).

    With `+` or `00` in front: an international number. Without: a national number of `region`;
    where that is not valid, the digits of an international number, but only of a mobile and never
    with as many digits as a mobile at home has: a mistyped number must not reach a stranger abroad.
    """
    text = text.strip()
    if not text:
        return 0, EMPTY
    if not (_plain(text) and text.isascii()):
        text, reason = _cleaned(text)
        if reason:
            return 0, reason
    if text[0] == "+" or text.startswith("00"):
        number, kind = _international(text[1:] if text[0] == "+" else text[2:])
        if number:
            return number, _remark(kind)
        if text[0] == "+" or region is None:
            return 0, _international_reason(text.lstrip("+0"))
    return _unmarked(text, region)


def _unmarked(digits: str, region: str | None) -> tuple[int, str]:
    """Read digits without an international prefix."""
    if region is not None:
        number, kind = _national(digits, region)
        if number:
            return number, _remark(kind)
        if _looks_domestic(digits, region):
            return 0, _national_reason(digits, region)
    number, kind = _international(digits)
    if kind in (_MOBILE, _FIXED_LINE_OR_MOBILE):
        return number, ""
    return 0, NO_COUNTRY if region is None else _national_reason(digits, region)


def _remark(kind: int) -> str:
    return LANDLINE if kind == _FIXED_LINE else ""


def regions() -> list[tuple[str, int]]:
    """Every country with its calling code: (ISO code, calling code), by ISO code."""
    library = _library()
    return [
        (region, library.country_code_for_region(region))
        for region in sorted(library.SUPPORTED_REGIONS)
    ]


@lru_cache(maxsize=16384)
def display(digits: int) -> str:
    """A number as people write it, for example `+86 138 0013 8000`."""
    library = _library()
    try:
        number = library.parse(f"+{digits}")
    except library.NumberParseException:
        return f"+{digits}"
    text: str = library.format_number(number, library.PhoneNumberFormat.INTERNATIONAL)
    return text


def country_code(digits: int) -> int:
    """The calling code E.164 `digits` begin with, 0 where there is none."""
    return _calling_code(str(digits)[:3])


@cache
def _library() -> ModuleType:
    # the one door to phonenumbers: 40 ms and 23 MB that the window's first paint does not need
    import phonenumbers  # noqa: PLC0415

    return phonenumbers


@cache
def _calling_code(start: str) -> int:
    known = _library().COUNTRY_CODE_TO_REGION_CODE
    if start.startswith("0"):
        return 0
    for length in range(1, len(start) + 1):
        if int(start[:length]) in known:
            return int(start[:length])
    return 0


class _Description(Protocol):
    national_number_pattern: str | None
    possible_length: tuple[int, ...]


class _Metadata(Protocol):
    country_code: int
    general_desc: _Description
    leading_digits: str | None
    national_prefix_for_parsing: str | None
    international_prefix: str | None
    same_mobile_and_fixed_line_pattern: bool


class _Kind:
    """The numbers of one kind: their lengths and their pattern."""

    __slots__ = ("lengths", "matches")

    def __init__(self, description: _Description | None) -> None:
        pattern = description.national_number_pattern if description else None
        lengths = description.possible_length if description and pattern else ()
        self.lengths: frozenset[int] = frozenset(lengths)
        self.matches: Callable[[str], object] = re.compile(pattern or "(?!)").fullmatch

    def __contains__(self, national: str) -> bool:
        return len(national) in self.lengths and self.matches(national) is not None


class _Plan:
    """The numbering plan of one region, compiled from its metadata."""

    def __init__(self, metadata: _Metadata) -> None:
        self.code = metadata.country_code
        self.calling_code = str(self.code)
        self.general = _Kind(metadata.general_desc)
        self.special = [
            (_Kind(getattr(metadata, name)), number)
            for name, number in _SPECIAL_TYPES
            if getattr(metadata, name) is not None
        ]
        self.fixed_line = _Kind(getattr(metadata, "fixed_line", None))
        self.mobile = _Kind(getattr(metadata, "mobile", None))
        self.same = bool(metadata.same_mobile_and_fixed_line_pattern)
        self.begins = _prefix(metadata.leading_digits)
        self.national_prefix = _prefix(metadata.national_prefix_for_parsing)
        self.international_prefix = _prefix(metadata.international_prefix)

    def type_of(self, national: str) -> int:
        """The type of a national number, as `phonenumbers.number_type` gives it."""
        if national not in self.general:
            return _UNKNOWN
        for kind, number in self.special:
            if national in kind:
                return number
        if national in self.fixed_line:
            both = self.same or national in self.mobile
            return _FIXED_LINE_OR_MOBILE if both else _FIXED_LINE
        return _MOBILE if not self.same and national in self.mobile else _UNKNOWN


def _prefix(pattern: str | None) -> Callable[[str], object] | None:
    return re.compile(pattern).match if pattern else None


@cache
def _plan_of_region(region: str) -> _Plan | None:
    metadata = _library().PhoneMetadata.metadata_for_region(region, None)
    return _Plan(metadata) if metadata else None


@cache
def _plans(calling_code: int) -> tuple[_Plan, ...]:
    """The plans that share a calling code, the main one first."""
    library = _library()
    find = library.PhoneMetadata.metadata_for_region_or_calling_code
    regions_of = library.COUNTRY_CODE_TO_REGION_CODE.get(calling_code, ())
    return tuple(_Plan(find(calling_code, region)) for region in regions_of)


def _type_of(calling_code: int, national: str) -> int:
    """The type of a number in whichever region of its calling code claims it first."""
    plans = _plans(calling_code)
    if len(plans) == 1:
        return plans[0].type_of(national)
    for plan in plans:
        if plan.begins is not None:
            if plan.begins(national):
                return plan.type_of(national)
        elif (kind := plan.type_of(national)) != _UNKNOWN:
            return kind
    return _UNKNOWN


def _is_bare(national: str, plan: _Plan) -> bool:
    """Whether nothing can be taken off in front of `national`."""
    if not 2 <= len(national) <= _MAX_DIGITS or national[0] == "0":
        return False
    return plan.national_prefix is None or not plan.national_prefix(national)


def _international(digits: str) -> tuple[int, int]:
    """(E.164 digits, type) of digits that begin with a calling code; (0, UNKNOWN) if not valid."""
    calling_code = _calling_code(digits[:3])
    if not calling_code:
        return _NO_NUMBER
    national = digits[len(str(calling_code)) :]
    if not _is_bare(national, _plans(calling_code)[0]):
        return _by_library(f"+{digits}", None)
    kind = _type_of(calling_code, national)
    return (int(digits), kind) if kind != _UNKNOWN else _NO_NUMBER


def _national(digits: str, region: str) -> tuple[int, int]:
    """(E.164 digits, type) of a number as it is dialled in `region`; (0, UNKNOWN) if not valid."""
    plan = _plan_of_region(region)
    if plan is None:
        return _NO_NUMBER
    if plan.international_prefix is None or not plan.international_prefix(digits):
        code = plan.calling_code
        if not digits.startswith(code):
            if _is_bare(digits, plan):
                kind = _type_of(plan.code, digits)
                return (int(code + digits), kind) if kind != _UNKNOWN else _NO_NUMBER
        elif len(digits) > max(plan.general.lengths):
            # too long to be national, so the calling code stands in front
            national = digits[len(code) :]
            if _is_bare(national, plan) and _is_bare(national, _plans(int(code))[0]):
                kind = _type_of(plan.code, national)
                return (int(digits), kind) if kind != _UNKNOWN else _NO_NUMBER
    return _by_library(digits, region)


def _looks_domestic(digits: str, region: str) -> bool:
    plan = _plan_of_region(region)
    return plan is not None and len(digits) in plan.mobile.lengths


def _by_library(text: str, region: str | None) -> tuple[int, int]:
    library = _library()
    try:
        number = library.parse(text, region)
    except library.NumberParseException:
        return _NO_NUMBER
    if not library.is_valid_number(number):
        return _NO_NUMBER
    e164: str = library.format_number(number, library.PhoneNumberFormat.E164)
    return int(e164[1:]), library.number_type(number)


def _cleaned(text: str) -> tuple[str, str]:
    """(the plain digits with their plus, "") or ("", why there are none)."""
    if not text.isascii():
        # full-width forms become plain, invisible direction marks go, all dashes become one
        text = "".join(map(_plain_character, unicodedata.normalize("NFKC", text)))
    text = " ".join(text.split())
    label, colon, rest = text.partition(":")
    if colon and is_phone_name(label):
        text = rest.lstrip()
    text = text.rstrip(",; ")  # left over from a list
    if (formula := _formula(text)) is not None:
        text = formula[1] or formula[2] or ""
    text = text.strip("\"' ")  # '138… and ="138…" keep a spreadsheet's hands off
    if not text:
        return "", EMPTY
    if _shortened(text):
        return "", SHORTENED
    if (number := _float(text)) is not None:
        return number[1], ""  # a number column saved as 13800138000.0
    if any(character.isalpha() for character in text):
        return "", LETTERS
    if _decimal(text) or not _written(text):
        return "", NOT_A_NUMBER
    return ("+" if "+" in text else "") + _not_digit.sub("", text), ""


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if category in ("Pi", "Pf"):  # the quotation marks of a word processor
        return "'"
    if category == "Zs":
        return " "
    return "" if category == "Cf" else character


def _international_reason(digits: str) -> str:
    calling_code = _calling_code(digits[:3])
    if not calling_code:
        return INVALID
    return _length_reason(digits[len(str(calling_code)) :], _plans(calling_code)[0])


def _national_reason(digits: str, region: str) -> str:
    plan = _plan_of_region(region)
    if plan is None:
        return INVALID
    return _length_reason(digits.lstrip("0").removeprefix(plan.calling_code), plan)


def _length_reason(national: str, plan: _Plan) -> str:
    # measured against mobiles: a text is going there, and landlines may be much shorter
    lengths = plan.mobile.lengths or plan.general.lengths
    if len(national) < min(lengths):
        return TOO_SHORT
    return TOO_LONG if len(national) > max(lengths) else INVALID
