"""Guards around every test, and the fixtures all of them share.

A test runs in its own home folder, with a keyring in memory, without a screen, without a proxy
and in English; it reaches nothing but loopback; what it leaves behind fails it.
"""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers.guards import Guards, error_records, left_over_threads
from tests.helpers.loop import aio, resting_loop, run_coroutine_test, want_loop
from tests.helpers.memory_keyring import MemoryKeyring

__all__ = ["aio", "resting_loop"]  # fixtures

# read when the first window or keyring is made, and inherited by programs a test starts
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"
os.environ["PYTHON_KEYRING_BACKEND"] = "tests.helpers.memory_keyring.MemoryKeyring"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
for _name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
    os.environ.pop(_name, None)
    os.environ.pop(_name.upper(), None)

# a shared machine is sometimes slow: time limits of single examples would only be noise
settings.register_profile("smsdesk", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("smsdesk"), derandomize=True)
settings.register_profile("deep", parent=settings.get_profile("smsdesk"), max_examples=3_000)
settings.load_profile("ci" if os.environ.get("CI") else "smsdesk")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs_errors: this test expects ERROR records in the log")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    want_loop(items)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    return run_coroutine_test(pyfuncitem)


@pytest.fixture(scope="session", autouse=True)
def guards() -> Iterator[Guards]:
    guards = Guards()
    guards.install()
    yield guards
    guards.uninstall()


@pytest.fixture(autouse=True)
def smsdesk_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder this test's program keeps its files in."""
    home = tmp_path / "smsdesk-home"
    monkeypatch.setenv("SMSDESK_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _guarded(
    guards: Guards,
    smsdesk_home: Path,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[None]:
    MemoryKeyring.passwords.clear()
    before = threading.enumerate()
    yield
    guards.check()
    left = left_over_threads(before)
    assert not left, f"threads left behind: {left}"
    if request.node.get_closest_marker("logs_errors") is None:
        errors = error_records(caplog.get_records("setup") + caplog.get_records("call"))
        assert not errors, f"logged as errors: {errors}"


@pytest.fixture
def memory_keyring() -> dict[tuple[str, str], str]:
    """What the keyring of this test holds: (service, user) to password."""
    return MemoryKeyring.passwords
