"""The grid's model: only what is painted is read, and never too much is kept."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from smsdesk.core.outcome import Status
from smsdesk.gui.parts.table import CELL_ROLE, Cell
from smsdesk.gui.results.model import CACHED_ROWS, COLUMNS, ResultsModel
from smsdesk.services.results import Need, ResultRow

KEYS = [column.key for column in COLUMNS]


def row(index: int, status: Status = Status.ACCEPTED, need: Need = Need.NOTHING) -> ResultRow:
    return ResultRow(
        index=index,
        number=index + 2,
        phone="+86 138 0013 8000",
        status=status,
        need=need,
        code="0",
        meaning="NXCloud has it",
        next_step="Nothing to do",
        message_id="m-1",
        segments=1,
        attempts=1,
        at_ms=1_795_228_778_000,
        cells=[f"Person {index} 周", "+8613800138000"],
    )


class Reads:
    """Gives rows and remembers which were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, index: int) -> ResultRow:
        self.asked.append(index)
        return row(index)


def ids(values: Sequence[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(values, np.int64)


@pytest.fixture
def reads() -> Reads:
    return Reads()


@pytest.fixture
def model(qtbot: QtBot, reads: Reads) -> ResultsModel:
    model = ResultsModel()
    model.set_source(reads, 0)
    return model


def test_model_keeps_qts_rules(model: ResultsModel, qtmodeltester: ModelTester) -> None:
    model.set_ids(ids(range(50)))
    model.set_at_once()
    qtmodeltester.check(model)


def test_opening_a_hundred_thousand_rows_reads_none(model: ResultsModel, reads: Reads) -> None:
    model.set_ids(ids(range(100_000)))
    model.set_at_once()
    assert model.rowCount() == 100_000
    assert reads.asked == []
    model.index(99_999, 0).data(CELL_ROLE)
    assert reads.asked == [99_999]


def test_cache_is_bounded(model: ResultsModel, reads: Reads) -> None:
    count = CACHED_ROWS * 2
    model.set_ids(ids(range(count)))
    model.set_at_once()
    for position in range(count):
        model.index(position, 0).data(CELL_ROLE)
    assert len(reads.asked) == count
    model.index(count - 1, 0).data(CELL_ROLE)  # kept
    model.index(0, 0).data(CELL_ROLE)  # dropped long ago
    assert reads.asked[count:] == [0]


def test_rows_not_in_memory_are_asked_for_once(model: ResultsModel, qtbot: QtBot) -> None:
    model.set_ids(ids([7, 8, 9]))
    with qtbot.waitSignal(model.rows_wanted):
        placeholder = model.index(0, 0).data(CELL_ROLE)
    with qtbot.assertNotEmitted(model.rows_wanted):
        model.index(1, 0).data(CELL_ROLE)
        model.index(0, 3).data(CELL_ROLE)
    assert placeholder.text == "…"
    assert model.take_wanted() == [7, 8]
    with qtbot.waitSignal(model.dataChanged):
        model.fill([row(7), row(8)])
    assert model.index(0, KEYS.index("row")).data() == "9"
    assert model.take_wanted() == []


def test_cells_say_what_a_person_reads(model: ResultsModel) -> None:
    model.set_ids(ids([0]))
    model.set_at_once()
    shown = {key: model.index(0, at).data(CELL_ROLE) for at, key in enumerate(KEYS)}
    assert all(isinstance(cell, Cell) for cell in shown.values())
    assert shown["name"].text == "Person 0 周"
    assert (shown["status"].text, shown["status"].icon) == ("Accepted", "okc")
    assert shown["next_step"].text == "–"  # nothing to do
    assert shown["code"].mono


def test_next_step_is_said_where_there_is_one(qtbot: QtBot) -> None:
    model = ResultsModel()
    model.set_source(lambda index: row(index, Status.REJECTED, Need.FIX_NUMBER), 0)
    model.set_ids(ids([0]))
    model.set_at_once()
    assert model.index(0, KEYS.index("next_step")).data() == "Nothing to do"
    assert model.index(0, KEYS.index("status")).data(CELL_ROLE).tone == "bad"


def test_refresh_reads_and_paints_only_what_changed(model: ResultsModel, reads: Reads) -> None:
    model.set_ids(ids(range(1_000)))
    model.set_at_once()
    painted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: painted.append((first.row(), last.row())))
    for position in (3, 4, 900):
        model.index(position, 0).data(CELL_ROLE)
    model.refresh([3], range(2, 6))
    assert painted == [(3, 3)]
    for position in (3, 4, 900):  # 900 is out of sight: it may have changed unseen
        model.index(position, 0).data(CELL_ROLE)
    assert reads.asked == [3, 4, 900, 3, 900]


def test_unknown_roles_are_not_answered(model: ResultsModel, reads: Reads) -> None:
    model.set_ids(ids([0]))
    model.set_at_once()
    assert model.index(0, 0).data(Qt.ItemDataRole.BackgroundRole) is None
    assert reads.asked == []


def test_next_step_is_short_on_the_screen_and_whole_for_ears_and_clipboard(qtbot: QtBot) -> None:
    model = ResultsModel()
    one = replace(row(0, Status.REJECTED, Need.FIX_NUMBER), next_step="Correct it. Send again.")
    model.set_source(lambda _index: one, 0)
    model.set_ids(ids([0]))
    model.set_at_once()
    cell = model.index(0, KEYS.index("next_step"))
    painted = cell.data(CELL_ROLE)
    assert isinstance(painted, Cell)
    assert painted.text == "Fix the number"
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        assert cell.data(role) == "Correct it. Send again."
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None
