"""Who was sent this very text within the last day, and whose number is due a rest."""

import threading
from array import array
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsdesk.core.account import Account, Mode
from smsdesk.core.campaign import Attempt, BatchOutcome, CampaignState, StateChange
from smsdesk.core.csvimport import Table
from smsdesk.core.document import parse_document, to_document
from smsdesk.core.message import Message, TemplateMessage, TextMessage
from smsdesk.core.outcome import Outcome, Status
from smsdesk.core.plan import make_plan
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.core.repeat_checks import Repeats, document_key, text_key
from smsdesk.providers import PROVIDERS
from smsdesk.services.freezing import new_campaign_id
from smsdesk.services.recent import Recent
from tests.helpers.frozen import campaign as campaign_of
from tests.helpers.services import (
    FIELDS,
    MESSAGE,
    PROVIDER,
    START_MS,
    WAIT_S,
    Services,
    held_back,
    people,
    reply,
    services,
)

HOUR_MS = 3_600_000
ACCOUNT = Account("shop", PROVIDER, FIELDS)
FIRST = 8613800138000


def look(
    desk: Services,
    message: Message,
    rows: Recipients,
    account: Account = ACCOUNT,
    recent: Recent | None = None,
) -> Repeats:
    provider = PROVIDERS[account.provider]
    plan = make_plan(message, rows, provider, account)
    recent = recent or Recent(desk.journal, desk.history, lambda: desk.now_ms[0])
    return recent.look(plan, rows, account, provider.info)


def past(
    desk: Services,
    message: Message,
    rows: Recipients,
    status: Status = Status.ACCEPTED,
    *,
    hours: float = 1.0,
    provider: str = PROVIDER,
    mode: Mode = Mode.LIVE,
    state: CampaignState = CampaignState.FINISHED,
) -> str:
    """A campaign as an earlier press of Send left it: everybody in `status`, some hours ago."""
    at_ms = desk.now_ms[0] - round(hours * HOUR_MS)
    account = Account("other", provider, batch_size=1)
    plan = make_plan(message, rows, PROVIDERS[provider], account)
    campaign = replace(
        campaign_of(rows, plan),
        id=new_campaign_id(at_ms),
        created_ms=at_ms,
        provider=provider,
        mode=mode.value,
        document=to_document(message),
    )
    desk.journal.freeze(campaign, rows, plan)
    desk.journal.record([StateChange(campaign.id, at_ms, CampaignState.SENDING)])
    for batch in range(plan.requests):
        if status is Status.QUEUED:
            break
        desk.journal.record([Attempt(campaign.id, batch, 1, at_ms, f"r{batch}")])
        if status is not Status.SENDING:
            outcome = Outcome(status, "0" if status is Status.ACCEPTED else "1")
            desk.journal.record([BatchOutcome(campaign.id, batch, 1, at_ms, (outcome,))])
    desk.journal.record([StateChange(campaign.id, at_ms, state)])
    return campaign.id


def test_a_text_sent_yesterday_is_found_person_by_person(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        run = desk.campaigns.start(MESSAGE, people(3), desk.account())
        assert run.wait(WAIT_S)
        desk.now_ms[0] += 20 * HOUR_MS
        more = people(5, "x")
        assert look(desk, MESSAGE, more).same_text == array("I", [0, 1, 2])
        other_text = TextMessage("Hello {name}")
        assert look(desk, other_text, more) == replace(Repeats(), limit=5)
        others = people(3, first=FIRST + 100)
        assert not look(desk, MESSAGE, others).same_text
        desk.now_ms[0] += 5 * HOUR_MS
        assert not look(desk, MESSAGE, more).same_text


def test_the_rest_of_a_list_can_be_sent_without_those_who_have_it(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        past(desk, MESSAGE, people(2))
        rows = people(4)
        rest = rows.without(look(desk, MESSAGE, rows).same_text)
        assert list(rest.members()) == [2, 3]
        assert not look(desk, MESSAGE, rest).same_text


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        (Status.ACCEPTED, True),
        (Status.DELIVERED, True),
        (Status.UNDELIVERED, True),
        (Status.UNKNOWN, True),
        (Status.SENDING, True),
        (Status.REJECTED, False),
    ],
)
def test_what_may_have_arrived_counts(tmp_path: Path, status: Status, counts: bool) -> None:
    with services(tmp_path) as desk:
        past(desk, MESSAGE, people(2), status, state=CampaignState.PAUSED)
        found = look(desk, MESSAGE, people(2))
        assert bool(found.same_text) is counts
        assert found.waiting == 0


@pytest.mark.parametrize("status", [Status.QUEUED, Status.NOT_SENT])
@pytest.mark.parametrize("state", list(CampaignState))
def test_who_waits_in_another_campaign_is_told_apart(
    tmp_path: Path, state: CampaignState, status: Status
) -> None:
    with services(tmp_path) as desk:
        past(desk, MESSAGE, people(2), status, state=state)
        waits = state in (CampaignState.SENDING, CampaignState.PAUSED)
        found = look(desk, MESSAGE, people(3))
        assert (len(found.same_text), found.waiting) == ((2, 2) if waits else (0, 0))


def test_the_same_words_by_another_provider_are_the_same_text(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        message = replace(MESSAGE, ext="7")
        past(desk, message, people(2), provider="tencent-sms", hours=0.5)
        found = look(desk, MESSAGE, people(2))
        assert list(found.same_text) == [0, 1]
        assert not found.too_often  # another provider counts for itself


def test_a_rehearsal_neither_counts_nor_looks(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        past(desk, MESSAGE, people(2), mode=Mode.REHEARSAL)
        assert not look(desk, MESSAGE, people(2)).same_text
        past(desk, MESSAGE, people(2))
        rehearsal = replace(ACCOUNT, mode=Mode.REHEARSAL)
        assert look(desk, MESSAGE, people(2), rehearsal) == Repeats()
        guarded = replace(ACCOUNT, mode=Mode.GUARDED, test_numbers=(FIRST,))
        assert look(desk, MESSAGE, people(2), guarded).same_text


def test_the_sixth_message_in_an_hour_is_one_too_many(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        for number in range(4):
            past(desk, TextMessage(f"number {number}"), people(2), hours=0.5)
        past(desk, TextMessage("long ago"), people(2), hours=2)
        assert not look(desk, MESSAGE, people(2)).too_often
        past(desk, TextMessage("the fifth"), people(1), hours=0.1)
        found = look(desk, MESSAGE, people(2))
        assert (list(found.too_often), found.limit) == ([0], 5)
        nobody_says = look(desk, MESSAGE, people(2), Account("t", "tencent-sms"))
        assert nobody_says == Repeats()


def test_a_campaign_that_goes_on_is_seen_as_it_stands(tmp_path: Path) -> None:
    arrived, go_on, answer = held_back()
    with services(tmp_path, answer) as desk:
        recent = Recent(desk.journal, desk.history, lambda: desk.now_ms[0])
        run = desk.campaigns.start(MESSAGE, people(3), desk.account(workers=1))
        assert arrived.wait(WAIT_S)
        found = look(desk, MESSAGE, people(3), recent=recent)
        assert (len(found.same_text), found.waiting) == (3, 2)
        go_on.set()
        assert run.wait(WAIT_S)
        found = look(desk, MESSAGE, people(3), recent=recent)
        assert (len(found.same_text), found.waiting) == (3, 0)


def test_a_campaign_resumed_today_counts_whenever_it_was_begun(tmp_path: Path) -> None:
    script = iter([reply("3")])
    with services(tmp_path, lambda _: next(script, reply())) as desk:
        run = desk.campaigns.start(MESSAGE, people(1), desk.account(workers=1))
        assert run.wait(WAIT_S)
        desk.now_ms[0] = START_MS + 48 * HOUR_MS
        assert not look(desk, MESSAGE, people(1)).same_text
        assert desk.campaigns.resume(run.campaign.id, account=desk.account()).wait(WAIT_S)
        assert list(look(desk, MESSAGE, people(1)).same_text) == [0]


def test_a_campaign_frozen_while_somebody_looks_is_seen(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        lengths = desk.journal.lengths

        def and_then_somebody_sends() -> dict[str, int]:
            known = lengths()
            past(desk, MESSAGE, people(2))
            return known

        desk.journal.lengths = and_then_somebody_sends  # type: ignore[method-assign]
        assert list(look(desk, MESSAGE, people(2)).same_text) == [0, 1]


def test_many_may_look_at_once(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        past(desk, MESSAGE, people(50))
        recent = Recent(desk.journal, desk.history, lambda: desk.now_ms[0])
        found: list[int] = []
        threads = [
            threading.Thread(
                target=lambda: found.append(
                    len(look(desk, MESSAGE, people(50), recent=recent).same_text)
                )
            )
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(WAIT_S)
        assert found == [50] * 4


DOCUMENTS = [
    {"kind": "text", "text": "Hi"},
    {"kind": "template", "template_id": "7", "variables": {"1": "a", "2": "b"}},
    {"kind": "media", "image": {"url": "https://a.example/b.png"}},
    {"kind": "choice", "text": "Hi", "choices": [{"text": "A", "url": "https://a.example"}]},
    {"kind": "card", "title": "Hi", "image": {"url": "https://a.example/b.png"}},
    {"kind": "voice_code", "code": "1234"},
    {"kind": "verification_code", "code": "1234", "sign_id": "9"},
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["kind"])
def test_a_message_and_what_is_stored_of_it_have_one_key(document: dict[str, object]) -> None:
    message = parse_document(document)
    assert text_key(message, "p") == document_key(to_document(message), "p")
    assert len({document_key(one, "p") for one in DOCUMENTS}) == len(DOCUMENTS)


def test_a_key_knows_what_a_person_reads() -> None:
    assert text_key(TextMessage("Hi", ext="1"), "p") == text_key(TextMessage("Hi"), "q")
    template = TemplateMessage("7", {"1": "a", "2": "b"})
    turned = TemplateMessage("7", {"2": "b", "1": "a"}, wording="{1} {2}")
    assert text_key(template, "p") == text_key(turned, "p")
    assert text_key(template, "p") != text_key(template, "q")  # its templates are its own
    assert text_key(template, "p") != text_key(replace(template, variables={"1": "b"}), "p")


persons = st.integers(0, 3)
sends = st.tuples(
    st.lists(persons, min_size=1, max_size=4, unique=True),
    st.sampled_from(["Hi", "Ho", "Hi {name}"]),
    st.sampled_from([Status.ACCEPTED, Status.UNKNOWN, Status.REJECTED, Status.NOT_SENT]),
    st.sampled_from([0.5, 23.9, 24.1, 60.0]),
    st.sampled_from([Mode.LIVE, Mode.GUARDED, Mode.REHEARSAL]),
)


def table(those: list[int]) -> Recipients:
    rows = [[f"name {person % 2}", f"+{FIRST + person}"] for person in those]
    return read_recipients(Table(("name", "phone"), rows, ",", "utf-8", True, 2, ""), 1, None)


@settings(max_examples=30, deadline=None)
@given(st.lists(sends, max_size=5), st.lists(persons, min_size=1, unique=True))
def test_the_rule_holds_for_any_history(
    history: list[tuple[list[int], str, Status, float, Mode]], those: list[int]
) -> None:
    got: set[tuple[int, str]] = set()
    hourly: dict[int, int] = {}
    with TemporaryDirectory() as folder, services(Path(folder)) as desk:
        for to, text, status, hours, mode in history:
            past(desk, TextMessage(text), table(to), status, hours=hours, mode=mode)
            if mode is Mode.REHEARSAL or status in (Status.REJECTED, Status.NOT_SENT):
                continue
            for person in to:
                if hours <= 24:
                    got.add((person, text.format(name=f"name {person % 2}")))
                if hours <= 1:
                    hourly[person] = hourly.get(person, 0) + 1
        found = look(desk, MESSAGE, table(those))
    expected = [row for row, person in enumerate(those) if (person, f"Hi name {person % 2}") in got]
    assert list(found.same_text) == expected
    assert list(found.too_often) == [
        row for row, person in enumerate(those) if hourly.get(person, 0) >= 5
    ]
