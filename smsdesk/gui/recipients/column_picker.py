"""The choice of the column that holds the phone numbers, or the value of a merge field."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from smsdesk.core.csvimport import columns_called
from smsdesk.core.recipients import Recipients
from smsdesk.gui.parts.select import Select
from smsdesk.gui.recipients.imported import samples_of


class ColumnPicker(Select):
    """Every column of the list, and the one in use.

    field: the merge field, "" for the phone numbers. found: whether the column of the phone
    numbers is known.

    Signals:
        picked(int): the column a person chose.
    """

    picked = Signal(int)

    def __init__(
        self,
        recipients: Recipients,
        field: str = "",
        found: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        # the name of a field may hold braces of its own
        name = (
            self.tr("Column for {field}").replace("{field}", field)
            if field
            else self.tr("Column of the phone numbers")
        )
        super().__init__(name, small=True, parent=parent)
        self.setObjectName("field_column" if field else "phone_column")
        self.field = field
        if field:
            columns = columns_called(recipients.header, field)
        else:
            columns = [recipients.phone_column] if found else []
        self.column = columns[0] if len(columns) == 1 else None
        if self.column is None:
            self.add_choice(self.tr("Choose a column"))
        for at, title in enumerate(recipients.header):
            self.add_choice(title, at)
        self.setCurrentIndex(max(0, self.findData(self.column)))
        self.activated.connect(self._on_activated)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        column = self.itemData(index)
        if column is not None:
            self.picked.emit(column)


def hand_on_focus(old: Sequence[ColumnPicker], new: Sequence[ColumnPicker]) -> None:
    """Let the picker that takes the place of the one with the keyboard go on with it."""
    for one, following in zip(old, new, strict=False):
        if one is one.window().focusWidget():
            following.setFocus(Qt.FocusReason.OtherFocusReason)


def column_note(recipients: Recipients, picker: ColumnPicker) -> tuple[str, str]:
    """A few values of the column, or why there is none; and the tone of these words."""
    if picker.column is not None:
        return samples_of(recipients, picker.column), "text-3"
    translate = QCoreApplication.translate
    if not picker.field:
        return "", "bad"
    if columns_called(recipients.header, picker.field):
        return translate("ColumnPicker", "two columns have this name"), "bad"
    return translate("ColumnPicker", "no column of this name"), "bad"
