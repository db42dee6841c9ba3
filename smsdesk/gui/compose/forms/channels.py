"""Which ways to the phone a message takes, and in which order; where its receipts go."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.core.message import Channel, Kind
from smsdesk.core.message_check import field_words
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui import fonts, icons
from smsdesk.gui.compose.forms.merge_input import MergeField
from smsdesk.gui.parts.channel_chip import ChannelChip
from smsdesk.gui.parts.field import Below
from smsdesk.gui.parts.flow import FlowRow
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.gui.parts.text import Label
from smsdesk.gui.words import channel_word, language

_EVERY, _ORDER = "every", "order"


class ChannelRow(QWidget):
    """Channels as chips, tried in an order or all at once, and the receipt address.

    Signals:
        changed(): a channel was moved, taken in or left out, or the address was typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[Channel, ChannelChip] = {}
        self._signs: dict[Channel, _Then] = {}
        self._order: list[Channel] = []
        self._out: set[Channel] = set()
        self._kind = Kind.TEXT
        self._media = "image"
        self._setting = False
        self._taken: tuple[str, ...] = ()
        self._setup_ui()
        self._switch.chosen.connect(self._on_way_chosen)
        self._webhook.changed.connect(self.changed)
        self.set_provider(None, Kind.TEXT)

    def _setup_ui(self) -> None:
        self._hint = Label("", "small", "text-3", elide=True)
        self._switch = SegmentedSwitch(self.tr("Which channels"), small=True)
        self._switch.setObjectName("channel_order")
        self._switch.add(_EVERY, self.tr("All open"))
        self._switch.add(_ORDER, self.tr("In order"))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Label(field_words("channels").to(language()), weight=500))
        top.addWidget(self._hint, 1)
        top.addWidget(self._switch)
        self._row = FlowRow(8)
        self._below = Below()
        self._below.hide()
        self._ways = QWidget()
        ways = QVBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(6)
        ways.addLayout(top)
        ways.addWidget(self._row)
        ways.addWidget(self._below)
        self._webhook = MergeField(
            field_words("webhook").to(language()),
            object_name="webhook",
            hint=self.tr("Where the provider reports what became of each message."),
            optional=True,
        )
        self._webhook.input.set_icon("link")
        self._webhook.input.set_placeholder("https://…")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._ways)
        column.addWidget(self._webhook)

    # -- what it holds -------------------------------------------------------------------------

    def channels(self) -> tuple[Channel, ...]:
        """The channels in the order to try; () for every open one."""
        if "channels" not in self._taken or self._switch.current() == _EVERY:
            return ()
        return self._used()

    def set_channels(self, channels: Sequence[Channel]) -> None:
        """Show an order; () for every open channel."""
        for channel in channels:
            self._know(channel)
        rest = [channel for channel in self._order if channel not in channels]
        self._order = [*channels, *rest]
        self._out = set(rest) if channels else set()
        self._switch.set_current(_ORDER if channels else _EVERY)
        self._arrange()

    def webhook(self) -> str:
        """The receipt address; "" where there is none, or the provider takes none."""
        return self._webhook.text().strip() if "webhook" in self._taken else ""

    def set_webhook(self, webhook: str) -> None:
        """Show a receipt address."""
        self._webhook.set_text(webhook)

    def show_channels(self, channels: Sequence[Channel], webhook: str) -> None:
        """Show what a message says about channels and receipts."""
        self.set_channels(channels)
        self.set_webhook(webhook)

    # -- what it is told -----------------------------------------------------------------------

    def set_provider(self, info: ProviderInfo | None, kind: Kind) -> None:
        """Offer another provider's channels for messages of `kind`."""
        self._taken = info.kinds.get(kind, ()) if info else ()
        self._kind = kind
        for channel in info.channels if info else ():
            self._know(channel)
        several = len(self._chips) > 1
        ways, webhook = "channels" in self._taken and several, "webhook" in self._taken
        self._ways.setVisible(ways)
        self._webhook.setVisible(webhook)
        self.setVisible((ways or webhook) and self.parentWidget() is not None)
        self._arrange()

    def set_carries_text_only(self, kind: Kind, media: str = "image") -> None:
        """Say of what kind the message is, so that SMS can say what it cannot carry.

        media: `image`, `video` or `file`, for a media message.
        """
        self._kind, self._media = kind, media
        self._arrange()

    def set_columns(self, header: Sequence[str]) -> None:
        """Say which merge fields exist."""
        self._webhook.input.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say what is wrong with the channels and with the receipt address."""
        self._below.say(errors.get("channels", ""), wrong=True)
        self._webhook.set_error(errors.get("webhook", ""))

    # -- inside --------------------------------------------------------------------------------

    def _know(self, channel: Channel) -> None:
        if channel in self._chips:
            return
        chip = ChannelChip(channel_word(channel))
        chip.setObjectName(f"channel_{channel.value.lower()}")
        chip.toggled.connect(self._on_chip_toggled)
        chip.shifted.connect(self._on_chip_shifted)
        chip.dragged.connect(self._on_chip_dragged)
        self._chips[channel] = chip
        self._signs[channel] = _Then()
        self._order.append(channel)

    def _arrange(self) -> None:
        """Put the chips in their order, used ones first, and number them."""
        ordered = self._switch.current() == _ORDER
        used = self._used()
        self._order = [*used, *(each for each in self._order if each in self._out)]
        self._setting = True
        for place, channel in enumerate(self._order, 1):
            chip = self._chips[channel]
            chip.set_ordered(ordered)
            chip.setChecked(not ordered or channel in used)
            chip.set_place(place if ordered and channel in used else 0)
            chip.set_lacking(self._lacking() if channel is Channel.SMS else "")
            chip.setToolTip(self._tip(channel) if ordered else "")
        self._setting = False
        self._row.set_widgets(self._shown(ordered))
        chips = [self._chips[channel] for channel in self._order]
        for before, after in pairwise((*chips, self._webhook.input.editor)):
            QWidget.setTabOrder(before, after)
        self._hint.setText(
            self.tr("tried in this order, until one says yes")
            if ordered
            else self.tr("the provider uses all that are open")
        )

    def _used(self) -> tuple[Channel, ...]:
        return tuple(channel for channel in self._order if channel not in self._out)

    def _shown(self, ordered: bool) -> list[QWidget]:
        shown: list[QWidget] = []
        for channel in self._order:
            if ordered and shown and channel not in self._out:
                shown.append(self._signs[channel])
            shown.append(self._chips[channel])
        return shown

    def _lacking(self) -> str:
        match self._kind:
            case Kind.CARD:
                return self.tr("carries no card")
            case Kind.CHOICE:
                return self.tr("carries no buttons")
            case Kind.MEDIA if self._media == "video":
                return self.tr("carries no video")
            case Kind.MEDIA if self._media == "file":
                return self.tr("carries no file")
            case Kind.MEDIA:
                return self.tr("carries no picture")
            case _:
                return ""

    def _tip(self, channel: Channel) -> str:
        if channel in self._out:
            return self.tr("Press to take it in.")
        if len(self._used()) == 1:
            return self.tr("The only channel left; a message needs one.")
        return self.tr("Drag, or press Alt and an arrow key, to move. Press to leave it out.")

    def _channel(self) -> Channel:
        chip = self.sender()
        return next(channel for channel, each in self._chips.items() if each is chip)

    def _move(self, channel: Channel, to: int) -> None:
        used = self._used()
        if channel not in used or not 0 <= to < len(used) or used[to] is channel:
            return
        moved = [each for each in used if each is not channel]
        moved.insert(to, channel)
        self._order = [*moved, *(each for each in self._order if each not in used)]
        self._arrange()
        self.changed.emit()

    @Slot(str)
    def _on_way_chosen(self, _key: str) -> None:
        self._arrange()
        self.changed.emit()

    @Slot()
    def _on_chip_toggled(self) -> None:
        if self._setting:
            return
        out = self._out ^ {self._channel()}
        ordered = self._switch.current() == _ORDER
        if ordered and len(out) < len(self._order):  # one has to stay
            self._out = out
            self.changed.emit()
        self._arrange()

    @Slot(int)
    def _on_chip_shifted(self, step: int) -> None:
        channel = self._channel()
        used = self._used()
        if channel in used:
            self._move(channel, used.index(channel) + step)

    @Slot(QPoint)
    def _on_chip_dragged(self, where: QPoint) -> None:
        channel = self._channel()
        place = self._row.mapFromGlobal(where)
        others = [self._chips[each] for each in self._used() if each is not channel]
        before = sum(
            chip.y() + chip.height() <= place.y()
            or (chip.y() <= place.y() + chip.height() and chip.geometry().center().x() < place.x())
            for chip in others
        )
        self._move(channel, before)


class _Then(QWidget):
    """The sign between two channels of which the second waits for the first."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(16, fonts.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = QRectF(self.rect())
        icons.paint(QPainter(self), "right", 1, area.center().y() - 7, 14, "text-3")
