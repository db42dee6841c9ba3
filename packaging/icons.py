"""The program's icon in the containers of Windows (.ico) and macOS (.icns).

    python packaging/icons.py OUTPUT-FOLDER

Both are PNG images with a table in front, painted from the logo. Needs a Python with PySide6.
"""

import os
import struct
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import facts
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

LOGO = facts.ROOT / "resources" / "icons" / "logo.svg"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# macOS's name of each size; ic11 to ic14 are the same for screens of double density
ICNS_SIZES = {
    b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024,
    b"ic11": 32, b"ic12": 64, b"ic13": 256, b"ic14": 512,
}  # fmt: skip


def png(size: int) -> bytes:
    """The logo painted at `size` by `size`."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(LOGO)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, b"PNG")
    return bytes(buffer.data().data())


def ico(images: dict[int, bytes]) -> bytes:
    """A Windows icon of PNG images by size."""
    offset = 6 + 16 * len(images)
    table = struct.pack("<HHH", 0, 1, len(images))
    for size, data in images.items():
        side = size % 256  # 0 stands for 256
        table += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return table + b"".join(images.values())


def icns(images: dict[bytes, bytes]) -> bytes:
    """A macOS icon of PNG images by type."""
    body = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in images.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def main(folder: Path) -> int:
    """Write both icons into `folder`."""
    painting = QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "smsdesk.ico").write_bytes(ico({size: png(size) for size in ICO_SIZES}))
    (folder / "smsdesk.icns").write_bytes(
        icns({kind: png(size) for kind, size in ICNS_SIZES.items()})
    )
    painting.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
