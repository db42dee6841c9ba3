"""asyncio on Qt's event loop: the only importer of qasync, and the one way to hold a task.

Blocking work never runs on the loop's own executor (its threads are joined at the end and a hung
call would keep the program alive); it goes through `smsdesk.services.workers.run_blocking`.
"""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import qasync
from PySide6.QtWidgets import QApplication

Task = asyncio.Task[Any]


class TaskSet:
    """Keeps strong references to tasks, reports what fails in them, cancels them at the end.

    on_error: called on the window's thread with every exception a task ends with.
    """

    def __init__(self, on_error: Callable[[BaseException], None]) -> None:
        self._tasks: set[Task] = set()
        self._on_error = on_error

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn(self, coroutine: Coroutine[Any, Any, Any], name: str) -> Task:
        """Start a coroutine as a held task."""
        task: Task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def replace(self, coroutine: Coroutine[Any, Any, Any], name: str) -> Task:
        """Start a coroutine and cancel older tasks of that name: a search overtakes a search."""
        self.cancel(name)
        return self.spawn(coroutine, name)

    def cancel(self, name: str) -> None:
        """Cancel the tasks of that name."""
        for task in self._tasks:
            if task.get_name() == name:
                task.cancel()

    def cancel_all(self) -> None:
        """Cancel everything."""
        for task in self._tasks:
            task.cancel()

    async def aclose(self, grace_s: float = 2.0) -> None:
        """Cancel everything and wait for it, at most `grace_s`."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)

    def _on_done(self, task: Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            self._on_error(failure)


def run(app: QApplication, main: Callable[[asyncio.Event], Coroutine[Any, Any, int]]) -> int:
    """Run `main` on Qt's event loop until it returns; its result is the exit status.

    main: gets an event that is set when the system asks the program to end (SIGINT, SIGTERM).
        It decides itself when the program ends; closing the last window does not end the loop.
    """
    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    with loop:
        return int(loop.run_until_complete(main(stop)))
