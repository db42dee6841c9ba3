"""Waiting for something that happens in another thread or process."""

import time
from collections.abc import Callable
from threading import Event

STEP_S = 0.01


def wait_until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    """Return once `condition` holds; fail the test when it does not in time."""
    deadline = time.monotonic() + timeout_s
    pause = Event()
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        pause.wait(STEP_S)
