import asyncio
import threading
import weakref

import pytest

from smsdesk.services.workers import in_thread, run_blocking
from tests.helpers.waiting import wait_until


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


def test_a_thread_that_rests_takes_the_next_call() -> None:
    first = in_thread(threading.current_thread).result(10)
    wait_until(lambda: first.name == "resting")
    assert {in_thread(threading.current_thread).result(10) for _ in range(3)} <= set(
        threading.enumerate()
    )
    assert in_thread(lambda: threading.current_thread().name).result(10).startswith("work:")


def test_what_a_call_gave_is_not_kept_by_the_thread_that_rests() -> None:
    class Big:
        pass

    kept = [weakref.ref(in_thread(Big).result(10)) for _ in range(3)]
    wait_until(lambda: not any(one() for one in kept), 5)  # sooner than it would end


def test_the_first_call_of_a_thread_is_not_kept_either() -> None:
    class Big:
        pass

    meeting = threading.Barrier(9, timeout=10)  # more than rest by now

    def make() -> Big:
        meeting.wait()
        return Big()

    futures = [in_thread(make) for _ in range(9)]
    kept = [weakref.ref(one.result(10)) for one in futures]
    del futures
    wait_until(lambda: not any(one() for one in kept), 5)  # sooner than it would end


def test_many_calls_at_once_all_run() -> None:
    numbers = [in_thread(lambda n=number: n * n) for number in range(500)]  # type: ignore[misc]
    assert [one.result(10) for one in numbers] == [number * number for number in range(500)]
