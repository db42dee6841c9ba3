"""Brings recipients in: file dialog, dropped file, pasted text; read in a worker."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from smsdesk.core.errors import SmsdeskError
from smsdesk.gui.collector import collector_at_rest, free, spare_what_is_there
from smsdesk.gui.folders import begin
from smsdesk.gui.loop import Task, TaskSet
from smsdesk.gui.recipients.imported import Choices, Imported, judge, read_choices
from smsdesk.gui.style import beside_sheet
from smsdesk.gui.words import language
from smsdesk.services.workers import run_blocking


class Importing(QObject):
    """One reading at a time: a newer one overtakes the older.

    Signals:
        imported(Imported, bool): what was read, and whether to show the list now.
        failed(str, str): name of what cannot be used, and the sentence.
    """

    imported = Signal(object, bool)
    failed = Signal(str, str)

    def __init__(self, tasks: TaskSet, host: QWidget) -> None:
        super().__init__(host)
        self._tasks, self._host = tasks, host
        self._last: Imported | None = None
        self._spent: list[list[str]] = []

    def read(self, choices: Choices, show: bool) -> Task:
        """Read a file or a pasted text, or judge what was read last in another way."""
        return self._tasks.replace(self._read(choices, show), "import")

    def ask_for_file(self, region: str | None) -> None:
        """Open the system's file dialog."""
        dialog = QFileDialog(self._host, self.tr("Import recipients"))
        dialog.setStyleSheet(beside_sheet())
        dialog.setObjectName("import_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Tables as text (*.csv *.tsv *.txt)"), self.tr("All files (*)")]
        )
        begin(dialog)
        dialog.setProperty("region", region or "")
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        dialog = self.sender()
        region = str(dialog.property("region")) if dialog is not None else ""
        self.read(Choices(Path(name), region=region or None), show=True)

    async def _read(self, choices: Choices, show: bool) -> None:
        try:
            imported = await run_blocking(self._read_or_judge, choices, self._last)
        except SmsdeskError as problem:
            name = choices.path.name if choices.path else self.tr("The pasted text")
            self.failed.emit(name, problem.sentence(language()))
            return
        if self._last is not None and self._last.table is not imported.table:
            self._spent += self._last.table.rows
        self._last = imported
        self.imported.emit(imported, show)

    def free_spent(self) -> None:
        """Let go of the rows of earlier lists; call it once nothing looks at them any more."""
        if self._spent:
            spent, self._spent = self._spent, []
            self._tasks.spawn(run_blocking(free, spent), "free earlier lists")

    @staticmethod
    def _read_or_judge(choices: Choices, last: Imported | None) -> Imported:
        with collector_at_rest():
            if last is not None and last.choices.is_same_text(choices):
                return judge(choices, last.table, last.size)
            imported = read_choices(choices)
        spare_what_is_there()
        return imported


def dropped_file(mime: QMimeData) -> Path | None:
    """The one local file somebody drags, None where it is anything else."""
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None
