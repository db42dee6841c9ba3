"""What is asked about a picture, a video and a file."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.message import File, Image, Video
from smsdesk.core.message_check import field_words
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.forms.address import AddressField
from smsdesk.gui.compose.forms.media_values import (
    ending,
    file_name,
    length,
    length_words,
    megabytes,
    size_of,
)
from smsdesk.gui.compose.forms.merge_input import MergeField
from smsdesk.gui.compose.insert_row import InsertRow
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.parts.field import FormField
from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.select import Select
from smsdesk.gui.words import language
from smsdesk.services.media import MediaUse


def _label(path: str) -> str:
    return field_words(path).to(language())


class MediaPane(QWidget):
    """The fields of one sort of media.

    Signals:
        changed(): something was typed, chosen or filled in.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addresses: tuple[AddressField, ...] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def add_addresses(self, *addresses: AddressField) -> None:
        """Append the fields for addresses."""
        self.addresses = addresses
        for address in addresses:
            self.column.addWidget(address)
            address.changed.connect(self.changed)

    def focus_first(self) -> None:
        """Continue in the first field."""
        self.addresses[0].field.input.focus_end()

    def take_row(self, row: InsertRow) -> None:
        """Show it below the first address."""
        self.column.insertWidget(1, row)
        row.follow(self.addresses[0].last_stop())

    def set_looking(self, looking: MediaLooking) -> None:
        """Say who looks at addresses."""
        for address in self.addresses:
            address.set_looking(looking)

    def set_renderer(self, render: Callable[[str], str]) -> None:
        """Say what fills the merge fields for the person in sight."""
        for address in self.addresses:
            address.set_renderer(render)

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Take another provider's limits."""

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which merge fields exist."""
        for address in self.addresses:
            address.field.input.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field."""
        for address in self.addresses:
            address.field.set_error(errors.get(address.path, ""))


class ImagePane(MediaPane):
    """The address of a picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_addresses(
            AddressField(
                _label("image.url"), MediaUse.IMAGE, path="image.url", icon="image", picture=True
            )
        )

    def item(self) -> Image:
        """The picture as it stands."""
        return Image(self.addresses[0].text())

    def show_item(self, image: Image) -> None:
        """Fill the pane."""
        self.addresses[0].set_text(image.url)


class VideoPane(MediaPane):
    """The addresses of a video and its thumbnail, its size and length."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bytes = (0, "")  # the exact size, and what is shown for it
        self._filled = ""  # what Check put there
        self._checked_for = ""
        self._errors: Mapping[str, str] = {}
        video = AddressField(_label("video.url"), MediaUse.VIDEO, path="video.url", icon="play")
        thumbnail = AddressField(
            _label("video.thumbnail_url"), MediaUse.IMAGE, path="video.thumbnail_url",
            icon="image", picture=True,
        )  # fmt: skip
        self.add_addresses(video, thumbnail)
        self._size, self._length = Input(), Input()
        self._size.set_suffix("MB")
        self._size.setObjectName("video_size_bytes")
        self._length.setObjectName("video_duration_s")
        self._length.setPlaceholderText("0:30")
        self._size_field = FormField(
            _label("video.size_bytes"), self._size, self.tr("Check fills it in; 200 MB at most.")
        )
        self._length_field = FormField(
            _label("video.duration_s"), self._length,
            self.tr("Seconds, or minutes and seconds as 1:35; 10:00 at most."),
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._size_field, 1)
        row.addWidget(self._length_field, 1)
        self.column.addLayout(row)
        video.looked.connect(self._on_looked)
        video.changed.connect(self._on_address_changed)
        for control in (self._size, self._length):
            control.textChanged.connect(self._on_value_changed)

    def item(self) -> Video:
        """The video as it stands; 0 for a size or length that cannot be read."""
        video, thumbnail = self.addresses
        seconds = length(self._length.text())
        return Video(video.text(), thumbnail.text(), self._size_bytes() or 0, seconds or 0)

    def show_item(self, video: Video) -> None:
        """Fill the pane."""
        for address, text in zip(self.addresses, (video.url, video.thumbnail_url), strict=True):
            address.set_text(text)
        self._filled = ""
        self._show_size(video.size_bytes)
        if length(self._length.text()) != video.duration_s:
            self._length.setText(length_words(video.duration_s))

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field; a number nobody can read is told first."""
        super().show_errors(errors)
        self._errors = errors
        size, seconds = errors.get("video.size_bytes", ""), errors.get("video.duration_s", "")
        if self._size_bytes() is None:
            size = self.tr("This is no size. Write how many MB it has, such as 12.5.")
        if length(self._length.text()) is None:
            seconds = self.tr("This is no length. Write seconds, or minutes and seconds as 1:35.")
        self._size_field.set_error(size)
        self._length_field.set_error(seconds)

    def _size_bytes(self) -> int | None:
        exact, shown = self._bytes
        return exact if self._size.text() == shown else size_of(self._size.text())

    def _show_size(self, count: int) -> None:
        if self._size_bytes() != count:
            self._bytes = (count, megabytes(count))
            self._size.setText(self._bytes[1])

    def _take_found_size(self) -> None:
        look = self.addresses[0].look()
        found = look.report.size_bytes if look and look.report else None
        if found and self._size.text() in ("", self._filled):
            self._filled = megabytes(found)
            self._bytes = (found, self._filled)
            self._size.setText(self._filled)

    @Slot()
    def _on_looked(self) -> None:
        self._take_found_size()

    @Slot()
    def _on_address_changed(self) -> None:
        """What was found at another address says nothing about this one."""
        typed = self.addresses[0].text()
        if typed == self._checked_for:
            return
        self._checked_for = typed
        if self._filled and self._size.text() == self._filled:
            self._size.clear()
        self._filled = ""
        self._take_found_size()

    @Slot()
    def _on_value_changed(self) -> None:
        self.show_errors(self._errors)
        self.changed.emit()


class FilePane(MediaPane):
    """The address of a file, the name people see, and its type."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guessed_name = self._guessed_type = ""
        self.add_addresses(
            AddressField(_label("file.url"), MediaUse.FILE, path="file.url", icon="file")
        )
        self._name = MergeField(
            _label("file.file_name"), object_name="file_file_name",
            hint=self.tr("What people see."),
        )  # fmt: skip
        self._type = Select(_label("file.file_type"))
        self._type.setObjectName("file_file_type")
        self._type.setPlaceholderText(self.tr("Choose"))
        self._type_field = FormField(_label("file.file_type"), self._type)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._type_field, 0, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.addresses[0].changed.connect(self._on_address_changed)
        self._name.changed.connect(self._on_name_changed)
        self._type.currentIndexChanged.connect(self.changed)

    def item(self) -> File:
        """The file as it stands."""
        name = self._name.text().strip()
        return File(self.addresses[0].text(), name, str(self._type.currentData() or ""))

    def show_item(self, file: File) -> None:
        """Fill the pane; what it says is not guessed over."""
        self.addresses[0].set_text(file.url)
        self._name.set_text(file.file_name)
        self._choose(file.file_type)
        self._guessed_name = self._guessed_type = ""

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Take another provider's limit for the name, and its types of files."""
        limit = info.limit("file.file_name") if info else None
        self._name.set_limit(limit, info.title if info else "")
        chosen = str(self._type.currentData() or "")
        with QSignalBlocker(self._type):
            self._type.clear()
            for known in info.file_types if info else ():
                self._type.add_choice(known, known)
            self._choose(chosen)

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which merge fields exist."""
        super().set_columns(header)
        self._name.input.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field."""
        super().show_errors(errors)
        self._name.set_error(errors.get("file.file_name", ""))
        self._type_field.set_error(errors.get("file.file_type", ""))

    def _choose(self, file_type: str) -> None:
        at = self._type.findData(file_type)
        if at < 0 and file_type:  # kept, and judged by the provider
            self._type.add_choice(file_type, file_type)
            at = self._type.count() - 1
        self._type.setCurrentIndex(at)

    @Slot()
    def _on_address_changed(self) -> None:
        guess = file_name(self.addresses[0].text())
        if self._name.text() in ("", self._guessed_name) and guess != self._name.text():
            self._guessed_name = guess
            self._name.set_text(guess)
        self._guess_type(guess)

    @Slot()
    def _on_name_changed(self) -> None:
        self._guess_type(self._name.text())
        self.changed.emit()

    def _guess_type(self, name: str) -> None:
        guess = ending(name)
        current = str(self._type.currentData() or "")
        if guess and current in ("", self._guessed_type) and guess != current:
            self._guessed_type = guess
            self._choose(guess)
