"""Results: the numbers of one campaign, the grid of its recipients, and the drawer beside it."""

import asyncio
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui import words
from smsdesk.gui.clipboard import copy_text
from smsdesk.gui.drawer_host import DrawerHost
from smsdesk.gui.keys import Keys
from smsdesk.gui.loop import Task, TaskSet
from smsdesk.gui.page import Page
from smsdesk.gui.page_focus import park, settle
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.results.body import ResultsBody
from smsdesk.gui.results.controlling import Controlling
from smsdesk.gui.results.deciding import Deciding
from smsdesk.gui.results.details import Details
from smsdesk.gui.results.drawer import ResultsDrawer
from smsdesk.gui.results.exporting import Exporting
from smsdesk.gui.results.model import COLUMNS
from smsdesk.gui.results.pulse import Pulse
from smsdesk.gui.results.sequels import Sequels
from smsdesk.gui.results.source import ResultsSource, Wish
from smsdesk.gui.results.top import ResultsTop
from smsdesk.services.desk import Desk
from smsdesk.services.history import MessagePlace
from smsdesk.services.sender import CampaignRun
from smsdesk.services.sequel import Sequel
from smsdesk.services.workers import run_blocking

WARM_AFTER_S: Final = 0.3  # the first rows are painted before all cells are read
OPENING_S: Final = 0.3  # what drawing a new campaign takes at most; its requests wait for that


class ResultsPage(Page):
    """Shows one campaign, running or past.

    `receive` takes a campaign's id, a `CampaignRun`, or a `MessagePlace`: that row is opened too.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._source: ResultsSource | None = None
        self._asked = ""  # id of the campaign asked for last, "" for the newest
        self._asked_row = 0  # as the file counts, to be opened with it; 0 for none
        self._opening: Task | None = None
        self._sort = ("row", False)
        self._tasks = TaskSet(self._on_task_failed)
        self._setup_ui()
        self._connect()

    # -- Page ----------------------------------------------------------------------------------

    def title(self) -> str:
        """Name of the page."""
        return self.tr("Results")

    def top_bar(self) -> QWidget:
        """Name of the campaign, its mode and source; the export."""
        return self._top

    def attach(self, desk: Desk) -> None:
        """Services are ready: show what was asked for, else the newest campaign."""
        self._desk = desk
        self.deciding.attach(desk)
        self._open_soon()

    def fail(self) -> None:
        """Nothing can be read: an empty page would say that nothing was sent."""
        self._empty.set_text(
            self.tr("The results cannot be shown"),
            self.tr("smsdesk could not open what it works with. What was sent stays as it is."),
        )
        self._compose.hide()

    def receive(self, argument: object) -> None:
        """Show the campaign of that id (or run), or of a message, which is opened as well."""
        self._asked_row = 0
        if isinstance(argument, CampaignRun):
            argument.hold(OPENING_S)
            self._asked = argument.campaign.id
        elif isinstance(argument, MessagePlace):
            self._asked, self._asked_row = argument.campaign_id, argument.row
        else:
            self._asked = str(argument)
        park(self, anew=True)
        if self._desk is not None:
            self._open_soon()

    def shown(self) -> None:
        """The keyboard is in the grid; look for a campaign where none was there before."""
        park(self, anew=self._source is None)
        if self._source is not None:
            settle(self, self.view)
        elif self._desk is not None and (self._opening is None or self._opening.done()):
            self._open_soon()

    async def aclose(self) -> None:
        """The window closes: end the page's tasks."""
        self.pulse.stop()
        await self._tasks.aclose()

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._top = ResultsTop(self.title())
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            self.tr("Nothing sent yet"),
            self.tr("What happens to every number will stand here."),
            icon="results",
        )
        self._compose = Button(self.tr("Compose a message"), "primary", icon="compose")
        self._compose.clicked.connect(self._on_compose_clicked)
        self._empty.add_action(self._compose)
        self._stack.addWidget(self._empty)
        self.body = ResultsBody()
        self.summary, self.filters = self.body.summary, self.body.filters
        self.model, self.view = self.body.model, self.body.view
        self._stack.addWidget(self.body)
        self.drawer = ResultsDrawer()
        outer.addWidget(DrawerHost(self._stack, self.drawer, wanted=720, least=600))

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filters_changed)
        self.model.rows_wanted.connect(self._on_model_rows_wanted)
        self.view.horizontalHeader().sectionClicked.connect(self._on_header_section_clicked)
        self.exporting = Exporting(self, self._top.export, self._tasks)
        self.exporting.saved.connect(self.toast_requested)
        self.exporting.trouble.connect(self._on_exporting_trouble)
        self.deciding = Deciding(self, self.body.decide, self.drawer.choices, self._tasks)
        self.deciding.said.connect(self.toast_requested)
        self.deciding.trouble.connect(self._on_deciding_trouble)
        self.deciding.decided.connect(self._read_anew_soon)
        self.sequels = Sequels(self.body, self.drawer, self._tasks)
        self.sequels.gathered.connect(self._on_sequels_gathered)
        self.sequels.trouble.connect(self._on_sequels_trouble)
        self.details = Details(self.body, self.drawer, self.deciding, self._tasks)
        self.details.copied.connect(self.toast_requested)
        self.filters.chosen.connect(self.details.expect_choice)
        self.pulse = Pulse(self.body, self.deciding, self._tasks)
        self.pulse.share_changed.connect(self.progress_changed)
        self.pulse.moved.connect(self._on_pulse_moved)
        self.pulse.rested.connect(self.details.refresh)
        self.controlling = Controlling(self.summary, self._tasks)
        self.deciding.resume_wanted.connect(self.controlling.resume)
        self.controlling.told.connect(self.pulse.start)
        self.controlling.changed.connect(self._read_anew_soon)
        self.controlling.resumed.connect(self._on_controlling_resumed)
        self.controlling.trouble.connect(self._show_trouble)
        keys = Keys(self)
        keys.add(QKeySequence.StandardKey.Find, self._on_find_activated)
        keys.add(QKeySequence.StandardKey.Copy, self._on_copy_activated)
        escape = QShortcut(QKeySequence("Escape"), self.view)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.details.close)

    # -- opening -------------------------------------------------------------------------------

    def _open_soon(self) -> None:
        self._opening = self._tasks.replace(self._open(self._asked), "results:open")

    async def _open(self, campaign_id: str) -> None:
        desk = self._ready()
        if not campaign_id:
            campaign_id = await run_blocking(desk.history.newest)
        if not campaign_id:
            self._stack.setCurrentWidget(self._empty)
            settle(self, self._compose)
            return
        source = await run_blocking(
            ResultsSource, desk, campaign_id, words.language(), Wish(self._sort[0], self._sort[1])
        )
        self._show_source(desk, source)
        self._tasks.replace(self._warm(source), "results:warm")

    async def _warm(self, source: ResultsSource) -> None:
        """Bring all cells into memory, so that scrolling never waits for the disk."""
        await asyncio.sleep(WARM_AFTER_S)
        await run_blocking(source.warm)
        if source is self._source:
            self.model.set_at_once(stale=self.pulse.is_stale(source))

    def _show_source(self, desk: Desk, source: ResultsSource) -> None:
        self.details.show_campaign(desk, source)
        self._adopt(desk, source)
        self._top.show_campaign(source.view.campaign, self._provider)
        self.body.show_source(source)
        self._stack.setCurrentWidget(self.body)
        settle(self, self.view)
        self.pulse.start()
        self._open_asked_row(source)

    def _adopt(self, desk: Desk, source: ResultsSource) -> None:
        """What is shown comes from this source now."""
        self._source = source
        campaign = source.view.campaign
        provider = desk.providers.get(campaign.provider)
        self._provider = provider.info.title if provider else campaign.provider
        self.exporting.show_campaign(desk, campaign)
        self.deciding.show_campaign(campaign.id, self._provider)
        self.deciding.show_needs(source.first_counts[0])
        self.sequels.adopt(source, self._provider)
        self.controlling.adopt(desk, source)
        self.pulse.adopt(desk, source, self._provider)

    def _read_anew_soon(self) -> None:
        self._tasks.replace(self._read_anew(), "results:anew")

    async def _read_anew(self) -> None:
        """The journal knows more of the campaign in sight; what is chosen and open stays."""
        desk, shown = self._ready(), self._source
        if shown is None:
            return
        wish = self._wish()
        source = await run_blocking(
            ResultsSource, desk, shown.view.campaign.id, words.language(), wish
        )
        if shown is not self._source:
            return
        self.details.change_source(desk, source)
        self._adopt(desk, source)
        self.body.change_source(source, wish.filter.query)
        if wish != self._wish():  # chosen meanwhile; the source asked for it is another one now
            self._select()
        self.pulse.start()
        self._tasks.replace(self._warm(source), "results:warm")

    def _open_asked_row(self, source: ResultsSource) -> None:
        row, self._asked_row = self._asked_row - source.view.campaign.first_row, 0
        position = source.position_in(source.ids, row)
        if position is not None:
            self.details.open(position)

    # -- filter, search, sort ------------------------------------------------------------------

    def _on_filters_changed(self) -> None:
        self.pulse.show_decide_bar()
        self._select()

    def _on_pulse_moved(self) -> None:
        if self._is_selective():
            self._select()

    def _is_selective(self) -> bool:
        """Whether what happens to a row can change which rows are shown or their order."""
        chosen = self.filters.current()
        plain = chosen.need is None and not chosen.statuses and not chosen.query
        return not plain or self._sort[0] not in ("row", "phone", "name", "segments")

    def _on_header_section_clicked(self, section: int) -> None:
        key = COLUMNS[section].key
        descending = not self._sort[1] if key == self._sort[0] else False
        self._sort = (key, descending)
        self.body.mark_sorted(section, descending=descending)
        self._select()

    def _select(self) -> None:
        """Ask for the rows of the filter in the order of the sort; an older answer is dropped."""
        if self._source is not None:
            work = self._select_in_worker(self._source, self._wish())
            self._tasks.replace(work, "results:select")

    def _wish(self) -> Wish:
        return Wish(self._sort[0], self._sort[1], self.filters.current())

    async def _select_in_worker(self, source: ResultsSource, wish: Wish) -> None:
        ids = await run_blocking(source.select, wish)
        if source is self._source:
            self.body.show_rows(source, ids, wish.filter.query)
            self.details.meet_rows()

    def _on_model_rows_wanted(self) -> None:
        if self._source is not None:
            self._tasks.spawn(self._fetch(self._source), "results:fetch")

    async def _fetch(self, source: ResultsSource) -> None:
        wanted = self.model.take_wanted()
        rows = await run_blocking(source.rows, wanted)
        if source is self._source:
            self.model.fill(rows)

    # -- what was asked for --------------------------------------------------------------------

    def _on_controlling_resumed(self, campaign_id: str) -> None:
        self.summary.show_trouble("", "")
        self._opening = self._tasks.replace(self._open(campaign_id), "results:open")

    def _on_deciding_trouble(self, trouble: SmsdeskError) -> None:
        self._show_trouble(self.tr("Nothing was decided"), trouble)

    def _on_sequels_gathered(self, sequel: Sequel) -> None:
        self.page_requested.emit("compose", sequel)

    def _on_sequels_trouble(self, trouble: SmsdeskError) -> None:
        self._show_trouble(self.tr("The new message was not begun"), trouble)

    def _on_exporting_trouble(self, trouble: SmsdeskError) -> None:
        self._show_trouble(self.tr("The results were not saved"), trouble)

    # -- copy, find ----------------------------------------------------------------------------

    def _on_find_activated(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _on_copy_activated(self) -> None:
        text = self.body.row_text()
        if text:
            copy_text(text)
            self.toast_requested.emit(self.tr("Row copied"))

    # -- small things --------------------------------------------------------------------------

    def _on_compose_clicked(self) -> None:
        self.page_requested.emit("compose", None)

    def _ready(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("the page is used before it was attached")
        return self._desk

    def _on_task_failed(self, failure: BaseException) -> None:
        if isinstance(failure, SmsdeskError):
            self._show_trouble(self.tr("The campaign cannot be shown"), failure)
        else:
            super()._on_task_failed(failure)

    def _show_trouble(self, heading: str, trouble: SmsdeskError) -> None:
        sentence = trouble.sentence(words.language())
        if self._source is None:
            self._empty.set_text(heading, sentence)
        else:
            self.summary.show_trouble(heading, sentence)
