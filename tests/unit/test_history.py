import csv
import json
from pathlib import Path

import pytest

from smsdesk.core.campaign import CampaignState
from smsdesk.core.errors import UserInputError
from smsdesk.core.message import TextMessage
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.services.progress import Group
from tests.helpers.services import (
    MESSAGE,
    PROVIDER,
    WAIT_S,
    held_back,
    people,
    phones_in,
    reply,
    services,
)


def test_campaigns_come_newest_first_with_numbers_that_add_up(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        assert desk.history.newest() == ""
        first = desk.campaigns.start(MESSAGE, people(3), desk.account())
        assert first.wait(WAIT_S)
        desk.now_ms[0] += 1_000
        desk.wire.answer = lambda _: reply("3")
        second = desk.campaigns.start(MESSAGE, people(4, "x"), desk.account(workers=1))
        assert second.wait(WAIT_S)
        newest, oldest = desk.history.list()
        assert desk.history.newest() == second.campaign.id
        assert (newest.campaign, oldest.campaign) == (second.campaign, first.campaign)
        assert (newest.state, newest.reason) == (CampaignState.PAUSED, "3")
        assert newest.numbers[Group.REJECTED] == 1
        assert newest.numbers[Group.WAITING] == 3
        assert sum(newest.counts.values()) == newest.campaign.recipients == 4
        assert oldest.state is CampaignState.FINISHED
        assert oldest.numbers[Group.ACCEPTED] == 3
        assert desk.history.list() == [newest, oldest]
    with services(tmp_path) as desk:  # the next program reads the same from the disk
        assert [one.counts for one in desk.history.list()] == [newest.counts, oldest.counts]


def test_a_stopped_campaign_that_is_resumed_shows_its_new_numbers(tmp_path: Path) -> None:
    script = iter([reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert run.wait(WAIT_S)
        run.stop()
        (stopped,) = desk.history.list()
        assert stopped.numbers[Group.ACCEPTED] == 0
        assert desk.campaigns.resume(run.campaign.id).wait(WAIT_S)
        (finished,) = desk.history.list()
        assert finished.state is CampaignState.FINISHED
        assert finished.numbers[Group.ACCEPTED] == 3


def test_a_running_campaign_is_opened_live(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()

    with services(tmp_path, answer) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        (summary,) = desk.history.list()
        assert summary.running
        assert summary.state is CampaignState.SENDING
        view = desk.history.open(run.campaign.id)
        assert view.run is run
        assert view.ledger.counts()[Status.SENDING] == 1
        go_on.set()
        assert run.wait(WAIT_S)
        assert view.ledger.counts()[Status.ACCEPTED] == 3
        assert desk.history.open(run.campaign.id).run is None


def test_a_campaign_that_is_not_there_has_a_sentence(tmp_path: Path) -> None:
    with services(tmp_path) as desk, pytest.raises(UserInputError, match="c-none"):
        desk.history.open("c-none")


def test_the_results_file_holds_every_row_in_order_with_its_reason(tmp_path: Path) -> None:
    def answer(request: HttpRequest) -> HttpReply:
        return reply("6" if phones_in(request)[0].endswith("1") else "0")

    with services(tmp_path, answer) as desk:
        rows = people(2, "+8613800138000", "12", "", "call me")
        run = desk.campaigns.start(MESSAGE, rows, desk.account())
        assert run.wait(WAIT_S)
        path = tmp_path / "results.csv"
        desk.history.export(run.campaign.id, path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
        assert [line["row"] for line in found] == ["2", "3", "4", "5", "6", "7"]
        assert [line["status"] for line in found] == ["accepted", "rejected", *["skipped"] * 4]
        assert found[0]["phone"] == "+8613800138000"
        assert (found[0]["code"], found[0]["message_id"]) == ("0", "m-1")
        assert found[1]["meaning"] == "Not a valid number"
        assert found[1]["next_step"]
        assert found[1]["attempts"] == "1"
        assert found[1]["segments"] == "1"
        assert found[2]["meaning"] == "The same number as row 2"
        assert found[3]["phone"] == "12"
        assert found[3]["meaning"]
        assert found[5]["phone"] == "call me"
        assert [line["name"] for line in found[:3]] == ["name 0", "name 1", "extra 0"]
        assert found[3]["segments"] == found[3]["attempts"] == "0"

        desk.history.export(run.campaign.id, path, "zh")
        assert "号码" in path.read_text("utf-8-sig")


# receipts


def ids_of(request: HttpRequest) -> HttpReply:
    """One id for the whole request, made of its first number."""
    body = {"code": "0", "result": "success", "messageid": f"18{phones_in(request)[0]}"}
    return HttpReply(200, {}, json.dumps(body).encode(), 5)


def test_a_receipt_finds_its_row_by_the_prefix_of_its_id_and_the_number(tmp_path: Path) -> None:
    with services(tmp_path, ids_of) as desk:
        shared = TextMessage("Hi everybody")
        run = desk.campaigns.start(shared, people(5, "12"), desk.account(), name="Friday pick-up")
        assert run.wait(WAIT_S)
        assert len(desk.wire.sent) == 1
        message_id = f"18{desk.wire.phones[0]}-4471902836"
        find = desk.history.find_message
        for row, phone in enumerate(desk.wire.phones, start=2):
            assert find(PROVIDER, message_id, phone) == (run.campaign.id, "Friday pick-up", row)
            assert find(PROVIDER, message_id[:-11], phone[2:]) is not None  # without its country
        assert find(PROVIDER, message_id, "8613999999999") is None
        assert find(PROVIDER, message_id) is None  # five people share it
        assert find(PROVIDER, message_id, "0") is None
        assert find(PROVIDER, "18-4471902836", desk.wire.phones[0]) is None
        assert find("tencent-sms", message_id, desk.wire.phones[0]) is None
        assert find(PROVIDER, "", desk.wire.phones[0]) is None


def test_an_id_of_one_number_needs_no_number(tmp_path: Path) -> None:
    with services(tmp_path, ids_of) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert run.wait(WAIT_S)
        last = desk.wire.phones[-1]
        place = desk.history.find_message(PROVIDER, f"18{last}")
        assert place is not None
        assert (place.campaign_id, place.row) == (run.campaign.id, 4)


def test_a_message_is_found_while_its_campaign_runs(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()
    replies = iter([ids_of])

    def first_at_once(request: HttpRequest) -> HttpReply:
        return next(replies, answer)(request)

    with services(tmp_path, first_at_once) as desk:
        run = desk.campaigns.start(MESSAGE, people(2), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        first = desk.wire.phones[0]
        assert desk.history.find_message(PROVIDER, f"18{first}", first) is not None
        go_on.set()
        assert run.wait(WAIT_S)
