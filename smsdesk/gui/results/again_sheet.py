"""The question before messages leave a second time: how many, typed by hand."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from smsdesk.gui import words
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.typed_count import TypedCount

translate = QCoreApplication.translate


class AgainSheet(Sheet):
    """Asks for the number of people who may get it twice.

    Signals:
        confirmed: the number was typed and the button pressed.
    """

    confirmed = Signal()

    def __init__(self, window: QWidget, count: int, name: str, provider: str, waiting: int) -> None:
        """`name` is of the person where it is one; `waiting` others are in the queue already."""
        title = words.counted(
            count,
            translate("AgainSheet", "Send to {name} again?").format(name=name),
            translate("AgainSheet", "Send to {count} people again?"),
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
        typed = TypedCount(count)
        self.column.addWidget(typed)
        cancel = Button(self.tr("Cancel"), size="large", key=self.tr("Esc"))
        self.go = Button(self._button_words(waiting), "danger", size="large")
        self.go.setObjectName("confirm_again")
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.add_button(cancel)
        self.add_button(self.go)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go_clicked)
        typed.matched.connect(self.go.setEnabled)
        self.finished.connect(self.deleteLater)
        typed.field.setFocus()

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
        return words.paragraph(said, look.format(provider=provider))

    def _button_words(self, waiting: int) -> str:
        if waiting:
            figure = words.number(self._count)
            return self.tr("Put {count} back in the queue").format(count=figure)
        return words.counted(
            self._count, self.tr("Send 1 message again"), self.tr("Send {count} messages again")
        )

    def _on_go_clicked(self) -> None:
        self.accept()
        self.confirmed.emit()
