"""The door for blocking work: daemon threads, so that nothing can hold up closing.

An executor is joined when the interpreter ends, and a keyring prompt nobody answers would then keep
the closed window's process alive for ever.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Final, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class _Crew:
    """Daemon threads that come when all others are at work, and go after a while without any.

    A call is handed to one that rests where there is one: to start a thread is to wait until it
    gets its first turn, and behind sixteen busy senders that takes the window a tenth of a second.
    """

    def __init__(self, rest_s: float) -> None:
        self._rest_s = rest_s
        self._lock = threading.Lock()
        self._calls: SimpleQueue[tuple[str, Callable[[], None]]] = SimpleQueue()
        self._resting = 0  # those who wait, less the calls that wait for them

    def hand(self, name: str, call: Callable[[], None]) -> None:
        """Have `call`, which raises nothing, run in another thread."""
        with self._lock:
            if self._resting:
                self._resting -= 1
                self._calls.put((name, call))
                return
        # in a list, to be taken out of it: a thread keeps what it was started with
        threading.Thread(target=self._work, args=([(name, call)],), name=name, daemon=True).start()

    def _work(self, first: list[tuple[str, Callable[[], None]]]) -> None:
        thread = threading.current_thread()
        following: tuple[str, Callable[[], None]] | None = first.pop()
        while following is not None:
            thread.name, call = following
            call()
            thread.name = "resting"
            del call, following  # or what it holds would live on
            following = self._next()

    def _next(self) -> tuple[str, Callable[[], None]] | None:
        with self._lock:
            self._resting += 1
        try:
            return self._calls.get(timeout=self._rest_s)
        except Empty:
            pass
        with self._lock:
            try:
                return self._calls.get_nowait()  # handed over just now
            except Empty:
                self._resting -= 1
                return None


_CREW: Final = _Crew(rest_s=10.0)


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

    _CREW.hand(f"work:{getattr(work, '__qualname__', 'call')}", run)
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
