"""Waiting longer each time: what a throttle and an outage have in common."""

FIRST_S = 1.0
MAX_S = 30.0


def longer(before_s: float) -> float:
    """The wait after one of `before_s`, 0 where there was none: 1, 2, 4 ... 30 s."""
    return min(max(FIRST_S, before_s * 2), MAX_S)
