"""History: all campaigns with their numbers, and one of them opened to look at or to export."""

import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from smsdesk.core.account import Mode
from smsdesk.core.campaign import (
    BatchOutcome,
    Campaign,
    CampaignState,
    FrozenCampaign,
)
from smsdesk.core.document import to_document
from smsdesk.core.errors import StorageError
from smsdesk.core.ledger import Ledger
from smsdesk.core.message import Message
from smsdesk.core.outcome import Status
from smsdesk.core.result_line import ResultLine
from smsdesk.core.words import Language
from smsdesk.services.campaigns import Campaigns
from smsdesk.services.ports import Explain, Exporter, Journal
from smsdesk.services.progress import Group, four_numbers
from smsdesk.services.replay import replayed
from smsdesk.services.result_lines import result_lines
from smsdesk.services.sender import CampaignRun

log = logging.getLogger(__name__)

_RECEIPT_TAIL: Final = re.compile(r"-[0-9]{10}$")
"""What NXCloud adds to the id of a message to many numbers in each number's receipt."""

_LOCAL_DIGITS: Final = 7
"""Numbers that end alike in so many digits are one number, written with and without its country."""


class MessagePlace(NamedTuple):
    """Where a message stands in the history. row: as the recipient file counts."""

    campaign_id: str
    name: str
    row: int


@dataclass(frozen=True, slots=True)
class CampaignSummary:
    """One campaign in the history.

    reason, reason_data: why it is in that state; words by `services.reasons.reason_words`.
    counts: recipients per status, skipped rows not among them. Where the reason is
        campaign_damaged, all of them may have got it: nobody can tell.
    running: it is being sent by this program now.
    """

    campaign: Campaign
    state: CampaignState
    reason: str
    counts: Mapping[Status, int]
    running: bool = False
    reason_data: Mapping[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> dict[Group, int]:
        """The four numbers."""
        return four_numbers(self.counts)


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One campaign opened: its frozen columns and its ledger, which is live while it runs.

    run: the run of this program, None where there is none.
    state, reason, reason_data: as they stood when it was opened; a run knows better.
    """

    campaign: Campaign
    frozen: FrozenCampaign
    ledger: Ledger
    journal: Journal
    state: CampaignState
    reason: str = ""
    reason_data: Mapping[str, str] = field(default_factory=dict)
    run: CampaignRun | None = None


class History:
    """Past and running campaigns."""

    def __init__(
        self, journal: Journal, campaigns: Campaigns, explain: Explain, exporter: Exporter
    ) -> None:
        self._journal = journal
        self._campaigns = campaigns
        self._explain = explain
        self._exporter = exporter
        self._lock = threading.Lock()
        # campaigns that are not sent here, and how long their log was then
        self._known: dict[str, tuple[int, CampaignSummary]] = {}

    def list(self) -> "list[CampaignSummary]":
        """All campaigns, newest first."""
        return [*self._summaries(lambda _campaign, _state: True)]

    def paused(self, since_ms: int) -> Sequence[CampaignSummary]:
        """Paused campaigns begun since then, newest first; reads no other campaign's log."""
        return self._summaries(
            lambda campaign, state: (
                state is CampaignState.PAUSED and campaign.created_ms >= since_ms
            )
        )

    def newest(self) -> str:
        """Id of the newest campaign, "" where there is none; reads no campaign's log."""
        for campaign, _state, _reason in self._journal.campaigns():
            return campaign.id
        return ""

    def last_mode(self, message: Message, source: str) -> Mode | None:
        """How the newest campaign of this message or of the list called `source` was sent.

        None where there was none; reads no campaign's log.
        """
        document = to_document(message)
        for campaign, _state, _reason in self._journal.campaigns():
            if campaign.document == document or (source and campaign.source == source):
                return Mode(campaign.mode)
        return None

    def open(self, campaign_id: str) -> CampaignView:
        """Open one campaign; while it runs here, its ledger is the live one.

        Raises:
            UserInputError: campaign_unknown.
        """
        campaign = self._journal.campaign(campaign_id)
        run = self._campaigns.run_of(campaign_id)
        if run is not None:
            progress = run.progress()
            return CampaignView(
                campaign,
                run.frozen,
                run.ledger,
                self._journal,
                progress.state,
                progress.reason,
                progress.reason_data,
                run,
            )
        frozen = self._journal.frozen(campaign_id)
        ledger, last = replayed(self._journal, frozen)
        return CampaignView(
            campaign, frozen, ledger, self._journal, last.state, last.reason, last.data
        )

    def lines(self, view: CampaignView, language: Language = "en") -> Iterator[ResultLine]:
        """One line per row of the recipient file, in its order, skipped rows included."""
        return result_lines(
            view.campaign, view.frozen, view.ledger, self._journal, self._explain, language
        )

    def export(self, campaign_id: str, path: Path, language: Language = "en") -> CampaignView:
        """Write the results file of one campaign as it stands now.

        Raises:
            UserInputError: campaign_unknown.
            StorageError: the file cannot be written.
        """
        view = self.open(campaign_id)
        self._exporter(path, view.campaign, self.lines(view, language))
        return view

    def find_message(self, provider: str, message_id: str, phone: str = "") -> MessagePlace | None:
        """The recipient a receipt speaks of, None where no campaign of `provider` has it.

        message_id: as the receipt gives it. phone: digits, "" where it does not tell; decides
        where one id stands for many recipients.
        """
        for known in dict.fromkeys((message_id, _RECEIPT_TAIL.sub("", message_id))):
            for entry in self._journal.outcomes_of_message(provider, known) if known else ():
                place = self._place(entry, known, phone)
                if place is not None:
                    return place
        return None

    def _place(self, entry: BatchOutcome, message_id: str, phone: str) -> MessagePlace | None:
        frozen = self._journal.frozen(entry.campaign)
        rows = frozen.rows_of(entry.batch)
        outcomes = entry.outcomes
        if len(outcomes) != len(rows):
            outcomes = [outcomes[0]] * len(rows)  # one that holds for all
        found = [
            row
            for row, outcome in zip(rows, outcomes, strict=True)
            if outcome.message_id == message_id
            and (not phone or _same_number(phone, str(frozen.phones[row])))
        ]
        if not found or (len(found) > 1 and not phone):
            return None
        campaign = frozen.campaign
        return MessagePlace(campaign.id, campaign.name, campaign.first_row + found[0])

    def _summaries(
        self, wanted: Callable[[Campaign, CampaignState], bool]
    ) -> Sequence[CampaignSummary]:
        # before anything else is read: what is appended meanwhile is seen the next time
        lengths = self._journal.lengths()
        return [
            self._summary(campaign, state, lengths.get(campaign.id, 0))
            for campaign, state, _reason in self._journal.campaigns()
            if wanted(campaign, state)
        ]

    def _summary(self, campaign: Campaign, state: CampaignState, length: int) -> CampaignSummary:
        run = self._campaigns.run_of(campaign.id)
        if run is not None:
            return _of_run(run)
        with self._lock:
            known = self._known.get(campaign.id)
        if known is None or known[0] != length:
            known = length, self._read(campaign, state)
            with self._lock:
                self._known[campaign.id] = known
        return known[1]

    def _read(self, campaign: Campaign, state: CampaignState) -> CampaignSummary:
        try:
            view = self.open(campaign.id)
        except StorageError as problem:
            if problem.code != "campaign_damaged":
                raise
            log.warning("campaign %s", campaign.id, exc_info=problem)
            told = {name: str(value) for name, value in problem.data.items()}
            nobody_knows = {Status.UNKNOWN: campaign.recipients}
            return CampaignSummary(campaign, state, problem.code, nobody_knows, reason_data=told)
        if view.run is not None:  # begun just now
            return _of_run(view.run)
        counts = view.ledger.recipient_counts()
        return CampaignSummary(
            campaign, view.state, view.reason, counts, reason_data=view.reason_data
        )


def _of_run(run: CampaignRun) -> CampaignSummary:
    now = run.progress()
    return CampaignSummary(
        run.campaign, now.state, now.reason, now.counts, run.is_active, now.reason_data
    )


def _same_number(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _LOCAL_DIGITS and long.endswith(short))
