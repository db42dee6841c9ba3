"""One code as a card: what it says, laid out for a width, and how it is painted."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from smsdesk.core.codebook import CodeClass, CodeEntry
from smsdesk.gui import fonts, icons, words
from smsdesk.gui.code_words import class_look, family_word, retry_line
from smsdesk.gui.parts import painting
from smsdesk.gui.style import color

Index = QModelIndex | QPersistentModelIndex

ITEM_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_BAR: Final = 12  # kept free for the scroll bar, so that it moves nothing
_GAP: Final = 12  # between cards, px
_PAD: Final = 16
_RADIUS: Final = 10
_TILE: Final = 20
_LONG_CODE: Final = 7  # characters above which a code is set smaller: read_timeout


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One code of one provider, as listed. tile: two letters, "" for our own words."""

    provider: str
    title: str
    tile: str
    tone: str
    entry: CodeEntry

    @property
    def key(self) -> tuple[str, str, str]:
        """Tells it from all others."""
        return self.provider, self.entry.family, self.entry.code

    def spoken(self) -> str:
        """The card in one line, for screen readers and the clipboard."""
        language = words.language()
        entry = self.entry
        parts = (
            entry.code,
            entry.also,
            entry.meaning.to(language),
            self.title,
            family_word(entry.family),
            class_look(entry).word,
            entry.next_step.to(language),
            retry_line(entry),
        )
        return " · ".join(part for part in parts if part)


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

    def paint(self, painter: QPainter, x: float, y: float, marks: tuple[str, ...] = ()) -> None:
        """Paint with the top left corner at (x, y), the places of `marks` shown."""
        for mark in marks:
            for box in self._places(mark):
                painter.setPen(color("warn-line"))
                painter.setBrush(color("warn-soft"))
                painter.drawRoundedRect(box.translated(x, y), 3, 3)
        painter.setPen(color(self.tone))
        self._layout.draw(painter, QPointF(x, y))

    def _places(self, mark: str) -> list[QRectF]:
        boxes: list[QRectF] = []
        hay = self._text.casefold()
        if not mark or len(hay) != len(self._text):
            return boxes  # folding changed the length, so places would not match
        at = hay.find(mark)
        while at >= 0:
            boxes += self._boxes(at, at + len(mark))
            at = hay.find(mark, at + len(mark))
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


def _breakable(code: str) -> str:
    """Lets a long code go on in the next line after an underscore."""
    return code.replace("_", "_\u200b")


def _cursor_x(answer: object) -> float:
    value = answer[0] if isinstance(answer, tuple) else answer
    return float(value) if isinstance(value, int | float) else 0.0


class _Card:
    """Everything of one card, laid out for a width. opened: with where it is documented."""

    def __init__(self, item: CodeItem, width: int, opened: bool) -> None:
        entry, language = item.entry, words.language()
        first, second = entry.meaning.en, entry.meaning.zh
        if language == "zh":
            first, second = second, first
        narrow = width < 640
        self.code_width = fonts.px(72 if narrow else 88)
        self.right_width = fonts.px(200 if narrow else 300)
        self.middle_x = _PAD + self.code_width + _PAD
        self.right_x = width - _PAD - self.right_width
        middle = self.right_x - _PAD - self.middle_x
        self.look = class_look(entry)
        self.retry = retry_line(entry)
        self.meaning = _Text(first, "section", middle, "text", 600)
        self.second = _Text(second, "body", middle, "text-2")
        long = len(entry.code) > _LONG_CODE
        self.code = _Text(
            _breakable(entry.code), "mono" if long else "code", self.code_width,
            "text", 500 if long else 600,
        )  # fmt: skip
        self.family_y = _PAD - 2 + max(self.code.height, fonts.px(24)) + 4
        family = "\u2028".join(filter(None, (family_word(entry.family), _breakable(entry.also))))
        self.family = _Text(family, "small", self.code_width, "text-3")
        step = "" if entry.cls is CodeClass.OK else entry.next_step.to(language)
        self.step = _Text(step, "body", self.right_width, "text")
        self.when = _Text(self.retry, "small", self.right_width - 18, "text-3")
        said = QCoreApplication.translate("Codes", "Documented in: {source}")
        source = said.format(source=entry.source) if opened and entry.source else ""
        self.source = _Text(source, "small", middle, "text-3")
        self.row_y = _PAD - 2 + self.meaning.height + 2 + self.second.height + 10
        self.source_y = self.row_y + fonts.px(_TILE) + 8
        line = fonts.line_height("body")
        self.step_y = _PAD - 2 + line + 4
        self.when_y = self.step_y + self.step.height + 4
        bottom = max(
            self.source_y + self.source.height if source else self.row_y + fonts.px(_TILE),
            self.when_y + self.when.height,
            self.family_y + self.family.height,
        )
        self.height = round(bottom + _PAD - 2)


class CodeDelegate(QStyledItemDelegate):
    """Paints one card per code; keeps the layouts of the width in use."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._width = 0
        self._cards: dict[tuple[str, str, str], _Card] = {}
        self._opened: set[tuple[str, str, str]] = set()
        self.marks: tuple[str, ...] = ()
        self.pauses_words = ""

    def forget(self) -> None:
        """Fonts or words may have changed: lay out again."""
        self._cards.clear()

    def toggle(self, index: Index) -> None:
        """Show, or hide again, where a code is documented."""
        item = index.data(ITEM_ROLE)
        if isinstance(item, CodeItem):
            self._opened ^= {item.key}
            self._cards.pop(item.key, None)
            self.sizeHintChanged.emit(index)

    def _card(self, item: CodeItem, width: int) -> _Card:
        if width != self._width:
            self._cards.clear()
            self._width = width
        card = self._cards.get(item.key)
        if card is None:
            card = self._cards[item.key] = _Card(item, width, item.key in self._opened)
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
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painting.smooth(painter)
        frame = QRectF(box.x(), box.y(), box.width(), card.height)
        painting.rounded(painter, frame, _RADIUS, "surface", "accent-line" if current else "line")
        if current:
            painting.rounded(
                painter, frame.adjusted(1, 1, -1, -1), _RADIUS - 1, None, "accent-line"
            )
        self._paint_left(painter, card, item, box.x(), box.y())
        self._paint_right(painter, card, box.x() + card.right_x, box.y())
        painter.restore()

    def _paint_left(
        self, painter: QPainter, card: _Card, item: CodeItem, x: float, y: float
    ) -> None:
        top = y + _PAD - 2
        card.code.paint(painter, x + _PAD, top)
        card.family.paint(painter, x + _PAD, y + card.family_y)
        left = x + card.middle_x
        card.meaning.paint(painter, left, top, self.marks)
        card.second.paint(painter, left, top + card.meaning.height + 2, self.marks)
        self._paint_whose(painter, card, item, left, y + card.row_y)
        card.source.paint(painter, left, y + card.source_y)

    def _paint_right(self, painter: QPainter, card: _Card, x: float, y: float) -> None:
        top = y + _PAD - 2
        icons.paint(painter, card.look.icon, x, top + 2, 16, card.look.tone)
        line = QRectF(x + 22, top, card.right_width - 22, fonts.line_height("body"))
        painting.words(painter, line, card.look.word, fonts.font("body", 500), card.look.tone)
        card.step.paint(painter, x, y + card.step_y, self.marks)
        if card.retry:
            icons.paint(painter, "clock", x, y + card.when_y + 1, 14, "text-3")
            card.when.paint(painter, x + 18, y + card.when_y)

    def _paint_whose(
        self, painter: QPainter, card: _Card, item: CodeItem, x: float, y: float
    ) -> None:
        """The provider's tile and name, and whether the code pauses a campaign."""
        side = fonts.px(_TILE)
        painting.rounded(painter, QRectF(x, y, side, side), 5, f"{item.tone}-soft")
        ink = "accent-text" if item.tone == "accent" else item.tone
        if item.tile:
            letters = QFont(fonts.font("rail", 600))
            letters.setPixelSize(fonts.px(9))
            middle = Qt.AlignmentFlag.AlignHCenter
            painting.words(
                painter, QRectF(x, y, side, side), item.tile, letters, ink, middle, elide=False
            )
        else:
            icons.paint(painter, "link", x + (side - 12) / 2, y + (side - 12) / 2, 12, ink)
        room = card.right_x - card.middle_x - _PAD - side - 8
        name = QRectF(x + side + 8, y, room, side)
        width = painting.words(painter, name, item.title, fonts.font("small"), "text-2")
        if not item.entry.cls.pauses:
            return
        medium = fonts.font("small", 500)
        left = x + side + 8 + width + 8
        pill = QRectF(left, y, painting.advance(self.pauses_words, medium) + 32, side)
        if pill.right() > name.right():
            return  # no room beside the provider's name; the next step says it too
        painting.rounded(painter, pill, side / 2, "wait-soft")
        icons.paint(painter, "pause", left + 8, y + (side - 12) / 2, 12, "wait")
        painting.words(
            painter, pill.adjusted(24, 0, 0, 0), self.pauses_words, medium, "wait", elide=False
        )
