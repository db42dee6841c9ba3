"""What a run writes: committed to the journal first, then its ledger follows."""

import threading
import time
from collections.abc import Callable, Iterable

from smsdesk.core.campaign import LogEntry
from smsdesk.core.ledger import Ledger, interrupted
from smsdesk.services.ports import Clock
from smsdesk.services.progress import Group, Speed, four_numbers
from smsdesk.services.writer import JournalWriter


class Recording:
    """Writes the entries of one campaign, counts those done and measures their speed.

    guard: held while the ledger changes.

    Thread: `write` and `keep_back` may be called from any thread, `write_left_over` while nothing
    is under way; all else under the guard.
    """

    def __init__(
        self,
        ledger: Ledger,
        writer: JournalWriter,
        guard: threading.Condition,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger = ledger
        self._writer = writer
        self._guard = guard
        self._clock = clock
        self._monotonic = monotonic
        self._unwritten: list[LogEntry] = []
        self._speed = Speed()
        self._done = self._count_done()

    def write(self, *entries: LogEntry) -> None:
        """Commit, then let the ledger follow.

        Raises:
            StorageError: none of them was written.
        """
        if not entries:
            return
        self._writer.write(*entries)
        with self._guard:
            for entry in entries:
                self._ledger.apply(entry)
            self._done = self._count_done()
            self._speed.note(self._monotonic(), self._done)

    def keep_back(self, entries: Iterable[LogEntry]) -> None:
        """Remember what the journal refused: `write_left_over` tries again."""
        with self._guard:
            self._unwritten += entries

    def write_left_over(self) -> None:
        """Write what was kept back; what has no outcome even so may have gone out.

        Raises:
            StorageError: the journal cannot be written.
        """
        self.write(*self._unwritten)
        self._unwritten.clear()
        self.write(*interrupted(self._ledger, self._clock()))

    def restart_speed(self) -> None:
        """Measure anew: a pause is no slowness."""
        self._speed.restart(self._monotonic(), self._done)

    def per_second(self, done: int) -> float:
        """Recipients a second lately. done: how many have an answer by now."""
        return self._speed.per_second(self._monotonic(), done)

    def _count_done(self) -> int:
        numbers = four_numbers(self._ledger.recipient_counts())
        return sum(numbers.values()) - numbers[Group.WAITING]
