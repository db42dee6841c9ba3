"""A plain text in which merge fields are shown as chips and `{` completes a column."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
)
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QListView,
    QStyleOptionViewItem,
    QTextEdit,
    QWidget,
)

from smsdesk.core.csvimport import find_column
from smsdesk.gui.compose.merge_fields import fields_in, open_field, upto, utf16, utf16_len
from smsdesk.gui.fonts import font, px
from smsdesk.gui.parts.chip import paint_field
from smsdesk.gui.parts.painting import advance, smooth, words
from smsdesk.gui.parts.select import RowsDelegate
from smsdesk.gui.style import Themed, color

_COMPLETION_KEYS: Final = frozenset(
    (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)
)
_CHIP_HEIGHT: Final = 22
_CHIP_PAD: Final = 3
_MARGIN: Final = 4  # room for the edge of a field at the start of a line


class FieldHighlighter(QSyntaxHighlighter):
    """Colours fields and what lies beyond the limit."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.columns: tuple[str, ...] = ()
        self.limit = 0
        self.retheme()

    def retheme(self) -> None:
        """Take the colours of the running theme."""
        self._known = _chip_format(color("accent-text"))
        self._unknown = _chip_format(color("bad"))
        self._beyond = QTextCharFormat()
        self._beyond.setForeground(color("bad"))
        self._beyond.setBackground(color("bad-soft"))

    def is_known(self, name: str) -> bool:
        """Whether a column feeds the field."""
        return find_column(self.columns, name) is not None

    def highlightBlock(self, text: str) -> None:
        """Format one paragraph."""
        for start, end, name in fields_in(text):
            chip = self._known if self.is_known(name) else self._unknown
            start16, end16 = utf16(text, start), utf16(text, end)
            self.setFormat(start16, end16 - start16, chip)
            # room for the chip's edge after the closing brace and before the opening one
            spaced = QTextCharFormat(chip)
            _space_after(spaced)
            self.setFormat(end16 - 1, 1, spaced)
            if start16:
                before = QTextCharFormat(self.format(start16 - 1))
                _space_after(before)
                self.setFormat(start16 - 1, 1, before)
        if self.limit:
            self._mark_beyond(text)

    def _mark_beyond(self, text: str) -> None:
        """Mark what is beyond the limit whatever the fields are filled with: at least nothing."""
        left, at = self.limit - self._written_before(), 0
        for start, end, _name in (*fields_in(text), (len(text), len(text), "")):
            first16, end16 = utf16(text, max(at, at + left)), utf16(text, start)
            if first16 < end16:
                self.setFormat(first16, end16 - first16, self._beyond)
            left -= start - at
            at = end

    def _written_before(self) -> int:
        """Characters of the paragraphs before this one, their ends included, without fields."""
        written = 0
        block = self.currentBlock().previous()
        while block.isValid():
            text = block.text()
            written += len(text) + 1 - sum(end - start for start, end, _name in fields_in(text))
            block = block.previous()
        return written


class _ColumnRows(RowsDelegate):
    """Paints the columns that can be inserted."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(round(advance(_words(index), font())) + 20, px(30))

    def paint_row(
        self, painter: QPainter, area: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        words(painter, area.adjusted(10, 0, -10, 0), _words(index), font())


def _words(index: QModelIndex | QPersistentModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


class MergeEdit(Themed, QTextEdit):
    """Plain text with decorated merge fields; copying and pasting stays plain.

    The text is never cut: what lies beyond the limit is marked.
    style: of the type scale. line: height of a line, which no emoji stretches.
    """

    text_changed = Signal()

    def __init__(
        self, style: str = "message", line: int = 26, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._style, self._line = style, line
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(_MARGIN)
        self.highlighter = self.make_highlighter()
        self._completer = QCompleter(self)
        self._completer.setWidget(self)
        self._offers = QListView()
        self._offers.setAccessibleName(self.tr("Columns to insert"))
        self._completer.setPopup(self._offers)
        self._offers.setItemDelegate(_ColumnRows(self._offers))
        self._offers.setFrameStyle(QFrame.Shape.Box.value | QFrame.Shadow.Plain.value)
        self._completer.setModel(QStringListModel(self))
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.textChanged.connect(self._on_text_changed)
        self._completer.activated.connect(self._on_completer_activated)
        self.retheme()

    def make_highlighter(self) -> FieldHighlighter:
        """What colours the text; asked once."""
        return FieldHighlighter(self.document())

    def text(self) -> str:
        """What was typed, line ends as a line feed."""
        return self.toPlainText()

    def setPlainText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Replace everything; the lines keep their height."""
        super().setPlainText(text)
        self._space_lines()

    def set_text(self, text: str) -> None:
        """Replace everything and go on behind it."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def replace_text(self, text: str) -> None:
        """Replace everything as one step that Undo takes back."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def insert_field(self, name: str) -> None:
        """Put `{name}` at the cursor and keep writing there."""
        self.textCursor().insertText("{" + name + "}")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_columns(self, columns: Sequence[str]) -> None:
        """Say which fields exist; others are shown as unknown."""
        self.highlighter.columns = tuple(columns)
        model = self._completer.model()
        if isinstance(model, QStringListModel):
            model.setStringList(list(columns))
        self.highlighter.rehighlight()

    def set_limit(self, characters: int) -> None:
        """Mark what lies beyond `characters`; 0 for no limit."""
        if characters != self.highlighter.limit:
            self.highlighter.limit = characters
            self.highlighter.rehighlight()

    def retheme(self) -> None:
        """Take the colours and the text size of the running theme."""
        self.setFont(font(self._style))
        self._space_lines()
        look = QPalette()
        look.setColor(QPalette.ColorRole.WindowText, color("line"))
        look.setColor(QPalette.ColorRole.Base, color("raised"))
        self._offers.setPalette(look)
        self.highlighter.retheme()
        self.highlighter.rehighlight()

    # -- Qt ------------------------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave dropped files to the page: they are recipients, not text."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only."""
        if source.hasText():
            self.textCursor().insertText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys of an open completion to it."""
        if self.is_completing() and event.key() in _COMPLETION_KEYS:
            event.ignore()
            return
        super().keyPressEvent(event)
        self._offer_columns()

    def is_completing(self) -> bool:
        """Whether columns are on offer."""
        return self._offers.isVisible()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the fields' grounds, then the text above them."""
        with QPainter(self.viewport()) as painter:
            smooth(painter)
            for rect, known in self.chips():
                paint_field(painter, rect, "accent" if known else "bad")
        super().paintEvent(event)

    def chips(self) -> Iterator[tuple[QRectF, bool]]:
        """Rectangle of every field in viewport coordinates, and whether a column feeds it."""
        layout = self.document().documentLayout()
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        block = self.document().begin()
        while block.isValid():
            origin = layout.blockBoundingRect(block).topLeft() - scrolled
            for start, end, name in fields_in(block.text()):
                known = self.highlighter.is_known(name)
                for rect in _line_rects(block, start, end):
                    yield rect.translated(origin), known
            block = block.next()

    # -- inside --------------------------------------------------------------------------------

    def _space_lines(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(
            float(px(self._line)), QTextBlockFormat.LineHeightTypes.FixedHeight.value
        )
        cursor.mergeBlockFormat(spaced)
        self.document().clearUndoRedoStacks()

    def _typed_name(self) -> str | None:
        cursor = self.textCursor()
        return open_field(upto(cursor.block().text(), cursor.positionInBlock()))

    def _offer_columns(self) -> None:
        typed = self._typed_name()
        popup = self._offers
        if typed is None:
            popup.hide()
            return
        self._completer.setCompletionPrefix(typed)
        if not self._completer.completionCount():
            popup.hide()
            return
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        rect = self.cursorRect()
        rect.setWidth(max(160, popup.sizeHintForColumn(0) + 24))
        self._completer.complete(rect)

    @Slot()
    def _on_text_changed(self) -> None:
        self.viewport().update()
        self.text_changed.emit()

    @Slot(str)
    def _on_completer_activated(self, name: str) -> None:
        typed = self._typed_name()
        if typed is None:
            return
        cursor = self.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left,
            QTextCursor.MoveMode.KeepAnchor,
            utf16_len(typed) + 1,
        )
        cursor.insertText("{" + name + "}")


def _chip_format(colour: QColor) -> QTextCharFormat:
    chip = QTextCharFormat()
    chip.setForeground(colour)
    chip.setFontWeight(QFont.Weight.DemiBold)
    return chip


def _space_after(character: QTextCharFormat) -> None:
    character.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    character.setFontLetterSpacing(px(_CHIP_PAD))


def _line_rects(block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
    """Ground of a field in block coordinates, one piece for every line it runs over."""
    layout, text = block.layout(), block.text()
    start16, end16 = utf16(text, start), utf16(text, end)
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = max(start16, line.textStart())
        last = min(end16, line.textStart() + line.textLength())
        if first >= last:
            continue
        left, right = _cursor_x(line, first), _cursor_x(line, last)
        # the closing brace carries the letter spacing that makes room for the edge
        pad = px(_CHIP_PAD)
        right += 0 if last == end16 else pad
        middle = line.y() + line.height() / 2
        height = px(_CHIP_HEIGHT)
        yield QRectF(left - pad, middle - height / 2, right - left + pad, height)


def _cursor_x(line: QTextLine, position: int) -> float:
    # the binding gives the place and the position it stands for, whatever its stub says
    found: object = line.cursorToX(position)
    return float(found[0]) if isinstance(found, tuple) else 0.0
