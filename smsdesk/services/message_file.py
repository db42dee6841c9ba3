"""Message documents on the disk: what the composer saves and opens, and scripts send."""

import json
from pathlib import Path

from smsdesk.atomic import SHARED, replacing
from smsdesk.core.document import parse_document, to_document
from smsdesk.core.errors import UserInputError
from smsdesk.core.message import Message
from smsdesk.services.importer import read_bytes

_SIZE_LIMIT = 1024 * 1024


def load_message(path: Path) -> Message:
    """Read a message document. Blocks on the disk.

    Raises:
        UserInputError: the file cannot be read, is no JSON object, or holds what no message has.
    """
    try:
        text = read_bytes(path, _SIZE_LIMIT).decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError as problem:
        raise UserInputError("message_not_utf8", name=path.name) from problem
    except _TwiceError as problem:
        raise UserInputError("message_key_twice", name=path.name, key=str(problem)) from None
    except json.JSONDecodeError as problem:
        raise UserInputError("message_no_json", name=path.name, line=problem.lineno) from None
    except (ValueError, RecursionError) as problem:  # a number without end
        raise UserInputError("message_no_json", name=path.name, line=1) from problem
    if not isinstance(document, dict):
        raise UserInputError("message_no_object", name=path.name)
    return parse_document(document)


class _TwiceError(Exception):
    """A key stands twice in one object."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of which nothing is lost, as `dict` would lose the first of two."""
    read = dict(pairs)
    if len(read) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(next(key for key in keys if keys.count(key) > 1))
    return read


def save_message(path: Path, message: Message) -> None:
    """Write a message document; what stood there before stays until the new one is complete.

    Raises:
        StorageError: disk_full, file_unwritable.
    """
    text = json.dumps(to_document(message), ensure_ascii=False, indent=2) + "\n"
    with replacing(path, SHARED) as file:
        file.write(text.encode())
