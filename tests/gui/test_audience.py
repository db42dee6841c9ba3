from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from smsdesk.core.recipients import RowState
from smsdesk.gui.compose.audience import Audience
from smsdesk.gui.compose.people import People
from tests.helpers.services import people


def test_a_row_that_was_left_out_is_somebody_else_with_another_number(qapp: QApplication) -> None:
    host = QObject(qapp)
    audience = Audience(People(), host)
    rows = people(3)
    audience.set_list(rows)
    audience.leave_out([0, 1])
    assert audience.recipients is not None
    assert list(audience.recipients.members()) == [2]
    rows.edit_phone(0, "+8613800138002")  # the third one's: who was left out takes no place
    audience.judge_again()
    assert audience.left_out == 1
    assert list(audience.recipients.members()) == [0]
    assert audience.recipients.counts()[RowState.DUPLICATE] == 1
    host.deleteLater()
