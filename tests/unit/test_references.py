"""Qt for Python must not lose references to True and None.

PySide6 6.12.0 does on Python 3.11: every emit takes one off True, every call without a result one
off None, and after some thousands of calls the interpreter aborts. A short run never shows it.
"""

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

REPEATS = 2_000
ROOT = Path(__file__).parents[2]


class Source(QObject):
    number_sent = Signal(int)


def lost_references(value: object, call: Callable[[], object]) -> int:
    call()
    before = sys.getrefcount(value)
    for _ in range(REPEATS):
        call()
    return before - sys.getrefcount(value)


def emitting() -> Callable[[], object]:
    source = Source()
    source.number_sent.connect(print_nothing)
    return lambda: source.number_sent.emit(1)


def naming() -> Callable[[], object]:
    source = Source()
    return lambda: source.setObjectName("a")


def print_nothing(_number: int) -> None:
    pass


@pytest.mark.parametrize("value", [True, None])
@pytest.mark.parametrize("make_call", [emitting, naming])
def test_qt_calls_keep_the_references_of_constants(
    value: object, make_call: Callable[[], Callable[[], object]]
) -> None:
    assert lost_references(value, make_call()) < REPEATS / 10


def test_the_broken_release_stays_locked_out() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    window = [line for line in project["dependencies"] if line.startswith("PySide6")]

    assert "PySide6-Essentials>=6.8,<6.12; python_version < '3.12'" in window
    for lock in ("requirements.lock", "requirements-dev.lock"):
        pins = [
            line
            for line in (ROOT / lock).read_text("utf-8").splitlines()
            if line.startswith("pyside6-essentials==") and "< '3.12'" in line
        ]
        assert len(pins) == 1, lock
        version = tuple(map(int, pins[0].split("==")[1].split(" ")[0].split(".")))
        assert (6, 8) <= version < (6, 12), pins[0]
