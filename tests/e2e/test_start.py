"""What is loaded when: the window paints before it imports what only later is needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# prints what is imported when the window was painted for the first time, and ends there
AT_FIRST_PAINT = """
import json, os, sys
from smsdesk import app
from smsdesk.__main__ import main
painted = app._wait_for_paint
def tell(*arguments):
    painted(*arguments)
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)
app._wait_for_paint = tell
main([])
"""
NOT_FOR_A_WINDOW = {
    *("alembic", "asyncio", "certifi", "charset_normalizer", "cryptography"),
    *("filelock", "keyring", "numpy", "phonenumbers", "qasync", "requests", "sqlalchemy"),
    *("sqlite3", "ssl", "urllib3"),
    *("smsdesk.cli", "smsdesk.demo", "smsdesk.desk", "smsdesk.providers", "smsdesk.sandbox"),
    *("smsdesk.selftest", "smsdesk.app.session", "smsdesk.gui.pages", "smsdesk.core.sentences"),
}


def modules_after(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_the_window_is_painted_before_the_heavy_parts_are_imported() -> None:
    loaded = modules_after("-c", AT_FIRST_PAINT)

    assert "PySide6.QtWidgets" in loaded
    assert not loaded & NOT_FOR_A_WINDOW


def test_a_command_loads_no_window() -> None:
    script = (
        "import json, sys\n"
        "from smsdesk.__main__ import main\n"
        "sys.stdout, out = sys.stderr, sys.stdout\n"
        "main(['campaigns', '--json'])\n"
        "print(json.dumps(sorted(sys.modules)), file=out)"
    )
    loaded = modules_after("-c", script)

    assert "smsdesk.cli" in loaded
    assert not loaded & {"PySide6", "shiboken6", "qasync", "smsdesk.gui"}


def test_the_selftest_loads_no_check_before_its_turn() -> None:
    script = "import json, sys, smsdesk.selftest; print(json.dumps(sorted(sys.modules)))"
    loaded = modules_after("-c", script)

    assert not loaded & {"PySide6", "numpy", "requests", "keyring", "sqlalchemy", "ssl"}
