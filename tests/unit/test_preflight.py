"""What is looked at before sending, and the live counter of the whole list."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core import segments
from smsdesk.core.account import Account
from smsdesk.core.csvimport import parse_table
from smsdesk.core.errors import UserInputError
from smsdesk.core.listcount import ListCount, SegmentHistogram
from smsdesk.core.merge import MessageTemplate, escape
from smsdesk.core.message import TextMessage
from smsdesk.core.preflight import (
    CHECKS,
    Check,
    CheckState,
    preflight,
)
from smsdesk.core.recipients import Recipients, read_recipients
from smsdesk.core.segments import SegmentRule
from smsdesk.core.sentences import SENTENCES
from smsdesk.providers import PROVIDERS

PROVIDER = PROVIDERS["nxcloud-sms"]
ACCOUNT = Account("shop", "nxcloud-sms", {"access_key": "k", "app_key": "a"})


def recipients(*rows: str) -> Recipients:
    return read_recipients(parse_table("phone,name\n" + "\n".join(rows), header=True), 0, "CN")


PEOPLE = recipients("13800138000,Ann", "13800138001,Bob")


def checks(message: TextMessage, people: Recipients | None = PEOPLE) -> dict[str, Check]:
    found = preflight(message, people, PROVIDER, ACCOUNT)
    assert [check.id for check in found] == [
        name for name in CHECKS if name in {check.id for check in found}
    ]
    for check in found:
        for language in ("en", "zh"):
            assert check.sentence(language)
            assert not re.search(r"\{(?!name?\})", check.sentence(language))
    return {check.id: check for check in found}


def blocked(found: dict[str, Check]) -> list[str]:
    return [check.id for check in found.values() if check.state is CheckState.BLOCKED]


def looked_at(found: dict[str, Check]) -> list[str]:
    return [check.id for check in found.values() if check.state is CheckState.LOOK]


def test_all_is_well():
    found = checks(TextMessage("Hi {name}"))
    assert tuple(found) == CHECKS
    assert {check.state for check in found.values()} == {CheckState.PASSED}
    assert found["within_limit"].data["longest"] == 6
    assert found["within_limit"].sentence() == (
        "No text is over NXCloud SMS’s 1,000 characters · longest 6"
    )


def test_nothing_yet():
    assert blocked(checks(TextMessage(""), None)) == ["recipients", "text_present"]
    assert blocked(checks(TextMessage("Hi"), None)) == ["recipients"]


def test_no_valid_number_at_all():
    found = checks(TextMessage("Hi"), recipients("oops,Ann", ",Bob"))
    assert blocked(found) == ["recipients", "phone_column"]


def test_attention_is_for_numbers_that_are_wrong_not_for_those_left_out():
    found = checks(TextMessage("Hi"), recipients("13800138000,A", "13800138000,B", ",C"))
    assert found["recipients"].state is CheckState.PASSED
    assert found["recipients"].sentence() == "1 will receive · 2 left out"
    found = checks(TextMessage("Hi"), recipients("13800138000,A", "13800138001,B", "12,C"))
    assert found["recipients"].sentence() == "1 needs attention · 2 will receive"


def test_figures_are_grouped_as_the_caller_wants():
    many = recipients(*(f"138{index:08d},Ann" for index in range(1200)))
    found = checks(TextMessage("Hi"), many)["recipients"]
    assert found.title() == "1,200 will receive"
    assert found.title("en", lambda value: f"{value:_}") == "1_200 will receive"


def test_wrong_column_is_worth_a_look():
    found = checks(TextMessage("Hi"), recipients("13800138000,Ann", "oops,Bob", "oops,Cy"))
    assert looked_at(found) == ["recipients", "phone_column"]


def test_without_an_account_the_message_is_still_looked_at():
    found = preflight(TextMessage("Hi {name}"), PEOPLE, None, None)
    assert [check.id for check in found] == list(CHECKS[:5])


def test_a_field_without_a_column_stops_the_later_checks():
    found = checks(TextMessage("Hi {nam}"))
    assert blocked(found) == ["fields_have_columns"]
    assert found["fields_have_columns"].title() == "No column for {nam}"
    assert "within_limit" not in found


def test_empty_values_are_worth_a_look():
    found = checks(TextMessage("Hi {name}"), recipients("13800138000,Ann", "13800138001, "))
    assert looked_at(found) == ["no_empty_values"]
    assert found["no_empty_values"].sentence() == "1 person has an empty value · name, row 3 first"


def test_a_text_that_comes_out_blank_is_blocked():
    found = checks(TextMessage("{name}"), recipients("13800138000,Ann", "13800138001, "))
    assert blocked(found) == ["text_present"]
    assert "row 3" in found["text_present"].sentence()
    assert blocked(checks(TextMessage(" "))) == ["text_present"]


def test_a_text_over_the_limit_is_blocked():
    found = checks(TextMessage("a" * 998 + "{name}"))
    assert blocked(found) == ["within_limit"]
    assert "has 1,001 characters; NXCloud SMS takes 1,000" in found["within_limit"].title()


def test_more_than_one_segment_is_worth_a_look():
    found = checks(TextMessage("a" * 307))
    assert looked_at(found) == ["segments"]
    assert found["segments"].title() == "Every text takes 3 segments"
    assert found["segments"].details() == "6 in all, NXCloud SMS charges 4"


def test_segments_say_how_many_texts_take_more():
    people = recipients("13800138000,Ann", "13800138001,Bob", f"13800138002,{'x' * 20}")
    found = checks(TextMessage("a" * 150 + "{name}"), people)
    assert found["segments"].title() == "1 text takes 2 segments"
    assert found["segments"].title("zh") == "1 条短信占 2 段"
    longer = recipients("13800138000,Ann", f"13800138002,{'x' * 20}", f"13800138001,{'x' * 200}")
    found = checks(TextMessage("a" * 150 + "{name}"), longer)
    assert found["segments"].title() == "2 texts take 2 to 3 segments"


def test_fields_for_single_numbers_are_worth_a_look():
    found = checks(TextMessage("Hi", ext="7", dr_url="https://example.com/receipts"))
    assert looked_at(found) == ["single_number"]
    assert found["single_number"].sentence() == (
        "One number per request: 2 requests · for Receipt address, Own note to work"
    )
    assert "回执地址、自定义备注" in found["single_number"].sentence("zh")


def test_a_short_link_needs_its_mark():
    assert blocked(checks(TextMessage("Hi", short_link="abc"))) == ["short_link"]
    assert blocked(checks(TextMessage("Hi #1#", short_link="abc"))) == []


def test_other_objections_of_the_provider_are_options():
    assert blocked(checks(TextMessage("Hi", source_address="no spaces!"))) == ["options"]


def test_every_verdict_has_words():
    for name in CHECKS:
        assert f"check_{name}_passed" in SENTENCES


names = st.one_of(
    st.sampled_from(["", "Ann", "Bob", "李梅", "😀", "{x}", "€", "x" * 150, "中" * 66]),
    st.text("ab中€😀", max_size=5),
)
literals = st.sampled_from(["", "Hi ", "a" * 150, "a" * 300, "中" * 66, "😀" * 3, "€€", "{ok}"])
countries = st.sampled_from(["+86138001380", "+601234567"])


@given(
    st.lists(st.tuples(countries, names), min_size=1, max_size=10),
    st.lists(literals, min_size=1, max_size=4),
    st.sampled_from(SegmentRule),
)
def test_the_histogram_agrees_with_counting_every_text(rows, pieces, rule):
    lines = [f"{start}{index + 10},{name}" for index, (start, name) in enumerate(rows)]
    people = recipients(*lines)
    message = TextMessage("{name}".join(map(escape, pieces)))
    template = MessageTemplate(message, people.header)
    counted = {
        row: segments.count(
            template.render(people.rows[row]).text, rule, 60 if rows[row][0] == "+601234567" else 86
        )
        for row in people.members()
    }
    histogram = SegmentHistogram(people)
    found = histogram.count(message, rule)
    assert found.segments == Counter(one.segments for one in counted.values())
    assert found.total == sum(one.segments for one in counted.values())
    sizes = {row: (one.segments, one.units) for row, one in counted.items()}
    assert sizes[found.longest] == max(sizes.values())
    assert sizes[found.shortest] == min(sizes.values())
    assert histogram.count(message, rule) == found


def test_one_histogram_serves_one_text_after_another():
    histogram = SegmentHistogram(recipients("13800138000,Ann", "13800138001,李梅"))
    assert histogram.count(TextMessage("a" * 70)).segments == {1: 2}
    assert histogram.count(TextMessage("{name}" + "a" * 69)).segments == {1: 1, 2: 1}
    assert histogram.count(TextMessage("{phone}{name}" + "a" * 147)).segments == {2: 1, 3: 1}


def test_nobody_on_the_list():
    assert SegmentHistogram(recipients("oops,Ann")).count(TextMessage("Hi")) == ListCount()


def test_the_histogram_refuses_what_cannot_be_filled():
    for text, code in (("{", "merge_brace"), ("{nam}", "merge_no_column")):
        with pytest.raises(UserInputError) as caught:
            SegmentHistogram(PEOPLE).count(TextMessage(text))
        assert caught.value.code == code
