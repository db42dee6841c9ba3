import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsdesk.core.errors import StorageError
from smsdesk.storage.logs import LogFile

log = logging.getLogger("smsdesk.test")


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[LogFile]:
    file = LogFile(tmp_path / "logs")
    yield file
    file.close()


def text(log_file: LogFile) -> str:
    return log_file.path.read_text("utf-8")


def test_what_happens_is_written_down(log_file: LogFile) -> None:
    log.info("campaign %s: 你好 %d of %d", "c-20261121-140806-3f9a", 3, 982)

    assert "campaign c-20261121-140806-3f9a: 你好 3 of 982" in text(log_file)
    assert log_file.path.stat().st_mode & 0o777 == 0o600


def test_known_secrets_are_masked_everywhere(log_file: LogFile) -> None:
    log_file.hide("abagdfc5k0g5vZ")
    log_file.hide("abagdfc5k0g5vZ-longer")
    log.info("got %s and %s", "abagdfc5k0g5vZ", {"x": "abagdfc5k0g5vZ-longer"})
    try:
        raise ValueError("wrong: abagdfc5k0g5vZ")
    except ValueError:
        log.warning("failed", exc_info=True)

    assert "ValueError: wrong: abag" in text(log_file)
    assert "abagdfc5k0g5vZ" not in text(log_file)
    assert "longer" not in text(log_file)


@pytest.mark.parametrize(
    "line",
    [
        "accessSecret=SECRETVALUE123&x=1",
        '{"app_key": "SECRETVALUE123"}',
        "headers {'sign': 'SECRETVALUE123', 'ts': '1'}",
        'body {"tel":[],"sig":"SECRETVALUE123","time":1}',
        "Authorization: Bearer SECRETVALUE123",
        "password : SECRETVALUE123",
        "access-secret=SECRETVALUE123",
    ],
)
def test_values_behind_telling_names_are_masked(log_file: LogFile, line: str) -> None:
    log.info(line)

    assert "SECRETVALUE123" not in text(log_file)


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("8613800138000", "86138"),
        ("+8613800138000", "+86138"),
        ("+86 138 0013 8000", "+86138"),
        ("+44 (20) 7946-0018", "+4420"),
        ("13800138000", "138"),
    ],
)
def test_the_middle_of_phone_numbers_is_masked(log_file: LogFile, phone: str, kept: str) -> None:
    log.info("sent to %s, then to [%s]", phone, phone)

    assert phone not in text(log_file)
    assert text(log_file).count(kept) >= 2
    assert "•" in text(log_file)


@pytest.mark.parametrize("harmless", ["2026-11-21 14:08:06", "982 of 3000", "code 1003", "0x7f3a"])
def test_other_numbers_stay_readable(log_file: LogFile, harmless: str) -> None:
    log.info(harmless)

    assert harmless in text(log_file)


def test_the_files_do_not_grow_for_ever(log_file: LogFile) -> None:
    for _ in range(700):
        log.info("x" * 10_000)

    files = list(log_file.path.parent.iterdir())
    assert len(files) == 5
    assert all(file.stat().st_size < 1_100_000 for file in files)


def test_nothing_is_written_after_closing(tmp_path: Path) -> None:
    file = LogFile(tmp_path)
    file.close()
    log.warning("too late")

    assert "too late" not in text(file)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StorageError) as refused:
        LogFile(tmp_path / "file" / "logs")

    assert refused.value.code == "folder_unwritable"
