"""TaskSet and the loop: tasks are kept, reported, replaced and ended; signals end the program."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import weakref

import pytest

from smsdesk.gui.garbage import GarbageCollector
from smsdesk.gui.loop import TaskSet


async def test_a_failure_is_reported_once() -> None:
    failures: list[BaseException] = []
    tasks = TaskSet(failures.append)
    problem = OSError("no modem")

    async def fail() -> None:
        raise problem

    task = tasks.spawn(fail(), "fail")
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert failures == [problem]
    assert len(tasks) == 0


async def test_cancelling_is_no_failure() -> None:
    failures: list[BaseException] = []
    tasks = TaskSet(failures.append)
    task = tasks.spawn(asyncio.Event().wait(), "wait")
    await asyncio.sleep(0)
    tasks.cancel_all()
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert task.cancelled()
    assert failures == []
    assert len(tasks) == 0


async def test_a_newer_task_of_the_same_name_replaces_the_older() -> None:
    tasks = TaskSet(lambda failure: None)
    other = tasks.spawn(asyncio.Event().wait(), "other")
    old = tasks.spawn(asyncio.Event().wait(), "search")
    await asyncio.sleep(0)
    new = tasks.replace(asyncio.sleep(0, "found"), "search")
    assert await new == "found"
    await asyncio.wait([old])
    assert old.cancelled()
    assert not other.done()
    await tasks.aclose()
    assert other.cancelled()


async def test_closing_waits_for_what_tidies_up() -> None:
    tidied = []
    tasks = TaskSet(lambda failure: None)

    async def tidy() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            tidied.append(True)

    tasks.spawn(tidy(), "tidy")
    await asyncio.sleep(0)
    await tasks.aclose()
    assert tidied == [True]


PROGRAM = """
import sys, threading
from PySide6.QtWidgets import QApplication
from smsdesk.gui import loop
from smsdesk.services.workers import run_blocking

async def main(stop):
    tasks = loop.TaskSet(lambda failure: None)
    tasks.spawn(run_blocking(threading.Event().wait), "hung")
    print("ready", flush=True)
    await stop.wait()
    await tasks.aclose()
    return 7

sys.exit(loop.run(QApplication([]), main))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_program_though_a_call_hangs(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, env=os.environ.copy()
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.wait(timeout=10) == 7


class Cycle:
    """Refers to itself, so that only a collection frees it."""

    def __init__(self, freed: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: freed.append(threading.get_ident()))


def test_garbage_is_collected_on_the_window_s_thread_alone(qtbot) -> None:
    freed: list[int] = []
    collector = GarbageCollector()
    try:
        Cycle(freed)

        def allocate() -> None:
            for _ in range(50):
                [[] for _ in range(2000)]

        worker = threading.Thread(target=allocate)
        kept = [[] for _ in range(5000)]
        worker.start()
        worker.join()
        assert freed == []
        qtbot.waitUntil(lambda: freed == [threading.get_ident()])
        assert len(kept) == 5000
    finally:
        collector.stop()
    assert gc.isenabled()
