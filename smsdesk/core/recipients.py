"""Recipients: the rows of a file, the number each row holds and whether it will receive.

Columns, not objects: one array per property, indexed by row.
"""

from array import array
from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import compress, count

from smsdesk.core.account import Account, Mode
from smsdesk.core.csvimport import Table
from smsdesk.core.phone import LANDLINE, read_number


class RowState(IntEnum):
    """What a row of the recipient file comes to; stored as one byte, so never renumber."""

    WILL_RECEIVE = 0
    NO_NUMBER = 1
    INVALID = 2
    DUPLICATE = 3
    GUARDED = 4  # not one of the test numbers of the account that sends
    LEFT_OUT = 5  # a person left the row out


_EMPTY = "empty"
_GUARDED = bytes.maketrans(bytes((RowState.WILL_RECEIVE,)), bytes((RowState.GUARDED,)))
_IS_MEMBER = bytes(state == RowState.WILL_RECEIVE for state in range(256))
_ROWS_AT_ONCE = 65_536  # one call over a whole list would keep every other thread waiting


@dataclass(slots=True, eq=False)
class Recipients:
    """All rows of a recipient file, judged.

    source: name of the file, "" for pasted rows. rows: in file order, each as wide as `header`.
    first_row: number of the first row in the file (2 under a header).
    phones: E.164 digits per row, 0 where the row holds no valid number.
    states: a `RowState` per row. landline: 1 per row whose number is one, else 0.
    reasons: why a row has no number, by row index.
    duplicate_of: index of the row that holds the same number first, by row index.
    allowed: the only numbers that will receive, None for all.
    corrections: how often a number of these rows was corrected, shared by all made of one list.
    corrections_seen: how many of them are judged in `states`.
    """

    source: str
    header: tuple[str, ...]
    rows: list[list[str]]
    first_row: int
    phone_column: int
    region: str | None
    phones: "array[int]" = field(default_factory=lambda: array("Q"))
    states: bytearray = field(default_factory=bytearray)
    landline: bytearray = field(default_factory=bytearray)
    reasons: dict[int, str] = field(default_factory=dict)
    duplicate_of: dict[int, int] = field(default_factory=dict)
    allowed: Set[int] | None = None
    corrections: "array[int]" = field(default_factory=lambda: array("I", [0]))
    corrections_seen: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    def members(self) -> "array[int]":
        """Indexes of the rows that will receive, in file order."""
        return marked_rows(self.states.translate(_IS_MEMBER))

    def landlines(self) -> "array[int]":
        """Indexes of the rows that will receive at a landline, in file order."""
        if 1 not in self.landline:
            return array("I")
        # as two large numbers: a step for each row would take a long list far too long
        marks = int.from_bytes(self.landline, "little")
        marks &= int.from_bytes(self.states.translate(_IS_MEMBER), "little")
        return marked_rows(marks.to_bytes(len(self.landline), "little"))

    def counts(self) -> dict[RowState, int]:
        """How many rows are in each state."""
        return {state: self.states.count(state) for state in RowState}

    def cell(self, row: int, column: int) -> str:
        """The text of one cell, as it stood in the file."""
        return self.rows[row][column]

    def row_number(self, row: int) -> int:
        """The number of a row as a spreadsheet shows it."""
        return self.first_row + row

    @property
    def is_current(self) -> bool:
        """Whether no number was corrected since through another list of the same rows."""
        return self.corrections_seen == self.corrections[0]

    def only(self, numbers: Iterable[int]) -> "Recipients":
        """A list of the same rows in which only these numbers (E.164 digits) will receive.

        Rows, numbers and reasons are shared, the states are its own.
        """
        allowed = frozenset(numbers)
        if self.allowed is not None:
            allowed &= self.allowed
        states = self.states.translate(_GUARDED)
        for start in range(0, len(states), _ROWS_AT_ONCE):
            held = map(allowed.__contains__, self.phones[start : start + _ROWS_AT_ONCE])
            for row in compress(count(start), held):
                states[row] = self.states[row]
        return replace(self, states=states, allowed=allowed)

    def without(self, rows: Iterable[int]) -> "Recipients":
        """A list of the same rows in which those of `rows` that would have received will not.

        Rows, numbers and reasons are shared, the states are its own. A row that repeats the number
        of one left out stays a duplicate.
        """
        states = bytearray(self.states)
        for row in rows:
            if states[row] == RowState.WILL_RECEIVE:
                states[row] = RowState.LEFT_OUT
        return replace(self, states=states)

    def edit_phone(self, row: int, text: str) -> None:
        """Replace the number of one row and judge it again, and the rows that share a number."""
        self.corrections[0] += 1
        self.corrections_seen += 1
        before = self.phones[row]
        self.rows[row][self.phone_column] = text
        digits, remark = read_number(text, self.region)
        if digits != before:
            self._give_up(row)
            self.phones[row] = 0  # not to be found as the first that holds it
            holder = self._holder_of(digits) if digits else None
            self.phones[row] = digits
            self.landline[row] = remark == LANDLINE
            if digits:
                self._take(row, holder)
        if not digits:
            self.reasons[row] = remark
            self.states[row] = RowState.NO_NUMBER if remark == _EMPTY else RowState.INVALID

    def _holder_of(self, number: int) -> int | None:
        """The first row with that number."""
        try:
            return self.phones.index(number)
        except ValueError:
            return None

    def _give_up(self, row: int) -> None:
        """The row holds its number no longer: the next one with it is the first now."""
        self.reasons.pop(row, None)
        if self.duplicate_of.pop(row, None) is not None:
            return
        first, *others = sorted(self._duplicates_of(row)) or (None,)
        if first is not None:
            self._head(first, others)

    def _take(self, row: int, holder: int | None) -> None:
        """The row holds the number that `holder` held first so far, if anybody did."""
        if holder is None:
            self._head(row, ())
        elif holder < row:
            self._head(holder, (row,))
        else:
            self._head(row, (holder, *self._duplicates_of(holder)))

    def _duplicates_of(self, row: int) -> list[int]:
        return [other for other, first in self.duplicate_of.items() if first == row]

    def _head(self, first: int, others: Iterable[int]) -> None:
        """Let `first` stand for its number and `others` repeat it."""
        for row in others:
            self.states[row] = RowState.DUPLICATE
            self.duplicate_of[row] = first
        self.duplicate_of.pop(first, None)
        if self.allowed is not None and self.phones[first] not in self.allowed:
            self.states[first] = RowState.GUARDED
        elif self.states[first] != RowState.LEFT_OUT:
            self.states[first] = RowState.WILL_RECEIVE


def marked_rows(marks: bytes | bytearray) -> "array[int]":
    """Indexes of the rows whose mark is not 0, in file order."""
    rows = array("I")
    for start in range(0, len(marks), _ROWS_AT_ONCE):
        rows.extend(compress(count(start), marks[start : start + _ROWS_AT_ONCE]))
    return rows


def read_recipients(table: Table, phone_column: int, region: str | None) -> Recipients:
    """Judge every row of `table`.

    region: ISO code of the default country, None where every number carries its own.
    The rows are shared with `table`, not copied.
    """
    recipients = Recipients(
        table.source, table.header, table.rows, table.first_row, phone_column, region
    )
    phones = array("Q", bytes(8 * len(table.rows)))
    states = bytearray(len(table.rows))
    landline = bytearray(len(table.rows))
    first: dict[int, int] = {}
    for index, row in enumerate(table.rows):
        digits, remark = read_number(row[phone_column], region)
        if digits:
            phones[index] = digits
            if remark:
                landline[index] = remark == LANDLINE
            holder = first.setdefault(digits, index)
            if holder != index:
                states[index] = RowState.DUPLICATE
                recipients.duplicate_of[index] = holder
        else:
            states[index] = RowState.NO_NUMBER if remark == _EMPTY else RowState.INVALID
            recipients.reasons[index] = remark
    recipients.phones = phones
    recipients.states = states
    recipients.landline = landline
    return recipients


def reached(recipients: Recipients, account: Account) -> Recipients:
    """The list as `account` may send to it: the same one, unless the account is guarded."""
    if account.mode is not Mode.GUARDED:
        return recipients
    return recipients.only(account.test_numbers)
