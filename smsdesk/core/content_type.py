"""What some bytes are, by the marks they begin with; servers are often wrong about it."""

from collections.abc import Mapping
from typing import Final

HTML: Final = "text/html"

_MARKS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),  # any Office file before 2007
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_RIFF: Final = {
    b"WEBP": "image/webp",
    b"AVI ": "video/x-msvideo",
    b"WAVE": "audio/wav",
}
_BRANDS: Final = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_ZIPPED: Final = (
    (b"word/", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/", f"{_OFFICE}presentationml.presentation"),
)
_PAGE: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
_MARKUP: Final = 4096  # bytes from the start in which markup tells what it is

ENDINGS: Final[Mapping[str, frozenset[str]]] = {
    "image/jpeg": frozenset(("jpg", "jpeg", "jpe", "jfif")),
    "image/png": frozenset(("png",)),
    "image/gif": frozenset(("gif",)),
    "image/webp": frozenset(("webp",)),
    "image/tiff": frozenset(("tif", "tiff")),
    "image/svg+xml": frozenset(("svg",)),
    "video/mp4": frozenset(("mp4", "m4v", "3gp", "3gpp")),
    "video/quicktime": frozenset(("mov", "qt")),
    "video/webm": frozenset(("webm", "mkv")),
    "video/x-msvideo": frozenset(("avi",)),
    "application/pdf": frozenset(("pdf",)),
    "application/rtf": frozenset(("rtf", "doc")),
    "application/msword": frozenset(
        ("doc", "dot", "xls", "xlt", "ppt", "pps", "pot", "msg", "vsd", "wps")
    ),
    "application/zip": frozenset(("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "xps")),
    f"{_OFFICE}wordprocessingml.document": frozenset(("docx", "docm", "dotx", "dotm")),
    f"{_OFFICE}spreadsheetml.sheet": frozenset(("xlsx", "xlsm", "xltx", "xlsb")),
    f"{_OFFICE}presentationml.presentation": frozenset(("pptx", "pptm", "ppsx", "potx")),
    "application/x-msdownload": frozenset(("exe", "dll", "msi", "scr", "com")),
    HTML: frozenset(("html", "htm")),
}
"""The endings of file names that go with a type, for those recognised by their bytes."""


def content_type(start: bytes, told: str = "") -> str:
    """The type of what begins with `start`, else what the server `told`, "" for unknown.

    told: a Content-Type header; its parameters do not matter.
    """
    return _marked(start) or told.partition(";")[0].strip().lower()


def _marked(start: bytes) -> str:
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if start.startswith(b"RIFF"):
        return _RIFF.get(start[8:12], "")
    if start[4:8] == b"ftyp":
        return _BRANDS.get(start[8:12], "video/mp4")
    if start.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _ZIPPED if mark in start), "application/zip")
    return _markup(start[:_MARKUP].removeprefix(b"\xef\xbb\xbf").lstrip().lower())


def _markup(text: bytes) -> str:
    if not text.startswith(b"<"):
        return ""
    if any(mark in text for mark in _PAGE):
        return HTML
    return "image/svg+xml" if b"<svg" in text else ""
