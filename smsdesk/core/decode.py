"""Bytes of a text file to text: which encoding, and whether it is text at all."""

import codecs
import re
import unicodedata
from typing import Final, NamedTuple

from smsdesk.core.errors import UserInputError


class Decoded(NamedTuple):
    """Text of a file and the encoding it was read with, by the name shown to people."""

    text: str
    encoding: str


#: Encodings to choose from, by the name shown to people.
ENCODINGS: Final[dict[str, str]] = {
    "UTF-8": "utf-8",
    "UTF-8 with BOM": "utf-8-sig",
    "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
    "GB18030": "gb18030",
    "Big5": "big5hkscs",
    "Shift JIS": "cp932",
    "Windows-1252": "cp1252",
    "Windows-1251": "cp1251",
}

# what the guesser may call them
_ALIASES: Final[dict[str, str]] = {
    "big5": "Big5",
    "cp950": "Big5",
    "gb2312": "GB18030",
    "gbk": "GB18030",
    "shift_jis": "Shift JIS",
    "shift_jis_2004": "Shift JIS",
}

_BOMS: Final = (
    (codecs.BOM_UTF8, "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "UTF-16 BE"),
)
_BINARIES: Final = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF-", b"\x1f\x8b")
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_MARKUP: Final = re.compile(
    r"\s*(?:<!doctype|<html|<\?xml|<table|\{\s*\"|\[\s*[\[{])", re.IGNORECASE
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_MARK: Final = re.compile(rb"[0-9,;\t\n]")
_BEHIND: Final = re.compile(rb"[0-9,;\t\n]\x00")
_BEFORE: Final = re.compile(rb"\x00[0-9,;\t\n]")
# two bytes of GB 2312 level 1: the 3,755 characters that make up nearly all Chinese text
_COMMON_HAN: Final = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
_GB_PAIR: Final = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_BYTES_AT_ONCE: Final = 1_048_576  # a longer call would keep the window waiting
_SAMPLE_BYTES: Final = 65_536
_SAMPLE_CHARACTERS: Final = 4_096
_MIN_COMMON_SHARE: Final = 0.6
_MAX_DAMAGE_SHARE: Final = 0.1


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a whole file.

    encoding: a name of `ENCODINGS` or any codec; None to find out.

    Raises:
        UserInputError: csv_empty; csv_workbook (a spreadsheet's own format); csv_not_text;
            csv_encoding (not in this encoding; data: encoding, row).
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UserInputError("csv_empty")
    if data.startswith(_WORKBOOKS):
        raise UserInputError("csv_workbook")
    if data.startswith(_BINARIES):
        raise UserInputError("csv_not_text")
    name = encoding or _encoding_of(data)
    text = _decode_as(data, name)
    if not text or text.isspace():
        raise UserInputError("csv_empty")
    if _has_control(text) or _MARKUP.match(text[:256]):
        raise UserInputError("csv_not_text")
    return Decoded(text, name)


def _decode_as(data: bytes, name: str) -> str:
    try:
        return _decode_in_pieces(data, ENCODINGS.get(name, name)).removeprefix("\ufeff")
    except LookupError:
        raise UserInputError("csv_encoding_unknown", encoding=name) from None
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise UserInputError("csv_encoding", encoding=name, row=row) from None


def _decode_in_pieces(data: bytes, codec: str) -> str:
    """The text of `data`; an error tells its place in the whole, as `bytes.decode` does."""
    decoder = codecs.getincrementaldecoder(codec)()
    pieces = []
    try:
        for start in range(0, len(data), _BYTES_AT_ONCE):
            end = start + _BYTES_AT_ONCE
            pieces.append(decoder.decode(data[start:end], final=end >= len(data)))
    except UnicodeDecodeError:
        return data.decode(codec)
    return "".join(pieces)


def _has_control(text: str) -> bool:
    for start in range(0, len(text), _BYTES_AT_ONCE):
        if _CONTROL.search(text, start, start + _BYTES_AT_ONCE):
            return True
    return False


def _encoding_of(data: bytes) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    if b"\x00" in data[:_SAMPLE_BYTES]:
        return _utf_16_of(data[:_SAMPLE_BYTES])
    if _CONTROL.search(data[:_SAMPLE_BYTES].decode("latin-1")):
        raise UserInputError("csv_not_text")
    try:
        _decode_in_pieces(data, "utf-8")
    except UnicodeDecodeError:
        return _legacy_encoding_of(data)
    return "UTF-8"


def _utf_16_of(sample: bytes) -> str:
    # digits, separators and line ends of either byte order leave their NULs on one side
    odd_nuls, even_nuls = sample[1::2].count(0), sample[::2].count(0)
    name, beside = ("UTF-16 LE", _BEHIND) if odd_nuls > even_nuls else ("UTF-16 BE", _BEFORE)
    if 2 * len(beside.findall(sample)) < len(_MARK.findall(sample)):
        raise UserInputError("csv_not_text")  # a NUL that strayed into something else
    text = sample[: len(sample) // 2 * 2].decode(ENCODINGS[name], "replace")[:_SAMPLE_CHARACTERS]
    if _CONTROL.search(text) or any(unicodedata.category(c) in ("Cn", "Co", "Cs") for c in text):
        raise UserInputError("csv_not_text")
    return name


def _legacy_encoding_of(data: bytes) -> str:
    sample = data[:_SAMPLE_BYTES]
    high = sum(byte > 0x7F for byte in sample)
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    intact = len(re.findall("[^\x00-\x7f\ufffd]", data.decode("utf-8", "replace")))
    if damaged < _MAX_DAMAGE_SHARE * intact:
        return "UTF-8"  # which then says in which row the damage is
    pairs = len(_GB_PAIR.findall(sample))
    if high and pairs and len(_COMMON_HAN.findall(sample)) >= _MIN_COMMON_SHARE * pairs:
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            return "GB18030"
    return _guessed_encoding_of(data)


def _guessed_encoding_of(data: bytes) -> str:
    # a door: only files that are neither Unicode nor GB18030 ever need it
    import charset_normalizer  # noqa: PLC0415

    best = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES]).best()
    if best is None:
        raise UserInputError("csv_not_text")
    codec = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    names = {known: name for name, known in ENCODINGS.items()} | _ALIASES
    return names.get(codec, codec)
