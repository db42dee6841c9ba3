"""From a file or pasted text to judged recipients; runs in a worker."""

from array import array
from dataclasses import dataclass, replace
from pathlib import Path

from smsdesk.core.csvimport import Table, guess_phone_column, read_pasted
from smsdesk.core.recipients import Recipients, RowState, read_recipients
from smsdesk.services.importer import load_file

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Choices:
    """How to read recipients; None leaves it to the content.

    path: the file, None for pasted text. region: ISO code of the default country, None for none.
    table: rows that are there already, in place of both.
    """

    path: Path | None = None
    pasted: str = ""
    table: Table | None = None
    encoding: str | None = None
    delimiter: str | None = None
    has_header: bool | None = None
    phone_column: int | None = None
    region: str | None = None

    def is_same_text(self, other: "Choices") -> bool:
        """Whether only the column of the phone or the country differ: nothing to read again."""
        return self == replace(other, phone_column=self.phone_column, region=self.region)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read.

    found_phone: whether a phone column was found or chosen; nobody receives before.
    size: bytes of the file, 0 for pasted text.
    """

    choices: Choices
    table: Table
    recipients: Recipients
    found_phone: bool
    size: int


def read_choices(choices: Choices) -> Imported:
    """Read and judge. Blocks on the disk and the parser.

    Raises:
        UserInputError: the file or the text cannot be used.
    """
    size = 0
    if choices.table is not None:
        table = choices.table
    elif choices.path is None:
        table = read_pasted(choices.pasted)
    else:
        table = load_file(choices.path, choices.encoding, choices.delimiter, choices.has_header)
        table = replace(table, source=choices.path.name)
        size = choices.path.stat().st_size
    return judge(choices, table, size)


def judge(choices: Choices, table: Table, size: int) -> Imported:
    """Judge the numbers of a table that was read already: another column, another country."""
    phone = choices.phone_column
    if phone is None or phone >= len(table.header):
        phone = guess_phone_column(table)
    if phone is None:
        return Imported(choices, table, _unjudged(table, choices.region), False, size)
    return Imported(choices, table, read_recipients(table, phone, choices.region), True, size)


def _unjudged(table: Table, region: str | None) -> Recipients:
    """The rows as they are: nobody receives before a person says where the numbers stand."""
    rows = len(table.rows)
    return Recipients(
        table.source,
        table.header,
        table.rows,
        table.first_row,
        0,
        region,
        array("Q", bytes(8 * rows)),
        bytearray([RowState.NO_NUMBER]) * rows,
        bytearray(rows),
    )


def samples_of(recipients: Recipients, column: int) -> str:
    """The first few different values of a column, in one line."""
    found: list[str] = []
    for row in recipients.rows[:50]:
        value = " ".join(row[column].split())
        if value and value not in found:
            found.append(value)
        if len(found) == _SAMPLES:
            break
    return " · ".join(found)
