"""The rail: the pages of the window, with what runs and what waits for a person."""

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.press import EnterPresses
from smsdesk.gui.parts.surface import Ground
from smsdesk.gui.style import Themed

_WIDTH, _ITEM_WIDE, _ITEM_HIGH = 76, 64, 56


class _Logo(QWidget):
    """The product's mark."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(32, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.logo(32, self.devicePixelRatioF()))


class RailItem(EnterPresses, Themed, QAbstractButton):
    """One page: icon, word, and at most a count or a progress line."""

    focus_look = ("button", 8)

    def __init__(self, name: str, icon: str, text: str) -> None:
        super().__init__()
        self.name = name
        self._icon_name = icon
        self._progress: float | None = None
        self._count = 0
        self.setText(text)
        self.setObjectName(f"rail_{name}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retheme()

    def retheme(self) -> None:
        """Take the font anew."""
        self.setFont(fonts.font("rail"))
        self.setAccessibleName(self.text())
        self.updateGeometry()

    def set_progress(self, share: float | None) -> None:
        """Show how much of a running campaign is done; None when none runs."""
        self._progress = share
        said = (
            "" if share is None else self.tr("{percent}% done").format(percent=round(share * 100))
        )
        self.setAccessibleDescription(said)
        self.update()

    def set_count(self, count: int) -> None:
        """Show how many things wait for a person, 0 for none."""
        self._count = count
        said = self.tr("1 waits for you") if count == 1 else self.tr("{count} wait for you")
        said = said.format(count=QLocale().toString(count)) if count else ""
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """The design's size."""
        return QSize(
            max(_ITEM_WIDE, fonts.px(_ITEM_WIDE)),
            max(_ITEM_HIGH, 20 + 4 + fonts.line_height("rail") + 18),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, word, count or progress."""
        painter = QPainter(self)
        painting.smooth(painter)
        on = self.isChecked()
        if on:
            painting.rounded(painter, self.rect(), 8, "rail-item", "line")
        elif self.underMouse():
            painting.rounded(painter, self.rect(), 8, "hover")
        line = fonts.line_height("rail")
        top = (self.height() - 20 - 4 - line) / 2 - (3 if self._progress is not None else 0)
        tone = "accent-text" if on else "text-2"
        icons.paint(painter, self._icon_name, (self.width() - 20) / 2, top, 20, tone)
        words = QRectF(1, top + 24, self.width() - 2, line)
        painting.words(
            painter, words, self.text(), self.font(), "text" if on else "text-2",
            Qt.AlignmentFlag.AlignHCenter,
        )  # fmt: skip
        if self._progress is not None:
            track = QRectF((self.width() - 40) / 2, self.height() - 8, 40, 3)
            painting.rounded(painter, track, 1.5, "line-2")
            track.setWidth(max(3.0, 40 * min(1.0, self._progress)))
            painting.rounded(painter, track, 1.5, "accent")
        elif self._count:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        words = QFont(fonts.font("rail", 600))
        words.setPixelSize(fonts.px(10))
        text = QLocale().toString(self._count) if self._count < 1000 else "999+"
        wide = max(16.0, painting.advance(text, words) + 8)
        pill = QRectF(self.width() - 8 - wide + 4, 5, wide, 16)
        painting.rounded(painter, pill, 8, "warn-soft", "warn-line")
        middle = Qt.AlignmentFlag.AlignHCenter
        painting.words(painter, pill, text, words, "warn", middle, elide=False)


class Rail(Themed, Ground):
    """The column at the left of the window.

    Signals:
        chosen(str): name of the page a person chose.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", "right", parent=parent)
        self.setAccessibleName(self.tr("Pages"))
        self._items: dict[str, RailItem] = {}
        self._setting = False
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 12, 6, 12)
        column.setSpacing(4)
        column.addWidget(_Logo(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        for name, text in (
            ("compose", self.tr("Compose")),
            ("results", self.tr("Results")),
            ("history", self.tr("History")),
            ("accounts", self.tr("Accounts")),
            ("codes", self.tr("Codes")),
        ):
            column.addWidget(self._make(name, name, text))
        column.addStretch(1)
        column.addWidget(self._make("settings", "cog", self.tr("Settings")))
        self.retheme()

    def retheme(self) -> None:
        """As wide as words of the text scale need."""
        self.setFixedWidth(max(_ITEM_WIDE, fonts.px(_ITEM_WIDE)) + _WIDTH - _ITEM_WIDE)

    def _make(self, name: str, icon: str, text: str) -> RailItem:
        item = RailItem(name, icon, text)
        # not `clicked`: assistive technology toggles an item that can be checked
        item.toggled.connect(self._on_item_toggled)
        self._items[name] = item
        return item

    def names(self) -> tuple[str, ...]:
        """The pages in order."""
        return tuple(self._items)

    def item(self, name: str) -> RailItem:
        """The item of a page."""
        return self._items[name]

    def set_current(self, name: str) -> None:
        """Show a page as the current one, without a signal."""
        self._setting = True
        self._items[name].setChecked(True)
        self._setting = False

    def _on_item_toggled(self, on: bool) -> None:
        item = self.sender()
        if on and not self._setting and isinstance(item, RailItem):
            self.chosen.emit(item.name)
