"""A campaign's run: daemon threads that send its batches, each one journaled before it leaves.

No event loop is involved: providers, transport and journal are plain blocking code, and up to 16
threads wait for replies better than one loop that hands every call to a thread.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace

from smsdesk.core.account import WORKERS_MAX, Account
from smsdesk.core.campaign import CampaignState, LogEntry, StateChange
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.errors import StorageError, UserInputError
from smsdesk.core.ledger import Ledger, is_complete, pending_batches, requeue
from smsdesk.core.outcome import Status
from smsdesk.core.provider import Provider
from smsdesk.services.clock import RunClock, ServerClocks
from smsdesk.services.exchange import Exchange
from smsdesk.services.pacer import Pacers
from smsdesk.services.ports import CampaignLock, Clock, MessageOf, TransportFactory
from smsdesk.services.progress import Group, Progress, four_numbers
from smsdesk.services.recording import Recording
from smsdesk.services.repeating import repeatable_batches
from smsdesk.services.standing import Standing
from smsdesk.services.turns import Turns
from smsdesk.services.worker import Line
from smsdesk.services.writer import JournalWriter

log = logging.getLogger(__name__)

OFFLINE_S = 1800.0
"""How long a campaign waits for a provider that cannot be reached."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all runs of a program have in common."""

    writer: JournalWriter
    new_transport: TransportFactory
    clock: Clock
    clocks: ServerClocks
    pacers: Pacers


@dataclass(frozen=True, slots=True)
class Terms:
    """How a campaign is sent from its start or a resume on.

    account: as it is spoken to, and as it is set by now: all its campaigns share its rate and its
        parallel requests, whatever each of them was frozen with beside that.
    keep_going: whether repeated failures do not pause it.
    offline_s: how long it waits for a provider that cannot be reached before it pauses.
    """

    account: Account
    keep_going: bool = False
    offline_s: float = OFFLINE_S


class CampaignRun:
    """One campaign being sent by this program, or paused in it.

    ledger: live; read it as often as you like. campaign, frozen: what was frozen of it.
    state: the last one in the journal. lock: of the campaign, taken.

    Thread: all methods may be called from any thread. `progress` and `pause` return at once;
    `resume`, `stop` and `settle` write to the journal.
    """

    def __init__(
        self,
        ledger: Ledger,
        state: StateChange,
        terms: Terms,
        message_of: MessageOf,
        provider: Provider,
        explain: Callable[[str], CodeEntry],
        lock: CampaignLock,
        shared: Shared,
    ) -> None:
        self.frozen = frozen = ledger.frozen
        self.campaign = frozen.campaign
        self.ledger = ledger
        self._exchange = Exchange(frozen, ledger, message_of, provider, shared.clock, explain)
        self._provider = provider
        self._explain = explain
        self._campaign_lock = lock
        self._shared = shared
        self._clock = shared.clock
        self._time = RunClock(shared.clocks, provider)
        self._monotonic = time.monotonic
        self._guard = threading.Condition(threading.RLock())
        self._recording = Recording(
            ledger, shared.writer, self._guard, shared.clock, self._monotonic
        )
        self._quiet = threading.Event()
        self._quiet.set()
        # all below is guarded by _guard
        self._standing = Standing(
            self.campaign.id, state, self._recording, self._guard, shared.clock
        )
        self._terms = terms
        self._turns = Turns(provider.info, self.campaign.rate_per_s)
        self._workers = 0
        self._given_back = False
        self._is_mine = True  # until other programs may have it

    # -- what others call ------------------------------------------------------------------

    @property
    def is_active(self) -> bool:
        """Whether requests may still leave or are under way."""
        return not self._quiet.is_set()

    @property
    def has_ended(self) -> bool:
        """Whether it came to its end: finished or stopped, and nothing under way."""
        ends = (CampaignState.FINISHED, CampaignState.STOPPED)
        with self._guard:
            return self._quiet.is_set() and self._standing.state.state in ends

    def resume(self, terms: Terms | None = None) -> None:
        """Begin, or go on after a pause, with everybody who was certainly not taken.

        Those are the queued and the unsent, and those whom a refusal of the whole account hit: no
        money or a wrong key is nothing about them, the provider took nobody, and the pause that
        follows promises that they get it once that is mended. Never one that may have gone out,
        unless the provider knows the request by its id.

        terms: None for those of before.

        Raises:
            UserInputError: campaign_busy, because it has begun already, or campaign_ended: it was
                stopped or came to its end, and other programs may have it by now.
            StorageError: the journal cannot be written; nothing was sent.
        """
        terms = terms or self._terms
        self._take_up()
        try:
            batches, doubtful = self._left_to_send(terms.account)
            count = len(batches) + len(doubtful)
            standing = self._standing
            if count and standing.state.state is not CampaignState.SENDING:
                standing.enter(standing.state)  # a pause the journal could not be told of
                standing.enter(standing.change(CampaignState.SENDING))
        except BaseException:
            self._lay_down()
            raise
        with self._guard:
            self._terms = terms
            self._time.restart()
            pacer = self._shared.pacers.of(terms.account)
            self._turns.restart(batches, doubtful, pacer, terms.offline_s, self._monotonic())
            self._recording.restart_speed()
            most = min(self.campaign.workers, pacer.most, WORKERS_MAX)
            self._workers = workers = min(max(1, most), count)
            line = self._line(terms)
        for number in range(workers):
            self._start_worker(line, f"smsdesk:send:{number}")
        if not workers:
            self._settle()

    def pause(self) -> None:
        """Let no new request leave; those under way finish. `wait` tells when all is quiet."""
        self._ask(CampaignState.PAUSED)

    def stop(self) -> None:
        """End the campaign: no new request leaves, those under way finish and are recorded.

        Raises:
            StorageError: it was paused and the journal cannot be written; nothing changed.
        """
        with self._guard:
            paused = self._standing.state.state is CampaignState.PAUSED
            at_rest = self._is_mine and self._quiet.is_set() and paused
            if at_rest:
                self._quiet.clear()  # or it could be resumed while its end is being written
            self._ask(CampaignState.STOPPED)
        problem = self._settle() if at_rest else None
        if problem is not None:
            raise problem

    def hold(self, seconds: float) -> None:
        """Let no new request leave for a moment, so that a window being drawn gets its turns."""
        with self._guard:
            self._turns.hold(self._monotonic() + seconds)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing is under way any more; False when that takes longer."""
        return self._quiet.wait(timeout_s)

    def progress(self) -> Progress:
        """A snapshot, at once."""
        with self._guard:
            state, wish = self._standing.state, self._standing.wish
            now_s = self._monotonic()
            counts = self.ledger.recipient_counts()
            total = sum(counts.values())
            active = not self._quiet.is_set()
            if not active:  # what the journal could not be told is in doubt for the next start
                counts[Status.UNKNOWN] += counts[Status.SENDING]
                counts[Status.SENDING] = 0
            done = total - four_numbers(counts)[Group.WAITING]
            offline = active and self._turns.is_offline
            rate = self._recording.per_second(done) if active and not offline else 0.0
            return Progress(
                state=CampaignState.SENDING if active else state.state,
                counts=counts,
                done=done,
                total=total,
                reason=(wish or state).reason,
                reason_data=(wish or state).data,
                ending=active and wish is not None,
                rate_per_s=rate,
                seconds_left=(total - done) / rate if rate > 0 else None,
                waiting_s=self._turns.waiting_s(now_s) if active else 0.0,
                offline=offline,
                clock_offset_ms=self._time.offset_ms,
                version=self.ledger.version,
            )

    def settle(self, entries: Iterable[LogEntry]) -> None:
        """Write what was decided about unknown rows, and let the ledger follow.

        Where nobody is left to send to or to decide about, the campaign is finished.

        Raises:
            UserInputError: campaign_busy, because requests may still leave or are under way;
                campaign_ended as `resume` says it.
            StorageError: the journal cannot be written; nothing changed.
        """
        self._take_up()
        over = False
        try:
            self._recording.write_left_over()
            self._recording.write(*entries)
            over = not self.ledger.counts()[Status.UNKNOWN] and self._is_complete()
        finally:
            self._lay_down(over=over)

    def save_kept_back(self) -> None:
        """Write what the journal refused when it was due, if it takes it by now.

        To be called last: what cannot be written then is found as unknown by the next start.
        """
        with self._guard:
            if not self._quiet.is_set() or self._standing.is_recorded:
                return
            self._quiet.clear()
            self._standing.wish = self._standing.state
        self._settle()

    def give_back(self) -> None:
        """Let other programs run the campaign, as soon as nothing is under way here any more."""
        with self._guard:
            self._given_back = True
            if self._quiet.is_set():
                self._release()

    # -- beginning and ending --------------------------------------------------------------

    def _left_to_send(self, account: Account) -> tuple[list[int], set[int]]:
        """The batches to send, in order, and those in doubt that may be repeated.

        Everybody who was refused for the account's sake is put back into the queue before.
        """
        self._recording.write_left_over()
        refused = requeue(self.ledger, self._pausing_codes(), self._clock())
        self._recording.write(*refused)
        # who was refused comes last: if it is refused again, everybody else has been sent
        last = {entry.batch for entry in refused}
        batches = sorted(pending_batches(self.ledger), key=last.__contains__)
        doubtful = repeatable_batches(self.ledger, account, self._provider.info)
        doubtful.difference_update(batches)
        return batches, doubtful

    def _line(self, terms: Terms) -> Line:
        # its batches are frozen; the account's own size may be another by now
        account = replace(terms.account, batch_size=max(self.frozen.sizes, default=0))
        return Line(
            self.ledger,
            self._exchange,
            self._recording,
            self._turns,
            self._time,
            account,
            self._explain,
            self._standing,
            self._guard,
            self._monotonic,
            keep_going=terms.keep_going,
        )

    def _ask(self, state: CampaignState) -> None:
        """Let a person pause or stop it, unless it has come to rest in this moment."""
        with self._guard:
            if not self._quiet.is_set():
                self._standing.ask(state, "by_person")

    def _take_up(self) -> None:
        """Nobody else may begin, end or decide anything until `_lay_down` or `_settle`."""
        with self._guard:
            if not self._is_mine:
                raise UserInputError("campaign_ended", name=self.campaign.name)
            if not self._quiet.is_set():
                raise UserInputError("campaign_busy", name=self.campaign.name)
            self._quiet.clear()
            self._standing.wish = None

    def _lay_down(self, *, over: bool = False) -> None:
        """Rest as before; where somebody asked for an end meanwhile, or it is `over`, end."""
        with self._guard:
            ends = over or self._standing.wish is not None
            if not ends:
                self._quiet.set()
                if self._given_back:
                    self._release()
        if ends:
            self._settle()

    def _release(self) -> None:
        self._is_mine = False
        self._campaign_lock.release()

    def _start_worker(self, line: Line, name: str) -> None:
        try:
            threading.Thread(target=self._work, args=(line,), name=name, daemon=True).start()
        except RuntimeError as problem:  # the computer has no more: the others do its share
            log.warning("campaign %s: %s", self.campaign.id, problem)
            with self._guard:
                if self._workers == 1:
                    self._standing.ask(CampaignState.PAUSED, "fault")
            self._end_worker()

    def _work(self, line: Line) -> None:
        pending: list[LogEntry] = []
        try:
            with closing(self._shared.new_transport()) as transport:
                line.work(transport, pending)
        except StorageError as problem:
            self._recording.keep_back(pending)
            self._standing.refused(problem)
        except Exception:  # a fault of ours must not leave the campaign running without workers
            log.exception("campaign %s: worker failed", self.campaign.id)
            self._recording.keep_back(pending)
            self._standing.ask(CampaignState.PAUSED, "fault")
        finally:
            self._end_worker()

    def _end_worker(self) -> None:
        with self._guard:
            self._workers -= 1
            last = self._workers == 0
        if last:
            self._settle()

    def _is_complete(self) -> bool:
        return is_complete(self.ledger, self._pausing_codes())

    def _pausing_codes(self) -> frozenset[str]:
        return frozenset(code for code in self.ledger.codes if self._explain(code).cls.pauses)

    def _settle(self) -> Exception | None:
        """Nothing is under way: write down where the campaign stands, and say so.

        Returns why that cannot be written. Then the journal says less than is known here, until a
        resume or `save_kept_back` tries again.
        """
        standing = self._standing
        while True:
            with self._guard:
                wish = standing.wish
            problem = self._write_ending(wish)
            with self._guard:
                paused = standing.state.state is CampaignState.PAUSED
                if paused and standing.is_stopping and standing.wish is not wish:
                    continue  # it came while the pause was written; nothing goes beyond it
                standing.wish = None
                if self._given_back or not paused:
                    self._release()
                self._quiet.set()
                return problem

    def _write_ending(self, wish: StateChange | None) -> Exception | None:
        try:
            self._recording.write_left_over()
            self._standing.enter(self._ending(wish))
        except StorageError as problem:
            log.warning("campaign %s: state not written: %s", self.campaign.id, problem.code)
            self._standing.rest(problem)
            return problem
        except Exception as problem:  # or nobody could ever resume, stop or close it
            log.exception("campaign %s: state not written", self.campaign.id)
            self._standing.rest(problem)
            return problem
        return None

    def _ending(self, wish: StateChange | None) -> StateChange:
        """The state the ledger and the last wish come to."""
        waits = any(self.ledger.doubtful(batch) for batch in self._turns.repeats())
        if not waits and self._is_complete():
            return self._standing.change(CampaignState.FINISHED)
        return wish or self._standing.change(CampaignState.PAUSED, "not_sent_left")
