"""What the cells of a recipient's row say: will it be sent, where to, and why not."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QObject

from smsdesk.core.recipients import Recipients, RowState
from smsdesk.core.sentences import SENTENCES
from smsdesk.gui.parts.table import Cell
from smsdesk.gui.words import language, row_look


class Kind(IntEnum):
    """What a column of the table shows."""

    ROW = 0
    STATE = 1
    FILE = 2
    SENT_AS = 3
    WHY = 4
    ACTION = 5


class Trial(NamedTuple):
    """What a number being typed would become: digits, or the reason why not."""

    row: int
    digits: int
    reason: str


class RowCells(QObject):
    """Makes the cells.

    judged: whether the column of the phone is known; nothing is said about a row before.
    used: the columns the message takes values from. trial: a number being typed.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.judged = True
        self.used: tuple[int, ...] = ()
        self.trial: Trial | None = None
        self._paint: Mapping[Kind, Callable[[Recipients, int, int], Cell]] = {
            Kind.ROW: self._row_cell,
            Kind.STATE: self._state_cell,
            Kind.FILE: self._file_cell,
            Kind.SENT_AS: self._sent_as_cell,
            Kind.WHY: self._why_cell,
            Kind.ACTION: self._action_cell,
        }

    def cell(self, kind: Kind, recipients: Recipients, row: int, source: int) -> Cell:
        """One cell; `source` is the file's column for Kind.FILE."""
        return self._paint[kind](recipients, row, source)

    @staticmethod
    def _is_landline(recipients: Recipients, row: int) -> bool:
        will_receive = recipients.states[row] == RowState.WILL_RECEIVE
        return will_receive and bool(recipients.landline[row])

    def _empty_used(self, recipients: Recipients, row: int) -> list[int]:
        """The columns the message would take nothing from for this row."""
        if recipients.states[row] != RowState.WILL_RECEIVE:
            return []
        cells = recipients.rows[row]
        return [column for column in self.used if not cells[column].strip()]

    def _row_cell(self, recipients: Recipients, row: int, _source: int) -> Cell:
        return Cell(str(recipients.row_number(row)), "text-3", right=True)

    def _state_cell(self, recipients: Recipients, row: int, _source: int) -> Cell:
        if not self.judged:
            return Cell("–", "text-3")
        if self._is_landline(recipients, row):
            return Cell(self.tr("Landline"), "warn", "tel", 500)
        look = row_look(RowState(recipients.states[row]))
        return Cell(look.word, look.tone, look.icon, 500)

    def _file_cell(self, recipients: Recipients, row: int, source: int) -> Cell:
        text = " ".join(recipients.cell(row, source).split())
        if source != recipients.phone_column or not self.judged:
            if source in self._empty_used(recipients, row):
                return Cell(self.tr("empty"), "warn", weight=500, ground="warn-soft")
            return Cell(text, "text-2")
        state = recipients.states[row]
        if state == RowState.NO_NUMBER:
            return Cell(self.tr("empty"), "text-3")
        if state == RowState.INVALID:
            return Cell(text, "warn", weight=500, ground="warn-soft")
        return Cell(text)

    def _sent_as_cell(self, recipients: Recipients, row: int, _source: int) -> Cell:
        trial = self.trial
        if trial is not None and trial.row == row:
            if trial.digits:
                return Cell(str(trial.digits), "ok", weight=500, mono=True)
            return Cell("–", "text-3")
        digits = recipients.phones[row]
        if not digits:
            return Cell("–", "text-3")
        tone = "text" if recipients.states[row] == RowState.WILL_RECEIVE else "text-3"
        return Cell(str(digits), tone, mono=True)

    def _why_cell(self, recipients: Recipients, row: int, _source: int) -> Cell:
        trial = self.trial
        if trial is not None and trial.row == row:
            if trial.digits:
                return Cell(self.tr("A phone number now: press Enter to keep it"), "ok", weight=500)
            return Cell(why(trial.reason), "text-2")
        if row in recipients.duplicate_of:
            first = recipients.row_number(recipients.duplicate_of[row])
            return Cell(self.tr("Same number as row {row}").format(row=first), "text-2")
        match recipients.states[row]:
            case RowState.GUARDED:
                return Cell(self.tr("Not one of the account’s test numbers"), "text-2")
            case RowState.LEFT_OUT:
                return Cell(self.tr("Left out by you"), "text-2")
        if self._is_landline(recipients, row):
            return Cell(self.tr("A landline usually cannot receive texts"), "text-2")
        if empty := self._empty_used(recipients, row):
            names = ", ".join(recipients.header[column] for column in empty)
            return Cell(self.tr("No value in {columns}").replace("{columns}", names), "text-2")
        reason = recipients.reasons.get(row, "")
        return Cell(why(reason), "text-2") if reason else Cell()

    def _action_cell(self, recipients: Recipients, row: int, _source: int) -> Cell:
        if not self.judged:
            return Cell()
        trial = self.trial
        if trial is not None and trial.row == row:
            return Cell(self.tr("Enter or Esc"), "text-3", right=True)
        match recipients.states[row]:
            case RowState.INVALID:
                return Cell(self.tr("Edit"), "accent-text", weight=500, right=True)
            case RowState.NO_NUMBER:
                return Cell(self.tr("Add number"), "accent-text", weight=500, right=True)
            case RowState.DUPLICATE | RowState.GUARDED | RowState.LEFT_OUT:
                return Cell(self.tr("left out"), "text-3", right=True)
        return Cell()


def why(reason: str) -> str:
    """A reason code of a phone number in words."""
    return SENTENCES["phone_" + reason].to(language())
