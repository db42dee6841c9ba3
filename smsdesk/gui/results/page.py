"""Results: the numbers of one campaign, the grid of its recipients, and the drawer beside it."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import SmsdeskError
from smsdesk.core.words import Words
from smsdesk.gui import words
from smsdesk.gui.clipboard import copy_text
from smsdesk.gui.drawer_host import DrawerHost
from smsdesk.gui.loop import Task, TaskSet
from smsdesk.gui.page import Page
from smsdesk.gui.page_focus import park, settle
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.results.body import ResultsBody
from smsdesk.gui.results.deciding import Deciding
from smsdesk.gui.results.details import Details
from smsdesk.gui.results.drawer import ResultsDrawer
from smsdesk.gui.results.exporting import Exporting
from smsdesk.gui.results.model import COLUMNS
from smsdesk.gui.results.source import ResultsSource, Wish
from smsdesk.gui.results.top import ResultsTop
from smsdesk.services.desk import Desk
from smsdesk.services.following import Hands
from smsdesk.services.history import MessagePlace
from smsdesk.services.progress import Progress
from smsdesk.services.reasons import reason_words
from smsdesk.services.results import Need
from smsdesk.services.sender import CampaignRun
from smsdesk.services.workers import run_blocking

log = logging.getLogger(__name__)

POLL_MS: Final = 200
WATCH_MS: Final = 2_000  # so often the log of a campaign in other hands is read
WARM_AFTER_S: Final = 0.3  # the first rows are painted before all cells are read
RESELECT_S: Final = 1.0  # a filtered or sorted grid follows a running campaign this often
_NO_WORDS: Final = Words("", "")
OPENING_S: Final = 0.3  # what drawing a new campaign takes at most; requests wait for it


class ResultsPage(Page):
    """Shows one campaign, running or past.

    `receive` takes a campaign's id, a `CampaignRun`, or a `MessagePlace`: that row is opened too.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._source: ResultsSource | None = None
        self._run: CampaignRun | None = None
        self._asked = ""  # id of the campaign asked for last, "" for the newest
        self._asked_row = 0  # as the file counts, to be opened with it; 0 for none
        self._opening: Task | None = None
        self._counting: Task | None = None
        self._seen = -1  # version of the ledger on the screen
        self._reselected_s = 0.0
        self._state: CampaignState | None = None
        self._hands = Hands.HERE
        self._sort = ("row", False)
        self._tasks = TaskSet(self._on_tasks_error)
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
        self._poll.stop()
        self._watch.stop()
        await self._tasks.aclose()

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._top = ResultsTop(self.title())
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._stack = QStackedWidget()
        self.drawer = ResultsDrawer()
        outer.addWidget(DrawerHost(self._stack, self.drawer, beside_from=1_080))
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

    def _connect(self) -> None:
        self.summary.pause_requested.connect(self._on_summary_pause_requested)
        self.summary.stop_requested.connect(self._on_summary_stop_requested)
        self.summary.resume_requested.connect(self._on_summary_resume_requested)
        self.filters.changed.connect(self._on_filters_changed)
        self.model.rows_wanted.connect(self._on_model_rows_wanted)
        self.view.horizontalHeader().sectionClicked.connect(self._on_header_section_clicked)
        self.exporting = Exporting(self, self._top.export, self._tasks)
        self.exporting.saved.connect(self.toast_requested)
        self.exporting.trouble.connect(self._on_exporting_trouble)
        self.deciding = Deciding(self, self.body.decide, self.drawer.choices, self._tasks)
        self.deciding.said.connect(self.toast_requested)
        self.deciding.trouble.connect(self._on_deciding_trouble)
        self.deciding.decided.connect(self._on_deciding_decided)
        self.deciding.resume_wanted.connect(self._on_deciding_resume_wanted)
        self.details = Details(self.body, self.drawer, self.deciding, self._tasks)
        self.details.copied.connect(self.toast_requested)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll_timeout)
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._on_watch_timeout)
        for sequence, slot in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._on_find_activated),
            (QKeySequence(QKeySequence.StandardKey.Copy), self._on_copy_activated),
        ):
            shortcut = QShortcut(sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
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
            self.model.set_at_once(stale=source.version != self._seen)

    def _show_source(self, desk: Desk, source: ResultsSource) -> None:
        self.details.show_campaign(desk, source)
        self._adopt(desk, source)
        self._top.show_campaign(source.view.campaign, self._provider)
        self.body.show_source(source)
        self._stack.setCurrentWidget(self.body)
        settle(self, self.view)
        self._follow()
        self._poll.start()
        self._open_asked_row(source)

    def _adopt(self, desk: Desk, source: ResultsSource) -> None:
        """What is shown comes from this source now."""
        self._source, self._run = source, source.view.run
        self._seen, self._state, self._hands = source.version, None, source.hands
        campaign = source.view.campaign
        provider = desk.providers.get(campaign.provider)
        self._provider = provider.info.title if provider else campaign.provider
        self.exporting.show_campaign(desk, campaign)
        self.deciding.show_campaign(campaign.id, self._provider)
        self.deciding.show_needs(source.first_counts[0])
        if source.may_change:
            self._watch.start()
        else:
            self._watch.stop()

    async def _read_anew(self) -> None:
        """The journal knows more of the campaign in sight; what is chosen and open stays."""
        desk, shown = self._ready(), self._source
        if shown is None:
            return
        wish = Wish(self._sort[0], self._sort[1], self.filters.current())
        source = await run_blocking(
            ResultsSource, desk, shown.view.campaign.id, words.language(), wish
        )
        if shown is not self._source:
            return
        self.details.change_source(desk, source)
        self._adopt(desk, source)
        self.body.change_source(source, wish.filter.query)
        self._follow()
        self._poll.start()
        self._tasks.replace(self._warm(source), "results:warm")

    def _open_asked_row(self, source: ResultsSource) -> None:
        row, self._asked_row = self._asked_row - source.view.campaign.first_row, 0
        position = source.position_in(source.ids, row)
        if position is not None:
            self.details.open(position)

    # -- following a running campaign ----------------------------------------------------------

    def _on_poll_timeout(self) -> None:
        self._follow()

    def _on_watch_timeout(self) -> None:
        if self._source is not None and self.isVisible():
            self._tasks.replace(self._watch_others(self._source), "results:watch")

    async def _watch_others(self, source: ResultsSource) -> None:
        """See what another program added, and whether it is still there."""
        await run_blocking(source.follow)
        if source is self._source:
            self._follow()
            if not source.may_change:
                self._watch.stop()

    def _follow(self) -> None:
        """Show where the campaign is; everything here is a snapshot or a column, never the disk."""
        source = self._source
        if source is None:
            return
        progress, hands = source.progress(), source.hands
        sending = progress.state is CampaignState.SENDING
        if self._run is not None:
            share = progress.done / progress.total if progress.total else 1.0
            self.progress_changed.emit(share if sending else None)
        settled = not (sending and self._run is not None)
        changed = progress.state != self._state or hands != self._hands
        moved = progress.version != self._seen
        if moved or sending or changed:
            self._show_progress(source, progress, hands)
        if moved:
            self._seen = progress.version
            if self._counting is None or self._counting.done():
                self._counting = self._tasks.spawn(self._count(source), "results:count")
        if moved or settled:  # nothing is painted after the last time: that one looks anyway
            self.body.follow(source)
        if (moved or settled) and self._is_selective():
            self._reselect_if_due(force=settled and changed)
        self._state, self._hands = progress.state, hands
        if settled:
            self._poll.stop()
            if moved or changed:
                self.details.refresh()

    def _show_progress(self, source: ResultsSource, progress: Progress, hands: Hands) -> None:
        what, todo = _NO_WORDS, _NO_WORDS
        if progress.state is CampaignState.PAUSED or progress.ending:
            what, todo = reason_words(
                self._ready().explain,
                source.view.campaign.provider,
                progress.reason,
                progress.reason_data,
            )
        self.summary.show_progress(
            progress, what, todo, provider=self._provider, lasted_s=source.lasted_s(), hands=hands
        )
        left_paused = hands is Hands.HERE and progress.state is CampaignState.PAUSED
        self.summary.stop.setVisible(left_paused if self._run is None else not self._run.has_ended)
        self.deciding.show_progress(progress, hands)
        self._show_decide_bar()

    def _show_decide_bar(self) -> None:
        """The choices for all stand over the list of those to be decided on."""
        deciding = self.filters.current().need is Need.DECIDE and self.deciding.count > 0
        self.body.decide.setVisible(deciding)
        if deciding:
            self.deciding.look()

    async def _count(self, source: ResultsSource) -> None:
        """Count for the chips, again while the campaign went on meanwhile."""
        counted = -1
        while source is self._source and counted != self._seen:
            counted = self._seen
            counts = await run_blocking(source.counts)
            if source is self._source:
                self.filters.set_counts(*counts)
                self.deciding.show_needs(counts[0])

    def _is_selective(self) -> bool:
        """Whether what happens to a row can change which rows are shown or their order."""
        chosen = self.filters.current()
        plain = chosen.need is None and chosen.status is None and not chosen.query
        return not plain or self._sort[0] not in ("row", "phone", "name", "segments")

    def _reselect_if_due(self, *, force: bool) -> None:
        now_s = time.monotonic()
        if force or now_s - self._reselected_s >= RESELECT_S:
            self._reselected_s = now_s
            self._select()

    # -- filter, search, sort ------------------------------------------------------------------

    def _on_filters_changed(self) -> None:
        self._show_decide_bar()
        self._select()

    def _on_header_section_clicked(self, section: int) -> None:
        key = COLUMNS[section].key
        descending = not self._sort[1] if key == self._sort[0] else False
        self._sort = (key, descending)
        self.body.mark_sorted(section, descending=descending)
        self._select()

    def _select(self) -> None:
        """Ask for the rows of the filter in the order of the sort; an older answer is dropped."""
        if self._source is not None:
            wish = Wish(self._sort[0], self._sort[1], self.filters.current())
            self._tasks.replace(self._select_in_worker(self._source, wish), "results:select")

    async def _select_in_worker(self, source: ResultsSource, wish: Wish) -> None:
        ids = await run_blocking(source.select, wish)
        if source is self._source:
            self.body.show_rows(source, ids, wish.filter.query)

    def _on_model_rows_wanted(self) -> None:
        if self._source is not None:
            self._tasks.spawn(self._fetch(self._source), "results:fetch")

    async def _fetch(self, source: ResultsSource) -> None:
        wanted = self.model.take_wanted()
        rows = await run_blocking(source.rows, wanted)
        if source is self._source:
            self.model.fill(rows)

    # -- pause, stop, resume -------------------------------------------------------------------

    def _on_summary_pause_requested(self) -> None:
        if self._run is not None:
            self._tasks.spawn(self._tell(self._run.pause), "results:control")

    def _on_summary_stop_requested(self) -> None:
        if self._run is not None:
            self._tasks.spawn(self._tell(self._run.stop), "results:control")
        elif self._source is not None:
            self._tasks.spawn(self._stop(self._source.view.campaign.id), "results:control")

    def _on_summary_resume_requested(self) -> None:
        if self._source is not None:
            self._tasks.spawn(self._resume(self._source.view.campaign.id), "results:control")

    async def _tell(self, order: Callable[[], None]) -> None:
        await run_blocking(order)
        self._poll.start()
        self._follow()

    async def _stop(self, campaign_id: str) -> None:
        """End what an earlier run of the program left paused."""
        try:
            await run_blocking(self._ready().campaigns.stop, campaign_id)
        except SmsdeskError as trouble:
            self._show_trouble(self.tr("It was not stopped"), trouble)
            return
        await self._read_anew()

    async def _resume(self, campaign_id: str) -> None:
        campaigns, hands = self._ready().campaigns, self._hands
        try:
            if hands is Hands.NOBODY:
                await run_blocking(campaigns.recover)  # what was under way may have gone out
            run = await run_blocking(campaigns.resume, campaign_id)
        except SmsdeskError as trouble:
            if hands is Hands.NOBODY:
                await self._read_anew()
            self._show_trouble(self.tr("It did not go on"), trouble)
            return
        self.summary.show_trouble("", "")
        await self._open(run.campaign.id)

    # -- what may have gone out ----------------------------------------------------------------

    def _on_deciding_decided(self) -> None:
        self._tasks.replace(self._read_anew(), "results:anew")

    def _on_deciding_resume_wanted(self, campaign_id: str) -> None:
        self._tasks.spawn(self._resume(campaign_id), "results:control")

    def _on_deciding_trouble(self, trouble: SmsdeskError) -> None:
        self._show_trouble(self.tr("Nothing was decided"), trouble)

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

    def _on_tasks_error(self, problem: BaseException) -> None:
        if isinstance(problem, SmsdeskError):
            self._show_trouble(self.tr("The campaign cannot be shown"), problem)
        else:
            log.error("results page", exc_info=problem)

    def _show_trouble(self, heading: str, trouble: SmsdeskError) -> None:
        sentence = trouble.sentence(words.language())
        if self._source is None:
            self._empty.set_text(heading, sentence)
        else:
            self.summary.show_trouble(heading, sentence)
