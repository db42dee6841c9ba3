from pathlib import Path

import pytest

from smsdesk.core.errors import UserInputError
from smsdesk.services import importer


def test_a_file_becomes_a_table_that_knows_its_name(tmp_path: Path) -> None:
    path = tmp_path / "客户.csv"
    path.write_bytes("name,phone\n李,13800138000\n".encode("gb18030"))
    table = importer.load_file(path)
    assert table.source == "客户.csv"
    assert table.header == ("name", "phone")
    assert table.rows == [["李", "13800138000"]]


def test_what_a_person_says_about_the_file_counts(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("a;b,c\n1;2,3\n", "utf-8")
    table = importer.load_file(path, "utf-8", ",", has_header=False)
    assert table.rows == [["a;b", "c"], ["1;2", "3"]]
    assert table.first_row == 1


def failure(path: Path) -> str:
    with pytest.raises(UserInputError) as caught:
        importer.load_file(path)
    assert str(caught.value)
    return caught.value.code


def test_a_missing_file_a_folder_and_an_impossible_name_have_sentences(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.csv") == "file_missing"
    assert failure(tmp_path) == "file_is_folder"
    assert failure(tmp_path / "a\0b.csv") == "import_unreadable"
    assert failure(tmp_path / ("x" * 5000)) == "import_unreadable"


def test_a_file_that_may_not_be_read_has_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.csv"
    path.write_text("x", "utf-8")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")  # root may read everything, so it is played

    monkeypatch.setattr(Path, "open", refuse)
    assert failure(path) == "import_unreadable"


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * 11)
    assert importer.read_bytes(path, limit=11) == b"x" * 11
    with pytest.raises(UserInputError) as caught:
        importer.read_bytes(path, limit=10)
    assert caught.value.code == "file_too_large"
