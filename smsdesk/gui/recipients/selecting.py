"""Which rows of the list are shown, and which of them comes next: index vectors, no row objects."""

from array import array
from collections.abc import Sequence
from typing import Final

from smsdesk.core.recipients import Recipients, RowState, marked_rows

#: States of rows that need a person.
PROBLEMS: Final = frozenset((RowState.NO_NUMBER, RowState.INVALID))

_MARK: Final = b"\1"


def select_rows(
    recipients: Recipients,
    states: frozenset[RowState] | None,
    query: str,
    landlines: bool = False,
) -> Sequence[int]:
    """Row indexes in file order with one of `states` (None for all) that hold `query`.

    landlines: only those that will receive at a landline. Pure; about 5 ms for 100,000 rows
    without a query, ten times that with one.
    """
    rows = recipients.landlines() if landlines else _in_states(recipients, states)
    needle = query.strip().casefold()
    if not needle:
        return rows
    return array(
        "I",
        (
            row
            for row in rows
            if needle in "\x1f".join(recipients.rows[row]).casefold()
            or needle in str(recipients.phones[row])
        ),
    )


def _in_states(recipients: Recipients, states: frozenset[RowState] | None) -> Sequence[int]:
    if states is None:
        return range(len(recipients))
    return marked_rows(_marks(recipients, states))


def next_in_states(
    recipients: Recipients,
    rows: Sequence[int],
    states: frozenset[RowState],
    position: int,
    step: int,
) -> int:
    """The next place (step 1) or the one before (-1) in `rows` that holds one of `states`.

    Goes on from the other end; -1 where there is none.
    """
    marks = _marks(recipients, states)
    if not isinstance(rows, range):  # `range`: all of them
        marks = bytes(map(marks.__getitem__, rows))
    if step > 0:
        after = marks.find(_MARK, position + 1)
        return after if after >= 0 else marks.find(_MARK)
    before = marks.rfind(_MARK, 0, max(position, 0))
    return before if before >= 0 else marks.rfind(_MARK)


def _marks(recipients: Recipients, states: frozenset[RowState]) -> bytes:
    """1 for each row in one of `states`, else 0."""
    wanted = bytes(state in states for state in RowState)
    return bytes(recipients.states.translate(wanted.ljust(256, b"\0")))
