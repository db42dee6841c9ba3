"""A card: a title with a picture, buttons, or both."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.core.message import CardMessage, Image, Kind, Message
from smsdesk.core.message_check import field_words
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.forms.address import AddressField
from smsdesk.gui.compose.forms.buttons import ButtonList
from smsdesk.gui.compose.forms.channels import ChannelRow
from smsdesk.gui.compose.forms.form import Longest, MessageForm
from smsdesk.gui.compose.forms.merge_input import MergeField
from smsdesk.gui.compose.insert_row import InsertRow
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.words import language
from smsdesk.services.media import MediaUse


class CardForm(MessageForm):
    """Title, picture, buttons and channels of a card."""

    kind: ClassVar[Kind] = Kind.CARD

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = MergeField(
            field_words("title").to(language()), object_name="title", tall=True
        )
        self._image = AddressField(
            field_words("image.url").to(language()), MediaUse.IMAGE,
            path="image.url", icon="image", picture=True, optional=True,
        )  # fmt: skip
        self._buttons = ButtonList()
        self._channels = ChannelRow()
        self._channels.set_carries_text_only(Kind.CARD)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._title, self._image, self._buttons, self._channels):
            column.addWidget(part)
            part.changed.connect(self.changed)

    def message(self) -> CardMessage:
        """The card as it stands; without a picture where no address is typed."""
        url = self._image.text()
        return CardMessage(
            self._title.text(),
            Image(url) if url else None,
            self._buttons.choices(),
            self._channels.channels(),
            self._channels.webhook(),
        )

    def show_message(self, message: Message) -> None:
        """Fill the form from a card."""
        if not isinstance(message, CardMessage):
            return
        self._title.set_text(message.title)
        self._image.set_text(message.image.url if message.image else "")
        self._buttons.set_choices(message.choices)
        self._channels.show_channels(message.channels, message.webhook)

    def focus_first(self) -> None:
        """Continue in the title."""
        self._title.input.focus_end()

    def take_row(self, row: InsertRow) -> None:
        """Show it below the title."""
        self._column.insertWidget(1, row)
        row.follow(self._title.input.editor)

    def set_looking(self, looking: MediaLooking) -> None:
        """Say who looks at addresses."""
        self._image.set_looking(looking)
        self._buttons.set_looking(looking)

    def set_renderer(self, render: Callable[[str], str]) -> None:
        """Say what fills the merge fields for the person in sight; again for the next person."""
        self._image.set_renderer(render)
        self._buttons.set_renderer(render)

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Take limits and channels of another provider."""
        self._title.set_limit(info.limit("title") if info else None, info.title if info else "")
        self._buttons.set_provider(info)
        self._channels.set_provider(info, Kind.CARD)

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which merge fields exist."""
        self._title.input.set_columns(header)
        self._image.field.input.set_columns(header)
        self._buttons.set_columns(header)
        self._channels.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field."""
        self._title.set_error(errors.get("title", ""))
        self._image.field.set_error(errors.get("image.url", "") or errors.get("image", ""))
        self._buttons.show_errors(errors)
        self._channels.show_errors(errors)

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count each text as its longest recipient gets it."""
        self._title.show_longest(longest.get("title"))
        self._buttons.show_longest(longest)
