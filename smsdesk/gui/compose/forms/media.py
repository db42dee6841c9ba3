"""A picture, a video or a file."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smsdesk.core.message import File, Image, Kind, MediaMessage, Message, Video
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.forms.channels import ChannelRow
from smsdesk.gui.compose.forms.form import MessageForm
from smsdesk.gui.compose.forms.media_panes import FilePane, ImagePane, MediaPane, VideoPane
from smsdesk.gui.compose.insert_row import InsertRow
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.parts.segmented import SegmentedSwitch

_IMAGE, _VIDEO, _FILE = "image", "video", "file"


class MediaForm(MessageForm):
    """One of three panes, each of which keeps what was typed, and the channels."""

    kind: ClassVar[Kind] = Kind.MEDIA

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switch = SegmentedSwitch(self.tr("Kind of media"))
        self._switch.setObjectName("media_kind")
        self._words = {
            _IMAGE: self.tr("Image"),
            _VIDEO: self.tr("Video"),
            _FILE: self.tr("File"),
        }
        for key, words in self._words.items():
            self._switch.add(key, words)
        self._image, self._video, self._file = ImagePane(), VideoPane(), FilePane()
        self._panes: dict[str, MediaPane] = {
            _IMAGE: self._image,
            _VIDEO: self._video,
            _FILE: self._file,
        }
        self._row: InsertRow | None = None
        self._channels = ChannelRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        for pane in self._panes.values():
            column.addWidget(pane)
            pane.changed.connect(self._on_pane_changed)
        column.addWidget(self._channels)
        self._switch.chosen.connect(self._on_media_chosen)
        self._channels.changed.connect(self.changed)
        self._show_pane(_IMAGE)

    def message(self) -> MediaMessage:
        """What stands in the pane in sight."""
        channels, webhook = self._channels.channels(), self._channels.webhook()
        match self._switch.current():
            case "video":
                return MediaMessage(video=self._video.item(), channels=channels, webhook=webhook)
            case "file":
                return MediaMessage(file=self._file.item(), channels=channels, webhook=webhook)
            case _:
                return MediaMessage(image=self._image.item(), channels=channels, webhook=webhook)

    def show_message(self, message: Message) -> None:
        """Fill the pane the message is about, and show it."""
        if not isinstance(message, MediaMessage):
            return
        match message.media:
            case Image() as image:
                self._image.show_item(image)
                self._show_pane(_IMAGE)
            case Video() as video:
                self._video.show_item(video)
                self._show_pane(_VIDEO)
            case File() as file:
                self._file.show_item(file)
                self._show_pane(_FILE)
        self._channels.show_channels(message.channels, message.webhook)

    def focus_first(self) -> None:
        """Continue in the first field in sight."""
        self._panes[self._switch.current()].focus_first()

    def take_row(self, row: InsertRow) -> None:
        """Show it below the first address of the pane in sight."""
        self._row = row
        self._panes[self._switch.current()].take_row(row)

    def set_looking(self, looking: MediaLooking) -> None:
        """Say who looks at addresses."""
        for pane in self._panes.values():
            pane.set_looking(looking)

    def set_renderer(self, render: Callable[[str], str]) -> None:
        """Say what fills the merge fields for the person in sight; again for the next person."""
        for pane in self._panes.values():
            pane.set_renderer(render)

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Take what another provider carries, and its channels."""
        taken = info.kinds.get(Kind.MEDIA) if info else None
        reason = self.tr("{provider} does not carry it.").format(
            provider=info.title if info else ""
        )
        for key, pane in self._panes.items():
            carried = taken is None or key in taken
            self._switch.set_available(key, carried, "" if carried else reason)
            pane.set_provider(info)
        self._channels.set_provider(info, Kind.MEDIA)
        self._channels.set_carries_text_only(Kind.MEDIA, self._switch.current())

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which merge fields exist."""
        for pane in self._panes.values():
            pane.set_columns(header)
        self._channels.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field."""
        for pane in self._panes.values():
            pane.show_errors(errors)
        self._channels.show_errors(errors)

    def _show_pane(self, key: str) -> None:
        self._switch.set_current(key)
        for each, pane in self._panes.items():
            pane.setVisible(each == key)
        if self._row is not None and self.isAncestorOf(self._row):
            self._panes[key].take_row(self._row)
        self._channels.set_carries_text_only(Kind.MEDIA, key)

    @Slot(str)
    def _on_media_chosen(self, key: str) -> None:
        self._show_pane(key)
        self.changed.emit()

    @Slot()
    def _on_pane_changed(self) -> None:
        if self.sender() is self._panes[self._switch.current()]:
            self.changed.emit()
