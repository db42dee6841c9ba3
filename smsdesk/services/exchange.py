"""One request of a campaign: built from its batch, sent, and its reply told in outcomes."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from smsdesk.core.account import Account
from smsdesk.core.campaign import Attempt, BatchOutcome, FrozenCampaign
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.errors import NotSent, OutcomeUnknown
from smsdesk.core.ledger import INTERRUPTED, SENDABLE, Ledger, OpenRequest
from smsdesk.core.outcome import UNREADABLE, Outcome, Status
from smsdesk.core.outcomes import Outcomes
from smsdesk.core.provider import HttpReply, HttpRequest, Provider, Transport
from smsdesk.services.ports import Clock, MessageOf
from smsdesk.services.repeating import may_repeat, new_request_id
from smsdesk.services.verdict import came_before, of_repetition

log = logging.getLogger(__name__)

REPLY_CHARS = 2_000  # of a reply's text kept in the journal


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that has not left. rows, phones: whom it carries, in its order.

    repeats: it repeats an earlier one under the same id.
    """

    attempt: Attempt
    rows: list[int]
    phones: list[str]
    request: HttpRequest
    repeats: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A request that has left or could not.

    outcomes: what the reply says, one per number it carried, in order; whoever a repeated request
        reached before counts as accepted.
    entry: what it comes to, for the log. in_doubt: all it carried may have gone out.
    """

    outcomes: Sequence[Outcome]
    entry: BatchOutcome
    reply: HttpReply | None
    in_doubt: bool


class Exchange:
    """Builds and sends the requests of one campaign. Writes nothing."""

    def __init__(
        self,
        frozen: FrozenCampaign,
        ledger: Ledger,
        message_of: MessageOf,
        provider: Provider,
        clock: Clock,
        explain: Callable[[str], CodeEntry],
    ) -> None:
        self._frozen = frozen
        self._ledger = ledger
        self._message_of = message_of
        self._provider = provider
        self._clock = clock
        self._explain = explain

    def prepare(
        self,
        batch: int,
        account: Account,
        clock_offset_ms: int,
        repeated: OpenRequest | None = None,
    ) -> Prepared | None:
        """Build the request for those of a batch who were certainly not taken yet.

        repeated: build this one once more instead. None comes back where it is too late for that,
        and where nobody is left to carry.
        """
        now_ms = self._clock()
        signed_ms = now_ms + clock_offset_ms
        if repeated is None:
            status = self._ledger.status
            rows = [row for row in self._frozen.rows_of(batch) if status[row] in SENDABLE]
            request_id = new_request_id(account, signed_ms)
        else:
            rows, request_id = list(repeated.rows), repeated.request_id
            if not may_repeat(request_id, account, self._provider.info, signed_ms):
                return None
        if not rows:
            return None
        phones = [str(self._frozen.phones[row]) for row in rows]
        request = self._provider.build(
            self._message_of(batch), phones, account, signed_ms, request_id
        )
        number = self._ledger.batch_attempts[batch] + 1
        attempt = Attempt(self._frozen.campaign.id, batch, number, now_ms, request_id)
        return Prepared(attempt, rows, phones, request, repeated is not None)

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
        counted: Sequence[Outcome] = outcomes
        if prepared.repeats:
            known = [self._ledger.outcome(row) for row in prepared.rows]
            outcomes = came_before(outcomes, known, self._explain)
            counted = of_repetition(outcomes, known)
        in_doubt = all(outcome.status is Status.UNKNOWN for outcome in counted)
        return Ended(outcomes, self._entry(prepared, counted, reply), reply, in_doubt)

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
            tuple(outcomes) if len(outcomes) == 1 else Outcomes.of(outcomes),
            http_status=reply.status if reply else 0,
            reply=reply.body.decode("utf-8", "replace")[:REPLY_CHARS] if reply else "",
            elapsed_ms=reply.elapsed_ms if reply else 0,
        )
