"""Whose code the libraries of Qt's wheels are, and what is compiled into the libraries of others.

The wheels of Qt bring no licence texts, and a wheel seldom says what its builder linked into it.
The texts lie in `legal/`; a library of Qt's wheels that no rule here knows is not delivered.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

_QT: Final = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"
_GNU: Final = ("LGPL-3.0.txt", "GPL-3.0.txt")


@dataclass(frozen=True, slots=True)
class Origin:
    """A project whose code is delivered.

    name: as the project calls itself, or Qt the module.
    licence: an SPDX expression.
    texts: files in `legal/`.
    files: which libraries are meant; what it is matched with, the two functions below say.
    """

    name: str
    licence: str
    texts: tuple[str, ...]
    files: re.Pattern[str]


# matched with FOLDER/NAME, NAME without `lib` and what follows its first dot; the first one counts
_OF_QT: Final = (
    Origin("ICU", "Unicode-DFS-2016", ("icu.txt",), re.compile(r".*/icu(data|dt|i18n|in|uc)\d*")),
    Origin(
        "qtwayland",
        _QT,
        (*_GNU, "qtwayland.txt"),
        re.compile(r".*/Qt6?WaylandClient|wayland-.*|platforms/qwayland.*"),
    ),
    Origin("qtsvg", _QT, (*_GNU, "qtsvg.txt"), re.compile(r".*/Qt6?Svg|.*/qsvg(icon)?")),
    Origin("qtimageformats", _QT, (*_GNU, "qtimageformats.txt"), re.compile(r"imageformats/qwebp")),
    Origin(
        "qtbase",
        _QT,
        (*_GNU, "Apache-2.0.txt", "qtbase.txt"),
        re.compile(
            r".*/Qt6?(Core|Gui|Widgets|DBus|XcbQpa)|imageformats/q(gif|ico|jpeg)"
            r"|(platforms|platformthemes|platforminputcontexts|styles)/.*"
        ),
    ),
)
BINDINGS: Final = Origin("pyside-setup", _QT, _GNU, re.compile(r"PySide6|shiboken6"))
_MICROSOFT: Final = Origin(
    "Microsoft Visual C++ runtime",
    "as Microsoft's terms for redistributable files say",
    (),
    re.compile(r"(msvcp|vcruntime|concrt|vccorlib)\d.*", re.IGNORECASE),
)
# matched with the whole path
_INSIDE: Final = (
    Origin("libwebp", "BSD-3-Clause", ("qtimageformats.txt",), re.compile(r".*/(lib)?qwebp\..*")),
    Origin("OpenSSL", "Apache-2.0", ("Apache-2.0.txt",), re.compile(r".*/cryptography/.*_rust.*")),
    Origin("libffi", "MIT", ("libffi.txt",), re.compile(r".*/_cffi_backend\..*")),
)


def of_qt(place: str) -> Origin | None:
    """Where a library of PySide6's or shiboken6's wheel comes from; None where nobody knows."""
    path = PurePosixPath(place)
    if _MICROSOFT.files.match(path.name):
        return _MICROSOFT
    # a module for Python names the interface it was built for, a library of Qt does not
    if path.suffix == ".pyd" or re.match(
        r"(Qt|Shiboken|(lib)?(pyside|shiboken)6).*\.abi3\.", path.name
    ):
        return BINDINGS
    name = f"{path.parent.name}/{path.name.split('.')[0].removeprefix('lib')}"
    return next((one for one in _OF_QT if one.files.fullmatch(name)), None)


def inside(place: str) -> Origin | None:
    """What is compiled into a library without being part of the project that made it."""
    return next((one for one in _INSIDE if one.files.fullmatch(place)), None)
