"""The bottom bar while a send is held back: the seconds left, Send now and Undo."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.countdown_ring import CountdownRing
from smsdesk.gui.parts.surface import BottomBar
from smsdesk.gui.parts.text import Label
from smsdesk.gui.words import number


class CountdownBar(BottomBar):
    """Says how long Undo is there for. It counts nothing itself: see `holding`.

    Signals:
        now_requested(): do not wait.
        undo_requested(): do not send; also by Ctrl+Z and Esc anywhere in the window.
    """

    now_requested = Signal()
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_look("accent-soft", "accent-line")
        self.setObjectName("countdown")
        self._people = 0
        self._ring = CountdownRing()
        self._words = Label("", weight=600, elide=True)
        self._beneath = Label(self.tr("Nothing has left yet."), "small", "text-2", elide=True)
        self.now = Button(self.tr("Send now"), kind="ghost", size="large")
        self.now.setObjectName("send_now")
        self.undo = Button(self.tr("Undo"), icon="ret", size="large", key=self.tr("Ctrl Z"))
        self.undo.setObjectName("undo_send")
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(self._words)
        lines.addWidget(self._beneath)
        lines.addStretch(1)
        self.row.setContentsMargins(20, 1, 24, 0)
        self.row.addWidget(self._ring)
        self.row.addLayout(lines, 1)
        self.row.addWidget(self.now)
        self.row.addWidget(self.undo)
        self.now.clicked.connect(self.now_requested)
        self.undo.clicked.connect(self.undo_requested)
        for keys in (QKeySequence(QKeySequence.StandardKey.Undo), QKeySequence(Qt.Key.Key_Escape)):
            QShortcut(keys, self).activated.connect(self.undo_requested)

    def text(self) -> str:
        """What stands beside the ring."""
        return self._words.text()

    def begin(self, people: int, seconds: int) -> None:
        """Say, once also aloud, what will happen in `seconds`; the keyboard is on Undo."""
        self._people = people
        self.show_left(float(seconds), seconds)
        said = " ".join((self._words.text() + ".", self._beneath.text()))
        self.setAccessibleName(self.tr("Countdown"))
        self.setAccessibleDescription(said)
        # a name of its own: a label that is spoken by its text would be spoken every second
        self._words.setAccessibleName(said)
        self.now.setAccessibleDescription(self.tr("Send without waiting"))
        self.undo.setAccessibleDescription(said)
        self.undo.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def show_left(self, left_s: float, of_s: int) -> None:
        """Show that `left_s` of `of_s` seconds are left."""
        self._ring.show_left(left_s, of_s)
        words = self._words_for(self._ring.figure)
        if words != self._words.text():
            self._words.setText(words)

    def _words_for(self, seconds: int) -> str:
        if self._people == 1:
            words = (
                self.tr("Sending 1 message in 1 second")
                if seconds == 1
                else self.tr("Sending 1 message in {seconds} seconds")
            )
        else:
            words = (
                self.tr("Sending {count} messages in 1 second")
                if seconds == 1
                else self.tr("Sending {count} messages in {seconds} seconds")
            )
        return words.format(count=number(self._people), seconds=number(seconds))
