"""Run by `tests.bench.start` in a process of its own: print when the first paint was done.

    python -m tests.bench.first_paint bare|smsdesk

Prints the monotonic clock in nanoseconds, the same clock the parent reads.
"""

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class FirstPaint(QObject):
    """Ends the process once the window it watches, and all in it, was painted."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # the children paint in the same turn of the loop
            QTimer.singleShot(0, self.report)
        return False

    def report(self) -> None:
        sys.stdout.write(f"{time.monotonic_ns()}\n")
        sys.stdout.flush()
        os._exit(0)


def run_bare() -> None:
    app = QApplication(sys.argv[:1])
    watcher = FirstPaint()
    window = QMainWindow()
    window.installEventFilter(watcher)
    window.resize(1440, 900)
    window.show()
    app.exec()


def run_smsdesk() -> None:
    from smsdesk.__main__ import main
    from smsdesk.gui import main_window

    made = main_window.MainWindow.__init__

    def watched(self: QMainWindow, *arguments: object, **options: object) -> None:
        made(self, *arguments, **options)
        watcher = FirstPaint(self)
        self.installEventFilter(watcher)

    main_window.MainWindow.__init__ = watched
    main([])


if __name__ == "__main__":
    {"bare": run_bare, "smsdesk": run_smsdesk}[sys.argv[1]]()
