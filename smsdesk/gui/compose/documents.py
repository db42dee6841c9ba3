"""Opens and saves the message as a document, the same that `smsdesk send` takes."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from smsdesk.core.errors import SmsdeskError
from smsdesk.core.message import Message
from smsdesk.gui.compose.message import MessageBody
from smsdesk.gui.folders import begin
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.style import beside_sheet
from smsdesk.services.message_file import load_message, save_message
from smsdesk.services.workers import run_blocking

_NAME = "message.json"


class Documents(QObject):
    """Two dialogs that hold up nobody; the disk is waited for in a worker.

    Signals:
        opened(Message): a document was read.
        told(str): a line that asks for nothing.
        trouble_changed(str, SmsdeskError | None): a heading and what was wrong; None: all is well.
    """

    opened = Signal(object)
    told = Signal(str)
    trouble_changed = Signal(str, object)

    def __init__(self, body: MessageBody, tasks: TaskSet, host: QWidget) -> None:
        super().__init__(host)
        self._body, self._tasks, self._host = body, tasks, host
        body.open_requested.connect(self.ask_to_open)
        body.save_requested.connect(self.ask_to_save)

    @Slot()
    def ask_to_open(self) -> None:
        """Ask which document to open."""
        dialog = self._dialog(self.tr("Open message"), "open_message_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open)
        dialog.open()

    @Slot()
    def ask_to_save(self) -> None:
        """Ask where to save the message."""
        dialog = self._dialog(self.tr("Save message"), "save_message_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(_NAME)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _dialog(self, title: str, name: str) -> QFileDialog:
        dialog = QFileDialog(self._host, title)
        dialog.setStyleSheet(beside_sheet())
        dialog.setObjectName(name)
        dialog.setNameFilters([self.tr("Messages (*.json)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        begin(dialog)
        return dialog

    @Slot(str)
    def open(self, name: str) -> None:
        """Read a document."""
        self._tasks.replace(self._open(Path(name)), "message document")

    @Slot(str)
    def save(self, name: str) -> None:
        """Write the message as it stands now."""
        self._tasks.replace(self._save(Path(name), self._body.message()), "message document")

    async def _open(self, path: Path) -> None:
        try:
            message = await run_blocking(partial(load_message, path))
        except SmsdeskError as problem:
            heading = self.tr("{name} cannot be opened").replace("{name}", path.name)
            self.trouble_changed.emit(heading, problem)
            return
        self.trouble_changed.emit("", None)
        self.opened.emit(message)

    async def _save(self, path: Path, message: Message) -> None:
        try:
            await run_blocking(partial(save_message, path, message))
        except SmsdeskError as problem:
            self.trouble_changed.emit(self.tr("The message is not saved"), problem)
            return
        self.trouble_changed.emit("", None)
        self.told.emit(self.tr("Saved as {name}").replace("{name}", path.name))
