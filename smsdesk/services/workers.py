"""The door for blocking work: one daemon thread per call, so that nothing can hold up closing.

An executor is joined when the interpreter ends, and a keyring prompt nobody answers would then keep
the closed window's process alive for ever.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def in_thread(work: Callable[[*Ts], T], *args: *Ts) -> "Future[T]":
    """Run `work` in a daemon thread; its result or exception is in the future."""
    future: Future[T] = Future()

    def run() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = work(*args)
        except BaseException as problem:  # noqa: BLE001 - it belongs to whoever awaits the future
            future.set_exception(problem)
        else:
            future.set_result(result)

    name = f"work:{getattr(work, '__qualname__', 'call')}"
    threading.Thread(target=run, name=name, daemon=True).start()
    return future


async def run_blocking(
    work: Callable[[*Ts], T],
    *args: *Ts,
    timeout: float | None = None,  # noqa: ASYNC109 - a contract
) -> T:
    """Await blocking `work` without blocking the loop.

    timeout: seconds to wait. Neither it nor cancelling stops the work itself; they only stop
        waiting for it.

    Raises:
        TimeoutError: the work took longer than `timeout`.
    """
    async with asyncio.timeout(timeout):
        return await asyncio.wrap_future(in_thread(work, *args))
