"""First run: nothing is set up yet. Two doors: rehearse now, or add an account."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.empty import Door
from smsdesk.gui.parts.text import Label, Paragraph


class FirstRun(QWidget):
    """A heading and two doors; stands above the locked sections until there is an account.

    Signals:
        rehearsal_requested(), account_requested().
    """

    rehearsal_requested = Signal()
    account_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rehearse = Button(
            self.tr("Start the rehearsal"), kind="primary", icon="play", size="large"
        )
        self._rehearse.setObjectName("start_rehearsal")
        self._add = Button(self.tr("Add an account"), icon="plus", size="large")
        self._add.setObjectName("add_account")
        doors = QHBoxLayout()
        doors.setSpacing(16)
        doors.addWidget(
            Door(
                "loop",
                "viber",
                self.tr("Try the rehearsal"),
                self.tr("Practise with a pretend provider and made-up people."),
                [
                    self.tr("Nothing leaves this computer"),
                    self.tr("Real codes, a pause, a few refusals"),
                    self.tr("About two minutes"),
                ],
                self._rehearse,
            ),
            1,
        )
        doors.addWidget(
            Door(
                "accounts",
                "accent",
                self.tr("Add an account"),
                self.tr("Bring your provider’s keys. We try them when you save."),
                [
                    self.tr("NXCloud, Tencent and SendCloud"),
                    self.tr("Keys stay in this computer’s keyring"),
                    self.tr("Nothing is sent by adding it"),
                ],
                self._add,
            ),
            1,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 16)
        column.setSpacing(4)
        column.addWidget(Label(self.tr("Send your first message"), "title"))
        column.addWidget(
            Paragraph(
                self.tr(
                    "Never twice, never the wrong one, "
                    "and a plain answer for every person on your list."
                ),
                "message",
            )
        )
        column.addSpacing(12)
        column.addLayout(doors)
        self._rehearse.clicked.connect(self.rehearsal_requested)
        self._add.clicked.connect(self.account_requested)

    def set_busy(self, busy: bool) -> None:
        """The rehearsal is being started."""
        self._rehearse.setEnabled(not busy)
