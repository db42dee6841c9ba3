"""Merge fields: `{column}` in any text of a message, filled from the row of each recipient."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from smsdesk.core.csvimport import find_column, missing_column
from smsdesk.core.errors import Problem, UserInputError
from smsdesk.core.message import Message, text_fields, with_texts

MERGE_CODES: Final = frozenset(("merge_brace", "merge_no_column", "merge_columns_alike"))
"""Why a text cannot be filled."""

_TOKEN: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands for itself; doubled braces are single here."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A merge field. start, end: where it stands in the template, braces included."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Template:
    """A text with merge fields, parsed.

    parts: literals and fields in order; no two literals follow each other.
    fields: names in order of first appearance, each once, without outer spaces.
    """

    parts: tuple[Literal | Field, ...]
    fields: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Template":
        """Read `{name}` fields; `{{` and `}}` are literal braces.

        Raises:
            UserInputError: merge_brace (data: position, from 1): a brace without its partner, or
                nothing between two.
        """
        parts: list[Literal | Field] = []
        literal: list[str] = []
        position = 0
        for token in _TOKEN.finditer(text):
            literal.append(text[position : token.start()])
            position = token.end()
            if token[0] in ("{{", "}}"):
                literal.append(token[0][0])
                continue
            name = (token[1] or "").strip()
            if not name:
                raise UserInputError("merge_brace", position=token.start() + 1)
            _add_literal(parts, literal)
            parts.append(Field(name, token.start(), token.end()))
        literal.append(text[position:])
        _add_literal(parts, literal)
        names = dict.fromkeys(part.name for part in parts if isinstance(part, Field))
        return cls(tuple(parts), tuple(names))

    def render(self, values: Mapping[str, str]) -> str:
        """Fill the fields from `values`, which holds every name of `fields`."""
        return "".join(
            part.text if isinstance(part, Literal) else values[part.name] for part in self.parts
        )


def escape(text: str) -> str:
    """Return a template that renders to `text` as it is."""
    return text.replace("{", "{{").replace("}", "}}")


def match_columns(fields: Sequence[str], header: Sequence[str]) -> dict[str, int]:
    """The column of each field: by its exact name, else without regard to case if unique.

    Raises:
        UserInputError: merge_no_column or merge_columns_alike for every field that has none.
    """
    columns: dict[str, int] = {}
    problems = []
    for name in fields:
        column = find_column(header, name)
        if column is None:
            problems.append(missing_column(header, name))
        else:
            columns[name] = column
    if problems:
        raise UserInputError.of(problems)
    return columns


class MessageTemplate:
    """A message whose texts may hold merge fields, compiled against the columns of a file.

    fields: names of the merge fields of all texts, each once. columns: the column of each.
    """

    def __init__(self, message: Message, header: Sequence[str]) -> None:
        """Compile `message`.

        Raises:
            UserInputError: every one of `MERGE_CODES` at once.
        """
        templates, problems = _parse_all(text_fields(message))
        names = (name for template in templates.values() for name in template.fields)
        self.fields: tuple[str, ...] = tuple(dict.fromkeys(names))
        try:
            self.columns: dict[str, int] = match_columns(self.fields, header)
        except UserInputError as error:
            problems += error.problems
        if problems:
            raise UserInputError.of(problems)
        # texts without fields are filled once; each row only costs the others
        self._message = with_texts(
            message,
            {
                key: template.render({})
                for key, template in templates.items()
                if not template.fields
            },
        )
        personal = {key: template for key, template in templates.items() if template.fields}
        self._keys: tuple[str, ...] = tuple(personal)
        self._renderers = [_compiled(template, self.columns) for template in personal.values()]

    @property
    def is_personal(self) -> bool:
        """Whether recipients may get different messages."""
        return bool(self._keys)

    @property
    def personal_paths(self) -> tuple[str, ...]:
        """The texts that hold fields, in the order of `texts`."""
        return self._keys

    def texts(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The filled texts of one row: rows with equal ones get equal messages."""
        return tuple([render(cells) for render in self._renderers])

    def message(self, texts: Sequence[str]) -> Message:
        """The message made of the `texts` of a row."""
        if not self._keys:
            return self._message
        return with_texts(self._message, dict(zip(self._keys, texts, strict=True)))

    def render(self, cells: Sequence[str]) -> Message:
        """The message of one row; without fields it is the same object for all."""
        return self.message(self.texts(cells))


def without_unfilled(
    message: Message, header: Sequence[str], stand_in: str | None = None
) -> tuple[Message, frozenset[str]]:
    """`message` with everything filled that has a column, so that the rest of it can be judged.

    A field without one reads as `stand_in`, or stands there as it was typed; a text whose braces
    cannot be read stands as it is. Beside it, the paths of the texts concerned.
    """
    changed: dict[str, str] = {}
    for path, text in text_fields(message).items():
        try:
            template = Template.parse(text)
        except UserInputError:
            changed[path] = escape(text)
            continue
        if any(find_column(header, name) is None for name in template.fields):
            changed[path] = "".join(
                escape(part.text)
                if isinstance(part, Literal)
                else _as_it_stands(text[part.start : part.end], part.name, header, stand_in)
                for part in template.parts
            )
    return with_texts(message, changed), frozenset(changed)


def _as_it_stands(typed: str, name: str, header: Sequence[str], stand_in: str | None) -> str:
    if find_column(header, name) is not None:
        return typed
    return escape(typed if stand_in is None else stand_in)


def _parse_all(texts: Mapping[str, str]) -> tuple[dict[str, Template], list[Problem]]:
    templates: dict[str, Template] = {}
    problems = []
    for key, text in texts.items():
        try:
            templates[key] = Template.parse(text)
        except UserInputError as error:
            problems.append(Problem(key, error.code, error.data))
    return templates, problems


def _add_literal(parts: list[Literal | Field], pieces: list[str]) -> None:
    if text := "".join(pieces):
        parts.append(Literal(text))
    pieces.clear()


def _compiled(template: Template, columns: Mapping[str, int]) -> Callable[[Sequence[str]], str]:
    """A function from the cells of a row to the filled text; `%` is the fastest way to fill it."""
    pattern = "".join(
        part.text.replace("%", "%%") if isinstance(part, Literal) else "%s"
        for part in template.parts
    )
    order = [columns[part.name] for part in template.parts if isinstance(part, Field)]
    if len(order) == 1:
        only = order[0]
        return lambda cells: pattern % (cells[only],)
    return lambda cells: pattern % tuple([cells[column] for column in order])
