"""Does Qt open a window here, and does it load fonts and pictures?"""

import os

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QFontDatabase, QImageReader
from PySide6.QtWidgets import QApplication, QWidget

from smsdesk.app import application
from smsdesk.display import has_display
from smsdesk.gui import assets, icons
from smsdesk.gui.style import apply_theme
from smsdesk.selftest.result import Facts, FailedError

_SIZE = QSize(64, 64)
_PICTURES = frozenset({"gif", "jpg", "png", "svg", "webp"})


def check() -> Facts:
    """Open a window that nobody sees for longer than a blink, and look at what it paints."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = application()
    apply_theme(app, "light")
    facts = {"platform": app.platformName(), "qt": qVersion(), "fonts": _load_fonts()}
    formats = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
    if missing := _PICTURES - formats:
        raise FailedError(f"no pictures of the kind {', '.join(sorted(missing))}", facts)
    if not _paints(app):
        raise FailedError("the window stays empty", facts)
    return facts


def _load_fonts() -> list[str]:
    families: list[str] = []
    for path in sorted(assets.path("fonts").glob("*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise FailedError(f"the font {path.name} does not load")
        families += QFontDatabase.applicationFontFamilies(number)
    return sorted(set(families))


def _paints(app: QApplication) -> bool:
    """Whether a window is shown and the logo has more than one colour."""
    window = QWidget()
    window.resize(_SIZE)
    window.show()
    app.processEvents()
    seen = window.isVisible()
    window.close()
    logo = icons.logo(_SIZE.width()).toImage()
    middle = logo.width() // 2
    colours = {logo.pixel(x, middle) for x in range(logo.width())}
    return seen and len(colours) > 1
