"""The design's colours: one frozen object per theme. No colour literal stands anywhere else.

Names are those of the design system with `-` written as `_`: `text_2`, `accent_soft`, `ok_fill`.
A family is four tokens: `ok` (words and icons), `ok_soft` (tinted ground), `ok_fill` (bars),
`ok_line` (outline of a soft ground).
"""

from typing import Final


class Theme:
    """All colours of one theme as `#RRGGBB` or `#AARRGGBB`. Never changes once made.

    A plain class, because generating a data class of this size costs more than the whole rest of
    this module, before the first paint.
    """

    name: str
    dark: bool
    canvas: str
    surface: str
    sunken: str
    raised: str
    hover: str
    pressed: str
    line: str
    line_2: str
    field: str
    text: str
    text_2: str
    text_3: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    accent_text: str
    accent_line: str
    ok: str
    ok_soft: str
    ok_fill: str
    ok_line: str
    bad: str
    bad_soft: str
    bad_fill: str
    bad_line: str
    warn: str
    warn_soft: str
    warn_fill: str
    warn_line: str
    wait: str
    wait_soft: str
    wait_fill: str
    wait_line: str
    viber: str
    viber_soft: str
    viber_fill: str
    viber_line: str
    bubble: str
    bubble_text: str
    phone: str
    phone_edge: str
    phone_screen: str
    code_bg: str
    button: str
    button_hover: str
    button_pressed: str
    input: str
    rail_item: str
    segment_track: str
    segment_on: str
    chip: str
    scrim: str
    shadow_near: str
    shadow_far: str
    knob: str

    def __init__(self, *, name: str, dark: bool, **colours: str) -> None:
        self.__dict__.update(colours, name=name, dark=dark)

    def __setattr__(self, key: str, value: object) -> None:
        raise AttributeError(key)

    def but(self, **colours: str) -> "Theme":
        """The same theme with some colours replaced."""
        return Theme(**{**self.__dict__, **colours})


LIGHT: Final = Theme(
    name="light", dark=False,
    canvas="#F5F5F3", surface="#FFFFFF", sunken="#FAFAF8", raised="#FFFFFF",
    hover="#F0F0ED", pressed="#E8E8E4", line="#E4E3DF", line_2="#CBCAC5", field="#8D8C86",
    text="#1A1B1E", text_2="#515359", text_3="#696B71",
    accent="#2B5BCB", accent_hover="#2552BC", accent_pressed="#2049AB", on_accent="#FFFFFF",
    accent_soft="#EAF0FB", accent_text="#2450B4", accent_line="#B9CBF2",
    ok="#17693F", ok_soft="#E6F3EB", ok_fill="#2A955C", ok_line="#BFE0CD",
    bad="#AE2318", bad_soft="#FBECEA", bad_fill="#D2493C", bad_line="#F0C6C1",
    warn="#835200", warn_soft="#FBF2DE", warn_fill="#C4830C", warn_line="#EBD5A2",
    wait="#566070", wait_soft="#EDEFF2", wait_fill="#8A94A2", wait_line="#D6DAE0",
    viber="#5641C4", viber_soft="#EFECFC", viber_fill="#6A55E0", viber_line="#D3CBF6",
    bubble="#ECECE9", bubble_text="#1A1B1E", phone="#FFFFFF", phone_edge="#D4D3CE",
    phone_screen="#FAFAF8", code_bg="#F4F4F1",
    button="#FFFFFF", button_hover="#F7F7F5", button_pressed="#F0F0ED", input="#FFFFFF",
    rail_item="#FFFFFF", segment_track="#E8E8E4", segment_on="#FFFFFF", chip="#FFFFFF",
    scrim="#5C18191C", shadow_near="#0D141419", shadow_far="#1A141419", knob="#FFFFFF",
)  # fmt: skip

DARK: Final = Theme(
    name="dark", dark=True,
    canvas="#131416", surface="#1A1C1F", sunken="#16181A", raised="#22252A",
    hover="#24272B", pressed="#2C3035", line="#2B2E33", line_2="#464A52", field="#6D727B",
    text="#ECEDEE", text_2="#B1B4BA", text_3="#92969E",
    accent="#3D6FDE", accent_hover="#3768D6", accent_pressed="#315FC8", on_accent="#FFFFFF",
    accent_soft="#1D2A45", accent_text="#9BB9FF", accent_line="#34508C",
    ok="#6FD19B", ok_soft="#152B20", ok_fill="#3BAF73", ok_line="#27503A",
    bad="#FF9A8F", bad_soft="#361C1A", bad_fill="#E5604F", bad_line="#63302B",
    warn="#F1BE5B", warn_soft="#30260F", warn_fill="#D99A20", warn_line="#5C4A1E",
    wait="#AEB6C2", wait_soft="#25292F", wait_fill="#6B7480", wait_line="#3B414A",
    viber="#B9ACFF", viber_soft="#262140", viber_fill="#705CE6", viber_line="#453B78",
    bubble="#2A2D32", bubble_text="#ECEDEE", phone="#17191B", phone_edge="#3A3E45",
    phone_screen="#101113", code_bg="#131416",
    button="#22252A", button_hover="#292D32", button_pressed="#30343A", input="#16181A",
    rail_item="#22252A", segment_track="#16181A", segment_on="#22252A", chip="#1A1C1F",
    scrim="#8C000000", shadow_near="#66000000", shadow_far="#73000000", knob="#FFFFFF",
)  # fmt: skip


def high_contrast(theme: Theme) -> Theme:
    """The theme for a system asking for more contrast: strong lines, no tinted grounds."""
    return theme.but(
        line=theme.text_2, line_2=theme.text_2,
        ok_soft=theme.surface, bad_soft=theme.surface, warn_soft=theme.surface,
        wait_soft=theme.surface, viber_soft=theme.surface, accent_soft=theme.surface,
    )  # fmt: skip


class _Current:
    """Holds the theme in use; `smsdesk.gui.style` is the only writer."""

    theme: Theme = LIGHT


def theme() -> Theme:
    """The theme in use."""
    return _Current.theme


def use(new: Theme) -> None:
    """Make `new` the theme in use. Called by `style` only, which also repaints."""
    _Current.theme = new
