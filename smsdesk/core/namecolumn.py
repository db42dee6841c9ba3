"""Which column of a table says who somebody is, guessed by its title and its cells."""

from collections.abc import Sequence
from typing import Final

_NAMES: Final = (
    "name", "full name", "fullname", "first name", "firstname", "customer", "customer name",
    "client", "contact", "recipient",
    "姓名", "名字", "名称", "客户", "客户姓名", "称呼", "联系人", "收件人",
)  # fmt: skip


def guess_name_column(
    header: Sequence[str], phone_column: int, samples: Sequence[list[str]]
) -> int:
    """The column that says who somebody is: by its title, else the first that holds words.

    samples: cells of a few rows. Returns -1 where there is none.
    """
    titles = [title.strip().casefold() for title in header]
    others = [place for place in range(len(titles)) if place != phone_column]
    for exact in (True, False):
        for place in others:
            title = titles[place]
            if title in _NAMES if exact else any(hint in title for hint in ("name", "姓名", "名")):
                return place
    for place in others:
        cells = [row[place] for row in samples if place < len(row) and row[place].strip()]
        if cells and sum(_is_wordy(cell) for cell in cells) * 2 > len(cells):
            return place
    return -1


def _is_wordy(cell: str) -> bool:
    """Letters, not numbers, dates or links."""
    letters = sum(character.isalpha() for character in cell)
    return letters * 2 > len(cell) and "://" not in cell and "@" not in cell
