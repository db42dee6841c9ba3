"""The bottom bar of Compose: what Send would do, or why it cannot, and the two buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.surface import BottomBar
from smsdesk.gui.parts.text import Label


class SendBar(BottomBar):
    """One plain line, then Test send and the one primary button.

    Signals:
        send_requested(), test_requested().
    """

    send_requested = Signal()
    test_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who = Label("", weight=500)
        self._facts = Label("", tone="text-2", elide=True)
        self.test = Button(self.tr("Test send"), size="large")
        self.test.setObjectName("test_send")
        self.test.setAccessibleName(self.tr("Test send"))
        self.send = Button(self.tr("Send"), kind="primary", icon="send", size="large")
        self.send.setObjectName("send")
        self.send.setAccessibleName(self.tr("Send"))
        self.row.setSpacing(12)
        words = QHBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._who)
        words.addWidget(self._facts, 1)
        self.row.addLayout(words, 1)
        self.row.addWidget(self.test)
        self.row.addWidget(self.send)
        self.test.clicked.connect(self.test_requested)
        self.send.clicked.connect(self.send_requested)

    def show_ready(self, provider: str, facts: str, button: str) -> None:
        """Everything is there: `button` says the number."""
        self._who.setText(provider)
        self._who.show()
        self._facts.set_tone("text-2")
        self._facts.setText(f"· {facts}")
        self.send.setText(button)
        self.send.setEnabled(True)
        self.send.setAccessibleDescription(button)

    def show_reason(self, reason: str, button: str) -> None:
        """Send is disabled and the line says why."""
        self._who.hide()
        self._facts.set_tone("text-2")
        self._facts.setText(reason)
        self.send.setText(button)
        self.send.setEnabled(False)
        self.send.setAccessibleDescription(reason)

    def set_test_enabled(self, enabled: bool, reason: str = "") -> None:
        """Whether one text could be tried out."""
        self.test.setEnabled(enabled)
        self.test.setToolTip("" if enabled else reason)
