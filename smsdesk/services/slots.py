"""How many requests are at work at the same time, over all campaigns that share a limit."""

import threading
from typing import Final

TURN_S: Final = 0.02
"""After so long those look again for whom others are at work."""


class Slots:
    """So many requests at a time. Who found none free is promised the next one.

    Otherwise a campaign at work would take its own slot again before anybody else could look, and
    who came second would wait for its end.

    most: how many there are; may change at any time.

    Thread: all methods may be called from any thread and return at once.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._out = 0
        self._promised_to: object = None
        self._promised_until_s = 0.0

    def take(self, who: object, now_s: float) -> bool:
        """Whether `who` has a slot now; each is given back once."""
        with self._lock:
            if self._promised_to is not who and now_s < self._promised_until_s:
                return False
            if self._out >= self.most:
                # until then, because whoever is paused does not come back for it
                self._promised_to, self._promised_until_s = who, now_s + 2 * TURN_S
                return False
            self._promised_until_s = 0.0
            self._out += 1
            return True

    def back(self) -> None:
        """A slot is free again."""
        with self._lock:
            self._out -= 1
