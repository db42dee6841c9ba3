"""Keeps the garbage collector, and the freeing of long lists, out of the window's way.

A hundred thousand rows are as many lists: a collection walks them all, and freeing them at once is
one long step, both with the interpreter locked, so the window stands still meanwhile. Reading and
planning make no cycles, so nothing is lost by collecting later.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_AT_ONCE: Final = 1_000
_lock = threading.Lock()
_resting: list[bool] = []  # one entry for each work under way: whether it found collecting enabled


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Do not collect while the body runs, in whatever thread."""
    with _lock:
        _resting.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            was_enabled = _resting.pop(0)
            if _resting:
                _resting[0] = was_enabled or _resting[0]
            elif was_enabled:
                gc.enable()


def is_at_rest() -> bool:
    """Whether somebody builds long lists right now, so that collecting must wait."""
    return bool(_resting)


def spare_what_is_there() -> None:
    """Never walk again what lives now: the rows just read, or just planned, stay for long."""
    gc.freeze()


def free(items: list[Any]) -> None:
    """Empty a list of many objects a little at a time; for a worker.

    Hand over a copy that alone still holds them: what others hold too just stays.
    """
    while items:
        del items[-_AT_ONCE:]
