"""Can a journal be made, written and read?"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from smsdesk.selftest.result import Facts, FailedError
from smsdesk.storage.journal import Journal


def check() -> Facts:
    """Make a journal, which runs all its migrations, and look at it with SQLite alone."""
    with tempfile.TemporaryDirectory(prefix="smsdesk-selftest-") as folder:
        path = Path(folder) / "journal.sqlite3"
        Journal.open(path).close()  # writes: every migration in a transaction
        Journal.open(path).close()  # reads: it is up to date and stays as it is
        with closing(sqlite3.connect(path)) as database:
            facts = {
                "sqlite": sqlite3.sqlite_version,
                "revision": _one(database, "SELECT version_num FROM alembic_version"),
                "mode": _one(database, "PRAGMA journal_mode"),
            }
            sound = _one(database, "PRAGMA integrity_check")
    if sound != "ok":
        raise FailedError(f"the new journal is damaged: {sound}", facts)
    return facts


def _one(database: sqlite3.Connection, question: str) -> str:
    return str(database.execute(question).fetchone()[0])
