import pytest

from smsdesk.core.account import WORKERS_MAX, Account
from smsdesk.providers import PROVIDERS
from smsdesk.services.pacer import Pacer, Pacers
from smsdesk.services.slots import TURN_S
from smsdesk.services.turns import SLOW_START_S, Place, Turn, Turns
from smsdesk.services.verdict import Act, Verdict

INFO = PROVIDERS["nxcloud-sms"].info
SHOP = Account("shop", "nxcloud-sms", workers=2)


def started(pacer: Pacer, *, rate_per_s: float = 0.0, batches: int = 40) -> Turns:
    turns = Turns(INFO, rate_per_s)
    turns.restart(range(batches), [], pacer, offline_s=0.0, now_s=3.0)
    return turns


def test_nothing_leaves_while_it_is_held() -> None:
    turns = started(Pacer())
    turns.hold(5.0)
    assert turns.next(4.0) == 1.0
    assert turns.next(5.0) == Turn(0, 5.0)


def test_after_a_hold_they_leave_one_after_the_other_at_first() -> None:
    turns = started(Pacer())
    turns.hold(5.0)
    now_s = 5.0
    for batch in range(WORKERS_MAX):
        assert turns.next(now_s) == Turn(batch, now_s)
        turns.over(Turn(batch, now_s), Place.OUT, now_s)
        assert turns.next(now_s) == pytest.approx(SLOW_START_S)
        now_s += SLOW_START_S
    at_once = [turns.next(now_s) for _ in range(WORKERS_MAX)]
    assert all(isinstance(turn, Turn) for turn in at_once)


def test_a_campaign_keeps_its_own_rate_beside_the_accounts() -> None:
    pacer = Pacer(10.0, workers=16)
    slow, fast = started(pacer, rate_per_s=2.0), started(pacer)
    assert slow.next(4.0) == Turn(0, 4.0)
    assert slow.next(4.1) == pytest.approx(0.4, abs=0.06)  # though the account may send again
    assert fast.next(4.1) == Turn(0, 4.1)
    assert slow.next(4.5) == Turn(1, 4.5)
    assert isinstance(fast.next(4.5), float)  # the account's rate, though it has none itself


def test_a_campaign_alone_never_has_to_look_again_for_a_slot() -> None:
    """Only a reply of its own can free one, and whoever got that reply goes on."""
    pacer = Pacers().of(SHOP)
    turns = started(pacer)
    first = turns.next(4.0)
    assert isinstance(first, Turn)
    assert isinstance(turns.next(4.0), Turn)
    assert turns.next(4.0) is None
    turns.over(first, Place.OUT, 5.0)
    assert isinstance(turns.next(5.0), Turn)


def test_a_campaign_that_shares_its_account_looks_again_for_a_slot() -> None:
    pacer = Pacers().of(SHOP)
    mine, other = started(pacer), started(pacer)
    turn = mine.next(4.0)
    assert isinstance(turn, Turn)
    assert isinstance(mine.next(4.0), Turn)
    assert other.next(4.0) == TURN_S
    mine.over(turn, Place.OUT, 4.1)
    assert mine.next(4.01) == TURN_S  # the other one waited first
    assert isinstance(other.next(4.02), Turn)


def test_only_requests_that_were_taken_ease_what_a_throttle_taught() -> None:
    pacer = Pacer()
    turns = started(pacer)

    def send(now_s: float, verdict: Verdict) -> None:
        turn = turns.next(now_s)
        assert isinstance(turn, Turn), turn
        turns.follow(verdict, turn, now_s)
        turns.over(turn, Place.OUT, now_s)

    send(4.0, Verdict(Act.GO_ON, taken=True))
    send(4.5, Verdict(Act.WAIT, "28"))
    for now_s in (10.0, 20.0, 30.0):  # 503 and the like: the provider took nothing
        send(now_s, Verdict(Act.GO_ON, failure="http_503"))
    send(40.0, Verdict(Act.WAIT, "28"))
    assert pacer.blocked_s(40.0) == 2.0
    send(50.0, Verdict(Act.GO_ON, taken=True))
    send(60.0, Verdict(Act.WAIT, "28"))
    assert pacer.blocked_s(60.0) == 1.0
