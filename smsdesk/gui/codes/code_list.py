"""The list of code cards: a model of entries and the delegate that paints one card each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from smsdesk.core.codebook import CodeClass, CodeEntry
from smsdesk.gui import fonts, icons, words
from smsdesk.gui.clipboard import copy_text
from smsdesk.gui.code_words import class_look, family_word, retry_line
from smsdesk.gui.parts.scroll import ThinScrollBar
from smsdesk.gui.style import Themed, color

Index = QModelIndex | QPersistentModelIndex

ITEM_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_GAP: Final = 12  # between cards, px
_PAD: Final = 16
_RADIUS: Final = 10
_BAR: Final = 12  # kept free for the scroll bar, so that it moves nothing


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One code of one provider, as listed."""

    provider: str
    title: str
    tile: str
    entry: CodeEntry

    def spoken(self) -> str:
        """The card in one line, for screen readers and the clipboard."""
        language = words.language()
        entry = self.entry
        parts = (
            entry.code,
            entry.meaning.to(language),
            self.title,
            class_look(entry).word,
            entry.next_step.to(language),
            retry_line(entry),
        )
        return " · ".join(part for part in parts if part)


class CodesModel(QAbstractListModel):
    """The codes found, in book order. `ITEM_ROLE` gives the `CodeItem`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: Sequence[CodeItem] = ()

    def set_items(self, items: Iterable[CodeItem]) -> None:
        """Show these codes instead."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def item(self, row: int) -> CodeItem:
        """The code in a row."""
        return self._items[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Codes listed."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Plain words for screen readers; the item for the delegate."""
        if not index.isValid() or index.row() >= len(self._items):
            return None
        if role == ITEM_ROLE:
            return self._items[index.row()]
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return self._items[index.row()].spoken()
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return self._items[index.row()].entry.source or None
        return None


class _Text:
    """A wrapped text with its marks, laid out once for a width."""

    def __init__(self, text: str, style: str, width: float, tone: str, weight: int = 400) -> None:
        self.tone = tone
        self._text = text
        self._font: QFont = fonts.font(style, weight)
        self._step = fonts.line_height(style)
        self._layout = QTextLayout(text, self._font)
        metrics = QFontMetricsF(self._font)
        lead = (self._step - metrics.height()) / 2
        self._layout.beginLayout()
        y = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, 40.0))
            line.setPosition(QPointF(0, y + lead))
            y += self._step
        self._layout.endLayout()
        self.height = y if text else 0.0

    def paint(self, painter: QPainter, x: float, y: float, query: str = "") -> None:
        """Paint with the top left corner at (x, y), the places of `query` marked."""
        for box in self._marks(query):
            painter.setPen(color("warn-line"))
            painter.setBrush(color("warn-soft"))
            painter.drawRoundedRect(box.translated(x, y), 3, 3)
        painter.setPen(color(self.tone))
        self._layout.draw(painter, QPointF(x, y))

    def _marks(self, query: str) -> list[QRectF]:
        boxes: list[QRectF] = []
        needle, hay = query.casefold(), self._text.casefold()
        if not needle or len(hay) != len(self._text):
            return boxes  # folding changed the length, so places would not match
        at = hay.find(needle)
        while at >= 0:
            boxes += self._boxes(at, at + len(needle))
            at = hay.find(needle, at + len(needle))
        return boxes

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        found = []
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first < last:
                # the stubs give (x, cursor) for the C++ in-out argument
                left = _cursor_x(line.cursorToX(first))
                right = _cursor_x(line.cursorToX(last))
                top = line.y() + 0.5
                found.append(QRectF(left - 1, top, right - left + 2, line.height() - 1))
        return found


def _cursor_x(answer: object) -> float:
    value = answer[0] if isinstance(answer, tuple) else answer
    return float(value) if isinstance(value, int | float) else 0.0


class _Card:
    """Everything of one card, laid out for a width."""

    def __init__(self, item: CodeItem, width: int) -> None:
        entry, language = item.entry, words.language()
        first, second = entry.meaning.en, entry.meaning.zh
        if language == "zh":
            first, second = second, first
        narrow = width < 640
        self.code_width = fonts.px(64 if narrow else 88)
        self.right_width = fonts.px(220 if narrow else 300)
        self.middle_x = _PAD + self.code_width + _PAD
        self.right_x = width - _PAD - self.right_width
        middle = self.right_x - _PAD - self.middle_x
        self.look = class_look(entry)
        self.retry = retry_line(entry)
        self.meaning = _Text(first, "section", middle, "text", 600)
        self.second = _Text(second, "body", middle, "text-2")
        self.family = _Text(family_word(entry.family), "small", self.code_width, "text-3")
        step = "" if entry.cls is CodeClass.OK else entry.next_step.to(language)
        self.step = _Text(step, "body", self.right_width, "text")
        self.when = _Text(self.retry, "small", self.right_width - 18, "text-3")
        self.row_y = _PAD - 2 + self.meaning.height + 2 + self.second.height + 10
        line = fonts.line_height("body")
        self.step_y = _PAD - 2 + line + 4
        self.when_y = self.step_y + self.step.height + 4
        bottom = max(self.row_y + fonts.px(20), self.when_y + self.when.height)
        self.height = round(bottom + _PAD - 2)


class CodeDelegate(QStyledItemDelegate):
    """Paints one card per code; keeps the layouts of the width in use."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._width = 0
        self._cards: dict[tuple[str, str], _Card] = {}
        self.query = ""
        self.pauses_words = ""

    def forget(self) -> None:
        """Fonts or words may have changed: lay out again."""
        self._cards.clear()

    def _card(self, item: CodeItem, width: int) -> _Card:
        if width != self._width:
            self._cards.clear()
            self._width = width
        key = (item.provider, f"{item.entry.family}/{item.entry.code}")
        card = self._cards.get(key)
        if card is None:
            card = self._cards[key] = _Card(item, width)
        return card

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the view, as high as the words need."""
        width = self._view.width() - _BAR
        item = index.data(ITEM_ROLE)
        if not isinstance(item, CodeItem):
            return QSize(width, 0)
        return QSize(width, self._card(item, width).height + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the card."""
        item = index.data(ITEM_ROLE)
        if not isinstance(item, CodeItem):
            return
        box = QRectF(option.rect)
        box.setWidth(self._view.width() - _BAR)
        card = self._card(item, round(box.width()))
        state = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(box.x() + 0.5, box.y() + 0.5, box.width() - 1, card.height - 1)
        painter.setBrush(color("surface"))
        painter.setPen(color("accent-line" if current else "line"))
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        if current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)
        self._paint_words(painter, card, item, box.x(), box.y())
        painter.restore()

    def _paint_words(
        self, painter: QPainter, card: _Card, item: CodeItem, x: float, y: float
    ) -> None:
        top = y + _PAD - 2
        painter.setPen(color("text"))
        wide = len(item.entry.code) > 7  # our own words are codes too: read_timeout
        painter.setFont(fonts.font("mono" if wide else "code", 500))
        code_box = QRectF(x + _PAD, top, card.code_width + _PAD, fonts.px(24))
        painter.drawText(
            code_box,
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            item.entry.code,
        )
        card.family.paint(painter, x + _PAD, top + fonts.px(28))
        card.meaning.paint(painter, x + card.middle_x, top, self.query)
        card.second.paint(painter, x + card.middle_x, top + card.meaning.height + 2, self.query)
        self._paint_source(painter, card, item, x + card.middle_x, y + card.row_y)
        right = x + card.right_x
        icons.paint(painter, card.look.icon, right, top + 2, 16, card.look.tone)
        painter.setPen(color(card.look.tone))
        painter.setFont(fonts.font("body", 500))
        line = fonts.line_height("body")
        painter.drawText(
            QRectF(right + 22, top, card.right_width - 22, line),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            card.look.word,
        )
        card.step.paint(painter, right, y + card.step_y, self.query)
        if card.retry:
            icons.paint(painter, "clock", right, y + card.when_y + 1, 14, "text-3")
            card.when.paint(painter, right + 18, y + card.when_y)

    def _paint_source(
        self, painter: QPainter, card: _Card, item: CodeItem, x: float, y: float
    ) -> None:
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        side = fonts.px(20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent-soft"))
        painter.drawRoundedRect(QRectF(x, y, side, side), 5, 5)
        painter.setPen(color("accent-text"))
        tile_font = QFont(fonts.font("rail", 600))
        tile_font.setPixelSize(fonts.px(9))
        painter.setFont(tile_font)
        painter.drawText(QRectF(x, y, side, side), int(Qt.AlignmentFlag.AlignCenter), item.tile)
        small = fonts.font("small")
        painter.setFont(small)
        painter.setPen(color("text-2"))
        width = QFontMetricsF(small).horizontalAdvance(item.title)
        painter.drawText(QRectF(x + side + 8, y, width + 4, side), middle, item.title)
        if not item.entry.cls.pauses:
            return
        medium = fonts.font("small", 500)
        left = x + side + 8 + width + 8
        pill = QRectF(
            left, y, QFontMetricsF(medium).horizontalAdvance(self.pauses_words) + 32, side
        )
        if pill.right() > x + card.right_x - card.middle_x - _PAD:
            return  # no room beside the provider's name; the next step says it too
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("wait-soft"))
        painter.drawRoundedRect(pill, side / 2, side / 2)
        icons.paint(painter, "pause", left + 8, y + (side - 12) / 2, 12, "wait")
        painter.setFont(medium)
        painter.setPen(color("wait"))
        painter.drawText(pill.adjusted(24, 0, 0, 0), middle, self.pauses_words)


class CodesView(Themed, QListView):
    """The list itself: arrows move, Ctrl+C copies the card as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CodeDelegate(self)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar())
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(self.cards)

    def retheme(self) -> None:
        """Lay out with the new fonts."""
        self.cards.forget()
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the whole card."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if index.isValid():
                copy_text(str(index.data()))
            return
        super().keyPressEvent(event)
