"""The question before messages leave a second time: how many, typed by hand."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from smsdesk.gui import words
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.parts.text import Label

translate = QCoreApplication.translate


class AgainSheet(Sheet):
    """Asks for the number of people who may get it twice.

    Signals:
        confirmed: the number was typed and the button pressed.
    """

    confirmed = Signal()

    def __init__(self, window: QWidget, count: int, name: str, provider: str, waiting: int) -> None:
        """`name` is of the person where it is one; `waiting` others are in the queue already."""
        figure = words.number(count)
        title = (
            translate("AgainSheet", "Send to {name} again?").format(name=name)
            if count == 1
            else translate("AgainSheet", "Send to {count} people again?").format(count=figure)
        )
        super().__init__(window, title, width=520)
        self.setObjectName("again_sheet")
        self._count = count
        self.set_subtitle(
            self.tr(
                "The first message may have gone out: this person may get it twice, and you may "
                "pay for both."
            )
            if count == 1
            else self.tr(
                "The first messages may have gone out: each of these people may get it twice, and "
                "you may pay for both."
            )
        )
        self.column.addSpacing(16)
        self.column.addWidget(Note("warn", text=self._what_follows(provider, waiting)))
        self.column.addSpacing(20)
        label = Label(self.tr("Type {count} to confirm").format(count=figure), weight=500)
        self.typed = Input(height=40, style="page")
        self.typed.setObjectName("typed_again")
        self.typed.setValidator(QIntValidator(0, 999_999_999, self))
        self.typed.setFixedWidth(160)
        self.typed.setAccessibleName(label.text())
        label.setBuddy(self.typed)
        self._matches = IconLabel("okc", "ok", self.tr("matches"), weight=500)
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self.typed)
        entry.addWidget(self._matches)
        entry.addStretch(1)
        self.column.addWidget(label)
        self.column.addSpacing(6)
        self.column.addLayout(entry)
        cancel = Button(self.tr("Cancel"), size="large", key=self.tr("Esc"))
        self.go = Button(self._button_words(waiting), "danger", size="large")
        self.go.setObjectName("confirm_again")
        self.go.setDefault(True)
        self.add_button(cancel)
        self.add_button(self.go)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go_clicked)
        self.typed.textChanged.connect(self._on_typed_changed)
        self.finished.connect(self.deleteLater)
        self.typed.setFocus()
        self._on_typed_changed()

    def _what_follows(self, provider: str, waiting: int) -> str:
        if waiting:
            return self.tr(
                "{waiting} others of this campaign still wait. Nothing leaves now: these join "
                "them, and Resume sends to all."
            ).format(waiting=words.number(waiting))
        said = (
            self.tr("It leaves at once, as a new request.")
            if self._count == 1
            else self.tr("They leave at once, as new requests.")
        )
        look = self.tr("Look in the records of {provider} first where you can.")
        gap = "" if words.language() == "zh" else " "
        return said + gap + look.format(provider=provider)

    def _button_words(self, waiting: int) -> str:
        figure = words.number(self._count)
        if waiting:
            return self.tr("Put {count} back in the queue").format(count=figure)
        if self._count == 1:
            return self.tr("Send 1 message again")
        return self.tr("Send {count} messages again").format(count=figure)

    def _on_typed_changed(self) -> None:
        matches = self.typed.text() == str(self._count)
        self._matches.setVisible(matches)
        self.go.setEnabled(matches)

    def _on_go_clicked(self) -> None:
        self.accept()
        self.confirmed.emit()
