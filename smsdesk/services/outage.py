"""A provider that cannot be reached: one request tries now and then, all others wait for it.

Nothing left this computer, so nobody counts as failed and the campaign goes on by itself.
"""

from smsdesk.services import backoff


class Outage:
    """Knows whether and when to try. Times are of one monotonic clock. Not locked: its owner is.

    The first failure is followed by a try at once, for a line may break by chance; then by tries
    after 1, 2, 4 ... 30 s.

    patience_s: how long it may last before the campaign is paused.
    """

    def __init__(self, patience_s: float) -> None:
        self.code = ""
        self._patience_s = patience_s
        self._since_s: float | None = None
        self._failed_s = 0.0
        self._backoff_s = 0.0
        self._next_s = 0.0
        self._trying = False

    @property
    def is_on(self) -> bool:
        """Whether it is an outage by now, no single failure."""
        return self._backoff_s > 0

    @property
    def is_tried(self) -> bool:
        """Whether a request is under way that tells whether it is over."""
        return self._trying

    def has_lasted(self, now_s: float) -> bool:
        """Whether patience is at its end."""
        return self.is_on and now_s - (self._since_s or 0.0) >= self._patience_s

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next try, 0 where it is under way or there is no need for one."""
        return max(0.0, self._next_s - now_s) if self.is_on and not self._trying else 0.0

    def delay_s(self, now_s: float) -> float | None:
        """Seconds until a request may leave or patience ends; None until a try has ended."""
        if self._since_s is None:
            return 0.0
        if self._trying:
            return None
        return max(0.0, min(self._next_s, self._since_s + self._patience_s) - now_s)

    def leave(self) -> None:
        """A request leaves; in an outage it is the one that tries."""
        self._trying = self._since_s is not None

    def not_tried(self) -> None:
        """The request that was to try did not leave after all."""
        self._trying = False

    def failed(self, code: str, left_s: float, now_s: float) -> None:
        """A request that left at `left_s` did not reach the provider, for the reason `code`."""
        if self._since_s is None:
            self._since_s = self._next_s = now_s
        elif left_s >= self._failed_s:
            self._backoff_s = backoff.longer(self._backoff_s)
            self._next_s = now_s + self._backoff_s
            self._trying = False
        else:
            return  # left before it was known
        self.code = code
        self._failed_s = now_s

    def reached(self, left_s: float) -> None:
        """A request that left at `left_s` reached the provider."""
        if self._since_s is not None and left_s >= self._failed_s:
            self._since_s, self._backoff_s, self._trying = None, 0.0, False
