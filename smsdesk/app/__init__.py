"""The window's composition root, first stage: what must stand on the screen at once.

The window shell is painted before anything else is even imported. `smsdesk.app.session` holds
the rest (asyncio, the Compose page, the services); it is imported by name in a daemon thread, here
and only here, while the window already answers.
"""

import gc
import importlib
import os
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Protocol, cast

from PySide6.QtCore import QEventLoop, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from smsdesk import __version__
from smsdesk.gui import assets
from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.style import Choice, apply_theme
from smsdesk.paths import HOME_VARIABLE, Paths
from smsdesk.storage.settings import Settings, SettingsFile

_PAINT_TIMEOUT_S = 2.0
_TURN_S = 0.005


class Stop(Protocol):
    """An `asyncio.Event`: set when the program is to end."""

    def set(self) -> None:
        """End."""

    async def wait(self) -> bool:
        """Wait for the end."""


def run_window(*, demo: bool = False, home: Path | None = None, document: str = "") -> int:
    """Open the window and run until it is closed; returns the exit status.

    demo: rehearsal accounts, sample recipients and a sample text, no keyring, no network.
    home: where files live, instead of what the environment says.
    document: a message document to open, "" for none.
    """
    gc.disable()  # nothing to collect while everything is being made; the session collects
    if home is not None:
        os.environ[HOME_VARIABLE] = str(home)
    paths = Paths.from_environment()
    app = application()
    program = Program(app, paths, SettingsFile(paths.settings_file).current(), demo=demo)
    program.document = document
    program.show()
    _wait_for_paint(app, program.window)
    loop = _import_beside(app, "smsdesk.gui.loop")
    _import_beside(app, "smsdesk.app.session")
    return int(loop.run(app, program.main))


def application() -> QApplication:
    """The one application object of the process, named."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("smsdesk")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("smsdesk")
    return app


class Program:
    """One running window: what it is made of and how it ends."""

    def __init__(
        self, app: QApplication, paths: Paths, settings: Settings, *, demo: bool = False
    ) -> None:
        self.app = app
        self.paths = paths
        self.demo = demo
        self.document = ""
        self.theme = cast("Choice", settings.theme)
        self.scale = settings.text_scale
        self._chinese = _speak(app, settings.language)
        apply_theme(app, self.theme, self.scale, chinese=self._chinese, complete=False)
        self.window = MainWindow()

    def apply_look(self, theme: str, scale: float) -> None:
        """Use a theme and a text scale at once."""
        self.theme, self.scale = cast("Choice", theme), scale
        apply_theme(self.app, self.theme, scale, chinese=self._chinese)

    def show(self) -> None:
        """Bring the window up."""
        self.window.show()

    async def main(self, stop: Stop) -> int:
        """Run until the window is closed or the system asks the program to end."""
        self.apply_look(self.theme, self.scale)
        session = importlib.import_module("smsdesk.app.session")
        gc.freeze()  # what was made so far stays: no collection needs to look at it again
        return cast("int", await session.run(self, stop))


def _speak(app: QApplication, language: str) -> bool:
    """Load the translation; returns whether the window speaks Chinese.

    Without the file of a language the whole window speaks English, sentences included.
    """
    if language != "system":
        QLocale.setDefault(QLocale("zh_CN" if language == "zh" else "en_GB"))
    elif QLocale().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale("en_GB"))  # the C locale groups no figures
    if QLocale().language() != QLocale.Language.Chinese:
        return False
    translator = QTranslator(app)
    if not translator.load(str(assets.path(assets.TRANSLATION))):
        QLocale.setDefault(QLocale("en_GB"))
        return False
    app.installTranslator(translator)
    return True


def _wait_for_paint(app: QApplication, window: MainWindow) -> None:
    """Handle events until the window was painted; a minimised one never is."""
    deadline = time.monotonic() + _PAINT_TIMEOUT_S
    while not window.was_painted and time.monotonic() < deadline:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    app.processEvents()


def _import_beside(app: QApplication, name: str) -> ModuleType:
    """Import a module in a daemon thread while the window goes on answering."""
    thread = threading.Thread(target=_try_import, args=(name,), name=f"import:{name}", daemon=True)
    thread.start()
    while thread.is_alive():
        app.processEvents()
        thread.join(_TURN_S)
    return importlib.import_module(name)  # raises here what failed there


def _try_import(name: str) -> None:
    try:
        importlib.import_module(name)
    except Exception:  # noqa: BLE001 - the import on the window's thread raises it again
        return
