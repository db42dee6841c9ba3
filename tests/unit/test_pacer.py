"""How fast requests leave, and how many of them are at work at the same time."""

from collections import Counter
from dataclasses import replace

import pytest

from smsdesk.core.account import WORKERS_MAX, Account
from smsdesk.services.pacer import Pacer, Pacers, Rate
from smsdesk.services.slots import TURN_S, Slots

SHOP = Account("shop", "nxcloud-sms", {"app_key": "a"})


def leave(pacing: Pacer, now_s: float) -> bool:
    """One request leaves and ends at once, if it may."""
    if pacing.take(now_s):
        return False
    pacing.back()
    return True


# rates


def test_requests_leave_at_the_rate_asked_for() -> None:
    rate = Rate(10)
    left: list[float] = []
    now_s = 100.0
    while len(left) < 21:
        delay_s = rate.delay_s(now_s)
        if not delay_s:
            rate.leave(now_s)
            left.append(now_s)
        now_s += delay_s or 0.003
    assert left[-1] - left[0] == pytest.approx(2.0, abs=0.11)


def test_without_a_rate_nothing_waits() -> None:
    pacing = Pacer()
    assert all(leave(pacing, 1.0) for _ in range(50))


def test_campaigns_of_one_account_share_its_rate() -> None:
    pacers, shop = Pacers(), replace(SHOP, rate_per_s=10)
    assert pacers.of(replace(shop, name="the same", workers=9)) is pacers.of(shop)
    assert leave(pacers.of(shop), 5.0)
    assert sum(leave(pacers.of(shop), 5.0) for _ in range(20)) <= 1
    assert leave(pacers.of(replace(shop, fields={"app_key": "b"})), 5.0)


# throttling


def test_throttling_waits_longer_each_time_and_eases_when_requests_are_taken() -> None:
    pacing = Pacer()
    now_s = 50.0
    waits = []
    for _ in range(7):
        assert leave(pacing, now_s)
        pacing.throttled(now_s + 0.1, now_s)
        pacing.throttled(now_s + 0.1, now_s)  # another that left before the wait began
        waits.append(pacing.blocked_s(now_s + 0.1))
        now_s += 0.1 + waits[-1]
    assert waits == pytest.approx([1, 2, 4, 8, 16, 30, 30])
    assert pacing.blocked_s(now_s) == 0
    left = 0
    while leave(pacing, now_s):
        left += 1
    assert 0 < left < 3  # slower than before: only a moment is made up for
    for _ in range(100):
        now_s += 2
        assert leave(pacing, now_s)
        pacing.taken(now_s)
    assert leave(pacing, now_s + 0.001)
    pacing.throttled(now_s, now_s)
    assert pacing.blocked_s(now_s) == pytest.approx(1)


@pytest.mark.parametrize("rate_per_s", [0.5, 1.0, 4.0])
def test_a_throttle_doubles_the_gap_of_a_slow_account_too(rate_per_s: float) -> None:
    pacing, gap_s, now_s = Pacer(rate_per_s), 1 / rate_per_s, 100.0
    for _ in range(4):
        assert leave(pacing, now_s)
        now_s += gap_s
    assert leave(pacing, now_s)
    pacing.throttled(now_s, now_s)
    now_s += 60  # the wait is over
    assert leave(pacing, now_s)
    assert leave(pacing, now_s + 2 * gap_s)
    assert not leave(pacing, now_s + 3.5 * gap_s)
    assert leave(pacing, now_s + 4.1 * gap_s)


def test_what_throttling_taught_outlasts_a_pause() -> None:
    pacers = Pacers()
    for left_s in (50.0, 50.1, 50.2):
        assert leave(pacers.of(SHOP), left_s)
    pacers.of(SHOP).throttled(50.3, 50.2)
    assert pacers.of(SHOP).take(51.0) == pytest.approx(0.3)


# how many at the same time


def test_an_account_has_no_more_requests_at_work_than_it_is_set_to() -> None:
    pacing = Pacers().of(replace(SHOP, workers=3))
    assert [pacing.take(1.0) for _ in range(4)] == [0, 0, 0, TURN_S]
    pacing.back()
    assert pacing.take(1.0) == 0


def test_all_accounts_together_have_no_more_than_the_program_may() -> None:
    pacers = Pacers()
    one, other = (pacers.of(replace(SHOP, fields={"app_key": key}, workers=10)) for key in "ab")
    assert [one.take(1.0) for _ in range(10)] == [0] * 10
    assert [other.take(1.0) for _ in range(10)].count(0) == WORKERS_MAX - 10
    one.back()
    assert other.take(1.0) == 0


def test_who_found_no_slot_free_gets_the_next_one() -> None:
    slots = Slots(2)
    assert slots.take("first", 1.0)
    assert slots.take("first", 1.0)
    assert not slots.take("second", 1.0)
    slots.back()
    assert not slots.take("first", 1.0)
    assert slots.take("second", 1.01)


def test_a_slot_is_not_kept_for_one_that_does_not_come() -> None:
    slots = Slots(1)
    assert slots.take("first", 1.0)
    assert not slots.take("paused", 1.0)
    slots.back()
    assert slots.take("first", 1.0 + 3 * TURN_S)


def test_two_that_never_rest_have_about_as_many_slots_each() -> None:
    """The first holds all at the beginning; each request takes three looks."""
    slots, done = Slots(8), Counter[str]()
    at_work = ["first"] * 8
    assert all(slots.take(who, 0.0) for who in at_work)
    for look in range(1, 400):
        now_s = look * TURN_S
        for who in at_work[:3]:
            slots.back()
            done[who] += 1
        at_work = at_work[3:]
        for who in ("first", "second") * 8:
            if slots.take(who, now_s):
                at_work.append(who)
    assert len(at_work) == 8
    assert min(done.values()) > 0.3 * max(done.values())
