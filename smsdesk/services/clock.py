"""What time it is at the providers: measured once, kept for the run of the program.

A request is signed with the provider's time. Providers that tell it are asked before the first
request; of the others only a refusal shows that the clocks differ, and its reply has a `Date`.
"""

import logging
import threading
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from smsdesk.core.account import Account
from smsdesk.core.errors import NotSent, OutcomeUnknown
from smsdesk.core.provider import HttpReply, Provider, SupportsServerTime, Transport
from smsdesk.services.ports import Clock

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Place:
    """One provider at one address. asking: held while it is asked, so that one thread asks."""

    offset_ms: int = 0
    asked: bool = False
    asking: threading.Lock = field(default_factory=threading.Lock)


class ServerClocks:
    """How far the clocks of the providers are ahead of this computer's.

    Accounts and campaigns that speak to one address share what was measured there.

    Thread: all methods may be called from any thread. `offset_ms` returns at once, the others may
    wait for a reply.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._places: dict[tuple[str, str], _Place] = {}

    def offset_ms(self, account: Account) -> int:
        """What is known, 0 where nothing is."""
        return self._place(account).offset_ms

    def first_offset_ms(self, account: Account, provider: Provider, transport: Transport) -> int:
        """What is known; where it was never tried, a provider that tells its time is asked.

        Where the asking fails, sending goes on: a refusal for its time measures again.
        """
        place = self._place(account)
        if isinstance(provider, SupportsServerTime) and not place.asked:
            with place.asking:
                if not place.asked:
                    self._ask(place, account, provider, transport)
        return place.offset_ms

    def measure(self, account: Account, provider: Provider, transport: Transport) -> int | None:
        """Ask the provider now; None where it does not tell its time or cannot be reached."""
        if not isinstance(provider, SupportsServerTime):
            return None
        place = self._place(account)
        with place.asking:
            return self._ask(place, account, provider, transport)

    def correct(
        self,
        account: Account,
        provider: Provider,
        transport: Transport,
        refusal: HttpReply,
        used_ms: int,
    ) -> bool:
        """Measure after a refusal for its time; False where there is nothing to measure with.

        used_ms: the offset the refused request was signed with. Another thread may have measured
        since then, which is as good.
        """
        place = self._place(account)
        date_ms = date_offset_ms(refusal, self._clock())
        with place.asking:
            if place.offset_ms != used_ms:
                return True
            told_ms = None
            if isinstance(provider, SupportsServerTime):
                told_ms = self._ask(place, account, provider, transport)
            if told_ms is None and date_ms is not None:
                place.offset_ms = date_ms
            return told_ms is not None or date_ms is not None

    def _place(self, account: Account) -> _Place:
        with self._guard:
            return self._places.setdefault((account.provider, account.base_url), _Place())

    def _ask(
        self,
        place: _Place,
        account: Account,
        provider: SupportsServerTime,
        transport: Transport,
    ) -> int | None:
        try:
            reply = transport.exchange(provider.build_time(account))
            told_ms = provider.read_time(reply)
            if told_ms is None:
                log.info("time of %s not learned from its reply", account.provider)
                return None
            place.offset_ms = told_ms - _sent_back_ms(reply, self._clock())
            return place.offset_ms
        except (NotSent, OutcomeUnknown) as problem:
            log.info("time of %s not learned: %s", account.provider, problem.code)
            return None
        finally:
            place.asked = True  # not before: until then the others wait for the answer


class RunClock:
    """The clock of one run: its offset, and each batch repeated once after a correction.

    offset_ms: as used last. Thread: `measured_ms` and `corrects` may wait for a reply.
    """

    def __init__(self, clocks: ServerClocks, provider: Provider) -> None:
        self.offset_ms = 0
        self._clocks = clocks
        self._provider = provider
        self._guard = threading.Lock()
        self._corrected: set[int] = set()

    def restart(self) -> None:
        """Every batch may be repeated once more."""
        with self._guard:
            self._corrected.clear()

    def measured_ms(self, account: Account, transport: Transport) -> int:
        """What to sign the next request with."""
        measured_ms = self._clocks.first_offset_ms(account, self._provider, transport)
        self.offset_ms = measured_ms
        return measured_ms

    def corrects(
        self, batch: int, account: Account, transport: Transport, refusal: HttpReply, used_ms: int
    ) -> bool:
        """Whether `batch`, refused for its time when signed with `used_ms`, leaves once more."""
        with self._guard:
            again = batch in self._corrected
            self._corrected.add(batch)
        return not again and self._clocks.correct(
            account, self._provider, transport, refusal, used_ms
        )


def date_offset_ms(reply: HttpReply, received_ms: int) -> int | None:
    """How far the provider's clock is ahead of ours, None where its reply has no `Date`.

    The header has whole seconds, so half a second is added.
    """
    try:
        date = parsedate_to_datetime(reply.headers.get("date", ""))
    except ValueError:
        return None
    return int(date.timestamp() * 1000) + 500 - _sent_back_ms(reply, received_ms)


def _sent_back_ms(reply: HttpReply, received_ms: int) -> int:
    """When the provider wrote the reply, by our clock: half of the way there and back."""
    return received_ms - reply.elapsed_ms // 2
