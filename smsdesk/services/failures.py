"""When requests fail so often that going on makes no sense."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

STREAK = 5  # as many equal failures of whole requests in a row
SHARE = 10  # or this many in a hundred, once there are enough to tell
ENOUGH = 50


class Alarm(NamedTuple):
    """Why to pause: the code most to blame, and the figures for the sentence about it."""

    code: str
    data: Mapping[str, str]


class Failures:
    """Counts the requests answered since a campaign was started or resumed."""

    def __init__(self) -> None:
        self._streak = ("", 0)
        self._answered = 0
        self._failed: Counter[str] = Counter()

    def note(self, failure: str) -> Alarm | None:
        """One more request was answered. failure: the code it failed with as a whole, else ""."""
        self._answered += 1
        same = failure and failure == self._streak[0]
        self._streak = (failure, self._streak[1] + 1 if same else 1)
        if not failure:
            return None
        self._failed[failure] += 1
        if self._streak[1] >= STREAK:
            return Alarm(failure, {"times": str(self._streak[1])})
        share = 100 * self._failed.total() // self._answered
        if self._answered >= ENOUGH and share >= SHARE:
            ((code, _),) = self._failed.most_common(1)
            return Alarm(code, {"share": str(share)})
        return None
