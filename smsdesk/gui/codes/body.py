"""The body of Codes: cards at the left, the receipt reader at the right or over them."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from smsdesk.gui.codes.receipt_pane import ReceiptPane

BESIDE_FROM: Final = 1060  # px of the page below which the reader lies over the cards
_WIDE_FROM: Final = 1240  # px from which it has its full width
_LEAST: Final = 340


class CodesBody(QWidget):
    """Shares the room: the reader is always there where it fits, else when it is asked for."""

    def __init__(self, cards: QWidget, reader: ReceiptPane) -> None:
        super().__init__()
        self._cards, self._reader = cards, reader
        self._asked = False
        cards.setParent(self)
        reader.setParent(self)

    @property
    def roomy(self) -> bool:
        """Whether the reader stands beside the cards."""
        return self.width() >= BESIDE_FROM

    def ask_reader(self, asked: bool) -> None:
        """Open or close the reader where it lies over the cards."""
        self._asked = asked
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide, high, roomy = self.width(), self.height(), self.roomy
        full = self._reader.sizeHint().width()
        width = full if wide >= _WIDE_FROM or not roomy else _LEAST
        self._cards.setGeometry(0, 0, wide - (width if roomy else 0), high)
        self._reader.setGeometry(wide - width, 0, width, high)
        self._reader.set_over(not roomy)
        self._reader.setVisible(roomy or self._asked)
        self._reader.raise_()
