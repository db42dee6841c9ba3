"""Bringing an older journal up to date.

Importing this imports Alembic: `storage.journal` does so only when there is something to do.
"""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection

from smsdesk.core.errors import StorageError
from smsdesk.storage import sqlite

SCRIPTS: Final = Path(__file__).parent


def upgrade(path: Path, busy_timeout_s: float, scripts: Path = SCRIPTS) -> None:
    """Run every migration the file at `path` still lacks, each in a transaction of its own.

    Before each, a file that already holds a journal is copied to `<name>.before-<revision>`.

    Raises:
        StorageError: journal_too_new, journal_damaged, journal_busy, disk_full,
            journal_unwritable. The file is then as the last complete migration left it.
    """
    config = Config()
    # "%" would start an interpolation in the settings' syntax
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    directory = ScriptDirectory.from_config(config)
    # before a connection that writes is opened: a newer file is not touched
    found = sqlite.inspect(path, busy_timeout_s)
    _next(path, directory, found)
    engine = sqlite.open_engine(path, busy_timeout_s)
    try:
        with (
            sqlite.explained(path),
            engine.connect().execution_options(**{sqlite.WRITES: True}) as connection,
        ):
            config.attributes["connection"] = connection
            while _step(path, connection, config, directory, keep=found is not None):
                pass
    finally:
        engine.dispose()


def _step(
    path: Path, connection: Connection, config: Config, directory: ScriptDirectory, *, keep: bool
) -> bool:
    """Run the next migration; False where none is left."""
    # The write lock is held from here: no other program upgrades the same file meanwhile.
    with connection.begin():
        current = MigrationContext.configure(connection).get_current_revision()
        script = _next(path, directory, current)
        if script is None:
            return False
        if keep:
            sqlite.copy(path, path.with_name(f"{path.name}.before-{script.revision}"))
        command.upgrade(config, script.revision)
    return True


def _next(path: Path, directory: ScriptDirectory, current: str | None) -> Script | None:
    try:
        left = list(directory.iterate_revisions("head", current or "base"))
    except RevisionError as problem:
        raise StorageError("journal_too_new", path=path, revision=current) from problem
    return left[-1] if left else None
