"""The account picker of the top bar: provider, account, mode; its list says the state."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from smsdesk.core.account import Mode
from smsdesk.gui import fonts, icons
from smsdesk.gui.account_words import called_beside
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.badge import badge_width, paint_badge, paint_tile
from smsdesk.gui.parts.select import Index, RowsDelegate, Select
from smsdesk.gui.words import mode_look

_ROW = Qt.ItemDataRole.UserRole


class AccountRow(NamedTuple):
    """What the picker shows of one account. tile: two letters; tone: their colours."""

    name: str
    provider: str
    tile: str
    mode: Mode
    tone: str = "accent"

    @property
    def short_name(self) -> str:
        """Its name beside its provider's."""
        return called_beside(self.name, self.provider)


class _AccountDelegate(RowsDelegate):
    """Rows of the open list look like the closed picker; the last one adds an account."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(360, fonts.px(40))

    def paint_row(self, painter: QPainter, area: QRectF, index: Index) -> None:
        row = index.data(_ROW)
        if isinstance(row, AccountRow):
            _paint_row(painter, row, area.adjusted(6, 0, 0, 0), area.right() - 10)
        else:
            icons.paint(painter, "plus", area.x() + 10, area.center().y() - 8, 16, "text-2")
            words = area.adjusted(40, 0, -10, 0)
            text = str(index.data(Qt.ItemDataRole.DisplayRole))
            painting.words(painter, words, text, fonts.font("body", 500))


def _paint_row(painter: QPainter, row: AccountRow, area: QRectF, end: float) -> float:
    """Tile, provider, account, badge; the account's name is what gives way."""
    middle = area.center().y()
    x = area.x()
    paint_tile(painter, x, middle - 12, row.tile, row.tone)
    x += 24 + 10
    look = mode_look(row.mode)
    badge = badge_width(look.word, look.icon)
    room = end - x - badge - 10
    provider, name = fonts.font(), fonts.font("body", 600)
    wanted = painting.advance(row.provider, provider) + 20 + painting.advance(row.short_name, name)
    fits = wanted <= room + 0.5
    if fits or room > 220:
        share = room if fits else room / 2
        x += painting.words(
            painter, QRectF(x, area.y(), share, area.height()), row.provider, provider, "text-2"
        )
        x += 6
        x += painting.words(
            painter, QRectF(x, area.y(), 8, area.height()), "·", provider, "text-3", elide=False
        )
        x += 6
    left = end - badge - 10 - x
    x += painting.words(painter, QRectF(x, area.y(), left, area.height()), row.short_name, name)
    x += 10
    return x + paint_badge(painter, x, middle, look.word, look.tone, look.icon)


class AccountPicker(Select):
    """Chooses the account to send from; 36 high.

    Signals:
        account_chosen(str): a person chose another account.
        add_requested(): a person asked to add one.
    """

    account_chosen = Signal(str)
    add_requested = Signal()

    focus_look = ("button", 8)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("AccountPicker", "Account"), parent=parent)
        self.setObjectName("account")
        self._current = -1
        self.activated.connect(self._on_activated)
        self.set_accounts(())

    def set_accounts(self, rows: Sequence[AccountRow]) -> None:
        """Show these accounts; keeps the current one where it is still there."""
        before = self.current_name()
        self.blockSignals(True)
        self.clear()
        for row in rows:
            self.addItem(f"{row.provider} · {row.name}")
            self.setItemData(self.count() - 1, row, _ROW)
        self.addItem(self.tr("Add an account"))
        self._current = 0 if rows else -1
        self.blockSignals(False)
        self.set_current_name(before)
        self.updateGeometry()

    def current_row(self) -> AccountRow | None:
        """The account in force."""
        row = self.itemData(self._current, _ROW) if self._current >= 0 else None
        return row if isinstance(row, AccountRow) else None

    def current_name(self) -> str:
        """Name of the account in force, "" where there is none."""
        row = self.current_row()
        return row.name if row else ""

    def set_current_name(self, name: str) -> None:
        """Show an account as chosen, without a signal."""
        for at in range(self.count()):
            row = self.itemData(at, _ROW)
            if isinstance(row, AccountRow) and row.name == name:
                self._current = at
        self.setCurrentIndex(self._current)
        row = self.current_row()
        said = f"{row.provider}, {row.name}, {mode_look(row.mode).word}" if row else ""
        self.setAccessibleDescription(said or self.tr("None yet"))
        self.updateGeometry()
        self.update()

    def _on_activated(self, index: int) -> None:
        row = self.itemData(index, _ROW)
        if not isinstance(row, AccountRow):
            self.setCurrentIndex(self._current)
            self.add_requested.emit()
        elif index != self._current:
            self.set_current_name(row.name)
            self.account_chosen.emit(row.name)

    def make_delegate(self) -> QStyledItemDelegate:
        """The rows look like the closed picker."""
        return _AccountDelegate(self)

    def showPopup(self) -> None:
        """The list is at least as wide as its rows need."""
        super().showPopup()
        self.view().setMinimumWidth(max(self.width(), 380))

    def sizeHint(self) -> QSize:
        """As wide as the current account."""
        row = self.current_row()
        if row is None:
            width = 12 + painting.advance(self.tr("None yet"), fonts.font()) + 12 + 16 + 10
            return QSize(round(width), fonts.px(36))
        look = mode_look(row.mode)
        words = painting.advance(row.provider, fonts.font())
        words += 20 + painting.advance(row.short_name, fonts.font("body", 600))
        width = 6 + 24 + 10 + words + 10 + badge_width(look.word, look.icon) + 12 + 16 + 10
        return QSize(round(width) + 2, fonts.px(36))

    def minimumSizeHint(self) -> QSize:
        """Names may be cut."""
        return QSize(min(190, self.sizeHint().width()), fonts.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it closed."""
        painter = QPainter(self)
        painting.smooth(painter)
        row = self.current_row()
        ground = "button-hover" if self.underMouse() else "button"
        painting.rounded(painter, self.rect(), 8, ground, "line-2", dashed=row is None)
        end = self.width() - 10 - 16 - 12
        if row is None:
            room = QRectF(12, 0, end - 12, self.height())
            painting.words(painter, room, self.tr("None yet"), fonts.font(), "text-2")
        else:
            _paint_row(painter, row, QRectF(self.rect()).adjusted(6, 0, 0, 0), end)
        icons.paint(painter, "down", self.width() - 26, (self.height() - 16) / 2, 16, "text-3")
