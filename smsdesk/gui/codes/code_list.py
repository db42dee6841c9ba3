"""The list of code cards: a model of entries, and the view that lays them out bit by bit."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from smsdesk.gui.clipboard import copy_text
from smsdesk.gui.codes.code_card import ITEM_ROLE, CodeDelegate, CodeItem, Index
from smsdesk.gui.parts.scroll import ThinScrollBar
from smsdesk.gui.style import Themed

_AT_ONCE: Final = 12  # cards laid out before the window answers again


class CodesModel(QAbstractListModel):
    """The codes found, in book order. `ITEM_ROLE` gives the `CodeItem`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: Sequence[CodeItem] = ()

    def set_items(self, items: Iterable[CodeItem]) -> None:
        """Show these codes instead."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def item(self, row: int) -> CodeItem:
        """The code in a row."""
        return self._items[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Codes listed."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Plain words for screen readers; the item for the delegate."""
        if not index.isValid() or index.row() >= len(self._items):
            return None
        if role == ITEM_ROLE:
            return self._items[index.row()]
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return self._items[index.row()].spoken()
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return self._items[index.row()].entry.source or None
        return None


class CodesView(Themed, QListView):
    """The list itself: arrows move, Enter opens a card, Ctrl+C copies it as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CodeDelegate(self)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar())
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # a thousand cards take a quarter of a second to lay out: the first ones come at once
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_AT_ONCE)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(self.cards)
        self.doubleClicked.connect(self.cards.toggle)

    def retheme(self) -> None:
        """Lay out with the new fonts."""
        self.cards.forget()
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the whole card; Enter shows where its code is documented."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.cards.toggle(index)
            self.scrollTo(index)
            return
        if event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if index.isValid():
                copy_text(str(index.data()))
            return
        super().keyPressEvent(event)
