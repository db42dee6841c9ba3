"""Plans: who gets which text in which request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core import segments
from smsdesk.core.account import Account
from smsdesk.core.csvimport import parse_table
from smsdesk.core.errors import UserInputError
from smsdesk.core.message import CardMessage, Image, TextMessage
from smsdesk.core.plan import Plan, make_plan, render
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.core.segments import SegmentRule
from smsdesk.providers import PROVIDERS

PROVIDER = PROVIDERS["nxcloud-sms"]


def account(batch_size: int = 0) -> Account:
    return Account(
        "shop", "nxcloud-sms", {"access_key": "k", "app_key": "a"}, batch_size=batch_size
    )


def recipients(*names: str) -> Recipients:
    lines = [f"{13800138000 + index},{name}\n" for index, name in enumerate(names)]
    return read_recipients(parse_table("phone,name\n" + "".join(lines), header=True), 0, "CN")


def batches(plan: Plan) -> list[tuple[str, list[int]]]:
    found = [plan.batch(index) for index in range(plan.requests)]
    return [(message.text, list(members)) for message, members in found]


def test_equal_texts_share_requests_up_to_the_limit():
    plan = make_plan(
        TextMessage("Hi {name}"),
        recipients("Ann", "Bob", "Ann", "Ann", "Bob"),
        PROVIDER,
        account(2),
    )
    assert batches(plan) == [("Hi Ann", [0, 2]), ("Hi Ann", [3]), ("Hi Bob", [1, 4])]
    assert [message.text for message in plan.messages] == ["Hi Ann", "Hi Bob"]
    assert (plan.requests, plan.recipients, plan.segments) == (3, 5, 5)
    assert plan.single_number_fields == ()


def test_a_text_without_fields_fills_whole_requests():
    plan = make_plan(TextMessage("Hi"), recipients(*"abcde"), PROVIDER, account(5))
    assert batches(plan) == [("Hi", [0, 1, 2, 3, 4])]
    assert len(plan.offsets) == plan.requests + 1


def test_rows_that_will_not_receive_are_in_no_request():
    people = recipients("Ann", "Bob", "Cy")
    people.edit_phone(0, "oops")
    people.edit_phone(2, "13800138001")
    plan = make_plan(TextMessage("Hi"), people, PROVIDER, account())
    assert batches(plan) == [("Hi", [1])]
    assert plan.segments_of == bytearray([0, 1, 0])


def test_single_number_fields_make_one_request_each():
    plan = make_plan(TextMessage("Hi", ext="{name}"), recipients(*"aab"), PROVIDER, account(9))
    assert plan.single_number_fields == ("ext",)
    assert [members for _, members in batches(plan)] == [[0], [1], [2]]


def test_segments_on_air_and_as_billed_differ():
    plan = make_plan(TextMessage("a" * 307), recipients("Ann", "Bob"), PROVIDER, account())
    assert (plan.segments, plan.billed_segments) == (6, 4)
    assert plan.segments_of == bytearray([3, 3])


def test_malaysia_is_billed_by_its_own_rule():
    people = recipients("Ann", "Bob")
    people.edit_phone(1, "+60 12 345 6789")
    plan = make_plan(TextMessage("a" * 155), people, PROVIDER, account())
    assert (plan.segments, plan.billed_segments) == (2, 3)


def test_nobody_left():
    people = recipients("Ann")
    people.edit_phone(0, "")
    with pytest.raises(UserInputError) as caught:
        make_plan(TextMessage("Hi"), people, PROVIDER, account())
    assert caught.value.code == "no_recipients"


def test_a_plan_fits_only_the_list_it_was_made_of():
    rows, message = recipients("Ann", "Bob", "Cem"), TextMessage("Hi {name}")
    plan = make_plan(message, rows, PROVIDER, account())
    assert plan.fits(rows)
    assert not plan.fits(rows.without([1]))
    rendered = render(message, rows, PROVIDER, account())
    rows.edit_phone(1, "+14155552671")  # the same people, but not the numbers it was made for
    assert not plan.fits(rows)
    assert not make_plan(message, rows, PROVIDER, account(), rendered).fits(rows)
    assert make_plan(message, rows, PROVIDER, account()).fits(rows)


def test_a_problem_of_some_rows_is_said_once_with_the_first_row():
    people = recipients("Ann", "B" * 1001, "C" * 1100, "Ann")
    with pytest.raises(UserInputError) as caught:
        make_plan(TextMessage("{name}", dr_url="nonsense"), people, PROVIDER, account())
    found = {problem.where: problem for problem in caught.value.problems}
    assert len(caught.value.problems) == 2
    assert found["text"].data["recipients"] == 2
    assert found["text"].data["row"] == 3
    for language, row in (("en", "(Row 3 is the first;"), ("zh", "第 3 行")):
        lines = caught.value.sentence(language).splitlines()
        assert len(lines) == 2
        assert [row in line for line in lines].count(True) == 1


def test_a_problem_that_is_the_same_for_everybody_names_no_row():
    people = recipients("Ann", "Bob", "Ann")
    with pytest.raises(UserInputError) as caught:
        make_plan(TextMessage("Hi {name}", dr_url="nonsense"), people, PROVIDER, account())
    assert "Row" not in str(caught.value)
    with pytest.raises(UserInputError) as caught:
        make_plan(TextMessage("Hi", dr_url="nonsense {name}"), people, PROVIDER, account())
    assert "nonsense Ann" in str(caught.value)
    assert "Row 2 is the first; recipients concerned: 3" in str(caught.value)


def test_a_kind_the_provider_has_not_is_no_matter_of_rows():
    card = CardMessage("Hi {name}", Image("https://a.example/{name}.png"))
    with pytest.raises(UserInputError) as caught:
        make_plan(card, recipients("Ann", "Bob"), PROVIDER, account())
    assert [problem.code for problem in caught.value.problems] == ["kind_not_carried"]
    assert "Row" not in str(caught.value)


def test_a_single_problem_of_some_rows_names_the_row_too():
    with pytest.raises(UserInputError) as caught:
        make_plan(TextMessage("{name}"), recipients("Ann", "B" * 1001), PROVIDER, account())
    assert "Row 3" in str(caught.value)


def test_a_problem_of_the_whole_text_names_no_row():
    with pytest.raises(UserInputError) as caught:
        make_plan(TextMessage(" "), recipients("Ann", "Bob"), PROVIDER, account())
    assert "Row" not in str(caught.value)


def test_fields_without_columns_are_said_before_anything_else():
    with pytest.raises(UserInputError) as caught:
        make_plan(TextMessage("{nam} {prise}"), recipients("Ann"), PROVIDER, account())
    assert [problem.code for problem in caught.value.problems] == ["merge_no_column"] * 2


def test_time_is_bound_by_workers_or_by_the_rate():
    plan = make_plan(TextMessage("{name}"), recipients(*"abcdefghij"), PROVIDER, account())
    assert plan.seconds(0, 4, 0.25) == pytest.approx(0.75)
    assert plan.seconds(2, 4, 0.25) == pytest.approx(5)
    assert plan.seconds(1000, 1, 0.1) == pytest.approx(1)


@given(
    st.lists(st.sampled_from(["Ann", "Bob", "李梅", "😀", "{x}", "%s"]), min_size=1, max_size=12),
    st.integers(1, 5),
    st.sets(st.integers(0, 11)),
)
def test_everybody_gets_their_own_text_exactly_once(names, limit, left_out):
    people = recipients(*names)
    for row in left_out:
        if row < len(names) - 1:
            people.edit_phone(row, "oops")
    plan = make_plan(TextMessage("€ {name} {{}}"), people, PROVIDER, account(limit))
    sent = [(row, text) for text, members in batches(plan) for row in members]
    assert sorted(sent) == [(row, f"€ {names[row]} {{}}") for row in people.members()]
    assert all(1 <= len(members) <= limit for _, members in batches(plan))
    assert plan.segments == sum(segments.count(text).segments for _, text in sent)
    assert plan.segments == sum(plan.segments_of)
    assert plan.billed_segments == sum(
        segments.count(text, SegmentRule.NXCLOUD, 86).segments for _, text in sent
    )
