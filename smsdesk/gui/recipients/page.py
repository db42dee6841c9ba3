"""The importer: how the file was read, how its columns are used, every row that needs a person."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from smsdesk.core.csvimport import find_column
from smsdesk.core.recipients import Recipients, RowState
from smsdesk.gui.fonts import px
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.check import Switch
from smsdesk.gui.parts.chip import Chip, ChipRow
from smsdesk.gui.parts.input import SearchInput
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.surface import BottomBar
from smsdesk.gui.parts.table import TableCard, TableView
from smsdesk.gui.parts.text import Label
from smsdesk.gui.recipients.imported import Imported
from smsdesk.gui.recipients.model import RecipientsModel
from smsdesk.gui.recipients.number_edit import NumberDelegate
from smsdesk.gui.recipients.reading import ReadingCard
from smsdesk.gui.recipients.selecting import PROBLEMS, select_rows
from smsdesk.gui.words import counted, number, row_look
from smsdesk.services.workers import run_blocking

_SEARCH_MS = 150
_LABELS_FROM = 1180  # below this width the pickers stand without their labels


class RecipientsPage(QWidget):
    """Everything about the list, in one view; every choice is applied at once.

    Signals:
        reread_requested(Choices): read or judge again with other choices.
        field_column_chosen(str, str): let a merge field take its value from another column.
        corrected(): a number was edited in place.
        numbers_pasted(str): Ctrl+V outside of a field.
        other_file_requested(), done().
        task_failed(Exception): a search ended with it.
    """

    reread_requested = Signal(object)
    field_column_chosen = Signal(str, str)
    corrected = Signal()
    numbers_pasted = Signal(str)
    other_file_requested = Signal()
    done = Signal()
    task_failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._imported: Imported | None = None
        self._fields: tuple[str, ...] = ()
        self._tasks = TaskSet(self.task_failed.emit)
        self._search_rest = QTimer(self)
        self._search_rest.setSingleShot(True)
        self._search_rest.setInterval(_SEARCH_MS)
        self._setup_ui()
        self._connect()

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._model = RecipientsModel(self)
        self.table = TableView()
        self.table.setObjectName("recipients")
        self.table.setAccessibleName(self.tr("Recipients"))
        self.table.setModel(self._model)
        self.table.setItemDelegate(NumberDelegate(self.table))
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        column = QVBoxLayout()
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        self._trouble = Note("bad", icon="tri")
        self._trouble.hide()
        column.addWidget(self._trouble)
        self.reading = ReadingCard()
        column.addWidget(self.reading)
        column.addLayout(self._filters())
        column.addWidget(TableCard(self.table), 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(column, 1)
        page.addWidget(self._bottom_bar())

    def _filters(self) -> QHBoxLayout:
        self._chips = ChipRow(self.tr("Show rows"))
        self._all = Chip("", 0, self.tr("rows"))
        self._chips.add(self._all)
        self._state_chips: dict[RowState, Chip] = {}
        for state in RowState:
            look = row_look(state)
            tinted = state in (RowState.WILL_RECEIVE, RowState.INVALID)
            chip = Chip(look.icon, 0, look.word.lower(), look.tone, tinted)
            self._state_chips[state] = chip
            self._chips.add(chip)
        self._landlines = Chip("tel", 0, self.tr("landline"), "warn")
        self._chips.add(self._landlines)
        self._chips.set_current(0)
        self._only = Switch(self.tr("Only rows to look at"))
        self._only.setObjectName("only_problems")
        self._next = Button(self.tr("Next problem"), size="small", key="F8")
        self._next.setObjectName("next_problem")
        self._search = SearchInput(self.tr("Search recipients"))
        self._search.setObjectName("search_recipients")
        self._search.setAccessibleName(self.tr("Search recipients"))
        self._search.setFixedSize(180, px(28))  # as high as the chips beside it
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._chips, 1)
        row.addWidget(self._only)
        for beside in (self._next, self._search):
            row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _bottom_bar(self) -> QWidget:
        bar = BottomBar()
        self._will = Label("", weight=500)
        self._rest = Label("", tone="text-2", elide=True)
        self._use = Button("", kind="primary", size="large")
        self._use.setObjectName("use_recipients")
        bar.row.setSpacing(4)
        bar.row.addWidget(self._will)
        bar.row.addWidget(self._rest, 1)
        bar.row.addWidget(self._use)
        return bar

    def _connect(self) -> None:
        self.reading.reread_requested.connect(self.reread_requested)
        self.reading.field_column_chosen.connect(self.field_column_chosen)
        self.reading.other_file_requested.connect(self.other_file_requested)
        self._chips.chosen.connect(self._on_chip_chosen)
        self._only.toggled.connect(self._on_only_toggled)
        self._next.clicked.connect(self._on_next_clicked)
        self._search.textChanged.connect(self._on_search_changed)
        self._search_rest.timeout.connect(self._select)
        self._use.clicked.connect(self.done)
        self._model.counts_changed.connect(self._on_counts_changed)
        self.table.clicked.connect(self._on_table_clicked)
        self.table.itemDelegate().closeEditor.connect(self._on_editor_closed)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, slot in (
            (QKeySequence(Qt.Key.Key_F8), self._on_next_clicked),
            (QKeySequence(Qt.KeyboardModifier.ShiftModifier | Qt.Key.Key_F8), self._on_previous),
            (QKeySequence(QKeySequence.StandardKey.Find), self._on_find),
            (QKeySequence(QKeySequence.StandardKey.Paste), self._on_paste),
        ):
            QShortcut(keys, self, context=inside).activated.connect(slot)

    # -- showing -------------------------------------------------------------------------------

    @property
    def model(self) -> RecipientsModel:
        """The rows on show."""
        return self._model

    def show_import(self, imported: Imported, fields: Sequence[str]) -> None:
        """Show what was read; `fields` are the merge fields of the message."""
        self._imported, self._fields = imported, tuple(fields)
        self.show_trouble("", "")
        recipients = imported.recipients
        self.reading.show_import(imported, fields)
        columns = (find_column(recipients.header, name) for name in fields)
        used = tuple(column for column in columns if column is not None)
        self._model.set_recipients(recipients, used, judged=imported.found_phone)
        self._fit()
        self._show_counts()
        self._chips.set_current(0)
        self._only.setChecked(False)
        self._search.clear()
        self._search_rest.stop()  # the model shows every row already
        self._tasks.cancel("search")

    def show_fields(self, fields: Sequence[str]) -> None:
        """Show which columns the message takes values from by now, and every row."""
        if self._imported is not None and tuple(fields) != self._fields:
            self.show_import(self._imported, fields)

    def show_reach(self, reached: Recipients | None) -> None:
        """Show which of the rows stay out though they hold a number; None changes nothing."""
        if reached is None:
            return
        self._model.show_reach(reached)
        self._show_counts()
        chosen = self._chips.current()
        if chosen > 0 and self._chips.chips[chosen].isHidden():
            self._chips.set_current(0)
            self._select()

    async def aclose(self) -> None:
        """End a search under way."""
        await self._tasks.aclose()

    def show_problems(self) -> None:
        """Show only the rows that need a person."""
        self._only.setChecked(self._only.isEnabled())

    def show_trouble(self, heading: str, sentence: str) -> None:
        """Say why the file could not be read that way; "" takes it back."""
        self._trouble.setVisible(bool(sentence))
        if sentence:
            self._trouble.set_text(heading, sentence)
            self.reading.show_choices()

    def _show_counts(self) -> None:
        recipients = self._model.recipients
        if recipients is None:
            return
        judged = self._model.is_judged
        counts = recipients.counts()
        self._all.set_count(len(recipients))
        for state, chip in self._state_chips.items():
            chip.set_count(counts[state])
            chip.setVisible(judged and counts[state] > 0)
        landlines = len(recipients.landlines())
        self._landlines.set_count(landlines)
        self._landlines.setVisible(judged and landlines > 0)
        self._chips.relayout()
        problems = judged and counts[RowState.INVALID] + counts[RowState.NO_NUMBER]
        self._next.setEnabled(problems > 0)
        self._only.setEnabled(problems > 0)
        will = counts[RowState.WILL_RECEIVE]
        self._will.setText(
            self.tr("{count} will receive").format(count=number(will))
            if judged
            else self.tr("Choose the column of the phone numbers")
        )
        self._rest.setText(self._rest_words(recipients))
        self._use.setText(
            counted(will, self.tr("Use 1 recipient"), self.tr("Use {count} recipients"))
        )
        self._use.setEnabled(will > 0)

    def _rest_words(self, recipients: Recipients) -> str:
        counts = recipients.counts()
        facts = []
        if invalid := counts[RowState.INVALID]:  # 0 while nobody is judged
            facts.append(
                counted(
                    invalid,
                    self.tr("1 needs attention and stays out until corrected"),
                    self.tr("{count} need attention and stay out until corrected"),
                )
            )
        if guarded := counts[RowState.GUARDED]:
            facts.append(
                counted(
                    guarded,
                    self.tr("1 is no test number of the account and stays out"),
                    self.tr("{count} are no test numbers of the account and stay out"),
                )
            )
        if recipients.source:
            facts.append(self.tr("the file on disk is not changed"))
        return "".join(f"· {fact} " for fact in facts)

    # -- filtering -----------------------------------------------------------------------------

    def _states(self) -> frozenset[RowState] | None:
        if self._only.isChecked():
            return PROBLEMS
        chip = self._current_chip()
        state = next((state for state, each in self._state_chips.items() if each is chip), None)
        return frozenset((state,)) if state is not None else None

    def _current_chip(self) -> Chip | None:
        at = self._chips.current()
        return self._chips.chips[at] if at >= 0 else None

    @Slot()
    def _select(self) -> None:
        recipients = self._model.recipients
        if recipients is None:
            return
        landlines = self._current_chip() is self._landlines
        looked_for = (self._states(), self._search.text(), landlines)
        self._tasks.replace(self._select_in_worker(recipients, *looked_for), "search")

    async def _select_in_worker(
        self,
        recipients: Recipients,
        states: frozenset[RowState] | None,
        query: str,
        landlines: bool,
    ) -> None:
        rows = await run_blocking(select_rows, recipients, states, query, landlines)
        shown = self._model.recipients
        if shown is not None and shown.rows is recipients.rows:
            self._model.show_rows(rows)

    @Slot(int)
    def _on_chip_chosen(self, _index: int) -> None:
        self._only.setChecked(False)
        self._select()

    @Slot(bool)
    def _on_only_toggled(self, on: bool) -> None:
        if on:
            self._chips.set_current(-1)
        elif self._chips.current() < 0:
            self._chips.set_current(0)
        self._select()

    @Slot()
    def _on_search_changed(self) -> None:
        self._search_rest.start()

    # -- rows that need a person ---------------------------------------------------------------

    def _go_to_problem(self, step: int) -> None:
        at = self._model.next_problem(self.table.currentIndex().row(), step)
        if at >= 0:
            index = self._model.index(at, self._model.phone_position)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.table.edit(index)

    @Slot()
    def _on_next_clicked(self) -> None:
        self._go_to_problem(1)

    @Slot()
    def _on_previous(self) -> None:
        self._go_to_problem(-1)

    @Slot()
    def _on_find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.numbers_pasted.emit(text)

    @Slot(QModelIndex)
    def _on_table_clicked(self, index: QModelIndex) -> None:
        recipients = self._model.recipients
        if recipients is None or index.column() != self._model.action_position:
            return
        if recipients.states[self._model.row_at(index.row())] in PROBLEMS:
            self.table.edit(self._model.index(index.row(), self._model.phone_position))

    @Slot(QWidget, QAbstractItemDelegate.EndEditHint)
    def _on_editor_closed(self, _editor: QWidget, _hint: QAbstractItemDelegate.EndEditHint) -> None:
        self._model.end_trial()

    @Slot()
    def _on_counts_changed(self) -> None:
        self._show_counts()
        self.corrected.emit()

    # -- Qt ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the labels of the pickers go where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        roomy = self.width() >= _LABELS_FROM
        self.reading.set_roomy(roomy)
        self.table.set_columns(self._model.columns(tight=not roomy))
        self._only.setVisible(roomy)  # the chips do the same, one state at a time
        self._search.setFixedWidth(180 if roomy else 140)
