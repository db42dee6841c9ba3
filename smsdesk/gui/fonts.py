"""The type scale: Inter for the interface, JetBrains Mono for codes, tabular figures everywhere."""

import sys
from typing import Final, NamedTuple

from PySide6.QtGui import QFont, QFontDatabase

from smsdesk.gui import assets


class _Style(NamedTuple):
    size: int
    line: int
    weight: int
    tracking: float = 0.0  # letter spacing, percent of the size
    mono: bool = False


_STYLES: Final[dict[str, _Style]] = {
    "number": _Style(28, 36, 600, -2.0),
    "title": _Style(24, 32, 600, -1.5),
    "sheet": _Style(20, 28, 600, -1.0),
    "page": _Style(18, 24, 600, -1.0),
    "drawer": _Style(16, 24, 600, -0.5),
    "message": _Style(15, 26, 400),
    "bubble": _Style(14, 20, 400),
    "section": _Style(14, 20, 600),
    "body": _Style(13, 20, 400),
    "small": _Style(12, 16, 400),
    "rail": _Style(11, 14, 500),
    "key": _Style(11, 16, 500),
    "mono": _Style(12, 18, 400, mono=True),
    "mono-13": _Style(13, 20, 400, mono=True),
    "code": _Style(20, 26, 500, mono=True),
}

_FILES: Final = {
    400: "Inter-Regular.otf",
    500: "Inter-Medium.otf",
    600: "Inter-SemiBold.otf",
}
_MONO_FILE: Final = "JetBrainsMono-Regular.ttf"

# the system's own Chinese face and colour emoji stand behind ours
if sys.platform == "darwin":
    _SYSTEM = ["PingFang SC", "Apple Color Emoji"]
    _FIXED = "Menlo"
elif sys.platform == "win32":
    _SYSTEM = ["Microsoft YaHei UI", "Segoe UI Emoji"]
    _FIXED = "Consolas"
else:
    _SYSTEM = ["Noto Sans CJK SC", "Noto Color Emoji"]
    _FIXED = "monospace"

_FAMILIES: Final = ["Inter", *_SYSTEM]
_MONO_FAMILIES: Final = ["JetBrains Mono", _FIXED, *_SYSTEM]


class _State:
    scale: float = 1.0
    chinese: bool = False
    cache: Final[dict[tuple[str, int], QFont]] = {}
    loaded: Final[set[str]] = set()


def _load(name: str) -> None:
    """Register a shipped face at its first use; where it is missing the system's own is used."""
    if name not in _State.loaded:
        _State.loaded.add(name)
        QFontDatabase.addApplicationFont(str(assets.path(f"fonts/{name}")))


def set_scale(scale: float, chinese: bool = False) -> None:
    """Use the person's text scale (0.9 to 1.5). Chinese is never set below 12 nor letter-spaced."""
    _State.scale = scale
    _State.chinese = chinese
    _State.cache.clear()


def px(size: float) -> int:
    """A text-dependent length at the person's text scale."""
    return round(size * _State.scale)


def line_height(style: str = "body") -> int:
    """Line height of a style in logical pixels."""
    return px(_STYLES[style].line)


def font(style: str = "body", weight: int | None = None) -> QFont:
    """The font of a style; `weight` (400, 500, 600) overrides the style's own."""
    spec = _STYLES[style]
    weight = weight or spec.weight
    key = (style, weight)
    cached = _State.cache.get(key)
    if cached is not None:
        return cached
    _load(_MONO_FILE if spec.mono else _FILES[weight])
    made = QFont(_MONO_FAMILIES if spec.mono else _FAMILIES)
    size = max(spec.size, 12) if _State.chinese else spec.size
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight(weight))
    if spec.tracking and not _State.chinese:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100.0 + spec.tracking)
    if not spec.mono:
        made.setFeature(QFont.Tag("tnum"), 1)
    _State.cache[key] = made
    return made
