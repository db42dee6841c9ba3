"""Holds a confirmed send back for five seconds, so that it can be undone before it begins."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from smsdesk.gui import motion
from smsdesk.gui.compose.countdown_bar import CountdownBar

HOLD_S: Final = 5
_TICK_MS: Final = 40  # of the ring
_CALM_TICK_MS: Final = 200  # where only the figure changes
_LONGEST_TICK_S: Final = 1.0  # a computer that slept, or a window that was stuck, uses no time up


class Holding(QObject):
    """Counts down in the bar, then goes on. Undo, or closing the window, and nothing happened.

    Signals:
        changed(bool): it began or ended to count; before it goes on.
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
            self._end()
            go_on()

    @Slot()
    def undo(self) -> None:
        """Forget it: everything is as it was before."""
        if self.is_active:
            self._end()
            self.undone.emit()

    def _end(self) -> None:
        self._timer.stop()
        self._go_on = None
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
        self.changed.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that is asked to close, or goes away, means Undo, whatever comes of it."""
        if watched is self._watched and (
            event.type() == QEvent.Type.Close
            or (event.type() == QEvent.Type.Hide and not event.spontaneous())
        ):
            self.undo()
        return super().eventFilter(watched, event)
