"""The Columns section opened: which column is the phone, and which feeds each merge field."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from smsdesk.core.recipients import Recipients
from smsdesk.gui.fonts import px
from smsdesk.gui.parts.chip import FieldChip
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.recipients.column_picker import ColumnPicker, column_note, hand_on_focus
from smsdesk.gui.tab_order import insert_behind


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
        self._pickers: list[ColumnPicker] = []
        self._place = QWidget(self)  # of the pickers in the way of Tab: they come and go
        self._place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place.hide()
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

    def focus_first(self) -> None:
        """Continue with the column of the numbers."""
        if self._pickers:
            self._pickers[0].setFocus(Qt.FocusReason.OtherFocusReason)

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
        before, self._pickers = self._pickers, []
        if recipients is not None:
            self._pickers = [ColumnPicker(recipients, field) for field in ("", *fields)]
            for row, picker in enumerate(self._pickers):
                self._add_line(grid, row, recipients, picker)
        self._column.replaceWidget(self._lines, lines)
        lines.show()  # at once, so that it can take the focus
        hand_on_focus(before, self._pickers)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = lines
        insert_behind(self._place, self._pickers)

    def _add_line(
        self, grid: QGridLayout, row: int, recipients: Recipients, picker: ColumnPicker
    ) -> None:
        words, tone = column_note(recipients, picker)
        chip = FieldChip(picker.field or self.tr("phone"), bare=not picker.field)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if picker.column is None:
            chip.set_tone("bad")
        picker.setMinimumWidth(px(200))
        picker.picked.connect(self._on_picked)
        grid.addWidget(chip, row, 0)
        grid.addWidget(Label("←", tone="text-3"), row, 1)
        grid.addWidget(picker, row, 2)
        grid.addWidget(Label(words, "small", tone, elide=True), row, 3)

    @Slot(int)
    def _on_picked(self, column: int) -> None:
        picker = self.sender()
        if not isinstance(picker, ColumnPicker):
            return
        if not picker.field:
            self.phone_column_chosen.emit(column)
        elif (title := picker.itemText(picker.findData(column))) != picker.field:
            self.field_column_chosen.emit(picker.field, title)
