"""A web address that can be checked: what it is for, what was found there, its picture."""

import time
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.gui import fonts, icons
from smsdesk.gui.compose.forms.look_words import (
    found_words,
    more_facts,
    problem_of,
    warnings_of,
)
from smsdesk.gui.compose.forms.merge_input import MergeField
from smsdesk.gui.compose.media_looking import MediaLook, MediaLooking
from smsdesk.gui.compose.merge_fields import fields_in
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.text import Label, Link, Paragraph
from smsdesk.services.media import MediaUse

_THUMB = QSize(100, 55)  # 20 : 11, as the card shows it
_BELOW_LABEL = 4


class Thumbnail(QWidget):
    """A picture cropped to 20 : 11; an icon where there is none."""

    def __init__(self, icon: str = "image", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._image: QImage | None = None
        self.setFixedSize(_THUMB)

    def set_image(self, image: QImage | None) -> None:
        """Show a picture; None for the icon."""
        if image is not self._image:
            self._image = image
            self.update()

    def image(self) -> QImage | None:
        """The picture on show."""
        return self._image

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, filled and cropped."""
        painter = QPainter(self)
        painting.smooth(painter)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        if self._image is None or self._image.isNull():
            painting.rounded(painter, area, 6, "pressed")
            x, y = (self.width() - 20) / 2, (self.height() - 20) / 2
            icons.paint(painter, self._icon_name, x, y, 20, "text-3")
            return
        shape = QPainterPath()
        shape.addRoundedRect(area, 6, 6)
        painter.setClipPath(shape)
        size = self._image.size()
        scale = max(area.width() / size.width(), area.height() / size.height())
        wide, high = area.width() / scale, area.height() / scale
        part = QRectF((size.width() - wide) / 2, (size.height() - high) / 2, wide, high)
        painter.drawImage(area, self._image, part)


class AddressField(QWidget):
    """An address with merge fields, *Check*, and a line that says what is there.

    path: of the address in the message document.

    Signals:
        changed(): the address was typed or set.
        looked(): something else is known of the address than before.
    """

    changed = Signal()
    looked = Signal()

    def __init__(
        self,
        label: str,
        use: MediaUse,
        *,
        path: str,
        icon: str = "link",
        picture: bool = False,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._use = use
        self._looking: MediaLooking | None = None
        self._render: Callable[[str], str] = str
        self._waiting = ""
        object_name = path.replace(".", "_")
        self.field = MergeField(label, object_name=object_name, optional=optional)
        self.field.input.set_icon(icon)
        self.field.input.set_placeholder("https://…")
        self._found = Label("", "small", "ok", 500, elide=True)
        self._more = Label("", "small", "text-3", elide=True)
        self._sentence = Paragraph("", "small", "bad")
        self._check = Link(self.tr("Check"), style="small")
        self._check.setObjectName(f"{object_name}_check")
        self._check.setAccessibleName(self.tr("Check {field}").format(field=label))
        self.thumbnail = Thumbnail()
        if not picture:
            self.thumbnail.hide()
        self._clock = QTimer(self, interval=1000)
        self._lay_out()
        self.field.changed.connect(self._on_changed)
        self._check.clicked.connect(self._on_check_clicked)
        self._clock.timeout.connect(self._show_facts)
        self.refresh()

    def _lay_out(self) -> None:
        self._mark = _Mark()
        self.field.add_action(self._check)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._mark)
        line.addWidget(self._found)
        line.addWidget(self._more, 1)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addLayout(line)
        column.addWidget(self._sentence)
        column.addStretch(1)
        picture = QVBoxLayout()
        picture.addSpacing(fonts.line_height() + _BELOW_LABEL)  # beside the input
        picture.addWidget(self.thumbnail)
        picture.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addLayout(picture)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """The address as typed, without outer spaces."""
        return self.field.text().strip()

    def set_text(self, text: str) -> None:
        """Replace the address."""
        self.field.set_text(text)

    def set_looking(self, looking: MediaLooking) -> None:
        """Say who looks at addresses."""
        self._looking = looking
        looking.looked.connect(self._on_looked)
        self.refresh()

    def set_renderer(self, render: Callable[[str], str]) -> None:
        """Say what fills the merge fields for the person in sight."""
        self._render = render
        self.refresh()

    def last_stop(self) -> QWidget:
        """Where Tab leaves the field."""
        return self._check

    def address(self) -> str:
        """The address as the person in sight gets it."""
        return self._render(self.text()).strip() if self.text() else ""

    def look(self) -> MediaLook | None:
        """What is known of the address of the person in sight."""
        return self._looking.state(self.address()) if self._looking else None

    def refresh(self) -> None:
        """Show what is known; another person may be in sight."""
        address, look = self.address(), self.look()
        self.thumbnail.set_image(look.image if look else None)
        unfilled = bool(fields_in(address))
        under_way = look is not None and look.report is None
        self._check.setEnabled(bool(address and self._looking) and not unfilled and not under_way)
        again = look is not None and look.report is not None
        self._check.setText(self.tr("Check again") if again else self.tr("Check"))
        self._check.updateGeometry()
        waiting = ""
        if unfilled:
            waiting = self.tr("Can be checked once a recipient fills its fields.")
        elif under_way:
            waiting = self.tr("Looking…")
        elif address and look is None:
            waiting = self.tr("Not checked yet.")
        problem, warning = problem_of(look), warnings_of(look)
        self._sentence.setText(problem or warning)
        self._sentence.set_tone("bad" if problem else "warn")
        self._sentence.setVisible(bool(problem or warning))
        icon, words, tone = found_words(look)
        self._mark.show_icon(icon, tone)
        self._found.setText(words)
        self._found.set_tone(tone or "text-3")
        self._found.setVisible(bool(words))
        self._waiting = waiting
        self._show_facts()

    @Slot()
    def _show_facts(self) -> None:
        look = self.look()
        facts = more_facts(look, time.time() * 1000) if look is not None else ""
        self._more.setText(self._waiting or facts)

    @Slot()
    def _on_changed(self) -> None:
        self.refresh()
        self.changed.emit()

    @Slot()
    def _on_check_clicked(self) -> None:
        if self._looking is not None:
            self._looking.look(self.address(), self._use)

    @Slot(str)
    def _on_looked(self, url: str) -> None:
        if url != self.address():
            return
        self.refresh()
        self.looked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the time up to date while somebody can read it."""
        super().showEvent(event)
        self.refresh()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads it."""
        super().hideEvent(event)
        self._clock.stop()


class _Mark(QWidget):
    """The icon before the facts."""

    def __init__(self) -> None:
        super().__init__()
        self._look = ("", "")
        self.setFixedWidth(14)

    def show_icon(self, icon: str, tone: str) -> None:
        self._look = (icon, tone)
        self.setVisible(bool(icon))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        icon, tone = self._look
        if icon:
            icons.paint(QPainter(self), icon, 0, (self.height() - 14) / 2, 14, tone)
