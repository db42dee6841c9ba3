"""The widgets of Compose: sections at the left, preview at the right, the bar below."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smsdesk.core.errors import SmsdeskError
from smsdesk.core.preflight import CheckState
from smsdesk.gui.compose.bar import SendBar
from smsdesk.gui.compose.columns import ColumnsBody
from smsdesk.gui.compose.first_run import FirstRun
from smsdesk.gui.compose.holding import CountdownBar
from smsdesk.gui.compose.message import MessageBody
from smsdesk.gui.compose.preview import PreviewPane
from smsdesk.gui.compose.recipients_section import RecipientsBody
from smsdesk.gui.compose.review_list import ReviewList
from smsdesk.gui.compose.survey import Survey
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.section import Section
from smsdesk.gui.parts.surface import ScrollColumn
from smsdesk.gui.words import language

_LOW = 760  # under this height an opened section closes the others
_ROOMY = 1280  # under this width the preview takes less room
_RAIL = 76
_SECTIONS_WIDTH = 1040
_DRAWER_WIDTH = 320


class ComposeView(QWidget):
    """Lays everything out and folds it by the room there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self._folding = False
        self._was_low = False
        self._setup_ui()

    def _setup_ui(self) -> None:
        self.first_run = FirstRun()
        self.first_run.hide()
        self.trouble = Note("bad", icon="tri")
        self.trouble.hide()
        self.recipients_body = RecipientsBody()
        self.columns_body = ColumnsBody()
        self.message_body = MessageBody()
        self.review_list = ReviewList()
        self.recipients = Section(1, self.tr("Recipients"))
        self.columns = Section(2, self.tr("Columns"))
        self.message = Section(3, self.tr("Message"))
        self.review = Section(4, self.tr("Review"))
        self.sections = (self.recipients, self.columns, self.message, self.review)
        bodies: tuple[QWidget, ...] = (
            self.recipients_body,
            self.columns_body,
            self.message_body,
            self.review_list,
        )
        hints = (
            self.tr("Drop a CSV file here, or paste numbers, at any time"),
            self.tr("We guess which column is the phone number; you confirm"),
            self.tr("Write once; each person’s name and order fill themselves in"),
            self.tr("Every check, the segments and the time, before you press Send"),
        )
        self.column = ScrollColumn(max_width=_SECTIONS_WIDTH)
        self.column.add(self.first_run)
        self.column.add(self.trouble)
        self._hints = dict(zip(self.sections, hints, strict=True))
        for section, body in zip(self.sections, bodies, strict=True):
            section.set_body(body)
            section.toggled.connect(self._on_section_toggled)
            self.column.add(section)
        self.bar = SendBar()
        self.countdown = CountdownBar()
        self.countdown.hide()
        self.pane = PreviewPane()
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        centre.addWidget(self.column, 1)
        centre.addWidget(self.bar)
        centre.addWidget(self.countdown)
        self._body = QHBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addLayout(centre, 1)
        self._body.addWidget(self.pane)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(self._body, 1)

    # -- folding -------------------------------------------------------------------------------

    @property
    def is_low(self) -> bool:
        """Whether one open section at a time is all there is room for."""
        return self.window().height() < _LOW

    def open_only(self, *sections: Section) -> None:
        """Open `sections` and fold the others; in a low window only the first."""
        self._folding = True
        opened = sections[:1] if self.is_low else sections
        for section in self.sections:
            section.expand(section in opened, animate=False)
        self._folding = False

    @Slot(bool)
    def _on_section_toggled(self, opened: bool) -> None:
        if self._folding or not opened or not self.is_low:
            return
        self._folding = True
        for section in self.sections:
            if section is not self.sender():
                section.expand(False)
        self._folding = False

    @Slot()
    def open_columns(self) -> None:
        """Open the Columns section and continue in it."""
        self.columns.expand(True)
        self.columns_body.focus_first()

    def focus_work(self) -> None:
        """Put the keyboard where the work goes on: the first thing in sight that wants doing."""
        first = _able(self.first_run.findChildren(QPushButton))
        if first is None and self.message_body.isVisible():
            self.message_body.focus_first()
            return
        bringing = _able(self.recipients_body.findChildren(QPushButton))
        target = first or bringing or self.recipients.header()
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str, object)
    def show_trouble(self, heading: str, problem: SmsdeskError | None) -> None:
        """Say above the sections what stopped something; None takes it back."""
        self.trouble.setVisible(problem is not None)
        if problem is not None:
            self.trouble.set_text(heading, problem.sentence(language()))
            self.column.ensureWidgetVisible(self.trouble)

    def show_states(self, people: int, written: bool, found: Survey | None) -> None:
        """Show on the discs of sections 2 to 4 what is done and what wants a look."""
        states = [check.state for check in found.checks] if found else []
        columns = [
            check.state
            for check in (found.checks if found else ())
            if check.id in ("phone_column", "fields_have_columns")
        ]
        if not people:
            self.columns.set_state("todo")
        else:
            bad = any(state is not CheckState.PASSED for state in columns)
            self.columns.set_state("look" if bad else "done")
        if self.message.is_expanded() or not written:
            self.message.set_state("now" if people or written else "todo")
        else:
            self.message.set_state("done")
        blocked = people and written and CheckState.BLOCKED in states
        self.review.set_state("look" if blocked else "todo")
        self._show_hints(locked=False)

    def _show_hints(self, locked: bool) -> None:
        """Say what a section will do while it neither holds anything nor is at work."""
        for section, hint in self._hints.items():
            idle = section.state() == "todo" and not section.is_expanded()
            section.set_hint(hint if locked or idle else "")

    def lock(self, locked: bool) -> None:
        """First run: the sections stay in sight, locked, with what each will do."""
        self.first_run.setVisible(locked)
        self.recipients.set_dashed(locked)
        self.recipients.set_trailing_icon("dl" if locked else "")
        for section in self.sections[1:]:
            section.set_trailing_icon("lock" if locked else "")
            section.set_state("locked" if locked else "todo")
        self._show_hints(locked)

    def set_read_only(self, read_only: bool) -> None:
        """Nothing can be changed while a campaign is about to begin; all of it can be read."""
        self.column.set_content_enabled(not read_only)

    def show_countdown(self, counting: bool) -> None:
        """Let the bar count down, or say again what Send would do."""
        self.bar.setVisible(not counting)
        self.countdown.setVisible(counting)

    # -- room ----------------------------------------------------------------------------------

    def adapt(self) -> None:
        """Fit preview and editor to the room."""
        if self.is_low and not self._was_low:
            self.open_only(*[s for s in (self.message, *self.sections) if s.is_expanded()][:1])
        self._was_low = self.is_low
        self.message_body.set_low(self.is_low)
        self.pane.set_low(self.is_low)
        self.pane.set_compact(self._narrow or self.width() + _RAIL < _ROOMY)
        if self._narrow and self.pane.isVisibleTo(self):
            self._place_drawer()

    def set_narrow(self, narrow: bool) -> None:
        """Turn the preview pane into a drawer over the work, or back."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._body.removeWidget(self.pane)
            self.pane.hide()
        else:
            self._body.addWidget(self.pane)
            self.pane.show()
        self.adapt()

    @property
    def has_drawer(self) -> bool:
        """Whether the preview lies over the work right now."""
        return self._narrow and self.pane.isVisibleTo(self)

    def toggle_drawer(self) -> None:
        """Show or close the preview where it is a drawer."""
        if not self._narrow:
            return
        self.pane.setVisible(not self.pane.isVisibleTo(self))
        if self.pane.isVisibleTo(self):
            self._place_drawer()

    def show_drawer(self) -> None:
        """Bring the preview into sight where it is a drawer."""
        if self._narrow and not self.pane.isVisibleTo(self):
            self.toggle_drawer()

    def _place_drawer(self) -> None:
        height = self.height() - self.bar.height()  # Send and Undo stay in sight
        self.pane.setGeometry(self.width() - _DRAWER_WIDTH, 0, _DRAWER_WIDTH, height)
        self.pane.raise_()


def _able(buttons: Iterable[QPushButton]) -> QPushButton | None:
    """The first that can be pressed."""
    return next((button for button in buttons if button.isVisible() and button.isEnabled()), None)
