"""Which batch of a campaign leaves next, and when.

A batch is at one place at a time: in the queue, waiting to be repeated, or in the hands of one
worker, who says how it went.
"""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from smsdesk.core.account import WORKERS_MAX
from smsdesk.core.provider import ProviderInfo
from smsdesk.services.failures import Alarm, Failures
from smsdesk.services.outage import Outage
from smsdesk.services.pacer import Pacer, Rate
from smsdesk.services.repeating import Repeats
from smsdesk.services.verdict import Act, Verdict

SLOW_START_S = 0.02  # between the first requests after a hold
WAITS = 20  # as many waits for the provider between which it took nobody pause: about 8 minutes


class Place(Enum):
    """Where a batch goes after its turn."""

    OUT = auto()  # there is an answer for everybody
    FRONT = auto()  # not taken: once more at once
    BACK = auto()  # not taken, perhaps for one number's sake: once more behind the others
    DOUBT = auto()  # may have gone out: to be repeated, if the provider would know
    DOUBT_AGAIN = auto()  # its repetition was not taken: to be repeated at once


@dataclass(frozen=True, slots=True)
class Turn:
    """A batch that may leave. left_s: since when. repeats: its last request, under the same id."""

    batch: int
    left_s: float
    repeats: bool = False


class Turns:
    """Not locked: its owner is. All times are seconds of one monotonic clock.

    rate_per_s: the campaign's own rate, beside that of its account; 0 for no limit.
    """

    def __init__(self, info: ProviderInfo, rate_per_s: float = 0.0) -> None:
        self._queue: deque[int] = deque()
        self._repeats = Repeats(info)
        self._under_way = 0
        self._rate = Rate(rate_per_s)
        self._pacer = Pacer()
        self._outage = Outage(0.0)
        self._failures = Failures()
        self._waits = 0
        self._held_until_s = 0.0
        self._slow_starts = 0

    def restart(
        self,
        batches: Iterable[int],
        doubtful: Iterable[int],
        pacer: Pacer,
        offline_s: float,
        now_s: float,
    ) -> None:
        """Begin (anew).

        doubtful: batches to be repeated. pacer: of the account. offline_s: patience in an outage.
        """
        self._queue = deque(batches)
        self._repeats.restart(doubtful, now_s)
        self._pacer = pacer
        self._outage = Outage(offline_s)
        self._failures = Failures()
        self._waits = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing waits and nothing can come back."""
        return not (self._queue or self.repeats() or self._under_way)

    @property
    def is_lull(self) -> bool:
        """Whether only those under way are left, or those that wait to be repeated."""
        return not self._queue

    def repeats(self) -> Collection[int]:
        """Batches that wait to be repeated."""
        return self._repeats.batches()

    @property
    def is_offline(self) -> bool:
        """Whether the provider cannot be reached."""
        return self._outage.is_on

    @property
    def is_tried(self) -> bool:
        """Whether one request tries to reach the provider, and all others wait for it."""
        return self._outage.is_tried

    def waiting_s(self, now_s: float) -> float:
        """Seconds that everybody waits for the provider's sake."""
        return max(self._pacer.blocked_s(now_s), self._outage.wait_s(now_s))

    def given_up(self, now_s: float) -> str:
        """The code of an outage that has lasted too long, else ""."""
        return self._outage.code if self._outage.has_lasted(now_s) else ""

    def hold(self, until_s: float) -> None:
        """Nothing leaves before that, and then at first one after the other.

        All workers beginning at once would take every turn from a window that paints their rows.
        """
        self._held_until_s = until_s
        self._slow_starts = WORKERS_MAX

    def next(self, now_s: float) -> Turn | float | None:
        """The batch that leaves now; or the seconds to wait, None where only a reply can tell."""
        due_s = self._repeats.delay_s(now_s)
        if self._queue:
            due_s = 0.0
        free_s = self._outage.delay_s(now_s)
        # where all the account may have at work is this campaign's, looking again would not help
        if due_s is None or free_s is None or self._under_way >= self._pacer.most:
            return None
        own_s = self._rate.delay_s(now_s)
        held_s = self._held_until_s - now_s
        delay_s = max(due_s, free_s, own_s, held_s) or self._pacer.take(now_s, self)
        if delay_s:
            return delay_s
        if self._slow_starts:
            self._slow_starts -= 1
            self._held_until_s = now_s + SLOW_START_S
        self._rate.leave(now_s)
        self._outage.leave()
        self._under_way += 1
        batch = self._repeats.take(now_s)
        if batch is not None:
            return Turn(batch, now_s, repeats=True)
        return Turn(self._queue.popleft(), now_s)

    def follow(self, verdict: Verdict, turn: Turn, now_s: float) -> tuple[bool, Alarm | None]:
        """Do what a reply asks of those who come next.

        Returns whether the batch was not taken and leaves once more, and why to pause.
        """
        if verdict.act is Act.OFFLINE:
            self._outage.failed(verdict.code, turn.left_s, now_s)
            return True, None
        self._outage.reached(turn.left_s)
        if verdict.act is Act.RESIGN:
            return True, None
        if verdict.act is Act.WAIT:
            begins = self._pacer.throttled(now_s, turn.left_s)
            self._waits = 0 if verdict.taken else self._waits + begins
            alarm = Alarm(verdict.code, {"times": str(WAITS)}) if self._waits >= WAITS else None
            return True, alarm
        if verdict.act is Act.PAUSE:
            return False, Alarm(verdict.code, {})
        if verdict.taken:
            self._waits = 0
            self._pacer.taken(turn.left_s)
        return False, self._failures.note(verdict.failure)

    def over(self, turn: Turn, place: Place | None, now_s: float) -> None:
        """A turn has ended. place: None where nothing left, or nobody knows any more."""
        self._under_way -= 1
        self._pacer.back()
        match place:
            case None:
                self._outage.not_tried()
            case Place.FRONT:
                self._queue.appendleft(turn.batch)
            case Place.BACK:
                self._queue.append(turn.batch)
            case Place.DOUBT:
                self._repeats.doubt(turn.batch, turn.left_s, now_s, repeated=turn.repeats)
            case Place.DOUBT_AGAIN:
                self._repeats.put_back(turn.batch, now_s)
        if place in (Place.OUT, Place.FRONT, Place.BACK):
            self._repeats.settled(turn.batch)
