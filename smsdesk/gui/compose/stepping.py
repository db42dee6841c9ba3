"""Steps the preview through the people on the list."""

from array import array

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.core.listcount import ListCount
from smsdesk.core.message import Message, TextMessage, sender_of
from smsdesk.core.provider import Provider
from smsdesk.core.segments import SegmentRule
from smsdesk.gui.compose.people import People, Person
from smsdesk.gui.compose.preview import PreviewPane
from smsdesk.gui.words import number


class Stepping(QObject):
    """Shows one person in the pane and goes to others.

    Signals:
        moved(Cost | None): what the text of the person now in sight takes; None where the message
            has no text that is known here (a card, a template without its wording).
    """

    moved = Signal(object)

    def __init__(self, pane: PreviewPane, parent: QObject) -> None:
        super().__init__(parent)
        self.people = People()
        self._pane = pane
        self._message: Message = TextMessage("")
        self._provider: Provider | None = None
        self._counted = ListCount()
        self._part = ""
        pane.step_requested.connect(self.step)
        pane.longest_requested.connect(self._on_longest_requested)
        pane.shortest_requested.connect(self._on_shortest_requested)
        pane.everyone_requested.connect(self._on_everyone_requested)

    def set_message(self, message: Message, provider: Provider | None) -> None:
        """Show another message, or the same from the account of another provider."""
        if message != self._message:
            self.people.show_everyone()  # which people were shown was found for another text
        self._message, self._provider = message, provider
        self.people.set_message(message)
        self.show()

    def set_counted(self, counted: ListCount) -> None:
        """Remember who has the longest and the shortest text."""
        self._counted = counted

    def show_part(self, rows: "array[int]", text: str) -> None:
        """Step through some of the people only; `text` says which."""
        self.people.show_part(rows)
        self._part = text
        self.show()

    @Slot()
    def go_back(self) -> None:
        """Show the person before."""
        self.step(-1)

    @Slot()
    def go_on(self) -> None:
        """Show the next person."""
        self.step(1)

    def person(self) -> Person | None:
        """The person in sight; without a list, the bare text."""
        return self.people.current()

    @Slot()
    def show(self) -> None:
        """Show the person in sight."""
        info = self._provider.info if self._provider else None
        cost = self.people.cost(info.billing if info else SegmentRule.ON_AIR)
        person = self.people.current()
        if person is None:
            self._pane.show_nobody(sender_of(self._message), self._message, info)
        else:
            part = ""
            if self.people.is_part:
                part = self._part.format(count=number(self.people.shown))
            self._pane.show_person(
                person, cost.on_air.segments if cost else 0, sender_of(self._message), part, info
            )
        self.moved.emit(cost)

    @Slot(int)
    def step(self, step: int) -> None:
        """Go on by one."""
        self.people.step(step)
        self.show()

    def _go_to(self, row: int | None) -> None:
        self.people.show_everyone()
        self.people.go_to(row)
        self.show()

    @Slot()
    def _on_longest_requested(self) -> None:
        self._go_to(self._counted.longest)

    @Slot()
    def _on_shortest_requested(self) -> None:
        self._go_to(self._counted.shortest)

    @Slot()
    def _on_everyone_requested(self) -> None:
        self.people.show_everyone()
        self.show()
