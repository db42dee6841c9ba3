"""Repeating requests in doubt, where the provider knows a repeated request by its id.

Such a request may have been taken, and no answer tells. Sent once more with the same id it is taken
at most once, as long as the provider remembers the id: its de-duplication window. Outside of it a
repetition is a second message, so it must never happen there, however this computer's clock jumps.

Both ends of that time are vouched for by the provider itself. The id holds the very time the first
request was signed with, and the repetition is measured by the time it is signed with; a request
whose time is off by more than `clock_window_s` is refused and sends nothing. So where both were
taken, they lie no further apart than was reckoned here, give or take two such windows, for which
the window is shortened. Within one run the monotonic clock has to agree.
"""

import hashlib
import os
import re
from collections.abc import Collection, Iterable
from typing import Final

from smsdesk.core.account import Account
from smsdesk.core.ledger import Ledger
from smsdesk.core.provider import ProviderInfo

DELAYS_S: Final = (1.0, 4.0, 16.0)
"""Before each repetition in one run; after the last the request stays in doubt."""

MARGIN_S: Final = 60.0
"""What the window is shortened by, beside the provider's tolerance for clocks."""

_ID: Final = re.compile("r-([0-9a-f]{1,15})-([0-9a-f]{6})-[0-9a-f]{16}")


def new_request_id(account: Account, signed_ms: int) -> str:
    """An id that tells when its request was made, and by whom: `r-<ms>-<account>-<random>`.

    signed_ms: the provider's time the request is signed with. At most 41 characters.
    """
    return f"r-{max(0, signed_ms):x}-{_mark(account)}-{os.urandom(8).hex()}"


def may_repeat(request_id: str, account: Account, info: ProviderInfo, signed_ms: int) -> bool:
    """Whether the provider still knows `request_id` when a request signed at `signed_ms` comes.

    Another account would send it anew. What is not certain is not allowed.
    """
    made = _ID.fullmatch(request_id)
    if made is None or info.dedup_window_s is None or made[2] != _mark(account):
        return False
    passed_s = (signed_ms - int(made[1], 16)) / 1000
    return -2 * info.clock_window_s <= passed_s <= _safe_s(info)


def repeatable_batches(ledger: Ledger, account: Account, info: ProviderInfo) -> set[int]:
    """Batches in doubt with requests that may be repeated, if there is still time."""
    if info.dedup_window_s is None:
        return set()
    mark = _mark(account)
    return {
        batch
        for batch, request in ledger.open_requests.items()
        if (made := _ID.fullmatch(request.request_id)) and made[2] == mark
        if ledger.doubtful(batch)
    }


def _safe_s(info: ProviderInfo) -> float:
    return (info.dedup_window_s or 0) - 2 * info.clock_window_s - MARGIN_S


def _mark(account: Account) -> str:
    """Stands for whom the provider takes the sender for: it knows the ids of each apart."""
    who = repr((account.provider, account.base_url, sorted(account.fields.items())))
    return hashlib.sha256(who.encode()).hexdigest()[:6]


class Repeats:
    """Which batches wait to be repeated in a run, and until when. Not locked: its owner is.

    All times are seconds of one monotonic clock.
    """

    def __init__(self, info: ProviderInfo) -> None:
        self._is_known = info.dedup_window_s is not None
        self._safe_s = _safe_s(info)
        self._due_s: dict[int, float] = {}
        self._tries: dict[int, int] = {}
        self._left_s: dict[int, float] = {}  # outlasts a pause

    def batches(self) -> Collection[int]:
        """Those that wait."""
        return self._due_s.keys()

    def restart(self, batches: Iterable[int], now_s: float) -> None:
        """Begin (anew) with `batches`, each due at once."""
        self._due_s = dict.fromkeys(batches, now_s)
        self._tries.clear()

    def delay_s(self, now_s: float) -> float | None:
        """Seconds until the first is due, None where nothing waits (any more)."""
        for batch in [batch for batch in self._due_s if self._is_late(batch, now_s)]:
            del self._due_s[batch]
        return max(0.0, min(self._due_s.values()) - now_s) if self._due_s else None

    def take(self, now_s: float) -> int | None:
        """A batch that is due; it waits no longer."""
        batch = min(self._due_s, key=self._due_s.__getitem__, default=None)
        if batch is None or self._due_s[batch] > now_s:
            return None
        del self._due_s[batch]
        return batch

    def doubt(self, batch: int, left_s: float, now_s: float, *, repeated: bool) -> None:
        """The request of `batch` that left at `left_s` ended in doubt: repeat it in a while.

        repeated: it was a repetition already.
        """
        if not self._is_known:
            return
        if not repeated:
            self._left_s[batch] = left_s
            self._tries.pop(batch, None)
        tries = self._tries.get(batch, 0)
        if tries < len(DELAYS_S):
            self._tries[batch] = tries + 1
            self._due_s[batch] = now_s + DELAYS_S[tries]

    def put_back(self, batch: int, now_s: float) -> None:
        """A repetition did not take place: it is due again."""
        self._due_s[batch] = now_s

    def settled(self, batch: int) -> None:
        """Nothing of `batch` is in doubt any more."""
        self._tries.pop(batch, None)
        self._left_s.pop(batch, None)

    def _is_late(self, batch: int, now_s: float) -> bool:
        """Whether the window has closed by this computer's own counting, as far as it counted."""
        return now_s - self._left_s.get(batch, now_s) > self._safe_s
