from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from smsdesk.core.recipients import RowState
from smsdesk.gui.recipients.imported import Choices, Imported, read_choices
from smsdesk.gui.recipients.page import RecipientsPage

CSV = "name;Mobile;order\n李梅;13912345678;1\nWong;+852 9123 4567;2\nTom;1.38E+10;3\nAnn;;4\n"


@pytest.fixture
def imported(tmp_path: Path) -> Imported:
    path = tmp_path / "customers.csv"
    path.write_bytes(CSV.encode("gb18030"))
    return read_choices(Choices(path, region="CN"))


@pytest.fixture
def page(qtbot: QtBot, aio: Any, imported: Imported) -> RecipientsPage:
    page = RecipientsPage()
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show_import(imported, ["name"])
    page.show()
    qtbot.waitExposed(page)
    return page


def visible_words(page: RecipientsPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_what_was_read_is_shown_at_once(page: RecipientsPage) -> None:
    assert page.reading._name.text() == "customers.csv"
    assert page.reading._encoding.currentText() == "GB18030"
    assert page.reading._separator.currentData() == ";"
    assert page.reading._header.currentText() == "Row 1"
    assert page.reading._country.currentText() == "China +86"
    assert page._use.text() == "Use 2 recipients"
    assert page.table.objectName() == "recipients"
    assert page.table.accessibleName() == "Recipients"


def test_chips_count_filter_and_hide_zeros(qtbot: QtBot, page: RecipientsPage) -> None:
    chips = page._state_chips
    assert chips[RowState.DUPLICATE].isHidden()
    assert chips[RowState.INVALID].accessibleName() == "1 invalid"
    qtbot.mouseClick(chips[RowState.INVALID], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page._only.setChecked(True)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page._only.setChecked(False)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_landlines_receive_and_are_told_apart(qtbot: QtBot, page: RecipientsPage) -> None:
    assert page._landlines.isHidden()
    table = "name;Mobile;order\n李梅;0755-12345678;1\nTom;13912345678;2\n"
    page.show_import(read_choices(Choices(pasted=table, region="CN")), ["name"])
    assert page._use.text() == "Use 2 recipients"
    assert page._landlines.accessibleName() == "1 landline"
    assert page.model.index(0, 1).data() == "Landline"
    assert page.model.index(0, 6).data() == "A landline usually cannot receive texts"
    assert page.model.index(1, 1).data() == "Will receive"
    qtbot.mouseClick(page._landlines, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.index(0, 0).data() == "2"


def test_an_empty_value_of_the_message_is_marked_in_its_row(page: RecipientsPage) -> None:
    table = "name;Mobile;order\n李梅;13912345678;1\n;13912345679;\n;oops;3\n"
    page.show_import(read_choices(Choices(pasted=table, region="CN")), ["name"])
    marked = [page.model.index(row, 3).data() for row in range(3)]
    assert marked == ["李梅", "empty", ""]  # who gets nothing anyway needs no value
    assert page.model.index(1, 6).data() == "No value in name"
    assert page.model.index(1, 4).data() == ""  # the message does not use this one


def test_tab_reaches_the_columns_where_they_are_seen(qtbot: QtBot, page: RecipientsPage) -> None:
    page.reading._other.setFocus()
    names = []
    for _ in range(3):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        names.append(page.window().focusWidget().objectName())
    assert names[:2] == ["phone_column", "field_column"]
    assert page._chips.isAncestorOf(page.window().focusWidget())


def test_a_field_whose_name_stands_twice_says_so(qtbot: QtBot, page: RecipientsPage) -> None:
    table = "name;Mobile;name\n李梅;13912345678;Mei\nTom;13912345679;T\n"
    page.show_import(read_choices(Choices(pasted=table, region="CN")), ["name"])
    qtbot.waitUntil(lambda: "two columns have this name" in visible_words(page))


def test_search_runs_aside_and_finds_cells_and_numbers(qtbot: QtBot, page: RecipientsPage) -> None:
    page._search.setText("wong")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page._search.setText("8613912345678")
    qtbot.waitUntil(lambda: page.model.index(0, 0).data() == "2" and page.model.rowCount() == 1)
    page._search.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_f8_opens_the_next_problem_and_enter_keeps_the_number(
    qtbot: QtBot, page: RecipientsPage
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F8)
    editor = page.findChild(QLineEdit, "edit_number")
    assert editor is not None
    assert editor.text() == "1.38E+10"
    qtbot.keyClicks(editor, "13800138000")
    assert page.model.index(2, 5).data() == "8613800138000"
    with qtbot.waitSignal(page.corrected):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page._use.text() == "Use 3 recipients"
    assert page._state_chips[RowState.INVALID].isHidden()


def test_esc_keeps_the_old_number(qtbot: QtBot, page: RecipientsPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F8)
    editor = page.findChild(QLineEdit, "edit_number")
    assert editor is not None
    qtbot.keyClicks(editor, "13800138000")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert page.model.index(2, 2).data() == "1.38E+10"
    assert page._use.text() == "Use 2 recipients"


def test_another_choice_asks_to_read_again(qtbot: QtBot, page: RecipientsPage) -> None:
    with qtbot.waitSignal(page.reread_requested) as asked:
        page.reading._separator.setCurrentIndex(0)
        page.reading._separator.activated.emit(0)
    assert asked.args is not None
    choices: Choices = asked.args[0]
    assert (choices.delimiter, choices.encoding, choices.phone_column) == (",", "GB18030", None)
    with qtbot.waitSignal(page.reread_requested) as asked:
        at = page.reading._country.findData("HK")
        page.reading._country.setCurrentIndex(at)
        page.reading._country.activated.emit(at)
    assert asked.args is not None
    assert asked.args[0].region == "HK"
    with qtbot.waitSignal(page.reread_requested) as asked:
        page.reading.choose_phone_column(2)
    assert asked.args is not None
    assert asked.args[0].phone_column == 2


def test_a_list_without_phone_column_asks_for_it(
    qtbot: QtBot, page: RecipientsPage, tmp_path: Path
) -> None:
    path = tmp_path / "colours.csv"
    path.write_text("colour,shape\nred,round\nblue,square\n")
    page.show_import(read_choices(Choices(path)), [])
    assert not page._use.isEnabled()
    assert page._imported is not None
    assert not page._imported.found_phone


def test_rows_the_account_does_not_reach_stay_out_in_sight(
    qtbot: QtBot, page: RecipientsPage, imported: Imported
) -> None:
    recipients = imported.recipients
    page.show_reach(recipients.only([8613912345678]))
    assert page._use.text() == "Use 1 recipient"
    assert "1 is no test number of the account and stays out" in page._rest.text()
    chips = page._state_chips
    assert chips[RowState.GUARDED].accessibleName() == "1 guarded"
    assert page.model.index(1, 1).data() == "Guarded"
    qtbot.mouseClick(chips[RowState.GUARDED], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.show_reach(recipients)  # another account, which reaches everybody
    assert page._use.text() == "Use 2 recipients"
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_a_row_corrected_on_a_guarded_account_is_judged_in_the_list_itself(
    page: RecipientsPage, imported: Imported
) -> None:
    recipients = imported.recipients
    page.show_reach(recipients.only([8613800138000]))
    assert not page._use.isEnabled()
    page.model.setData(page.model.index(2, page.model.phone_position), "13800138000")
    assert recipients.states[2] == RowState.WILL_RECEIVE
    page.show_reach(recipients.only([8613800138000]))
    assert page._use.text() == "Use 1 recipient"
    assert page.model.index(2, 1).data() == "Will receive"
