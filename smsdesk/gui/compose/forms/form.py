"""What every form of the composer can do, whatever the kind of its message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from smsdesk.core.message import Kind, Message
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.insert_row import InsertRow


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest filled text of one field: its characters, and whose it is."""

    length: int
    who: str = ""


class MessageForm(QWidget):
    """The form of one kind. It keeps what was typed while another kind is on show.

    Signals:
        changed(): a value was typed, chosen, added, removed or moved.
    """

    changed = Signal()
    kind: ClassVar[Kind]

    def message(self) -> Message:
        """What stands in the form; `kind` is its kind."""
        raise TypeError(type(self).__name__)

    def show_message(self, message: Message) -> None:  # noqa: ARG002 (each form its own)
        """Fill the form from a message of its kind."""
        raise TypeError(type(self).__name__)

    def focus_first(self) -> None:
        """Continue in the first field."""

    def take_row(self, row: InsertRow) -> None:
        """Show what inserts columns directly below the first text they go into."""

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Offer the options and limits of another provider; what it has not stays, unsent."""

    def set_columns(self, header: Sequence[str]) -> None:
        """Offer the columns of another list as merge fields."""

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at the field with that path; none for all others."""

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count each text as its longest recipient gets it; {} counts what is typed."""

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
