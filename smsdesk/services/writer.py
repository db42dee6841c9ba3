"""Group commit: many senders, one durable write at a time, nobody waits for more than two.

The first who comes writes for all who came meanwhile, then hands over to the next who waits. There
is no thread of its own, so a lone sender pays no hop between threads.
"""

import threading
from collections.abc import Callable, Sequence

from smsdesk.core.campaign import LogEntry
from smsdesk.core.errors import StorageError


class _Ticket:
    """One caller's entries. `woken` is held until there is something for the caller to do."""

    __slots__ = ("done", "entries", "error", "woken")

    def __init__(self, entries: tuple[LogEntry, ...]) -> None:
        self.entries = entries
        self.done = False
        self.error: BaseException | None = None
        self.woken = threading.Lock()
        self.woken.acquire()


class JournalWriter:
    """Appends entries to the journal for any number of threads."""

    def __init__(self, record: Callable[[Sequence[LogEntry]], None]) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._at_rest = threading.Condition(self._lock)
        self._waiting: list[_Ticket] = []
        self._busy = False
        self._closed = False

    def close(self) -> None:
        """Refuse what was not begun, because the journal is about to be closed."""
        with self._at_rest:
            self._closed = True
            self._at_rest.wait_for(lambda: not self._busy)

    def write(self, *entries: LogEntry) -> None:
        """Return once all entries are durable, in the order given.

        Raises:
            StorageError: none of them was written (journal_closed after `close`, journal_conflict
                where the journal holds one of them already).
        """
        if not entries:
            return
        ticket = _Ticket(entries)
        with self._lock:
            if self._closed:
                raise StorageError("journal_closed")
            self._waiting.append(ticket)
            leads = not self._busy
            self._busy = True
        if not leads:
            ticket.woken.acquire()
        if not ticket.done:
            self._write_for_all()
        if ticket.error is not None:
            raise ticket.error

    def _write_for_all(self) -> None:
        with self._lock:
            group, self._waiting = self._waiting, []
            closed = self._closed
        error = StorageError("journal_closed") if closed else self._try(group)
        # what one caller's entries run into is no matter of the others
        apart = _is_conflict(error) and len(group) > 1
        for ticket in group:
            ticket.error = self._try([ticket]) if apart else error
            ticket.done = True
        with self._lock:
            successor = self._waiting[0] if self._waiting else None
            self._busy = successor is not None
            if not self._busy:
                self._at_rest.notify_all()
        if successor is not None:
            successor.woken.release()
        for ticket in group:
            ticket.woken.release()

    def _try(self, group: Sequence[_Ticket]) -> BaseException | None:
        """Write all entries of a group or none of them; returns what stood in the way."""
        try:
            self._record([entry for ticket in group for entry in ticket.entries])
        except BaseException as problem:  # noqa: BLE001 - raised again in every caller's thread
            return problem
        return None


def _is_conflict(error: BaseException | None) -> bool:
    return isinstance(error, StorageError) and error.code == "journal_conflict"
