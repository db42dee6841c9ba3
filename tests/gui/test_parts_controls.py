"""Buttons, switches, chips, fields, picker: keyboard, names, sizes, what they tell."""

import pytest
from PySide6.QtCore import QLocale, QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from smsdesk.core.account import Mode
from smsdesk.gui import fonts, tokens
from smsdesk.gui.focus import FocusRing
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.account_picker import AccountPicker, AccountRow
from smsdesk.gui.parts.badge import ModeBadge, Tile
from smsdesk.gui.parts.button import Button, IconButton
from smsdesk.gui.parts.check import OptionCard, Switch, TickBox
from smsdesk.gui.parts.chip import Chip, ChipRow, FieldChip
from smsdesk.gui.parts.field import FormField, TextFrame
from smsdesk.gui.parts.input import Input, SearchInput
from smsdesk.gui.parts.number_input import NumberInput
from smsdesk.gui.parts.secret import SecretInput
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.gui.parts.select import Select
from smsdesk.gui.parts.surface import Ground
from smsdesk.gui.parts.text import Label, Link, Paragraph
from smsdesk.gui.style import apply_theme
from smsdesk.gui.tab_order import follow_layout
from tests.helpers.showing import colours, put


@pytest.fixture(autouse=True)
def _light(qapp: QApplication):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    apply_theme(qapp, "light")
    yield
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot) -> QWidget:
    window = Ground("canvas")
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    return window


@pytest.mark.parametrize(("size", "height"), [("small", 28), ("normal", 32), ("large", 36)])
def test_buttons_have_the_sizes_of_the_design(window, size: str, height: int) -> None:
    button = Button("Send 982 messages", "primary", "send", size)
    put(window, button)
    assert button.height() == height
    assert tokens.LIGHT.accent in colours(button)


@pytest.mark.parametrize("filled_in", ["你好", "🎉", "\n"])
def test_words_of_a_row_stand_on_one_line_whatever_font_fills_in(filled_in: str) -> None:
    def first_letter(text: str) -> QImage:
        image = QImage(120, 40, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            painting.words(painter, QRectF(4, 0, 116, 40), text, fonts.font())
        return image.copy(0, 0, 12, 40)

    assert first_letter(f"H {filled_in}") == first_letter("H")
    assert first_letter(filled_in) != first_letter("H")


def test_a_disabled_primary_button_is_not_blue(window) -> None:
    button = Button("Send", "primary")
    button.setEnabled(False)
    put(window, button)
    assert tokens.LIGHT.accent not in colours(button)


def test_an_icon_button_has_a_name_and_a_target_big_enough(window) -> None:
    button = IconButton("copy", "Copy Campaign", "small")
    put(window, button)
    assert button.accessibleName() == button.toolTip() == "Copy Campaign"
    assert min(button.width(), button.height()) >= 24


def test_parts_follow_the_theme_while_in_sight(window, qapp: QApplication) -> None:
    button = Button("Send", "primary")
    put(window, button)
    apply_theme(qapp, "dark")
    assert tokens.DARK.accent in colours(button)


def test_segments_move_with_arrows_past_what_cannot_be_had(qtbot, window) -> None:
    switch = SegmentedSwitch("Message kind")
    for key in ("text", "media", "card"):
        switch.add(key, key.title())
    switch.set_available("media", False, "NXCloud SMS carries text only.")
    put(window, switch)
    first, media, _card = switch.findChildren(QWidget)[:3]
    with qtbot.waitSignal(switch.chosen) as chosen:
        qtbot.keyClick(first, Qt.Key.Key_Right)
    assert chosen.args == ["card"]
    assert switch.current() == "card"
    with qtbot.waitSignal(switch.refused) as refused:
        qtbot.mouseClick(media, Qt.MouseButton.LeftButton)
    assert refused.args == ["media", "NXCloud SMS carries text only."]
    assert switch.current() == "card"
    assert media.toolTip() == "NXCloud SMS carries text only."


def test_a_chip_says_count_and_word(window) -> None:
    chip = Chip("qc", 1024, "Decide", "warn", count_last=True)
    put(window, chip)
    assert chip.accessibleName() == "Decide 1,024"
    narrow = chip.sizeHint().width()
    chip.set_count(1_000_000)
    assert chip.sizeHint().width() > narrow
    assert chip.height() == 28


def test_chips_are_chosen_one_at_a_time_and_reached_with_arrows(qtbot, window) -> None:
    row = ChipRow("Filter")
    chips = [Chip(word=word) for word in ("All", "Decide", "Accepted")]
    for chip in chips:
        row.add(chip)
    put(window, row)
    chips[1].hide()
    with qtbot.waitSignal(row.chosen) as chosen:
        qtbot.mouseClick(chips[2], Qt.MouseButton.LeftButton)
    assert chosen.args == [2]
    assert row.current() == 2
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    chips[2].setFocus()
    qtbot.keyClick(chips[2], Qt.Key.Key_Left)
    assert chips[0].hasFocus()


def test_chips_wrap_when_the_room_ends(window) -> None:
    row = ChipRow()
    for word in ("All", "Decide", "Fix the number", "Try later", "Accepted"):
        row.add(Chip(word=word))
    assert row.heightForWidth(1000) == 28
    assert row.heightForWidth(200) > 28 * 2


def test_a_field_chip_shows_braces_unless_bare() -> None:
    assert FieldChip("name").text() == "{name}"
    assert FieldChip("phone", bare=True).text() == "phone"


def test_a_form_field_names_its_control_and_shows_what_is_wrong(window) -> None:
    control = Input()
    field = FormField("App key", control, "From the console")
    put(window, field)
    assert control.accessibleName() == "App key"
    assert control.accessibleDescription() == "From the console"
    field.set_error("8 characters are needed.")
    assert control.accessibleDescription() == "8 characters are needed."
    assert tokens.LIGHT.bad_fill in colours(control)
    field.set_error("")
    assert control.accessibleDescription() == "From the console"
    assert tokens.LIGHT.bad_fill not in colours(control)


def test_a_field_counter_asks_to_be_seen_near_the_limit(window) -> None:
    field = FormField("Title", Input())
    put(window, field)
    field.set_counter(76, 85)
    assert tokens.LIGHT.warn not in colours(field)
    field.set_counter(77, 85)
    assert tokens.LIGHT.warn in colours(field)


def test_a_saved_secret_is_never_shown_only_replaced(qtbot, window) -> None:
    secret = SecretInput()
    put(window, secret)
    secret.set_name("Access secret")
    secret.set_saved(True)
    assert not secret.input.isVisible()
    assert secret.text() == ""
    qtbot.mouseClick(secret.findChild(Link), Qt.MouseButton.LeftButton)
    assert secret.input.isVisible()
    assert secret.input.echoMode() == Input.EchoMode.Password
    with qtbot.waitSignal(secret.edited):
        qtbot.keyClicks(secret.input, "s3cret")
    assert secret.text() == "s3cret"


def test_tab_leaves_a_secret_that_was_placed_later(qtbot, window) -> None:
    first, last, secret = Input(), Input(), SecretInput()
    column = window.layout()
    for place, part in ((0, first), (1, last), (1, secret)):
        column.insertWidget(place, part)
    follow_layout(window)
    qtbot.waitUntil(secret.isVisible)
    first.setFocus()
    way = []
    for _ in range(6):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        way.append(window.focusWidget())
    assert way == [secret.input, last, first] * 2
    secret.set_saved(True)
    secret.setFocus()
    assert window.focusWidget() is secret.findChild(Link)


def test_esc_empties_a_search_first(qtbot, window) -> None:
    search = SearchInput("Search results")
    put(window, search)
    qtbot.keyClicks(search, "27")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_a_number_input_steps_and_stays_in_its_range(qtbot, window) -> None:
    number = NumberInput(1, 16)
    put(window, number)
    number.setValue(15)
    qtbot.keyClick(number, Qt.Key.Key_Up)
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert number.value() == 16


def labels_of(control: QWidget) -> list[str]:
    """What a screen reader finds beside a control."""
    relations = QAccessible.queryAccessibleInterface(control).relations(
        QAccessible.RelationFlag.Label
    )
    return [str(label[0].text(QAccessible.Text.Name)) for label in relations]


def test_a_choice_is_called_by_its_name_with_or_without_a_label_in_sight(window) -> None:
    alone, labelled = Select("Column of the phone numbers"), Select("Country")
    put(window, alone)
    put(window, FormField("Country", labelled))
    assert labels_of(alone) == ["Column of the phone numbers"]
    assert labels_of(labelled) == ["Country"]
    alone.hide()
    alone.show()
    assert labels_of(alone) == ["Column of the phone numbers"]


def test_the_label_of_a_choice_goes_with_it(qtbot, window) -> None:
    select = Select("Column")
    put(window, select)
    (label,) = [one for one in window.findChildren(QLabel) if one.text() == "Column"]
    assert not label.isVisible()
    with qtbot.waitSignal(label.destroyed):
        select.deleteLater()


def test_the_wheel_never_changes_a_choice(qtbot, window) -> None:
    select = Select("Choice")
    select.add_choice("China +86", "CN")
    select.add_choice("Hong Kong +852", "HK")
    put(window, select)
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    wheel = QWheelEvent(
        QPointF(5, 5), select.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(select, wheel)
    assert select.currentData() == "CN"


ROWS = [
    AccountRow("Bloom Flowers", "NXCloud SMS", "NX", Mode.LIVE),
    AccountRow("Rehearsal", "NXCloud SMS", "NX", Mode.REHEARSAL),
]


def test_the_picker_keeps_its_account_when_the_list_changes(qtbot, window) -> None:
    picker = AccountPicker()
    put(window, picker)
    assert picker.current_name() == ""
    assert picker.accessibleDescription() == "None yet"
    picker.set_accounts(ROWS)
    assert picker.current_name() == "Bloom Flowers"
    picker.set_current_name("Rehearsal")
    picker.set_accounts(list(reversed(ROWS)))
    assert picker.current_name() == "Rehearsal"
    assert picker.accessibleDescription() == "NXCloud SMS, Rehearsal, Rehearsal"


def test_the_picker_tells_accounts_from_the_wish_to_add_one(qtbot, window) -> None:
    picker = AccountPicker()
    picker.set_accounts(ROWS)
    put(window, picker)
    with qtbot.waitSignal(picker.account_chosen) as chosen:
        picker.activated.emit(1)
    assert chosen.args == ["Rehearsal"]
    with qtbot.waitSignal(picker.add_requested):
        picker.activated.emit(2)
    assert picker.current_name() == "Rehearsal"


def test_option_cards_exclude_one_another_and_are_hit_anywhere(qtbot, window) -> None:
    live = OptionCard(ModeBadge(Mode.LIVE), "Live", "Sends to everybody on the list.")
    rehearsal = OptionCard(ModeBadge(Mode.REHEARSAL), "Rehearsal", "Nothing leaves.")
    put(window, live, rehearsal)
    live.setChecked(True)
    corner = rehearsal.rect().bottomRight() - QPoint(4, 4)
    qtbot.mouseClick(rehearsal, Qt.MouseButton.LeftButton, pos=corner)
    assert rehearsal.isChecked()
    assert not live.isChecked()
    assert live.accessibleName() == "Live"


@pytest.mark.parametrize("make", [TickBox, Switch])
def test_marks_are_toggled_by_their_words(qtbot, window, make) -> None:
    mark = make("Only rows to look at")
    put(window, mark)
    place = QPoint(mark.sizeHint().width() - 8, mark.height() // 2)
    qtbot.mouseClick(mark, Qt.MouseButton.LeftButton, pos=place)
    assert mark.isChecked()
    assert tokens.LIGHT.accent in colours(mark)
    assert mark.sizeHint().height() >= 24


def test_a_cut_label_offers_its_whole_text(window) -> None:
    label = Label("Alexandra Montgomery-Chan", elide=True)
    put(window, label)
    label.resize(60, 20)
    assert label.toolTip() == "Alexandra Montgomery-Chan"
    label.resize(400, 20)
    assert label.toolTip() == ""


def test_a_paragraph_keeps_the_line_height(window) -> None:
    words = Paragraph("Sends only to your 5 test numbers. Everybody else is left out.", "small")
    one = words.heightForWidth(2000)
    assert one == 16
    assert words.heightForWidth(120) % 16 == 0
    assert words.heightForWidth(120) > 32


def ring_of(window: QWidget) -> FocusRing | None:
    rings = [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]
    return rings[0] if rings else None


def test_a_button_shows_its_ring_for_the_keyboard_only(qtbot, window) -> None:
    first, second = Button("One"), Button("Two")
    put(window, first, second)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    ring = ring_of(window)
    assert ring is not None
    assert ring.geometry().contains(second.geometry())
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert ring_of(window) is None


def test_an_input_always_shows_its_halo_and_takes_it_along(qtbot, window) -> None:
    line = Input()
    put(window, line)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    ring = ring_of(window)
    assert ring is not None
    line.move(line.x() + 30, line.y() + 10)
    assert ring.geometry().center() == line.geometry().center()
    line.hide()
    assert ring_of(window) is None


def test_the_halo_surrounds_the_frame_of_an_editor(qtbot, window) -> None:
    editor = QPlainTextEdit()
    frame = TextFrame(editor)
    put(window, frame)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    editor.setFocus()
    ring = ring_of(window)
    assert ring is not None
    assert ring.geometry().contains(frame.geometry())


def test_a_focused_control_may_be_deleted(qtbot, window) -> None:
    line, other = Input(), Input()
    put(window, line, other)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    line.setFocus()
    line.deleteLater()
    qtbot.waitUntil(lambda: window.layout().count() == 1)
    other.setFocus()
    ring = ring_of(window)
    assert ring is not None
    assert ring.geometry().contains(other.geometry())


def test_a_tile_paints_its_letters_on_a_soft_ground(window) -> None:
    tile = Tile("NX", big=True)
    put(window, tile)
    assert (tile.width(), tile.height()) == (32, 32)
    assert QColor(tokens.LIGHT.accent_soft).name().upper() in colours(tile)


def test_the_picker_names_the_provider_of_a_rehearsal_once(window) -> None:
    title = "NXCloud Super Message"
    pickers = []
    for name in ("Rehearsal", f"Rehearsal · {title}"):
        picker = AccountPicker()
        picker.set_accounts([AccountRow(name, title, "NX", Mode.REHEARSAL)])
        put(window, picker)
        pickers.append(picker)
    first, second = pickers
    assert first.sizeHint() == second.sizeHint()
    assert first.grab().toImage() == second.grab().toImage()
    assert second.current_name() == f"Rehearsal · {title}"
