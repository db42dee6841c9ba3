"""The text of a message: costly characters are underlined, fields can be renamed."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QWidget

from smsdesk.core.segments import costly_characters
from smsdesk.gui.compose.merge_edit import FieldHighlighter, MergeEdit
from smsdesk.gui.compose.merge_fields import renamed, utf16, utf16_len
from smsdesk.gui.style import color

#: Above this share of costly characters the text is simply not a Latin one: nothing is marked.
_COSTLY_SHARE: Final = 0.2


class _CostlyHighlighter(FieldHighlighter):
    """Colours fields, costly characters and what lies beyond the limit."""

    def __init__(self, document: QTextDocument) -> None:
        self.mark_costly = True
        super().__init__(document)

    def retheme(self) -> None:
        """Take the colours of the running theme."""
        super().retheme()
        self._costly = QTextCharFormat()
        self._costly.setBackground(color("warn-soft"))
        self._costly.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._costly.setUnderlineColor(color("warn-fill"))

    def highlightBlock(self, text: str) -> None:
        """Format one paragraph."""
        if self.mark_costly:
            for index, character in costly_characters(text):
                self.setFormat(utf16(text, index), utf16_len(character), self._costly)
        super().highlightBlock(text)


class MessageEditor(MergeEdit):
    """The message text of an SMS."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("message_text")
        self.setAccessibleName(self.tr("Message text"))
        self.document().contentsChange.connect(self._on_contents_change)

    def make_highlighter(self) -> FieldHighlighter:
        """Costly characters are marked as well."""
        self._costly = _CostlyHighlighter(self.document())
        return self._costly

    def rename_field(self, old: str, new: str) -> None:
        """Let every `{old}` take its value from the column `new`; one step for Undo."""
        text = renamed(self.text(), old, new)
        if text != self.text():
            self.replace_text(text)

    @Slot(int, int, int)
    def _on_contents_change(self, _position: int, _removed: int, _added: int) -> None:
        text = self.text()
        costly = len(costly_characters(text))
        mark = costly <= max(3, len(text) * _COSTLY_SHARE)
        if mark is not self._costly.mark_costly:
            self._costly.mark_costly = mark
            self._costly.rehighlight()
