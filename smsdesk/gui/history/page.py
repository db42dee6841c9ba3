"""History: every campaign with how it ended; one opened beside the list."""

import time
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import SmsdeskError
from smsdesk.core.ledger import INTERRUPTED
from smsdesk.core.message import text_fields
from smsdesk.gui import words
from smsdesk.gui.drawer_host import DrawerHost
from smsdesk.gui.fonts import px
from smsdesk.gui.history.drawer import HistoryDrawer, Standing
from smsdesk.gui.history.model import HistoryModel, ProviderLook, message_of, table_columns
from smsdesk.gui.keys import Keys
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.message_view import kind_line
from smsdesk.gui.page import Page
from smsdesk.gui.page_focus import park, settle
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.chip import Chip, ChipRow
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.parts.input import SearchInput
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.surface import TopBar
from smsdesk.gui.parts.table import TableCard, TableView
from smsdesk.gui.parts.text import Label
from smsdesk.gui.paused_banner import PausedLine, paused_line
from smsdesk.gui.tiles import tile_tones
from smsdesk.services.desk import Desk
from smsdesk.services.history import CampaignSummary
from smsdesk.services.progress import Group
from smsdesk.services.reasons import reason_words
from smsdesk.services.workers import run_blocking

POLL_MS: Final = 1_000
ROW_HEIGHT: Final = 52
ELSEWHERE_EVERY: Final = 3  # so many polls pass between two looks at what others send
_CHIPS: Final = ("all", "decide", "paused")


class HistoryPage(Page):
    """Lists campaigns; opens one in Results, resumes a paused one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._all: list[CampaignSummary] = []
        self._loaded = False
        self._polls = 0
        self._banner_of = ""  # id of the campaign the banner speaks of
        self._tasks = TaskSet(self._on_task_failed)
        self._setup_ui()
        self._connect()

    # -- Page ----------------------------------------------------------------------------------

    def title(self) -> str:
        """Name of the page."""
        return self.tr("History")

    def top_bar(self) -> QWidget:
        """Name and totals."""
        return self._top

    def attach(self, desk: Desk) -> None:
        """Services are ready."""
        self._desk = desk
        self._reload()

    def receive(self, argument: object) -> None:
        """Show the campaigns of one chip: `all`, `decide` or `paused`."""
        self.search.clear()
        self._chips.set_current(_CHIPS.index(str(argument)))
        self._show()

    def fail(self) -> None:
        """The campaigns cannot be read: an empty list would say there are none."""
        self._empty.set_text(
            self.tr("The campaigns cannot be shown"),
            self.tr("smsdesk could not open what it works with. What was sent stays as it is."),
        )
        self._compose.hide()

    def shown(self) -> None:
        """Campaigns may have come and gone on; the keyboard is in their list."""
        park(self, anew=not self._loaded)
        self._settle_focus()
        if self._desk is not None:
            self._reload()
            self._poll.start()

    def recount(self) -> None:
        """Count anew what waits for a person, also while another page is in front."""
        if self._desk is not None and not self.isVisible():
            self._reload()

    async def aclose(self) -> None:
        """The window closes: end the page's tasks."""
        self._poll.stop()
        await self._tasks.aclose()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to follow while nobody looks."""
        super().hideEvent(event)
        self._poll.stop()

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._top = TopBar()
        self._totals = Label("", tone="text-3", elide=True)
        self._top.row.addWidget(Label(self.title(), "page"))
        self._top.row.addWidget(self._totals, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            self.tr("No campaign yet"),
            self.tr("Every press of Send is kept here."),
            icon="history",
        )
        self._compose = Button(self.tr("Compose a message"), "primary", icon="compose")
        self._compose.clicked.connect(self._on_compose_clicked)
        self._empty.add_action(self._compose)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._setup_work())
        self.drawer = HistoryDrawer()
        outer.addWidget(DrawerHost(self._stack, self.drawer, wanted=740, least=600))

    def _setup_work(self) -> QWidget:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.search = SearchInput(self.tr("A name, an account, a file"))
        self.search.setObjectName("search_history")
        self.search.setAccessibleName(self.tr("Search history"))
        self.search.setMaximumWidth(320)
        self.search.setFixedHeight(px(28))  # as high as the chips beside it
        self._chips = ChipRow(self.tr("Filter campaigns"))
        for icon, word, tone in (
            ("", self.tr("All"), ""),
            ("qc", self.tr("Needs a decision"), "warn"),
            ("pause", self.tr("Paused"), "warn"),
        ):
            self._chips.add(Chip(icon, 0, word, tone, count_last=True))
        self._chips.set_current(0)
        policy = self._chips.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)  # more lines where it is narrow
        self._chips.setSizePolicy(policy)
        row.addWidget(self.search, 1)
        row.addWidget(self._chips, 2)
        column.addLayout(row)
        self.banner = Note("warn", icon="pause", action=self.tr("Review"))
        self.banner.setObjectName("interrupted")
        self.banner.hide()
        column.addWidget(self.banner)
        self.model = HistoryModel(self._look, self)
        self.view = TableView()
        self.view.setObjectName("history")
        self.view.setAccessibleName(self.tr("Campaigns"))
        self.view.row_height(ROW_HEIGHT)
        self.view.setModel(self.model)
        self.view.set_columns(table_columns())
        self._nothing = EmptyState("", "", icon="search")
        self._grid = QStackedWidget()
        self._grid.addWidget(TableCard(self.view))
        self._grid.addWidget(self._nothing)
        column.addWidget(self._grid, 1)
        return work

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show)
        self._chips.chosen.connect(self._show)
        self.view.current_row_changed.connect(self._on_view_current_row_changed)
        self.view.row_activated.connect(self._on_view_row_activated)
        self.view.clicked.connect(self._on_view_clicked)
        self.banner.action_clicked.connect(self._on_banner_action_clicked)
        self.drawer.closed.connect(self._on_drawer_closed)
        self.drawer.open_requested.connect(self._on_drawer_open_requested)
        self.drawer.resume_requested.connect(self._on_drawer_resume_requested)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        Keys(self).add(QKeySequence.StandardKey.Find, self._on_find_activated)

    # -- the list ------------------------------------------------------------------------------

    def _reload(self) -> None:
        self._tasks.replace(self._load(), "history:list")

    async def _load(self) -> None:
        self._all = await run_blocking(self._ready().history.list)
        self._loaded = True
        self._stack.setCurrentIndex(1 if self._all else 0)
        if not self._all:
            self.drawer.conceal()
        self._show()
        self._settle_focus()

    def _settle_focus(self) -> None:
        if self._loaded:
            settle(self, self.view if self._all else self._compose)

    def _show(self) -> None:
        """Show the campaigns of the filter, the counts and the banner."""
        deciding = [one for one in self._all if one.numbers[Group.UNKNOWN]]
        paused = [one for one in self._all if one.state is CampaignState.PAUSED]
        for chip, count in zip(
            self._chips.chips, (len(self._all), len(deciding), len(paused)), strict=True
        ):
            chip.set_count(count)
            chip.setHidden(not count and not chip.isChecked())
        self._chips.relayout()
        chosen = (self._all, deciding, paused)[max(0, self._chips.current())]
        query = self.search.text().strip().casefold()
        found = [one for one in chosen if query in _haystack(one)]
        before = self._selected()
        self.model.set_campaigns(found, int(time.time() * 1000), self._offline())
        if before and (row := self.model.row_of(before)) >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
            if self.drawer.is_open():
                self._show_drawer(row)
        self._grid.setCurrentIndex(0 if found else 1)
        self._nothing.set_text(
            self.tr("No campaign matches"), self.tr("Try another word, or all campaigns.")
        )
        self._totals.setText(self._totals_words())
        self._show_banner(paused)
        waiting = {one.campaign.id for one in (*deciding, *paused)}
        self.attention_changed.emit(len(waiting))

    def _totals_words(self) -> str:
        if not self._all:
            return ""
        people = sum(one.campaign.recipients for one in self._all)
        return self.tr("{campaigns}, {people}").format(
            campaigns=words.counted(
                len(self._all), self.tr("1 campaign"), self.tr("{count} campaigns")
            ),
            people=words.counted(people, self.tr("1 person"), self.tr("{count} people")),
        )

    def _show_banner(self, paused: list[CampaignSummary]) -> None:
        cut_short = [one for one in paused if one.reason == INTERRUPTED]
        self.banner.setVisible(bool(cut_short))
        if not cut_short:
            return
        one = cut_short[0]
        self._banner_of = one.campaign.id
        self.banner.set_tone("warn", "pause")
        self.banner.set_action(self.tr("Review"))
        total = one.campaign.recipients
        done = total - one.numbers[Group.WAITING]
        said = PausedLine(
            one.campaign.id, one.campaign.name, done, total, one.numbers[Group.UNKNOWN]
        )
        self.banner.set_text("", paused_line(said))

    def _on_poll_timeout(self) -> None:
        """Follow what runs from its own snapshot; read the journal only when one has ended."""
        runs = {run.campaign.id: run for run in self._ready().campaigns.running()}
        changed = False
        for at, one in enumerate(self._all):
            run = runs.get(one.campaign.id)
            if run is not None:
                now = run.progress()
                self._all[at] = replace(
                    one,
                    state=now.state,
                    reason=now.reason,
                    reason_data=now.reason_data,
                    counts=now.counts,
                    running=True,
                )
                changed = True
            elif one.running:
                self._reload()
                return
        self._polls += 1
        elsewhere = any(
            one.state is CampaignState.SENDING and one.campaign.id not in runs for one in self._all
        )
        if elsewhere and self._polls % ELSEWHERE_EVERY == 0:
            self._reload()  # another program adds to its log
        elif changed:
            self._show()

    # -- the drawer ----------------------------------------------------------------------------

    def _on_view_clicked(self) -> None:
        self._show_drawer(self.view.currentIndex().row())

    def _on_view_current_row_changed(self, row: int) -> None:
        # the view makes a row current, but selects none, when the focus comes to it
        chosen = self.view.hasFocus() and self.view.selectionModel().hasSelection()
        if row >= 0 and (self.drawer.is_open() or chosen):
            self._show_drawer(row)

    def _show_drawer(self, row: int) -> None:
        if row < 0:
            return
        summary = self.model.campaign(row)
        look = self._look(summary.campaign.provider)
        now_ms = int(time.time() * 1000)
        self.drawer.show_campaign(summary, look.title, now_ms, self._standing(summary))

    def _standing(self, summary: CampaignSummary) -> Standing:
        campaign = summary.campaign
        what, todo = reason_words(
            self._ready().explain, campaign.provider, summary.reason, summary.reason_data
        )
        language = words.language()
        return Standing(what.to(language), todo.to(language), campaign.id in self._offline())

    def _offline(self) -> set[str]:
        runs = self._desk.campaigns.running() if self._desk is not None else ()
        return {run.campaign.id for run in runs if run.progress().offline}

    def _selected(self) -> str:
        row = self.view.currentIndex().row()
        return self.model.campaign(row).campaign.id if 0 <= row < self.model.rowCount() else ""

    def _on_drawer_closed(self) -> None:
        self.drawer.conceal()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_view_row_activated(self, row: int) -> None:
        self.page_requested.emit("results", self.model.campaign(row).campaign.id)

    def _on_drawer_open_requested(self, campaign_id: str) -> None:
        self.page_requested.emit("results", campaign_id)

    def _on_drawer_resume_requested(self, campaign_id: str) -> None:
        self._tasks.replace(self._resume(campaign_id), "history:resume")

    def _on_banner_action_clicked(self) -> None:
        self.page_requested.emit("results", self._banner_of)

    async def _resume(self, campaign_id: str) -> None:
        self.drawer.show_trouble("")
        try:
            run = await run_blocking(self._ready().campaigns.resume, campaign_id)
        except SmsdeskError as trouble:
            self.drawer.show_trouble(trouble.sentence(words.language()))
            return
        self._reload()
        self.page_requested.emit("results", run.campaign.id)

    # -- small things --------------------------------------------------------------------------

    def _on_compose_clicked(self) -> None:
        self.page_requested.emit("compose", None)

    def _on_find_activated(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _look(self, provider_id: str) -> ProviderLook:
        provider = self._ready().providers.get(provider_id)
        if provider is None:
            return ProviderLook(provider_id, "??")
        tone = tile_tones(self._ready().providers)[provider_id]
        return ProviderLook(provider.info.title, provider.info.tile, tone)

    def _ready(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("the page is used before it was attached")
        return self._desk

    def _on_task_failed(self, failure: BaseException) -> None:
        if not isinstance(failure, SmsdeskError):
            super()._on_task_failed(failure)
            return
        self._stack.setCurrentIndex(1)
        self.banner.set_tone("bad")
        self.banner.set_action("")
        self.banner.set_text("", failure.sentence(words.language()))
        self.banner.show()


def _haystack(summary: CampaignSummary) -> str:
    campaign = summary.campaign
    message = message_of(campaign)
    sent = [] if message is None else [kind_line(message), *text_fields(message).values()]
    names = (campaign.name, campaign.account, campaign.source, campaign.id)
    return "\n".join([*names, *sent]).casefold()
