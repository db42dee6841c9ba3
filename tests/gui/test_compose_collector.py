"""Long lists are built and freed without holding up the window."""

import gc
from collections.abc import Iterator

import pytest

from smsdesk.gui.collector import collector_at_rest, free, is_at_rest
from smsdesk.gui.garbage import GarbageCollector


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_nothing_is_collected_until_the_last_work_ends() -> None:
    with collector_at_rest():
        with collector_at_rest():
            assert is_at_rest()
        assert is_at_rest()
        assert not gc.isenabled()
    assert not is_at_rest()
    assert gc.isenabled()


def test_the_windows_collector_waits_for_long_work(qapp: object) -> None:
    collector = GarbageCollector()
    many = [[] for _ in range(gc.get_threshold()[0] + 100)]
    with collector_at_rest():
        assert collector.collect_due() == -1
    assert collector.collect_due() >= 0
    collector.stop()
    assert many


def test_freeing_leaves_alone_what_others_hold() -> None:
    rows = [[str(index)] for index in range(2_500)]
    spent = list(rows)
    free(spent)
    assert spent == []
    assert rows[-1] == ["2499"]
