"""Holds a confirmed send back for five seconds, so that it can be undone before it begins."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.gui import motion
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.countdown_ring import CountdownRing
from smsdesk.gui.parts.surface import BottomBar
from smsdesk.gui.parts.text import Label
from smsdesk.gui.words import number, paragraph

HOLD_S: Final = 5
_TICK_MS: Final = 40  # of the ring
_CALM_TICK_MS: Final = 200  # where only the figure changes
_LONGEST_TICK_S: Final = 1.0  # a computer that slept, or a window that was stuck, uses no time up


class CountdownBar(BottomBar):
    """Says how long Undo is there for. It counts nothing itself: `Holding` does.

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
        first = self.tr("{words}.").format(words=self._words.text())
        said = paragraph(first, self._beneath.text())
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


class Holding(QObject):
    """Counts down in the bar, then goes on. Undo, or closing the window, and nothing happened.

    Signals:
        changed(bool): it began or ended to count; once it goes on, or was undone.
        undone(): it ended by Undo.
    """

    changed = Signal(bool)
    undone = Signal()

    def __init__(
        self, bar: CountdownBar, host: QWidget, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` gives seconds that never go back."""
        super().__init__(host)
        self._bar, self._host = bar, host
        self.clock = clock
        self._go_on: Callable[[], None] | None = None
        self._left_s = self._seen_s = 0.0
        self._watched: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        bar.now_requested.connect(self.go_now)
        bar.undo_requested.connect(self.undo)

    @property
    def is_active(self) -> bool:
        """Whether something is held back right now."""
        return self._go_on is not None

    def hold(self, people: int, go_on: Callable[[], None]) -> None:
        """Call `go_on` after five seconds unless somebody presses Undo. people: who will get it."""
        self._go_on = go_on
        self._left_s, self._seen_s = float(HOLD_S), self.clock()
        self._watched = self._host.window()
        self._watched.installEventFilter(self)
        self._timer.start(_CALM_TICK_MS if motion.reduced() else _TICK_MS)
        self.changed.emit(True)
        self._bar.begin(people, HOLD_S)

    @Slot()
    def tick(self) -> None:
        """Show what is left of the time; go on when it is over."""
        if not self.is_active:
            return
        now_s = self.clock()
        self._left_s -= min(now_s - self._seen_s, _LONGEST_TICK_S)
        self._seen_s = now_s
        if self._left_s > 0:
            self._bar.show_left(self._left_s, HOLD_S)
        else:
            self.go_now()

    @Slot()
    def go_now(self) -> None:
        """Do not wait any longer."""
        go_on = self._go_on
        if go_on is not None:
            self._stop()
            go_on()  # before it is said: there is no moment in between where something may change
            self.changed.emit(False)

    @Slot()
    def undo(self) -> None:
        """Forget it: everything is as it was before."""
        if self.is_active:
            self._stop()
            self.changed.emit(False)
            self.undone.emit()

    def _stop(self) -> None:
        self._timer.stop()
        self._go_on = None
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that is asked to close, or goes away, means Undo, whatever comes of it."""
        if watched is self._watched and (
            event.type() == QEvent.Type.Close
            or (event.type() == QEvent.Type.Hide and not event.spontaneous())
        ):
            self.undo()
        return super().eventFilter(watched, event)
