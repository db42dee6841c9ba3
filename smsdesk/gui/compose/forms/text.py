"""A text: the editor with what is wrong below it, and options beneath the counter."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.core.message import Kind, Message, TextMessage
from smsdesk.core.provider import Limit, ProviderInfo
from smsdesk.gui.compose.forms.channels import ChannelRow
from smsdesk.gui.compose.forms.form import Longest, MessageForm
from smsdesk.gui.compose.insert_row import InsertRow
from smsdesk.gui.compose.message_editor import MessageEditor
from smsdesk.gui.compose.options import MessageOptions
from smsdesk.gui.fonts import px
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.field import TextFrame, is_near
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.text import Label
from smsdesk.gui.words import number

_HEIGHT: Final = 124
_LOW_HEIGHT: Final = 108
_COUNTED: Final = 18  # px more for the characters under the text


class TextForm(MessageForm):
    """The text itself.

    tools: buttons for the row under the text. foot: what stands beneath the counter.
    """

    kind: ClassVar[Kind] = Kind.TEXT

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit: Limit | None = None
        self._longest: Longest | None = None
        self._low = False
        self._shown = True
        self._options_taken: tuple[str, ...] = ()
        self._setup_ui()
        self._connect()
        self.set_provider(None)

    def _setup_ui(self) -> None:
        self.editor = MessageEditor()
        self.frame = TextFrame(self.editor)
        self._counter = Label("", "small", "text-3")
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._counter.hide()
        framed = self.frame.layout()
        if framed is not None:
            framed.setSpacing(0)
            framed.addWidget(self._counter)
        self.trouble = Note("bad", icon="tri")
        self.trouble.hide()
        self.link = Button(self.tr("Short link"), kind="ghost", icon="link", size="small")
        self.link.setToolTip(self.tr("Put #1# where the short link is to stand"))
        self.more = Button(self.tr("Options"), kind="ghost", icon="down", size="small")
        self.more.setObjectName("message_options")
        self.more.setCheckable(True)
        self.tools = (self.link, self.more)
        self.options = MessageOptions()
        self.options.hide()
        self.channels = ChannelRow()
        self.foot = QWidget()
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.options)
        foot.addWidget(self.channels)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.frame)
        column.addWidget(self.trouble)

    def _connect(self) -> None:
        self.editor.text_changed.connect(self._on_text_changed)
        self.options.changed.connect(self._on_options_changed)
        self.options.short_link_requested.connect(self._on_link_clicked)
        self.channels.changed.connect(self.changed)
        self.link.clicked.connect(self._on_link_clicked)
        self.more.toggled.connect(self._on_more_toggled)

    def message(self) -> TextMessage:
        """What stands in the editor and in the options the provider takes."""
        message = self.options.apply_to(TextMessage(self.editor.text()))
        if "channels" in self._options_taken:
            message = replace(message, channels=self.channels.channels())
        if "webhook" in self._options_taken:
            message = replace(message, webhook=self.channels.webhook())
        return message

    def show_message(self, message: Message) -> None:
        """Put a message into the editor and the options."""
        if not isinstance(message, TextMessage):
            return
        self.editor.replace_text(message.text)
        self.options.show_message(message)
        self.channels.show_channels(message.channels, message.webhook)
        self.more.setChecked(bool(self.options.in_use()))

    def focus_first(self) -> None:
        """Continue in the text."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_row(self, row: InsertRow) -> None:
        """Show it below the text."""
        self._column.addWidget(row)
        row.follow(self.editor)

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Offer the options and the limit of another provider."""
        taken = info.kinds.get(Kind.TEXT, ()) if info else ()
        self._options_taken = taken
        self.options.set_taken(taken)
        self.channels.set_provider(info, Kind.TEXT)
        self._show_parts()
        self._limit = info.limit("text") if info else None
        self.editor.set_limit(self._limit.maximum if self._limit else 0)
        self.set_low(self._low)
        self._count()

    def show_parts(self, shown: bool) -> None:
        """Show or hide what lies outside the form: the buttons, and what is beneath the counter."""
        self._shown = shown
        self._show_parts()

    def set_columns(self, header: Sequence[str]) -> None:
        """Know the fields of another list."""
        self.editor.set_columns(header)
        self.channels.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field; those of the text below the editor."""
        sentence = errors.get("text", "")
        self.trouble.setVisible(bool(sentence))
        self.frame.set_error(bool(sentence))
        if sentence:
            self.trouble.set_text("", sentence)
        self.channels.show_errors(errors)
        if self.options.show_errors(errors):
            self.more.setChecked(True)

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count the text as its longest recipient gets it."""
        self._longest = longest.get("text")
        self._count()

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
        self._low = low
        counted = _COUNTED if self._limit else 0
        self.frame.setFixedHeight(px((_LOW_HEIGHT if low else _HEIGHT) + counted))

    def _show_parts(self) -> None:
        taken = self._options_taken
        self.link.setVisible(self._shown and "short_link" in taken)
        self.more.setVisible(self._shown and self.options.takes_any())
        opened = self.more.isChecked() and self.options.takes_any()
        channels = "channels" in taken or "webhook" in taken
        self.options.setVisible(opened)
        self.channels.setVisible(channels)
        self.foot.setVisible(self._shown and (opened or channels))

    def _count(self) -> None:
        self._counter.setVisible(self._limit is not None)
        if self._limit is None:
            return
        used = self._longest.length if self._longest else len(self.editor.text())
        near = is_near(used, self._limit.maximum)
        self._counter.setText(f"{number(used)}/{number(self._limit.maximum)}")
        self._counter.set_style("small", 500 if near else 400)
        self._counter.set_tone("warn" if near else "text-3")
        who = self._longest.who if self._longest else ""
        counted = self.tr("Counted for the longest: {name}.").format(name=who) if who else ""
        self._counter.setToolTip(counted)

    @Slot()
    def _on_text_changed(self) -> None:
        self._count()
        self.changed.emit()

    @Slot()
    def _on_options_changed(self) -> None:
        used = len(self.options.in_use())
        self.more.setText(
            self.tr("Options ({count})").format(count=used) if used else self.tr("Options")
        )
        self.changed.emit()

    @Slot()
    def _on_link_clicked(self) -> None:
        if "#1#" not in self.editor.text():
            self.editor.textCursor().insertText("#1#")
        self.more.setChecked(True)
        self.options.focus_short_link()

    @Slot(bool)
    def _on_more_toggled(self, shown: bool) -> None:
        self._show_parts()
        self.more.set_icon("up" if shown else "down")
