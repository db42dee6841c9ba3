"""Run by `tests.bench.lateness` in a process of its own: send from the window, time its loop.

    python -m tests.bench.window_send each|all PEOPLE.csv BASE_URL

each: a text of their own for everybody; all: the same, 2,000 to a request. Prints one line of JSON.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTableView, QTextEdit

from smsdesk.app import Program
from smsdesk.demo import appears, find, until
from smsdesk.gui import loop
from smsdesk.gui.compose.page import ComposePage
from smsdesk.gui.main_window import MainWindow
from smsdesk.paths import Paths
from smsdesk.storage.accounts import AccountFile
from smsdesk.storage.settings import SettingsFile
from tests.bench.lateness import LOADS, Load
from tests.helpers.memory_keyring import MemoryKeyring

INTERVAL_MS = 5


class Lateness:
    """A timer on the loop; how much later than due each of its turns came, in milliseconds."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - INTERVAL_MS))
        self._last = now

    def share(self, part: float) -> float:
        ordered = sorted(self.late_ms)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


async def send(window: MainWindow, load: Load, people: Path) -> None:
    window.resize(1440, 900)
    account = await appears(window, QComboBox, "account")
    button = await appears(window, QAbstractButton, "send")
    await until(lambda: account.currentIndex() >= 0)
    compose = window.page("compose")
    assert isinstance(compose, ComposePage)
    compose.load_recipients(people)
    find(window, QTextEdit, "message_text").setPlainText(load.text)
    size = str(load.recipients)
    await until(lambda: button.isEnabled() and size in re.sub(r"\D", "", button.text()))

    lateness = Lateness()
    lateness.start()
    started = time.perf_counter()
    button.click()
    confirm = await appears(window, QAbstractButton, "confirm_send")
    await until(confirm.isEnabled)
    confirm.click()
    (await appears(window, QAbstractButton, "send_now")).click()
    await appears(window, QTableView, "results")
    pause = find(window, QAbstractButton, "pause")
    await until(pause.isVisible)
    await until(lambda: not pause.isVisible())
    lateness.stop()
    print(
        json.dumps(
            {
                "p99_ms": lateness.share(0.99),
                "worst_ms": max(lateness.late_ms),
                "turns": len(lateness.late_ms),
                "seconds": time.perf_counter() - started,
            }
        ),
        flush=True,
    )


async def play(program: Program, load: Load, people: Path, stop: asyncio.Event) -> int:
    failures: list[BaseException] = []
    tasks = loop.TaskSet(failures.append)
    tasks.spawn(send(program.window, load, people), "send").add_done_callback(lambda _: stop.set())
    status = await program.main(stop)
    if failures:
        raise failures[0]
    return status


def main(load: Load, people: Path, base_url: str) -> int:
    paths = Paths.from_environment()
    paths.ensure()
    account = load.account(base_url)
    for key, value in account.secrets.items():
        MemoryKeyring.passwords["smsdesk", f"{account.name}/{key}"] = value
    saved = replace(account.with_secrets({}), confirm_from=1_000_000)
    AccountFile(paths.accounts_file).save([saved])
    app = QApplication(sys.argv[:1])
    program = Program(app, paths, SettingsFile(paths.settings_file).current())
    program.show()
    return loop.run(app, partial(play, program, load, people))


if __name__ == "__main__":
    sys.exit(main(LOADS[sys.argv[1]], Path(sys.argv[2]), sys.argv[3]))
