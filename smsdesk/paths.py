"""Where smsdesk keeps its files."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from smsdesk.core.errors import StorageError

HOME_VARIABLE = "SMSDESK_HOME"


@dataclass(frozen=True, slots=True)
class Paths:
    """All files and folders of one installation.

    home: everything but the settings of the system's conventions; with `SMSDESK_HOME` set,
        everything.
    """

    home: Path
    accounts_file: Path
    settings_file: Path
    journal_file: Path
    locks_dir: Path
    logs_dir: Path

    @classmethod
    def from_environment(cls) -> "Paths":
        """The folder `SMSDESK_HOME` names, else where this system keeps a program's files."""
        chosen = os.environ.get(HOME_VARIABLE, "")
        if chosen:
            home = Path(chosen).expanduser().absolute()
            return cls._in(home, config=home, logs=home / "logs")
        system = platformdirs.PlatformDirs("smsdesk", appauthor=False, roaming=False)
        return cls._in(
            system.user_data_path, config=system.user_config_path, logs=system.user_log_path
        )

    @classmethod
    def _in(cls, home: Path, *, config: Path, logs: Path) -> "Paths":
        return cls(
            home=home,
            accounts_file=config / "accounts.json",
            settings_file=config / "settings.json",
            journal_file=home / "journal.sqlite3",
            locks_dir=home / "locks",
            logs_dir=logs,
        )

    def ensure(self) -> None:
        """Create the folders that are missing, closed to other users.

        Raises:
            StorageError: folder_unwritable.
        """
        folders = (
            self.home,
            self.accounts_file.parent,
            self.settings_file.parent,
            self.locks_dir,
            self.logs_dir,
        )
        for folder in folders:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as problem:
                raise StorageError(
                    "folder_unwritable", path=folder, detail=problem.strerror or problem
                ) from problem
