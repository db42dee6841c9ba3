"""One request of a campaign: built from its batch, sent, and its reply told in outcomes."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass

from smsdesk.core.account import Account
from smsdesk.core.campaign import Attempt, BatchOutcome, FrozenCampaign
from smsdesk.core.errors import NotSent, OutcomeUnknown
from smsdesk.core.ledger import INTERRUPTED, SENDABLE, Ledger
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply, HttpRequest, Provider, Transport
from smsdesk.services.ports import BatchSource, Clock

log = logging.getLogger(__name__)

REPLY_CHARS = 2_000  # of a reply's text kept in the journal
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that has not left. rows, phones: whom it carries, in its order."""

    attempt: Attempt
    rows: list[int]
    phones: list[str]
    request: HttpRequest


@dataclass(frozen=True, slots=True)
class Ended:
    """A request that has left or could not. outcomes: one per number it carried, in order."""

    outcomes: Sequence[Outcome]
    entry: BatchOutcome
    reply: HttpReply | None


class Exchange:
    """Builds and sends the requests of one campaign. Writes nothing."""

    def __init__(
        self,
        frozen: FrozenCampaign,
        ledger: Ledger,
        source: BatchSource,
        provider: Provider,
        clock: Clock,
    ) -> None:
        self._frozen = frozen
        self._ledger = ledger
        self._source = source
        self._provider = provider
        self._clock = clock

    def prepare(self, batch: int, account: Account, clock_offset_ms: int) -> Prepared:
        """Build the request for those of a batch who were certainly not taken yet."""
        status = self._ledger.status
        rows = [row for row in self._frozen.rows_of(batch) if status[row] in SENDABLE]
        phones = [str(self._frozen.phones[row]) for row in rows]
        message, _ = self._source.batch(batch)
        request_id = "r-" + os.urandom(8).hex()
        now_ms = self._clock()
        request = self._provider.build(
            message, phones, account, now_ms + clock_offset_ms, request_id
        )
        number = self._ledger.batch_attempts[batch] + 1
        attempt = Attempt(self._frozen.campaign.id, batch, number, now_ms, request_id)
        return Prepared(attempt, rows, phones, request)

    def send(self, prepared: Prepared, transport: Transport) -> Ended:
        """Send a request whose attempt is in the journal. Never raises."""
        count = len(prepared.phones)
        reply: HttpReply | None = None
        try:
            reply = transport.exchange(prepared.request)
            outcomes = self._read(reply, prepared.phones)
        except NotSent as problem:
            outcomes = [Outcome(Status.NOT_SENT, problem.code)] * count
        except OutcomeUnknown as problem:
            outcomes = [Outcome(Status.UNKNOWN, problem.code)] * count
        except Exception:  # whatever it was, the bytes may have left
            log.exception("request %s of %s", prepared.attempt.batch, prepared.attempt.campaign)
            outcomes = [Outcome(Status.UNKNOWN, UNREADABLE if reply else INTERRUPTED)] * count
        return Ended(outcomes, self._entry(prepared, outcomes, reply), reply)

    def _read(self, reply: HttpReply, phones: Sequence[str]) -> list[Outcome]:
        outcomes = self._provider.parse(reply, phones)
        if len(outcomes) != len(phones):
            raise ValueError(f"{len(outcomes)} outcomes for {len(phones)} numbers")
        return outcomes

    def _entry(
        self, prepared: Prepared, outcomes: Sequence[Outcome], reply: HttpReply | None
    ) -> BatchOutcome:
        """The log entry: one outcome for all alike, else one per member of the batch."""
        attempt = prepared.attempt
        members = self._frozen.rows_of(attempt.batch)
        if len(prepared.rows) < len(members):
            by_row = dict(zip(prepared.rows, outcomes, strict=True))
            outcomes = [by_row.get(row) or self._ledger.outcome(row) for row in members]
        elif all(outcome == outcomes[0] for outcome in outcomes):
            outcomes = outcomes[:1]
        return BatchOutcome(
            attempt.campaign,
            attempt.batch,
            attempt.number,
            self._clock(),
            tuple(outcomes),
            http_status=reply.status if reply else 0,
            reply=reply.body.decode("utf-8", "replace")[:REPLY_CHARS] if reply else "",
            elapsed_ms=reply.elapsed_ms if reply else 0,
        )
