"""`smsdesk --selftest`: does what this installation brought along work on this computer?

    smsdesk --selftest            all checks
    smsdesk --selftest tls ...    only these, in this process

Prints one JSON object and ends with 0, or with 1 where a check failed. A check is `passed`,
`missing` (this computer lacks something smsdesk can do without, a keyring for example) or `failed`.

Safe anywhere: it speaks to loopback only, writes into a temporary folder only, and leaves nothing
in the keyring. Importing this imports no check: each is loaded by name when its turn comes, so that
one that does not even load is one failed check.
"""

import importlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

from smsdesk import __version__
from smsdesk.selftest.result import Facts, FailedError, MissingError

OPTION: Final = "--selftest"
CHECKS: Final = (
    "window",
    "tls",
    "keyring",
    "database",
    "resources",
    "translations",
    "rehearsal",
)
# Qt ends the process it runs in where its platform plugin does not load
_IN_A_PROCESS_OF_ITS_OWN: Final = ("window",)
_PATIENCE_S: Final = 60.0


def main(names: Sequence[str]) -> int:
    """Run the checks of these names, all without any, and print the report."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        sys.stderr.write(f"smsdesk: no such check: {' '.join(unknown)}. ")
        sys.stderr.write(f"There are: {' '.join(CHECKS)}\n")
        return 2
    apart = () if names else _IN_A_PROCESS_OF_ITS_OWN
    report = make_report(
        {name: _run_apart(name) if name in apart else run(name) for name in names or CHECKS}
    )
    try:
        sys.stdout.write(f"{json.dumps(report, ensure_ascii=False, indent=2)}\n")
        sys.stdout.flush()
    except OSError as problem:  # a full disk, a pipe that nobody reads
        sys.stderr.write(f"smsdesk: the report could not be written: {problem}\n")
        # what is still in the buffer would fail once more when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0 if report["ok"] else 1


def make_report(checks: "dict[str, dict[str, object]]") -> dict[str, object]:
    """What is printed: which smsdesk on which system, and what came of every check."""
    return {
        "smsdesk": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "ok": all(check["state"] != "failed" for check in checks.values()),
        "checks": checks,
    }


def run(name: str) -> dict[str, object]:
    """Run one check in this process; whatever goes wrong is in what it returns."""
    started = time.monotonic()
    try:
        facts: Facts = importlib.import_module(f"{__name__}.{name}").check()
        said: dict[str, object] = {"state": "passed", **facts}
    except MissingError as problem:
        said = {"state": "missing", "what": str(problem), **problem.facts}
    except FailedError as problem:
        said = {"state": "failed", "what": str(problem), **problem.facts}
    except Exception as problem:  # noqa: BLE001 - the report is for whoever has to find the cause
        said = {"state": "failed", "what": f"{type(problem).__name__}: {problem}"}
    return {**said, "took_ms": round((time.monotonic() - started) * 1000)}


def _run_apart(name: str) -> dict[str, object]:
    """Run one check in a process of its own, whose death is then a failed check."""
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "smsdesk"]
    )
    try:
        done = subprocess.run(
            [*program, OPTION, name],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",  # a C library complains in whatever encoding it likes
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"state": "failed", "what": f"no answer within {_PATIENCE_S:.0f} s"}
    except OSError as problem:
        return {"state": "failed", "what": f"{program[0]} does not start: {problem}"}
    try:
        return dict(json.loads(done.stdout)["checks"][name])
    except (ValueError, LookupError):
        return {"state": "failed", "what": f"status {done.returncode}: {done.stderr.strip()}"}
