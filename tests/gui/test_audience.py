from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smsdesk.core.account import Account, Mode
from smsdesk.core.recipients import RowState
from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.people import People
from smsdesk.gui.loop import TaskSet
from tests.helpers.services import people


def fail(problem: BaseException) -> None:
    raise problem


@pytest.fixture
def audience(qapp: QApplication, aio: Any) -> Iterator[Audience]:
    host = QObject(qapp)
    yield Audience(People(), TaskSet(fail), host)
    host.deleteLater()


def members(qtbot: QtBot, audience: Audience) -> list[int]:
    """Rows of those who will receive, once that is found out."""
    qtbot.waitUntil(lambda: audience.is_settled)
    assert audience.recipients is not None
    return list(audience.recipients.members())


def test_a_row_that_was_left_out_is_somebody_else_with_another_number(
    qtbot: QtBot, audience: Audience
) -> None:
    rows = people(3)
    audience.set_list(rows)
    audience.leave_out([0, 1])
    assert members(qtbot, audience) == [2]
    rows.edit_phone(0, "+8613800138002")  # the third one's: who was left out takes no place
    audience.judge_again()
    assert members(qtbot, audience) == [0]
    assert audience.left_out == 1
    assert audience.recipients is not None
    assert audience.recipients.counts()[RowState.DUPLICATE] == 1


def test_what_is_chosen_while_rows_are_gone_through_counts_as_well(
    qtbot: QtBot, audience: Audience
) -> None:
    rows = people(4)
    audience.set_list(rows)
    audience.leave_out([0])
    guarded = Account("G", "nxcloud-sms", mode=Mode.GUARDED, test_numbers=tuple(rows.phones[:3]))
    audience.set_account(guarded)
    audience.leave_out([1])
    assert not audience.is_settled
    assert members(qtbot, audience) == [2]
    assert audience.left_out == 2
    audience.put_back()
    assert members(qtbot, audience) == [0, 1, 2]
