"""Messages and the documents they are saved as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.document import DocumentError, parse_document, to_document
from smsdesk.core.errors import UserInputError
from smsdesk.core.message import (
    TemplateMessage,
    TextMessage,
    text_fields,
    with_texts,
)

texts = st.text(max_size=20)
messages = st.builds(
    TextMessage,
    text=texts,
    source_address=texts,
    short_link=texts,
    link_verbose=st.sampled_from([None, True, False]),
    dr_url=texts,
    ext=texts,
    sys_message_id=texts,
)


@given(messages)
def test_document_round_trip(message):
    assert parse_document(to_document(message)) == message


def test_document_leaves_out_what_is_not_set():
    assert to_document(TextMessage("Hi")) == {"kind": "text", "text": "Hi"}
    assert to_document(TextMessage("Hi", link_verbose=False)) == {
        "kind": "text",
        "text": "Hi",
        "link_verbose": False,
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (False, False), (1, True), (0, False), ("1", True), ("0", False), (None, None)],
)
def test_link_verbose_takes_every_spelling(value, expected):
    document = {"kind": "text", "text": "Hi", "link_verbose": value}
    assert parse_document(document).link_verbose is expected


@pytest.mark.parametrize("value", ["yes", 2, [1], {"a": 1}, ""])
def test_link_verbose_takes_nothing_else(value):
    with pytest.raises(UserInputError) as caught:
        parse_document({"kind": "text", "text": "Hi", "link_verbose": value})
    assert caught.value.code == "message_not_flag"


def test_all_problems_come_at_once():
    with pytest.raises(UserInputError) as caught:
        parse_document({"kind": "text", "ext": 5, "colour": "red", "link_verbose": "perhaps"})
    assert {(problem.where, problem.code) for problem in caught.value.problems} == {
        ("text", "message_key_missing"),
        ("ext", "message_not_text"),
        ("colour", "message_key_unknown"),
        ("link_verbose", "message_not_flag"),
    }
    for language in ("en", "zh"):
        assert len(caught.value.sentence(language).splitlines()) == 4


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "message_key_missing"),
        ({"text": "Hi"}, "message_key_missing"),
        ({"kind": "fax"}, "message_kind_unknown"),
        ({"kind": 3}, "message_kind_unknown"),
        ({"kind": ["text"]}, "message_kind_unknown"),
        ({"kind": "text", "text": None}, "message_key_missing"),
    ],
)
def test_kind_and_text_are_needed(document, code):
    with pytest.raises(UserInputError) as caught:
        parse_document(document)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"kind": "text", "text": "Hi", "colour": 1, "ext": 5}, TextMessage("Hi")),
        (
            {"kind": "template", "template_id": "1", "variables": {"a": 5, "b": "x"}, "tag": 5},
            TemplateMessage("1", {"a": "5", "b": "x"}),
        ),
        # a part that cannot be read is not taken for one that is not there
        ({"kind": "text", "colour": 1}, None),
        ({"kind": "card", "title": "Hi", "image": {"href": "x"}}, None),
        ({"kind": "card", "title": "Hi", "choices": [{"text": "a"}]}, None),
        ({"kind": "choice", "text": "Hi", "choices": "a"}, None),
        ({"kind": "fax"}, None),
    ],
)
def test_what_could_be_read_of_a_wrong_document_can_be_checked(document, message):
    with pytest.raises(DocumentError) as caught:
        parse_document(document)
    assert caught.value.message == message
    assert caught.value.problems


@given(messages)
def test_texts_can_be_taken_out_and_put_back(message):
    fields = text_fields(message)
    assert fields["text"] == message.text
    assert "link_verbose" not in fields
    assert with_texts(message, fields) == message
    assert with_texts(message, {"text": "x", "ext": "y"}).ext == "y"
