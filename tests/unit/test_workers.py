import asyncio
import threading

import pytest

from smsdesk.services.workers import in_thread, run_blocking


def test_the_work_runs_in_a_daemon_thread_of_its_own() -> None:
    def work(number: int) -> tuple[int, threading.Thread]:
        return number + 1, threading.current_thread()

    number, thread = asyncio.run(run_blocking(work, 41))
    assert number == 42
    assert thread.daemon
    assert thread is not threading.main_thread()


def test_an_exception_comes_to_who_awaits() -> None:
    def work() -> None:
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        asyncio.run(run_blocking(work))


def test_a_time_limit_stops_waiting_and_not_the_work() -> None:
    go_on, done = threading.Event(), threading.Event()

    def work() -> None:
        go_on.wait(10)
        done.set()

    with pytest.raises(TimeoutError):
        asyncio.run(run_blocking(work, timeout=0.01))
    assert not done.is_set()
    go_on.set()
    assert done.wait(10)


def test_two_works_run_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=10)

    async def both() -> None:
        await asyncio.gather(run_blocking(meeting.wait), run_blocking(meeting.wait))

    asyncio.run(both())


def test_work_cancelled_before_it_began_is_not_done() -> None:
    future = in_thread(lambda: 1)
    assert future.result(10) == 1
