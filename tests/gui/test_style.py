"""The theme: contrast of every pair in use, live switching, the palette, fonts and icons."""

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from smsdesk.gui import assets, fonts, icons, tokens
from smsdesk.gui.parts.text import Label
from smsdesk.gui.style import apply_theme, color

THEMES = (tokens.LIGHT, tokens.DARK)

TEXT_PAIRS = (
    ("text", "canvas"), ("text", "surface"), ("text", "accent_soft"), ("text_2", "canvas"),
    ("text_2", "surface"), ("text_2", "accent_soft"), ("text_3", "canvas"), ("text_3", "surface"),
    ("text_3", "sunken"), ("text_3", "hover"), ("text_3", "accent_soft"),
    ("accent_text", "surface"), ("accent_text", "accent_soft"), ("on_accent", "accent"),
    ("ok", "surface"), ("ok", "ok_soft"), ("ok", "accent_soft"), ("bad", "surface"),
    ("bad", "bad_soft"), ("bad", "accent_soft"), ("warn", "surface"), ("warn", "warn_soft"),
    ("warn", "accent_soft"), ("wait", "surface"), ("wait", "wait_soft"), ("viber", "surface"),
    ("viber", "viber_soft"), ("on_accent", "viber_fill"), ("bubble_text", "bubble"),
    # what the design's table does not list but the parts paint
    ("text", "button"), ("text", "button_hover"), ("text", "button_pressed"), ("text", "raised"),
    ("text", "hover"), ("text", "input"), ("text_3", "input"), ("text_2", "chip"),
    ("text_2", "segment_track"), ("text", "segment_on"), ("text", "rail_item"),
    ("on_accent", "accent_hover"), ("on_accent", "accent_pressed"), ("text", "warn_soft"),
    ("text", "bad_soft"), ("text_2", "code_bg"), ("bad", "button"),
)  # fmt: skip
SHAPE_PAIRS = (
    ("field", "surface"), ("field", "canvas"), ("accent", "surface"), ("accent", "canvas"),
    ("ok_fill", "surface"), ("ok_fill", "wait_soft"), ("bad_fill", "surface"),
    ("warn_fill", "surface"), ("wait_fill", "surface"), ("knob", "field"), ("knob", "accent"),
)  # fmt: skip


def luminance(value: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#696B71", "#FFFFFF") == pytest.approx(5.3, abs=0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-".join)
def test_words_can_be_read(theme: tokens.Theme, pair: tuple[str, str]) -> None:
    assert contrast(getattr(theme, pair[0]), getattr(theme, pair[1])) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids="-".join)
def test_shapes_that_mean_something_can_be_seen(theme: tokens.Theme, pair: tuple[str, str]) -> None:
    assert contrast(getattr(theme, pair[0]), getattr(theme, pair[1])) >= 3.0


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_theme_holds_every_token_and_never_changes(theme: tokens.Theme) -> None:
    for name in tokens.Theme.__annotations__:
        value = getattr(theme, name)
        assert name in ("name", "dark") or QColor(value).isValid(), name
    with pytest.raises(AttributeError):
        theme.text = "#000000"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_high_contrast_strengthens_lines_and_drops_tints(theme: tokens.Theme) -> None:
    strong = tokens.high_contrast(theme)
    assert strong.line == strong.line_2 == theme.text_2
    assert strong.warn_soft == strong.accent_soft == theme.surface
    assert strong.text == theme.text


def test_switching_swaps_colours_of_widgets_in_sight(qapp: QApplication, qtbot) -> None:
    label = Label("Hello", tone="ok")
    qtbot.addWidget(label)
    label.show()
    role = QPalette.ColorRole.WindowText
    for theme, choice in ((tokens.DARK, "dark"), (tokens.LIGHT, "light")):
        apply_theme(qapp, choice)
        assert tokens.theme() is theme
        assert label.palette().color(role) == QColor(theme.ok)
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.canvas)
        assert color("accent-soft") == QColor(theme.accent_soft)


def test_text_scale_reaches_widgets(qapp: QApplication, qtbot) -> None:
    label = Label("Hello")
    qtbot.addWidget(label)
    label.show()
    apply_theme(qapp, "light", 1.5)
    try:
        assert label.font().pixelSize() == 20
        assert fonts.line_height() == 30
    finally:
        apply_theme(qapp, "light")
    assert label.font().pixelSize() == 13


def test_chinese_is_never_set_small_nor_spaced() -> None:
    fonts.set_scale(1.0, chinese=True)
    try:
        assert fonts.font("rail").pixelSize() == 12
        assert fonts.font("number").letterSpacing() == 0
    finally:
        fonts.set_scale(1.0)
    assert fonts.font("rail").pixelSize() == 11


@pytest.mark.parametrize(("weight", "style"), [(400, "body"), (500, "rail"), (600, "section")])
def test_shipped_faces_are_used_with_tabular_figures(
    qapp: QApplication, weight: int, style: str
) -> None:
    font = fonts.font(style)
    assert font.families()[0] == "Inter"
    assert font.weight() == QFont.Weight(weight)
    assert font.featureValue(QFont.Tag("tnum")) == 1
    from PySide6.QtGui import QFontInfo, QFontMetricsF

    assert QFontInfo(font).family() == "Inter"
    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("111") == pytest.approx(metrics.horizontalAdvance("888"))


def test_fonts_come_with_their_licences() -> None:
    for name in ("Inter", "JetBrainsMono"):
        text = assets.path(f"fonts/{name}-OFL.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_every_icon_renders_in_its_tone(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    names = [path.stem for path in assets.path("icons").glob("*.svg") if path.stem != "logo"]
    assert len(names) > 40
    wanted = QColor(tokens.LIGHT.bad)
    for name in names:
        image = icons.pixmap(name, "bad", 20, 2.0).toImage()
        assert image.width() == 40
        solid = [
            image.pixelColor(x, y)
            for x in range(40)
            for y in range(40)
            if image.pixelColor(x, y).alpha() == 255
        ]
        assert solid, name
        assert all(pixel == wanted for pixel in solid), name


def test_icons_are_rendered_once_per_colour_and_size(qapp: QApplication) -> None:
    first = icons.pixmap("send", "text", 16, 1.0)
    assert icons.pixmap("send", "text", 16, 1.0) is first
    assert icons.pixmap("send", "text", 16, 2.0) is not first
