"""The Review section opened: every check, its verdict in words, and a way to what it found."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.preflight import Check, CheckState
from smsdesk.gui.fonts import px
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.text import Label, Link, Paragraph
from smsdesk.gui.tab_order import insert_before
from smsdesk.gui.words import counted, language, number

_LOOKS: Final = {
    CheckState.PASSED: ("check", "ok", "text"),
    CheckState.LOOK: ("tri", "warn", "warn"),
    CheckState.BLOCKED: ("xc", "bad", "bad"),
}
#: Checks whose finding can be looked at somewhere.
_WITH_PLACE: Final = frozenset(
    (
        "recipients",
        "segments",
        "no_empty_values",
        "phone_column",
        "landlines",
        "already_sent",
        "too_often",
    )
)
#: Checks whose people can be left out from here.
_CAN_LEAVE_OUT: Final = frozenset(("landlines", "already_sent", "too_often"))
#: Findings about everybody, or about nobody in particular.
_WITHOUT_PLACE: Final = frozenset(("all", "unread"))
#: The detail that says in words what the link beside it does.
_LEAVE_OUT: Final = "leave_out"
#: The check of what can be looked at from here.
_MEDIA: Final = "media"
_DETAIL_FROM: Final = 344
_HEIGHT: Final = 28


class _Row(QWidget):
    """A verdict; its detail and a link at the right, or the sentences of several findings."""

    def __init__(self, see: str, look: str, look_again: str, leave_out: str) -> None:
        super().__init__()
        self._see_words, self._look_words, self._again_words = see, look, look_again
        self.check_id = ""
        self._verdicts = {
            state: IconLabel(icon, tone, "", text_tone=words)
            for state, (icon, tone, words) in _LOOKS.items()
        }
        self.see = Link(see)
        self.leave_out = Link(leave_out)
        self._detail = Label("", tone="text-3", elide=True)
        self._sentences = Paragraph("", tone="bad")
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for verdict in self._verdicts.values():
            line.addWidget(verdict)
        line.addWidget(self._sentences, 1)
        line.addWidget(self.see)
        line.addWidget(self.leave_out)
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
        self._line.setSpacing(8 if told else 12)  # sentences begin where the other words do
        for state, verdict in self._verdicts.items():
            verdict.setVisible(state is check.state)
            verdict.setFixedWidth(px(16) if told else px(_DETAIL_FROM - 12))
            self._line.setAlignment(verdict, _beside(told))
        self._line.setAlignment(self.see, _beside(told))
        self._verdicts[check.state].set_look(icon, tone, "" if told else title)
        self._sentences.setVisible(told)
        self._sentences.setText(title if told else "")
        self._sentences.set_tone(words)
        some = check.state is not CheckState.PASSED and check.variant not in _WITHOUT_PLACE
        can_look = check.id == _MEDIA and check.variant != "busy"
        look = self._again_words if told else self._look_words
        self.see.setText(look if check.id == _MEDIA else self._see_words)
        self.see.setVisible(some and (check.id in _WITH_PLACE or can_look))
        sentence = check.sentence(language(), number)
        can_leave = some and check.id in _CAN_LEAVE_OUT
        self.leave_out.setVisible(can_leave)
        self._detail.setVisible(not told)
        self._detail.setText("" if can_leave and check.detail == _LEAVE_OUT else detail)
        for link in (self.see, self.leave_out):
            link.setAccessibleDescription(sentence)
        self.setAccessibleName(sentence)


def _beside(told: bool) -> Qt.AlignmentFlag:
    """Beside sentences of several lines things stand at the first one."""
    return Qt.AlignmentFlag.AlignTop if told else Qt.AlignmentFlag.AlignVCenter


class _LeftOut(QWidget):
    """How many were left out by hand, and the way back."""

    def __init__(self, put_back: str) -> None:
        super().__init__()
        self.words = IconLabel("ban", "wait", "", text_tone="text")
        self.words.setFixedWidth(px(_DETAIL_FROM - 12))
        self.put_back = Link(put_back)
        self.put_back.setObjectName("put_back")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(12)
        line.addWidget(self.words)
        line.addWidget(self.put_back)
        line.addStretch(1)
        self.setMinimumHeight(px(_HEIGHT))

    def say(self, words: str) -> None:
        self.words.set_look("ban", "wait", words)
        self.put_back.setAccessibleDescription(words)
        self.setAccessibleName(words)


class ReviewList(QWidget):
    """One line a check.

    Signals:
        leave_out_requested(str): send not to those whom the check of that id found.
        put_back_requested(): send again to all who were left out so.
        see_requested(str): show what the check of that id found.
        media_requested(): look at the addresses of the message, again where that was done.
    """

    see_requested = Signal(str)
    media_requested = Signal()
    leave_out_requested = Signal(str)
    put_back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._left_out = _LeftOut(self.tr("Put them back"))
        self._left_out.put_back.clicked.connect(self.put_back_requested)
        self._left_out.hide()
        self._column.addWidget(self._left_out)
        self.setAccessibleName(self.tr("Checks"))

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show `checks` in their order; lines stay where they are while only words change."""
        while len(self._rows) < len(checks):
            words = (self.tr("See them"), self.tr("Check now"), self.tr("Check again"))
            row = _Row(*words, self.tr("Leave them out"))
            row.see.clicked.connect(self._on_see_clicked)
            row.leave_out.clicked.connect(self._on_leave_out_clicked)
            self._rows.append(row)
            self._column.insertWidget(len(self._rows) - 1, row)
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(checks))
            if at < len(checks):
                row.show_check(checks[at])
        links = [link for row in self._rows for link in (row.see, row.leave_out)]
        insert_before(self._left_out.put_back, links)

    def show_left_out(self, count: int) -> None:
        """Say how many were left out by hand, and offer to put them back; nothing for 0."""
        self._left_out.setVisible(count > 0)
        if count:
            self._left_out.say(
                counted(count, self.tr("1 left out by you"), self.tr("{count} left out by you"))
            )

    def sentences(self) -> list[str]:
        """What stands in the lines."""
        lines: list[QWidget] = [*self._rows, self._left_out]
        return [line.accessibleName() for line in lines if not line.isHidden()]

    @Slot()
    def _on_leave_out_clicked(self) -> None:
        link = self.sender()
        for row in self._rows:
            if row.leave_out is link:
                self.leave_out_requested.emit(row.check_id)

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
