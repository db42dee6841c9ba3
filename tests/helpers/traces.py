"""Looks for values wherever a program can have left them: files, databases, what it printed."""

import base64
import contextlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote


class Traces:
    """Places to look at, by a name that tells where something was found."""

    def __init__(self) -> None:
        self._places: dict[str, bytes] = {}

    def add(self, name: str, content: bytes | str) -> None:
        """Something that was printed or read; text and bytes alike."""
        data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        self._places[name] = self._places.get(name, b"") + b"\n" + data

    def add_process(self, pid: int) -> None:
        """Arguments and environment of a running program, as every user of it can see them."""
        for part in ("cmdline", "environ"):
            self.add(f"/proc {part}", Path(f"/proc/{pid}/{part}").read_bytes())

    def add_folder(self, folder: Path) -> None:
        """Every file below: its name, its bytes, and what a database in it holds."""
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            self.add("names", name)
            if path.is_file():
                self.add(name, path.read_bytes())
                if path.suffix == ".sqlite3":
                    self.add(f"{name} unpacked", b"\n".join(_unpacked(path)))

    def find(self, values: Iterable[str]) -> Mapping[str, list[str]]:
        """Where each value stands, in whatever spelling; nothing for those that stand nowhere."""
        found = {
            value: [name for name, data in self._places.items() if _holds(data, value)]
            for value in values
        }
        return {value: names for value, names in found.items() if names}

    def sizes(self) -> Mapping[str, int]:
        """How much was looked at, in bytes by name."""
        return {name: len(data) for name, data in self._places.items()}


def _holds(data: bytes, value: str) -> bool:
    return any(spelling in data for spelling in _spellings(value))


def _spellings(value: str) -> Iterator[bytes]:
    plain = value.encode()
    yield plain
    yield value.encode("utf-16-le")
    yield value.encode("utf-16-be")
    yield plain.hex().encode()
    yield quote(value, safe="").encode()
    for shift in range(3):  # wherever it begins in a longer text
        coded = base64.b64encode(b"\0" * shift + plain)
        yield coded[4 if shift else 0 : len(coded) // 4 * 4 - 4]


def _unpacked(path: Path) -> Iterator[bytes]:
    """Every cell of every table; what is packed also as it was before."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                for cell in row:
                    if not isinstance(cell, bytes):
                        yield str(cell).encode()
                        continue
                    yield cell
                    with contextlib.suppress(zlib.error):
                        yield zlib.decompress(cell)
                        # JSON with escapes
                        yield (
                            zlib.decompress(cell)
                            .decode("unicode-escape")
                            .encode("utf-8", "replace")
                        )
