"""A worker's steps, for one batch of a campaign after another.

    1  wait for its turn (rate, the provider's wish to slow down)
    2  build the request, then commit the outcome of its previous batch together with the new
       attempt: one durable write, shared with the other workers (`JournalWriter`)
    3  send, read the reply, judge it

so that a crash at any moment leaves an attempt without an outcome for everything that may have gone
out, and nothing else.
"""

import threading
from collections.abc import Callable

from smsdesk.core.account import Account
from smsdesk.core.campaign import CampaignState, LogEntry
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.ledger import Ledger
from smsdesk.core.provider import Transport
from smsdesk.services.clock import RunClock
from smsdesk.services.exchange import Exchange
from smsdesk.services.recording import Recording
from smsdesk.services.standing import Standing
from smsdesk.services.turns import Place, Turn, Turns
from smsdesk.services.verdict import Act, Verdict, judge


class Line:
    """Sends the batches of a run. Each of its workers calls `work`, with its own transport.

    account: as it is spoken to. keep_going: whether repeated failures do not pause it.
    guard: held while turns and ledger change; notified when a worker that waits is to look again.
    """

    def __init__(
        self,
        ledger: Ledger,
        exchange: Exchange,
        recording: Recording,
        turns: Turns,
        time: RunClock,
        account: Account,
        explain: Callable[[str], CodeEntry],
        standing: Standing,
        guard: threading.Condition,
        monotonic: Callable[[], float],
        *,
        keep_going: bool,
    ) -> None:
        self._ledger = ledger
        self._exchange = exchange
        self._recording = recording
        self._turns = turns
        self._time = time
        self._account = account
        self._explain = explain
        self._standing = standing
        self._guard = guard
        self._monotonic = monotonic
        self._keep_going = keep_going

    def work(self, transport: Transport, pending: list[LogEntry]) -> None:
        """Send until nothing is left or the run is to end.

        pending: holds what is not written yet, also where this raises.

        Raises:
            StorageError: the journal cannot be written.
        """
        while (turn := self._next(pending)) is not None:
            self._send(turn, transport, pending)
        self._flush(pending)

    def _next(self, pending: list[LogEntry]) -> Turn | None:
        """The next batch, when its turn has come; None when there is nothing more to do.

        What is pending is written before any wait.
        """
        while True:
            with self._guard:
                now_s = self._monotonic()
                if code := self._turns.given_up(now_s):
                    self._standing.ask(CampaignState.PAUSED, code)
                if self._standing.wish is not None:
                    return None
                turn = self._turns.next(now_s)
                if isinstance(turn, Turn):
                    return turn
                if self._turns.is_over:  # not before: what is too late to be repeated is dropped
                    return None
                if not pending:
                    self._guard.wait(turn)
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
            with self._guard:
                self._turns.over(turn, place, self._monotonic())
                if place is not Place.OUT or self._turns.is_lull:
                    self._guard.notify_all()

    def _exchange_one(
        self, turn: Turn, transport: Transport, pending: list[LogEntry]
    ) -> Place | None:
        """Send one batch; returns where it goes. None: nothing left, or nobody is left in it."""
        used_ms, repeated = self._time.measured_ms(self._account, transport), None
        if turn.repeats:
            repeated = self._ledger.doubtful(turn.batch)
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
                self._standing.ask(CampaignState.PAUSED, verdict.code)
        if not (again or ended.in_doubt):
            return Place.OUT
        self._flush(pending)  # before anybody can start the next attempt
        if ended.in_doubt:
            return Place.DOUBT_AGAIN if again else Place.DOUBT
        return Place.BACK if verdict.act is Act.WAIT else Place.FRONT

    def _follow(self, verdict: Verdict, turn: Turn) -> bool:
        """Do what the reply asks of the campaign; True where the batch was not taken."""
        with self._guard:
            was_offline, was_tried = self._turns.is_offline, self._turns.is_tried
            again, alarm = self._turns.follow(verdict, turn, self._monotonic())
            if was_offline and not self._turns.is_offline:
                self._recording.restart_speed()
            # `keep_going` is for failures; what hits the whole account or goes on for ever pauses
            if alarm is not None and (verdict.act is not Act.GO_ON or not self._keep_going):
                self._standing.ask(CampaignState.PAUSED, alarm.code, alarm.data)
            if verdict.act is not Act.GO_ON or was_tried:
                self._guard.notify_all()
            return again
