"""The variables of a template: a row each, by name or counted, and what to put in."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from smsdesk.core.message_check import field_words
from smsdesk.core.provider import Limit
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.compose.forms.merge_input import MergeInput
from smsdesk.gui.compose.forms.rows_card import CardRow, RowsCard
from smsdesk.gui.fonts import px
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.button import IconButton
from smsdesk.gui.parts.field import Below, is_near
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.text import Label
from smsdesk.gui.words import language, number

_NAME_WIDTH: Final = 170
_COUNT_WIDTH: Final = 56


class _Row(CardRow):
    """One variable: its name or its place, its value, and the way to take it out."""

    def __init__(self) -> None:
        super().__init__()
        self._numbered, self._first = False, True
        self._longest: Longest | None = None
        self._limit: Limit | None = None
        self.name = Input(self.tr("name"))
        self.place = Label("", weight=500)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.value = MergeInput()
        self.remove = IconButton("trash", "")
        self._trouble = Below()
        self._trouble.hide()
        grid = QGridLayout()
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.place, 0, 1)
        grid.addWidget(self.value, 0, 2)
        grid.addWidget(self.remove, 0, 3)
        grid.addWidget(self._trouble, 1, 2)
        grid.setColumnStretch(2, 1)
        self.setLayout(grid)
        self.name.setFixedWidth(px(_NAME_WIDTH))
        self.place.setFixedWidth(px(_COUNT_WIDTH))
        self.name.textEdited.connect(self.changed)
        self.value.text_changed.connect(self._on_value_changed)
        self.remove.clicked.connect(self.removed)

    def stops(self) -> tuple[QWidget, ...]:
        return self.name, self.value.editor, self.remove

    def go_on(self) -> None:
        """A variable without a name needs that first."""
        if self._numbered or self.name.text():
            self.value.focus_end()
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line above all but the first."""
        if not self._first:
            painting.hairline(QPainter(self), 0, 0, self.width())

    def call(self, place: int, numbered: bool) -> None:
        """Say which one this is; `place` counts from 1."""
        self._numbered, self._first = numbered, place == 1
        self.name.setVisible(not numbered)
        self.place.setVisible(numbered)
        self.place.setText("{" + str(place) + "}")
        named = str(place) if numbered else self.name.text().strip() or str(place)
        spoken = field_words(f"variables.{named}").to(language())
        self.name.setObjectName(f"variable_name_{place}")
        self.name.setAccessibleName(self.tr("Name of variable {place}").format(place=number(place)))
        self.value.editor.setObjectName(f"variable_value_{place}")
        self.value.set_name(spoken)
        self.remove.set_name(self.tr("Remove: {what}").format(what=spoken))

    def say(self, sentence: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._trouble.say(sentence, wrong=True)
        self._trouble.setVisible(bool(sentence))
        self.value.set_error(bool(sentence))
        self.value.setAccessibleDescription(sentence)

    def set_limit(self, limit: Limit | None) -> None:
        self._limit = limit
        self.value.set_limit(limit.maximum if limit else 0)
        self._count()

    def show_longest(self, longest: Longest | None) -> None:
        self._longest = longest
        self._count()

    def _count(self) -> None:
        if self._limit is None:
            self.value.set_state("", "", "text-3")
            return
        used = self._longest.length if self._longest else len(self.value.text())
        near = is_near(used, self._limit.maximum)
        tone = "warn" if near else "text-3"
        self.value.set_state("", f"{number(used)}/{number(self._limit.maximum)}", tone)

    @Slot()
    def _on_value_changed(self) -> None:
        self._count()
        self.changed.emit()


class VariableTable(RowsCard[_Row]):
    """Rows that can be added and taken out; counted ones keep their order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Variables"), self.tr("Add a variable"), parent)
        self._numbered = False
        self._limit: Limit | None = None
        self._header: Sequence[str] = ()
        self._add.setObjectName("add_variable")
        self._arrange()

    def variables(self) -> dict[str, str]:
        """Values by name; rows that hold nothing are no variables, counted ones keep their place.

        A name without a meaning (empty, or the same again) keeps its row with blanks before it:
        no provider takes it, so that nothing typed gets lost unseen.
        """
        found: dict[str, str] = {}
        for row in self._rows:
            name, value = self._name_of(row), row.value.text()
            if name or value.strip():
                found[_free(name, found)] = value
        return found

    def show_variables(self, variables: Mapping[str, str]) -> None:
        """Fill the table; counted ones in the order of their numbers."""
        names = list(variables)
        if self._numbered and all(name.isdigit() for name in names):
            names.sort(key=int)
        self._have(len(names))
        for row, name in zip(self._rows, names, strict=True):
            row.name.setText(name)
            row.value.set_text(variables[name])
        self._arrange()

    def add_names(self, names: Sequence[str]) -> None:
        """Add a row for each variable that has none yet."""
        for name in self.missing(names):
            row = self._append()
            row.name.setText(name)
        self._arrange()
        self.changed.emit()
        empty = next((row for row in self._rows if not row.value.text()), None)
        if empty is not None:
            empty.value.focus_end()

    def missing(self, names: Sequence[str]) -> list[str]:
        """Those of `names` without a row; counted ones up to the highest."""
        if self._numbered:
            highest = max((int(name) for name in names if name.isdigit()), default=0)
            return [str(at) for at in range(len(self._rows) + 1, min(highest, 99) + 1)]
        there = {row.name.text().strip().strip("%") for row in self._rows}
        return [name for name in names if name not in there]

    def set_numbered(self, numbered: bool) -> None:
        """Count the variables instead of naming them, or back."""
        self._numbered = numbered
        self._name_rows()

    def set_limit(self, limit: Limit | None) -> None:
        """Count each value against `limit`."""
        self._limit = limit
        for row in self._rows:
            row.set_limit(limit)

    def set_columns(self, header: Sequence[str]) -> None:
        """Know the fields of another list."""
        self._header = header
        for row in self._rows:
            row.value.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its row."""
        found: dict[str, str] = {}
        for row in self._rows:
            name = _free(self._name_of(row), found)
            if name or row.value.text().strip():
                found[name] = ""
            sentence = errors.get(f"variables.{name}", "")
            if sentence and not name.strip():
                sentence = self.tr("This variable has no name, so it cannot be sent. Name it.")
            elif sentence and name != name.strip():
                sentence = self.tr("This name stands above already. Change one of them.")
            row.say(sentence)

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count each value as its longest recipient gets it."""
        for row in self._rows:
            row.show_longest(longest.get(f"variables.{self._name_of(row)}"))

    def _name_of(self, row: _Row) -> str:
        return str(self._rows.index(row) + 1) if self._numbered else row.name.text().strip()

    def _make_row(self) -> _Row:
        row = _Row()
        row.value.set_columns(self._header)
        row.set_limit(self._limit)
        return row

    def _name_rows(self) -> None:
        for place, row in enumerate(self._rows, start=1):
            row.call(place, self._numbered)
        self._count.setText(number(len(self._rows)) if self._rows else "")
        self._hint.setText(
            self.tr("In the order of the template: {1}, {2}, {3}")
            if self._numbered
            else self.tr("Named as in the template: %name%")
        )


def _free(name: str, taken: Mapping[str, str]) -> str:
    """`name`, with blanks before it until nobody has it."""
    while name in taken:
        name = " " + name
    return name
