"""Carries out what a person decides about messages that may have gone out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import SmsdeskError
from smsdesk.gui import words
from smsdesk.gui.asking_sheet import asking_sheet
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.results.again_sheet import AgainSheet
from smsdesk.gui.results.decide_view import DecideBar, DecideChoices, Decision, Offer
from smsdesk.services.desk import Desk
from smsdesk.services.following import Hands
from smsdesk.services.progress import Group, Progress
from smsdesk.services.results import Need
from smsdesk.services.workers import run_blocking

_TASK: Final = "results:decide"


@dataclass(frozen=True, slots=True)
class _Subject:
    """The campaign in sight. provider: its title."""

    campaign_id: str
    provider: str


class Deciding(QObject):
    """Stands between the choices, of one row and of all, and the service that decides.

    Signals:
        decided(): the journal knows more than the page.
        resume_wanted(str): people were put back into an empty queue: send to them.
        said(str): what was done, in one line that asks for nothing.
        trouble(object): a `SmsdeskError`: nothing was decided.
    """

    decided = Signal()
    resume_wanted = Signal(str)
    said = Signal(str)
    trouble = Signal(object)

    def __init__(
        self, page: QWidget, bar: DecideBar, choices: DecideChoices, tasks: TaskSet
    ) -> None:
        super().__init__(page)
        self._page, self._bar, self._choices, self._tasks = page, bar, choices, tasks
        self._desk: Desk | None = None
        self._subject = _Subject("", "")
        self._row, self._name = -1, ""
        self._count = self._waiting = self._refused = 0
        self._why_not = self._told = self._busy = ""
        self._why_not_ask: str | None = None  # not known yet
        bar.chosen.connect(self._on_bar_chosen)
        choices.chosen.connect(self._on_choices_chosen)

    # -- what the page tells -------------------------------------------------------------------

    def attach(self, desk: Desk) -> None:
        """Services are ready."""
        self._desk = desk

    def show_campaign(self, campaign_id: str, provider: str) -> None:
        """Another campaign is in sight, or the same one anew."""
        if campaign_id != self._subject.campaign_id:
            self._told = ""
        self._subject = _Subject(campaign_id, provider)
        self._why_not_ask = None
        self._count = 0
        self._show()

    def show_progress(self, progress: Progress, hands: Hands) -> None:
        """Follow where the campaign is: decisions are for one that rests."""
        self._count = progress.numbers[Group.UNKNOWN]
        self._waiting = progress.numbers[Group.WAITING]
        why_not = self._reason(progress, hands)
        if why_not != self._why_not:
            self._told = ""
        self._why_not = why_not
        self._show()

    def show_needs(self, needs: Mapping[Need, int]) -> None:
        """Rows per need: those the account was refused for go out with the next Resume as well."""
        self._refused = needs.get(Need.FIX_ACCOUNT, 0)

    def show_row(self, row: int, name: str) -> None:
        """Another person is in the drawer. row: index in the campaign."""
        if row != self._row:
            self._told = ""
        self._row, self._name = row, name
        self._show()

    def look(self) -> None:
        """The choices are in sight: find out whether the provider can be asked."""
        if self._count and self._why_not_ask is None:
            self._tasks.replace(self._look(self._subject), "results:can_ask")

    @property
    def count(self) -> int:
        """Messages of the campaign in sight that may have gone out."""
        return self._count

    # -- showing -------------------------------------------------------------------------------

    def _reason(self, progress: Progress, hands: Hands) -> str:
        if hands is Hands.ELSEWHERE:
            return self.tr("Another smsdesk on this computer has this campaign: decide there.")
        if hands is Hands.NOBODY:
            return self.tr("Take the campaign over first.")
        if progress.state is CampaignState.SENDING:
            return self.tr("The campaign is being sent. Pause it, or wait for its end, to decide.")
        return ""

    def _show(self) -> None:
        why_not_ask = self._why_not_ask
        if why_not_ask is None:
            why_not_ask = self.tr("Finding out whether it can be asked…")
        offer = Offer(
            self._count,
            self._subject.provider,
            self._why_not or self._busy,
            why_not_ask,
            self._told,
        )
        self._bar.show_offer(offer)
        self._choices.show_offer(offer)

    async def _look(self, subject: _Subject) -> None:
        problem = await run_blocking(self._ready().decisions.why_not_ask, subject.campaign_id)
        if subject == self._subject:
            self._why_not_ask = problem.sentence(words.language()) if problem else ""
            self._show()

    # -- deciding ------------------------------------------------------------------------------

    def _on_bar_chosen(self, decision: Decision) -> None:
        self._ask_first(decision, None, self._count, self.tr("this person"))

    def _on_choices_chosen(self, decision: Decision) -> None:
        self._ask_first(decision, [self._row], 1, self._name)

    def _ask_first(
        self, decision: Decision, rows: Sequence[int] | None, count: int, name: str
    ) -> None:
        """Ask before what cannot be taken back. rows: None for all. name: of one person."""
        waiting = self._others()
        go = partial(self._begin, decision, rows, waiting)
        if decision is Decision.AGAIN:
            sheet = AgainSheet(self._window(), count, name, self._subject.provider, waiting)
            sheet.confirmed.connect(go)
            sheet.open()
        elif decision is Decision.SENT and count > 1:
            figure = words.number(count)
            asked = asking_sheet(
                self._window(),
                "treat_sheet",
                self.tr("Treat {count} messages as sent?").format(count=figure),
                self.tr(
                    "They count as accepted from now on and are never sent again by this "
                    "campaign. This cannot be taken back."
                ),
                self.tr("Treat {count} as sent").format(count=figure),
            )
            asked.accepted.connect(go)
            asked.open()
        else:
            go()

    def _others(self) -> int:
        """Whom else a Resume would send to."""
        return self._waiting + self._refused

    def _begin(self, decision: Decision, rows: Sequence[int] | None, others: int) -> None:
        self._busy = (
            self.tr("Asking {provider}…").format(provider=self._subject.provider)
            if decision is Decision.ASK
            else self.tr("Writing it down…")
        )
        self._told = ""
        self._show()
        self._tasks.spawn(self._decide(decision, rows, others, self._subject), _TASK)

    async def _decide(
        self, decision: Decision, rows: Sequence[int] | None, others: int, subject: _Subject
    ) -> None:
        decisions = self._ready().decisions
        at_once = not (others or self._others())  # as the question said, and still so
        try:
            if decision is Decision.ASK:
                await self._ask(rows, subject)
            elif decision is Decision.SENT:
                count = await run_blocking(decisions.treat_as_sent, subject.campaign_id, rows)
                self.said.emit(
                    words.counted(
                        count,
                        self.tr("1 message counts as sent"),
                        self.tr("{count} messages count as sent"),
                    )
                )
            else:
                count = await run_blocking(decisions.send_again, subject.campaign_id, rows)
                if count and at_once:
                    self.resume_wanted.emit(subject.campaign_id)
                    return
                self.said.emit(
                    words.counted(
                        count,
                        self.tr("1 person is back in the queue"),
                        self.tr("{count} people are back in the queue"),
                    )
                )
        except SmsdeskError as trouble:
            self.trouble.emit(trouble)
        finally:
            self._busy = ""
            self._show()
        self.decided.emit()

    async def _ask(self, rows: Sequence[int] | None, subject: _Subject) -> None:
        asked = await run_blocking(self._ready().decisions.ask, subject.campaign_id, rows)
        if subject.campaign_id != self._subject.campaign_id:
            return
        told = [asked.not_found_words.to(words.language())]
        if asked.found:
            found = words.counted(
                asked.found,
                self.tr("Found in the records: 1."),
                self.tr("Found in the records: {count}."),
            )
            told.insert(0, found)
            self.said.emit(found)
        if asked.problem is not None:
            told.append(asked.problem.sentence(words.language()))
        self._told = words.paragraph(*told)

    def _window(self) -> QWidget:
        return self._page.window()

    def _ready(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("the page is used before it was attached")
        return self._desk
