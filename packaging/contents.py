"""What goes into the frozen program beside the modules it imports, and what is left out of it.

`smsdesk.spec` hands these lists and `is_wanted` to PyInstaller; `bundle.py` then looks at what came
of it.
"""

import re
import sys
from typing import Final

# -- modules -----------------------------------------------------------------------------------

LEFT_OUT: Final = (
    "PySide6.QtNetwork",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtPrintSupport",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.scripts",
    "PIL",
    "IPython",
    "matplotlib",
    "numpy.distutils",
    "numpy.f2py",
    "numpy.testing",
    "pkg_resources",
    "pytest",
    "setuptools",
    "sqlalchemy.testing",
    "alembic.testing",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.mssql",
    "PyQt5",
    "PyQt6",
    "PySide2",
    # of the standard library; bz2 and lzma are optional there and their libraries are not found
    # under one name on all Linux systems
    "bz2",
    "_bz2",
    "lzma",
    "_lzma",
    "curses",
    "readline",
    "tkinter",
    "_tkinter",
    "turtle",
    "idlelib",
    "lib2to3",
    "pydoc_data",
    "test",
    "unittest",
    "doctest",
    "pdb",
    "xmlrpc",
)

# -- files -------------------------------------------------------------------------------------

# Qt's plugins: only those a window of this program loads
_PLUGINS: Final = {
    "platforms": r"q(xcb|wayland|offscreen|windows|cocoa)",
    "platformthemes": r"qxdgdesktopportal",  # not qgtk3: it drags in the builder's whole GTK
    "platforminputcontexts": r"(compose|ibus)platforminputcontextplugin",  # Chinese is typed so
    "imageformats": r"q(gif|ico|jpeg|svg|webp)",
    "iconengines": r"qsvgicon",
    "styles": r".*",
    "wayland-decoration-client": r".*",
    "wayland-shell-integration": r"(xdg-shell|qt-shell)",
    # no GL, no network, no SQL, no printing, no on-screen keyboard: raster windows need none
}
_PLUGIN: Final = re.compile(r"PySide6/(?:Qt/)?plugins/([^/]+)/(?:lib)?(.+?)\.(?:so|dll|dylib)$")
_TRANSLATION: Final = re.compile(r"PySide6/(?:Qt/)?translations/")
_WANTED_TRANSLATION: Final = re.compile(r"/qtbase_(zh_CN|en)\.qm$")  # the words of Qt's own dialogs
# Qt's libraries: those of a window of widgets, and what its plugins speak to the system through;
# they are libQt6Core.so.6, Qt6Core.dll or QtCore.framework/Versions/A/QtCore, linked from QtCore
_QT_LIBRARY: Final = re.compile(
    r"(?:.*/)?(?:lib)?Qt6(\w+?)(?:\.so[.\d]*|\.dll|\.dylib)|(?:.*/)?Qt(\w+)\.framework/.*|Qt(\w+)"
)
_QT_LIBRARIES: Final = {"Core", "Gui", "Widgets", "Svg", "DBus", "XcbQpa", "WaylandClient"}
_SOFTWARE_GL: Final = re.compile(r"(?:.*/)?opengl32sw\.dll", re.IGNORECASE)
_SYSTEM: Final = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/")


def is_wanted(entry: tuple[str, str, str], system: str = sys.platform) -> bool:
    """Whether a file the analysis found belongs into the bundle.

    entry: where it would go, where it lies, and its kind, as PyInstaller puts it.
    """
    target, source, _kind = entry
    target = target.replace("\\", "/")
    if plugin := _PLUGIN.search(target):
        folder, name = plugin.groups()
        return re.fullmatch(_PLUGINS.get(folder, r"(?!)"), name) is not None
    if _TRANSLATION.search(target):
        return _WANTED_TRANSLATION.search(target) is not None
    if library := _QT_LIBRARY.fullmatch(target):
        return library[library.lastindex or 0] in _QT_LIBRARIES
    if _SOFTWARE_GL.fullmatch(target):
        return False
    return not (system.startswith("linux") and _is_of_the_system(target, source))


def _is_of_the_system(target: str, source: str) -> bool:
    """A Linux system's own library (X, GL, GLib, fonts, TLS, SQLite): the installer depends on it.

    So the bundle does not differ with the machine it was built on, and it gets security fixes
    with the system. Python itself comes along, also where it is the system's.
    """
    name = target.rpartition("/")[2]
    return (
        source.startswith(_SYSTEM)
        and ".so" in name
        and name.startswith("lib")
        and not name.startswith("libpython")
    )
