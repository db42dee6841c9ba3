"""Message documents on the disk."""

import json
from pathlib import Path

import pytest

from smsdesk.core.errors import StorageError, UserInputError
from smsdesk.core.message import TextMessage
from smsdesk.services.message_file import load_message, save_message


def test_what_is_saved_is_opened_again(tmp_path: Path) -> None:
    message = TextMessage("Hi {name} 🌷", ext="7", link_verbose=False)
    save_message(tmp_path / "m.json", message)
    assert load_message(tmp_path / "m.json") == message
    document = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert document == {"kind": "text", "text": "Hi {name} 🌷", "ext": "7", "link_verbose": False}
    assert [file.name for file in tmp_path.iterdir()] == ["m.json"]


def test_a_document_saved_over_another_replaces_it(tmp_path: Path) -> None:
    save_message(tmp_path / "m.json", TextMessage("a" * 100))
    save_message(tmp_path / "m.json", TextMessage("b"))
    assert load_message(tmp_path / "m.json") == TextMessage("b")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "message_no_json"),
        (b"\xff\xfe", "message_not_utf8"),
        (b'{"kind": "text", "text": "a", "text": "b"}', "message_key_twice"),
        (b"[" * 100_000, "message_no_json"),
        (b"[1]", "message_no_object"),
        (b'{"kind": "text"}', "message_key_missing"),
        (b'{"kind": "text", "text": "a", "txt": "b"}', "message_key_unknown"),
    ],
)
def test_what_is_no_message_says_so(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "m.json").write_bytes(data)
    with pytest.raises(UserInputError) as caught:
        load_message(tmp_path / "m.json")
    assert caught.value.code == code


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        save_message(tmp_path / "missing" / "m.json", TextMessage("a"))
    assert caught.value.code == "file_unwritable"
