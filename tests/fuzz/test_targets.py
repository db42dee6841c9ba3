"""The bounded part of the fuzzers: the same few thousand inputs each time, in seconds.

`make fuzz` goes on from here for as long as it is let.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.__main__ import NAMES
from tests.fuzz.corpus import WORDS, seeds
from tests.fuzz.finds import FINDS
from tests.fuzz.mutations import mutants
from tests.fuzz.targets import Target, targets

INPUTS = {"table": 250, "accounts": 250}
INPUTS_USUALLY = 800


def try_all(target: Target, inputs: Iterable[bytes]) -> None:
    """Try every input; the first that breaks a promise is told."""
    for data in inputs:
        try:
            target(data)
        except Exception as find:
            said = f"{find!r} at {data[:2000]!r} ({len(data)} bytes)"
            raise AssertionError(said) from find


@pytest.fixture
def all_targets(tmp_path: Path) -> Mapping[str, Target]:
    return targets(tmp_path)


def test_every_target_is_tried(all_targets: Mapping[str, Target]) -> None:
    assert tuple(all_targets) == NAMES
    assert all(seeds(name) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_good_and_nearly_good_bytes_are_read_without_fear(
    all_targets: Mapping[str, Target], name: str
) -> None:
    target = all_targets[name]
    try_all(target, islice(mutants(seeds(name), WORDS, seed=4), INPUTS.get(name, INPUTS_USUALLY)))


@pytest.mark.parametrize("name", NAMES)
def test_any_bytes_are_read_without_fear(all_targets: Mapping[str, Target], name: str) -> None:
    target = all_targets[name]
    pieces = st.lists(st.sampled_from(WORDS) | st.sampled_from(seeds(name)) | st.binary(max_size=9))

    @given(pieces.map(b"".join))
    def ask(data: bytes) -> None:
        target(data)

    ask()


@pytest.mark.parametrize(("name", "data"), FINDS)
def test_what_was_found_before_stays_fixed(
    all_targets: Mapping[str, Target], name: str, data: bytes
) -> None:
    all_targets[name](data)


def test_the_same_seed_makes_the_same_bytes() -> None:
    one, other, third = (mutants([b"good"], WORDS, seed) for seed in (7, 7, 8))
    assert list(islice(one, 50)) == list(islice(other, 50)) != list(islice(third, 50))


def test_a_target_that_fails_is_told() -> None:
    """The fuzzers can fail: a reader that stumbles over a NUL is found."""

    def stumbles(data: bytes) -> None:
        assert b"\0" not in data, "a NUL"

    with pytest.raises(AssertionError, match="NUL"):
        try_all(stumbles, islice(mutants([b'{"a": 1}'], WORDS, seed=4), INPUTS_USUALLY))
