from pathlib import Path

import pytest

from smsdesk.core.errors import StorageError
from smsdesk.paths import Paths


def files(paths: Paths) -> list[Path]:
    return [
        paths.accounts_file,
        paths.settings_file,
        paths.journal_file,
        paths.locks_dir,
        paths.logs_dir,
    ]


def test_everything_lives_where_smsdesk_home_says(smsdesk_home: Path) -> None:
    paths = Paths.from_environment()

    assert paths.home == smsdesk_home
    assert all(smsdesk_home in file.parents for file in files(paths))
    assert len(set(files(paths))) == 5


@pytest.mark.parametrize("value", ["relative/folder", "~/somewhere"])
def test_smsdesk_home_may_be_relative(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSDESK_HOME", value)

    assert Paths.from_environment().home.is_absolute()
    assert "~" not in str(Paths.from_environment().home)


@pytest.mark.parametrize("value", [None, ""])
def test_without_it_the_system_decides(
    value: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if value is None:
        monkeypatch.delenv("SMSDESK_HOME")
    else:
        monkeypatch.setenv("SMSDESK_HOME", value)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)

    paths = Paths.from_environment()

    assert all("smsdesk" in str(file) for file in files(paths))
    assert all(tmp_path in file.parents for file in files(paths))


def test_ensure_makes_folders_others_cannot_read(smsdesk_home: Path) -> None:
    paths = Paths.from_environment()

    paths.ensure()
    paths.ensure()

    for folder in (paths.home, paths.locks_dir, paths.logs_dir, paths.accounts_file.parent):
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SMSDESK_HOME", str(tmp_path / "file" / "home"))

    with pytest.raises(StorageError) as refused:
        Paths.from_environment().ensure()

    assert refused.value.code == "folder_unwritable"
    assert str(tmp_path / "file" / "home") in refused.value.sentence()
