"""What is looked at before sending, and the live counter of the whole list."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core import segments
from smsdesk.core.account import Account
from smsdesk.core.csvimport import parse_table
from smsdesk.core.errors import UserInputError
from smsdesk.core.listcount import ListCount, SegmentHistogram
from smsdesk.core.merge import MessageTemplate, escape
from smsdesk.core.message import (
    CardMessage,
    Channel,
    Choice,
    ChoiceMessage,
    File,
    Image,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    VerificationCodeMessage,
    Video,
    VoiceCodeMessage,
)
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

ACCOUNTS = {
    provider: Account("shop", provider, dict.fromkeys(("app_key", "sdkappid", "sms_user"), "1"))
    for provider in PROVIDERS
}


def recipients(*rows: str) -> Recipients:
    return read_recipients(parse_table("phone,name\n" + "\n".join(rows), header=True), 0, "CN")


PEOPLE = recipients("13800138000,Ann", "13800138001,Bob")


def checks(
    message: Message, people: Recipients | None = PEOPLE, provider: str = "nxcloud-sms"
) -> dict[str, Check]:
    found = preflight(message, people, PROVIDERS[provider], ACCOUNTS[provider])
    assert [check.id for check in found] == [
        name for name in CHECKS if name in {check.id for check in found}
    ]
    for check in found:
        for language in ("en", "zh"):
            assert check.sentence(language)
            assert not re.search(r"\{(?!(?:name?|nope|\d)\})", check.sentence(language))
    return {check.id: check for check in found}


def blocked(found: dict[str, Check]) -> list[str]:
    return [check.id for check in found.values() if check.state is CheckState.BLOCKED]


def looked_at(found: dict[str, Check]) -> list[str]:
    return [check.id for check in found.values() if check.state is CheckState.LOOK]


def test_all_is_well():
    found = checks(TextMessage("Hi {name}"))
    apart = {"channels", "media", "number_groups"}  # where there is something to say
    apart |= {"landlines", "wording", "own_id", "number_kind"}
    apart |= {"already_sent", "too_often", "clock"}  # looked up in the past
    assert tuple(found) == tuple(name for name in CHECKS if name not in apart)
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
    assert found["recipients"].sentence() == "1 row needs attention · 2 will receive"


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
    assert [check.id for check in found] == [
        name for name in CHECKS[: CHECKS.index("text_present") + 1] if name != "landlines"
    ]


def test_a_field_without_a_column_stops_the_later_checks():
    found = checks(TextMessage("Hi {nam}"))
    assert blocked(found) == ["fields_have_columns"]
    assert found["fields_have_columns"].title() == "No column for {nam}"
    assert "within_limit" not in found


def test_a_field_without_a_column_hides_no_other_mistake():
    card = CardMessage(
        "",
        Image("bloom.hk/x.png"),
        (Choice("Go", "ftp://{nope}"), Choice("", "https://a.example/{nope}")),
    )
    found = checks(card, provider="nxcloud-super")
    assert blocked(found) == ["fields_have_columns", "text_present", "options"]
    assert found["fields_have_columns"].title() == "No column for {nope}"
    assert [problem.where for problem in found["text_present"].problems] == [
        "title",
        "choices.1.text",
    ]
    assert [problem.where for problem in found["options"].problems] == [
        "image.url",
        "choices.0.url",
    ]
    assert "ftp://{nope} is no web address" in found["options"].title()


def test_what_a_field_without_a_column_might_hold_is_no_mistake():
    template = TemplateMessage("{nope}", {"a": "{nope}", "b": "x" * 33, "c": "www.a"})
    found = checks(template, provider="sendcloud")
    assert blocked(found) == ["fields_have_columns", "within_limit", "options"]
    assert [problem.where for problem in found["within_limit"].problems] == ["variables.b"]
    assert [problem.where for problem in found["options"].problems] == ["variables.c"]
    for message in (
        VerificationCodeMessage("{nope}", sign_name="{nope}"),
        VoiceCodeMessage("{nope}"),
        TemplateMessage("{nope}"),
    ):
        assert blocked(checks(message, provider="sendcloud")) == ["fields_have_columns"]


def test_a_brace_without_a_partner_hides_no_other_mistake():
    choice = ChoiceMessage("{ {name}", (Choice("{nope}", "https://a.example"),), webhook="x")
    provider = "nxcloud-super"
    found = preflight(choice, PEOPLE, PROVIDERS[provider], ACCOUNTS[provider])
    told = {check.id: check.title() for check in found if check.state is CheckState.BLOCKED}
    assert list(told) == ["fields_have_columns", "options"]
    assert "brace at character 1" in told["fields_have_columns"]
    assert "{nope} has no column" in told["fields_have_columns"]
    assert "x is no web address" in told["options"]


def test_counted_variables_that_hold_nothing_are_told_at_once():
    template = TemplateMessage("12", {"1": "{name}", "2": "", "3": "x", "4": " "})
    found = checks(template, provider="tencent-sms")
    assert blocked(found) == ["text_present"]
    assert [problem.where for problem in found["text_present"].problems] == [
        "variables.2",
        "variables.4",
    ]


def test_a_counted_variable_that_some_have_empty_is_worth_a_look():
    people = recipients("13800138000,Ann", "13800138001, ")
    found = checks(TemplateMessage("12", {"1": "{name}"}), people, "tencent-sms")
    assert blocked(found) == []
    assert "no_empty_values" in looked_at(found)
    nobody = recipients("13800138000, ", "13800138001, ")
    found = checks(TemplateMessage("12", {"1": "{name}"}), nobody, "tencent-sms")
    assert blocked(found) == ["text_present"]


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
    with_findings_only = {"landlines": "look", "own_id": "look"}
    told_by_the_provider = {"number_kind"}
    for name in set(CHECKS) - told_by_the_provider:
        verdict = with_findings_only.get(name, "passed")
        assert any(key.startswith(f"check_{name}_{verdict}") for key in SENTENCES)


def test_landlines_are_worth_a_look_but_for_calls():
    people = recipients("0755-12345678,A", "4155552671,B", "13800138000,C", "021 5588 7766,D")
    found = checks(TextMessage("Hi"), people)
    assert looked_at(found) == ["landlines"]
    assert found["landlines"].sentence() == (
        "3 landline numbers · a landline usually cannot receive texts"
    )
    one = checks(TextMessage("Hi"), recipients("0755-12345678,A"))["landlines"]
    assert one.title() == "1 landline number"
    assert "landlines" not in checks(VoiceCodeMessage("1234"), people, "sendcloud")


@pytest.mark.parametrize(
    ("provider", "variables", "wording", "told"),
    [
        ("tencent-sms", {"1": "a"}, "Hi {1} {2}", ["asks for {2}, which no variable"]),
        ("tencent-sms", {"3": "a", "7": "b"}, "Hi {1} {2}", []),
        ("tencent-sms", {"1": "a", "2": "b"}, "Hi", ["does not hold {1}, {2}"]),
        ("sendcloud", {"name": "a"}, "Hi %name% %money%", ["asks for %money%"]),
        ("sendcloud", {"nmae": "a"}, "%name%", ["asks for %name%", "does not hold %nmae%"]),
        ("sendcloud", {"%name%": "{name}"}, "Hi %name%", []),
    ],
)
def test_the_variables_are_compared_with_the_wording(provider, variables, wording, told):
    found = checks(TemplateMessage("19", variables, "Bloom", wording=wording), provider=provider)
    check = found["wording"]
    assert check.state is (CheckState.LOOK if told else CheckState.PASSED)
    lines = check.sentence().splitlines()
    if told:
        assert len(lines) == len(told)
        assert all(words in line for words, line in zip(told, lines, strict=True))
    else:
        assert lines == ["The variables fit the wording"]


def test_without_a_wording_the_variables_are_the_providers_affair():
    assert "wording" not in checks(TemplateMessage("19", {"1": "a"}, "B"), provider="tencent-sms")


def test_one_id_for_everybody_tells_nobody_apart():
    same = checks(TextMessage("Hi", sys_message_id="abcdefghij"))
    assert looked_at(same) == ["single_number", "own_id"]
    assert same["own_id"].sentence() == (
        "All 2 messages carry the same id of yours · a column in it tells them apart"
    )
    assert "own_id" not in checks(TextMessage("Hi", sys_message_id="order-123-{name}"))
    alone = recipients("13800138000,Ann")
    assert "own_id" not in checks(TextMessage("Hi", sys_message_id="abcdefghij"), alone)


def test_numbers_that_the_kind_of_sms_does_not_fit_are_counted():
    people = recipients("13800138000,A", "+44 7911 123456,B", "+852 9123 4567,C")
    at_home = TemplateMessage("19", {"name": "x"}, msg_type=0)
    found = checks(at_home, people, "sendcloud")
    assert looked_at(found) == ["number_kind"]
    assert "Row 3 is the first; recipients concerned: 2." in found["number_kind"].sentence()
    fitting = replace(at_home, msg_type=None)
    assert "number_kind" not in checks(fitting, people, "sendcloud")


# --- every kind -------------------------------------------------------------------------------

PICTURE = Image("https://a.example/p.jpg")
CARD = CardMessage("Hi", PICTURE)
BUTTON = Choice("Order", "https://a.example/{name}")
VIDEO = Video("https://a.example/v.mp4", "https://a.example/t.jpg", 1000, 14)
KINDS = [
    ("nxcloud-super", TextMessage("Hi {name}")),
    ("nxcloud-super", MediaMessage(image=PICTURE)),
    ("nxcloud-super", MediaMessage(video=VIDEO)),
    ("nxcloud-super", MediaMessage(file=File("https://a.example/f.pdf", "Prices", "pdf"))),
    ("nxcloud-super", ChoiceMessage("Hi", (BUTTON,))),
    ("nxcloud-super", CardMessage("Hi {name}", PICTURE, (BUTTON, BUTTON))),
    ("tencent-sms", TextMessage("Hi {name}")),
    ("tencent-sms", TemplateMessage("19", {"1": "{name}"}, "Bloom")),
    ("sendcloud", TemplateMessage("19", {"name": "{name}"})),
    ("sendcloud", VoiceCodeMessage("1234")),
    ("sendcloud", VerificationCodeMessage("1234", sign_name="Bloom")),
]


@pytest.mark.parametrize(("provider", "message"), KINDS)
def test_a_good_message_of_any_kind_is_not_in_the_way(provider, message):
    found = checks(message, provider=provider)
    assert blocked(found) == []
    assert set(looked_at(found)) <= {"channels"}
    assert found["text_present"].state is CheckState.PASSED


@pytest.mark.parametrize(
    ("provider", "message", "field"),
    [
        ("nxcloud-super", MediaMessage(image=Image(" ")), "Image address"),
        ("nxcloud-super", CardMessage("", PICTURE), "Title"),
        ("tencent-sms", TemplateMessage(""), "Template id"),
        ("sendcloud", VoiceCodeMessage(""), "Code"),
    ],
)
def test_what_there_is_nothing_to_send_without(provider, message, field):
    found = checks(message, provider=provider)
    assert "text_present" in blocked(found)
    assert f"“{field}”" in found["text_present"].title()
    assert blocked(checks(message, None)) == ["recipients", "text_present"]


def test_everything_that_is_missing_is_told_at_once():
    card = CardMessage("", PICTURE, (Choice("", "https://a.example"), Choice("Shop", "")))
    told = checks(card, provider="nxcloud-super")["text_present"].title().splitlines()
    assert [line.split("”")[0] for line in told] == [
        "“Title",
        "“Button 1: words",
        "“Button 2: address",
    ]


def test_a_title_that_comes_out_blank_is_blocked():
    people = recipients("13800138000,Ann", "13800138001, ")
    found = checks(CardMessage("{name}", PICTURE), people, "nxcloud-super")
    assert "Row 3 is the first; recipients concerned: 1" in found["text_present"].title()


def test_all_other_objections_are_told_at_once_by_their_field():
    video = Video("v.mp4", "https://a.example/t.jpg", 0, 601)
    check = checks(MediaMessage(video=video), provider="nxcloud-super")["options"]
    assert check.state is CheckState.BLOCKED
    assert [problem.where for problem in check.problems] == [
        "video.url",
        "video.size_bytes",
        "video.duration_s",
    ]


def test_limits_of_any_field():
    long = TemplateMessage("19", {"name": "x" * 33, "shop": "Bloom"})
    found = checks(long, provider="sendcloud")
    assert blocked(found) == ["within_limit"]
    assert "“Variable name” has 33 characters; SendCloud takes 32" in found["within_limit"].title()
    fits = checks(TemplateMessage("19", {"name": "x" * 32}), provider="sendcloud")
    assert fits["within_limit"].title() == "Every field is short enough"


def test_limits_that_are_only_advice_are_worth_a_look():
    people = recipients("13800138000,Ann", f"13800138001,{'x' * 85}")
    found = checks(CardMessage("Hi {name}", PICTURE), people, "nxcloud-super")
    assert blocked(found) == []
    assert "within_limit" in looked_at(found)
    assert "“Title” runs to 88 characters, more than the 85" in found["within_limit"].title()


def test_segments_nobody_knows_here():
    found = checks(TemplateMessage("19"), provider="sendcloud")["segments"]
    assert found.sentence() == (
        "Segments are not known here · SendCloud keeps the wording; enter it to count"
    )
    found = checks(VerificationCodeMessage("1234", sign_name="B"), provider="sendcloud")["segments"]
    assert found.details() == "SendCloud words the text"
    assert "segments" not in checks(VoiceCodeMessage("1234"), provider="sendcloud")


def test_segments_of_a_template_are_those_of_its_wording():
    worded = TemplateMessage("19", {"name": "{name}"}, wording="Hi %name%" + "x" * 160)
    found = checks(worded, provider="sendcloud")["segments"]
    assert found.title() == "Every text takes 2 segments"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (CARD, "Nobody gets this card by SMS"),
        (ChoiceMessage("Hi", (BUTTON,)), "Nobody gets these buttons by SMS"),
        (MediaMessage(image=PICTURE), "Nobody gets this picture by SMS"),
        (MediaMessage(video=VIDEO), "Nobody gets this video by SMS"),
        (replace(CARD, channels=tuple(Channel)), "Nobody gets this card by SMS"),
    ],
)
def test_what_sms_cannot_carry_is_told(message, words):
    found = checks(message, provider="nxcloud-super")
    assert found["channels"].state is CheckState.LOOK
    assert found["channels"].title() == words
    assert "segments" not in found


def test_channels_that_carry_it():
    card = CardMessage("Hi", PICTURE, channels=(Channel.VIBER,))
    assert checks(card, provider="nxcloud-super")["channels"].state is CheckState.PASSED
    text = checks(TextMessage("Hi", channels=(Channel.VIBER,)), provider="nxcloud-super")
    assert text["channels"].state is CheckState.PASSED
    assert "segments" not in text, "no SMS, no segments"


def test_a_card_by_sms_alone_reaches_nobody():
    card = CardMessage("Hi", PICTURE, channels=(Channel.SMS,))
    assert blocked(checks(card, provider="nxcloud-super")) == ["channels"]


def test_numbers_that_go_in_requests_of_their_own():
    people = recipients("13800138000,Ann", "+85291234567,Bob", "+6591234567,Cy")
    found = checks(TextMessage("Hi"), people, "tencent-sms")["number_groups"]
    assert found.state is CheckState.PASSED
    assert found.title() == "2 foreign numbers go in requests of their own"
    assert "number_groups" not in checks(TextMessage("Hi"), provider="tencent-sms")
    one = recipients("13800138000,Ann", "+85291234567,Bob")
    assert checks(TextMessage("Hi"), one, "sendcloud")["number_groups"].title() == (
        "1 foreign number goes in a request of its own"
    )


def test_a_kind_the_provider_does_not_carry():
    found = checks(CardMessage("Hi", PICTURE))
    assert blocked(found) == ["options"]


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
