"""The strip of the importer that shows how the columns are used."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.csvimport import find_column
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.chip import FieldChip
from smsdesk.gui.parts.select import Select
from smsdesk.gui.parts.text import Hairline, Label
from smsdesk.gui.recipients.imported import Imported, samples_of

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
        recipients = imported.recipients
        phone = FieldChip(self.tr("phone"), bare=True)
        if not imported.found_phone:
            phone.set_tone("bad")
        row.addWidget(self._cell(imported, phone, recipients.phone_column, ""), 1)
        for field in fields[:_FIELDS_SHOWN]:
            chip = FieldChip(field)
            column = find_column(recipients.header, field)
            if column is None:
                chip.set_tone("bad")
            row.addWidget(Hairline(vertical=True))
            row.addWidget(self._cell(imported, chip, column, field), 1)
        row.addWidget(Hairline(vertical=True))
        row.addWidget(self._verdict(imported), 1)
        self._row.replaceWidget(self._cells, cells)
        self._cells.hide()
        self._cells.deleteLater()
        self._cells = cells

    def _cell(self, imported: Imported, chip: FieldChip, column: int | None, field: str) -> QWidget:
        recipients = imported.recipients
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        select = Select(small=True)
        select.setProperty("field", field)
        missing = column is None or (not field and not imported.found_phone)
        if missing:
            select.add_choice(self.tr("Choose a column"), None)
        for at, name in enumerate(recipients.header):
            select.add_choice(name, at)
        if column is not None and not missing:
            select.setCurrentIndex(column)
        if field:
            select.setObjectName("field_column")
            select.setAccessibleName(self.tr("Column for {field}").replace("{field}", field))
        else:
            select.setObjectName("phone_column")
            select.setAccessibleName(self.tr("Column of the phone numbers"))
        select.activated.connect(self._on_select_activated)
        samples = "" if column is None or missing else samples_of(recipients, column)
        cell = QWidget()
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(chip)
        top.addWidget(Label("←", tone="text-3"))
        top.addWidget(select, 1)
        column_box = QVBoxLayout(cell)
        column_box.setContentsMargins(14, 10, 14, 10)
        column_box.setSpacing(6)
        column_box.addLayout(top)
        column_box.addWidget(
            Label(
                self.tr("no column of this name") if missing and field else samples,
                "small",
                "bad" if missing else "text-3",
                elide=True,
            )
        )
        return cell

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
    def _on_select_activated(self, index: int) -> None:
        select = self.sender()
        if not isinstance(select, Select):
            return
        field, column = str(select.property("field")), select.itemData(index)
        if column is None:
            return
        if field:
            self.field_column_chosen.emit(field, select.itemText(index))
        else:
            self.phone_column_chosen.emit(int(column))


def _mostly_without_country(imported: Imported) -> bool:
    reasons = imported.recipients.reasons
    without = sum(reason == "no_country" for reason in reasons.values())
    return without * 2 > max(1, len(imported.recipients))
