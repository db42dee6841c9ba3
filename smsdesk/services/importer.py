"""Reading recipient files from the disk, with a sentence for everything that can be wrong."""

from pathlib import Path

from smsdesk.core.csvimport import Table, read_table
from smsdesk.core.errors import UserInputError

SIZE_LIMIT = 200 * 1024 * 1024


def load_file(
    path: Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    has_header: bool | None = None,
) -> Table:
    """Read a recipient file; what is None is found out from its content.

    Blocks on the disk and the parser: call it through `run_blocking`.

    Raises:
        UserInputError: file_missing, file_is_folder, import_unreadable, file_too_large, or what
            `core.csvimport.read_table` says of the content.
    """
    return read_table(read_bytes(path), encoding, delimiter, has_header, path.name)


def read_bytes(path: Path, limit: int = SIZE_LIMIT) -> bytes:
    """Read a whole file a person chose.

    Raises:
        UserInputError: file_missing, file_is_folder, import_unreadable, file_too_large.
    """
    try:
        if path.is_dir():
            raise UserInputError("file_is_folder", name=str(path))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as problem:
        raise UserInputError("file_missing", name=str(path)) from problem
    except (OSError, ValueError) as problem:  # ValueError: a name no file system can hold
        reason = getattr(problem, "strerror", None) or str(problem)
        raise UserInputError("import_unreadable", name=path.name, reason=reason) from problem
    if len(data) > limit:
        raise UserInputError("file_too_large", name=path.name, limit_mb=limit // (1024 * 1024))
    return data
