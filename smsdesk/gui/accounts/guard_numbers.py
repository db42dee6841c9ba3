"""The numbers a guarded account may send to: typed as people write them, judged while they type."""

import re
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from smsdesk.core.account import TEST_NUMBERS_MAX
from smsdesk.core.errors import Problem
from smsdesk.core.phone import read_number
from smsdesk.gui import fonts, words
from smsdesk.gui.parts.field import FormField, TextFrame

KEY: Final = "test_numbers"
"""How the account, its problems and this field's name call them."""

_HEIGHT: Final = 112  # five numbers without scrolling
_SEPARATORS: Final = re.compile(r"[,;\t\r\n，；、]+")


class GuardNumbers(QPlainTextEdit):
    """An editor for phone numbers, one a line or separated by commas.

    region: country of numbers without a prefix, ISO 3166 alpha-2, "" for none.

    Signals:
        left: the keyboard went elsewhere, so that what was typed is complete.
    """

    left = Signal()

    def __init__(self, numbers: Iterable[int], region: str) -> None:
        super().__init__("\n".join(f"+{number}" for number in numbers))
        self.region = region
        self.setTabChangesFocus(True)

    def numbers(self) -> tuple[int, ...]:
        """E.164 digits of what can be read, each once, in the order they were typed."""
        found = (read_number(piece, self.region or None)[0] for piece in self._pieces())
        return tuple(dict.fromkeys(number for number in found if number))

    def problems(self, *, typing: bool = False) -> list[Problem]:
        """What cannot be read. typing: the number at the cursor is not judged yet."""
        return [
            Problem(KEY, "account_test_number", {"number": piece})
            for piece in self._pieces(typing=typing)
            if not read_number(piece, self.region or None)[0]
        ]

    def _pieces(self, *, typing: bool = False) -> list[str]:
        text = self.toPlainText()
        pieces = [piece.strip() for piece in _SEPARATORS.split(text)]
        if typing and self.textCursor().position() == len(text):
            pieces.pop()
        return [piece for piece in pieces if piece]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whatever stands there is complete now."""
        super().focusOutEvent(event)
        self.left.emit()


class GuardNumbersField(FormField):
    """`GuardNumbers` with its label, how many there are, and what is wrong below it.

    Signals:
        changed: other numbers than before.
    """

    changed = Signal()

    def __init__(self, numbers: Iterable[int], region: str) -> None:
        self.editor = GuardNumbers(numbers, region)
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        frame = TextFrame(self.editor)
        frame.setFixedHeight(fonts.px(_HEIGHT))
        super().__init__("", frame)
        name = self.tr("Test numbers")
        self._label.setText(name)
        self.editor.setAccessibleName(name)
        self.editor.setObjectName(f"account_{KEY}")
        self.editor.setPlaceholderText(self.tr("+86 138 0013 8000"))
        self.set_hint(self.tr("One per line or separated by commas, with + and the country code"))
        self.editor.textChanged.connect(self._on_editor_text_changed)
        self.editor.left.connect(self._on_editor_left)
        self._show_count()

    def set_region(self, region: str) -> None:
        """Judge what stands there by another country."""
        if region != self.editor.region:
            self.editor.region = region
            self._on_editor_text_changed()

    def set_error(self, sentence: str) -> None:
        """Say what is wrong; a screen reader finds it at the editor."""
        super().set_error(sentence)
        self.editor.setAccessibleDescription(sentence or self._hint)

    def _on_editor_text_changed(self) -> None:
        self._show_count()
        self._show_problems(self.editor.problems(typing=True))
        self.changed.emit()

    def _on_editor_left(self) -> None:
        self._show_problems(self.editor.problems())

    def _show_problems(self, problems: list[Problem]) -> None:
        self.set_error("\n".join(problem.sentence(words.language()) for problem in problems))

    def _show_count(self) -> None:
        self.set_counter(len(self.editor.numbers()), TEST_NUMBERS_MAX)
