"""Rows that may have gone out: who they are, and what a person, or the provider, decides of them.

Nothing here sends a message. Every decision is written to the journal, and only about rows that
are still open then; whatever else is known of their requests stays as it is.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from smsdesk.core.account import Account
from smsdesk.core.campaign import BatchOutcome, Campaign
from smsdesk.core.decision import TREATED_AS_SENT, decided
from smsdesk.core.errors import Problem, SmsdeskError, UserInputError
from smsdesk.core.ledger import SEND_AGAIN, Ledger
from smsdesk.core.message import Kind
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import KeepsRecords, provider_of
from smsdesk.core.record import RecordQuestion
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Words
from smsdesk.services.campaigns import Campaigns
from smsdesk.services.history import History
from smsdesk.services.ports import Clock, Journal, Providers, TransportFactory
from smsdesk.services.records import OpenRows, RecordsReader

Rows = Collection[int] | None
"""Row indexes of a campaign; None for all that are open."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the provider's records told.

    found: recipients they name, settled now. not_found: those who stay open.
    provider: its title.
    lag_s: how long a new message may be missing in the records; 0 where nothing is known of it.
    problem: why the records were not read to their end, None where they were.
    """

    found: int
    not_found: int
    provider: str = ""
    lag_s: int = 0
    problem: SmsdeskError | None = None

    @property
    def not_found_words(self) -> Words:
        """What is to be said of those who were not found; empty where all were."""
        if not self.not_found:
            return Words("", "")
        code = "records_not_found_yet" if self.lag_s else "records_not_found"
        data = {"provider": self.provider, "count": self.not_found, "minutes": self.lag_s // 60}
        words = SENTENCES[code]
        return Words(words.to("en", **data), words.to("zh", **data))


@dataclass(frozen=True, slots=True)
class _Way:
    """A provider that keeps records, its title, and an account that may read them."""

    title: str
    provider: KeepsRecords
    account: Account


class Decisions:
    """The choices for rows that may have gone out. Every method may block."""

    def __init__(
        self,
        journal: Journal,
        campaigns: Campaigns,
        history: History,
        providers: Providers,
        new_transport: TransportFactory,
        clock: Clock,
    ) -> None:
        self._journal = journal
        self._campaigns = campaigns
        self._history = history
        self._providers = providers
        self._new_transport = new_transport
        self._clock = clock

    def open_rows(self, campaign_id: str) -> list[int]:
        """The rows of a campaign that may have gone out, in the order of the file.

        Raises:
            UserInputError: campaign_unknown.
        """
        return _open(self._history.open(campaign_id).ledger, None)

    def treat_as_sent(self, campaign_id: str, rows: Rows = None) -> int:
        """Count open rows as sent; returns how many. Rows that are not open are left alone.

        Raises:
            UserInputError: campaign_unknown, campaign_busy.
            StorageError: the journal cannot be written; nothing changed.
        """
        return self._decide(campaign_id, rows, Outcome(Status.ACCEPTED, TREATED_AS_SENT))

    def send_again(self, campaign_id: str, rows: Rows = None) -> int:
        """Put open rows back into the queue; returns how many. `Campaigns.resume` sends them.

        These people may get the message twice: only to be called when a person has said so.

        Raises:
            UserInputError: campaign_unknown, campaign_busy.
            StorageError: the journal cannot be written; nothing changed.
        """
        return self._decide(campaign_id, rows, Outcome(Status.QUEUED, SEND_AGAIN))

    def why_not_ask(self, campaign_id: str) -> Problem | None:
        """Why the provider cannot be asked, None where it can; may read the keyring.

        Raises:
            UserInputError: campaign_unknown.
        """
        campaign = self._journal.campaign(campaign_id)
        try:
            self._way(campaign)
        except SmsdeskError as problem:
            return Problem("account", problem.code, dict(problem.data))
        return None

    def ask(self, campaign_id: str, rows: Rows = None) -> Asked:
        """Look for open rows in the provider's records and settle those it names.

        A record counts where its number, its time and whatever else it shows fit a request that
        may have gone out, and no other message of ours is known to be the one recorded. A row that
        is not found stays open: its record may only be late. Nothing is asked of the keyring or the
        provider where no row is open.

        Raises:
            UserInputError: campaign_unknown, campaign_busy, records_too_old, or what `why_not_ask`
                tells.
            ConfigError: what the keyring says; records_keys, records_busy, records_refused,
                records_unreached: nothing was found before.
            StorageError: the journal cannot be written; nothing changed.
        """
        campaign = self._journal.campaign(campaign_id)
        wanted = self._wanted(campaign, rows)
        if not wanted.rows:
            return Asked(0, 0)
        way = self._way(campaign)
        with closing(self._new_transport()) as transport:
            reader = RecordsReader(
                self._journal, way.provider, way.title, way.account, transport, self._clock
            )
            told = reader.look_for(wanted)
        found = self._write(campaign_id, told.outcomes)
        if told.problem is not None and not found:
            raise told.problem
        left = len(wanted.rows) - found
        return Asked(found, left, way.title, way.provider.records.lag_s, told.problem)

    # -- below: one step each of the above -------------------------------------------------

    def _way(self, campaign: Campaign) -> "_Way":
        """How the records of a campaign's provider are read; may ask the keyring.

        Raises:
            UserInputError: records_none, records_other_kind, records_no_key, or what unlocking
                says.
            ConfigError: what the keyring says.
        """
        provider = provider_of(self._providers, campaign.provider)
        title = provider.info.title
        if not isinstance(provider, KeepsRecords):
            raise UserInputError("records_none", provider=title)
        if Kind(str(campaign.document.get("kind"))) not in provider.records.kinds:
            raise UserInputError("records_other_kind", provider=title)
        account = self._campaigns.account_of(campaign)
        today = provider.records.day(self._clock())
        if provider.build_records(account, RecordQuestion(today, today), 0) is None:
            raise UserInputError("records_no_key", provider=title, account=campaign.account)
        return _Way(title, provider, account)

    def _decide(self, campaign_id: str, rows: Rows, outcome: Outcome) -> int:
        return self._settle(campaign_id, lambda ledger: dict.fromkeys(_open(ledger, rows), outcome))

    def _write(self, campaign_id: str, outcomes: Mapping[int, Outcome]) -> int:
        def still_open(ledger: Ledger) -> dict[int, Outcome]:
            return {row: outcomes[row] for row in _open(ledger, outcomes.keys())}

        return self._settle(campaign_id, still_open)

    def _settle(self, campaign_id: str, choose: Callable[[Ledger], Mapping[int, Outcome]]) -> int:
        chosen: dict[int, Outcome] = {}

        def decide(ledger: Ledger) -> Sequence[BatchOutcome]:
            chosen.update(choose(ledger))
            return decided(ledger, chosen, self._clock())

        self._campaigns.settle(campaign_id, decide)
        return len(chosen)

    def _wanted(self, campaign: Campaign, rows: Rows) -> OpenRows:
        """Who is to be looked for. Raises campaign_busy now rather than after the asking."""
        found: list[OpenRows] = []

        def look(ledger: Ledger) -> Sequence[BatchOutcome]:
            found.append(OpenRows.of(self._journal, ledger, _open(ledger, rows)))
            return ()

        self._campaigns.settle(campaign.id, look)
        return found[0]


def _open(ledger: Ledger, rows: Rows) -> list[int]:
    status = ledger.status
    if rows is None:
        return [row for row, known in enumerate(status) if known == Status.UNKNOWN]
    return sorted(
        row for row in set(rows) if 0 <= row < len(status) and status[row] == Status.UNKNOWN
    )
