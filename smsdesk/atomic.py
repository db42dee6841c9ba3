"""Replacing a file in one step: readers see the old one or the new one, never half of either."""

import errno
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from smsdesk.core.errors import StorageError

PRIVATE: Final = 0o600
SHARED: Final = 0o666
_NO_ROOM: Final = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def replacing(path: Path, mode: int = PRIVATE) -> Iterator[IO[bytes]]:
    """Give a file to write to; it takes the place of `path` once all of it is on the disk.

    Whatever is raised inside leaves `path` as it was. What is no plain file (a pipe, a terminal)
    is written to directly.

    Raises:
        StorageError: disk_full, file_unwritable.
    """
    target = path.resolve()  # a link stays a link
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as direct:
                yield direct
            return
        partial = target.with_name(f".smsdesk-{os.getpid()}-{threading.get_ident()}.partial")
        try:
            with _create(partial, mode) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as problem:
        if problem.errno in _NO_ROOM:
            raise StorageError("disk_full", path=path) from problem
        detail = problem.strerror or problem
        raise StorageError("file_unwritable", path=path, detail=detail) from problem


def _create(path: Path, mode: int) -> IO[bytes]:
    """A new file with the rights `mode`, less what the user's umask takes away."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system lets a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Replace `path` by a JSON object only its owner can read; the folder is created if missing.

    Raises:
        StorageError: disk_full, file_unwritable.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        detail = problem.strerror or problem
        raise StorageError("file_unwritable", path=path, detail=detail) from problem
    with replacing(path) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")


def read_json(path: Path) -> dict[str, object]:
    """The JSON object in `path`, {} where there is no file.

    Raises:
        StorageError: file_unreadable.
        ValueError: the file holds something else.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as problem:
        detail = problem.strerror or problem
        raise StorageError("file_unreadable", path=path, detail=detail) from problem
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def keep_aside(path: Path) -> Path:
    """Rename a file that cannot be read, so that nothing overwrites it; return its new name."""
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        path.rename(kept)
    except OSError:
        return path
    return kept
