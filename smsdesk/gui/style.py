"""Puts the tokens on Qt: palette, fonts, focus ring; follows the system's colour scheme.

Shapes are painted by the parts themselves from the same tokens, what Qt itself opens takes the
palette. The application has no style sheet: with one, every widget is polished again whenever it
finds a parent, which doubles what a page costs. Lists of choices and scroll bars, which Qt paints
and no palette reaches, carry a small sheet of their own once they are first shown. A proxy style
is no way out: its calls would cross into Python for every metric.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from smsdesk.gui import fonts, tokens
from smsdesk.gui.focus import FocusRing

Choice = Literal["system", "light", "dark"]


@cache
def _parsed(value: str) -> QColor:
    return QColor(value)


def color(name: str) -> QColor:
    """The colour of a token in the theme in use. Ask while painting; never keep the answer."""
    return _parsed(getattr(tokens.theme(), name.replace("-", "_")))


@contextmanager
def painted_in(theme: tokens.Theme) -> Iterator[None]:
    """Paint a part of the window in another theme, within one `paintEvent`."""
    own = tokens.theme()
    tokens.use(theme)
    try:
        yield
    finally:
        tokens.use(own)


class Themed:
    """Mixin for widgets that take fonts or colours from the theme outside of `paintEvent`.

    Stands first among the bases. `retheme` is called after every change of theme or text scale;
    a constructor calls it once itself.
    """

    def retheme(self) -> None:
        """Take fonts and colours anew."""


def palette(theme: tokens.Theme) -> QPalette:
    """The palette Qt's own painting uses."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, value in (
        (role.Window, theme.canvas), (role.WindowText, theme.text),
        (role.Base, theme.surface), (role.AlternateBase, theme.surface),
        (role.Text, theme.text), (role.PlaceholderText, theme.text_3),
        (role.Button, theme.button), (role.ButtonText, theme.text),
        (role.Highlight, theme.accent_soft), (role.HighlightedText, theme.text),
        (role.Link, theme.accent_text), (role.LinkVisited, theme.accent_text),
        (role.Accent, theme.accent),
        (role.ToolTipBase, theme.text), (role.ToolTipText, theme.canvas),
        (role.Light, theme.raised), (role.Midlight, theme.hover), (role.Mid, theme.line),
        (role.Dark, theme.line_2), (role.Shadow, theme.line_2),
    ):  # fmt: skip
        made.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(theme.text_3))
    return made


_BARS = """
QScrollBar:vertical {{ width: 8px; background: transparent; margin: 0; }}
QScrollBar:horizontal {{ height: 8px; background: transparent; margin: 0; }}
QScrollBar::handle {{ background: {line_2}; border-radius: 3px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {field}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
_CHOICES = """
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{ background: {raised}; border: 1px solid {line}; border-radius: 8px;
  padding: 4px; outline: 0; }}
"""


_BESIDE = """
QMenu {{ background: {raised}; border: 1px solid {line_2}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 6px; color: {text}; }}
QMenu::item:selected {{ background: {hover}; }}
QMenu::item:disabled {{ color: {text_3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 6px; }}
QFileDialog QLineEdit {{ background: {surface}; border: 1px solid {field}; border-radius: 7px;
  padding: 4px 8px; }}
QFileDialog QLineEdit:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QFileDialog QTreeView, QFileDialog QListView {{ background: {surface};
  border: 1px solid {line_2}; }}
"""


def beside_sheet() -> str:
    """What menus and file dialogs of Qt look like; set it on each when it is made or opened."""
    return _filled(_BESIDE)


def bars_sheet() -> str:
    """What makes a scroll bar thin; for the bar alone, never for the application."""
    return _filled(_BARS)


def choices_sheet() -> str:
    """What the open list of a choice looks like; for the one combo box."""
    return _filled(_CHOICES + _BARS)


def _filled(sheet: str) -> str:
    return sheet.format_map(vars(tokens.theme()))


class _Appearance(QObject):
    """Remembers what was chosen and follows the system."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice: Choice = "system"
        self._scale = 1.0
        self._chinese = False
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._ring = FocusRing()
        app.focusChanged.connect(self._on_focus_changed)

    def apply(self, choice: Choice, scale: float, chinese: bool, complete: bool) -> None:
        """Swap fonts and palette, then let every widget take them, in one pass."""
        hints = self._app.styleHints()
        self._choice, self._scale, self._chinese = choice, scale, chinese
        wanted = {
            "system": Qt.ColorScheme.Unknown,
            "light": Qt.ColorScheme.Light,
            "dark": Qt.ColorScheme.Dark,
        }[choice]
        hints.setColorScheme(wanted)
        dark = choice == "dark" or (
            choice == "system" and hints.colorScheme() == Qt.ColorScheme.Dark
        )
        theme = tokens.DARK if dark else tokens.LIGHT
        if _wants_contrast(self._app):
            theme = tokens.high_contrast(theme)
        tokens.use(theme)
        fonts.set_scale(scale, chinese)
        self._app.setPalette(palette(theme))
        if not complete:
            return
        self._app.setFont(fonts.font())
        QToolTip.setFont(fonts.font("small"))
        tip = self._app.palette()
        tip.setColor(QPalette.ColorRole.ToolTipBase, QColor(theme.text))
        tip.setColor(QPalette.ColorRole.ToolTipText, QColor(theme.canvas))
        QToolTip.setPalette(tip)
        for widget in self._app.allWidgets():
            if isinstance(widget, Themed):
                widget.retheme()
            widget.update()

    def _on_scheme_changed(self) -> None:
        if self._choice == "system":
            self.apply("system", self._scale, self._chinese, complete=True)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self._ring):  # it goes away with the window it was shown in
            self._ring = FocusRing()
        self._ring.follow(new)


def _wants_contrast(app: QApplication) -> bool:
    """Whether the system asks for high contrast (Qt tells since 6.10)."""
    ask = getattr(app.styleHints(), "accessibility", None)
    return ask is not None and ask().contrastPreference() == Qt.ContrastPreference.HighContrast


class _Applied:
    appearance: _Appearance | None = None


def apply_theme(
    app: QApplication,
    choice: Choice = "system",
    text_scale: float = 1.0,
    *,
    chinese: bool = False,
    complete: bool = True,
) -> None:
    """Show the window in a theme; callable again at any time without a restart.

    complete: False leaves out the body font, the tooltips and the widgets in sight, which the
        window's shell does not need for its first paint; a second call completes it.
    """
    if _Applied.appearance is None:
        app.setStyle("Fusion")
        _Applied.appearance = _Appearance(app)
    _Applied.appearance.apply(choice, text_scale, chinese, complete)
