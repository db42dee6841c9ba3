"""Bytes that are nearly right: a few changes to good ones, the same for the same seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Final

_LONGEST: Final = 20_000


def mutants(seeds: Sequence[bytes], words: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Endless changed copies of `seeds`; the first are the seeds themselves."""
    chance = random.Random(seed)
    pool = list(seeds)
    yield from pool
    while True:
        data = bytearray(chance.choice(pool))
        for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
            chance.choice(_CHANGES)(chance, data, words, pool)
            del data[_LONGEST:]
        made = bytes(data)
        if chance.random() < 0.02:
            pool.append(made)  # faults on top of faults
        yield made


Change = Callable[[random.Random, bytearray, Sequence[bytes], Sequence[bytes]], None]


def _place(chance: random.Random, data: bytearray) -> int:
    return chance.randrange(len(data) + 1)


def _flip(chance: random.Random, data: bytearray, _words: object, _pool: object) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _drop(chance: random.Random, data: bytearray, _words: object, _pool: object) -> None:
    at = _place(chance, data)
    del data[at : at + chance.choice((1, 1, 2, 4, 16, 400))]


def _cut(chance: random.Random, data: bytearray, _words: object, _pool: object) -> None:
    del data[_place(chance, data) :]


def _say(chance: random.Random, data: bytearray, words: Sequence[bytes], _pool: object) -> None:
    at = _place(chance, data)
    data[at:at] = chance.choice(words)


def _replace_value(
    chance: random.Random, data: bytearray, words: Sequence[bytes], _pool: object
) -> None:
    """Another value where one stands: behind a colon or an equals sign."""
    places = [at + 1 for at, byte in enumerate(data) if byte in b":="]
    if places:
        start = chance.choice(places)
        ends = [at for at in range(start, len(data)) if data[at] in b",&}]\n"]
        data[start : ends[0] if ends else len(data)] = chance.choice(words)


def _repeat(chance: random.Random, data: bytearray, _words: object, _pool: object) -> None:
    at = _place(chance, data)
    piece = bytes(data[at : at + chance.choice((1, 3, 20))])
    data[at:at] = piece * chance.choice((1, 2, 300))


def _splice(chance: random.Random, data: bytearray, _words: object, pool: Sequence[bytes]) -> None:
    other = chance.choice(pool)
    data[_place(chance, data) :] = other[chance.randrange(len(other) + 1) :]


_CHANGES: Final[Sequence[Change]] = (
    _flip,
    _drop,
    _cut,
    _say,
    _say,
    _replace_value,
    _replace_value,
    _repeat,
    _splice,
)
