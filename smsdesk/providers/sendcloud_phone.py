"""How SendCloud writes numbers: mainland ones as 11 digits, all others as +<country><number>.

Source: SendCloud SMS API document, and what clients of its international SMS send (a mainland
number with +86 is refused with 412). Read on 2026-11-21.
"""

import re
from typing import Final

_MAINLAND: Final = "86"
_NOT_DIGITS: Final = re.compile(r"[^0-9]+")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}").fullmatch


def is_mainland(phone: str) -> bool:
    """Whether E.164 digits are a number of mainland China: no other country begins with 86."""
    return phone.startswith(_MAINLAND)


def written(phone: str) -> str:
    """E.164 digits as SendCloud takes them."""
    return phone.removeprefix(_MAINLAND) if is_mainland(phone) else f"+{phone}"


def number_keys(phone: str) -> tuple[str, ...]:
    """What `plain_number` makes of E.164 digits, however the provider writes them."""
    return (phone, phone.removeprefix(_MAINLAND)) if is_mainland(phone) else (phone,)


def plain_number(text: str) -> str:
    """The digits of a number as the provider writes it, without plus and leading zeros."""
    return _NOT_DIGITS.sub("", text).lstrip("0")


def e164_digits(text: str) -> str:
    """A number as the provider writes it with its country code: 11 bare digits are mainland."""
    digits = plain_number(text)
    return _MAINLAND + digits if _MOBILE(digits) and not text.strip().startswith("+") else digits
