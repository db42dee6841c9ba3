"""The longest filled text of every field, over a whole list."""

from typing import NamedTuple

from smsdesk.core.message import text_fields
from smsdesk.core.plan import Rendered
from smsdesk.core.recipients import Recipients


class FieldLength(NamedTuple):
    """Characters of the longest text of a field, and the index of the first row that gets it.

    row: None where everybody gets the same.
    """

    length: int
    row: int | None


def longest_fields(rendered: Rendered, recipients: Recipients) -> dict[str, FieldLength]:
    """The longest text of each field by its path; empty ones too."""
    template = rendered.template
    found = {
        path: FieldLength(len(text), None)
        for path, text in text_fields(rendered.messages[0]).items()
    }
    paths = template.personal_paths
    if not paths:
        return found
    most, rows = [-1] * len(paths), [0] * len(paths)
    cells = recipients.rows
    for group in rendered.groups:
        for at, text in enumerate(template.texts(cells[group[0]])):
            if len(text) > most[at]:
                most[at], rows[at] = len(text), group[0]
    return found | {
        path: FieldLength(length, row) for path, length, row in zip(paths, most, rows, strict=True)
    }
