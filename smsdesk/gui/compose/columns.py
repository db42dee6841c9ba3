"""The Columns section opened: which column is the phone, and which feeds each merge field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from smsdesk.core.csvimport import find_column
from smsdesk.core.recipients import Recipients
from smsdesk.gui.fonts import px
from smsdesk.gui.parts.chip import FieldChip
from smsdesk.gui.parts.select import Select
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.recipients.imported import samples_of


class ColumnsBody(QWidget):
    """One line per use of a column: what it is for, which column, a few of its values.

    A merge field holds the name of its column; choosing another column renames the field.

    Signals:
        phone_column_chosen(int).
        field_column_chosen(str, str): the field's name, the column it takes from now on.
    """

    phone_column_chosen = Signal(int)
    field_column_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._lines = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._lines)
        self._column.addWidget(
            Paragraph(
                self.tr("Type {name} in the message to put the value of a column there.").replace(
                    "{name}", "{…}"
                ),
                "small",
                "text-3",
            )
        )

    def show_columns(self, recipients: Recipients | None, fields: Sequence[str]) -> None:
        """Show the columns of `recipients` in use by the phone and by `fields`."""
        header = recipients.header if recipients else ()
        phone = recipients.phone_column if recipients else -1
        shown = (id(recipients), header, phone, tuple(fields))
        if shown == self._shown:
            return
        self._shown = shown
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(3, 1)
        if recipients is not None:
            chip = FieldChip(self.tr("phone"), bare=True)
            self._add_line(grid, recipients, chip, phone, self._on_phone_chosen)
            for field in fields:
                chip = FieldChip(field)
                column = find_column(header, field)
                if column is None:
                    chip.set_tone("bad")
                self._add_line(grid, recipients, chip, column, self._on_field_chosen, field)
        self._column.replaceWidget(self._lines, lines)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = lines

    def _add_line(
        self,
        grid: QGridLayout,
        recipients: Recipients,
        chip: QWidget,
        column: int | None,
        chosen: Callable[[int], None],
        field: str = "",
    ) -> None:
        row = grid.rowCount()
        select = Select(small=True)
        select.setMinimumWidth(px(200))
        select.setProperty("field", field)
        if column is None:
            select.add_choice(self.tr("Choose a column"), "")
        for name in recipients.header:
            select.add_choice(name, name)
        if column is not None:
            select.setCurrentIndex(column)
        select.setAccessibleName(
            self.tr("Column for {field}").replace("{field}", field)
            if field
            else self.tr("Column of the phone numbers")
        )
        select.activated.connect(chosen)
        samples = (
            samples_of(recipients, column)
            if column is not None
            else self.tr("no column of this name")
        )
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.addWidget(chip, row, 0)
        grid.addWidget(Label("←", tone="text-3"), row, 1)
        grid.addWidget(select, row, 2)
        tone = "text-3" if column is not None else "bad"
        grid.addWidget(Label(samples, "small", tone, elide=True), row, 3)

    @Slot(int)
    def _on_phone_chosen(self, index: int) -> None:
        self.phone_column_chosen.emit(index)

    @Slot(int)
    def _on_field_chosen(self, index: int) -> None:
        select = self.sender()
        if isinstance(select, Select):
            field, column = str(select.property("field")), str(select.itemData(index) or "")
            if column and column != field:
                self.field_column_chosen.emit(field, column)
