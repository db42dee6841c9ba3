"""Opens the drawer for a row of the grid, steps through rows, reads what is known of each."""

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from smsdesk.core.outcome import Status
from smsdesk.gui import words
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.results.body import ResultsBody
from smsdesk.gui.results.deciding import Deciding
from smsdesk.gui.results.drawer import ResultsDrawer
from smsdesk.gui.results.source import ResultsSource
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking


class Details(QObject):
    """Stands between the grid and the drawer beside it.

    Signals:
        copied(str): something was copied, in words.
    """

    copied = Signal(str)

    def __init__(
        self, body: ResultsBody, drawer: ResultsDrawer, deciding: Deciding, tasks: TaskSet
    ) -> None:
        super().__init__(body)
        self._body, self._view, self._model = body, body.view, body.model
        self._drawer, self._deciding, self._tasks = drawer, deciding, tasks
        self._desk: Desk | None = None
        self._source: ResultsSource | None = None
        self._of = -1  # row index of who is in the drawer
        self._stood = 0  # at which position
        self._is_choice_due = False
        self._view.current_row_changed.connect(self._on_view_current_row_changed)
        self._view.row_activated.connect(self.open)
        self._view.clicked.connect(self._on_view_clicked)
        drawer.closed.connect(self.close)
        drawer.previous_requested.connect(self._on_drawer_previous_requested)
        drawer.next_requested.connect(self._on_drawer_next_requested)
        drawer.copied.connect(self.copied)

    # -- what the page tells -------------------------------------------------------------------

    def show_campaign(self, desk: Desk, source: ResultsSource) -> None:
        """Another campaign is in sight: nobody's details are."""
        self._is_choice_due = False
        self._conceal()
        self.change_source(desk, source)

    def change_source(self, desk: Desk, source: ResultsSource) -> None:
        """The same campaign was read anew: the drawer stays."""
        self._desk, self._source = desk, source

    def refresh(self) -> None:
        """The campaign went on: read the person in the drawer again."""
        if self._of >= 0:
            self._show(self._of)

    def expect_choice(self) -> None:
        """A person chose other rows, which are on their way: the drawer will go along."""
        self._is_choice_due = True

    def meet_rows(self) -> None:
        """Other rows are there: follow a choice; else the drawer stays, it may be being read."""
        due, self._is_choice_due = self._is_choice_due, False
        if not due or self._of < 0:
            return
        position = self._position()
        if position is not None:
            index = self._model.index(position, 0)
            self._view.setCurrentIndex(index)
            self._view.scrollTo(index)
        elif self._model.rowCount():
            self.open(0)
        else:
            self._conceal()  # the keyboard stays where the choice was made

    def open(self, position: int) -> None:
        """Open the drawer for the row at `position`."""
        self._view.setCurrentIndex(self._model.index(position, 0))
        self._drawer.reveal()
        self._show(self._model.id_at(position))

    def close(self) -> None:
        """Back to the grid."""
        self._conceal()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- below ---------------------------------------------------------------------------------

    def _conceal(self) -> None:
        self._of = -1
        self._drawer.conceal()

    def _position(self) -> int | None:
        """Where who is in the drawer stands among the rows."""
        if self._source is None:
            return None
        return self._source.position_in(self._model.ids, self._of)

    def _show(self, index: int) -> None:
        if self._source is not None and self._desk is not None:
            self._of = index
            work = self._read(self._desk, self._source, index)
            self._tasks.replace(work, "results:detail")

    async def _read(self, desk: Desk, source: ResultsSource, index: int) -> None:
        rows = await run_blocking(source.rows, [index])
        detail = await run_blocking(source.results.detail, index)
        if source is not self._source or index != self._of:
            return
        row, campaign = rows[0], source.view.campaign
        name = self._model.name_of(row) or row.phone
        self._deciding.show_row(index, name)
        if detail.status is Status.UNKNOWN:
            self._deciding.look()
        provider = desk.providers.get(campaign.provider)
        self._drawer.show_detail(
            detail,
            name,
            row.meaning,
            desk.explain,
            provider=provider.info.title if provider else campaign.provider,
            provider_id=campaign.provider,
            dedup_window_s=(provider.info.dedup_window_s or 0) if provider else 0,
            over=source.progress().state in words.ENDED,
        )

    def _on_view_current_row_changed(self, position: int) -> None:
        if position >= 0:
            self._stood = position
        if position >= 0 and self._drawer.is_open() and not self._body.settling:
            self._show(self._model.id_at(position))

    def _on_view_clicked(self, index: QModelIndex) -> None:
        self.open(index.row())

    def _on_drawer_previous_requested(self) -> None:
        self._step(-1)

    def _on_drawer_next_requested(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        count, position = self._model.rowCount(), self._position()
        if position is None:  # gone from the rows: the next one stands in that place now
            position = min(self._stood, count) - max(by, 0)
        position += by
        if 0 <= position < count:
            self._view.setCurrentIndex(self._model.index(position, 0))
