"""CSV files and pasted text to a table of cells. Bytes in, no I/O."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from smsdesk.core import phonecolumn
from smsdesk.core.decode import Decoded, decode
from smsdesk.core.errors import Problem, UserInputError

__all__ = [
    "DELIMITERS",
    "MAX_COLUMNS",
    "Decoded",
    "Table",
    "column_index",
    "columns_called",
    "decode",
    "find_column",
    "guess_phone_column",
    "missing_column",
    "parse_table",
    "read_pasted",
    "read_table",
]

DELIMITERS: Final = (",", ";", "\t")
MAX_COLUMNS: Final = 1_000

# one call into the parser keeps every other thread waiting until it returns, the window's too:
# rows and text are handed over in pieces of a millisecond
_ROWS_AT_ONCE: Final = 1_000
_CHARACTERS_AT_ONCE: Final = 262_144
_SAMPLE_CHARACTERS: Final = 65_536
_SAMPLE_ROWS: Final = 200
_SENTINEL: Final = "\x00"
_LIST_SEPARATORS: Final = re.compile(r"[,;\t\r\n，；、]+")
_MAX_PHONE_DIGITS: Final = 15
_COUNTED_LINE: Final = re.compile(r"\s*(\d{1,4})[.)]\s+(.*)")
_NAMED_LINE: Final = re.compile(r"\s*([^\d+(]*[^\W\d_][^\d+(]*?)[\s:：]+(\+?[(\d][\d ()-]+?)\s*")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
_END_OF_FILE: Final = "\x1a"  # Ctrl-Z, as old programs mark it


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular table of text.

    header: names as they stand in the file; spreadsheet letters (A, B, ...) where it has none.
    rows: each as wide as `header`; blank lines inside the file are rows of "".
    first_row: number of the first row in the file (2 under a header, 1 without).
    source: name of the file, "" where there is none.
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    delimiter: str
    encoding: str
    has_header: bool
    first_row: int
    source: str = ""


def read_table(
    data: bytes,
    encoding: str | None = None,
    delimiter: str | None = None,
    has_header: bool | None = None,
    source: str = "",
) -> Table:
    """Read a CSV file; what is None is found out.

    Raises:
        UserInputError: as `decode` and `parse_table`.
    """
    decoded = decode(data, encoding)
    table = parse_table(decoded.text, delimiter, has_header)
    return replace(table, encoding=decoded.encoding, source=source)


def parse_table(text: str, delimiter: str | None = None, header: bool | None = None) -> Table:
    """Split `text` into a table; what is None is found out.

    Raises:
        UserInputError: csv_empty; csv_no_rows (a header alone); csv_quote (a quotation mark
            nobody closed would swallow recipients; data: row); csv_too_wide.
    """
    text = text.rstrip(_END_OF_FILE)
    separator_line = _SEPARATOR_LINE.match(text)  # Excel's own hint; it does not count it as a row
    if separator_line:
        delimiter = delimiter or separator_line[1]
        text = text[separator_line.end() :]
    delimiter = delimiter or _guess_delimiter(text)
    rows = _split(text, delimiter)
    while rows and _is_blank(rows[-1]):
        rows.pop()
    blank = next((index for index, row in enumerate(rows) if not _is_blank(row)), None)
    if blank is None:
        raise UserInputError("csv_empty")
    del rows[:blank]
    has_header = _looks_like_header(rows[0]) if header is None else header
    names = rows.pop(0) if has_header else []
    if not rows:
        raise UserInputError("csv_no_rows")
    width = len(names)
    for row in rows:
        width = max(width, len(row))
    if width > MAX_COLUMNS:
        raise UserInputError("csv_too_wide", columns=width, limit=MAX_COLUMNS)
    for row in rows:
        if len(row) != width:
            row.extend([""] * (width - len(row)))
    names.extend(_letters(column) for column in range(len(names), width))
    return Table(tuple(names), rows, delimiter, "UTF-8", has_header, blank + 1 + has_header)


def columns_called(header: Sequence[str], name: str) -> list[int]:
    """The columns `name` may mean: called exactly so, else but for case and outer spaces."""
    exact = [column for column, title in enumerate(header) if title == name]
    wanted = name.strip().casefold()
    return exact or [
        column for column, title in enumerate(header) if title.strip().casefold() == wanted
    ]


def find_column(header: Sequence[str], name: str) -> int | None:
    """The column called `name`, None where there is none or more than one."""
    found = columns_called(header, name)
    return found[0] if len(found) == 1 else None


def column_index(table: Table, name: str) -> int:
    """The column a person named.

    Raises:
        UserInputError: csv_no_column (data: column, columns), csv_columns_alike (data: column,
            first, second).
    """
    found = columns_called(table.header, name)
    if not found:
        raise UserInputError("csv_no_column", column=name, columns=", ".join(table.header))
    if len(found) > 1:
        first, second = _places(found)
        raise UserInputError("csv_columns_alike", column=name, first=first, second=second)
    return found[0]


def missing_column(header: Sequence[str], name: str) -> Problem:
    """Why `find_column` found none for the merge field `name`."""
    found = columns_called(header, name)
    if len(found) > 1:
        first, second = _places(found)
        return Problem(
            name, "merge_columns_alike", {"field": name, "first": first, "second": second}
        )
    columns = ", ".join(filter(None, header))
    return Problem(name, "merge_no_column", {"field": name, "columns": columns})


def _places(columns: Sequence[int]) -> tuple[str, str]:
    """The first two as spreadsheets call them."""
    return _letters(columns[0]), _letters(columns[1])


def _split(text: str, delimiter: str) -> list[list[str]]:
    spaced = f'{delimiter} "' in text[:_SAMPLE_CHARACTERS]
    reader = csv.reader(
        chain(_lines(text), [_SENTINEL]), delimiter=delimiter, skipinitialspace=spaced
    )
    rows: list[list[str]] = []
    before = -1
    try:
        while len(rows) > before:
            before = len(rows)
            rows.extend(islice(reader, _ROWS_AT_ONCE))
    except csv.Error:  # a field longer than any cell
        raise UserInputError("csv_quote", row=len(rows) + 1) from None
    # an open quotation mark swallows the sentinel too
    if rows[-1] != [_SENTINEL]:
        raise UserInputError("csv_quote", row=len(rows))
    rows.pop()
    return rows


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start + _CHARACTERS_AT_ONCE) + 1 or len(text)
        yield from io.StringIO(text[start:end], newline="")
        start = end


def _guess_delimiter(text: str) -> str:
    sample = text[:_SAMPLE_CHARACTERS]
    best, best_score = DELIMITERS[0], (0.0, 0)
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = [len(row) for row in islice(rows, _SAMPLE_ROWS) if row]
        if not widths or widths[0] < 2:
            continue
        score = (widths.count(widths[0]) / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _looks_like_header(row: Sequence[str]) -> bool:
    if any(map(phonecolumn.is_phone_name, row)):
        return True
    return not any(map(phonecolumn.looks_like_phone, row))


def _is_blank(row: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _letters(column: int) -> str:
    """Name of a column as spreadsheets have it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def guess_phone_column(table: Table) -> int | None:
    """Index of the column that holds the phone numbers, None where that is not clear."""
    return phonecolumn.guess_phone_column(table.header, table.rows)


def read_pasted(text: str) -> Table:
    """Read what a person pasted: a list of numbers, or rows copied from a spreadsheet or file.

    Raises:
        UserInputError: csv_empty, and as `parse_table` where it is a table.
    """
    text = text.strip("\r\n\ufeff")
    if not text.strip():
        raise UserInputError("csv_empty")
    text = _without_counts(text)
    if _is_table(text):
        return parse_table(text)
    if named := _named(text):
        return Table(("name", "phone"), named, ",", "UTF-8", False, 1)
    pieces = chain.from_iterable(map(_numbers_in, _LIST_SEPARATORS.split(text)))
    rows = [[piece] for piece in pieces]
    if not rows:
        raise UserInputError("csv_empty")
    return Table(("phone",), rows, ",", "UTF-8", False, 1)


def _is_table(text: str) -> bool:
    """Whether several columns were pasted, of which at least one holds no numbers."""
    rows = _split(text, _guess_delimiter(text))
    if not rows or len(rows[0]) < 2 or (len(rows) < 2 and "\t" not in text):
        return False
    if any(map(phonecolumn.is_phone_name, rows[0])):
        return True
    cells = [cell for row in rows for cell in row if cell.strip()]
    same_width = len({len(row) for row in rows}) == 1
    return same_width and not all(map(phonecolumn.looks_like_phone, cells))


def _without_counts(text: str) -> str:
    """`text` without the `1.`, `2.`, … before its lines, where they do count them."""
    lines = [line for line in text.splitlines() if line.strip()]
    counted = [_COUNTED_LINE.fullmatch(line) for line in lines]
    if not all(found and int(found[1]) == at for at, found in enumerate(counted, 1)):
        return text
    return "\n".join(found[2] for found in counted if found)


def _named(text: str) -> list[list[str]]:
    """Name and number of every line, [] where a line holds anything else."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [_NAMED_LINE.fullmatch(line) for line in lines]
    rows = [[line[1].strip(), line[2]] for line in found if line]
    labels = any(phonecolumn.is_phone_name(name) for name, _number in rows)
    return [] if labels or len(rows) < len(lines) else rows


def _numbers_in(piece: str) -> list[str]:
    """The numbers of one piece; spaces part them only where it cannot be a single one."""
    numbers: list[str] = []
    for part in re.split(r"\s+(?=\+)", piece.strip()):
        digits = sum(character.isdigit() for character in part)
        numbers.extend(part.split() if digits > _MAX_PHONE_DIGITS else [part] if part else [])
    return numbers
