import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from smsdesk.core.campaign import Attempt, LogEntry
from smsdesk.core.errors import StorageError
from smsdesk.services.writer import JournalWriter
from tests.helpers.waiting import wait_until

WAIT_S = 10.0


def entry(number: int) -> Attempt:
    return Attempt("c-1", number, 1, 0, "")


def test_a_lone_caller_writes_in_its_own_thread() -> None:
    threads = []
    writer = JournalWriter(lambda _: threads.append(threading.get_ident()))
    writer.write(entry(1), entry(2))
    assert threads == [threading.get_ident()]


def test_nothing_to_write_writes_nothing() -> None:
    written: list[Sequence[LogEntry]] = []
    JournalWriter(written.append).write()
    assert written == []


def test_who_comes_during_a_write_shares_the_next_one() -> None:
    groups: list[list[int]] = []
    first_runs, go_on = threading.Event(), threading.Event()

    def record(entries: Sequence[LogEntry]) -> None:
        groups.append([one.batch for one in entries if isinstance(one, Attempt)])
        if len(groups) == 1:
            first_runs.set()
            assert go_on.wait(WAIT_S)

    writer = JournalWriter(record)
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(writer.write, entry(0))
        assert first_runs.wait(WAIT_S)
        others = [pool.submit(writer.write, entry(n), entry(n + 10)) for n in range(1, 6)]
        while len(writer._waiting) < 5:
            threading.Event().wait(0.001)
        go_on.set()
        for future in [first, *others]:
            future.result(WAIT_S)
    assert groups[0] == [0]
    assert len(groups) == 2
    pairs = list(zip(groups[1][::2], groups[1][1::2], strict=True))
    assert sorted(pairs) == [(n, n + 10) for n in range(1, 6)]  # each caller's stay together


def test_all_who_share_a_failed_write_are_told() -> None:
    started, go_on = threading.Event(), threading.Event()
    calls = []

    def record(entries: Sequence[LogEntry]) -> None:
        calls.append(len(entries))
        if len(calls) == 1:
            started.set()
            assert go_on.wait(WAIT_S)
        elif len(calls) == 2:
            raise StorageError("disk_full", path="x")

    writer = JournalWriter(record)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(writer.write, entry(0))
        assert started.wait(WAIT_S)
        others = [pool.submit(writer.write, entry(n)) for n in (1, 2)]
        while len(writer._waiting) < 2:
            threading.Event().wait(0.001)
        go_on.set()
        first.result(WAIT_S)
        for future in others:
            with pytest.raises(StorageError):
                future.result(WAIT_S)
    writer.write(entry(3))
    assert calls == [1, 2, 1]


def test_what_the_journal_holds_already_stops_its_own_campaign_only() -> None:
    started, go_on = threading.Event(), threading.Event()
    written: list[int] = []

    def record(entries: Sequence[LogEntry]) -> None:
        numbers = [one.batch for one in entries if isinstance(one, Attempt)]
        if 0 in numbers:
            started.set()
            assert go_on.wait(WAIT_S)
        if 2 in numbers:
            raise StorageError("journal_conflict", path="x")
        written.extend(numbers)

    writer = JournalWriter(record)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(writer.write, entry(0))
        assert started.wait(WAIT_S)
        others = {n: pool.submit(writer.write, entry(n), entry(n + 10)) for n in (1, 2, 3)}
        wait_until(lambda: len(writer._waiting) == 3)
        go_on.set()
        for future in (first, others[1], others[3]):
            future.result(WAIT_S)
        with pytest.raises(StorageError) as refused:
            others[2].result(WAIT_S)
    assert refused.value.code == "journal_conflict"
    assert sorted(written) == [0, 1, 3, 11, 13]


def test_many_threads_lose_and_repeat_nothing() -> None:
    written: list[int] = []

    def record(entries: Sequence[LogEntry]) -> None:
        written.extend(one.batch for one in entries if isinstance(one, Attempt))

    writer = JournalWriter(record)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: writer.write(entry(number)), range(2_000)))
    assert sorted(written) == list(range(2_000))


def test_closing_lets_the_write_under_way_end_and_refuses_the_others() -> None:
    written: list[int] = []
    started, go_on = threading.Event(), threading.Event()

    def record(entries: Sequence[LogEntry]) -> None:
        started.set()
        assert go_on.wait(WAIT_S)
        written.extend(one.batch for one in entries if isinstance(one, Attempt))

    writer = JournalWriter(record)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(writer.write, entry(0))
        assert started.wait(WAIT_S)
        late = pool.submit(writer.write, entry(1))
        wait_until(lambda: len(writer._waiting) == 1)
        closing = pool.submit(writer.close)
        wait_until(lambda: writer._closed)
        assert not closing.done()
        go_on.set()
        first.result(WAIT_S)
        closing.result(WAIT_S)
        with pytest.raises(StorageError) as refused:
            late.result(WAIT_S)
    assert refused.value.code == "journal_closed"
    with pytest.raises(StorageError):
        writer.write(entry(2))
    assert written == [0]
