"""Segments of a whole list, fast enough for every keystroke.

Rows whose cells are alike (as long, in the same alphabet) get the same segments from any text.
So rows are gathered by that once, and each keystroke renders one row of each group: the cost
depends on how different the cells are, not on how many recipients there are.
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from smsdesk.core import segments
from smsdesk.core.merge import MessageTemplate
from smsdesk.core.message import Message, sms_text
from smsdesk.core.phone import country_code
from smsdesk.core.recipients import Recipients
from smsdesk.core.segments import SegmentRule

# characters of two units, which must not be split: where they stand matters, not only how many
_DOUBLE: Final = re.compile(f"[{re.escape(segments.GSM_EXTENSION)}\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class ListCount:
    """Segments of all recipients of a list.

    segments: number of recipients by segments of their text, fewest segments first.
    longest, shortest: index of the first row whose text takes most and least (segments, then
        units); None where nobody will receive.
    """

    segments: dict[int, int] = field(default_factory=dict)
    longest: int | None = None
    shortest: int | None = None

    @property
    def total(self) -> int:
        """Segments of all recipients together."""
        return sum(number * recipients for number, recipients in self.segments.items())


class _Group(NamedTuple):
    row: int
    country_code: int
    recipients: int


class SegmentHistogram:
    """Counts the segments of `recipients` for one text after another.

    Make a new one when the recipients change. The first count with another set of merge fields
    reads all rows, later ones do not. Not for several threads at once.
    """

    def __init__(self, recipients: Recipients) -> None:
        self._recipients = recipients
        self._rows = recipients.members()
        self._groups: dict[tuple[int, ...], list[_Group]] = {}
        self._signatures: dict[int, list[Hashable]] = {}

    def count(self, message: Message, rule: SegmentRule = SegmentRule.ON_AIR) -> ListCount:
        """Count `message` for every recipient.

        Raises:
            UserInputError: merge_brace, merge_no_column.
        """
        template = MessageTemplate(message, self._recipients.header)
        by_segments: dict[int, int] = {}
        longest = shortest = None
        most, least = (-1, -1), (0, 0)
        for group in self._grouped(tuple(sorted(set(template.columns.values())))):
            text = sms_text(template.render(self._recipients.rows[group.row]))
            found = segments.count(text, rule, group.country_code)
            size = (found.segments, found.units)
            by_segments[size[0]] = by_segments.get(size[0], 0) + group.recipients
            if size > most:
                longest, most = group.row, size
            if shortest is None or size < least:
                shortest, least = group.row, size
        return ListCount(dict(sorted(by_segments.items())), longest, shortest)

    def _grouped(self, columns: tuple[int, ...]) -> list[_Group]:
        groups = self._groups.get(columns)
        if groups is None:
            countries = map(country_code, map(self._recipients.phones.__getitem__, self._rows))
            keys = zip(countries, *map(self._signatures_of, columns), strict=True)
            first: dict[tuple[Hashable, ...], list[int]] = {}
            for row, key in zip(self._rows, keys, strict=True):
                entry = first.setdefault(key, [row, 0])
                entry[1] += 1
            groups = [_Group(row, _country_of(key), number) for key, (row, number) in first.items()]
            self._groups[columns] = groups
        return groups

    def _signatures_of(self, column: int) -> list[Hashable]:
        known = self._signatures.get(column)
        if known is None:
            rows = self._recipients.rows
            known = _signatures([rows[row][column] for row in self._rows])
            self._signatures[column] = known
        return known


def _signatures(cells: Sequence[str]) -> list[Hashable]:
    """What of each cell decides the segments of a text it is part of."""
    known: dict[str, Hashable] = {}
    for cell in set(cells):
        if _DOUBLE.search(cell):
            known[cell] = cell
        else:
            known[cell] = (len(cell), segments.is_gsm(cell))
    return [known[cell] for cell in cells]


def _country_of(key: tuple[Hashable, ...]) -> int:
    country = key[0]
    return country if isinstance(country, int) else 0
