"""The colour of each provider's tile, the same on every page."""

from collections.abc import Iterable
from itertools import cycle
from typing import Final

_TONES: Final = ("accent", "viber", "ok", "wait")


def tile_tones(providers: Iterable[str]) -> dict[str, str]:
    """A family of colours for each provider, by their order in the table of providers."""
    return dict(zip(providers, cycle(_TONES), strict=False))
