import json
import logging
from pathlib import Path

import pytest

from smsdesk.core.errors import StorageError
from smsdesk.storage.settings import Settings, SettingsFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_the_defaults_hold_until_somebody_chooses(path: Path) -> None:
    assert SettingsFile(path).current() == Settings()
    assert not path.exists()


def test_changes_are_saved_and_the_rest_kept(path: Path) -> None:
    file = SettingsFile(path)

    file.change(theme="dark", region="CN")
    changed = file.change(
        last_account="shop",
        columns={"results": ("row", "phone")},
        dismissed=("c-1@3",),
        reduce_motion=True,
    )

    assert changed == file.current() == SettingsFile(path).current()
    assert changed == Settings(
        theme="dark",
        region="CN",
        last_account="shop",
        columns={"results": ("row", "phone")},
        dismissed=("c-1@3",),
        reduce_motion=True,
    )
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("theme", "pink"),
        ("theme", 3),
        ("language", "fr"),
        ("region", "china"),
        ("region", "cn"),
        ("region", None),
        ("text_scale", 30),
        ("text_scale", True),
        ("text_scale", "1"),
        ("last_account", 1),
        ("columns", ["row"]),
        ("columns", {"results": "row"}),
        ("columns", {"results": [1]}),
        ("dismissed", "c-1@3"),
        ("dismissed", [1]),
        ("reduce_motion", 1),
        ("reduce_motion", "yes"),
    ],
)
def test_a_value_that_is_none_gives_way_to_its_default(
    path: Path, key: str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text(json.dumps({"text_scale": 2, key: value}), "utf-8")

    with caplog.at_level(logging.WARNING):
        settings = SettingsFile(path).current()

    assert getattr(settings, key) == getattr(Settings(), key)
    assert key in caplog.text
    with pytest.raises(ValueError, match=key):
        SettingsFile(path).change(**{key: value})


def test_an_unknown_setting_survives_but_cannot_be_set(path: Path) -> None:
    path.write_text('{"later": [1], "theme": "light"}', "utf-8")

    SettingsFile(path).change(theme="dark")

    assert json.loads(path.read_text("utf-8"))["later"] == [1]
    with pytest.raises(ValueError, match="later"):
        SettingsFile(path).change(later=2)


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff\xfe\x00"])
def test_a_damaged_file_is_kept_aside(
    path: Path, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(data)

    assert SettingsFile(path).current() == Settings()

    [kept] = path.parent.glob("settings.json.damaged-*")
    assert kept.read_bytes() == data
    assert kept.name in caplog.text


def test_a_setting_that_cannot_be_saved_holds_for_this_run(path: Path) -> None:
    path.mkdir()
    (path / "in the way").touch()
    file = SettingsFile(path)

    with pytest.raises(StorageError):
        file.change(theme="dark")

    assert file.current().theme == "dark"
