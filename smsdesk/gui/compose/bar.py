"""The bottom bar of Compose: what Send would do, or why it cannot, and the two buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.surface import BottomBar
from smsdesk.gui.parts.text import Label

_GAP = 4


class SendBar(BottomBar):
    """One plain line, then Test send and the one primary button.

    Signals:
        send_requested(), test_requested().
    """

    send_requested = Signal()
    test_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = BarWords()
        self.test = Button(self.tr("Test send"), size="large")
        self.test.setObjectName("test_send")
        self.test.setAccessibleName(self.tr("Test send"))
        self.send = Button(self.tr("Send"), kind="primary", icon="send", size="large")
        self.send.setObjectName("send")
        self.send.setAccessibleName(self.tr("Send"))
        self.row.setSpacing(12)
        self.row.addWidget(self.words, 1)
        self.row.addWidget(self.test)
        self.row.addWidget(self.send)
        self.test.clicked.connect(self.test_requested)
        self.send.clicked.connect(self.send_requested)

    def show_ready(self, provider: str, facts: Sequence[str], button: str) -> None:
        """Everything is there: `button` says the number. facts: most telling first."""
        self.words.show_facts(provider, facts)
        self.send.setText(button)
        self.send.setEnabled(True)
        self.send.setAccessibleDescription(button)

    def show_reason(self, reason: str, button: str) -> None:
        """Send is disabled and the line says why."""
        self.words.show_facts("", [reason])
        self.send.setText(button)
        self.send.setEnabled(False)
        self.send.setAccessibleDescription(reason)

    def set_test_enabled(self, enabled: bool, reason: str = "") -> None:
        """Whether one text could be tried out."""
        self.test.setEnabled(enabled)
        self.test.setToolTip("" if enabled else reason)


class BarWords(QWidget):
    """A name and facts in one line. Where room is short, whole facts go, the name first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._all = "", [""]
        self._who = Label("", weight=500)
        self._who.hide()
        self._facts = Label("", tone="text-2", elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._who)
        row.addWidget(self._facts, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """Everything there is to say, whatever there is room for."""
        return " · ".join(filter(None, (self._name, *self._all)))

    def show_facts(self, name: str, facts: Sequence[str]) -> None:
        """Say `facts`, most telling first, about what is called `name`, "" for nothing."""
        self._name, self._all = name, list(facts)
        self._facts.setAccessibleName(self.text())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        kept = list(self._all)
        with_name = bool(self._name) and self._needs(self._name, kept) <= self.width()
        while len(kept) > 1 and not with_name and self._needs("", kept) > self.width():
            kept.pop()
        self._who.setVisible(with_name)
        self._who.setText(self._name if with_name else "")
        self._facts.setText(("· " if with_name else "") + " · ".join(kept))
        whole = (with_name or not self._name) and self._needs("", kept) <= self.width()
        self.setToolTip("" if whole and kept == self._all else self.text())

    def _needs(self, name: str, facts: Sequence[str]) -> int:
        words = QFontMetrics(self._facts.font()).horizontalAdvance(" · ".join(facts))
        if not name:
            return words
        return QFontMetrics(self._who.font()).horizontalAdvance(f"{name}· ") + _GAP + words + 1
