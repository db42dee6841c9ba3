"""Tables: rows of 32 with hairlines, painted cells, columns that give way by priority."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.badge import paint_tile
from smsdesk.gui.parts.bar import Slices, paint_bar
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.scroll import OverlayScrollBar
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.table_header import PADDING, ROW, TableHeader
from smsdesk.gui.style import Themed, color

CELL_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1


class Cell(NamedTuple):
    """What one cell shows.

    ground: a token behind the cell (`warn-soft` for a problem). tile: letters and family before
    the text. bar: slices and total above `second`. second: pieces `(text, tone, weight)` of the
    line beneath (rows of 52).
    """

    text: str = ""
    tone: str = "text"
    icon: str = ""
    weight: int = 400
    mono: bool = False
    ground: str = ""
    right: bool = False
    tile: tuple[str, str] | None = None
    bar: tuple[Slices, int] | None = None
    second: Sequence[tuple[str, str, int]] = ()


class Column(NamedTuple):
    """One column.

    priority: 0 never gives way, the highest goes first, equal ones go together. grows_to: takes
    spare room first, up to this width. stretch: shares what is left of it. absent: there is
    nothing to show in it now.
    """

    title: str
    width: int
    stretch: bool = False
    priority: int = 0
    right: bool = False
    grows_to: int = 0
    absent: bool = False


class CellDelegate(QStyledItemDelegate):
    """Paints `Cell`s. Subclasses may override `paint_cell` for one column and call super."""

    def __init__(self, view: "TableView") -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint ground, hairline and cell."""
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            cell = Cell(str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
        if selected:
            painter.fillRect(rect, color("accent-soft"))
        elif index.row() == self._view.hovered_row:
            painter.fillRect(rect, color("hover"))
        if cell.ground and not selected:
            painter.fillRect(rect, color(cell.ground))
        painter.fillRect(QRectF(rect.x(), rect.bottom(), rect.width(), 1), color("line"))
        if selected and index.column() == self._view.first_column:
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), color("accent"))
        self.paint_cell(painter, QRectF(rect.adjusted(PADDING, 0, -PADDING, -1)), cell)

    def paint_cell(self, painter: QPainter, area: QRectF, cell: Cell) -> None:
        """Paint the content into `area` (the padding is already taken off)."""
        painting.smooth(painter)
        if cell.bar is not None:
            top = area.center().y() - 13
            paint_bar(painter, QRectF(area.x(), top, area.width(), 8), *cell.bar)
            self._paint_second(painter, QRectF(area.x(), top + 11, area.width(), 16), cell)
            return
        if cell.second:
            self._paint_second(
                painter, QRectF(area.x(), area.center().y() + 1, area.width(), 18), cell
            )
            area = QRectF(area.x(), area.center().y() - 19, area.width(), 20)
        x = area.x()
        if cell.tile is not None:
            paint_tile(painter, x, area.center().y() - 10, *cell.tile, size=20)
            x += 28
        if cell.icon:
            icons.paint(painter, cell.icon, x, area.center().y() - 8, 16, cell.tone)
            x += 22
        font = fonts.font("mono" if cell.mono else "body", cell.weight)
        side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        room = QRectF(x, area.y(), area.right() - x, area.height())
        painting.words(painter, room, cell.text, font, cell.tone, side)

    @staticmethod
    def _paint_second(painter: QPainter, area: QRectF, cell: Cell) -> None:
        x = area.x()
        for text, tone, weight in cell.second:
            if area.right() - x < 8:
                return
            room = QRectF(x, area.y(), area.right() - x, area.height())
            x += painting.words(painter, room, text, fonts.font("small", weight), tone)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A cut cell shows its whole text in a tooltip."""
        cell = index.data(CELL_ROLE)
        if event.type() != QEvent.Type.ToolTip or not isinstance(cell, Cell):
            return super().helpEvent(event, view, option, index)
        extra = index.data(Qt.ItemDataRole.ToolTipRole)
        rect: QRect = option.rect
        room = rect.width() - 2 * PADDING - (22 if cell.icon else 0) - (28 if cell.tile else 0)
        font = fonts.font("mono" if cell.mono else "body", cell.weight)
        cut = painting.advance(cell.text, font) > room + 0.5
        said = str(extra) if extra else cell.text if cut else ""
        QToolTip.showText(event.globalPos(), said, view.viewport(), rect)
        return True

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """An input for the one cell being corrected."""
        return Input(height=28, parent=parent)

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The input fills the cell but for 1 px."""
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(1, 1, -1, -2))


class TableView(Themed, QTableView):
    """A table view in the design's look; the model answers `CELL_ROLE` with a `Cell`.

    Signals:
        row_activated(int): Enter or a double click on a row.
        current_row_changed(int): the selection moved to a row (-1 for none).
    """

    row_activated = Signal(int)
    current_row_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self.first_column = 0
        self._columns: tuple[Column, ...] = ()
        self._row_height = ROW
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = OverlayScrollBar(self, top=ROW)
        self._header = TableHeader(self)
        self.setHorizontalHeader(self._header)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        self.setItemDelegate(CellDelegate(self))
        self.doubleClicked.connect(self._on_double_clicked)
        self.retheme()

    def retheme(self) -> None:
        """Sizes follow the text scale."""
        self.setFont(fonts.font())
        self.verticalHeader().setDefaultSectionSize(fonts.px(self._row_height))

    def row_height(self, height: int) -> None:
        """Use rows of another height (52 in History)."""
        self._row_height = height
        self.retheme()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Follow the new model's selection."""
        super().setModel(model)
        if model is not None:
            self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self._fit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """State widths and which columns give way; titles are the model's `headerData`."""
        self._columns = tuple(columns)
        self._header.right = {at for at, column in enumerate(columns) if column.right}
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._columns or self.model() is None:
            return
        room = self.viewport().width()
        shown = visible_columns(self._columns, room)
        widths = shared_widths(self._columns, shown, room)
        for at in range(len(self._columns)):
            self.setColumnHidden(at, at not in widths)
            if at in widths:
                self.setColumnWidth(at, widths[at])
        self.first_column = shown[0] if shown else 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the whole row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """No row under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row == self.hovered_row:
            return
        for one in (self.hovered_row, row):
            if one >= 0:
                y = self.rowViewportPosition(one)
                self.viewport().update(0, y, self.viewport().width(), self.rowHeight(one))
        self.hovered_row = row

    def keyPressEvent(self, event: object) -> None:
        """Enter activates the row; the rest is Qt's."""
        key = getattr(event, "key", int)()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            if self.state() != QAbstractItemView.State.EditingState:
                self.row_activated.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.row_activated.emit(index.row())

    def _on_current_row_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.current_row_changed.emit(current.row())


def visible_columns(columns: Sequence[Column], room: int) -> list[int]:
    """Which columns fit: the highest priority number goes first, 0 never goes.

    Where wide ones had to go, narrower ones that went before them come back as far as they fit.
    """
    shown = [at for at, column in enumerate(columns) if not column.absent]
    while sum(fonts.px(columns[at].width) for at in shown) > room:
        last = max((columns[at].priority for at in shown), default=0)
        if last == 0:
            break
        shown = [at for at in shown if columns[at].priority != last]
    gone = sorted({one.priority for one in columns if not one.absent and one.priority})
    for priority in gone:
        group = {at for at, one in enumerate(columns) if one.priority == priority}
        more = sorted({*shown, *(at for at in group if not columns[at].absent)})
        if sum(fonts.px(columns[at].width) for at in more) <= room:
            shown = more
    return shown


def shared_widths(columns: Sequence[Column], shown: Sequence[int], room: int) -> dict[int, int]:
    """The width of every shown column once what is left of `room` is shared out."""
    widths = {at: fonts.px(columns[at].width) for at in shown}
    spare = max(0, room - sum(widths.values()))
    for at in shown:
        more = min(spare, max(0, fonts.px(columns[at].grows_to) - widths[at]))
        widths[at] += more
        spare -= more
    stretchy = [at for at in shown if columns[at].stretch]
    for place, at in enumerate(stretchy):
        share = spare // (len(stretchy) - place)
        widths[at] += share
        spare -= share
    return widths


class TableCard(Card):
    """A card of radius 10 around a table; the table is clipped to its corners."""

    def __init__(self, view: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(10, "surface", "line", parent=parent)
        self.view = view
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(view)
        self._corners = _Corners(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the corners above the table."""
        super().resizeEvent(event)
        self._corners.setGeometry(self.rect())
        self._corners.raise_()

    def minimumSizeHint(self) -> QSize:
        """Header and a few rows."""
        return QSize(240, 4 * ROW)


class _Corners(QWidget):
    """Paints the page's ground into the four corners, above the table, and the outline again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.smooth(painter)
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        inside.addRoundedRect(QRectF(self.rect()), 10, 10)
        painter.fillPath(outside.subtracted(inside), color("canvas"))
        painting.rounded(painter, self.rect(), 10, None, "line")
