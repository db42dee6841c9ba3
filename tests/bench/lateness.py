"""How late the window's loop gets its turn while a 10,000-recipient campaign is being sent."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.campaign import LATENCY_MS, WORKERS, csv_text, sandbox_process
from tests.bench.measure import Result

RECIPIENTS = 10_000


def measure(folder: Path) -> list[Result]:
    """Send from the real window, Results in front; a 5 ms timer on its loop tells how late."""
    people = folder / "people.csv"
    people.write_text(csv_text(RECIPIENTS), "utf-8")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "SMSDESK_HOME": str(folder / "home"),
        "PYTHON_KEYRING_BACKEND": "tests.helpers.memory_keyring.MemoryKeyring",
    }
    with sandbox_process() as base_url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.window_send", str(people), base_url],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    seen = json.loads(done.stdout.splitlines()[-1])
    how = (
        f"{seen['turns']} turns in {seen['seconds']:.1f} s, {RECIPIENTS} requests, "
        f"{WORKERS} workers, {LATENCY_MS} ms"
    )
    return [
        Result("lateness of the window's loop, 99 %", seen["p99_ms"], "<=", 25, "ms", how),
        Result("lateness of the window's loop, worst", seen["worst_ms"], "<=", 100, "ms", how),
    ]
