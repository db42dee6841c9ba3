"""The preview pane: the phone of one recipient, and stepping through all of them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.message import Message, outline
from smsdesk.gui.fonts import px
from smsdesk.gui.parts.badge import Badge
from smsdesk.gui.parts.button import IconButton
from smsdesk.gui.parts.chip import Chip
from smsdesk.gui.parts.phone_preview import PhonePreview
from smsdesk.gui.parts.surface import Ground
from smsdesk.gui.parts.text import Label, Link
from smsdesk.gui.words import number

_WIDE = 396
_NARROW = 320
_MARGIN = 20
_INTO_SHADOW = -26  # the phone's shadow lies under what follows it


@dataclass(frozen=True, slots=True)
class Person:
    """One recipient as the pane shows them.

    message: rendered for this person.
    number: place among those stepped through, 1 for the first; of: how many there are.
    sent_as: digits as they will be sent. row: of the file, 0 where there is no file.
    """

    number: int
    of: int
    name: str
    sent_as: str
    row: int
    source: str
    message: Message

    @property
    def text(self) -> str:
        """The message for reading."""
        return outline(self.message)


class PreviewPane(Ground):
    """What one person will see, who that is, and the way to the next.

    Signals:
        step_requested(int): 1 for the next person, -1 for the previous.
        longest_requested(), shortest_requested(): the person with that text.
        everyone_requested(): stop stepping through a part of the list only.
    """

    step_requested = Signal(int)
    longest_requested = Signal()
    shortest_requested = Signal()
    everyone_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", "left", parent=parent)
        self.setAccessibleName(self.tr("Preview pane"))
        self._steps_fit: bool | None = None
        self._setup_ui()
        self._connect()
        self.show_nobody(self.tr("Your sender name"))

    def _setup_ui(self) -> None:
        self.phone = PhonePreview()
        self._previous = IconButton("left", self.tr("Previous recipient"), kind="neutral")
        self._next = IconButton("right", self.tr("Next recipient"), kind="neutral")
        self._place = Label("", weight=500)
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._longest = Chip(word=self.tr("longest"))
        self._longest.setCheckable(False)
        self._longest.setAccessibleName(self.tr("Show the longest text"))
        self._shortest = Chip(word=self.tr("shortest"))
        self._shortest.setCheckable(False)
        self._shortest.setAccessibleName(self.tr("Show the shortest text"))
        self._part = Label("", "small", "text-2", elide=True)
        self._everyone = Link(self.tr("show everyone"), style="small")

        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Preview"), weight=600))
        head.addStretch(1)
        head.addWidget(Badge(self.tr("SMS")))

        self._steps = QWidget()
        self._ways, self._extremes = QWidget(), QWidget()
        for group, widgets in (
            (self._ways, (self._previous, self._place, self._next)),
            (self._extremes, (self._longest, self._shortest)),
        ):
            line = QHBoxLayout(group)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            for widget in widgets:
                line.addWidget(widget)
        self._steps_grid = QGridLayout(self._steps)
        self._steps_grid.setContentsMargins(0, 0, 0, 0)
        self._steps_grid.setSpacing(6)
        self._steps_grid.setColumnStretch(1, 1)
        self._steps_grid.addWidget(self._ways, 0, 0, Qt.AlignmentFlag.AlignLeft)
        self._fit_steps()

        self._part_row = QWidget()
        part = QHBoxLayout(self._part_row)
        part.setContentsMargins(0, 0, 0, 0)
        part.setSpacing(8)
        part.addWidget(self._part, 1)
        part.addWidget(self._everyone)

        self._facts = QWidget()
        facts = QGridLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(0)
        facts.setColumnStretch(1, 1)
        self._to = Label("", weight=500, elide=True)
        self._sent_as = Label("", "mono-13")
        self._sent_as.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._file = Label("", elide=True)
        self._file_title = Label(self.tr("In the file"), tone="text-3")
        for row, (title, value) in enumerate(
            (
                (Label(self.tr("To"), tone="text-3"), self._to),
                (Label(self.tr("Will be sent as"), tone="text-3"), self._sent_as),
                (self._file_title, self._file),
            )
        ):
            facts.setRowMinimumHeight(row, px(28))
            facts.addWidget(title, row, 0)
            facts.addWidget(value, row, 1)

        pane = QVBoxLayout(self)
        pane.setContentsMargins(_MARGIN, 12, _MARGIN, 16)
        pane.setSpacing(12)
        pane.addLayout(head)
        pane.addWidget(self.phone, 1, Qt.AlignmentFlag.AlignHCenter)
        pane.addSpacing(_INTO_SHADOW)
        pane.addWidget(self._steps)
        pane.addWidget(self._part_row)
        pane.addWidget(self._facts)
        pane.addStretch(0)
        self.set_compact(False)

    def _connect(self) -> None:
        self._previous.clicked.connect(self._on_previous_clicked)
        self._next.clicked.connect(self._on_next_clicked)
        self._longest.clicked.connect(self.longest_requested)
        self._shortest.clicked.connect(self.shortest_requested)
        self._everyone.clicked.connect(self.everyone_requested)

    def set_compact(self, compact: bool) -> None:
        """Take less room, as in a window under 1280 wide."""
        self._place.setMinimumWidth(px(56 if compact else 72))
        self.setFixedWidth(_NARROW if compact else _WIDE)
        self.phone.set_compact(compact)
        self.phone.setMaximumHeight(self.phone.sizeHint().height())

    def _fit_steps(self) -> None:
        """The chips stand beside the steps; where large text leaves no room, below them."""
        wanted = self._ways.sizeHint().width() + 6 + self._extremes.sizeHint().width()
        fits = wanted <= self.width() - 2 * _MARGIN
        if fits is self._steps_fit:
            return
        self._steps_fit = fits
        side = Qt.AlignmentFlag.AlignRight if fits else Qt.AlignmentFlag.AlignLeft
        self._steps_grid.addWidget(self._extremes, 0 if fits else 1, 1 if fits else 0, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the chips anew."""
        super().resizeEvent(event)
        self._fit_steps()

    def show_nobody(self, sender: str, text: str = "") -> None:
        """Show that nobody is on the list yet, and the bare text if there is one."""
        self._steps.hide()
        self._part_row.hide()
        self._facts.hide()
        if text:
            self.phone.set_message(sender, text)
        else:
            self.phone.set_empty(
                self.tr(
                    "Here you will see exactly what each person gets, one by one, "
                    "before anything is sent."
                )
            )

    def show_person(self, person: Person, segments: int, sender: str, part: str = "") -> None:
        """Show one recipient; `part` says which part of the list is stepped through."""
        line, tone, icon = "", "text-3", ""
        if segments == 1:
            line = self.tr("1 segment for this person")
        elif segments > 1:
            line = self.tr("{count} segments for this person").format(count=number(segments))
            tone, icon = "warn", "tri"
        if person.text:
            self.phone.set_message(sender, person.text, line, tone, icon)
        else:
            self.phone.set_empty(self.tr("The message appears here as you write it."))
        self._place.setText(
            self.tr("{number} / {total}").format(
                number=number(person.number), total=number(person.of)
            )
        )
        self._to.setText(person.name)
        self._sent_as.setText(person.sent_as)
        self._file.setText(
            self.tr("row {row} of {file}").format(row=person.row, file=person.source)
            if person.source
            else self.tr("line {row} of the pasted numbers").format(row=person.row)
        )
        self._previous.setEnabled(person.of > 1)
        self._next.setEnabled(person.of > 1)
        self._longest.setEnabled(person.of > 1)
        self._shortest.setEnabled(person.of > 1)
        self._part.setText(part)
        self._part_row.setVisible(bool(part))
        self._steps.show()
        self._facts.show()

    @Slot()
    def _on_previous_clicked(self) -> None:
        self.step_requested.emit(-1)

    @Slot()
    def _on_next_clicked(self) -> None:
        self.step_requested.emit(1)
