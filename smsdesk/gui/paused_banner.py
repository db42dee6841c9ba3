"""The line over the pages after a start: what was left half sent, and the way to it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from smsdesk.gui import words
from smsdesk.gui.parts.note import Note

translate = QCoreApplication.translate


class PausedLine(NamedTuple):
    """One campaign that waits for a person. done: with an answer, also an unknown one."""

    id: str
    name: str
    done: int
    total: int
    unknown: int


class PausedBanner(QWidget):
    """Says where the campaigns stand that were not sent to their end.

    Signals:
        review_requested(str): show that campaign; "" where there are several: all of them.
        dismissed: do not speak of these any more.
    """

    review_requested = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = ""
        self._note = Note("warn", icon="pause", action=translate("PausedBanner", "Review"))
        self._note.set_closable(translate("PausedBanner", "Do not show this again"))
        self._note.setObjectName("paused_banner")
        self._note.action_clicked.connect(self._on_note_action_clicked)
        self._note.close_clicked.connect(self.dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 8)
        row.addWidget(self._note)

    def show_paused(self, paused: Sequence[PausedLine]) -> None:
        """Speak of these; none hides it."""
        self._about = paused[0].id if len(paused) == 1 else ""
        self.setVisible(bool(paused))
        if len(paused) == 1:
            self._note.set_text("", paused_line(paused[0]))
        elif paused:
            self._note.set_text("", _several(paused))

    def _on_note_action_clicked(self) -> None:
        self.review_requested.emit(self._about)


def paused_line(paused: PausedLine) -> str:
    """Where one campaign stands, in one sentence."""
    if paused.unknown:
        said = translate(
            "PausedBanner", "{name} is paused at {done} of {total}; {unknown} may have gone out."
        )
    else:
        said = translate("PausedBanner", "{name} is paused at {done} of {total}.")
    return said.format(
        name=paused.name,
        done=words.number(paused.done),
        total=words.number(paused.total),
        unknown=words.number(paused.unknown),
    )


def _several(paused: Sequence[PausedLine]) -> str:
    unknown = sum(one.unknown for one in paused)
    if unknown:
        said = translate(
            "PausedBanner", "{count} campaigns are paused; {unknown} people may have got theirs."
        )
    else:
        said = translate("PausedBanner", "{count} campaigns are paused.")
    return said.format(count=words.number(len(paused)), unknown=words.number(unknown))
