"""A campaign's run: daemon threads that send its batches, each one journaled before it leaves.

No event loop is involved: providers, transport and journal are plain blocking code, and up to 16
threads wait for replies better than one loop that hands every call to a thread.

A worker's steps, for one batch after another:

    1  wait for its turn (rate, the provider's wish to slow down)
    2  build the request, then commit the outcome of its previous batch together with the new
       attempt: one durable write, shared with the other workers (`JournalWriter`)
    3  send, read the reply, judge it

so that a crash at any moment leaves an attempt without an outcome for everything that may have gone
out, and nothing else.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace

from smsdesk.core.account import WORKERS_MAX, Account
from smsdesk.core.campaign import Campaign, CampaignState, FrozenCampaign, LogEntry, StateChange
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.errors import StorageError, UserInputError
from smsdesk.core.ledger import Ledger, is_complete, pending_batches, requeue
from smsdesk.core.outcome import Status
from smsdesk.core.provider import Provider, Transport
from smsdesk.services.clock import RunClock, ServerClocks
from smsdesk.services.exchange import Exchange
from smsdesk.services.pacer import Pacers
from smsdesk.services.ports import BatchSource, CampaignLock, Clock, TransportFactory
from smsdesk.services.progress import Group, Progress, four_numbers
from smsdesk.services.recording import Recording
from smsdesk.services.repeating import repeatable_batches
from smsdesk.services.turns import Place, Turn, Turns
from smsdesk.services.verdict import Act, Verdict, judge
from smsdesk.services.writer import JournalWriter

log = logging.getLogger(__name__)

OFFLINE_S = 1800.0
"""How long a campaign waits for a provider that cannot be reached."""


class CampaignRun:
    """One campaign being sent by this program, or paused in it.

    campaign, frozen: what was frozen. ledger: live; read it as often as you like.
    offline_s: how long to wait for a provider that cannot be reached before it pauses.

    Thread: all methods may be called from any thread. `progress` and `pause` return at once;
    `start`, `resume`, `stop` and `settle` write to the journal.
    """

    def __init__(
        self,
        campaign: Campaign,
        frozen: FrozenCampaign,
        ledger: Ledger,
        *,
        source: BatchSource,
        provider: Provider,
        account: Account,
        explain: Callable[[str], CodeEntry],
        writer: JournalWriter,
        new_transport: TransportFactory,
        lock: CampaignLock,
        clock: Clock,
        clocks: ServerClocks,
        pacers: Pacers,
        keep_going: bool = False,
        offline_s: float = OFFLINE_S,
        state: StateChange | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.campaign = campaign
        self.frozen = frozen
        self.ledger = ledger
        self._exchange = Exchange(frozen, ledger, source, provider, clock, explain)
        self._provider = provider
        self._account = account
        self._explain = explain
        self._new_transport = new_transport
        self._campaign_lock = lock
        self._clock = clock
        self._time = RunClock(clocks, provider)
        self._monotonic = monotonic
        self._pacers = pacers
        self._keep_going = keep_going
        self._offline_s = offline_s
        self._wake = threading.Condition(threading.RLock())
        self._recording = Recording(ledger, writer, self._wake, clock, monotonic)
        self._quiet = threading.Event()
        self._quiet.set()
        # all below is guarded by _wake
        self._state = state or StateChange(campaign.id, campaign.created_ms, CampaignState.PAUSED)
        self._wish: StateChange | None = None
        self._turns = Turns(provider.info, pacers.of(account))
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
        with self._wake:
            return self._quiet.is_set() and self._state.state in ends

    def start(self) -> None:
        """Begin sending everything that was certainly not taken yet.

        Raises:
            UserInputError, StorageError: as `resume` says.
        """
        self._begin(self._account)

    def resume(
        self,
        account: Account | None = None,
        *,
        keep_going: bool | None = None,
        offline_s: float | None = None,
    ) -> None:
        """Go on after a pause, with everybody who was certainly not taken.

        Those are the queued and the unsent, and those whom a refusal of the whole account hit;
        never one that may have gone out, unless the provider knows the request by its id.

        account: as spoken to, when it changed meanwhile.

        Raises:
            UserInputError: campaign_busy, because it has begun already, or campaign_ended: it was
                stopped or came to its end, and other programs may have it by now.
            StorageError: the journal cannot be written; nothing was sent.
        """
        if keep_going is not None:
            self._keep_going = keep_going
        if offline_s is not None:
            self._offline_s = offline_s
        self._begin(account or self._account)

    def pause(self) -> None:
        """Let no new request leave; those under way finish. `wait` tells when all is quiet."""
        if self.is_active:
            self._wish_for(CampaignState.PAUSED, "by_person")

    def stop(self) -> None:
        """End the campaign: no new request leaves, those under way finish and are recorded."""
        with self._wake:
            paused = (
                self._is_mine and self._quiet.is_set() and self._state.state is CampaignState.PAUSED
            )
            if paused:
                self._quiet.clear()  # or it could be resumed while its end is being written
            if not self._quiet.is_set():
                self._wish_for(CampaignState.STOPPED, "by_person")
        if paused:
            self._settle()

    def hold(self, seconds: float) -> None:
        """Let no new request leave for a moment, so that a window being drawn gets its turns."""
        with self._wake:
            self._turns.hold(self._monotonic() + seconds)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing is under way any more; False when that takes longer."""
        return self._quiet.wait(timeout_s)

    def progress(self) -> Progress:
        """A snapshot, at once."""
        with self._wake:
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
                state=CampaignState.SENDING if active else self._state.state,
                counts=counts,
                done=done,
                total=total,
                reason=(self._wish or self._state).reason,
                reason_data=(self._wish or self._state).data,
                ending=active and self._wish is not None,
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
        with self._wake:
            if not (self._quiet.is_set() and self._recording.has_left_over):
                return
            self._quiet.clear()
        try:
            self._recording.write_left_over()
        except StorageError as problem:
            log.warning("campaign %s: outcomes lost: %s", self.campaign.id, problem.code)
        finally:
            self._lay_down()

    def give_back(self) -> None:
        """Let other programs run the campaign, as soon as nothing is under way here any more."""
        with self._wake:
            self._given_back = True
            if self._quiet.is_set():
                self._release()

    # -- beginning and ending --------------------------------------------------------------

    def _take_up(self) -> None:
        """Nobody else may begin, end or decide anything until `_lay_down` or `_settle`."""
        with self._wake:
            if not self._is_mine:
                raise UserInputError("campaign_ended", name=self.campaign.name)
            if not self._quiet.is_set():
                raise UserInputError("campaign_busy", name=self.campaign.name)
            self._quiet.clear()
            self._wish = None

    def _lay_down(self, *, over: bool = False) -> None:
        """Rest as before; where somebody asked for an end meanwhile, or it is `over`, end."""
        with self._wake:
            ends = over or self._wish is not None
            if not ends:
                self._quiet.set()
                if self._given_back:
                    self._release()
        if ends:
            self._settle()

    def _release(self) -> None:
        self._is_mine = False
        self._campaign_lock.release()

    def _begin(self, account: Account) -> None:
        self._take_up()
        try:
            self._recording.write_left_over()
            refused = requeue(self.ledger, self._pausing_codes(), self._clock())
            self._recording.write(*refused)
            # who was refused comes last: if it is refused again, everybody else has been sent
            last = {entry.batch for entry in refused}
            batches = sorted(pending_batches(self.ledger), key=last.__contains__)
            doubtful = repeatable_batches(self.ledger, account, self._provider.info)
            doubtful.difference_update(batches)
            count = len(batches) + len(doubtful)
            if count:
                sending = StateChange(self.campaign.id, self._clock(), CampaignState.SENDING)
                self._recording.write(sending)
        except BaseException:
            self._lay_down()
            raise
        with self._wake:
            # its batches are frozen; the account's own size may be another by now
            self._account = replace(account, batch_size=max(self.frozen.sizes, default=0))
            self._time.restart()
            pacer, now_s = self._pacers.of(account), self._monotonic()
            self._turns.restart(batches, doubtful, pacer, self._offline_s, now_s)
            self._recording.restart_speed()
            self._workers = workers = min(max(1, account.workers), WORKERS_MAX, count)
            if count:
                self._state = sending
        for number in range(workers):
            self._start_worker(f"smsdesk:send:{number}")
        if not workers:
            self._settle()

    def _start_worker(self, name: str) -> None:
        try:
            threading.Thread(target=self._work, name=name, daemon=True).start()
        except RuntimeError as problem:  # the computer has no more: the others do its share
            log.warning("campaign %s: %s", self.campaign.id, problem)
            with self._wake:
                if self._workers == 1:
                    self._wish_for(CampaignState.PAUSED, "fault")
            self._end_worker()

    def _end_worker(self) -> None:
        with self._wake:
            self._workers -= 1
            last = self._workers == 0
        if last:
            self._settle()

    def _is_complete(self) -> bool:
        return is_complete(self.ledger, self._pausing_codes())

    def _pausing_codes(self) -> frozenset[str]:
        return frozenset(code for code in self.ledger.codes if self._explain(code).cls.pauses)

    def _wish_for(
        self, state: CampaignState, reason: str, data: Mapping[str, str] | None = None
    ) -> None:
        """Ask the workers to end. The first wish stands, but a stop goes beyond a pause."""
        with self._wake:
            before = self._wish
            stronger = state is CampaignState.STOPPED and (
                before is None or before.state is not CampaignState.STOPPED
            )
            if before is None or stronger:
                self._wish = StateChange(self.campaign.id, self._clock(), state, reason, data or {})
            self._wake.notify_all()

    def _settle(self) -> None:
        """Nothing is under way: write down where the campaign stands, and say so."""
        try:
            self._recording.write_left_over()
            ending = self._ending()
            if (ending.state, ending.reason) != (self._state.state, self._state.reason):
                self._recording.write(ending)
        except StorageError as problem:
            # the log still says "sending": the next start finds what is missing
            ending = self._storage_pause(problem)
            log.warning("campaign %s: state not written: %s", self.campaign.id, problem.code)
        with self._wake:
            self._state = ending
            self._wish = None
            if self._given_back or ending.state is not CampaignState.PAUSED:
                self._release()
            self._quiet.set()

    def _ending(self) -> StateChange:
        """The state the ledger and the last wish come to."""
        waits = any(self.ledger.doubtful(batch) for batch in self._turns.repeats())
        if not waits and self._is_complete():
            if self._state.state is CampaignState.FINISHED:
                return self._state
            return StateChange(self.campaign.id, self._clock(), CampaignState.FINISHED)
        return self._wish or StateChange(
            self.campaign.id, self._clock(), CampaignState.PAUSED, "not_sent_left"
        )

    def _storage_pause(self, problem: StorageError) -> StateChange:
        data = {key: str(value) for key, value in problem.data.items()}
        return StateChange(
            self.campaign.id, self._clock(), CampaignState.PAUSED, problem.code, data
        )

    # -- one worker ------------------------------------------------------------------------

    def _work(self) -> None:
        pending: list[LogEntry] = []
        try:
            with closing(self._new_transport()) as transport:
                while (job := self._next(pending)) is not None:
                    self._send(job, transport, pending)
            self._flush(pending)
        except StorageError as problem:
            self._recording.keep_back(pending)
            with self._wake:
                self._wish = self._storage_pause(problem)
                self._wake.notify_all()
        except Exception:  # a fault of ours must not leave the campaign running without workers
            log.exception("campaign %s: worker failed", self.campaign.id)
            self._recording.keep_back(pending)
            self._wish_for(CampaignState.PAUSED, "fault")
        finally:
            self._end_worker()

    def _next(self, pending: list[LogEntry]) -> Turn | None:
        """The next batch, when its turn has come; None when there is nothing more to do.

        What is pending is written before any wait.
        """
        while True:
            with self._wake:
                now_s = self._monotonic()
                if code := self._turns.given_up(now_s):
                    self._wish_for(CampaignState.PAUSED, code)
                if self._wish is not None:
                    return None
                turn = self._turns.next(now_s)
                if isinstance(turn, Turn):
                    return turn
                if self._turns.is_over:  # not before: what is too late to be repeated is dropped
                    return None
                if not pending:
                    self._wake.wait(turn)
                    continue
            self._flush(pending)

    def _flush(self, pending: list[LogEntry]) -> None:
        self._recording.write(*pending)
        pending.clear()

    def _send(self, turn: Turn, transport: Transport, pending: list[LogEntry]) -> None:
        """Send one batch; its outcome is left in `pending` unless the batch leaves once more."""
        place: Place | None = None
        try:
            place = self._exchange_one(turn, transport, pending)
        finally:
            with self._wake:
                self._turns.over(turn, place, self._monotonic())
                if place is not Place.OUT or self._turns.is_lull:
                    self._wake.notify_all()

    def _exchange_one(
        self, turn: Turn, transport: Transport, pending: list[LogEntry]
    ) -> Place | None:
        """Send one batch; returns where it goes. None: nothing left, or nobody is left in it."""
        used_ms, repeated = self._time.measured_ms(self._account, transport), None
        if turn.repeats:
            repeated = self.ledger.doubtful(turn.batch)
            if repeated is None:
                return None
        prepared = self._exchange.prepare(turn.batch, self._account, used_ms, repeated)
        if prepared is None:
            return None
        self._recording.write(*pending, prepared.attempt)
        pending.clear()
        ended = self._exchange.send(prepared, transport)
        pending.append(ended.entry)
        verdict = judge(ended.outcomes, self._explain)
        again = self._follow(verdict, turn)
        if verdict.act is Act.RESIGN and ended.reply is not None:
            again = self._time.corrects(turn.batch, self._account, transport, ended.reply, used_ms)
            if not again:
                self._wish_for(CampaignState.PAUSED, verdict.code)
        if not (again or ended.in_doubt):
            return Place.OUT
        self._flush(pending)  # before anybody can start the next attempt
        if ended.in_doubt:
            return Place.DOUBT_AGAIN if again else Place.DOUBT
        return Place.BACK if verdict.act is Act.WAIT else Place.FRONT

    def _follow(self, verdict: Verdict, turn: Turn) -> bool:
        """Do what the reply asks of the campaign; True where the batch was not taken."""
        with self._wake:
            was_offline, was_tried = self._turns.is_offline, self._turns.is_tried
            again, alarm = self._turns.follow(verdict, turn, self._monotonic())
            if was_offline and not self._turns.is_offline:
                self._recording.restart_speed()
            # `keep_going` is for failures; what hits the whole account or goes on for ever pauses
            if alarm is not None and (verdict.act is not Act.GO_ON or not self._keep_going):
                self._wish_for(CampaignState.PAUSED, alarm.code, alarm.data)
            if verdict.act is not Act.GO_ON or was_tried:
                self._wake.notify_all()
            return again
