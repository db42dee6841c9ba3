"""Buttons: one blue at most per view, neutral and ghost for the rest, words before symbols."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.press import EnterPresses
from smsdesk.gui.parts.text import paint_kbd
from smsdesk.gui.style import Themed

Kind = Literal["neutral", "primary", "ghost", "destructive", "danger"]
Size = Literal["small", "normal", "large"]

_HEIGHT = {"small": 28, "normal": 32, "large": 36}
_PADDING = {"small": 10, "normal": 12, "large": 16}
_ICON, _GAP = 16, 6

# ground at rest, hovered, pressed; outline; words
_LOOKS: dict[str, tuple[str, str, str, str, str]] = {
    "neutral": ("button", "button-hover", "button-pressed", "line-2", "text"),
    "primary": ("accent", "accent-hover", "accent-pressed", "", "on-accent"),
    "ghost": ("", "hover", "pressed", "", "text-2"),
    "destructive": ("button", "button-hover", "button-pressed", "line-2", "bad"),
    "danger": ("bad-fill", "bad-fill", "bad-fill", "", "on-accent"),
}


class Button(EnterPresses, Themed, QPushButton):
    """A push button of the design.

    kind: neutral, primary (one a view), ghost, destructive, or danger (solid; only inside a sheet
        that asks). key: a key hint shown in a cap, only where the key saves time.
    """

    focus_look = ("button", 7)

    def __init__(
        self,
        text: str = "",
        kind: Kind = "neutral",
        icon: str | None = None,
        size: Size = "normal",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind: Kind = kind
        self._icon_name = icon or ""
        self._size: Size = size
        self._key = key
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.retheme()

    def set_icon(self, name: str) -> None:
        """Change the icon, "" for none."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def retheme(self) -> None:
        """Take the font anew."""
        strong = self._kind in ("primary", "danger")
        self.setFont(
            fonts.font("small" if self._size == "small" else "body", 600 if strong else 500)
        )
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Words and state change the size and the look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def sizeHint(self) -> QSize:
        """Words, icon and key cap with the padding of the size."""
        return QSize(
            round(self._content_width()) + 2 * _PADDING[self._size], fonts.px(_HEIGHT[self._size])
        )

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def _content_width(self) -> float:
        pieces = []
        if self._icon_name:
            pieces.append(float(_ICON))
        if self.text():
            pieces.append(painting.advance(self.text(), self.font()))
        if self._key:
            pieces.append(self._key_width() + 2)
        return sum(pieces) + _GAP * max(0, len(pieces) - 1) + 1

    def _key_width(self) -> float:
        return painting.advance(self._key, fonts.font("key")) + 12

    def _colours(self) -> tuple[str | None, str | None, str]:
        rest, hovered, pressed, line, tone = _LOOKS[self._kind]
        if not self.isEnabled():
            if self._kind == "ghost":
                return None, None, "text-3"
            return "sunken", "line", "text-3"
        ground = rest
        if self.isDown() or self.isChecked():
            ground = pressed
        elif self.underMouse():
            ground = hovered
            tone = "text" if self._kind == "ghost" else tone
        return ground or None, line or None, tone

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, words and key cap, centred together."""
        painter = QPainter(self)
        painting.smooth(painter)
        ground, line, tone = self._colours()
        painting.rounded(painter, self.rect(), self.focus_look[1], ground, line)
        x = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        if self._icon_name:
            icons.paint(painter, self._icon_name, x, middle - _ICON / 2, _ICON, tone)
            x += _ICON + _GAP
        if self.text():
            room = QRectF(x, 0, self.width() - x - 4, self.height())
            x += painting.words(painter, room, self.text(), self.font(), tone) + _GAP
        if self._key:
            cap = QRectF(x + 2, middle - fonts.px(18) / 2, self._key_width(), fonts.px(18))
            paint_kbd(painter, cap, self._key, self._kind in ("primary", "danger"))


class IconButton(Button):
    """A square button with an icon alone; its name is spoken and shown as a tooltip."""

    def __init__(
        self,
        icon: str,
        name: str,
        size: Literal["small", "normal"] = "normal",
        kind: Literal["ghost", "neutral"] = "ghost",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", kind, icon, size, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say what it does."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """A square."""
        side = fonts.px(_HEIGHT[self._size])
        return QSize(side, side)
