"""A new message to people of an earlier campaign: whom it is for, and what it begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsdesk.core.account import Mode
from smsdesk.core.campaign import CampaignState
from smsdesk.core.codebook import CodeClass
from smsdesk.core.csvimport import Table
from smsdesk.core.errors import NotSent, OutcomeUnknown
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.core.recipients import read_recipients
from smsdesk.providers import PROVIDERS, explain
from smsdesk.services.history import CampaignView
from smsdesk.services.results import Results
from smsdesk.services.sequel import may_get_sequel, sequel_of
from tests.helpers.services import MESSAGE, WAIT_S, Services, people, phones_in, reply, services

ROWS = [
    ["Zoë", "138 0013 8000", "accepted"],
    ["周晓彤", "138 0013 8001", "wrong number"],
    ["adam", "138 0013 8002", "lost"],
    ["Straße", "+852 9123 4567", "never left"],
    ["Eve", "138 0013 8004", "too often"],
    ["Text", "138 0013 8005", "bad\x1ftext"],
    ["Who", "138 0013 8006", "unknown code"],
    ["Bad", "12", "no number"],
]
ANSWERS: dict[str, HttpReply | Exception] = {
    "8613800138001": reply("6"),
    "8613800138002": OutcomeUnknown("read_timeout"),
    "85291234567": NotSent("tls"),
    "8613800138004": reply("27"),
    "8613800138005": reply("5"),
    "8613800138006": reply("4711"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Services]:
    def answer(request: HttpRequest) -> HttpReply:
        found = ANSWERS.get(phones_in(request)[0], reply())
        if isinstance(found, Exception):
            raise found
        return found

    with services(tmp_path, answer) as opened:
        yield opened


@pytest.fixture
def view(desk: Services) -> CampaignView:
    rows = [list(row) for row in ROWS]
    table = Table(("name", "phone", "note"), rows, ",", "utf-8", True, 2, "x.csv")
    run = desk.campaigns.start(MESSAGE, read_recipients(table, 1, "CN"), desk.account(workers=1))
    assert run.wait(WAIT_S)
    return desk.history.open(run.campaign.id)


def open_names(view: CampaignView) -> list[str]:
    results = Results(view, explain, PROVIDERS)
    results.set_filter(frozenset(Status))
    rows = results.open_to_sequel(results.indexes)
    return [results.row_of(row).cells[0] for row in rows.tolist()]


def test_it_is_for_those_a_person_can_do_something_about(view: CampaignView) -> None:
    assert open_names(view) == ["周晓彤", "Eve", "Text"]


@pytest.mark.parametrize(
    "status",
    sorted(set(Status) - {Status.REJECTED, Status.UNDELIVERED}),
)
@pytest.mark.parametrize("cls", [None, CodeClass.NUMBER, CodeClass.FREQUENCY])
def test_never_for_whom_the_first_may_reach(status: Status, cls: CodeClass | None) -> None:
    assert not may_get_sequel(status, cls)


def test_what_was_not_delivered_may_be_written_anew() -> None:
    assert may_get_sequel(Status.UNDELIVERED, None)


@pytest.mark.parametrize("cls", [CodeClass.BALANCE, CodeClass.ACCOUNT, CodeClass.REQUEST, None])
def test_no_message_mends_an_account(cls: CodeClass | None) -> None:
    assert not may_get_sequel(Status.REJECTED, cls)


def test_it_begins_with_account_message_and_these_people_in_the_order_of_the_file(
    view: CampaignView,
) -> None:
    sequel = sequel_of(view, [5, 1, 3])
    assert (sequel.account, sequel.provider, sequel.mode) == ("shop", "nxcloud-sms", Mode.LIVE)
    assert sequel.message == MESSAGE
    assert sequel.table.header == ("name", "phone", "note")
    assert sequel.table.source == "x.csv · 3 of 8"
    assert sequel.table.rows == [
        ["周晓彤", "+8613800138001", "wrong number"],
        ["Straße", "+85291234567", "never left"],
        ["Text", "+8613800138005", "bad\x1ftext"],
    ]


@pytest.mark.parametrize("region", [None, "CN", "US", "HK"])
def test_the_numbers_stay_the_same_whatever_country_is_chosen(
    view: CampaignView, region: str | None
) -> None:
    sequel = sequel_of(view, range(7))
    recipients = read_recipients(sequel.table, sequel.phone_column, region)
    assert list(recipients.phones) == list(view.frozen.phones[:7])
    assert len(recipients.members()) == 7


def test_the_source_is_named_in_the_language_of_the_window(view: CampaignView) -> None:
    assert sequel_of(view, [1], "zh").table.source == "x.csv · 8 行中的 1 行"


def test_pasted_numbers_have_no_name(desk: Services) -> None:
    pasted = people(2)
    pasted.source = ""
    run = desk.campaigns.start(MESSAGE, pasted, desk.account())
    assert run.wait(WAIT_S)
    assert sequel_of(desk.history.open(run.campaign.id), [0]).table.source == ""


def test_correcting_a_number_leaves_the_campaign_as_it_was(view: CampaignView) -> None:
    sequel = sequel_of(view, [1])
    recipients = read_recipients(sequel.table, sequel.phone_column, "CN")
    recipients.edit_phone(0, "139 1234 5678")
    assert list(recipients.phones) == [8613912345678]
    assert sequel_of(view, [1]).table.rows == [["周晓彤", "+8613800138001", "wrong number"]]
    assert view.journal.cells(view.campaign.id, 1, 1) == [ROWS[1]]


def test_rows_of_many_chunks_keep_their_cells(desk: Services) -> None:
    count = 20_000
    run = desk.campaigns.start(MESSAGE, people(count), desk.account(batch_size=1_000), name="big")
    run.stop()
    assert run.wait(WAIT_S)
    view = desk.history.open(run.campaign.id)
    assert view.state is CampaignState.STOPPED
    wanted = [0, 8_191, 8_192, 16_383, 16_384, count - 1]
    table = sequel_of(view, wanted).table
    assert [row[0] for row in table.rows] == [f"name {row}" for row in wanted]
