"""How far a campaign is: counts that always add up, speed and time left."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from smsdesk.core.campaign import CampaignState
from smsdesk.core.outcome import Status


class Group(IntEnum):
    """The four numbers. Every recipient is in exactly one."""

    ACCEPTED = 0
    REJECTED = 1
    UNKNOWN = 2  # may have gone out
    WAITING = 3  # queued, on its way, or not sent and safe to send again


GROUP_OF: Mapping[Status, Group] = {
    Status.QUEUED: Group.WAITING,
    Status.SENDING: Group.WAITING,
    Status.NOT_SENT: Group.WAITING,
    Status.ACCEPTED: Group.ACCEPTED,
    Status.DELIVERED: Group.ACCEPTED,
    Status.REJECTED: Group.REJECTED,
    Status.UNDELIVERED: Group.REJECTED,
    Status.UNKNOWN: Group.UNKNOWN,
}


def four_numbers(counts: Mapping[Status, int]) -> dict[Group, int]:
    """Sum the counts per status into the four numbers; skipped rows are no recipients."""
    numbers = dict.fromkeys(Group, 0)
    for status, count in counts.items():
        if status is not Status.SKIPPED:
            numbers[GROUP_OF[status]] += count
    return numbers


@dataclass(frozen=True, slots=True)
class Progress:
    """A snapshot of a running (or ended) campaign; safe to keep.

    counts: recipients per status, skipped rows not among them; they add up to `total`.
    done: recipients with an answer, also an unknown one.
    state: PAUSED or STOPPED only once the last request under way has its answer.
    ending: someone asked to pause or stop and requests are still under way.
    reason, reason_data: why it is in that state; words by `services.reasons.reason_words`.
    rate_per_s: recipients per second lately. seconds_left: None while nobody can tell.
    waiting_s: seconds until the next request may leave, because the provider asked to slow down
        or because it could not be reached.
    offline: the provider cannot be reached; it goes on by itself when it can.
    clock_offset_ms: how far the provider's clock is ahead of this computer's, as used; 0 for none.
    version: grows with every change of any recipient; compare it to skip a redraw.
    """

    state: CampaignState
    counts: Mapping[Status, int]
    done: int
    total: int
    reason: str = ""
    reason_data: Mapping[str, str] = field(default_factory=dict)
    ending: bool = False
    rate_per_s: float = 0.0
    seconds_left: float | None = None
    waiting_s: float = 0.0
    offline: bool = False
    clock_offset_ms: int = 0
    version: int = 0

    @property
    def numbers(self) -> dict[Group, int]:
        """The four numbers."""
        return four_numbers(self.counts)


class Speed:
    """Recipients per second over the last few seconds. Not locked: its owner is."""

    WINDOW_S = 6.0
    STEP_S = 0.25

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def restart(self, now_s: float, done: int) -> None:
        """Forget what was: a pause is no slowness."""
        self._marks.clear()
        self._marks.append((now_s, done))

    def note(self, now_s: float, done: int) -> None:
        """Remember how many were done at `now_s`."""
        marks = self._marks
        if marks and now_s - marks[-1][0] < self.STEP_S:
            return
        marks.append((now_s, done))
        while len(marks) > 2 and now_s - marks[1][0] >= self.WINDOW_S:
            marks.popleft()

    def per_second(self, now_s: float, done: int) -> float:
        """The speed up to now, 0 before anything was done."""
        if not self._marks:
            return 0.0
        start_s, start_done = self._marks[0]
        elapsed_s = now_s - start_s
        return (done - start_done) / elapsed_s if elapsed_s > 0 else 0.0
