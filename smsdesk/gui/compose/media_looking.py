"""Looks at web addresses in the background and keeps what was found, for the whole run."""

import asyncio
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from smsdesk.core.address import is_loopback
from smsdesk.core.errors import Problem
from smsdesk.core.media import MediaAddress
from smsdesk.gui.loop import TaskSet
from smsdesk.services.desk import Desk
from smsdesk.services.media import MediaChecker, MediaReport, MediaUse
from smsdesk.services.workers import run_blocking

MAX_PIXELS: Final = 40_000_000
MAX_ALLOCATION: Final = 256 * 1024 * 1024
"""Bytes an unpacked picture may take, for the moment until it is scaled down."""
SHOWN: Final = 1200
"""Pixels a side; the window never holds more of a picture."""

_DEPTH: Final = 32  # bits a pixel
_AT_ONCE: Final = 4
_PATIENCE_S: Final = 20.0  # for a look that ends by itself after 10 s, but for a silent name server
_FORMATS: Final = {f"image/{kind}": kind.encode() for kind in ("jpeg", "png", "gif", "webp")}
_unpacking: Final = threading.Lock()  # one large picture at a time


@dataclass(frozen=True, slots=True, eq=False)
class MediaLook:
    """What is known of one address.

    report: None while the look is under way.
    image: the picture, scaled down to at most 1200 px a side; None for anything else.
    width, height: of the picture as it is, upright; 0 where there is none.
    """

    use: MediaUse
    report: MediaReport | None = None
    image: QImage | None = None
    width: int = 0
    height: int = 0


class MediaLooking(QObject):
    """One look at each address, in the background, until somebody asks for another.

    Signals:
        looked(str): what is known of that address changed: a look began, or came to its end.
    """

    looked = Signal(str)

    def __init__(self, tasks: TaskSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._checker: MediaChecker | None = None
        self._known: dict[str, MediaLook] = {}
        self._rehearsal = False
        self._room = asyncio.Semaphore(_AT_ONCE)

    def attach(self, desk: Desk) -> None:
        """The services are ready. What was asked before is not looked at."""
        self._checker = desk.media

    def set_rehearsal(self, rehearsal: bool) -> None:
        """In a rehearsal all happens inside this computer: an address there is no news."""
        if rehearsal != self._rehearsal:
            self._rehearsal = rehearsal
            for url in list(self._known):
                self.looked.emit(url)

    def look(self, url: str, use: MediaUse) -> None:
        """Look at `url` (without merge fields), also where it was looked at before.

        Asking twice while a look is under way is asking once.
        """
        known = self._known.get(url)
        if self._checker is None or (known and known.report is None and known.use is use):
            return
        self._known[url] = MediaLook(use)
        self._tasks.replace(self._look(url, use, self._checker), f"look at {url}")
        self.looked.emit(url)

    def look_at_new(self, addresses: Iterable[MediaAddress]) -> None:
        """Look at those of `addresses` that nobody has looked at yet."""
        for address in addresses:
            known = self._known.get(address.url)
            link = address.use is MediaUse.LINK  # anything that opens will do
            if known is None or (known.use is not address.use and not link):
                self.look(address.url, address.use)

    def state(self, url: str) -> MediaLook | None:
        """What is known of `url`, None where nobody asked."""
        look = self._known.get(url)
        if look is None or look.report is None or not self._rehearsal:
            return look
        return replace(look, report=_rehearsed(look.report))

    def reports(self) -> Mapping[str, MediaReport | None]:
        """Everything known so far, by address; None while a look is under way."""
        looks = {url: self.state(url) for url in self._known}
        return {url: look.report if look else None for url, look in looks.items()}

    async def _look(self, url: str, use: MediaUse, checker: MediaChecker) -> None:
        began = self._known[url]
        try:
            async with self._room:
                self._known[url] = await self._found(url, use, checker)
        finally:
            if self._known.get(url) is began:  # cancelled: nothing is known
                del self._known[url]
        self.looked.emit(url)

    async def _found(self, url: str, use: MediaUse, checker: MediaChecker) -> MediaLook:
        try:
            return await run_blocking(_looked_at, checker, url, use, timeout=_PATIENCE_S)
        except TimeoutError:
            host = urlsplit(url).hostname or url
            late = Problem("", "media_timeout", {"host": host, "seconds": round(_PATIENCE_S)})
            return MediaLook(use, MediaReport(url, use, late))


def _looked_at(checker: MediaChecker, url: str, use: MediaUse) -> MediaLook:
    report = checker.check(url, use)
    is_picture = use is MediaUse.IMAGE and report.problem is None
    return read_picture(report) if is_picture else MediaLook(use, replace(report, body=b""))


def read_picture(report: MediaReport) -> MediaLook:
    """Unpack the picture in `report`, as far as that is safe. Blocks; for a worker.

    Its size is read first: one that would take too much memory is never unpacked. Of one that
    moves, the first picture is taken; one of a rare type is left as it is.
    """
    plain = replace(report, body=b"")
    kind = _FORMATS.get(report.content_type)
    if kind is None:
        return MediaLook(MediaUse.IMAGE, plain)
    if not _is_whole(report):
        return _bad(plain, Problem("", "media_picture_broken"))
    data = QByteArray(report.body)  # the buffer does not keep it alive
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(
        buffer, QByteArray(kind)
    )  # never guess: some types draw, load and run things
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isEmpty():
        return _bad(plain, Problem("", "media_picture_broken"))
    depth = QImage.toPixelFormat(reader.imageFormat()).bitsPerPixel() or _DEPTH
    pixels = size.width() * size.height()
    if pixels > MAX_PIXELS or pixels * max(depth, _DEPTH) // 8 > MAX_ALLOCATION:
        sides: dict[str, object] = {"width": size.width(), "height": size.height()}
        return _bad(plain, Problem("", "media_picture_pixels", sides))
    with _unpacking:
        QImageReader.setAllocationLimit(MAX_ALLOCATION // 1024 // 1024)
        image = reader.read()
    if image.isNull():
        return _bad(plain, Problem("", "media_picture_broken"))
    width, height = image.width(), image.height()  # upright
    if max(width, height) > SHOWN:
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image = image.scaled(QSize(SHOWN, SHOWN), keep, smooth)
    return MediaLook(MediaUse.IMAGE, plain, image, width, height)


def _rehearsed(report: MediaReport) -> MediaReport:
    """Without the word that an address of this computer cannot be opened from elsewhere."""
    if not is_loopback(urlsplit(report.url).hostname or ""):
        return report
    kept = tuple(warning for warning in report.warnings if warning.code != "media_near")
    return replace(report, warnings=kept)


def _is_whole(report: MediaReport) -> bool:
    """Whether the end is there: of a JPEG without one, the rest would be grey.

    The marks cannot stand among the pixels. The last scan is behind any small picture inside.
    """
    if report.content_type != "image/jpeg":
        return True  # reading says so
    return report.body.rfind(b"\xff\xd9") > report.body.rfind(b"\xff\xda")


def _bad(report: MediaReport, problem: Problem) -> MediaLook:
    return MediaLook(MediaUse.IMAGE, replace(report, problem=problem, warnings=()))
