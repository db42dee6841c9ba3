"""How late the window's loop gets its turn while a campaign is being sent from it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from smsdesk.core.account import Account
from tests.bench.campaign import (
    BULK_TEXT,
    TEXT,
    bulk_account,
    csv_text,
    sandbox_account,
    sandbox_process,
)
from tests.bench.measure import Result


@dataclass(frozen=True)
class Load:
    """What is sent meanwhile."""

    recipients: int
    text: str
    account: Callable[[str], Account]
    latency_ms: float


LOADS: Final = {
    "each": Load(10_000, TEXT, sandbox_account, 20),
    "all": Load(100_000, BULK_TEXT.text, bulk_account, 250),
}


def measure(folder: Path) -> list[Result]:
    """Send from the real window, Results in front; a 5 ms timer on its loop tells how late."""
    return [result for name in LOADS for result in _measure(name, folder / name)]


def _measure(name: str, folder: Path) -> list[Result]:
    load = LOADS[name]
    folder.mkdir()
    people = folder / "people.csv"
    people.write_text(csv_text(load.recipients), "utf-8")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "SMSDESK_HOME": str(folder / "home"),
        "PYTHON_KEYRING_BACKEND": "tests.helpers.memory_keyring.MemoryKeyring",
    }
    with sandbox_process(load.latency_ms) as base_url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.window_send", name, str(people), base_url],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    seen = json.loads(done.stdout.splitlines()[-1])
    workers = load.account("").workers
    how = (
        f"{seen['turns']} turns in {seen['seconds']:.1f} s, {load.recipients:,} recipients, "
        f"{workers} workers, {load.latency_ms} ms"
    )
    what = "a text for each" if name == "each" else "one text for all"
    return [
        Result(f"lateness of the loop, {what}, 99 %", seen["p99_ms"], "<=", 16, "ms", how),
        Result(f"lateness of the loop, {what}, worst", seen["worst_ms"], "<=", 50, "ms", how),
    ]
