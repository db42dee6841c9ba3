"""The Review section opened: every check, its verdict in words, and a way to what it found."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.preflight import Check, CheckState
from smsdesk.gui.fonts import px
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.text import Label, Link, Paragraph
from smsdesk.gui.words import language, number

_LOOKS: Final = {
    CheckState.PASSED: ("check", "ok", "text"),
    CheckState.LOOK: ("tri", "warn", "warn"),
    CheckState.BLOCKED: ("xc", "bad", "bad"),
}
#: Checks whose finding can be looked at somewhere.
_WITH_PLACE: Final = frozenset(("recipients", "segments", "no_empty_values", "phone_column"))
#: The check of what can be looked at from here.
_MEDIA: Final = "media"
_DETAIL_FROM: Final = 344
_HEIGHT: Final = 28


class _Row(QWidget):
    """A verdict; its detail and a link at the right, or the sentences of several findings."""

    def __init__(self, see: str, look: str, look_again: str) -> None:
        super().__init__()
        self._see_words, self._look_words, self._again_words = see, look, look_again
        self.check_id = ""
        self._verdicts = {
            state: IconLabel(icon, tone, "", text_tone=words)
            for state, (icon, tone, words) in _LOOKS.items()
        }
        self.see = Link(see)
        self._detail = Label("", tone="text-3", elide=True)
        self._sentences = Paragraph("", tone="bad")
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for verdict in self._verdicts.values():
            line.addWidget(verdict)
        line.addWidget(self._sentences, 1)
        line.addWidget(self.see)
        line.addWidget(self._detail, 1)
        self._line = line
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.addLayout(line)
        self.setMinimumHeight(px(_HEIGHT))

    def show_check(self, check: Check) -> None:
        self.check_id = check.id
        icon, tone, words = _LOOKS[check.state]
        title, detail = check.title(language(), number), check.details(language(), number)
        told = bool(check.problems)
        for state, verdict in self._verdicts.items():
            verdict.setVisible(state is check.state)
            verdict.setFixedWidth(px(16) if told else px(_DETAIL_FROM - 12))
            self._line.setAlignment(verdict, _beside(told))
        self._line.setAlignment(self.see, _beside(told))
        self._verdicts[check.state].set_look(icon, tone, "" if told else title)
        self._sentences.setVisible(told)
        self._sentences.setText(title if told else "")
        self._sentences.set_tone(words)
        self._detail.setVisible(not told)
        self._detail.setText(detail)
        some = check.state is not CheckState.PASSED and check.variant != "all"
        can_look = check.id == _MEDIA and check.variant != "busy"
        look = self._again_words if told else self._look_words
        self.see.setText(look if check.id == _MEDIA else self._see_words)
        self.see.setVisible(some and (check.id in _WITH_PLACE or can_look))
        sentence = check.sentence(language(), number)
        self.see.setAccessibleDescription(sentence)
        self.setAccessibleName(sentence)


def _beside(told: bool) -> Qt.AlignmentFlag:
    """Beside sentences of several lines things stand at the first one."""
    return Qt.AlignmentFlag.AlignTop if told else Qt.AlignmentFlag.AlignVCenter


class ReviewList(QWidget):
    """One line a check.

    Signals:
        see_requested(str): show what the check of that id found.
        media_requested(): look at the addresses of the message, again where that was done.
    """

    see_requested = Signal(str)
    media_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName(self.tr("Checks"))

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show `checks` in their order; lines stay where they are while only words change."""
        while len(self._rows) < len(checks):
            row = _Row(self.tr("See them"), self.tr("Check now"), self.tr("Check again"))
            row.see.clicked.connect(self._on_see_clicked)
            self._rows.append(row)
            self._column.addWidget(row)
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(checks))
            if at < len(checks):
                row.show_check(checks[at])

    def sentences(self) -> list[str]:
        """What stands in the lines."""
        return [row.accessibleName() for row in self._rows if not row.isHidden()]

    @Slot()
    def _on_see_clicked(self) -> None:
        link = self.sender()
        for row in self._rows:
            if row.see is not link:
                continue
            if row.check_id == _MEDIA:
                self.media_requested.emit()
            else:
                self.see_requested.emit(row.check_id)
