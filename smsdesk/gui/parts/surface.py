"""Grounds: cards, panes, the top and bottom bars, the scrolling column of a page."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smsdesk.gui import fonts
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.scroll import OverlayScrollBar
from smsdesk.gui.style import Themed, color

Edge = Literal["left", "top", "right", "bottom"]


class Card(QFrame):
    """A rounded ground with a hairline around it."""

    def __init__(
        self,
        radius: float = 10,
        ground: str = "surface",
        outline: str = "line",
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._radius, self._ground, self._outline = radius, ground, outline
        self._dashed, self._width = dashed, 1.0

    def set_look(
        self,
        ground: str | None = None,
        outline: str | None = None,
        dashed: bool | None = None,
        width: float | None = None,
    ) -> None:
        """Change what is given; tokens, "" for no ground."""
        self._ground = self._ground if ground is None else ground
        self._outline = self._outline if outline is None else outline
        self._dashed = self._dashed if dashed is None else dashed
        self._width = self._width if width is None else width
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and outline."""
        painter = QPainter(self)
        painting.smooth(painter)
        painting.rounded(
            painter, self.rect(), self._radius, self._ground or None, self._outline or None,
            self._width, self._dashed,
        )  # fmt: skip


class Ground(QWidget):
    """A plain ground with hairlines at the edges asked for."""

    def __init__(self, token: str, *edges: Edge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token, self._line = token, "line"
        self._edges = edges

    def set_look(self, token: str, line: str = "line") -> None:
        """Change the ground, and the tone of the hairlines."""
        self._token, self._line = token, line
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and hairlines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._token))
        wide, high = self.width(), self.height()
        places = {
            "left": QRectF(0, 0, 1, high),
            "right": QRectF(wide - 1, 0, 1, high),
            "top": QRectF(0, 0, wide, 1),
            "bottom": QRectF(0, high - 1, wide, 1),
        }
        for edge in self._edges:
            painter.fillRect(places[edge], color(self._line))


class BottomBar(Ground):
    """The bar under a page: what will happen at the left, the primary action at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "top", parent=parent)
        self.setFixedHeight(68)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 1, 24, 0)
        self.row.setSpacing(12)


def top_height() -> int:
    """Height of the top bar: the account picker of 36 with 10 above and below, scaled."""
    return max(56, fonts.px(36) + 20)


class TopBar(Themed, QWidget):
    """A page's own part of the top bar, 56 high with its hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rehearsal = False
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 0, 20, 1)
        self.row.setSpacing(16)
        self.retheme()

    def retheme(self) -> None:
        """As high as the account picker needs."""
        self.setFixedHeight(top_height())

    def set_rehearsal(self, rehearsal: bool) -> None:
        """Run a line under the bar while nothing can leave this computer."""
        if rehearsal != self._rehearsal:
            self._rehearsal = rehearsal
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line beneath."""
        painter = QPainter(self)
        if self._rehearsal:
            painter.fillRect(0, self.height() - 2, self.width(), 2, color("viber-fill"))
        else:
            painting.hairline(painter, 0, self.height() - 1, self.width())


class _Column(QWidget):
    """What scrolls; stops growing at `max_width` and then stays at the left."""


class ScrollColumn(QScrollArea):
    """A column of widgets that scrolls when the room ends; the bars around it do not."""

    def __init__(
        self,
        margins: tuple[int, int, int, int] = (24, 16, 24, 16),
        spacing: int = 8,
        max_width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what stands in it takes the focus
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = OverlayScrollBar(self)
        self.viewport().setAutoFillBackground(False)
        self._content = _Column()
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(spacing)
        self.column.addStretch(1)
        if max_width:
            self._content.setMaximumWidth(max_width + margins[0] + margins[2])
            self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setWidget(self._content)
        self._content.setAutoFillBackground(False)  # setWidget turned it on

    def add(self, widget: QWidget) -> None:
        """Append a widget above the closing stretch."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def add_space(self, height: int) -> None:
        """Append a gap."""
        self.column.insertSpacing(self.column.count() - 1, height)

    def set_content_enabled(self, enabled: bool) -> None:
        """Let what scrolls be used, or only be read: the column goes on scrolling."""
        self._content.setEnabled(enabled)

    def minimumSizeHint(self) -> QSize:
        """May become small: it scrolls."""
        return QSize(160, 80)
