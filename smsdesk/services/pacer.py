"""When the next request may leave: the account's own rate, and what the provider asks for."""

BACKOFF_FIRST_S = 1.0
BACKOFF_MAX_S = 30.0
EASE = 0.9  # with each accepted request the gap after a throttle shrinks to this
GAP_MIN_S = 0.005  # below it there is no gap worth keeping
CATCH_UP_S = 0.05


class Pacer:
    """Spaces requests. All times are seconds of one monotonic clock. Not locked: its owner is.

    After a throttle everybody waits 1, 2, 4 ... 30 s; then requests leave with twice the gap they
    had, and the gap eases with every request that is taken.
    """

    def __init__(self, rate_per_s: float) -> None:
        self._own_gap_s = 1.0 / rate_per_s if rate_per_s > 0 else 0.0
        self._gap_s = 0.0
        self._next_s = 0.0
        self._blocked_until_s = 0.0
        self._backoff_s = 0.0
        self._since_s: float | None = None
        self._left = 0

    def delay_s(self, now_s: float) -> float:
        """Seconds until the next request may leave, 0 for now."""
        return max(0.0, self._next_s - now_s, self._blocked_until_s - now_s)

    def blocked_s(self, now_s: float) -> float:
        """Seconds that remain of a wait the provider asked for."""
        return max(0.0, self._blocked_until_s - now_s)

    def leave(self, now_s: float) -> None:
        """One request leaves now."""
        if self._since_s is None:
            self._since_s = now_s
        self._left += 1
        gap_s = max(self._own_gap_s, self._gap_s)
        # a slot missed by a little is made up for, so that the rate asked for is reached
        late_s = min(gap_s, CATCH_UP_S)
        self._next_s = max(self._next_s, now_s - late_s) + gap_s if gap_s else 0.0

    def throttled(self, now_s: float, left_s: float) -> bool:
        """A request that left at `left_s` was refused as too fast; True where a wait begins."""
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
        if left_s < self._blocked_until_s:
            return
        self._backoff_s = 0.0
        self._gap_s *= EASE
        if self._gap_s < GAP_MIN_S:
            self._gap_s = 0.0
