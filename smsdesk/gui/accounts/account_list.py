"""The list of accounts at the left of their page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui import words
from smsdesk.gui.account_words import called_beside
from smsdesk.gui.parts.badge import ModeBadge, Tile
from smsdesk.gui.parts.text import Label
from smsdesk.gui.style import color
from smsdesk.services.accounts import Accounts
from smsdesk.services.trying import Finding

ROW_HEIGHT: Final = 64
_LEAST_WIDTH: Final = 200
_STATE_WIDTH: Final = 150
_ROOMY: Final = 280  # px of a row with room for a state that asks for nothing


@dataclass(frozen=True, slots=True)
class AccountLook:
    """What the list shows of one account. state: a word or two, in `tone`.

    tile: two letters, and the family of their colours.
    """

    name: str
    provider: str
    tile: tuple[str, str]
    mode: Mode
    state: str
    tone: str


def account_look(
    account: Account, info: ProviderInfo | None, accounts: Accounts, tile_tone: str
) -> AccountLook:
    """How the list shows an account. info: None where its provider is not known here."""
    state, tone = _state(account, accounts)
    title = info.title if info is not None else account.provider
    tile = (info.tile if info is not None else "??", tile_tone)
    return AccountLook(account.name, title, tile, account.mode, state, tone)


def _state(account: Account, accounts: Accounts) -> tuple[str, str]:
    translate = QCoreApplication.translate
    if account.mode is Mode.REHEARSAL:
        return translate("Accounts", "always ready"), "text-3"
    report = accounts.last_try(account.name)
    if report is not None:
        bad = [line for line in report.lines if line.finding is Finding.BAD]
        if not bad:
            return translate("Accounts", "ready"), "ok"
        short = {
            "reached": translate("Accounts", "not reached"),
            "keys": translate("Accounts", "keys refused"),
        }
        return short.get(bad[0].topic) or bad[0].title(words.language()), "bad"
    if accounts.is_session_only(account.name):
        return translate("Accounts", "this session only"), "warn"
    return translate("Accounts", "not tried yet"), "text-3"


class AccountButton(QAbstractButton):
    """One account: tile, names, mode and a word on its state. Checked when chosen."""

    focus_look = ("button", 8)

    def __init__(self, look: AccountLook) -> None:
        super().__init__()
        self.name = look.name
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several: announced as a radio button
        self.setFixedHeight(ROW_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._hovered = False
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        self._tile = Tile(*look.tile, big=True)
        row.addWidget(self._tile)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for line in (upper, lower):
            line.setSpacing(8)
        self._provider = Label(look.provider, "small", "text-3", elide=True)
        self._mode = ModeBadge(look.mode)
        short = called_beside(look.name, look.provider)
        upper.addWidget(Label(short, weight=600, elide=True), 1)
        upper.addWidget(self._mode)
        lower.addWidget(self._provider, 1)
        self._state = Label("", "small", elide=True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._state.setMaximumWidth(_STATE_WIDTH)
        lower.addWidget(self._state)
        lines = QVBoxLayout()
        lines.setSpacing(3)
        lines.addStretch()
        lines.addLayout(upper)
        lines.addLayout(lower)
        lines.addStretch()
        row.addLayout(lines, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_look(look)

    def show_look(self, look: AccountLook) -> None:
        """Show how the account stands now; its name stays."""
        self._tile.set_look(*look.tile)
        self._provider.setText(look.provider)
        self._mode.set_mode(look.mode)
        self._state.setText(look.state)
        self._state.set_style("small", 500 if look.tone != "text-3" else 400)
        self._state.set_tone(look.tone)
        self._asks = look.tone in ("warn", "bad")
        self._fit()
        mode = words.mode_look(look.mode).word
        self.setAccessibleName(f"{look.name}, {look.provider}, {mode}, {look.state}")

    def sizeHint(self) -> QSize:
        """As high as the design says."""
        return QSize(_LEAST_WIDTH, ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Names and state are cut before the row is."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A state that asks for nothing gives way to what tells the accounts apart."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._state.setVisible(self._asks or self.width() >= _ROOMY)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be chosen."""
        super().enterEvent(event)
        self._hovered = True
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Back to rest."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._hovered = False
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card when chosen, a tint under the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(color("line"))
            painter.setBrush(color("surface"))
            painter.drawRoundedRect(box, 8, 8)
        elif self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("hover"))
            painter.drawRoundedRect(box, 8, 8)


class AccountsList(QWidget):
    """All accounts in their order; arrows move between them.

    Signals:
        chosen(str): the name of the account that was chosen, by whatever means.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Accounts"))
        self.setObjectName("accounts_list")
        self._marking = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.rows: list[AccountButton] = []

    def set_accounts(self, looks: Sequence[AccountLook]) -> None:
        """Show these accounts; rows of the same names stay, and with them the focus."""
        if [row.name for row in self.rows] == [look.name for look in looks]:
            for row, look in zip(self.rows, looks, strict=True):
                row.show_look(look)
            return
        for old in self.rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = [AccountButton(look) for look in looks]
        for row in self.rows:
            row.toggled.connect(partial(self._on_row_toggled, row.name))
            self._column.addWidget(row)
            row.show()  # at once, so that it can take the focus

    def current(self) -> AccountButton | None:
        """The row that is marked as chosen."""
        return next((row for row in self.rows if row.isChecked()), None)

    def mark(self, name: str) -> None:
        """Mark an account as chosen, without a signal; "" for none."""
        self._marking = True
        for row in self.rows:
            row.setAutoExclusive(False)  # so that none may be chosen
            row.setChecked(row.name == name)
        for row in self.rows:
            row.setAutoExclusive(True)
        self._marking = False

    def _on_row_toggled(self, name: str, checked: bool) -> None:
        if checked and not self._marking:
            self.chosen.emit(name)
