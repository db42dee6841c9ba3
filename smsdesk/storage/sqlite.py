"""SQLite, and only here: how the file is opened, how it commits, what its errors mean."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from smsdesk.core.errors import StorageError

WRITES: Final = "smsdesk_writes"
"""Execution option of a connection whose transactions write: they take the lock at once."""

_CHECKED_WHOLE: Final = 64 * 1024 * 1024
"""Files up to this size are read through at every opening (about 0.1 s)."""

_BUGS: Final = (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError)
"""Ours, not the environment's: they stay what they are."""

_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# A quota or a size limit shows as a refused write instead of a full disk.
_NO_ROOM: Final = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_NO_ROOM_ERRNO: Final = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def open_engine(path: Path, busy_timeout_s: float) -> Engine:
    """An engine on `path` whose commits reach the disk before they return."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_timeout_s, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def on_connect(driver: sqlite3.Connection, _record: object) -> None:
        driver.execute("PRAGMA journal_mode = WAL")
        driver.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def committing(driver: Any) -> Iterator[Any]:
    """One durable transaction on a driver connection, without SQLAlchemy's share of the cost."""
    cursor = driver.cursor()
    try:
        cursor.execute("BEGIN IMMEDIATE")
        yield cursor
        cursor.execute("COMMIT")
    except BaseException:
        # A failed statement or COMMIT may have ended the transaction already.
        if driver.in_transaction:
            cursor.execute("ROLLBACK")
        raise
    finally:
        cursor.close()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the driver and the system raise about `path` into StorageError.

    Raises:
        StorageError: disk_full, journal_busy, journal_damaged, journal_conflict,
            journal_unwritable.
    """
    try:
        yield
    except DBAPIError as problem:
        if isinstance(problem.orig, _BUGS):
            raise
        raise _explain(path, problem.orig or problem) from problem
    except _BUGS:
        raise
    except (sqlite3.Error, OSError) as problem:
        raise _explain(path, problem) from problem


def _explain(path: Path, problem: BaseException) -> StorageError:
    code = getattr(problem, "sqlite_errorcode", 0) or 0
    primary = code & 0xFF
    if isinstance(problem, sqlite3.IntegrityError):
        return StorageError("journal_conflict", path=path)
    if primary in _BUSY:
        return StorageError("journal_busy", path=path)
    if primary in _DAMAGED:
        return StorageError("journal_damaged", path=path)
    if code in _NO_ROOM or getattr(problem, "errno", 0) in _NO_ROOM_ERRNO or _is_full(path):
        return StorageError("disk_full", path=path)
    return StorageError("journal_unwritable", path=path, detail=problem)


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < 64 * 1024
    except OSError:
        return False


def create(path: Path) -> None:
    """Create an empty file only its owner can read, where there is none."""
    with explained(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def inspect(path: Path, busy_timeout_s: float) -> str | None:
    """Check a file without changing it; return its schema revision, None where it is still empty.

    Raises:
        StorageError: journal_damaged (or no journal at all), journal_busy, journal_unwritable.
    """
    with explained(path):
        if path.stat().st_size == 0:
            return None
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, timeout=busy_timeout_s, uri=True)) as driver:
            if path.stat().st_size <= _CHECKED_WHOLE:
                verdict = driver.execute("PRAGMA quick_check(1)").fetchone()[0]
                if verdict != "ok":
                    raise StorageError("journal_damaged", path=path)
            names = {row[0] for row in driver.execute("SELECT name FROM sqlite_master")}
            if not names:
                return None
            if "alembic_version" not in names:
                raise StorageError("journal_damaged", path=path)
            found = driver.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(found[0]) if found else None


def copy(path: Path, target: Path) -> None:
    """Copy a file that may be in use to `target`, in one consistent state.

    Raises:
        StorageError: disk_full, journal_busy, journal_damaged, journal_unwritable.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        with explained(path):
            create(partial)
            with (
                closing(sqlite3.connect(path)) as source,
                closing(sqlite3.connect(partial)) as copied,
            ):
                source.backup(copied)
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
