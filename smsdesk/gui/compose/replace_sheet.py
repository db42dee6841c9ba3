"""The sheet that shows a text before and after its costly characters are replaced."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from smsdesk.gui import words
from smsdesk.gui.compose.cost import Swap
from smsdesk.gui.parts.bubble import Bubble
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.parts.text import Label

translate = QCoreApplication.translate


class ReplaceSheet(Sheet):
    """Shows a text before and after its costly characters are replaced.

    Signals:
        replaced(str): take the text as it is after.
    """

    replaced = Signal(str)

    def __init__(self, before: str, swap: Swap, parent: QWidget) -> None:
        super().__init__(parent, translate("ReplaceSheet", "Replace characters that cost more"))
        self.setObjectName("replace_sheet")
        self._after = swap.text
        self.set_subtitle(
            words.counted(
                swap.segments,
                self.tr("Then this text is charged as 1 segment."),
                self.tr("Then this text is charged as {count} segments."),
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for column, (title, text) in enumerate(
            ((self.tr("Now"), before), (self.tr("After"), swap.text))
        ):
            grid.addWidget(Label(title, weight=500), 0, column)
            grid.addWidget(Bubble(text), 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self.column.addSpacing(16)
        self.column.addLayout(grid)
        self.column.addStretch(1)
        cancel = Button(self.tr("Keep it"), size="large", key=self.tr("Esc"))
        said = words.counted(
            swap.times, self.tr("Replace 1 character"), self.tr("Replace {count} characters")
        )
        self._replace = Button(said, kind="primary", icon="swap", size="large")
        self._replace.setObjectName("confirm_replace")
        self._replace.setDefault(True)
        self.add_button(cancel)
        self.add_button(self._replace)
        cancel.clicked.connect(self.reject)
        self._replace.clicked.connect(self._on_replace_clicked)
        self._replace.setFocus()

    @Slot()
    def _on_replace_clicked(self) -> None:
        self.accept()
        self.replaced.emit(self._after)
