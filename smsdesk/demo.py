"""`make demo`: the window on its sandbox; without a display, the same window driven off screen.

Off screen a walk through the main job stands in for the person: it takes the sample list, types a
text, presses Send, waits for the last answer, exports, prints the grid and saves pictures.
"""

import asyncio
import os
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, cast

from PySide6.QtCore import QAbstractItemModel, QDir, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QTableView,
    QTextEdit,
    QWidget,
)

from smsdesk.app import Program, run_window
from smsdesk.display import has_display
from smsdesk.gui import loop
from smsdesk.gui.main_window import MainWindow
from smsdesk.gui.style import Choice, apply_theme
from smsdesk.paths import HOME_VARIABLE, Paths
from smsdesk.storage.settings import SettingsFile

OUTPUT: Final = Path("demo-output")
RESULTS: Final = OUTPUT / "results.csv"
TEXT: Final = (
    "Hi {name}, order {order} is “ready” — collect it at {shop} by {due_date}. Bloom Flowers"
)
UNSEEN: Final = ("offscreen", "minimal")
SIZE: Final = (1440, 900)
THEMES: Final[tuple[Choice, ...]] = ("light", "dark")
PATIENCE_S: Final = 120.0
STEP_S: Final = 0.05
SETTLE_S: Final = 0.6  # until what was typed is counted, and what slides in stands still
COLUMNS: Final = ("Row", "Phone", "Name", "Status", "Meaning", "Next step", "Code", "Tries")
WIDEST_CELL: Final = 40

Found = TypeVar("Found", bound=QWidget)


def main() -> int:
    """Open the demo's window, or walk through it where nobody could see it."""
    if has_display() and os.environ.get("QT_QPA_PLATFORM") not in UNSEEN:
        return open_window()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("QT_SCALE_FACTOR", "2")
    OUTPUT.mkdir(exist_ok=True)
    RESULTS.unlink(missing_ok=True)  # the dialog would ask before it replaced them
    with _home():
        paths = Paths.from_environment()
        app = QApplication(sys.argv[:1])
        program = Program(app, paths, SettingsFile(paths.settings_file).current(), demo=True)
        program.show()
        return loop.run(app, partial(_play, program))


def open_window() -> int:
    """The window on its sandbox: `smsdesk --demo`."""
    with _home():
        return run_window(demo=True)


@contextmanager
def _home() -> Iterator[None]:
    """A folder for this demo alone unless one was chosen: no part of anybody's history."""
    if os.environ.get(HOME_VARIABLE):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="smsdesk-demo-") as home:
        os.environ[HOME_VARIABLE] = home
        yield
        del os.environ[HOME_VARIABLE]


async def _play(program: Program, stop: asyncio.Event) -> int:
    """Run the program while the walk uses it; the walk's end is the program's."""
    failures: list[BaseException] = []
    tasks = loop.TaskSet(failures.append)
    tasks.spawn(walk(program.window), "walk").add_done_callback(lambda _task: stop.set())
    status = await program.main(stop)
    if failures:
        raise failures[0]
    return status


async def walk(window: MainWindow) -> None:
    """Do the main job as a person would, finding every control by its name."""
    window.resize(*SIZE)
    account = await appears(window, QComboBox, "account")
    send = await appears(window, QAbstractButton, "send")
    await until(lambda: account.currentIndex() >= 0 and send.isEnabled())
    text = find(window, QTextEdit, "message_text")
    window.activateWindow()
    text.setFocus()
    text.setPlainText(TEXT)
    text.moveCursor(QTextCursor.MoveOperation.End)
    await asyncio.sleep(SETTLE_S)
    await until(send.isEnabled)
    pictures = await _pictures(window, "compose")

    send.click()
    grid = await appears(window, QTableView, "results")
    pause = find(window, QAbstractButton, "pause")
    await until(lambda: grid.isVisible() and grid.model().rowCount() > 0)
    await until(lambda: not pause.isVisible())
    await _open_first_to_look_at(window, grid)
    pictures += await _pictures(window, "results")

    exported = await _export(window, RESULTS)
    rows = grid_rows(grid.model())
    print(table_text([COLUMNS, *rows]))
    print()
    print(counts_text(row[COLUMNS.index("Status")] for row in rows))
    print()
    for path in (*pictures, exported):
        print(path)


# -- the person's hands and eyes -------------------------------------------------------------


def find(window: QWidget, kind: type[Found], name: str) -> Found:
    """The control of that name.

    Raises:
        LookupError: the window has none.
    """
    found = window.findChild(kind, name)
    if found is None:
        raise LookupError(name)
    return found


async def appears(window: QWidget, kind: type[Found], name: str) -> Found:
    """The control of that name, once the window has made it.

    Raises:
        TimeoutError: it never does.
    """
    await until(lambda: window.findChild(kind, name) is not None)
    return find(window, kind, name)


async def until(holds: Callable[[], bool]) -> None:
    """Look again and again until something is so.

    Raises:
        TimeoutError: it never was.
    """
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # noqa: ASYNC110 - looks at the screen like a person: no event says so
            await asyncio.sleep(STEP_S)


async def _pictures(window: QWidget, name: str) -> list[Path]:
    """Save the window in every theme."""
    app = cast("QApplication", QApplication.instance())
    saved: list[Path] = []
    for theme in reversed(THEMES):  # ends in the first, as it began
        apply_theme(app, theme)
        await asyncio.sleep(STEP_S)
        path = OUTPUT / f"{name}-{theme}.png"
        window.grab().save(str(path))
        saved.insert(0, path)
    return saved


async def _open_first_to_look_at(window: QWidget, grid: QTableView) -> None:
    """Select the first row that was not accepted and press Enter, which opens its details."""
    status = COLUMNS.index("Status")
    rows = grid_rows(grid.model())
    accepted = rows[0][status]
    grid.selectRow(next((at for at, row in enumerate(rows) if row[status] != accepted), 0))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(grid, key)
    await until(find(window, QWidget, "result_detail").isVisible)
    await asyncio.sleep(SETTLE_S)


async def _export(window: QWidget, path: Path) -> Path:
    """Press Export, name the file, accept."""
    button = find(window, QAbstractButton, "export_results")
    button.click()
    dialog = find(window, QFileDialog, "export_dialog")
    dialog.selectFile(QDir.current().absoluteFilePath(str(path)))
    dialog.accept()
    await until(lambda: path.exists() and button.isEnabled())
    return path


# -- the grid as text ------------------------------------------------------------------------


def grid_rows(model: QAbstractItemModel) -> list[list[str]]:
    """What the grid shows in `COLUMNS`, row by row."""
    titles = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    shown = [titles.index(title) for title in COLUMNS]
    return [
        [str(model.data(model.index(row, column)) or "") for column in shown]
        for row in range(model.rowCount())
    ]


def counts_text(statuses: Iterable[str]) -> str:
    """How many rows are in which status, most first."""
    counts = Counter(statuses)
    parts = [f"{count} {status.lower()}" for status, count in counts.most_common()]
    return f"{counts.total()} recipients: {', '.join(parts)}"


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Align columns; wide characters count as two, a long cell is cut with an ellipsis."""
    cells = [[_clipped(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        for row in cells
    ]
    lines.insert(1, "  ".join("-" * wide for wide in widths))
    return "\n".join(line.rstrip() for line in lines)


def width(text: str) -> int:
    """Columns `text` takes in a terminal."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _clipped(cell: str) -> str:
    if width(cell) <= WIDEST_CELL:
        return cell
    while width(cell) >= WIDEST_CELL:
        cell = cell[:-1]
    return cell.rstrip() + "…"


if __name__ == "__main__":
    sys.exit(main())
