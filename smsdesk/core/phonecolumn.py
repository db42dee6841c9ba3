"""Which column of a table holds the phone numbers, guessed by its name and its cells."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

_SAMPLE_CELLS: Final = 200
_MIN_SHARE: Final = 0.5
_BY_CELLS: Final = 4
_BY_NAME_ALONE: Final = 5


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split("|"))


# very short hints count as whole names only, or "total" and "hotel" would be texted
_MOBILE_NAMES: Final = _names(
    "mobile|mobile phone|mobile number|mobile no|mobile phone number|cell|cell phone|cellphone|"
    "cell number|handphone|msisdn|手机|手机号|手机号码|手机电话|移动电话|手機|手機號|手機號碼|"
    "行動電話|行动电话|携帯電話|携帯"
)
_PHONE_NAMES: Final = _names(
    "phone|phones|phone number|phone no|phonenumber|telephone|telephone number|telephone no|tel|"
    "tel no|tel number|contact number|contact no|whatsapp|whatsapp number|number|sms|to|"
    "recipient|recipients|destination|e164|"
    "电话|电话号码|联系电话|联系方式|联系号码|号码|接收号码|收信号码|收件人电话|收件人|"
    "電話|電話號碼|聯絡電話|號碼|電話番号"
)
_MOBILE_WORD: Final = re.compile(r"\b(?:mobile|msisdn|cellphone|handphone)\b|手机|手機|携帯")
_PHONE_WORD: Final = re.compile(r"\b(?:phone|telephone)\b|电话|電話")

_AROUND: Final = " \t\"'“”‘’=,;"  # what is left of lists and spreadsheets
_digits: Final = re.compile(r"\D+")
_written: Final = re.compile(r"['(\[ ]*\+?[(\[ ]*\d[\d ()\[\]./-]*").fullmatch
_shortened: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+").fullmatch
_date_or_amount: Final = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*|\d+\.\d{1,2}"
).fullmatch
_certain: Final = re.compile(r"\+[\d ()./-]{8,}|(?:00)?(?:86)?1[3-9]\d{9}").fullmatch


def looks_like_phone(cell: str) -> bool:
    """Whether a cell could be meant as a phone number, be it valid or damaged."""
    text = unicodedata.normalize("NFKC", cell).strip(_AROUND)
    if _shortened(text):
        return True
    if not _written(text) or _date_or_amount(text):
        return False
    return 7 <= len(_digits.sub("", text)) <= 15


def is_phone_name(name: str) -> bool:
    """Whether a column of this name is surely meant for phone numbers."""
    return _plain_name(name) in _MOBILE_NAMES | _PHONE_NAMES


def guess_phone_column(header: Sequence[str], rows: Iterable[Sequence[str]]) -> int | None:
    """Index of the column that holds the phone numbers, None where that is not clear.

    A whole name beats a part of one, a mobile beats a phone, and a name beats cells; but a name
    over cells that are no numbers counts last. Two filled columns of one name are not clear.
    """
    sample = list(islice(rows, _SAMPLE_CELLS))
    shares = [_share(row[column] for row in sample) for column in range(len(header))]
    ranked = []
    for column, name in enumerate(header):
        rank = _rank(_plain_name(name), shares[column])
        if rank is not None:
            ranked.append((rank, column))
    if not ranked:
        return None
    best = min(ranked)
    if best[0] != _BY_CELLS:
        alike = [column for column, title in enumerate(header) if title == header[best[1]]]
        filled = [column for column in alike if shares[column] is not None] or alike
        return filled[0] if len(filled) == 1 else None
    return _surest([column for rank, column in ranked if rank == _BY_CELLS], sample)


def _rank(name: str, share: float | None) -> int | None:
    exact = name in _MOBILE_NAMES or name in _PHONE_NAMES
    if share is not None and share < _MIN_SHARE:
        return _BY_NAME_ALONE if exact else None
    if exact:
        return 0 if name in _MOBILE_NAMES else 1
    if share is None:
        return None
    if _MOBILE_WORD.search(name):
        return 2
    return 3 if _PHONE_WORD.search(name) else _BY_CELLS


def _share(cells: Iterable[str]) -> float | None:
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(looks_like_phone, filled)) / len(filled) if filled else None


def _surest(columns: list[int], sample: list[Sequence[str]]) -> int | None:
    if len(columns) == 1:
        return columns[0]
    sure = []
    for column in columns:
        filled = [row[column].strip() for row in sample if row[column].strip()]
        if sum(_certain(cell) is not None for cell in filled) >= _MIN_SHARE * len(filled):
            sure.append(column)
    return sure[0] if len(sure) == 1 else None


def _plain_name(name: str) -> str:
    """`phoneNumber`, `Phone_Number:` and `PHONE NUMBER *` are all `phone number`."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", name))
    return re.sub(r"[\s_\-.:*#/()\[\]+]+", " ", text).strip().casefold()
