"""A number with chevrons or a unit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QDoubleSpinBox, QSizePolicy, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.input import RADIUS, paint_ground, see_through
from smsdesk.gui.style import Themed


class _Stepper(QAbstractButton):
    """One of the two chevrons of a number input."""

    def __init__(self, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self.setAccessibleName(name)
        self.setAutoRepeat(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tone = "text" if self.underMouse() else "text-3"
        painter = QPainter(self)
        icons.paint(
            painter, self._icon_name, (self.width() - 14) / 2, (self.height() - 14) / 2, 14, tone
        )


class NumberInput(Themed, QDoubleSpinBox):
    """A number with chevrons, or with a unit at the right end instead. `value()` is a float."""

    focus_look = ("input", RADIUS)

    def __init__(
        self,
        minimum: float,
        maximum: float,
        suffix: str = "",
        decimals: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setDecimals(decimals)
        self.setRange(minimum, maximum)
        self.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self._unit = suffix
        self._wrong = False
        self._up = _Stepper("up", self.tr("More"), self)
        self._down = _Stepper("down", self.tr("Less"), self)
        for stepper, step in ((self._up, self.stepUp), (self._down, self.stepDown)):
            stepper.setVisible(not suffix)
            stepper.clicked.connect(step)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retheme()

    def retheme(self) -> None:
        """Take font, colours and margins anew."""
        self.setFont(fonts.font())
        see_through(self)
        right = round(painting.advance(self._unit, fonts.font())) + 16 if self._unit else 30
        self.lineEdit().setTextMargins(6, 0, right, 0)

    def set_error(self, wrong: bool) -> None:
        """Mark the number as not usable."""
        self._wrong = wrong
        self.update()

    def sizeHint(self) -> QSize:
        """The design's height."""
        return QSize(120, fonts.px(32))

    def minimumSizeHint(self) -> QSize:
        """May become narrow."""
        return QSize(72, fonts.px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chevrons at the right end."""
        super().resizeEvent(event)
        half = self.height() // 2
        self._up.setGeometry(self.width() - 28, 2, 24, half - 2)
        self._down.setGeometry(self.width() - 28, half, 24, half - 2)
        self._up.raise_()
        self._down.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and unit; the text is painted by the line inside."""
        painter = QPainter(self)
        paint_ground(painter, self, self._wrong)
        if self._unit:
            room = QRectF(self.rect()).adjusted(0, 0, -10, 0)
            painting.words(
                painter, room, self._unit, fonts.font(), "text-3", Qt.AlignmentFlag.AlignRight
            )
