"""The asyncio loop of the window, for tests.

* fixture `aio`, for plain tests: a loop that counts as running; tasks advance whenever Qt handles
  events, that is inside `qtbot.waitUntil` and `qtbot.waitSignal`.
* `async def test_...`: run to its end by a hook in `tests/conftest.py`. Such a test awaits; it
  never calls `qtbot.wait...`.

What a task raised and nobody awaited, and tasks still there at the end, fail the test.
"""

import asyncio
import inspect
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import qasync
from PySide6.QtWidgets import QApplication

TEST_TIMEOUT_S = 30
DRAIN_TIMEOUT_S = 5


def _drain(loop: Any) -> list[str]:
    """Cancel and finish what a test left behind; return the names of those tasks."""
    tasks = [task for task in asyncio.all_tasks(loop) if not task.done()]
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks, timeout=DRAIN_TIMEOUT_S))
    loop.run_until_complete(loop.shutdown_asyncgens())
    return [task.get_name() for task in tasks]


def _finish(loop: Any, escaped: list[object]) -> None:
    left = _drain(loop)
    loop.close()
    asyncio.set_event_loop(None)
    assert not escaped, f"errors nobody awaited: {escaped}"
    assert not left, f"tasks left behind: {left}"


def _watch(loop: Any, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    escaped: list[object] = []
    loop.set_exception_handler(
        lambda _loop, context: escaped.append(context.get("exception") or context["message"])
    )
    monkeypatch.setattr(sys, "excepthook", lambda _type, error, _trace: escaped.append(error))
    return escaped


@pytest.fixture
def aio(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A loop that is running as far as asyncio is concerned, moved on by Qt's own events."""
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp, already_running=True)
    escaped = _watch(loop, monkeypatch)
    yield loop
    # leave the "running" state by hand, so that what is left can be drained by a normal run
    qapp.aboutToQuit.disconnect(loop._after_run_forever)
    asyncio.events._set_running_loop(None)
    loop.stop()
    loop._after_run_forever()
    _finish(loop, escaped)


@pytest.fixture
def resting_loop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A loop that is not running yet; `async def` tests are run on it."""
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    escaped = _watch(loop, monkeypatch)
    yield loop
    _finish(loop, escaped)


def want_loop(items: list[pytest.Item]) -> None:
    """Let the loop of every `async def` test exist before its other fixtures make widgets."""
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.fixturenames.insert(0, "resting_loop")


def run_coroutine_test(item: pytest.Function) -> bool | None:
    """Run `item` on its loop if it is an `async def` test; None for all others."""
    if not inspect.iscoroutinefunction(item.obj):
        return None
    loop = item.funcargs["resting_loop"]
    arguments = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
    loop.run_until_complete(asyncio.wait_for(item.obj(**arguments), TEST_TIMEOUT_S))
    return True
