"""What stands beside an account's form, or in its place: the list, and that there is none."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from smsdesk.gui.accounts.account_list import AccountsList
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.parts.surface import Ground, ScrollColumn
from smsdesk.gui.parts.text import Paragraph

_WIDTH: Final = 340
_WIDTH_NARROW: Final = 264


class AccountsSide(Ground):
    """The list of accounts, the way to another one, and where their keys are."""

    def __init__(self) -> None:
        super().__init__("canvas", "right")
        self.list = AccountsList()
        self.add = Button(self.tr("Add an account"), icon="plus")
        self.add.setObjectName("add_account")
        self.add.setEnabled(False)
        scroll = ScrollColumn(margins=(0, 0, 0, 0), spacing=8)
        scroll.add(self.list)
        scroll.add(self.add)
        said = self.tr(
            "Passwords and keys stay in this computer’s keyring. "
            "They are never in a file, a log or an export."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 13, 16)
        column.setSpacing(8)
        column.addWidget(scroll, 1)
        column.addWidget(Paragraph(said, "small", "text-3"))
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Leave the form the room it needs."""
        self.setFixedWidth(_WIDTH_NARROW if narrow else _WIDTH)


class NoAccount(EmptyState):
    """In place of a form: there is no account, or nobody knows whether there are some.

    Signals:
        add_requested: a person asked to add one.
    """

    add_requested = Signal()

    def __init__(self) -> None:
        super().__init__("", "", icon="accounts")
        self.add = Button(self.tr("Add an account"), "primary", icon="plus")
        self.add.clicked.connect(self.add_requested)
        self.add_action(self.add)
        self.show_none()

    def show_none(self) -> None:
        """There is none yet."""
        self.set_text(
            self.tr("No account yet"),
            self.tr("An account holds the keys your provider gave you. Add one to send for real."),
        )
        self.add.show()

    def show_unreadable(self, sentence: str) -> None:
        """They cannot be read; an empty list would say that there are none."""
        self.set_text(self.tr("The accounts cannot be shown"), sentence)
        self.add.hide()
