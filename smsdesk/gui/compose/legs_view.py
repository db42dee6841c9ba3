"""The phones of the preview, one per leg of the message, side by side or one at a time."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from smsdesk.core.message import Channel, Message, outline
from smsdesk.gui import fonts
from smsdesk.gui.compose.legs import Leg, dead_sentence, verdict
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.chip import Chip, ChipRow
from smsdesk.gui.parts.dead_leg import DeadLeg
from smsdesk.gui.parts.phone_content import Block
from smsdesk.gui.parts.phone_preview import ABOVE, BELOW, ROOM, PhonePreview
from smsdesk.gui.style import Themed

_MARGIN = 20  # of the pane
_GAP = 16  # between two legs
_ALONE, _COMPACT, _BESIDE_DEAD = 300, 264, 274
_HIGH, _HIGH_PAIR = 496, 512


class _Tag(Themed, QWidget):
    """The name of a leg as a pill, dashed where it cannot carry the message."""

    def __init__(self) -> None:
        super().__init__()
        self._leg: Leg | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_leg(self, leg: Leg) -> None:
        self._leg = leg
        self.setAccessibleName(leg.title)
        self.updateGeometry()
        self.update()

    def retheme(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        title = self._leg.title if self._leg else ""
        return QSize(round(painting.advance(title, fonts.font("small", 600))) + 21, fonts.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._leg is None:
            return
        painter = QPainter(self)
        painting.smooth(painter)
        ground, line, tone = "chip", "line-2", "text"
        if self._leg.carries and self._leg.channel is Channel.VIBER:
            ground, line, tone = "viber-soft", "viber-line", "viber"
        dashed = not self._leg.carries
        painting.rounded(painter, self.rect(), self.height() / 2, ground, line, dashed=dashed)
        room = QRectF(self.rect()).adjusted(10, 0, 0, 0)
        painting.words(painter, room, self._leg.title, fonts.font("small", 600), tone)


class _Head(QWidget):
    """Above a leg: its name, and whether it carries the message."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tag = _Tag()
        self.verdict = IconLabel("okc", "ok", "", style="small", weight=500, size=14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._tag)
        row.addWidget(self.verdict, 1)

    def show_leg(self, leg: Leg, words: str) -> None:
        self._tag.show_leg(leg)
        icon, tone = ("okc", "ok") if leg.carries else ("tri", "warn")
        self.verdict.set_look(icon, tone, words)


class LegsView(Themed, QWidget):
    """One phone for each leg that carries the message, and the leg that cannot.

    `phone` is that of the first leg that carries it. In a compact pane, chips choose which leg is
    in sight.

    Signals:
        removal_requested(str): leave that channel (`Channel` value) out of the message.
        count_changed(): there are more or fewer legs than before.
    """

    removal_requested = Signal(str)
    count_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phone = PhonePreview(self)
        self.second = PhonePreview(self)
        self.second.setObjectName("preview_second")
        self.dead = DeadLeg(self)
        self.chips = ChipRow(self.tr("Channel in the preview"), self)
        self.heads = (_Head(self), _Head(self))
        self._legs: tuple[Leg, ...] = ()
        self._bodies: tuple[PhonePreview | DeadLeg, ...] = (self.phone,)
        self._shown = 0
        self._compact = False
        for widget in (self.second, self.dead, self.chips, *self.heads):
            widget.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.dead.action_clicked.connect(self._on_dead_action_clicked)
        self.chips.chosen.connect(self._on_chips_chosen)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs shown."""
        return self._legs

    @property
    def is_pair(self) -> bool:
        """Whether there are two legs."""
        return len(self._legs) > 1

    def set_compact(self, compact: bool) -> None:
        """One leg at a time, on a smaller phone."""
        self._compact = compact
        self._arrange()

    def set_dark(self, dark: bool | None) -> None:
        """The phones' own theme; None for the window's."""
        self.phone.set_dark(dark)
        self.second.set_dark(dark)

    def show_empty(
        self, legs: tuple[Leg, ...], message: Message, hint: str, action: str = ""
    ) -> None:
        """Say on the first phone what will stand there."""
        self._set_legs(legs)
        self._show_facts(message, action)
        self.second.set_empty("")
        self.phone.set_empty(hint)

    def show_message(
        self,
        legs: tuple[Leg, ...],
        message: Message,
        sender: str,
        contents: Mapping[Channel, Sequence[Block]],
        action: str = "",
        mark: str = "",
    ) -> None:
        """Show `message` on its legs.

        contents: what each channel that carries it shows. action: what a person can do about the
        leg that cannot. mark: an icon instead of the sender's initial.
        """
        self._set_legs(legs)
        self._show_facts(message, action)
        spoken = outline(message)
        self.phone.setAccessibleDescription(spoken)  # also where no leg carries it
        for leg, body in zip(legs, self._bodies, strict=True):
            if isinstance(body, PhonePreview):
                tone = "viber" if leg.channel is Channel.VIBER else "wait"
                body.set_content(sender, contents[leg.channel], spoken, tone, mark)
                if body is self.second:
                    name = self.tr("Preview of {channel}").format(channel=leg.title)
                    body.setAccessibleName(name)

    def _show_facts(self, message: Message, action: str) -> None:
        """Say of each leg whether it carries the message."""
        for leg, head, chip in zip(self._legs, self.heads, self.chips.chips, strict=False):
            words = verdict(leg, message)
            head.show_leg(leg, words)
            chip.setToolTip(words)
            chip.setAccessibleDescription(words)
            if not leg.carries:
                sentence = dead_sentence(leg, self._legs, message)
                self.dead.set_words(f"{leg.title}, {words}", sentence, action)

    def _set_legs(self, legs: tuple[Leg, ...]) -> None:
        if legs == self._legs:
            return
        before, self._legs = self._legs, legs
        shown = before[self._shown].channel if self._shown < len(before) else None
        phones = iter((self.phone, self.second))
        self._bodies = tuple(next(phones) if leg.carries else self.dead for leg in legs)
        kept = [at for at, leg in enumerate(legs) if leg.channel is shown and leg.carries]
        alive = [at for at, leg in enumerate(legs) if leg.carries]
        self._shown = (kept or alive or [0])[0]
        self._make_chips()
        self._arrange()
        if len(before) != len(legs):
            self.count_changed.emit()

    def _make_chips(self) -> None:
        self.chips.clear()
        for leg in self._legs:
            icon, tone = ("okc", "ok") if leg.carries else ("tri", "warn")
            self.chips.add(Chip(icon, word=leg.title, tone=tone))
        self.chips.set_current(self._shown)

    # -- where it stands -----------------------------------------------------------------------

    def _top(self) -> int:
        """Where phones begin: below the names of two legs, else below their own shadow."""
        if not self.is_pair:
            return ABOVE
        return ABOVE + (fonts.px(28) + 10 if self._compact else fonts.px(24) + 8)

    def sizeHint(self) -> QSize:
        """The legs and the shadow beneath."""
        high = _HIGH_PAIR if self.is_pair and not self._compact else _HIGH
        return QSize(_COMPACT, self._top() + high + BELOW)

    def minimumSizeHint(self) -> QSize:
        """A short phone still shows a few lines."""
        return QSize(_COMPACT, self._top() + self.phone.minimumSizeHint().height())

    def retheme(self) -> None:
        """Sizes follow the text scale."""
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the legs."""
        super().resizeEvent(event)
        self._place()

    def _arrange(self) -> None:
        """Show what belongs here now, in the room there is."""
        self.setMaximumHeight(self.sizeHint().height())
        self.updateGeometry()
        apart = self.is_pair and self._compact
        self.chips.setVisible(apart)
        for body in (self.phone, self.second, self.dead):
            body.setVisible(body in self._bodies)
        for at, (head, body) in enumerate(zip(self.heads, self._bodies, strict=False)):
            body.setVisible(not apart or at == self._shown)
            head.setVisible(self.is_pair and not apart)
        if not self.is_pair:
            for head in self.heads:
                head.hide()
        self._place()

    def _widths(self) -> list[int]:
        """Width of each leg, beside each other."""
        room = self.width() - 2 * _MARGIN - _GAP
        if all(leg.carries for leg in self._legs):
            return [room // 2, room - room // 2]
        live = min(_BESIDE_DEAD, room)
        return [live if leg.carries else room - live for leg in self._legs]

    def _place(self) -> None:
        top, middle = self._top(), self.width() // 2
        if not self.is_pair or self._compact:
            width = _COMPACT if self._compact else _ALONE
            for body in self._bodies:
                self._put(body, middle - width // 2, top, width, _HIGH)
            room = QRect(_MARGIN, ABOVE, self.width() - 2 * _MARGIN, fonts.px(28))
            self.chips.setGeometry(room)
            return
        x = _MARGIN
        for head, body, width in zip(self.heads, self._bodies, self._widths(), strict=True):
            head.setGeometry(x, ABOVE, width, fonts.px(24))
            self._put(body, x, top, width, _HIGH_PAIR)
            x += width + _GAP
        self.dead.raise_()  # it lies in the other phone's shadow

    def _put(self, body: PhonePreview | DeadLeg, x: int, top: int, width: int, high: int) -> None:
        if isinstance(body, PhonePreview):
            body.set_body_size(width, high)
            room = QRect(x, top, width, self.height() - top)
            body.setGeometry(room.adjusted(-ROOM, -ABOVE, ROOM, 0))
        else:
            body.setGeometry(x, top, width, min(high, self.height() - top - BELOW))

    # -- what a person does --------------------------------------------------------------------

    @Slot()
    def _on_dead_action_clicked(self) -> None:
        self.removal_requested.emit(Channel.SMS.value)

    @Slot(int)
    def _on_chips_chosen(self, index: int) -> None:
        self._shown = index
        self._arrange()
