"""First run: the sandbox with a sample list and a sample text, in one press."""

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui.compose.accounts import AccountChoice
from smsdesk.gui.compose.view import ComposeView
from smsdesk.gui.loop import TaskSet
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking


class Rehearsal(QObject):
    """Starts the sandbox of the first provider there is.

    Signals:
        ready(): its account is chosen; samples may be loaded.
    """

    ready = Signal()

    def __init__(self, view: ComposeView, tasks: TaskSet, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._tasks = view, tasks
        self._desk: Desk | None = None
        self._choice: AccountChoice | None = None
        view.first_run.rehearsal_requested.connect(self._on_requested)

    def attach(self, desk: Desk, choice: AccountChoice) -> None:
        """The services are ready. choice: where its account is to be chosen."""
        self._desk, self._choice = desk, choice

    @Slot()
    def _on_requested(self) -> None:
        if self._desk is not None and self._choice is not None:
            self._tasks.replace(self._start(self._desk, self._choice), "rehearsal")

    async def _start(self, desk: Desk, choice: AccountChoice) -> None:
        self._view.first_run.set_busy(True)
        try:
            account = await run_blocking(desk.start_rehearsal, next(iter(desk.providers)))
            await choice.load(account.name)
        except SmsdeskError as problem:
            self._view.show_trouble(self.tr("The rehearsal cannot start"), problem)
            return
        finally:
            self._view.first_run.set_busy(False)
        self.ready.emit()
