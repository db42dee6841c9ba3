"""Who of the list will receive: whom the account may reach, without those a person left out."""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.core.account import Account
from smsdesk.core.message import Message
from smsdesk.core.recipients import Recipients, RowState, reached
from smsdesk.gui.compose.people import People, Person
from smsdesk.gui.loop import TaskSet
from smsdesk.services.workers import run_blocking


class _Out(NamedTuple):
    """Rows that a person left out, and the number each had then."""

    rows: "array[int]" = array("I")
    phones: "array[int]" = array("Q")


class Audience(QObject):
    """Keeps the list that Send is about, and the people the preview steps through.

    The list as it was read stays what it is: taking another account, or putting people back, gives
    the others again. Rows are gone through in a worker; until it is done `recipients` are those of
    before, and nothing may be sent.

    Signals:
        changed(): other people will receive, or the same with a corrected number.
    """

    changed = Signal()

    def __init__(self, people: People, tasks: TaskSet, parent: QObject) -> None:
        super().__init__(parent)
        self._people, self._tasks = people, tasks
        self._list: Recipients | None = None
        self._account: Account | None = None
        self._out = _Out()
        self._leaving: list[Iterable[int]] = []  # rows to be left out as well
        self._settled = True
        self.recipients: Recipients | None = None

    @property
    def is_settled(self) -> bool:
        """Whether `recipients` are those of the list, the account and the choice of now."""
        return self._settled

    @property
    def left_out(self) -> int:
        """How many rows a person left out."""
        return len(self._out.rows)

    @property
    def row(self) -> int | None:
        """Row index of the person in the preview; of the first of the list where nobody is there.

        None where there is no list, or nobody on it has a number.
        """
        return self._people.row if self._people.row is not None else self._first()

    def somebody(self, message: Message) -> Person | None:
        """The first of the list as read, whom `message` can be tried out on; None without a list.

        For an account that reaches nobody of the list: a test goes to another number anyway.
        """
        first = self._first()
        if first is None:
            return None
        people = People()
        people.set_recipients(self._list, array("I", [first]))
        people.set_message(message)
        return people.current()

    def _first(self) -> int | None:
        row = -1 if self._list is None else self._list.states.find(RowState.WILL_RECEIVE)
        return None if row < 0 else row

    def set_list(self, recipients: Recipients) -> None:
        """Another list, of which nobody is left out yet."""
        self._list = recipients
        self.put_back()

    def set_account(self, account: Account | None) -> None:
        """Another account, or the same with other test numbers."""
        before, self._account = self._account, account
        if _reach_of(before) != _reach_of(account):
            self._find_out()

    @Slot()
    def judge_again(self) -> None:
        """A number of the list was corrected: with another one a row is somebody else."""
        self._find_out()

    def leave_out(self, rows: Iterable[int]) -> None:
        """Send to these rows not."""
        self._leaving.append(rows)
        self._find_out()

    @Slot()
    def put_back(self) -> None:
        """Send to everybody again who was left out."""
        self._out, self._leaving = _Out(), []
        self._find_out()

    def _find_out(self) -> None:
        if self._list is not None:
            self._settled = False
            self._tasks.replace(self._find(self._list), "audience")

    async def _find(self, whole: Recipients) -> None:
        self._out, found, members = await run_blocking(
            _found, whole, self._account, self._out, tuple(self._leaving)
        )
        self._leaving = []
        before, row = self.recipients, self._people.row
        self.recipients = found
        self._people.set_recipients(found, members)
        if before is not None and before.rows is found.rows:  # the same list: stay with the person
            self._people.go_to(row)
        self._settled = True
        self.changed.emit()


def _found(
    whole: Recipients,
    account: Account | None,
    out: _Out,
    leaving: Sequence[Iterable[int]],
) -> "tuple[_Out, Recipients, array[int]]":
    """Who is left out by now, the list without them, and the rows that will receive."""
    phones = whole.phones
    kept = {row: phone for row, phone in zip(*out, strict=True) if phones[row] == phone}
    for rows in leaving:
        kept.update((row, phones[row]) for row in rows)
    found = whole if account is None else reached(whole, account)
    if kept:
        found = found.without(kept)
    return _Out(array("I", kept), array("Q", kept.values())), found, found.members()


def _reach_of(account: Account | None) -> tuple[object, ...]:
    return (account.mode, account.test_numbers) if account is not None else ()
