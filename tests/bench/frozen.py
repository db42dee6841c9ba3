"""Time to the first paint of the frozen program against that of the same from source.

Nothing is put into the program for it: Qt's own log tells when a window's content goes to the
screen. Without a frozen folder of the program as it is now (`make frozen`) nothing is measured.
"""

import compileall
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import smsdesk
from tests.bench.measure import Result, middle

ROOT = Path(__file__).parents[2]
FROZEN = ROOT / "build" / "frozen" / "smsdesk" / "smsdesk"
CHECKED = ROOT / "build" / "frozen" / ".checked"
ROUNDS = 11
PAINTED = b"qt.widgets.painting: Flushing "


def measure(folder: Path) -> list[Result]:
    """Start both in turns, each in a fresh process, from spawn to painted."""
    if not FROZEN.exists() or not _is_fresh():
        sys.stderr.write("frozen: not measured, the frozen folder is not of this program. Type:\n")
        sys.stderr.write("  make frozen\n")
        return []
    compileall.compile_dir(str(Path(smsdesk.__file__).parent), quiet=1)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "qt.widgets.painting=true",
        "SMSDESK_HOME": str(folder / "home"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    programs = {"frozen": [str(FROZEN)], "source": [sys.executable, "-m", "smsdesk"]}
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(ROUNDS + 1):
        for name, program in programs.items():
            taken = _seconds(program, environment)
            if turn:  # the first is for the disk's cache
                seconds[name].append(taken)
    frozen, source = middle(seconds["frozen"]), middle(seconds["source"])
    note = f"{frozen * 1000:.0f} ms / {source * 1000:.0f} ms, median of {ROUNDS}"
    return [Result("first paint, frozen / source", frozen / source, "<=", 1.2, "x", note)]


def _is_fresh() -> bool:
    """Whether nothing of the program changed since it was frozen."""
    sources = [path for path in (ROOT / "smsdesk").rglob("*") if path.suffix != ".pyc"]
    newest = max(path.stat().st_mtime for path in sources if path.is_file())
    return CHECKED.exists() and CHECKED.stat().st_mtime >= newest


def _seconds(program: Sequence[str], environment: dict[str, str]) -> float:
    started = time.monotonic()
    with subprocess.Popen(program, env=environment, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if line.startswith(PAINTED):
                    return time.monotonic() - started
        finally:
            process.kill()
    raise AssertionError(f"{program} painted nothing")
