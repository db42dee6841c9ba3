"""The header line of a table, and the sizes it shares with the rows."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.parts import painting
from smsdesk.gui.style import Themed, color

PADDING: Final = 10
ROW: Final = 32


class TableHeader(Themed, QHeaderView):
    """The header line: small grey titles on `sunken`, a chevron where it sorts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.right: set[int] = set()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(40)
        self.setSectionsClickable(False)
        self.setMouseTracking(True)
        self.retheme()

    def retheme(self) -> None:
        """Sizes follow the text scale."""
        self.setFixedHeight(fonts.px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground under all sections first."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), color("sunken"))
        painter.fillRect(0, self.height() - 1, self.viewport().width(), 1, color("line"))
        painter.end()
        super().paintEvent(event)

    def paintSection(  # noqa: N802
        self, painter: QPainter, rect: QRect, section: int
    ) -> None:
        """Paint one title."""
        painter.fillRect(rect, color("sunken"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, color("line"))
        model = self.model()
        title = model.headerData(section, Qt.Orientation.Horizontal) if model else ""
        area = QRectF(rect.adjusted(PADDING, 0, -PADDING, -1))
        font = fonts.font("small", 500)
        sorts = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        tone = "text" if sorts else "text-3"
        if section in self.right:
            if sorts:
                area.setRight(rect.right() - 14)  # the chevron stands in the padding
            painting.words(painter, area, str(title), font, tone, Qt.AlignmentFlag.AlignRight)
            end = area.right() + 1
        else:
            end = area.x() + painting.words(painter, area, str(title), font, tone) + 4
        if sorts:
            down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            icons.paint(painter, "down" if down else "up", end, area.center().y() - 7, 14, tone)
