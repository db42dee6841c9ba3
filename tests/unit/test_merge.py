"""Merge fields."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.errors import UserInputError
from smsdesk.core.merge import Field, Literal, MessageTemplate, Template, escape, match_columns
from smsdesk.core.message import TextMessage

names = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}"), min_size=1)
    .map(str.strip)
    .filter(bool)
)
HEADER = ("Mobile", "Name", "Order no.")
ROW = ["13800138000", "李梅", "2039"]


def test_parts_say_where_fields_stand():
    template = Template.parse("Hi {name}, {{not}} {order}{name}")
    assert template.parts == (
        Literal("Hi "),
        Field("name", 3, 9),
        Literal(", {not} "),
        Field("order", 19, 26),
        Field("name", 26, 32),
    )
    assert template.fields == ("name", "order")
    assert template.render({"name": "Ann", "order": "7"}) == "Hi Ann, {not} 7Ann"


@pytest.mark.parametrize(
    ("text", "position"),
    [("{", 1), ("a}", 2), ("{}", 1), ("{ }", 1), ("{a", 1), ("a {b{c}}", 3), ("{{a}", 4)],
)
def test_lonely_brace_is_named(text, position):
    with pytest.raises(UserInputError) as caught:
        Template.parse(text)
    assert (caught.value.code, caught.value.data) == ("merge_brace", {"position": position})
    assert str(position) in caught.value.sentence("zh")


@given(st.text())
def test_escaped_text_renders_to_itself(text):
    assert Template.parse(escape(text)).render({}) == text


@given(st.lists(st.tuples(st.text(), names, st.text()), max_size=6), st.text())
def test_values_are_never_read_as_templates(pieces, tail):
    text = "".join(escape(literal) + "{" + name + "}" for literal, name, _ in pieces)
    values = {name: value for _, name, value in pieces}
    expected = "".join(literal + values[name] for literal, name, _ in pieces) + tail
    template = Template.parse(text + escape(tail))
    assert template.render(values) == expected
    header = tuple(values)
    compiled = MessageTemplate(TextMessage(text + escape(tail)), header)
    assert compiled.render([values[name] for name in header]).text == expected


@given(st.text("{}ab ", max_size=12))
def test_a_template_is_refused_exactly_where_braces_do_not_pair(text):
    rest = re.sub(r"\{\{|\}\}|\{[^{}]*[^{} ][^{}]*\}", "", text)
    if re.search("[{}]", rest):
        with pytest.raises(UserInputError):
            Template.parse(text)
    else:
        template = Template.parse(text)
        assert template.render(dict.fromkeys(template.fields, "")).count("{") <= text.count("{")


def test_columns_match_exactly_before_they_match_loosely():
    assert match_columns(["name"], ["Name ", "name", "NAME"]) == {"name": 1}
    assert match_columns(["name", "ORDER"], [" Name ", "order"]) == {"name": 0, "ORDER": 1}


def test_all_fields_without_a_column_are_named():
    with pytest.raises(UserInputError) as caught:
        match_columns(["nam", "Name", "prise", "x"], ["Name", "X", "x "])
    assert [problem.where for problem in caught.value.problems] == ["nam", "prise", "x"]
    assert "{prise}" in caught.value.sentence("en")
    assert "{prise}" in caught.value.sentence("zh")


def test_every_text_of_a_message_may_hold_fields():
    message = TextMessage("100% {name}", ext="{Order no.}", dr_url="https://x/{{a}}")
    template = MessageTemplate(message, HEADER)
    assert template.is_personal
    assert template.fields == ("name", "Order no.")
    assert template.columns == {"name": 1, "Order no.": 2}
    assert template.render(ROW) == TextMessage("100% 李梅", ext="2039", dr_url="https://x/{a}")


def test_a_message_without_fields_is_one_object_for_all():
    template = MessageTemplate(TextMessage("{{Hi}} 100%", link_verbose=True), HEADER)
    assert not template.is_personal
    assert template.render(ROW) is template.render([])
    assert template.render(ROW) == TextMessage("{Hi} 100%", link_verbose=True)


def test_a_brace_problem_names_its_field():
    with pytest.raises(UserInputError) as caught:
        MessageTemplate(TextMessage("{", ext="}"), HEADER)
    assert [problem.where for problem in caught.value.problems] == ["text", "ext"]
