"""When the next request may leave: the account's own rate, and what the provider asks for."""

import threading

from smsdesk.core.account import Account

BACKOFF_FIRST_S = 1.0
BACKOFF_MAX_S = 30.0
EASE = 0.9  # with each accepted request the gap after a throttle shrinks to this
GAP_MIN_S = 0.005  # below it there is no gap worth keeping
CATCH_UP_LEAST_S, CATCH_UP_MOST_S = 0.02, 0.05


class Pacer:
    """Spaces requests. All times are seconds of one monotonic clock.

    After a throttle everybody waits 1, 2, 4 ... 30 s; then requests leave with twice the gap they
    had, and the gap eases with every request that is taken.

    Thread: all methods may be called from any thread and return at once.
    """

    def __init__(self, rate_per_s: float) -> None:
        self._lock = threading.Lock()
        self._own_gap_s = 0.0
        self._gap_s = 0.0
        self._next_s = 0.0
        self._blocked_until_s = 0.0
        self._backoff_s = 0.0
        self._since_s: float | None = None
        self._left = 0
        self.set_rate(rate_per_s)

    def set_rate(self, rate_per_s: float) -> None:
        """Requests a second that the account may send, 0 for no limit; sending begins anew."""
        with self._lock:
            self._own_gap_s = 1.0 / rate_per_s if rate_per_s > 0 else 0.0
            self._since_s, self._left = None, 0  # a pause is no slowness

    def take(self, now_s: float) -> float:
        """0 where a request leaves now; else the seconds until one may, and nothing is taken."""
        with self._lock:
            delay_s = max(0.0, self._next_s - now_s, self._blocked_until_s - now_s)
            if not delay_s:
                self._leave(now_s)
            return delay_s

    def blocked_s(self, now_s: float) -> float:
        """Seconds that remain of a wait the provider asked for."""
        return max(0.0, self._blocked_until_s - now_s)

    def throttled(self, now_s: float, left_s: float) -> bool:
        """A request that left at `left_s` was refused as too fast; True where a wait begins."""
        with self._lock:
            if left_s < self._blocked_until_s - self._backoff_s:
                return False  # sent before the wait that is on already
            self._backoff_s = min(max(BACKOFF_FIRST_S, self._backoff_s * 2), BACKOFF_MAX_S)
            self._blocked_until_s = now_s + self._backoff_s
            if self._since_s is not None and self._left:
                usual_s = (now_s - self._since_s) / self._left
                self._gap_s = min(max(self._gap_s, usual_s) * 2, 1.0)
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

    def _leave(self, now_s: float) -> None:
        if self._since_s is None:
            self._since_s = now_s
        self._left += 1
        gap_s = max(self._own_gap_s, self._gap_s)
        # a slot missed by a little is made up for, so that the rate asked for is reached
        late_s = min(max(gap_s, CATCH_UP_LEAST_S), CATCH_UP_MOST_S)
        self._next_s = max(self._next_s, now_s - late_s) + gap_s if gap_s else 0.0


class Pacers:
    """One pacer for each account: its campaigns share a rate, and what throttling has taught.

    Thread: may be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pacers: dict[object, Pacer] = {}

    def of(self, account: Account) -> Pacer:
        """The pacer of `account`, set to its rate."""
        key = (account.provider, account.base_url, tuple(sorted(account.fields.items())))
        with self._lock:
            pacer = self._pacers.setdefault(key, Pacer(account.rate_per_s))
        pacer.set_rate(account.rate_per_s)
        return pacer
