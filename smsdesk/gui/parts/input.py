"""One-line inputs, and the ground every input stands on."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.button import IconButton
from smsdesk.gui.style import Themed

RADIUS = 7


def see_through(widget: QWidget) -> None:
    """Let the part's own ground show; words stay in the theme's colours."""
    look = QPalette()
    look.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    look.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.transparent)
    widget.setPalette(look)


def paint_ground(painter: QPainter, widget: QWidget, wrong: bool, radius: float = RADIUS) -> None:
    """Paint what stands under an input: its ground and its edge."""
    painting.smooth(painter)
    if not widget.isEnabled():
        painting.rounded(painter, widget.rect(), radius, "sunken", "line")
    else:
        line = "bad-fill" if wrong else "field"
        painting.rounded(painter, widget.rect(), radius, "input", line)


class Input(Themed, QLineEdit):
    """A one-line input of 32 (search on Codes: 44, typed confirmation: 40)."""

    focus_look: tuple[str, float] = ("input", RADIUS)

    def __init__(
        self,
        placeholder: str = "",
        mono: bool = False,
        icon: str = "",
        height: int = 32,
        style: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._high = icon, height
        self._style = style or ("mono-13" if mono else "body")
        self._suffix = ""
        self._end = 0  # room at the right end that a subclass keeps free
        self._wrong = False
        self.setFrame(False)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def retheme(self) -> None:
        """Take font, colours and margins anew."""
        self.setFont(fonts.font(self._style))
        see_through(self)
        self._set_margins()

    def _set_margins(self) -> None:
        side = 12 if self._high >= 40 else 8
        left = side + (24 if self._icon_name else 0)
        right = side + self._end
        if self._suffix:
            right += round(painting.advance(self._suffix, fonts.font())) + 6
        self.setTextMargins(left, 0, right, 0)

    def set_error(self, wrong: bool) -> None:
        """Mark (or unmark) what was typed as not usable."""
        self._wrong = wrong
        self.update()

    def set_suffix(self, text: str) -> None:
        """Show a unit or a count at the right end."""
        self._suffix = text
        self._set_margins()
        self.update()

    def sizeHint(self) -> QSize:
        """The design's height."""
        return QSize(180, fonts.px(self._high))

    def minimumSizeHint(self) -> QSize:
        """May become narrow."""
        return QSize(60, fonts.px(self._high))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the text above it."""
        painter = QPainter(self)
        paint_ground(painter, self, self._wrong)
        side = 12 if self._high >= 40 else 10
        if self._icon_name:
            size = 20 if self._high >= 44 else 16
            tone = "text-2" if self._high >= 44 else "text-3"
            icons.paint(painter, self._icon_name, side, (self.height() - size) / 2, size, tone)
        if self._suffix:
            room = QRectF(self.rect()).adjusted(0, 0, -side - self._end, 0)
            right = Qt.AlignmentFlag.AlignRight
            painting.words(painter, room, self._suffix, fonts.font(), "text-3", right, elide=False)
        painter.end()
        super().paintEvent(event)


class SearchInput(Input):
    """An input with a magnifier; its cross clears it, and so does Esc first."""

    def __init__(self, placeholder: str, height: int = 32, parent: QWidget | None = None) -> None:
        style = "message" if height >= 44 else "body"
        super().__init__(placeholder, icon="search", height=height, style=style, parent=parent)
        self._clear = IconButton("x", self.tr("Clear the search"), "small", parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has Esc
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(self._show_clear)

    def _show_clear(self) -> None:
        """The cross stands at the right end while there is something to clear."""
        shown = bool(self.text())
        self._clear.setVisible(shown)
        self._end = self._clear.width() if shown else 0
        self._set_margins()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the right end."""
        super().resizeEvent(event)
        self._clear.resize(self._clear.sizeHint())
        side = 8 if self._high >= 40 else 4
        top = (self.height() - self._clear.height()) // 2
        self._clear.move(self.width() - side - self._clear.width(), top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the search; a second Esc goes on to whoever listens."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
