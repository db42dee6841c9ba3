"""What stands at the web addresses of a message: what each should be, and what was found there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from smsdesk.core.content_type import ENDINGS, content_type
from smsdesk.core.errors import Problem
from smsdesk.core.message import Message, text_fields
from smsdesk.core.provider import plain_path
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Words

MAX_PICTURE_BYTES: Final = 20 * 1024 * 1024
"""A larger picture is not fetched."""

MAX_MEDIA_BYTES: Final = 200 * 1024 * 1024
"""Super Message takes videos and files up to here."""


SHOWN_PICTURES: Final = frozenset(("image/jpeg", "image/png", "image/gif", "image/webp"))
"""Pictures every phone shows."""

_MISSING: Final = frozenset((404, 410))
_DENIED: Final = frozenset((401, 403, 451))
#: What servers answer to programs and not to people.
_SHY: Final = frozenset((401, 403, 405, 406, 429, 503))
_UNTOLD: Final = frozenset(("", "application/octet-stream", "binary/octet-stream"))


class MediaUse(StrEnum):
    """What an address in a message is there for."""

    IMAGE = "image"
    VIDEO = "video"
    FILE = "file"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The start of what a web server answered. `headers` are keyed in lower case.

    is_cut: the body goes on.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool


@dataclass(frozen=True, slots=True)
class MediaReport:
    """What a look at one address found.

    problem: why it cannot work for people as things stand; None where it can.
    warnings: what is worth knowing all the same.
    content_type: by the first bytes, else as the server says: `image/png`; "" for unknown.
    size_bytes: of the whole; None where the server does not tell.
    body: the picture; the first bytes of anything else.
    checked_ms: when that was, Unix milliseconds.
    """

    url: str
    use: MediaUse
    problem: Problem | None = None
    warnings: tuple[Problem, ...] = ()
    content_type: str = ""
    size_bytes: int | None = None
    body: bytes = b""
    checked_ms: int = 0


@dataclass(frozen=True, slots=True)
class MediaAddress:
    """An address in a message. path: as `core.message.text_fields` names it."""

    path: str
    url: str
    use: MediaUse
    file_type: str = ""


_USES: Final[Mapping[str, MediaUse]] = {
    "image.url": MediaUse.IMAGE,
    "video.url": MediaUse.VIDEO,
    "video.thumbnail_url": MediaUse.IMAGE,
    "file.url": MediaUse.FILE,
    "choices.url": MediaUse.LINK,
}


def media_addresses(message: Message) -> tuple[MediaAddress, ...]:
    """The addresses people will open or see, in the order of the message; empty ones left out."""
    texts = text_fields(message)
    return tuple(
        MediaAddress(path, url.strip(), use, texts.get("file.file_type", "").strip())
        for path, url in texts.items()
        if (use := _USES.get(plain_path(path))) is not None and url.strip()
    )


def without_user(url: str) -> str:
    """`url` without a name and password before the host, and without what follows `#`."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def judge(
    url: str, use: MediaUse, glimpse: Glimpse, known: Sequence[Problem], checked_ms: int
) -> MediaReport:
    """What the answer of a server is worth for `use`.

    known: warnings about the way there.
    """
    encoded = glimpse.headers.get("content-encoding", "identity") != "identity"
    kind = content_type(b"" if encoded else glimpse.body, glimpse.headers.get("content-type", ""))
    size = None if use is MediaUse.LINK else _size(glimpse)
    problem, more = _of_status(use, glimpse.status)
    if problem is None and use is not MediaUse.LINK:
        problem = _of_content(use, kind, size, glimpse)
        more += _doubts(use, kind, size)
    warnings = () if problem else (*known, *more)
    body = glimpse.body if problem is None else b""
    return MediaReport(url, use, problem, warnings, kind, size, body, checked_ms)


def type_differs(report: MediaReport, file_type: str) -> Problem | None:
    """A warning where what is there is not what the ending `file_type` promises."""
    endings = ENDINGS.get(report.content_type)
    ending = file_type.strip().lower().removeprefix(".")
    if report.problem or not endings or not ending or ending in endings:
        return None
    return Problem("", "media_type_differs", {"what": _named(report.content_type), "type": ending})


def _size(glimpse: Glimpse) -> int | None:
    """Bytes of the whole, as far as the server tells."""
    _, _, total = glimpse.headers.get("content-range", "").rpartition("/")
    if total.isdecimal():
        return int(total)
    if glimpse.status == 206:  # that part was all it told
        return None
    length = glimpse.headers.get("content-length", "")
    if length.isdecimal():
        return int(length)
    return None if glimpse.is_cut else len(glimpse.body)


def _of_status(use: MediaUse, status: int) -> tuple[Problem | None, tuple[Problem, ...]]:
    if 200 <= status < 300:
        return None, ()
    data: dict[str, object] = {"status": str(status)}
    if use is MediaUse.LINK and status in _SHY:
        return None, (Problem("", "media_link_shy", data),)
    if status in _MISSING:
        return Problem("", "media_missing", data), ()
    return Problem("", "media_denied" if status in _DENIED else "media_status", data), ()


def _of_content(use: MediaUse, kind: str, size: int | None, glimpse: Glimpse) -> Problem | None:
    if not glimpse.body:
        return Problem("", "media_empty")
    family = kind.partition("/")[0]
    if use is MediaUse.IMAGE:
        if family != "image":
            return Problem("", "media_not_picture", {"what": _named(kind)})
        if glimpse.is_cut:
            return Problem("", "media_large", {"limit": _megabytes(MAX_PICTURE_BYTES)})
        return None
    if size is not None and size > MAX_MEDIA_BYTES:
        return Problem("", "media_large", {"limit": _megabytes(MAX_MEDIA_BYTES)})
    if use is MediaUse.VIDEO and family != "video" and kind not in _UNTOLD:
        return Problem("", "media_not_video", {"what": _named(kind)})
    return Problem("", "media_not_file") if kind == "text/html" else None


def _megabytes(size: int) -> str:
    return f"{size // 1024 // 1024} MB"


def _doubts(use: MediaUse, kind: str, size: int | None) -> tuple[Problem, ...]:
    doubts = []
    if use is MediaUse.IMAGE and kind not in SHOWN_PICTURES:
        doubts.append(Problem("", "media_picture_kind", {"type": kind}))
    if use is MediaUse.VIDEO and kind in _UNTOLD:
        doubts.append(Problem("", "media_type_unknown"))
    if size is None:
        doubts.append(Problem("", "media_size_unknown"))
    return tuple(doubts)


def _named(kind: str) -> Words:
    """What stands there, for people: a web page, a picture, `a file of type ...`."""
    family = kind.partition("/")[0]
    if kind in _UNTOLD:
        return SENTENCES["media_is_unknown"]
    if kind in ("text/html", "application/pdf"):
        return SENTENCES["media_is_page" if kind == "text/html" else "media_is_pdf"]
    if family in ("image", "video", "audio", "text"):
        return SENTENCES[f"media_is_{family}"]
    other = SENTENCES["media_is_other"]
    return Words(other.en.format(type=kind), other.zh.format(type=kind))
