"""Never the wrong one: guarded accounts, lists that changed, campaigns another program holds."""

from dataclasses import replace
from pathlib import Path

import pytest

from smsdesk.core.account import TEST_NUMBERS_MAX, Account, Mode
from smsdesk.core.errors import UserInputError
from smsdesk.core.outcome import Status
from smsdesk.core.preflight import preflight
from smsdesk.core.recipients import reached
from smsdesk.providers import PROVIDERS
from tests.helpers.services import (
    FIELDS,
    MESSAGE,
    PROVIDER,
    SECRETS,
    WAIT_S,
    Services,
    held_back,
    people,
    reply,
    services,
)

FIRST = 8613800138000
GUARD: dict[str, object] = {"mode": Mode.GUARDED, "test_numbers": (FIRST, FIRST + 2)}


def refused(action: object) -> UserInputError:
    with pytest.raises(UserInputError) as caught:
        action()  # type: ignore[operator]
    assert str(caught.value)
    return caught.value


def test_a_guarded_account_sends_to_its_test_numbers_alone(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        account = desk.account(**GUARD)
        rows = reached(people(5), account)
        plan = desk.campaigns.plan(MESSAGE, rows, account)
        run = desk.campaigns.start(MESSAGE, rows, account, plan=plan)
        assert run.wait(WAIT_S)
        assert sorted(desk.wire.phones) == [str(FIRST), str(FIRST + 2)]
        assert run.campaign.mode == "guarded"
        path = tmp_path / "results.csv"
        desk.history.export(run.campaign.id, path)
        lines = path.read_text("utf-8-sig").splitlines()
        assert len(lines) == 6
        assert "skipped,guarded,Not one of the account\u2019s test numbers" in lines[2]


def test_a_list_that_was_not_cut_never_leaves(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        account = desk.account(**GUARD)
        whole = people(5)
        live_plan = desk.campaigns.plan(MESSAGE, whole, replace(account, mode=Mode.LIVE))
        beyond = refused(lambda: desk.campaigns.plan(MESSAGE, whole, account))
        assert (beyond.code, beyond.data["beyond"]) == ("campaign_beyond_guard", 3)
        for plan in (None, live_plan):
            found = refused(lambda p=plan: desk.campaigns.start(MESSAGE, whole, account, plan=p))
            assert found.code == "campaign_beyond_guard"
        one = people(1, first=FIRST + 1)  # a test send to somebody else
        assert refused(lambda: desk.campaigns.start(MESSAGE, one, account)).code == (
            "campaign_beyond_guard"
        )
        assert desk.wire.sent == []
        assert desk.history.list() == []


def test_nobody_left_says_why(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        account = desk.account(mode=Mode.GUARDED, test_numbers=(8613900139000,))
        rows = reached(people(3), account)
        nobody = refused(lambda: desk.campaigns.plan(MESSAGE, rows, account))
        assert (nobody.code, nobody.data["name"]) == ("nobody_allowed", "shop")
        all_out = people(3).without(range(3))
        assert refused(lambda: desk.campaigns.plan(MESSAGE, all_out, account)).code == (
            "everybody_left_out"
        )
        (blocked, *_) = preflight(MESSAGE, rows, PROVIDERS[PROVIDER], account)
        assert blocked.sentence() == (
            "Nobody will receive yet \u00b7 the list holds none of this account\u2019s test numbers"
        )
        (fine, *_) = preflight(MESSAGE, people(3).only([FIRST]), PROVIDERS[PROVIDER], account)
        assert fine.sentence() == (
            "1 will receive \u00b7 2 are no test numbers of this account and stay out"
        )


def test_a_list_corrected_after_it_was_cut_does_not_leave(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        account = desk.account()
        whole = people(3)
        rest = whole.without([0])
        plan = desk.campaigns.plan(MESSAGE, rest, account)
        whole.edit_phone(2, f"+{FIRST + 50}")
        changed = refused(lambda: desk.campaigns.start(MESSAGE, rest, account, plan=plan))
        assert changed.code == "campaign_list_changed"
        assert desk.wire.sent == []


def cut_short(desk: Services, **changes: object) -> tuple[str, Account]:
    """A campaign to four test numbers that stopped after the first request."""
    numbers = tuple(range(FIRST, FIRST + 4))
    account = desk.account(workers=1, test_numbers=numbers, **changes)
    run = desk.campaigns.start(MESSAGE, reached(people(6), account), account)
    assert run.wait(WAIT_S)
    return run.campaign.id, account


@pytest.mark.parametrize("in_memory", [True, False])
def test_what_a_guarded_account_began_goes_on_guarded_or_live_to_the_same_people(
    tmp_path: Path, in_memory: bool
) -> None:
    script = iter([reply(), reply("3"), reply(), reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        campaign_id, account = cut_short(desk, mode=Mode.GUARDED)
        if not in_memory:
            run = desk.campaigns.run_of(campaign_id)
            assert run is not None
            run.stop()
        fewer = replace(account, test_numbers=(FIRST, FIRST + 1))
        beyond = refused(lambda: desk.campaigns.resume(campaign_id, account=fewer))
        assert beyond.code == "campaign_beyond_guard"
        rehearsal = replace(account, mode=Mode.REHEARSAL)
        changed = refused(lambda: desk.campaigns.resume(campaign_id, account=rehearsal))
        assert changed.code == "campaign_account_changed"
        assert desk.campaigns.resume(campaign_id, account=account).wait(WAIT_S)
        live = replace(account, mode=Mode.LIVE, test_numbers=())
        run = desk.campaigns.resume(campaign_id, account=live)
        assert run.wait(WAIT_S)
        assert run.progress().counts[Status.ACCEPTED] == 4
        assert set(desk.wire.phones) == {str(FIRST + person) for person in range(4)}


def test_what_was_begun_live_does_not_go_on_guarded(tmp_path: Path) -> None:
    script = iter([reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        campaign_id, account = cut_short(desk)
        guarded = replace(account, mode=Mode.GUARDED)
        changed = refused(lambda: desk.campaigns.resume(campaign_id, account=guarded))
        assert changed.code == "campaign_account_changed"
        assert len(desk.wire.sent) == 1


def test_a_campaign_of_this_program_is_not_busy_elsewhere(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()
    with services(tmp_path, answer) as desk, services(tmp_path) as other:
        run = desk.campaigns.start(MESSAGE, people(2), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        campaign_id = run.campaign.id
        assert not desk.campaigns.busy_elsewhere(campaign_id)
        assert other.campaigns.busy_elsewhere(campaign_id)
        busy = refused(lambda: other.campaigns.resume(campaign_id, account=desk.account()))
        assert busy.code == "campaign_busy"
        go_on.set()
        assert run.wait(WAIT_S)
        assert not other.campaigns.busy_elsewhere(campaign_id)
        assert other.wire.sent == []


def test_a_paused_campaign_stays_with_its_program_until_it_closes(tmp_path: Path) -> None:
    script = iter([reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        run = desk.campaigns.start(MESSAGE, people(2), desk.account(workers=1))
        assert run.wait(WAIT_S)
        with services(tmp_path) as other:
            assert other.campaigns.busy_elsewhere(run.campaign.id)
            assert desk.campaigns.close(WAIT_S)
            assert not other.campaigns.busy_elsewhere(run.campaign.id)
            resumed = other.campaigns.resume(run.campaign.id, account=desk.account())
            assert resumed.wait(WAIT_S)
            assert len(other.wire.phones) == 2


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ((), "account_test_numbers_none"),
        ((13800138000,), "account_test_number"),
        (tuple(range(FIRST, FIRST + TEST_NUMBERS_MAX + 1)), "account_test_numbers_many"),
    ],
)
def test_a_guard_needs_a_few_real_numbers(
    tmp_path: Path, numbers: tuple[int, ...], code: str
) -> None:
    with services(tmp_path) as desk:
        account = Account("try", PROVIDER, FIELDS, mode=Mode.GUARDED, test_numbers=numbers)
        found = refused(lambda: desk.accounts.add(account, SECRETS))
        assert [(one.where, one.code) for one in found.problems] == [("test_numbers", code)]


def test_a_guarded_account_needs_its_keys_like_a_live_one(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        found = refused(lambda: desk.accounts.add(Account("try", PROVIDER, {}, **GUARD), {}))  # type: ignore[arg-type]
        assert {one.where for one in found.problems} == {"access_key", "app_key", "access_secret"}
        desk.account(**GUARD)
        assert desk.accounts.unlock("shop").test_numbers == (FIRST, FIRST + 2)
        assert desk.accounts.unlock("shop").secrets == SECRETS
