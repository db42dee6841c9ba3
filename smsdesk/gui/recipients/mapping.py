"""The strip of the importer that shows how the columns are used."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.csvimport import find_column
from smsdesk.core.recipients import Recipients
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.chip import FieldChip
from smsdesk.gui.parts.text import Hairline, Label
from smsdesk.gui.recipients.column_picker import ColumnPicker, column_note, hand_on_focus
from smsdesk.gui.recipients.imported import Imported

_FIELDS_SHOWN = 2


class MappingStrip(QWidget):
    """A cell for the phone column and for the first merge fields, and what reading came to.

    Signals:
        phone_column_chosen(int).
        field_column_chosen(str, str): the field's name, the column it takes from now on.
    """

    phone_column_chosen = Signal(int)
    field_column_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pickers: list[ColumnPicker] = []
        self._header: Sequence[str] = ()
        self._cells = QWidget()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._cells)

    def show_import(self, imported: Imported, fields: Sequence[str]) -> None:
        """Show the columns of what was read; `fields` are those of the message."""
        cells = QWidget()
        row = QHBoxLayout(cells)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        recipients, before = imported.recipients, self._pickers
        self._pickers = [ColumnPicker(recipients, found=imported.found_phone)]
        self._pickers[0].picked.connect(self.phone_column_chosen)
        chip = FieldChip(self.tr("phone"), bare=True)
        row.addWidget(_Cell(chip, self._pickers[0], recipients), 1)
        for field in self._in_sight(recipients, fields):
            picker = ColumnPicker(recipients, field)
            picker.picked.connect(self._on_picked)
            self._pickers.append(picker)
            row.addWidget(Hairline(vertical=True))
            row.addWidget(_Cell(FieldChip(field), picker, recipients), 1)
        row.addWidget(Hairline(vertical=True))
        row.addWidget(self._verdict(imported), 1)
        self._row.replaceWidget(self._cells, cells)
        cells.show()  # at once, so that it can take the focus
        hand_on_focus(before, self._pickers)
        self._cells.hide()
        self._cells.deleteLater()
        self._cells = cells
        self._header = recipients.header

    def pickers(self) -> Sequence[QWidget]:
        """What Tab reaches, in order."""
        return self._pickers

    @staticmethod
    def _in_sight(recipients: Recipients, fields: Sequence[str]) -> list[str]:
        """As many fields as there is room for; first those that wait for a column."""
        header = recipients.header
        waiting_first = sorted(fields, key=lambda field: find_column(header, field) is not None)
        return waiting_first[:_FIELDS_SHOWN]

    def _verdict(self, imported: Imported) -> QWidget:
        cell = QWidget()
        box = QVBoxLayout(cell)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(6)
        if not imported.found_phone:
            line = IconLabel("tri", "warn", self.tr("Which column is the phone?"), weight=500)
            detail = self.tr("No column looks like phone numbers: choose it at the left.")
        elif _mostly_without_country(imported):
            line = IconLabel("tri", "warn", self.tr("Which country?"), weight=500)
            detail = self.tr("Numbers carry no country code: choose it above.")
        else:
            line = IconLabel("okc", "ok", self.tr("Read without losses"), weight=500)
            detail = self.tr("Every row of the file stands below.")
        line.setMinimumHeight(28)
        box.addWidget(line)
        box.addWidget(Label(detail, "small", "text-3", elide=True))
        return cell

    @Slot(int)
    def _on_picked(self, column: int) -> None:
        picker = self.sender()
        if isinstance(picker, ColumnPicker):
            self.field_column_chosen.emit(picker.field, self._header[column])


class _Cell(QWidget):
    """What a column is for, the column, and a few of its values."""

    def __init__(self, chip: FieldChip, picker: ColumnPicker, recipients: Recipients) -> None:
        super().__init__()
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if picker.column is None:
            chip.set_tone("bad")
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(chip)
        top.addWidget(Label("←", tone="text-3"))
        top.addWidget(picker, 1)
        words, tone = column_note(recipients, picker)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(Label(words, "small", tone, elide=True))


def _mostly_without_country(imported: Imported) -> bool:
    reasons = imported.recipients.reasons
    without = sum(reason == "no_country" for reason in reasons.values())
    return without * 2 > max(1, len(imported.recipients))
