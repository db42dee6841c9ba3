"""Fields of a form: label above, control, hint or problem below; the frame of an editor."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smsdesk.gui import icons
from smsdesk.gui.fonts import line_height
from smsdesk.gui.parts.input import see_through
from smsdesk.gui.parts.scroll import ThinScrollBar
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.words import number

_SHORT = 12  # characters: what is that short is meant to be filled, as codes are


def is_near(used: int, maximum: int) -> bool:
    """Whether a limit asks to be seen: from 90 % of it on, a short one only beyond it."""
    return used > maximum or (maximum > _SHORT and used * 10 >= maximum * 9)


class TextFrame(Card):
    """The frame of an input around an editor of several lines, with its focus ring."""

    def __init__(
        self,
        editor: QAbstractScrollArea,
        margins: tuple[int, int, int, int] = (10, 8, 6, 8),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(8, "input", "field", parent=parent)
        self.editor = editor
        editor.setFrameShape(QFrame.Shape.NoFrame)
        editor.setVerticalScrollBar(ThinScrollBar())
        see_through(editor)
        editor.viewport().setAutoFillBackground(False)
        editor.focus_look = ("input", 8)  # type: ignore[attr-defined]
        editor.focus_frame = self  # type: ignore[attr-defined]
        column = QVBoxLayout(self)
        column.setContentsMargins(*margins)
        column.addWidget(editor)

    def set_error(self, wrong: bool) -> None:
        """Mark (or unmark) what was typed as not usable."""
        self.set_look(outline="bad-fill" if wrong else "field")


class FormField(QWidget):
    """Label above, control, one line below: the hint, or in its place what is wrong."""

    def __init__(
        self,
        label: str,
        control: QWidget,
        hint: str = "",
        optional: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        self._label = Label(label, weight=500)
        self._label.setBuddy(getattr(control, "editor", control))
        self._optional = Label(optional, "small", "text-3")
        if not optional:
            self._optional.hide()
        self._counter = Label("", "small", "text-3")
        self._counter.hide()
        self._below = Below()
        named = getattr(control, "set_name", None)
        if named is not None:
            named(label)
        elif not control.accessibleName():
            control.setAccessibleName(label)
        self._top = top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._label)
        top.addWidget(self._optional)
        top.addStretch(1)
        top.addWidget(self._counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(control)
        column.addWidget(self._below)
        column.addStretch(1)
        self.set_error("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_error(self, sentence: str) -> None:
        """Say what is wrong in place of the hint; "" brings the hint back."""
        mark = getattr(self.control, "set_error", None)
        if mark is not None:
            mark(bool(sentence))
        self._below.say(sentence or self._hint, wrong=bool(sentence))
        self.control.setAccessibleDescription(sentence or self._hint)

    def set_hint(self, hint: str) -> None:
        """Change the hint."""
        self._hint = hint
        self.set_error("")

    def set_counter(self, used: int, maximum: int) -> None:
        """Show how much of a limit is used."""
        near = is_near(used, maximum)
        self._counter.setText(f"{number(used)}/{number(maximum)}")
        self._counter.set_style("small", 500 if near else 400)
        self._counter.set_tone("warn" if near else "text-3")
        self._counter.show()

    def add_action(self, action: QWidget) -> None:
        """Put something to press at the right end of the label."""
        action.setMaximumHeight(line_height())  # the label keeps its height
        self._top.addWidget(action)

    def clear_counter(self) -> None:
        """There is no limit to count against."""
        self._counter.hide()


class Below(QWidget):
    """The small line under a control, with a triangle where it says what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._wrong = False
        self._words = Paragraph("", "small", "text-3")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._words)

    def say(self, text: str, wrong: bool) -> None:
        """Change the words; "" takes no room."""
        self._wrong = wrong
        self._words.setText(text)
        self._words.set_tone("bad" if wrong else "text-3")
        self._row.setContentsMargins(20 if wrong else 0, 0, 0, 0)
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the triangle."""
        if self._wrong:
            icons.paint(QPainter(self), "tri", 1, 1, 14, "bad")
