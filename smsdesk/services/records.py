"""Reading a provider's records: which of the rows that may have gone out it took after all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from smsdesk.core.account import Account
from smsdesk.core.campaign import Attempt, FrozenCampaign
from smsdesk.core.codebook import CodeClass
from smsdesk.core.decision import FAILED_IN_RECORDS, FOUND_IN_RECORDS
from smsdesk.core.errors import (
    ConfigError,
    NotSent,
    OutcomeUnknown,
    SmsdeskError,
    UserInputError,
)
from smsdesk.core.ledger import Ledger
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import KeepsRecords, Transport
from smsdesk.core.record import Record, RecordPage, RecordQuestion, questions
from smsdesk.core.words import Words
from smsdesk.services.clock import date_offset_ms
from smsdesk.services.ports import Clock, Journal

SLACK_MS = 60_000
"""How much earlier than its request a record may be: clocks differ, records have whole seconds."""

REACH_MS = 300_000
"""How much later: the request may have been on its way for a while."""

PAGES_MAX = 400
"""Pages read for one question; beyond that the account sends more than can be looked through."""

_FAMILY = "records"
"""The codes of a book that answer questions about records, where they have a table of their own."""

_OPEN = (Status.UNKNOWN, Status.QUEUED, Status.SENDING, Status.NOT_SENT)
_REFUSALS = {
    CodeClass.ACCOUNT: "records_keys",
    CodeClass.BALANCE: "records_keys",
    CodeClass.THROTTLE: "records_busy",
}


@dataclass(frozen=True, slots=True)
class OpenRows:
    """Rows that may have gone out, and when their requests left.

    attempts: Unix milliseconds of this computer, by batch, oldest first.
    """

    frozen: FrozenCampaign
    rows: Sequence[int]
    attempts: dict[int, list[int]]

    @classmethod
    def of(cls, journal: Journal, ledger: Ledger, rows: Sequence[int]) -> "OpenRows":
        """Gather what the journal knows of the requests that carried `rows`."""
        frozen = ledger.frozen
        attempts: dict[int, list[int]] = {frozen.batch_of[row]: [] for row in rows}
        for entry in journal.log(frozen.campaign.id) if rows else ():
            if isinstance(entry, Attempt) and entry.batch in attempts:
                attempts[entry.batch].append(entry.at_ms)
        return cls(frozen, rows, attempts)

    def at_ms(self, row: int) -> list[int]:
        """When requests that may have carried `row` left."""
        return self.attempts[self.frozen.batch_of[row]]


@dataclass(slots=True)
class Told:
    """What the records told. problem: why they were not read to their end."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    problem: SmsdeskError | None = None


class RecordsReader:
    """Looks for rows in the records of one account. account: unlocked, as spoken to."""

    def __init__(
        self,
        journal: Journal,
        provider: KeepsRecords,
        title: str,
        account: Account,
        transport: Transport,
        clock: Clock,
    ) -> None:
        self._journal = journal
        self._provider = provider
        self._title = title
        self._account = account
        self._transport = transport
        self._clock = clock
        self._offset_ms = 0

    def look_for(self, wanted: OpenRows) -> Told:
        """Ask about all of `wanted`.

        Raises:
            UserInputError: records_too_old.
        """
        rows = [row for row in wanted.rows if wanted.at_ms(row)]
        spans = [
            (
                str(wanted.frozen.phones[row]),
                wanted.at_ms(row)[0] - SLACK_MS,
                wanted.at_ms(row)[-1] + REACH_MS,
            )
            for row in rows
        ]
        rules = self._provider.records
        asked = questions(rules, spans, self._clock())
        if not asked:
            raise UserInputError("records_too_old", provider=self._title, days=rules.kept_days)
        told = Told()
        records: list[Record] = []
        phones = {phone for phone, _, _ in spans}
        try:
            for question in asked:
                records += self._read(question, phones)
        except ConfigError as problem:
            told.problem = problem
        told.outcomes = self._matched(wanted, rows, records)
        return told

    def _read(self, question: RecordQuestion, phones: set[str]) -> list[Record]:
        """All pages of the answer; of a day full of strangers only who is looked for is kept."""
        records: list[Record] = []
        for number in range(PAGES_MAX):
            page = self._page(question, number)
            records += (record for record in page.records if record.phone in phones)
            if not page.more:
                return records
        raise ConfigError("records_too_many", provider=self._title)

    def _page(self, question: RecordQuestion, number: int) -> RecordPage:
        request = self._provider.build_records(self._account, question, number)
        if request is None:
            raise ConfigError("records_no_key", provider=self._title, account=self._account.name)
        try:
            reply = self._transport.exchange(request)
        except (NotSent, OutcomeUnknown) as problem:
            raise ConfigError("records_unreached", provider=self._title) from problem
        offset_ms = date_offset_ms(reply, self._clock())
        if offset_ms is not None:
            self._offset_ms = offset_ms
        page = self._provider.read_records(reply, number)
        if page.refused is not None:
            refusal = _REFUSALS.get(page.refused, "records_refused")
            raise ConfigError(refusal, provider=self._title, answer=self._answer(page.code))
        return page

    def _answer(self, code: str) -> Words:
        """What a refusal says: the code, and its meaning where the provider's book knows it."""
        codes = self._provider.codes
        family = _FAMILY if any(entry.family == _FAMILY for entry in codes.entries) else ""
        entry = codes.get(code, family)
        if entry is None:
            return Words(code or "?", code or "?")
        return Words(f"{code}: {entry.meaning.en}", f"{code}：{entry.meaning.zh}")

    def _matched(
        self, wanted: OpenRows, rows: Sequence[int], records: Sequence[Record]
    ) -> dict[int, Outcome]:
        """The outcome of every row that has a record of its own."""
        by_phone: dict[str, list[Record]] = {}
        for record in records:
            by_phone.setdefault(record.phone, []).append(record)
        fitting = {
            row: found
            for row in rows
            if (found := self._fitting(wanted, row, by_phone.get(str(wanted.frozen.phones[row]))))
        }
        if not fitting:
            return {}
        ids = {one.message_id for found in fitting.values() for one in found if one.message_id}
        since_ms = min(wanted.at_ms(row)[0] for row in fitting) - SLACK_MS
        taken = self._taken(wanted.frozen.campaign.provider, ids, since_ms)
        outcomes = {}
        for row, found in fitting.items():
            own = wanted.frozen.campaign.id, wanted.frozen.batch_of[row]
            free = [one for one in found if taken.get(one.message_id, set()) <= {own}]
            if free:
                outcomes[row] = _outcome(min(free, key=lambda one: one.at_ms))
        return outcomes

    def _fitting(self, wanted: OpenRows, row: int, found: list[Record] | None) -> list[Record]:
        if not found:
            return []
        times = [at_ms + self._offset_ms for at_ms in wanted.at_ms(row)]
        in_time = [
            record
            for record in found
            if any(-SLACK_MS <= record.at_ms - at_ms <= REACH_MS for at_ms in times)
        ]
        if not in_time:
            return []
        campaign = wanted.frozen.campaign.id
        message = self._journal.message(campaign, wanted.frozen.batch_of[row])
        return [one for one in in_time if self._provider.is_record_of(one, message)]

    def _taken(
        self, provider: str, ids: set[str], since_ms: int
    ) -> dict[str, set[tuple[str, int]]]:
        """Requests, as campaign and batch, that are known to have been given one of the ids."""
        taken: dict[str, set[tuple[str, int]]] = {}
        for entry in self._journal.outcomes_since(provider, since_ms):
            for outcome in entry.outcomes:
                if outcome.message_id in ids and outcome.status not in _OPEN:
                    taken.setdefault(outcome.message_id, set()).add((entry.campaign, entry.batch))
        return taken


def _outcome(record: Record) -> Outcome:
    failed = record.status in (Status.REJECTED, Status.UNDELIVERED)
    found = Outcome(record.status, FOUND_IN_RECORDS, record.message_id, record.raw)
    return replace(found, code=record.code or FAILED_IN_RECORDS) if failed else found
