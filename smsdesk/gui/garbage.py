"""Garbage is collected on the window's thread, a little at a time.

Python collects cycles in whatever thread happens to allocate. A cycle that holds a widget would
then be destroyed in a worker thread, which Qt forbids (timers cannot be stopped from there) and
which can end the program.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from smsdesk.gui.collector import is_at_rest

_EVERY_MS: Final = 200


class GarbageCollector(QObject):
    """Takes over from Python's own collector until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start()

    def collect_due(self) -> int:
        """Collect the oldest generation that is due; returns it, -1 where none is."""
        if is_at_rest():
            return -1
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return generation
        return -1

    def stop(self) -> None:
        """Give the collecting back to Python."""
        self._timer.stop()
        gc.enable()
