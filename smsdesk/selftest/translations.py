"""Which languages does the window speak here?

English needs no file. Chinese needs ours, which is still to be made; Qt's own, for the buttons of
its dialogs, comes along with Qt.
"""

from PySide6.QtCore import QLibraryInfo, QTranslator

from smsdesk.gui import assets
from smsdesk.selftest.result import Facts, FailedError, MissingError


def check() -> Facts:
    """Load every translation that lies there; say so where the window speaks English only."""
    ours = assets.path(assets.TRANSLATION)
    files = sorted(path.name for path in ours.parent.glob("*.qm"))
    facts: dict[str, object] = {"files": files, "dialogs": _loads(_qt_file())}
    if not facts["dialogs"]:
        raise FailedError(f"Qt's own translation does not load: {_qt_file()}", facts)
    broken = [name for name in files if not _loads(str(ours.parent / name))]
    if broken:
        raise FailedError(f"does not load: {', '.join(broken)}", facts)
    if not ours.exists():
        raise MissingError("The window speaks English only: no translation is there.", facts)
    return {"languages": ["en", "zh"], **facts}


def _qt_file() -> str:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return f"{folder}/qtbase_zh_CN.qm"


def _loads(name: str) -> bool:
    return QTranslator().load(name)
