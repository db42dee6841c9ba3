"""What the window says over its pages: a problem, a passing line, a question before it closes.

Apart from the window, so that its first paint need not load any of this.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.sheet import Sheet
from smsdesk.gui.parts.toast import Toaster


class Notices(QObject):
    """The notices of one window. Nothing here stops what is going on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._toaster = Toaster(window)
        self._sheet: Sheet | None = None
        self._place = QWidget()
        column = QVBoxLayout(self._place)
        column.setContentsMargins(24, 12, 24, 4)
        self._problem = Note("bad", action=self.tr("Close"))
        self._problem.setObjectName("window_problem")
        self._problem.action_clicked.connect(self.clear_problem)
        column.addWidget(self._problem)
        self._place.hide()
        window.put_over_pages(self._place)
        window.toast_wanted.connect(self._toaster.say)
        window.close_asked.connect(self.ask_before_closing)

    def show_problem(self, sentence: str) -> None:
        """Say what cannot be done and why; the first line, or sentence, is the heading."""
        head, rest = _parted(sentence)
        self._problem.set_text(head, rest)
        self._place.show()

    def problem(self) -> str:
        """The heading of the problem in sight, "" for none."""
        return "" if self._place.isHidden() else self._problem.accessibleName()

    def clear_problem(self) -> None:
        """Take the problem away."""
        self._place.hide()

    def ask_before_closing(self) -> None:
        """A campaign is being sent: stay, or pause it and close."""
        if self._sheet is not None:
            return
        sheet = Sheet(self._window, self.tr("Pause and close?"), width=480)
        sheet.setObjectName("close_sheet")
        sheet.set_subtitle(
            self.tr(
                "A campaign is being sent. Closing pauses it: what has left keeps its answer, "
                "the rest is kept and can be resumed."
            )
        )
        stay = Button(self.tr("Keep sending"), size="large", key="Esc")
        leave = Button(self.tr("Pause and close"), "primary", size="large")
        stay.setObjectName("keep_sending")
        leave.setObjectName("pause_and_close")
        stay.clicked.connect(sheet.reject)
        leave.clicked.connect(sheet.accept)
        leave.setDefault(True)
        sheet.add_button(stay)
        sheet.add_button(leave)
        sheet.finished.connect(self._on_close_answered)
        self._sheet = sheet
        sheet.open()

    def _on_close_answered(self, answer: int) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None
        if answer == Sheet.DialogCode.Accepted:
            self._window.close_now()


def _parted(text: str) -> tuple[str, str]:
    """Heading and rest: after the first line, else after the first sentence."""
    for end, kept in (("\n", 0), (". ", 1), ("\u3002", 1)):
        at = text.find(end)
        if at >= 0:
            return text[: at + kept], text[at + len(end) :]
    return text, ""
