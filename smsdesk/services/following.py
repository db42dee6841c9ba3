"""Watches a campaign that this program does not send: what another one adds to its log."""

import time
from collections.abc import Callable, Mapping
from enum import Enum

from smsdesk.core.campaign import CampaignState, StateChange
from smsdesk.services.history import CampaignView
from smsdesk.services.progress import Group, Progress, Speed, four_numbers


class Hands(Enum):
    """In whose hands a campaign is.

    HERE: in this program's, or nobody's. ELSEWHERE: another program sends it or has it paused.
    NOBODY: the program that sent it has ended in the middle.
    """

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NOBODY = "nobody"


class Following:
    """Keeps an opened campaign's ledger up to date with the log.

    view: opened from the journal, without a run. is_busy: whether another program holds it, as
    `Campaigns.busy_elsewhere` says it; blocks.

    Thread: `read` blocks and belongs in a worker, one call at a time; the rest answers at once.
    """

    def __init__(
        self,
        view: CampaignView,
        is_busy: Callable[[str], bool],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view = view
        self._is_busy = is_busy
        self._monotonic = monotonic
        self._state, self._reason = view.state, view.reason
        self._data: Mapping[str, str] = view.reason_data
        self._busy = False
        self._speed = Speed()
        self._look()
        self._speed.restart(monotonic(), self._done())

    @property
    def hands(self) -> Hands:
        """In whose hands it was at the last look."""
        if self._busy:
            return Hands.ELSEWHERE
        return Hands.NOBODY if self._state is CampaignState.SENDING else Hands.HERE

    @property
    def is_over(self) -> bool:
        """Whether it came to its end: nothing is added unless somebody resumes it."""
        return self._state in (CampaignState.FINISHED, CampaignState.STOPPED)

    def read(self) -> None:
        """Take in what was added since the last time, and look who has it."""
        ledger = self._view.ledger
        # every entry of the log grew the version by one
        added = list(self._view.journal.log(self._view.campaign.id, ledger.version))
        for entry in added:
            ledger.apply(entry)
            if isinstance(entry, StateChange):
                self._state, self._reason, self._data = entry.state, entry.reason, entry.data
        if added or not self.is_over:
            self._look()
        self._speed.note(self._monotonic(), self._done())

    def progress(self) -> Progress:
        """Where it is: `CampaignState.SENDING` also where its program has died in the middle."""
        ledger = self._view.ledger
        counts = ledger.recipient_counts()
        done, total = self._done(), sum(counts.values())
        sent_now = self._busy and self._state is CampaignState.SENDING
        rate = self._speed.per_second(self._monotonic(), done) if sent_now else 0.0
        return Progress(
            state=self._state,
            counts=counts,
            done=done,
            total=total,
            reason=self._reason,
            reason_data=self._data,
            rate_per_s=rate,
            seconds_left=(total - done) / rate if rate > 0 else None,
            version=ledger.version,
        )

    def _look(self) -> None:
        self._busy = not self.is_over and self._is_busy(self._view.campaign.id)

    def _done(self) -> int:
        numbers = four_numbers(self._view.ledger.recipient_counts())
        return sum(numbers.values()) - numbers[Group.WAITING]
