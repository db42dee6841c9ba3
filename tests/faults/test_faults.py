"""A part of `make faults`: each scenario with fewer campaigns. The table stands below the tests."""

from collections.abc import Iterator

import pytest

from tests.faults.conftest import LINES
from tests.faults.suite import NAMES, Playing, jobs


@pytest.fixture(scope="module")
def playing(request: pytest.FixtureRequest) -> Iterator[Playing]:
    """The campaigns of all tests that were chosen, under way from the first of them on."""
    chosen = {
        item.callspec.params.get("name")
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is request.module
    }
    names = [name for name in NAMES if name in chosen]
    with Playing(jobs(names, seed=0, quick=True)) as playing:
        yield playing
        request.config.stash[LINES] = playing.lines()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_gets_it_twice_and_nobody_is_lost(name: str, playing: Playing) -> None:
    for line in playing.of(name):
        assert line.holds, f"{line.provider}: {line.figures} {line.notes}"
