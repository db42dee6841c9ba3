"""The outcomes of one reply in columns: a million recipients told by name are no objects each."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, overload

from smsdesk.core.outcome import Outcome, Status

_STATUS: Final = {int(status): status for status in Status}


class Outcomes(Sequence[Outcome]):
    """One outcome per recipient of a request; each is made when it is looked at.

    columns: one per field of `Outcome`, in its order. A column whose values are all the same is
        that value alone, which most are.
    """

    __slots__ = ("_count", "columns")

    def __init__(self, count: int, columns: Sequence[Any]) -> None:
        """Take over what `columns` of another one were, also where they come from a file.

        Raises:
            ValueError, TypeError, KeyError: they are no columns of `count` outcomes.
        """
        status, *texts, segments = columns
        if isinstance(status, list):
            status = [_STATUS[number] for number in status]
        else:
            status = _STATUS[status]
        self._count = count
        self.columns = (status, *texts, segments)
        if len(self.columns) != len(Outcome.__slots__) or any(
            len(column) != count for column in self.columns if isinstance(column, list)
        ):
            raise ValueError("no columns of outcomes")

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "Outcomes":
        """The same outcomes in columns."""
        if isinstance(outcomes, cls):
            return outcomes
        columns = []
        for name in Outcome.__slots__:
            column = [getattr(outcome, name) for outcome in outcomes]
            columns.append(column[0] if column.count(column[0]) == len(column) else column)
        return cls(len(outcomes), columns)

    @property
    def message_ids(self) -> list[str] | str:
        """The column of message ids."""
        ids: list[str] | str = self.columns[2]
        return ids

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Where those begin and end who are told the same, but for their message ids.

        In one stretch all have a message id, or none has.
        """
        status, code, ids, _raw, channel_status, segments = self.columns
        has_id = list(map(bool, ids)) if isinstance(ids, list) else True
        told = (status, code, has_id, channel_status, segments)
        changing = [column for column in told if isinstance(column, list)]
        if not changing:
            yield 0, self._count
            return
        first = 0
        for _, alike in groupby(zip(*changing, strict=True)):
            end = first + sum(1 for _ in alike)
            yield first, end
            first = end

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Outcome: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Outcome]: ...
    def __getitem__(self, place: int | slice) -> Outcome | Sequence[Outcome]:
        if isinstance(place, slice):
            return tuple(self)[place]
        if not -self._count <= place < self._count:
            raise IndexError(place)
        return Outcome(*(_at(column, place) for column in self.columns))

    def __iter__(self) -> Iterator[Outcome]:
        full = (
            column if isinstance(column, list) else [column] * self._count
            for column in self.columns
        )
        return map(Outcome, *full)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def statuses(outcomes: Sequence[Outcome]) -> Collection[Status]:
    """Every status that is among them."""
    if not isinstance(outcomes, Outcomes):
        return [outcome.status for outcome in outcomes]
    column = outcomes.columns[0]
    return column if isinstance(column, list) else (column,)


def _at(column: Any, place: int) -> Any:
    return column[place] if isinstance(column, list) else column
