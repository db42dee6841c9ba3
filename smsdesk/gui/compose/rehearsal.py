"""First run: the sandbox with a sample list and a sample text, in one press."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui.loop import TaskSet
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking


class Rehearsal(QObject):
    """Starts the sandbox of the first provider there is.

    Signals:
        ready(): its account is chosen; samples may be loaded.
        failed(SmsdeskError): it cannot start.
        busy_changed(bool): it is being started.
    """

    ready = Signal()
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, tasks: TaskSet, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks

    def start(self, desk: Desk, choose: Callable[[str], Awaitable[None]]) -> None:
        """Start it and have its account chosen by `choose`."""
        self._tasks.replace(self._start(desk, choose), "rehearsal")

    async def _start(self, desk: Desk, choose: Callable[[str], Awaitable[None]]) -> None:
        self.busy_changed.emit(True)
        try:
            account = await run_blocking(desk.start_rehearsal, next(iter(desk.providers)))
            await choose(account.name)
        except SmsdeskError as problem:
            self.failed.emit(problem)
            return
        finally:
            self.busy_changed.emit(False)
        self.ready.emit()
