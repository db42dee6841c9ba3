"""What a person is told of at start: paused campaigns, and never again once dismissed."""

from smsdesk.desk import now_ms
from smsdesk.services.desk import Desk
from smsdesk.services.paused import DAYS, PausedCampaign, dismiss, paused_campaigns
from tests.helpers.desks import people, real_desk, send, sent

_DAY_MS = 86_400_000


def paused_here(desk: Desk, name: str = "今日特惠 🌷", accepted: int = 3) -> str:
    """A campaign paused because the balance was too low, after so many people."""
    header, _, rows = people(20).partition(b"\n")
    first = rows.split(b"\n")[:accepted]
    rest = rows.split(b"\n")[accepted:]
    data = b"\n".join([header, *first, b"Magic,+8613900000003", *rest])
    run = send(desk, data, name=name, workers=1)
    assert run.wait(20)
    return run.campaign.id


def test_the_next_start_tells_of_it() -> None:
    with real_desk() as desk:
        campaign = paused_here(desk)
        sent(desk, people(2), name="Finished")
    with real_desk() as desk:
        assert paused_campaigns(desk, now_ms()) == [
            PausedCampaign(campaign, "今日特惠 🌷", done=4, total=21, unknown=0)
        ]


def test_newest_first_and_old_ones_not_at_all() -> None:
    with real_desk() as desk:
        campaigns = [paused_here(desk, name) for name in ("a", "b")]
    with real_desk() as desk:
        found = [one.id for one in paused_campaigns(desk, now_ms())]
        assert found == campaigns[::-1]
        assert paused_campaigns(desk, now_ms() + (DAYS + 1) * _DAY_MS) == []


def test_one_that_another_program_holds_is_its_own_matter() -> None:
    with real_desk() as other:
        paused_here(other)
        with real_desk() as desk:
            assert paused_campaigns(desk, now_ms()) == []


def test_dismissed_stays_dismissed_until_it_went_on() -> None:
    with real_desk() as desk:
        campaign = paused_here(desk)
    with real_desk() as desk:
        dismiss(desk, paused_campaigns(desk, now_ms()))
        assert paused_campaigns(desk, now_ms()) == []
    with real_desk() as desk:
        assert paused_campaigns(desk, now_ms()) == []
        run = desk.campaigns.resume(campaign)  # everybody else, then the balance again
        assert run.wait(20)
    with real_desk() as desk:
        assert [one.id for one in paused_campaigns(desk, now_ms())] == [campaign]
