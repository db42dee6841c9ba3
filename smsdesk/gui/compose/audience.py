"""Who of the list will receive: whom the account may reach, without those a person left out."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.core.account import Account
from smsdesk.core.message import Message
from smsdesk.core.recipients import Recipients, reached
from smsdesk.gui.compose.people import People
from smsdesk.gui.compose.preview import Person


class Audience(QObject):
    """Keeps the list that Send is about, and the people the preview steps through.

    The list as it was read stays what it is: taking another account, or putting people back, gives
    the others again.

    Signals:
        changed(): people were left out or put back; or there is another list.
    """

    changed = Signal()

    def __init__(self, people: People, parent: QObject) -> None:
        super().__init__(parent)
        self._people = people
        self._list: Recipients | None = None
        self._account: Account | None = None
        self._first: int | None = None
        self._out: dict[int, int] = {}  # rows, and the number each had then
        self.recipients: Recipients | None = None

    @property
    def left_out(self) -> int:
        """How many rows a person left out."""
        return len(self._out)

    @property
    def row(self) -> int | None:
        """Row index of the person in the preview; of the first of the list where nobody is there.

        None where there is no list, or nobody on it has a number.
        """
        return self._people.row if self._people.row is not None else self._first

    def somebody(self, message: Message) -> Person | None:
        """The first of the list as read, whom `message` can be tried out on; None without a list.

        For an account that reaches nobody of the list: a test goes to another number anyway.
        """
        if self._first is None:
            return None
        people = People()
        people.set_recipients(self._list)
        people.set_message(message)
        return people.current()

    def set_list(self, recipients: Recipients) -> None:
        """Another list, of which nobody is left out yet."""
        self._list = recipients
        self._first = next(iter(recipients.members()), None)
        some_were_out = bool(self._out)
        self._out.clear()
        self.recipients = self._reached()
        self._people.set_recipients(self.recipients)
        if some_were_out:
            self.changed.emit()

    def set_account(self, account: Account | None) -> None:
        """Another account, or the same with other test numbers."""
        before = self._reach_of(self._account)
        self._account = account
        if before != self._reach_of(account):
            self._apply()

    def judge_again(self) -> None:
        """A number of the list was corrected: with another one a row is somebody else."""
        if self._list is None:
            return
        phones, before = self._list.phones, len(self._out)
        self._out = {row: phone for row, phone in self._out.items() if phones[row] == phone}
        self._first = next(iter(self._list.members()), None)
        self._apply()
        if len(self._out) < before:
            self.changed.emit()

    def leave_out(self, rows: Iterable[int]) -> None:
        """Send to these rows not."""
        if self._list is not None:
            phones = self._list.phones
            self._out.update((row, phones[row]) for row in rows)
        self._apply()
        self.changed.emit()

    @Slot()
    def put_back(self) -> None:
        """Send to everybody again who was left out."""
        self._out.clear()
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        row = self._people.row
        self.recipients = self._reached()
        self._people.set_recipients(self.recipients)
        self._people.go_to(row)

    def _reached(self) -> Recipients | None:
        found = self._list
        if found is not None and self._account is not None:
            found = reached(found, self._account)
        if found is not None and self._out:
            found = found.without(self._out)
        return found

    @staticmethod
    def _reach_of(account: Account | None) -> tuple[object, ...]:
        return (account.mode, account.test_numbers) if account is not None else ()
