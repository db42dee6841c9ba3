"""Where file dialogs begin: the folder used last, else the person's documents."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

_last: list[Path] = []


def begin(dialog: QFileDialog) -> None:
    """Let `dialog` open in the folder of the last file, and remember the one chosen now."""
    dialog.setDirectory(str(_start()))
    dialog.fileSelected.connect(remember)


def remember(name: str) -> None:
    """A file was chosen: the next dialog begins beside it."""
    _last[:] = [Path(name).parent]


def _start() -> Path:
    if _last and _last[0].is_dir():
        return _last[0]
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(documents))
    return folder if folder.is_dir() else Path.home()
