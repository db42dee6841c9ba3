import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsdesk.core.campaign import Attempt, BatchOutcome, StateChange
from smsdesk.core.csvimport import Table
from smsdesk.core.errors import NotSent, OutcomeUnknown
from smsdesk.core.ledger import Ledger
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.core.recipients import read_recipients
from smsdesk.providers import PROVIDERS, explain
from smsdesk.services.history import CampaignView
from smsdesk.services.results import COLUMNS, Need, Results
from smsdesk.storage.journal import Journal
from tests.helpers import frozen as build
from tests.helpers.services import MESSAGE, WAIT_S, Services, phones_in, reply, services

ROWS = [
    ["Zoë", "+8613800138000", "30"],
    ["周晓彤", "+8613800138001", "4"],
    ["adam", "+8613800138002", "100"],
    ["Straße", "+85291234567", ""],
    ["Eve", "+8613800138004", "x"],
    ["Bad", "12", "7"],
    ["Twin", "+8613800138000", "8"],
]
ANSWERS: dict[str, HttpReply | Exception] = {
    "8613800138001": reply("6"),
    "8613800138002": OutcomeUnknown("read_timeout"),
    "85291234567": NotSent("tls"),
    "8613800138004": reply("27"),
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
def results(desk: Services) -> Results:
    table = Table(("name", "phone", "age"), ROWS, ",", "utf-8", True, 2, "x.csv")
    run = desk.campaigns.start(MESSAGE, read_recipients(table, 1, None), desk.account(workers=1))
    assert run.wait(WAIT_S)
    return Results(desk.history.open(run.campaign.id), explain, PROVIDERS)


def names(results: Results) -> list[str]:
    return [results.row(position).cells[0] for position in range(len(results))]


def found(results: Results, query: str) -> list[str]:
    results.set_filter(query=query)
    return names(results)


def test_at_first_all_recipients_are_shown_in_file_order(results: Results) -> None:
    assert names(results) == ["Zoë", "周晓彤", "adam", "Straße", "Eve"]
    row = results.row(1)
    assert (row.number, row.phone, row.status) == (3, "+86 138 0013 8001", Status.REJECTED)
    assert (row.code, row.meaning) == ("6", "Not a valid number")
    assert (row.need, row.attempts, row.segments) == (Need.FIX_NUMBER, 1, 1)
    assert row.next_step
    assert row.at_ms
    assert row.cells == ROWS[1]
    assert results.row(0).message_id == "m-1"


def test_each_row_asks_for_one_thing(results: Results) -> None:
    needs = [results.row(position).need for position in range(5)]
    assert needs == [
        Need.NOTHING,
        Need.FIX_NUMBER,
        Need.DECIDE,
        Need.TRY_LATER,
        Need.TRY_LATER,
    ]
    counts = results.need_counts()
    assert sum(counts.values()) == len(ROWS)
    assert counts[Need.TRY_LATER] == counts[Need.SKIPPED] == 2
    assert sum(results.counts().values()) == len(ROWS)


def test_filters_by_status_and_by_need(results: Results) -> None:
    results.set_filter({Status.REJECTED})
    assert names(results) == ["周晓彤", "Eve"]
    results.set_filter({Status.REJECTED}, needs={Need.TRY_LATER})
    assert names(results) == ["Eve"]
    results.set_filter(needs={Need.DECIDE, Need.NOTHING})
    assert names(results) == ["Zoë", "adam"]
    results.set_filter(set())
    assert len(results) == 0
    results.set_filter()
    assert len(results) == 5


def test_skipped_rows_are_shown_when_asked_for_with_their_reason(results: Results) -> None:
    results.set_filter({Status.SKIPPED})
    assert names(results) == ["Bad", "Twin"]
    assert results.row(0).phone == "12"
    assert results.row(0).meaning
    assert results.row(1).meaning == "The same number as row 2"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("zoë", ["Zoë"]),
        ("晓", ["周晓彤"]),
        ("STRASSE", ["Straße"]),
        ("1380013800", ["Zoë", "周晓彤", "adam", "Eve"]),
        ("+86 138-0013 8004", ["Eve"]),
        ("9123", ["Straße"]),
        ("valid number", ["周晓彤"]),
        ("27", ["Eve"]),
        ("M-1", ["Zoë"]),
        ("TLS", ["Straße"]),
        (" adam ", ["adam"]),
        ("zoë adam", []),
        (".*", []),
        ("   ", ["Zoë", "周晓彤", "adam", "Straße", "Eve"]),
    ],
)
def test_search_looks_at_everything_a_person_may_know(
    results: Results, query: str, expected: list[str]
) -> None:
    assert found(results, query) == expected


def test_search_and_filter_meet(results: Results) -> None:
    results.set_filter({Status.REJECTED}, "1380013800")
    assert names(results) == ["周晓彤", "Eve"]


def test_sorting_by_the_files_columns_and_by_its_own(results: Results) -> None:
    results.sort(0)
    assert names(results) == ["adam", "Eve", "Straße", "Zoë", "周晓彤"]
    results.sort(2)  # numbers by size, then words, then blanks
    assert names(results) == ["周晓彤", "Zoë", "adam", "Eve", "Straße"]
    results.sort(2, descending=True)
    assert names(results) == ["Straße", "Eve", "adam", "Zoë", "周晓彤"]
    results.sort("phone")
    assert names(results)[0] == "Straße"
    results.sort("status")
    assert names(results) == ["Zoë", "周晓彤", "Eve", "Straße", "adam"]
    results.sort("status", descending=True)  # equal ones stay in file order
    assert names(results) == ["adam", "Straße", "周晓彤", "Eve", "Zoë"]
    results.sort("row", descending=True)
    assert names(results)[0] == "Eve"


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_can_be_sorted_and_loses_no_row(results: Results, column: str) -> None:
    for descending in (False, True):
        results.sort(column, descending=descending)
        assert sorted(names(results)) == sorted(["Zoë", "周晓彤", "adam", "Straße", "Eve"])


def test_cells_with_control_characters_do_not_shift_the_others(desk: Services) -> None:
    rows = build.recipients(3)
    rows.rows[1][0] = "a\x1fb\x1ec"
    plan = build.plan(rows, ["A"], [3])
    campaign = build.campaign(rows, plan)
    desk.journal.freeze(campaign, rows, plan)
    results = Results(desk.history.open(campaign.id), explain, PROVIDERS)
    results.preload()
    assert [results.row_of(row).cells[0] for row in range(3)] == ["客户 0", "a b c", "客户 2"]
    assert found(results, "客户 2") == ["客户 2"]
    assert results.indexes.tolist() == [2]


def test_a_row_is_found_again_after_sorting(results: Results) -> None:
    index = int(results.indexes[2])
    results.sort("row", descending=True)
    assert results.position_of(index) == 2
    results.set_filter({Status.ACCEPTED})
    assert results.position_of(index) is None


def test_the_detail_of_a_row_holds_the_whole_story_without_secrets(results: Results) -> None:
    detail = results.detail(1)
    assert detail.text == "Hi 周晓彤"
    assert detail.phone == "8613800138001"
    assert [event.kind for event in detail.events] == ["frozen", "attempt", "outcome"]
    assert detail.events[-1].code == "6"
    assert detail.events[-1].http_status == 200
    assert detail.request_id.startswith("r-")
    assert detail.entry is not None
    assert detail.entry.code == "6"
    assert "Hi 周晓彤" in detail.request
    assert detail.curl.startswith("curl -X POST")
    assert '"code": "6"' in detail.reply
    for text in (detail.request, detail.curl, repr(detail)):
        assert "abciiiko2k3" not in text
        assert "fme2na3kdi3ki" not in text


def test_the_detail_of_a_skipped_row_has_no_request(results: Results) -> None:
    detail = results.detail(5)
    assert detail.status is Status.SKIPPED
    assert (detail.text, detail.request, detail.curl) == ("", "", "")


def test_the_grid_follows_a_running_campaign(desk: Services) -> None:
    rows = build.recipients(4)
    plan = build.plan(rows, ["A"], [4])
    campaign = build.campaign(rows, plan)
    desk.journal.freeze(campaign, rows, plan)
    view = desk.history.open(campaign.id)
    results = Results(view, explain, PROVIDERS, "zh")
    assert not results.refresh()
    view.ledger.apply(Attempt(campaign.id, 0, 1, 5, "r"))
    assert results.refresh()
    assert results.row(0).meaning == "发送中"
    results.set_filter({Status.ACCEPTED, Status.REJECTED}, explain("nxcloud-sms", "6").meaning.zh)
    assert len(results) == 0
    outcomes = [Outcome(Status.ACCEPTED, "0", f"id-{n}") for n in range(3)]
    view.ledger.apply(
        BatchOutcome(campaign.id, 0, 1, 6, (*outcomes, Outcome(Status.REJECTED, "6")))
    )
    assert results.refresh()
    assert [results.row(n).index for n in range(len(results))] == [3]
    assert not results.refresh()


# -- several channels ------------------------------------------------------------------------


@pytest.fixture
def channels(desk: Services) -> Results:
    """Five recipients of a provider with Viber and SMS: both, one, none, in order, no reply."""
    rows = build.recipients(5)
    plan = build.plan(rows, ["A"], [5])
    campaign = replace(build.campaign(rows, plan), provider="nxcloud-super")
    desk.journal.freeze(campaign, rows, plan)
    view = desk.history.open(campaign.id)
    outcomes = (
        Outcome(Status.ACCEPTED, "0", "id-0", channel_status="VIBER:0 SMS:0"),
        Outcome(Status.ACCEPTED, "0", "id-1", channel_status="VIBER:14001 SMS:0", segments=2),
        Outcome(Status.REJECTED, "14003", channel_status="VIBER:14003 SMS:14002"),
        Outcome(Status.ACCEPTED, "0", "id-3", channel_status="VIBER:0"),
        Outcome(Status.UNKNOWN, "read_timeout"),
    )
    view.ledger.apply(Attempt(campaign.id, 0, 1, 5, "r"))
    view.ledger.apply(BatchOutcome(campaign.id, 0, 1, 6, outcomes))
    return Results(view, explain, PROVIDERS)


def told(results: Results, position: int) -> list[tuple[str, str, bool]]:
    legs = results.row(position).legs
    assert all(leg.meaning for leg in legs)
    return [(leg.channel, leg.code, leg.is_accepted) for leg in legs]


def test_each_channel_answers_for_itself(channels: Results, results: Results) -> None:
    assert told(channels, 0) == [("VIBER", "0", True), ("SMS", "0", True)]
    assert told(channels, 1) == [("VIBER", "14001", False), ("SMS", "0", True)]
    assert told(channels, 3) == [("VIBER", "0", True)]
    assert told(channels, 4) == []
    assert channels.row(1).status is Status.ACCEPTED
    assert channels.row(1).legs[0].meaning == explain("nxcloud-super", "14001").meaning.en
    assert [results.row(position).legs for position in range(5)] == [()] * 5


@pytest.mark.parametrize(
    ("query", "expected"),
    [("14001", [1]), ("viber 14003", [2]), ("sms 0", [0, 1]), ("channel not opened", [1])],
)
def test_search_reads_what_the_channels_answered(
    channels: Results, query: str, expected: list[int]
) -> None:
    channels.set_filter(query=query)

    assert channels.indexes.tolist() == expected


@pytest.mark.parametrize(
    ("channel", "expected"), [("VIBER", [[2], [1], [0, 3]]), ("SMS", [[2], [0, 1]])]
)
def test_channels_can_be_sorted_by_what_they_answered(
    channels: Results, channel: str, expected: list[list[int]]
) -> None:
    """Equal answers together and in file order; nobody is lost."""
    channels.sort(channel)

    order = channels.indexes.tolist()
    assert sorted(order) == [0, 1, 2, 3, 4]
    for alike in expected:
        place = order.index(alike[0])
        assert order[place : place + len(alike)] == alike


def test_the_detail_tells_channels_and_what_was_charged(channels: Results) -> None:
    detail = channels.detail(1)

    assert [(leg.channel, leg.code) for leg in detail.legs] == [("VIBER", "14001"), ("SMS", "0")]
    assert detail.charged == 2
    assert channels.detail(4).legs == ()


def test_a_hundred_thousand_rows_open_filter_and_sort_without_a_pause(tmp_path: Path) -> None:
    size = 100_000
    rows = build.recipients(size)
    plan = build.plan(rows, ["A"] * (size // 100), [100] * (size // 100))
    campaign = build.campaign(rows, plan)
    journal = Journal.open(tmp_path / "journal.sqlite3")
    try:
        journal.freeze(campaign, rows, plan)
        frozen = journal.frozen(campaign.id)
        ledger = Ledger(frozen)
        for batch in range(plan.requests):
            ledger.apply(Attempt(campaign.id, batch, 1, batch, "r"))
            outcome = Outcome(Status.ACCEPTED, "0") if batch % 7 else Outcome(Status.REJECTED, "6")
            ledger.apply(BatchOutcome(campaign.id, batch, 1, batch, (outcome,)))
        state = StateChange(campaign.id, 0, "finished")  # type: ignore[arg-type]
        view = CampaignView(campaign, frozen, ledger, journal, state.state)

        times: dict[str, float] = {}

        def timed(name: str, action: object) -> None:
            began = time.thread_time()  # whatever else the machine is busy with
            action()  # type: ignore[operator]
            times[name] = time.thread_time() - began

        opened: list[Results] = []
        timed("open", lambda: opened.append(Results(view, explain, PROVIDERS)))
        (results,) = opened
        timed("page", lambda: [results.row(n) for n in range(50)])
        timed("filter", lambda: results.set_filter({Status.REJECTED}))
        assert len(results) == 100 * len(range(0, plan.requests, 7))
        timed("sort", lambda: results.sort("time", descending=True))
        timed("first search", lambda: results.set_filter(query="9999"))
        timed("search", lambda: results.set_filter(query="99998"))
        assert results.indexes.tolist() == [99_998]
        results.set_filter()
        timed("sort by name", lambda: results.sort(0))
        timed("sort again", lambda: results.sort(0, descending=True))
        timed("needs", results.need_counts)
        # generous: a grid with an object per row takes seconds
        assert max(times.values()) < 1, times
    finally:
        journal.close()
