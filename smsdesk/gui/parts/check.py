"""Tick boxes, radios, switches and the option cards built on radios."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.gui import fonts
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.badge import Badge, ModeBadge
from smsdesk.gui.parts.text import Paragraph
from smsdesk.gui.style import Themed

_GAP = 8


def _hint(text: str, mark: int, widget: QWidget) -> QSize:
    words = painting.advance(text, widget.font()) + _GAP if text else 0
    return QSize(round(mark + words + 1), max(24, fonts.line_height("body")))


def _paint_words(painter: QPainter, widget: QWidget, text: str, mark: int) -> None:
    tone = "text" if widget.isEnabled() else "text-3"
    room = QRectF(mark + _GAP, 0, widget.width() - mark - _GAP, widget.height())
    painting.words(painter, room, text, widget.font(), tone)


class TickBox(Themed, QCheckBox):
    """A tick box of 16 with its words."""

    focus_look = ("button", 5)
    _mark = 16  # px that the words begin to the right of

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retheme()

    def retheme(self) -> None:
        """Take the font anew."""
        self.setFont(fonts.font())

    def sizeHint(self) -> QSize:
        """Mark and words."""
        return _hint(self.text(), self._mark, self)

    def hitButton(self, _position: QPoint) -> bool:
        """The words belong to the target."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, tick and words."""
        painter = QPainter(self)
        painting.smooth(painter)
        box = QRectF(0, (self.height() - 16) / 2, 16, 16)
        if self.isChecked() and self.isEnabled():
            painting.rounded(painter, box, 4, "accent")
            painting.tick(painter, box.x() + 1, box.y() + 1, 14, "on-accent")
        else:
            ground = "hover" if self.underMouse() and self.isEnabled() else "input"
            painting.rounded(
                painter, box, 4, ground, "field" if self.isEnabled() else "line-2", 1.5
            )
            if self.isChecked():
                painting.tick(painter, box.x() + 1, box.y() + 1, 14, "text-3")
        _paint_words(painter, self, self.text(), 16)


def _paint_radio(painter: QPainter, box: QRectF, on: bool, enabled: bool, hovered: bool) -> None:
    tone = "accent" if enabled else "line-2"
    if on:
        painting.disc(painter, box.x(), box.y(), 16, tone)
        painting.disc(painter, box.x() + 5, box.y() + 5, 6, "knob")
    else:
        painting.rounded(
            painter, box, 8, "hover" if hovered else "input", "field" if enabled else "line-2", 1.5
        )


class Switch(TickBox):
    """An on/off switch of 32 x 18 with its words."""

    focus_look = ("button", 10)
    _mark = 32

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, knob and words."""
        painter = QPainter(self)
        painting.smooth(painter)
        top = (self.height() - 18) / 2
        on = self.isChecked()
        tone = ("accent" if on else "field") if self.isEnabled() else "line-2"
        painting.rounded(painter, QRectF(0, top, 32, 18), 9, tone)
        painting.disc(painter, 16 if on else 2, top + 2, 14, "knob")
        tone = "text-2" if self.isEnabled() else "text-3"
        room = QRectF(32 + _GAP, 0, self.width() - 32 - _GAP, self.height())
        painting.words(painter, room, self.text(), self.font(), tone)


class OptionCard(QRadioButton):
    """A radio as a card: a badge or a title, and a sentence beneath. Put several in one parent."""

    focus_look = ("button", 8)

    def __init__(
        self,
        badge: ModeBadge | Badge | None,
        title: str,
        text: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._title = "" if badge is not None else title
        column = QVBoxLayout(self)
        column.setContentsMargins(44, 16, 16, 16)
        column.setSpacing(4)
        if badge is not None:
            badge.setParent(self)
            column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addSpacing(24)
        self._words = Paragraph(text, "small", "text-2")
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(self._words)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_text(self, text: str) -> None:
        """Change the sentence."""
        self._words.setText(text)
        self.setAccessibleDescription(text)
        self.updateGeometry()

    def hitButton(self, _position: QPoint) -> bool:
        """The whole card is the target."""
        return True

    def sizeHint(self) -> QSize:
        """What the content needs."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Narrow cards grow in height."""
        return QSize(160, 88)

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height the wrapped sentence needs."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 88

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, radio and title."""
        painter = QPainter(self)
        painting.smooth(painter)
        on = self.isChecked()
        ground = "hover" if self.underMouse() and not on else "surface"
        painting.rounded(
            painter, self.rect(), 8, ground, "accent" if on else "line-2", 2.0 if on else 1.0
        )
        box = QRectF(16, 18, 16, 16)
        _paint_radio(painter, box, on, self.isEnabled(), False)
        if self._title:
            room = QRectF(44, 14, self.width() - 60, 24)
            painting.words(painter, room, self._title, fonts.font("body", 600))
