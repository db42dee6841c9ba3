"""How sizes, lengths and file names are read from what a person types, and written again."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

_MEGABYTE: Final = 1024 * 1024
_NUMBER: Final = re.compile(r"\d{1,9}(?:[.,]\d{0,6})?", re.ASCII)
_LENGTH: Final = re.compile(r"(?:(\d{1,4}):([0-5]\d)|(\d{1,6}))", re.ASCII)
_ENDING: Final = re.compile(r"\.([a-z0-9]{1,6})$", re.IGNORECASE | re.ASCII)


def size_of(text: str) -> int | None:
    """Bytes of a number of MB; 0 for nothing typed, None where it is no number."""
    text = text.strip().removesuffix("MB").strip()
    if not text:
        return 0
    if not _NUMBER.fullmatch(text):
        return None
    return round(float(text.replace(",", ".")) * _MEGABYTE)


def megabytes(count: int) -> str:
    """Bytes as a number of MB, with as many decimals as it takes; "" for 0."""
    if not count:
        return ""
    whole = count / _MEGABYTE
    words = f"{whole:.1f}" if whole >= 1 else f"{whole:.3f}"
    return words.rstrip("0").rstrip(".") or "0.001"


def length(text: str) -> int | None:
    """Seconds of `95` or `1:35`; 0 for nothing typed, None where it is neither."""
    text = text.strip()
    if not text:
        return 0
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    minutes, rest, seconds = found.groups()
    return int(seconds) if seconds else int(minutes) * 60 + int(rest)


def length_words(seconds: int) -> str:
    """`1:35`; "" for 0."""
    return f"{seconds // 60}:{seconds % 60:02d}" if seconds else ""


def file_name(url: str) -> str:
    """The name at the end of an address; "" where it ends in none."""
    try:
        last = unquote(urlsplit(url).path).rpartition("/")[2]
    except ValueError:
        return ""
    return last if _ENDING.search(last) else ""


def ending(name: str) -> str:
    """The ending of a name, in lower case and without the dot; "" for none."""
    found = _ENDING.search(name.strip())
    return found.group(1).lower() if found else ""
