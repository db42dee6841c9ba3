"""When the next request may leave: rates, parallel requests, and what the provider asks for."""

import threading
from typing import Final

from smsdesk.core.account import WORKERS_MAX, Account
from smsdesk.services import backoff
from smsdesk.services.slots import TURN_S, Slots

EASE: Final = 0.9  # with each accepted request the gap after a throttle shrinks to this
GAP_MIN_S: Final = 0.005  # below it there is no gap worth keeping
GAP_MAX_S: Final = 1.0  # no throttle makes it longer, unless the account's own is half of that
CATCH_UP_LEAST_S, CATCH_UP_MOST_S = 0.02, 0.05


class Rate:
    """Spaces requests evenly. Not locked: its owner is. All times are of one monotonic clock."""

    def __init__(self, per_s: float) -> None:
        self.gap_s = 0.0
        self._next_s = 0.0
        self.set(per_s)

    def set(self, per_s: float) -> None:
        """Requests a second, 0 for no limit."""
        self.gap_s = 1.0 / per_s if per_s > 0 else 0.0

    def delay_s(self, now_s: float) -> float:
        """Seconds until the next request may leave."""
        return max(0.0, self._next_s - now_s)

    def leave(self, now_s: float, least_gap_s: float = 0.0) -> None:
        """A request leaves; the next one follows after `least_gap_s` at the soonest."""
        gap_s = max(self.gap_s, least_gap_s)
        # a moment missed by a little is made up for, so that the rate asked for is reached
        late_s = min(max(gap_s, CATCH_UP_LEAST_S), CATCH_UP_MOST_S)
        self._next_s = max(self._next_s, now_s - late_s) + gap_s if gap_s else 0.0


class Pacer:
    """Spaces the requests of an account. All times are seconds of one monotonic clock.

    After a throttle everybody waits 1, 2, 4 ... 30 s; then requests leave with twice the gap they
    had, and the gap eases with every request that is taken.

    everywhere: the slots of all accounts together.

    Thread: all methods may be called from any thread and return at once.
    """

    def __init__(
        self,
        rate_per_s: float = 0.0,
        workers: int = WORKERS_MAX,
        everywhere: Slots | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._rate = Rate(rate_per_s)
        self._slots = Slots(workers)
        self._everywhere = everywhere or Slots(WORKERS_MAX)
        self._gap_s = 0.0
        self._blocked_until_s = 0.0
        self._backoff_s = 0.0
        self._since_s: float | None = None
        self._left = 0

    @property
    def most(self) -> int:
        """How many requests may be at work at the same time."""
        return self._slots.most

    def allow(self, rate_per_s: float, workers: int) -> None:
        """What the account is set to by now; sending begins anew.

        rate_per_s: requests a second, 0 for no limit. workers: how many at the same time.
        """
        with self._lock:
            self._rate.set(rate_per_s)
            self._slots.most = min(max(1, workers), WORKERS_MAX)
            self._since_s, self._left = None, 0  # a pause is no slowness

    def take(self, now_s: float, who: object = None) -> float:
        """0 where a request of `who` leaves now; else the seconds until it may ask again.

        Each request that leaves is followed by one `back`.
        """
        with self._lock:
            delay_s = max(self._rate.delay_s(now_s), self.blocked_s(now_s))
            if delay_s:
                return delay_s
            if not self._slots.take(who, now_s):
                return TURN_S
            if not self._everywhere.take(who, now_s):
                self._slots.back()
                return TURN_S
            self._rate.leave(now_s, self._gap_s)
            if self._since_s is None:
                self._since_s = now_s
            self._left += 1
            return 0.0

    def back(self) -> None:
        """A request that left has ended."""
        self._everywhere.back()
        self._slots.back()

    def blocked_s(self, now_s: float) -> float:
        """Seconds that remain of a wait the provider asked for."""
        return max(0.0, self._blocked_until_s - now_s)

    def throttled(self, now_s: float, left_s: float) -> bool:
        """A request that left at `left_s` was refused as too fast; True where a wait begins."""
        with self._lock:
            if left_s < self._blocked_until_s - self._backoff_s:
                return False  # sent before the wait that is on already
            self._backoff_s = backoff.longer(self._backoff_s)
            self._blocked_until_s = now_s + self._backoff_s
            if self._since_s is not None and self._left:
                usual_s = (now_s - self._since_s) / self._left
                own_s = self._rate.gap_s
                twice_s = 2 * max(self._gap_s, usual_s, own_s)
                self._gap_s = min(twice_s, max(GAP_MAX_S, 2 * own_s))
            self._since_s, self._left = None, 0
            return True

    def taken(self, left_s: float) -> None:
        """A request that left at `left_s` was taken at once: ease."""
        with self._lock:
            if left_s < self._blocked_until_s:
                return
            self._backoff_s = 0.0
            self._gap_s *= EASE
            if self._gap_s < GAP_MIN_S:
                self._gap_s = 0.0


class Pacers:
    """One pacer for each account: its campaigns share its settings, and what throttling taught.

    Thread: may be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pacers: dict[object, Pacer] = {}
        self._everywhere = Slots(WORKERS_MAX)

    def of(self, account: Account) -> Pacer:
        """The pacer of `account`, which is to be as it is set by now, not for one campaign."""
        key = (account.provider, account.base_url, tuple(sorted(account.fields.items())))
        with self._lock:
            pacer = self._pacers.setdefault(key, Pacer(everywhere=self._everywhere))
        pacer.allow(account.rate_per_s, account.workers)
        return pacer
