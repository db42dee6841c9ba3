"""The live counter: what the previewed person's text costs, and what the whole list does."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPalette, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.core.segments import SegmentCount
from smsdesk.gui.compose.cost import Cost, Swap
from smsdesk.gui.fonts import font, px
from smsdesk.gui.icons import pixmap
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Hairline, Label, Link
from smsdesk.gui.style import Themed, color
from smsdesk.gui.words import counted, number

_QUIET_MS: Final = 800  # a screen reader hears the count once typing rests
_SHOWN_LENGTHS: Final = 4
_SHOWN_CHARACTERS: Final = 4


class RichLine(Themed, QLabel):
    """One line that may hold bold words; never asks for more room than it gets."""

    def __init__(self, tone: str = "text") -> None:
        super().__init__()
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.retheme()

    def retheme(self) -> None:
        """Take the colours of the running theme."""
        self.setFont(font("body"))
        look = QPalette()
        look.setColor(QPalette.ColorRole.WindowText, color(self._tone))
        self.setPalette(look)

    def say(self, html: str) -> None:
        """Show `html`; its plain text is the tooltip."""
        if html != self.text():
            self.setText(html)


class SegmentCounter(Themed, Card):
    """Two lines in a well: the person in the preview, then the whole list.

    Signals:
        replace_requested(Swap): show what cheaper characters would make of the text.
        list_requested(): show the people whose text takes more than one segment.
    """

    replace_requested = Signal(object)
    list_requested = Signal()

    def __init__(self, provider: str = "", parent: QWidget | None = None) -> None:
        super().__init__(radius=8, ground="sunken", parent=parent)
        self.setObjectName("segment_counter")
        self.setAccessibleName(self.tr("Segment counter"))
        self._provider = provider
        self._cost: Cost | None = None
        self._lengths: Mapping[int, int] = {}
        self._people = 0
        self._billed = 0
        self._announced = ""
        self._segments = -1
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._setup_ui()
        self._connect()
        self.show_person(None)
        self.show_list({}, 0)

    def _setup_ui(self) -> None:
        self._person_icon = QLabel()
        self._person = RichLine()
        self._replace = Button("", icon="swap", size="small")
        self._replace.hide()
        person = QHBoxLayout()
        person.setContentsMargins(12, 0, 8, 0)
        person.setSpacing(8)
        person.addWidget(self._person_icon)
        person.addWidget(self._person, 1)
        person.addWidget(self._replace)

        self._list_icon = QLabel()
        self._list = RichLine("text-2")
        self._list.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._see_them = Link(self.tr("see them"), underline=True)
        self._see_them.hide()
        self._numbers = Label("", "mono", "text-3")
        self._numbers.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        whole = QHBoxLayout()
        whole.setContentsMargins(12, 0, 12, 0)
        whole.setSpacing(8)
        whole.addWidget(self._list_icon)
        whole.addWidget(self._list)
        whole.addWidget(self._see_them)
        whole.addStretch(1)
        whole.addWidget(self._numbers)

        self._person_row, self._list_row = QWidget(), QWidget()
        self._person_row.setLayout(person)
        self._list_row.setLayout(whole)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._person_row)
        rows.addWidget(Hairline())
        rows.addWidget(self._list_row)
        self.retheme()

    def _connect(self) -> None:
        self._replace.clicked.connect(self._on_replace_clicked)
        self._see_them.clicked.connect(self.list_requested)
        self._quiet.timeout.connect(self._announce)

    def retheme(self) -> None:
        """Take the colours and the text size of the running theme."""
        super().retheme()
        if hasattr(self, "_list_row"):
            self._person_row.setFixedHeight(px(40))
            self._list_row.setFixedHeight(px(36))
            self._numbers.setMinimumWidth(
                self._numbers.fontMetrics().horizontalAdvance("1,000 / 1,005 · UCS-2")
            )
            self._paint_icons()
            self._say()

    def set_provider(self, title: str) -> None:
        """Name whose billing is counted."""
        self._provider = title
        self._say()

    def show_person(self, cost: Cost | None, can_change: bool = True) -> None:
        """Show what the text of the person in the preview costs; None while nothing is written.

        can_change: whether it makes sense to say how it could cost less.
        """
        if cost is not None and not can_change:
            cost = replace(cost, remove=0, swap=None)
        self._cost = cost
        self._say()
        segments = cost.on_air.segments if cost else 0
        if segments != self._segments:
            self._segments = segments
            self._announce()
        else:
            self._quiet.start()

    def show_list(self, lengths: Mapping[int, int], people: int, billed: int = 0) -> None:
        """Show how many of all the people get how many segments; empty while nothing is written.

        billed: segments the provider charges for the whole list, 0 where they are the same.
        """
        self._billed = billed
        self._lengths = {key: lengths[key] for key in sorted(lengths)}
        self._people = people
        self._say()

    def sentence(self) -> str:
        """Everything the counter says, in plain words."""
        return self.accessibleDescription()

    # -- inside --------------------------------------------------------------------------------

    def _say(self) -> None:
        cost = self._cost
        html = self._person_html(cost)
        self._person.say(html)
        swap = cost.swap if cost else None
        self._replace.setVisible(swap is not None)
        if swap is not None:
            self._replace.setText(self.tr("Replace {count}…").format(count=number(swap.times)))
        self._list.say(self._list_html())
        self._see_them.setVisible(self._has_some_to_see())
        self._numbers.setText(self._numbers_text(cost.on_air) if cost else "")
        self._paint_icons()
        plain = ". ".join(
            part
            for part in (
                _plain(html),
                _plain(self._list.text()),
                self._numbers.text(),
            )
            if part
        )
        self.setAccessibleDescription(plain)

    def _person_html(self, cost: Cost | None) -> str:
        if cost is None or not cost.on_air.segments:
            return escape(self.tr("Write a message to see what it costs"))
        if cost.billed != cost.on_air.segments:
            return self._differing_html(cost)
        charged = counted(
            cost.billed, self.tr("Charged as 1 segment"), self.tr("Charged as {count} segments")
        )
        advice = self._advice_html(cost)
        head = strong(charged)
        if not advice:
            return head
        return self.tr("{cost}: {advice}").format(cost=head, advice=advice)

    def _differing_html(self, cost: Cost) -> str:
        sentence = (
            self.tr("{segments} segment on the air; {provider} charges {billed}")
            if cost.on_air.segments == 1
            else self.tr("{segments} segments on the air; {provider} charges {billed}")
        )
        return sentence.format(
            segments=strong(number(cost.on_air.segments)),
            provider=escape(self._provider),
            billed=strong(number(cost.billed)),
        )

    def _advice_html(self, cost: Cost) -> str:
        swap, fewer = cost.swap, number(cost.billed - 1)
        remove = counted(
            cost.remove, self.tr("remove 1 character"), self.tr("remove {count} characters")
        )
        if swap is None:
            if not cost.remove:
                return ""
            return self.tr("{remove} to make it {fewer}").format(remove=remove, fewer=fewer)
        marked = self._marked(swap)
        if cost.remove and swap.segments == cost.billed - 1:
            return self.tr("{remove}, or replace {characters} to make it {fewer}").format(
                remove=remove, characters=marked, fewer=fewer
            )
        return self.tr("replace {characters} to make it {fewer}").format(
            characters=marked, fewer=number(swap.segments)
        )

    def _marked(self, swap: Swap) -> str:
        ground = color("warn-soft").name()
        shown = [
            f'<span style="font-weight:600;background-color:{ground}">'
            f"&nbsp;{escape(_visible(c))}&nbsp;</span>"
            for c in swap.characters[:_SHOWN_CHARACTERS]
        ]
        if len(swap.characters) > _SHOWN_CHARACTERS:
            return self.tr("{characters} and others").format(characters=" ".join(shown))
        if len(shown) == 1:
            return shown[0]
        return self.tr("{first} and {last}").format(first=" ".join(shown[:-1]), last=shown[-1])

    def _list_html(self) -> str:
        if not self._people:
            return escape(self.tr("Whole list: nobody on it yet"))
        if not self._lengths:
            one, many = self.tr("Whole list: 1 person"), self.tr("Whole list: {count} people")
            return escape(counted(self._people, one, many))
        facts: list[str] = []
        for segments, people in list(self._lengths.items())[:_SHOWN_LENGTHS]:
            if facts:
                fact = self.tr("{count} for {people}")
            elif segments == 1:
                fact = self.tr("1 segment for {people}")
            else:
                fact = self.tr("{count} segments for {people}")
            facts.append(fact.format(count=number(segments), people=number(people)))
        rest = sum(list(self._lengths.values())[_SHOWN_LENGTHS:])
        if rest:
            facts.append(self.tr("more for {people}").format(people=number(rest)))
        if self._billed:
            facts.append(
                self.tr("{provider} charges {count}").format(
                    provider=self._provider, count=number(self._billed)
                )
            )
        said = (
            self.tr("Whole list: {facts}:")
            if self._has_some_to_see()
            else self.tr("Whole list: {facts}")
        )
        tone = color("text").name()
        joined = escape(" · ".join(facts))
        return said.format(facts=f'<span style="font-weight:500;color:{tone}">{joined}</span>')

    def _has_some_to_see(self) -> bool:
        return len(self._lengths) > 1 and max(self._lengths) > 1

    def _numbers_text(self, count: SegmentCount) -> str:
        return f"{number(count.units)} / {number(count.capacity)} · {count.encoding}"

    def _paint_icons(self) -> None:
        ratio = self.devicePixelRatioF()
        many = self._cost is not None and self._cost.billed > 1
        none = self._cost is None or not self._cost.on_air.segments
        if none:
            self._person_icon.setPixmap(pixmap("info", "text-3", 16, ratio))
        elif many:
            self._person_icon.setPixmap(pixmap("tri", "warn", 16, ratio))
        else:
            self._person_icon.setPixmap(pixmap("check", "ok", 16, ratio))
        self._list_icon.setPixmap(pixmap("users", "text-3", 16, ratio))

    @Slot()
    def _on_replace_clicked(self) -> None:
        if self._cost is not None and self._cost.swap is not None:
            self.replace_requested.emit(self._cost.swap)

    @Slot()
    def _announce(self) -> None:
        self._quiet.stop()
        said = self.accessibleDescription()
        if said and said != self._announced and self.isVisible():
            self._announced = said
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))


def strong(text: str) -> str:
    """Plain text as bold rich text."""
    return f'<span style="font-weight:600">{escape(text)}</span>'


def _visible(character: str) -> str:
    """A character as it can be read: blanks and invisible ones by their code point."""
    return (
        f"U+{ord(character):04X}"
        if not character.strip() or not character.isprintable()
        else (character)
    )


def _plain(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText().replace("\xa0", "")
