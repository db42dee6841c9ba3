"""A choice: a text with buttons below."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.core.message import ChoiceMessage, Kind, Message
from smsdesk.core.message_check import field_words
from smsdesk.core.provider import Limit, ProviderInfo
from smsdesk.gui.compose.forms.buttons import ButtonList
from smsdesk.gui.compose.forms.channels import ChannelRow
from smsdesk.gui.compose.forms.form import Longest, MessageForm
from smsdesk.gui.compose.forms.merge_input import limit_hint
from smsdesk.gui.compose.insert_row import InsertRow
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.compose.merge_edit import MergeEdit
from smsdesk.gui.fonts import px
from smsdesk.gui.parts.field import FormField, TextFrame
from smsdesk.gui.words import language

_HEIGHT: Final = 108
_LOW_HEIGHT: Final = 84


class ChoiceForm(MessageForm):
    """Text, buttons and channels of a choice."""

    kind: ClassVar[Kind] = Kind.CHOICE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit: Limit | None = None
        self._provider = ""
        self._longest: Longest | None = None
        self._error = ""
        self._editor = MergeEdit()
        self._editor.setObjectName("message_text")
        self._editor.setAccessibleName(self.tr("Message text"))
        self._frame = TextFrame(self._editor)
        self._text = FormField(field_words("text").to(language()), self._frame)
        self._buttons = ButtonList(least=1)
        self._channels = ChannelRow()
        self._channels.set_carries_text_only(Kind.CHOICE)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._text, self._buttons, self._channels):
            column.addWidget(part)
        self._editor.text_changed.connect(self._on_text_changed)
        self._buttons.changed.connect(self.changed)
        self._channels.changed.connect(self.changed)
        self.set_low(False)

    def message(self) -> ChoiceMessage:
        """The choice as it stands."""
        return ChoiceMessage(
            self._editor.text(),
            self._buttons.choices(),
            self._channels.channels(),
            self._channels.webhook(),
        )

    def show_message(self, message: Message) -> None:
        """Fill the form from a choice."""
        if not isinstance(message, ChoiceMessage):
            return
        self._editor.replace_text(message.text)
        self._buttons.set_choices(message.choices)
        self._channels.show_channels(message.channels, message.webhook)

    def focus_first(self) -> None:
        """Continue in the text."""
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_row(self, row: InsertRow) -> None:
        """Show it below the text."""
        self._column.insertWidget(1, row)
        row.follow(self._editor)

    def set_looking(self, looking: MediaLooking) -> None:
        """Say who looks at addresses."""
        self._buttons.set_looking(looking)

    def set_renderer(self, render: Callable[[str], str]) -> None:
        """Say what fills the merge fields for the person in sight; again for the next person."""
        self._buttons.set_renderer(render)

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Take limits and channels of another provider."""
        self._limit = info.limit("text") if info else None
        self._provider = info.title if info else ""
        self._editor.set_limit(self._limit.maximum if self._limit else 0)
        self._buttons.set_provider(info)
        self._channels.set_provider(info, Kind.CHOICE)
        self._count()

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which merge fields exist."""
        self._editor.set_columns(header)
        self._buttons.set_columns(header)
        self._channels.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field."""
        self._error = errors.get("text", "")
        self._text.set_error(self._error)
        self._buttons.show_errors(errors)
        self._channels.show_errors(errors)

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count each text as its longest recipient gets it."""
        self._longest = longest.get("text")
        self._count()
        self._buttons.show_longest(longest)

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
        self._frame.setFixedHeight(px(_LOW_HEIGHT if low else _HEIGHT))

    def _count(self) -> None:
        if self._limit is None:
            self._text.clear_counter()
        else:
            used = self._longest.length if self._longest else len(self._editor.text())
            self._text.set_counter(used, self._limit.maximum)
        self._text.set_hint(limit_hint(self._limit, self._longest, self._provider))
        self._text.set_error(self._error)

    @Slot()
    def _on_text_changed(self) -> None:
        self._count()
        self.changed.emit()
