"""The numbers a rehearsal answers in a fixed way, each to be copied."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.gui import words
from smsdesk.gui.clipboard import copy_text
from smsdesk.gui.parts.button import IconButton
from smsdesk.gui.parts.drawer import Drawer
from smsdesk.gui.parts.text import Hairline, Label, Paragraph
from smsdesk.gui.tab_order import follow_layout
from smsdesk.services.desk import Desk
from smsdesk.services.ports import MagicNumber

_WIDTH = 420


class RehearsalNumbers(Drawer):
    """Lists the numbers of every provider that has some; empty without any.

    Signals:
        copied(str): a number went to the clipboard.
    """

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_WIDTH, parent)
        self.has_any = False
        self.set_title(self.tr("Numbers for rehearsals"))
        self.column.setSpacing(0)

    def show_numbers(self, desk: Desk) -> None:
        """Fill it, once."""
        # most providers' pages of the sandbox share one list
        found: list[tuple[list[str], Sequence[MagicNumber]]] = []
        for provider in desk.providers.values():
            numbers = desk.rehearsal.magic_numbers(provider.info.id)
            same = next((titles for titles, known in found if known == numbers), None)
            if same is not None:
                same.append(provider.info.title)
            elif numbers:
                found.append(([provider.info.title], numbers))
        self.has_any = bool(found)
        self.add(
            Paragraph(
                self.tr(
                    "A rehearsal account answers these numbers in a fixed way, so that you can "
                    "see every case before it matters. Nothing is sent."
                )
            )
        )
        for titles, numbers in found:
            self.add_space(12)
            if len(found) > 1:
                self.add(Paragraph(" · ".join(titles), "small", "text-3", 500))
                self.add_space(4)
            for place, magic in enumerate(numbers):
                if place:
                    self.add(Hairline())
                self.add(self._row(magic))
        follow_layout(self)

    def _row(self, magic: MagicNumber) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Label(magic.pattern, "mono"))
        texts.addWidget(Paragraph(magic.what.to(words.language()), "small", "text-2"))
        box.addLayout(texts, 1)
        copy = IconButton("copy", self.tr("Copy {number}").format(number=magic.example), "small")
        copy.clicked.connect(partial(self._copy, magic.example))
        box.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _copy(self, text: str) -> None:
        copy_text(text)
        self.copied.emit(text)
