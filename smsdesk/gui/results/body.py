"""What stands on the Results page for one campaign: summary, filters, grid, or why it is empty."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from smsdesk.core.words import Words
from smsdesk.gui import fonts, words
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.parts.table import TableCard, TableView
from smsdesk.gui.results.decide_view import DecideBar
from smsdesk.gui.results.filters import ResultsFilters
from smsdesk.gui.results.model import ResultsModel, table_columns
from smsdesk.gui.results.sequel_view import SequelBar
from smsdesk.gui.results.source import ResultsSource, Stamp
from smsdesk.gui.results.summary import ResultsSummary
from smsdesk.services.following import Hands
from smsdesk.services.progress import Progress
from smsdesk.services.results import Need

_WIDE_FROM: Final = 724  # row, phone, name, status and meaning fit


class ResultsBody(QWidget):
    """Lays out the parts and puts rows into the grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settling = False  # the selection moves because the rows do
        self._has_channels = False
        self._columns = table_columns()
        # what is painted, by position and row index
        self._stamps: dict[tuple[int, int], Stamp] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 20, 16)
        column.setSpacing(12)
        self.summary = ResultsSummary()
        self.filters = ResultsFilters()
        self.model = ResultsModel(self)
        self.view = TableView()
        self.view.setObjectName("results")
        self.view.setAccessibleName(self.tr("Results"))
        self.view.setModel(self.model)
        self.view.set_columns(self._columns)
        header = self.view.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.nothing = EmptyState("", "", icon="search")
        self.grid = QStackedWidget()
        card = TableCard(self.view)
        self.grid.addWidget(card)
        self.grid.addWidget(self.nothing)
        # the page without rows wants more, but no bar stands over it, and the summary needs it
        self.grid.setMinimumHeight(card.minimumSizeHint().height())
        column.addWidget(self.summary)
        column.addWidget(self.filters)
        self.decide = DecideBar()
        self.decide.hide()
        column.addWidget(self.decide)
        self.sequel = SequelBar()
        self.sequel.hide()
        column.addWidget(self.sequel)
        column.addWidget(self.grid, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the meaning takes less room rather than none."""
        super().resizeEvent(event)
        self._choose_columns()

    def _choose_columns(self) -> None:
        narrow = self.width() < fonts.px(_WIDE_FROM)
        self._columns = table_columns(channels=self._has_channels, narrow=narrow)
        self.view.set_columns(self._columns)

    def show_source(self, source: ResultsSource) -> None:
        """Show another campaign from its first row."""
        self._stamps = {}
        self._has_channels = source.has_channels
        self._choose_columns()
        self.filters.clear()
        self.filters.set_counts(*source.first_counts)
        self.model.set_source(source.row, source.name_column)
        self.model.set_ids(source.ids)
        self.model.fill(source.first_rows)
        self.view.scrollToTop()
        self._show_nothing(len(source.ids), "")

    def change_source(self, source: ResultsSource, query: str) -> None:
        """The same campaign was read anew: filter, current row and scrolled place stay."""
        self._stamps = {}
        self.filters.set_counts(*source.first_counts)
        self.settling = True
        current = self.view.currentIndex()
        kept = self.model.id_at(current.row()) if current.isValid() else -1
        scrolled = self.view.verticalScrollBar().value()
        self.model.set_source(source.row, source.name_column)
        self._put(source, source.ids, query, kept, scrolled)
        self.model.fill(source.first_rows)

    def show_rows(self, source: ResultsSource, ids: NDArray[np.int64], query: str) -> None:
        """Show a selection; the current row and the scrolled place stay as far as they can."""
        current = self.view.currentIndex()
        kept = self.model.id_at(current.row()) if current.isValid() else -1
        self._put(source, ids, query, kept, self.view.verticalScrollBar().value())

    def _put(
        self, source: ResultsSource, ids: NDArray[np.int64], query: str, kept: int, scrolled: int
    ) -> None:
        self.settling = True
        self.model.set_ids(ids)
        position = source.position_in(ids, kept) if kept >= 0 else None
        if position is not None:
            self.view.setCurrentIndex(self.model.index(position, 0))
        self.settling = False
        self.view.verticalScrollBar().setValue(scrolled)
        self._show_nothing(len(ids), query)

    def follow(self, source: ResultsSource) -> None:
        """The campaign went on: paint those rows on the screen anew that have changed."""
        first = self.view.rowAt(0)
        if first < 0 or not self.model.is_at_once:
            return  # nothing there, or everything is painted anew in a moment
        last = self.view.rowAt(self.view.viewport().height() - 1)
        visible = range(first, (last if last >= 0 else self.model.rowCount() - 1) + 1)
        stamps = {
            (position, index): source.stamp(index)
            for position in visible
            if (index := self.model.id_at(position)) >= 0
        }
        changed = [key[0] for key, stamp in stamps.items() if self._stamps.get(key) != stamp]
        self._stamps = stamps
        self.model.refresh(changed, visible)

    def show_progress(
        self, progress: Progress, what: Words, next_step: Words, *, provider: str,
        lasted_s: float, hands: Hands,
    ) -> None:  # fmt: skip
        """Show a snapshot; the arguments are those of the summary."""
        self.summary.show_progress(
            progress, what, next_step, provider=provider, lasted_s=lasted_s, hands=hands
        )
        over = progress.state in words.ENDED
        self.filters.set_over(over)
        self.model.set_over(over)

    def mark_sorted(self, section: int, *, descending: bool) -> None:
        """Show by which column the rows are ordered."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(section, order)

    def row_text(self) -> str:
        """The current row, its cells parted by tabs; "" where none is current.

        Columns too many for the window are in it, those there is nothing for are not.
        """
        current = self.view.currentIndex()
        if not current.isValid():
            return ""
        shown = [at for at, column in enumerate(self._columns) if not column.absent]
        cells = [self.model.index(current.row(), column) for column in shown]
        return "\t".join(str(cell.data() or "") for cell in cells)

    def _show_nothing(self, count: int, query: str) -> None:
        self.grid.setCurrentIndex(0 if count else 1)
        if count:
            return
        if query:
            title = self.tr("Nobody matches “{text}”").format(text=query)
        elif self.filters.current().need is Need.DECIDE:
            title = self.tr("Nothing is left to decide")
        else:
            title = self.tr("Nobody is here now")
        self.nothing.set_text(title, self.tr("Everybody stands under All."))
