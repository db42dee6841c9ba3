"""The people a message goes to, one at a time: who they are and what each will get."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from smsdesk.core.errors import UserInputError
from smsdesk.core.merge import MessageTemplate
from smsdesk.core.message import Message, TextMessage, outline, sms_text
from smsdesk.core.namecolumn import guess_name_column
from smsdesk.core.phone import country_code, display
from smsdesk.core.recipients import Recipients
from smsdesk.core.segments import SegmentRule, count
from smsdesk.gui.compose.cost import Cost, cost_of

_SAMPLES: Final = 20  # rows a column is judged by, where its title says nothing


@dataclass(frozen=True, slots=True)
class Person:
    """One recipient as the preview shows them.

    message: rendered for this person.
    number: place among those stepped through, 1 for the first; of: how many there are.
    sent_as: digits as they will be sent. row: of the file, 0 where there is no file.
    """

    number: int
    of: int
    name: str
    sent_as: str
    row: int
    source: str
    message: Message

    @property
    def text(self) -> str:
        """The message for reading."""
        return outline(self.message)


class People:
    """Everybody who will receive, and the one in the preview.

    Renders with the message as it stands; a text that cannot be filled yet is shown as typed.
    """

    def __init__(self) -> None:
        self._recipients: Recipients | None = None
        self._message: Message = TextMessage("")
        self._template: MessageTemplate | None = None
        self._name_column = -1
        self._everyone: array[int] = array("I")
        self._shown: array[int] = self._everyone
        self._at = 0

    def __len__(self) -> int:
        return len(self._everyone)

    def set_recipients(self, recipients: Recipients | None, rows: "array[int]") -> None:
        """Step through `rows`, the members of a list or some of them; begins at the first."""
        self._recipients = recipients
        self._everyone = rows
        self._name_column = name_column(recipients) if recipients else -1
        self.show_everyone()
        self._at = 0
        self.set_message(self._message)

    def set_message(self, message: Message) -> None:
        """Render another message."""
        self._message, self._template = message, None
        if self._recipients is not None:
            try:
                self._template = MessageTemplate(message, self._recipients.header)
            except UserInputError:
                return  # a field without a column: the checks say so

    @property
    def columns(self) -> tuple[int, ...]:
        """Columns the merge fields take their values from, () while they cannot be matched."""
        return tuple(self._template.columns.values()) if self._template else ()

    @property
    def is_part(self) -> bool:
        """Whether only a part of the list is stepped through."""
        return self._shown is not self._everyone

    @property
    def shown(self) -> int:
        """How many are stepped through."""
        return len(self._shown)

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) person; after the last comes the first."""
        if self._shown:
            self._at = (self._at + step) % len(self._shown)

    def show_everyone(self) -> None:
        """Step through the whole list again; the person in sight stays."""
        row = self.row
        self._shown = self._everyone
        self.go_to(row)

    def show_part(self, rows: "array[int]") -> None:
        """Step through `rows` only."""
        if rows:
            self._shown, self._at = rows, 0

    def go_to(self, row: int | None) -> None:
        """Show the person of that row; the first one where it is not on the list."""
        at = bisect_left(self._shown, row) if row is not None else 0
        self._at = at if at < len(self._shown) and self._shown[at] == row else 0

    @property
    def row(self) -> int | None:
        """Row index of the person in sight, None where there is none."""
        return self._shown[self._at] if self._at < len(self._shown) else None

    def current(self) -> Person | None:
        """The person in sight."""
        return self._person(self._shown, self._at)

    def person(self, index: int) -> Person | None:
        """The person at `index` of the whole list."""
        return self._person(self._everyone, index)

    def cells(self) -> Sequence[str]:
        """The file's cells of the person in sight, () where there is none."""
        row = self.row
        return self._recipients.rows[row] if self._recipients and row is not None else ()

    def cost(self, rule: SegmentRule) -> Cost | None:
        """What the text of the person in sight takes; None where there is none or nobody knows.

        A wording that the provider keeps is counted as it is filled, without advice: nobody here
        can change it.
        """
        row = self.row
        code = None
        if self._recipients is not None and row is not None:
            code = country_code(self._recipients.phones[row])
        if isinstance(self._message, TextMessage):
            text = self._message.text
            return cost_of(text, self.render, rule, code) if text else None
        text = sms_text(self._rendered(row))
        if not text:
            return None
        return Cost(count(text, SegmentRule.ON_AIR, code), count(text, rule, code).segments)

    def _rendered(self, row: int | None) -> Message:
        """The message as that row gets it; as typed while it cannot be filled."""
        if self._recipients is None or self._template is None or row is None:
            return self._message
        return self._template.render(self._recipients.rows[row])

    def render(self, text: str) -> str:
        """`text` with its merge fields filled for the person in sight."""
        recipients, row = self._recipients, self.row
        if recipients is None or row is None:
            return text
        try:
            template = MessageTemplate(TextMessage(text), recipients.header)
        except UserInputError:
            return text
        return sms_text(template.render(recipients.rows[row]))

    def _person(self, rows: "array[int]", index: int) -> Person | None:
        recipients = self._recipients
        if recipients is None or index >= len(rows):
            return None
        row = rows[index]
        return Person(
            number=index + 1,
            of=len(rows),
            name=name_of(recipients, row, self._name_column),
            sent_as=str(recipients.phones[row]),
            row=recipients.row_number(row),
            source=recipients.source,
            message=self._rendered(row),
        )


def name_column(recipients: Recipients) -> int:
    """The column that says who somebody is, -1 where there is none."""
    samples = recipients.rows[:_SAMPLES]
    return guess_name_column(recipients.header, recipients.phone_column, samples)


def name_of(recipients: Recipients, row: int, column: int) -> str:
    """Who stands in `row`, by the column of the names; else the number."""
    name = " ".join(recipients.cell(row, column).split()) if column >= 0 else ""
    return name or display(recipients.phones[row])
