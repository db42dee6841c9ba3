from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smsdesk.core.csvimport import parse_table
from smsdesk.core.recipients import Recipients, RowState, read_recipients
from smsdesk.gui.fonts import font
from smsdesk.gui.parts.table import CELL_ROLE
from smsdesk.gui.recipients.model import RecipientsModel
from smsdesk.gui.recipients.selecting import select_rows

CSV = """name,Mobile,order
李梅,13912345678,2039
Wong,+852 9123 4567,2040
Tom,1.38E+10,2041
Grace,,2042
李梅,139 1234 5678,2039
"""


@pytest.fixture
def recipients() -> Recipients:
    return read_recipients(parse_table(CSV), 1, "CN")


@pytest.fixture
def model(qtbot: QtBot, recipients: Recipients) -> RecipientsModel:
    model = RecipientsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_recipients(recipients)
    return model


def cells(model: RecipientsModel, position: int) -> list[str]:
    return [str(model.index(position, c).data()) for c in range(model.columnCount())]


def test_rows_say_what_will_be_sent_and_why_not(model: RecipientsModel) -> None:
    assert [model.headerData(c, Qt.Orientation.Horizontal) for c in range(8)] == [
        "Row",
        "Status",
        "Mobile",
        "name",
        "order",
        "Will be sent as",
        "Why",
        "",
    ]
    assert cells(model, 0) == [
        "2",
        "Will receive",
        "13912345678",
        "李梅",
        "2039",
        "8613912345678",
        "",
        "",
    ]
    assert cells(model, 2)[:3] == ["4", "Invalid", "1.38E+10"]
    assert "spreadsheet" in cells(model, 2)[6]
    assert cells(model, 3)[2] == "empty"
    assert cells(model, 4)[6] == "Same number as row 2"


def test_filtering_swaps_the_rows(model: RecipientsModel, recipients: Recipients) -> None:
    model.show_rows(select_rows(recipients, frozenset((RowState.INVALID,)), ""))
    assert [cells(model, at)[0] for at in range(model.rowCount())] == ["4"]
    assert model.position_of(2) == 0
    assert model.position_of(0) == -1
    assert select_rows(recipients, None, "wong") == array("I", [1])
    assert select_rows(recipients, None, "8613912345678") == array("I", [0, 4])
    assert select_rows(recipients, frozenset((RowState.DUPLICATE,)), "李") == array("I", [4])


def test_the_next_problem_goes_round(model: RecipientsModel) -> None:
    assert model.next_problem(-1, 1) == 2
    assert model.next_problem(2, 1) == 3
    assert model.next_problem(3, 1) == 2
    assert model.next_problem(2, -1) == 3
    assert model.next_problem(-1, -1) == 3


def test_the_next_problem_is_one_of_those_in_sight(
    model: RecipientsModel, recipients: Recipients
) -> None:
    model.show_rows(array("I", [0, 3, 4]))
    assert [model.next_problem(at, 1) for at in (-1, 0, 1, 2)] == [1, 1, 1, 1]
    model.show_rows(select_rows(recipients, frozenset((RowState.WILL_RECEIVE,)), ""))
    assert model.next_problem(0, 1) == -1


def test_a_number_being_typed_is_judged_at_once_and_changes_nothing(
    model: RecipientsModel, recipients: Recipients
) -> None:
    model.try_number(2, "13800138000")
    assert cells(model, 2)[5] == "8613800138000"
    assert recipients.states[2] == RowState.INVALID
    model.try_number(2, "138001")
    assert cells(model, 2)[5] == "–"
    model.end_trial()
    assert "spreadsheet" in cells(model, 2)[6]


def test_an_edited_number_counts_and_frees_its_duplicate(
    qtbot: QtBot, model: RecipientsModel, recipients: Recipients
) -> None:
    index = model.index(0, model.phone_position)
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    assert not model.index(0, 3).flags() & Qt.ItemFlag.ItemIsEditable
    with qtbot.waitSignal(model.counts_changed):
        assert model.setData(index, "13700001111")
    assert cells(model, 0)[5] == "8613700001111"
    assert recipients.states[4] == RowState.WILL_RECEIVE
    assert model.index(4, 1).data(CELL_ROLE).tone == "ok"


def test_columns_in_use_stand_beside_the_phone(
    model: RecipientsModel, recipients: Recipients
) -> None:
    model.set_recipients(recipients, (2,))
    assert [model.headerData(c, Qt.Orientation.Horizontal) for c in (2, 3, 4)] == [
        "Mobile",
        "order",
        "name",
    ]


def test_the_widest_number_fits_its_column(qapp: QApplication) -> None:
    numbers = ["+8613800138000", "+852 9123 4567", "(+86) 138 - 0013 - 8000"]
    text = "phone\n" + "\n".join(numbers)
    model = RecipientsModel()
    model.set_recipients(read_recipients(parse_table(text, header=True), 0, None))
    column = model.columns()[model.phone_position]
    measure = QFontMetricsF(font("body", 500)).horizontalAdvance
    assert column.priority == 0
    assert column.width >= max(map(measure, numbers)) + 20
