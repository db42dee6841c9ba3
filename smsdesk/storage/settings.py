"""What a person chose for the program as a whole, in one JSON file."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Final

from smsdesk.atomic import keep_aside, read_json, write_json
from smsdesk.core.errors import StorageError

log = logging.getLogger(__name__)

_CHOICES: Final[Mapping[str, tuple[object, ...]]] = {
    "theme": ("system", "light", "dark"),
    "language": ("system", "en", "zh"),
}
_TEXT_SCALES: Final = (0.5, 3.0)
_MAX_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings and what they are before anybody chose.

    theme: system, light or dark. language: system, en or zh.
    region: default country of numbers without a prefix, ISO 3166 alpha-2, "" for none.
    text_scale: 1.0 is the system's size. last_account: the account used last, "" for none.
    columns: columns hidden or shown by table, as each table names them.
    dismissed: notices nobody wants to see again, as whoever shows them names them.
    reduce_motion: nothing moves by itself.
    """

    theme: str = "system"
    language: str = "system"
    region: str = ""
    text_scale: float = 1.0
    last_account: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dismissed: tuple[str, ...] = ()
    reduce_motion: bool = False


class SettingsFile:
    """Reads and changes the file. Keys it does not know survive; values it cannot use do not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._current: Settings | None = None
        self._unknown: dict[str, object] = {}

    def current(self) -> Settings:
        """The settings as they stand, read from the disk once: at once from then on.

        Never raises.
        """
        known = self._current  # without the lock: a change holds it while the disk is busy
        if known is not None:
            return known
        with self._lock:
            return self._loaded()

    def change(self, **values: object) -> Settings:
        """Save the given values, keep the rest.

        Raises:
            ValueError: an unknown key or a value that is none (a bug of the caller).
            StorageError: disk_full, file_unwritable; the values then hold for this run.
        """
        with self._lock:
            for name, value in values.items():
                if not _fits(name, value):
                    raise ValueError(f"{name} = {value!r}")
            self._current = replace(self._loaded(), **values)  # type: ignore[arg-type]
            write_json(self.path, {**self._unknown, **asdict(self._current)})
            return self._current

    def _loaded(self) -> Settings:
        if self._current is None:
            self._current, self._unknown = self._read()
        return self._current

    def _read(self) -> tuple[Settings, dict[str, object]]:
        try:
            document = read_json(self.path)
        except StorageError as problem:
            log.warning("settings not read, defaults hold: %s", problem)
            return Settings(), {}
        except ValueError:
            kept = keep_aside(self.path)
            log.warning("settings damaged, defaults hold; the file is kept as %s", kept)
            return Settings(), {}
        known = {item.name for item in fields(Settings)}
        values: dict[str, object] = {}
        for name in known & document.keys():
            value = _restored(name, document[name])
            if _fits(name, value):
                values[name] = value
            else:
                log.warning("setting %s = %r cannot be used, its default holds", name, value)
        unknown = {name: value for name, value in document.items() if name not in known}
        return Settings(**values), unknown  # type: ignore[arg-type]


def _restored(name: str, value: object) -> object:
    """JSON knows no tuples."""
    if name == "columns" and isinstance(value, dict):
        return {
            table: tuple(shown) if isinstance(shown, list) else shown
            for table, shown in value.items()
        }
    if name == "dismissed" and isinstance(value, list):
        return tuple(value)
    return value


def _fits(name: str, value: object) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name == "region":
        return isinstance(value, str) and (
            not value or (len(value) == 2 and value.isascii() and value.isupper())
        )
    if name == "text_scale":
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and _TEXT_SCALES[0] <= value <= _TEXT_SCALES[1]
        )
    if name == "last_account":
        return isinstance(value, str) and len(value) <= _MAX_NAME
    if name == "reduce_motion":
        return isinstance(value, bool)
    if name == "dismissed":
        return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    return name == "columns" and _are_columns(value)


def _are_columns(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(shown, tuple) and all(isinstance(column, str) for column in shown)
        for shown in value.values()
    )
