"""What the sandbox remembers, and the account settings it can be given."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple


class Refusal(Enum):
    """Why a limit of the account keeps the sandbox from taking a message."""

    BALANCE = auto()
    DUPLICATE = auto()
    FREQUENCY = auto()


class Accepted(NamedTuple):
    """One message the sandbox took.

    phone: digits with country code, however the API writes them. content: what was to be sent.
    at: Unix milliseconds on the sandbox's clock.
    """

    phone: str
    content: str
    messageid: str
    at: int


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of the sandbox's account. As they stand here, nothing gets in the way.

    latency_ms: how long a reply takes.
    clock_offset_ms: how far the sandbox's clock is ahead.
    balance: messages that can still be paid, None for no end.
    tps: requests a second, 0 for no limit.
    hourly_limit: messages to one number in an hour (the real limit is 5), 0 for no limit.
    duplicate_window_s: how long the same text to the same number is refused (really 300), 0: never.
    verification_app: an app for verification codes takes 5 numbers a request.
    max_numbers: numbers a request.
    banned_words: texts that hold one are refused.
    disabled: the account is switched off.
    """

    latency_ms: float = 0.0
    clock_offset_ms: int = 0
    balance: int | None = None
    tps: int = 0
    hourly_limit: int = 0
    duplicate_window_s: int = 0
    verification_app: bool = False
    max_numbers: int = 50_000
    banned_words: tuple[str, ...] = ()
    disabled: bool = False


class State:
    """Everything accepted so far, and what the limits need to know. Thread-safe.

    clock: Unix milliseconds. wait: lets seconds pass, and returns early when the sandbox stops.
    """

    def __init__(
        self, options: Options, clock: Callable[[], int], wait: Callable[[float], object]
    ) -> None:
        self.options = options
        self.clock = clock
        self.wait = wait
        self.ledger: list[Accepted] = []
        self.requests = 0
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._spent = 0
        self._second = (0, 0)
        self._hours: dict[str, list[int]] = {}
        self._texts: dict[tuple[str, str], int] = {}
        self._refused: Counter[str] = Counter()
        self._request_ids: dict[str, int] = {}
        self._own: dict[str, set[str]] = {}
        self._answers: dict[tuple[str, ...], tuple[int, bytes]] = {}

    def balance(self) -> int | None:
        """Messages that can still be paid, None for no end."""
        if self.options.balance is None:
            return None
        return self.options.balance - self._spent

    def too_fast(self) -> bool:
        """Count one request; whether it is over the rate."""
        second = self.clock() // 1000
        with self._lock:
            self.requests += 1
            begun, count = self._second
            count = count + 1 if begun == second else 1
            self._second = (second, count)
        return 0 < self.options.tps < count

    def refuses(self, phone: str, times: int) -> bool:
        """Whether `phone` is still to be refused; starts over once it was let through."""
        with self._lock:
            if self._refused[phone] >= times:
                del self._refused[phone]
                return False
            self._refused[phone] += 1
            return True

    def is_repeated(self, request_id: str, window_s: int) -> bool:
        """Whether a request id came before within `window_s`; remembers it where it did not."""
        with self._lock:
            at = self.clock()
            before = self._request_ids.get(request_id)
            if before is not None and at - before < window_s * 1000:
                return True
            self._request_ids[request_id] = at
            return False

    def forget(self, request_id: str) -> None:
        """What came under a request id was not taken after all."""
        with self._lock:
            self._request_ids.pop(request_id, None)

    def accept(self, phones: Sequence[str], content: str, ending: str = "") -> str | Refusal:
        """Take a message if the limits allow, and return its id, which ends in `ending`."""
        with self._lock:
            at = self.clock()
            if refusal := self._refusal(phones, content, at):
                return refusal
            message_id = f"{at}{next(self._ids):06d}{ending}"
            self.ledger.extend(Accepted(phone, content, message_id, at) for phone in phones)
            self._remember(phones, content, at)
            return message_id

    def sign_for(self, api: str, message_id: str) -> None:
        """A message was taken by `api`: all of them share one ledger."""
        with self._lock:
            self._own.setdefault(api, set()).add(message_id)

    def taken_by(self, api: str) -> list[Accepted]:
        """What `api` took, oldest first."""
        with self._lock:
            own = self._own.get(api, set())
            return [entry for entry in self.ledger if entry.messageid in own]

    def cached(self, question: tuple[str, ...], for_s: int, answer: Callable[[], bytes]) -> bytes:
        """The answer a question got within the last `for_s`, else a new one."""
        at = self.clock()
        given_at, given = self._answers.get(question, (at, b""))
        if not given or at - given_at >= for_s * 1000:
            given = answer()
            self._answers[question] = (at, given)
        return given

    def _refusal(self, phones: Sequence[str], content: str, at: int) -> Refusal | None:
        left = self.balance()
        if left is not None and left < len(phones):
            return Refusal.BALANCE
        window = self.options.duplicate_window_s * 1000
        if window and any(
            at - self._texts.get((phone, content), at - window) < window for phone in phones
        ):
            return Refusal.DUPLICATE
        limit = self.options.hourly_limit
        if limit and any(
            sum(at - sent < 3_600_000 for sent in self._hours.get(phone, ())) >= limit
            for phone in phones
        ):
            return Refusal.FREQUENCY
        return None

    def _remember(self, phones: Sequence[str], content: str, at: int) -> None:
        self._spent += len(phones)
        for phone in phones:
            if self.options.duplicate_window_s:
                self._texts[phone, content] = at
            if self.options.hourly_limit:
                self._hours.setdefault(phone, []).append(at)
