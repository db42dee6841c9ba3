"""What the program adds to a Linux desktop: menu entry, icons, metadata, man page, file type.

    python packaging/linux/share.py OUTPUT-FOLDER

The folder is laid out as /usr/share; every Linux package takes it as it is. Needs a Python with
PySide6, which paints the icons. The same input gives the same bytes.
"""

import gzip
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent)]

import facts  # noqa: E402 - its folder is on the path only now
from manpage import man_page  # noqa: E402
from PySide6.QtCore import QRectF, Qt  # noqa: E402
from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: E402
from PySide6.QtSvg import QSvgRenderer  # noqa: E402

LOGO = facts.ROOT / "resources" / "icons" / "logo.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def make(folder: Path) -> None:
    """Write everything into `folder`, which is emptied first."""
    known = facts.facts()
    shutil.rmtree(folder, ignore_errors=True)
    _copy(HERE / "smsdesk.desktop", folder / "applications" / "smsdesk.desktop")
    _copy(HERE / "smsdesk-mime.xml", folder / "mime" / "packages" / "smsdesk.xml")
    metainfo = facts.fill((HERE / "smsdesk.metainfo.xml").read_text(encoding="utf-8"), known)
    _write(folder / "metainfo" / f"{known['bundle_id']}.metainfo.xml", metainfo.encode())
    page = gzip.compress(man_page(known).encode(), 9, mtime=0)
    _write(folder / "man" / "man1" / "smsdesk.1.gz", page)
    icons = folder / "icons" / "hicolor"
    _copy(LOGO, icons / "scalable" / "apps" / "smsdesk.svg")
    _paint_icons(icons)


def _paint_icons(folder: Path) -> None:
    app = QGuiApplication.instance() or QGuiApplication([])
    logo = QSvgRenderer(str(LOGO))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        logo.render(painter, QRectF(0, 0, size, size))
        painter.end()
        path = folder / f"{size}x{size}" / "apps" / "smsdesk.png"
        path.parent.mkdir(parents=True)
        if not image.save(str(path)):
            raise OSError(f"{path} could not be written")
    del app


def _copy(source: Path, target: Path) -> None:
    _write(target, source.read_bytes())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def main(arguments: Sequence[str]) -> int:
    """Make the folder that is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: share.py OUTPUT-FOLDER\n")
        return 2
    make(Path(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
