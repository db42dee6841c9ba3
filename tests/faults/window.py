"""The window in a process of its own: resumes a campaign and is closed when it is told to.

python -m tests.faults.window CAMPAIGN      "close" on standard input closes it as a person does
"""

import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication

from smsdesk.app import application, run_window
from smsdesk.gui.main_window import MainWindow

TICK_MS = 20
PAUSE_AND_CLOSE = "Pause and close"
Step = Callable[[MainWindow], bool]


class Person:
    """Who sits in front of it, and looks up every few milliseconds."""

    def __init__(self, campaign: str) -> None:
        self._campaign = campaign
        self._told = threading.Event()
        self._runs: list[Any] = []
        steps: tuple[Step, ...] = (self._resume, self._watch, self._close, self._answer)
        self._steps = iter(steps)
        self._step: Step = next(self._steps)
        self._timer = QTimer()
        self._timer.timeout.connect(self._look_up)
        self._timer.start(TICK_MS)
        threading.Thread(target=self._listen, name="listen", daemon=True).start()

    def _listen(self) -> None:
        sys.stdin.readline()
        self._told.set()

    def _look_up(self) -> None:
        window = next(
            (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)), None
        )
        if window is not None and self._step(window):
            self._step = next(self._steps, self._rest)

    def _resume(self, window: MainWindow) -> bool:
        desk = window._desk
        if desk is None:
            return False

        def resume() -> None:
            self._runs.append(desk.campaigns.resume(self._campaign, keep_going=True))

        threading.Thread(target=resume, name="resume", daemon=True).start()
        return True

    def _watch(self, window: MainWindow) -> bool:
        if self._runs:
            window.show_page("results", self._runs[0])
        return bool(self._runs)

    def _close(self, window: MainWindow) -> bool:
        if self._told.is_set() or not self._runs[0].is_active:
            window.close()
            return True
        return False

    def _answer(self, window: MainWindow) -> bool:
        for button in window.findChildren(QAbstractButton):
            if button.isVisible() and PAUSE_AND_CLOSE in (button.text(), button.accessibleName()):
                button.click()
                return True
        return False

    def _rest(self, _window: MainWindow) -> bool:
        return False


def main() -> int:
    """Run the window to its end."""
    application()
    person = Person(sys.argv[1])
    status = run_window()
    del person
    return status


if __name__ == "__main__":
    sys.exit(main())
