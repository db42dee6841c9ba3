"""Time to the first paint of the main window against that of a bare `QMainWindow`."""

import compileall
import os
import subprocess
import sys
import time
from pathlib import Path

import smsdesk
from tests.bench.measure import Result, middle

ROUNDS = 9


def measure(folder: Path) -> list[Result]:
    """Start both in turns, each in a fresh process, from spawn to painted."""
    compileall.compile_dir(str(Path(smsdesk.__file__).parent), quiet=1)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "SMSDESK_HOME": str(folder / "home"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    for kind in ("bare", "smsdesk"):  # once for the disk's cache
        _seconds(kind, environment)
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS):
        bare.append(_seconds("bare", environment))
        ours.append(_seconds("smsdesk", environment))
    result = Result(
        "first paint / bare QMainWindow",
        middle(ours) / middle(bare),
        "<=",
        1.6,
        "x",
        f"{middle(ours) * 1000:.0f} ms / {middle(bare) * 1000:.0f} ms, median of {ROUNDS}",
    )
    return [result]


def _seconds(kind: str, environment: dict[str, str]) -> float:
    started = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.first_paint", kind],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return (int(done.stdout) - started) / 1e9
