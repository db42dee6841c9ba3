"""Words: labels, wrapped paragraphs with the design's line heights, links, key caps, hairlines."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from smsdesk.gui import fonts
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.press import EnterPresses
from smsdesk.gui.style import Themed, color


class Label(Themed, QLabel):
    """One line of text in a style of the type scale and a tone of the theme.

    elide: cut with an ellipsis where the room ends; the whole text is then in the tooltip.
    """

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        tone: str = "text",
        weight: int | None = None,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._style, self._tone, self._weight, self._elide = style, tone, weight, elide
        self._own_tip = False
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retheme()

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        if tone != self._tone:
            self._tone = tone
            self.retheme()

    def set_style(self, style: str, weight: int | None = None) -> None:
        """Change the type."""
        self._style, self._weight = style, weight
        self.retheme()

    def retheme(self) -> None:
        """Take font and colour anew."""
        self.setFont(fonts.font(self._style, self._weight))
        look = QPalette()
        look.setColor(QPalette.ColorRole.WindowText, color(self._tone))
        self.setPalette(look)

    def sizeHint(self) -> QSize:
        """As wide as the text, as high as the style's line."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), fonts.line_height(self._style)))

    def minimumSizeHint(self) -> QSize:
        """A label that elides may shrink to a few letters."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), 24), hint.height()) if self._elide else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text in a tooltip once it no longer fits."""
        super().resizeEvent(event)
        if self._elide and (self._own_tip or not self.toolTip()):
            cut = QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.width()
            self.setToolTip(self.text() if cut else "")
            self._own_tip = cut

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, cut where it must be."""
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        side = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        painting.words(painter, self.rect(), self.text(), self.font(), self._tone, side)


class Paragraph(Themed, QLabel):
    """Wrapped text on the design's line height. `setText` and screen readers see plain text."""

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        tone: str = "text-2",
        weight: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._style, self._tone, self._weight = style, tone, weight
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retheme()

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        self._tone = tone
        self.update()

    def retheme(self) -> None:
        """Take the font anew."""
        self.setFont(fonts.font(self._style, self._weight))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Number of lines times the line height."""
        return self._lay_out(min(width, self.maximumWidth()))[1] * fonts.line_height(self._style)

    def sizeHint(self) -> QSize:
        """A comfortable measure; layouts ask `heightForWidth` for the rest."""
        wide = QFontMetrics(self.font()).horizontalAdvance(max(self.text().split("\n"), key=len))
        width = min(wide + 2, fonts.px(420), self.maximumWidth())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One line in a narrow column."""
        return QSize(fonts.px(48), fonts.line_height(self._style))

    def _lay_out(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            step = fonts.line_height(self._style)
            line.setPosition(QPointF(0, lines * step + (step - line.height()) / 2))
            lines += 1
        layout.endLayout()
        return layout, max(1, lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setPen(color(self._tone))
        self._lay_out(self.width())[0].draw(painter, QPointF(0, 0))


class Link(EnterPresses, Themed, QAbstractButton):
    """A word or two that do something, painted as a link; reached by Tab, pressed by Space."""

    focus_look = ("button", 4)

    def __init__(
        self,
        text: str,
        underline: bool = False,
        style: str = "body",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self._underline, self._style = underline, style
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retheme()

    def retheme(self) -> None:
        """Take the font anew."""
        self.setFont(fonts.font(self._style, 500))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as the words; never under 24 high, so that it can be hit."""
        width = painting.advance(self.text(), self.font())
        return QSize(round(width + 1), max(24, fonts.line_height(self._style)))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Underline under the pointer."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Back to rest."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words and, where asked or hovered, the line beneath."""
        painter = QPainter(self)
        tone = "accent-text" if self.isEnabled() else "text-3"
        width = painting.words(painter, self.rect(), self.text(), self.font(), tone)
        if self._underline or (self.underMouse() and self.isEnabled()):
            metrics = QFontMetrics(self.font())
            base = (self.height() + metrics.ascent() - metrics.descent()) / 2 + 2
            painter.fillRect(QRectF(0, round(base), width, 1), color(tone))


class Hairline(QWidget):
    """A line of one pixel."""

    def __init__(self, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if vertical:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, free)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(free, fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        QPainter(self).fillRect(self.rect(), color("line"))


def paint_kbd(painter: QPainter, rect: QRectF, keys: str, on_accent: bool = False) -> None:
    """Paint a key cap inside another part, for example a button."""
    if on_accent:
        line = color("on-accent")
        edge = type(line)(line)
        edge.setAlphaF(0.45)
        painting.rounded(painter, rect, 4, None, edge)
        tone = "on-accent"
    else:
        painting.rounded(painter, rect, 4, "surface", "line-2")
        tone = "text-3"
    painting.words(painter, rect, keys, fonts.font("key"), tone, Qt.AlignmentFlag.AlignHCenter)
