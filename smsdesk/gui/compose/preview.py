"""The preview pane: the phones of one recipient, and stepping through all of them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.message import Channel, Kind, Message, TextMessage, sms_text
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.legs import Leg, legs_of
from smsdesk.gui.compose.legs_view import LegsView
from smsdesk.gui.compose.media_looking import MediaLook, MediaLooking
from smsdesk.gui.compose.people import Person
from smsdesk.gui.compose.phone_words import (
    blocks_of,
    is_blank,
    picture_address,
    segment_line,
)
from smsdesk.gui.fonts import px
from smsdesk.gui.parts import painting
from smsdesk.gui.parts.badge import Badge
from smsdesk.gui.parts.button import IconButton
from smsdesk.gui.parts.chip import Chip
from smsdesk.gui.parts.phone_content import Block
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.gui.parts.surface import Ground
from smsdesk.gui.parts.text import Label, Link
from smsdesk.gui.style import Themed
from smsdesk.gui.words import channel_word, number

_WIDE = 396
_PAIR = 566
_NARROW = 320
_MARGIN = 20
_INTO_SHADOW = -26  # the phone's shadow lies under what follows it


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on the phones. segments: of the SMS, 0 where that is not known."""

    message: Message
    sender: str
    info: ProviderInfo | None
    segments: int = 0
    hint: str = ""


class PreviewPane(Themed, Ground):
    """What one person will see on each channel, who that is, and the way to the next.

    The pane sets its own width: 396, 566 for two legs side by side, 320 compact (one leg at a
    time, chosen by chips). Pictures come from the page's `MediaLooking`, see `set_looking`.

    Signals:
        step_requested(int): 1 for the next person, -1 for the previous.
        longest_requested(), shortest_requested(): the person with that text.
        everyone_requested(): stop stepping through a part of the list only.
        channel_removed(str): a person wants the message without that channel (`Channel` value):
            give it those of its channels that are left, in their order; where it names none, or
            no other, those of the provider without that one.
    """

    step_requested = Signal(int)
    longest_requested = Signal()
    shortest_requested = Signal()
    everyone_requested = Signal()
    channel_removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", "left", parent=parent)
        self.setAccessibleName(self.tr("Preview pane"))
        self._steps_fit: bool | None = None
        self._compact = self._low = False
        self._looking: MediaLooking | None = None
        self._shown: _Shown | None = None
        self._dark: bool | None = None
        self._setup_ui()
        self._connect()
        self.show_nobody("")

    def _setup_ui(self) -> None:
        self.legs = LegsView()
        self.phone = self.legs.phone
        self.theme = SegmentedSwitch(self.tr("Phone in light or dark"), small=True)
        self.theme.setObjectName("preview_theme")
        self.theme.add("light", self.tr("Light"))
        self.theme.add("dark", self.tr("Dark"))
        self._channel = Badge(channel_word(Channel.SMS))
        self._previous = IconButton("left", self.tr("Previous recipient"), kind="neutral")
        self._next = IconButton("right", self.tr("Next recipient"), kind="neutral")
        self._place = Label("", weight=500)
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._longest = Chip(word=self.tr("longest"))
        self._longest.setCheckable(False)
        self._longest.setAccessibleName(self.tr("Show the longest text"))
        self._shortest = Chip(word=self.tr("shortest"))
        self._shortest.setCheckable(False)
        self._shortest.setAccessibleName(self.tr("Show the shortest text"))
        self._part = Label("", "small", "text-2", elide=True)
        self._everyone = Link(self.tr("show everyone"), style="small")

        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label(self.tr("Preview"), weight=600))
        head.addWidget(self._channel)
        head.addStretch(1)
        head.addWidget(self.theme)

        self._steps = QWidget()
        self._ways, self._extremes = QWidget(), QWidget()
        for group, widgets in (
            (self._ways, (self._previous, self._place, self._next)),
            (self._extremes, (self._longest, self._shortest)),
        ):
            line = QHBoxLayout(group)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            for widget in widgets:
                line.addWidget(widget)
        self._steps_grid = QGridLayout(self._steps)
        self._steps_grid.setContentsMargins(0, 0, 0, 0)
        self._steps_grid.setSpacing(6)
        self._steps_grid.setColumnStretch(1, 1)
        self._steps_grid.addWidget(self._ways, 0, 0, Qt.AlignmentFlag.AlignLeft)
        self._fit_steps()

        self._part_row = QWidget()
        part = QHBoxLayout(self._part_row)
        part.setContentsMargins(0, 0, 0, 0)
        part.setSpacing(8)
        part.addWidget(self._part, 1)
        part.addWidget(self._everyone)

        self._facts = QWidget()
        facts = QGridLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(0)
        facts.setColumnStretch(1, 1)
        self._to = Label("", weight=500, elide=True)
        self._sent_as = Label("", "mono-13")
        self._sent_as.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._file = Label("", elide=True)
        self._file_title = Label(self.tr("In the file"), tone="text-3", elide=True)
        for row, (title, value) in enumerate(
            (
                (Label(self.tr("To"), tone="text-3", elide=True), self._to),
                (Label(self.tr("Will be sent as"), tone="text-3", elide=True), self._sent_as),
                (self._file_title, self._file),
            )
        ):
            facts.setRowMinimumHeight(row, px(28))
            facts.addWidget(title, row, 0)
            facts.addWidget(value, row, 1)

        # the same in one line, where the message needs the room
        self._brief = QWidget()
        self._who = Label("", weight=500, elide=True)
        self._number = Label("", "mono-13", "text-2")
        brief = QHBoxLayout(self._brief)
        brief.setContentsMargins(0, 0, 0, 0)
        brief.setSpacing(12)
        brief.addWidget(self._who, 1)
        brief.addWidget(self._number)

        head.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        below = QVBoxLayout()
        below.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        below.setSpacing(12)
        below.addWidget(self._steps)
        below.addWidget(self._part_row)
        below.addWidget(self._facts)
        below.addWidget(self._brief)
        pane = QVBoxLayout(self)
        pane.setContentsMargins(0, 12, 0, 16)
        pane.setSpacing(0)
        pane.addLayout(head)
        pane.addWidget(self.legs, 1)
        pane.addSpacing(_INTO_SHADOW + 12)
        pane.addLayout(below)
        pane.addStretch(0)
        self.retheme()
        self.set_compact(False)

    def _connect(self) -> None:
        self._previous.clicked.connect(self._on_previous_clicked)
        self._next.clicked.connect(self._on_next_clicked)
        self._longest.clicked.connect(self.longest_requested)
        self._shortest.clicked.connect(self.shortest_requested)
        self._everyone.clicked.connect(self.everyone_requested)
        self.theme.chosen.connect(self._on_theme_chosen)
        self.legs.removal_requested.connect(self.channel_removed)
        self.legs.count_changed.connect(self._take_width)

    def set_looking(self, looking: MediaLooking) -> None:
        """Take pictures from `looking`; one that arrives is shown at once."""
        self._looking = looking
        looking.looked.connect(self._on_looked)

    def retheme(self) -> None:
        """The phone follows the window, until a person chooses for it."""
        if self._dark is None:
            self.theme.set_current("dark" if painting.is_dark() else "light")

    # -- room ----------------------------------------------------------------------------------

    def set_compact(self, compact: bool) -> None:
        """Take less room, as in a window under 1280 wide."""
        self._compact = compact
        place = self._place.text()
        self._place.clear()  # a label keeps its old minimum in its hint until its text changes
        self._place.setMinimumWidth(px(56 if compact else 72))
        self._place.setText(place)
        self.legs.set_compact(compact)
        self._take_width()

    def set_low(self, low: bool) -> None:
        """Say in one line who it is: the message gets the room."""
        self._low = low
        self._show_who(self._steps.isVisibleTo(self))

    def _show_who(self, somebody: bool) -> None:
        self._facts.setVisible(somebody and not self._low)
        self._brief.setVisible(somebody and self._low)

    @Slot()
    def _take_width(self) -> None:
        wide = _PAIR if self.legs.is_pair else _WIDE
        self.setFixedWidth(_NARROW if self._compact else wide)

    def _fit_steps(self) -> None:
        """The chips stand beside the steps; where large text leaves no room, below them."""
        wanted = self._ways.sizeHint().width() + 6 + self._extremes.sizeHint().width()
        fits = wanted <= self.width() - 2 * _MARGIN
        if fits is self._steps_fit:
            return
        self._steps_fit = fits
        side = Qt.AlignmentFlag.AlignRight if fits else Qt.AlignmentFlag.AlignLeft
        self._steps_grid.addWidget(self._extremes, 0 if fits else 1, 1 if fits else 0, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the chips anew."""
        super().resizeEvent(event)
        self._fit_steps()

    # -- what is shown -------------------------------------------------------------------------

    def show_nobody(
        self, sender: str, message: Message | None = None, info: ProviderInfo | None = None
    ) -> None:
        """Show that nobody is on the list yet, and the message as typed if there is one."""
        self._steps.hide()
        self._part_row.hide()
        self._show_who(False)
        hint = self.tr(
            "Here you will see exactly what each person gets, one by one, before anything is sent."
        )
        self._show(_Shown(message or TextMessage(""), sender, info, hint=hint))

    def show_person(
        self,
        person: Person,
        segments: int,
        sender: str,
        part: str = "",
        info: ProviderInfo | None = None,
    ) -> None:
        """Show one recipient.

        sender: as the message names it; "" where the account's provider puts in one.
        segments: of the SMS as phones receive it, 0 where nobody knows.
        part: which part of the list is stepped through. info: of the account's provider; with the
        message's channels it decides the legs.
        """
        hint = self.tr("The message appears here as you write it.")
        self._show(_Shown(person.message, sender, info, segments, hint))
        known = bool(sms_text(person.message)) or person.message.kind is Kind.TEXT
        self._longest.setVisible(known)
        self._shortest.setVisible(known)
        self._place.setText(
            self.tr("{number} / {total}").format(
                number=number(person.number), total=number(person.of)
            )
        )
        self._to.setText(person.name)
        self._sent_as.setText(person.sent_as)
        self._who.setText(person.name)
        self._number.setText(person.sent_as)
        self._file.setText(
            self.tr("row {row} of {file}").format(row=person.row, file=person.source)
            if person.source
            else self.tr("line {row} of the pasted numbers").format(row=person.row)
        )
        self._previous.setEnabled(person.of > 1)
        self._next.setEnabled(person.of > 1)
        self._longest.setEnabled(person.of > 1)
        self._shortest.setEnabled(person.of > 1)
        self._part.setText(part)
        self._part_row.setVisible(bool(part))
        self._steps.show()
        self._show_who(True)

    def _show(self, shown: _Shown) -> None:
        self._shown = shown
        legs = legs_of(shown.message, shown.info)
        self._show_channel(shown)
        action = self._action(legs, shown.info)
        if is_blank(shown.message):
            self.legs.show_empty(legs, shown.message, shown.hint, action)
            return
        is_call = shown.message.kind is Kind.VOICE_CODE
        provider = shown.info.title if shown.info else self.tr("The provider")
        contents: dict[Channel, list[Block]] = {}
        for leg in legs:
            blocks = blocks_of(shown.message, provider, self._state)
            is_sms = leg.channel is Channel.SMS
            contents[leg.channel] = blocks + (segment_line(shown.segments) if is_sms else [])
        sender = self.tr("Incoming call") if is_call else shown.sender
        mark = "tel" if is_call else "" if sender else "edit"
        self.legs.show_message(legs, shown.message, sender, contents, action, mark)

    def _action(self, legs: tuple[Leg, ...], info: ProviderInfo | None) -> str:
        """What a person can do about SMS where it cannot carry the message."""
        if len(legs) > 1:
            return self.tr("Leave SMS out")
        if info is not None and Channel.VIBER in info.channels:
            return self.tr("Use Viber instead")
        return ""

    def _show_channel(self, shown: _Shown) -> None:
        """Name the one channel there is; two name themselves above their phones."""
        legs = legs_of(shown.message, shown.info)
        if shown.message.kind is Kind.VOICE_CODE:
            self._channel.set_look(self.tr("Call"), "wait")
        else:
            tone = "viber" if legs[0].channel is Channel.VIBER else "wait"
            self._channel.set_look(channel_word(legs[0].channel), tone)
        self._channel.setVisible(len(legs) == 1)

    def _state(self, url: str) -> MediaLook | None:
        return self._looking.state(url) if self._looking else None

    # -- what a person does --------------------------------------------------------------------

    @Slot(str)
    def _on_looked(self, url: str) -> None:
        if self._shown is not None and picture_address(self._shown.message) == url:
            self._show(self._shown)

    @Slot(str)
    def _on_theme_chosen(self, theme: str) -> None:
        self._dark = theme == "dark"
        self.legs.set_dark(self._dark)

    @Slot()
    def _on_previous_clicked(self) -> None:
        self.step_requested.emit(-1)

    @Slot()
    def _on_next_clicked(self) -> None:
        self.step_requested.emit(1)
