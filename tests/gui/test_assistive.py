"""What assistive technology and the keyboard can do with the parts: roles, names, toggling."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget

from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.chip import Chip, ChipRow
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.number_input import NumberInput
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.parts.surface import ScrollColumn
from smsdesk.gui.style import apply_theme


@pytest.fixture
def window(qapp: QApplication, qtbot) -> MainWindow:
    apply_theme(qapp, "light")
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def role_of(widget: QWidget) -> QAccessible.Role:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found.role()


def test_window_and_sheet_have_their_roles(window: MainWindow) -> None:
    assert role_of(window) == QAccessible.Role.Window
    assert role_of(Sheet(window, "Send?")) == QAccessible.Role.Dialog


def test_toggling_a_rail_item_chooses_its_page(window: MainWindow) -> None:
    chosen: list[str] = []
    window.rail.chosen.connect(chosen.append)
    window.rail.item("codes").toggle()
    window.rail.item("codes").toggle()
    assert chosen == ["codes"]
    assert window.rail.item("codes").isChecked()


def test_toggling_a_chip_chooses_it(qtbot) -> None:
    row = ChipRow("Filter")
    qtbot.addWidget(row)
    for word in ("All", "Decide"):
        row.add(Chip(word=word))
    row.set_current(0)
    chosen: list[int] = []
    row.chosen.connect(chosen.append)
    row.chips[1].toggle()
    assert (chosen, row.current()) == ([1], 1)
    row.chips[1].toggle()
    assert row.current() == 1


def test_options_of_a_switch_are_one_of_several(qtbot) -> None:
    switch = SegmentedSwitch("Kind")
    qtbot.addWidget(switch)
    switch.add("text", "Text")
    switch.add("card", "Card", "This account carries text only.")
    switch.add("media", "Media")
    text, card, media = switch.findChildren(QAbstractButton)
    assert role_of(card) == QAccessible.Role.RadioButton
    said: list[tuple[str, str]] = []
    switch.refused.connect(lambda key, reason: said.append((key, reason)))
    card.toggle()
    assert said == [("card", "This account carries text only.")]
    assert (switch.current(), text.isChecked(), card.isChecked()) == ("text", True, False)
    media.toggle()
    assert switch.current() == "media"


def test_steppers_have_names(qtbot) -> None:
    number = NumberInput(1, 16)
    qtbot.addWidget(number)
    assert {one.accessibleName() for one in number.findChildren(QAbstractButton)} == {
        "More",
        "Less",
    }


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_like_space(qtbot, key: Qt.Key) -> None:
    button = Button("Try")
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_a_scrolling_column_is_no_stop_for_tab(qtbot) -> None:
    column = ScrollColumn()
    qtbot.addWidget(column)
    assert column.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_focused_input_of_a_sheet_shows_its_ring(
    qapp: QApplication, window: MainWindow
) -> None:
    sheet = Sheet(window, "Send 100,000 messages?")
    typed = Input(height=40)
    sheet.column.addWidget(FormField("Type 100,000 to confirm", typed))
    sheet.add_button(Button("Cancel"))
    sheet.open()
    qapp.processEvents()
    assert typed.hasFocus()  # the first in reading order, not the first made
    rings = [one for one in sheet.findChildren(QWidget) if type(one).__name__ == "FocusRing"]
    assert len(rings) == 1
    assert rings[0].isVisible()
    assert rings[0].geometry().contains(typed.mapTo(sheet, typed.rect().center()))


def test_the_focus_returns_after_a_sheet_although_the_page_was_locked(
    qtbot, qapp: QApplication, window: MainWindow
) -> None:
    page = QWidget(window)
    editor = Input()
    QVBoxLayout(page).addWidget(editor)
    page.show()
    editor.setFocus()
    sheet = Sheet(window, "Send?")
    sheet.add_button(Button("Cancel"))
    sheet.open()
    page.setEnabled(False)
    sheet.finished.connect(lambda: page.setEnabled(True))
    sheet.reject()
    qtbot.waitUntil(editor.hasFocus)
