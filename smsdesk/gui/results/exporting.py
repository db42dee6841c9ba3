"""Writes the results file of the campaign in sight where a person wants it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from smsdesk.core.campaign import Campaign
from smsdesk.core.errors import SmsdeskError
from smsdesk.gui import words
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.parts.button import Button
from smsdesk.gui.results.top import export_dialog
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking


class Exporting(QObject):
    """Asks where the file goes and writes it.

    Signals:
        saved(str): it was written, in one line.
        trouble(object): a `SmsdeskError`: it was not.
    """

    saved = Signal(str)
    trouble = Signal(object)

    def __init__(self, page: QWidget, button: Button, tasks: TaskSet) -> None:
        super().__init__(page)
        self._page, self._button, self._tasks = page, button, tasks
        self._desk: Desk | None = None
        self._campaign: Campaign | None = None
        button.clicked.connect(self._on_button_clicked)

    def show_campaign(self, desk: Desk, campaign: Campaign) -> None:
        """Another campaign is in sight."""
        self._desk, self._campaign = desk, campaign

    def _on_button_clicked(self) -> None:
        if self._campaign is not None:
            dialog = export_dialog(self._page.window(), self._campaign)
            dialog.fileSelected.connect(self.write_to)
            dialog.open()

    def write_to(self, path: str) -> None:
        """Write the file there; "" for nowhere."""
        if self._desk is not None and self._campaign is not None and path:
            work = self._write(self._desk, self._campaign.id, Path(path))
            self._tasks.spawn(work, "results:export")

    async def _write(self, desk: Desk, campaign_id: str, path: Path) -> None:
        self._button.setEnabled(False)
        try:
            await run_blocking(desk.history.export, campaign_id, path, words.language())
        except SmsdeskError as trouble:
            self.trouble.emit(trouble)
            return
        finally:
            self._button.setEnabled(True)
        self.saved.emit(self.tr("Results saved as {name}").format(name=path.name))
