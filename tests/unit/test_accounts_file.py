import json
from pathlib import Path

import pytest

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import ConfigError, StorageError
from smsdesk.storage.accounts import AccountFile

SHOP = Account(
    name="店 · shop",
    provider="nxcloud-sms",
    fields={"access_key": "fme2na3kdi3ki", "app_key": "5KUSbVnJ"},
    base_url="http://127.0.0.1:8080",
    mode=Mode.REHEARSAL,
    rate_per_s=2.5,
    batch_size=50,
    workers=8,
    confirm_from=10,
    test_numbers=(8613800138000, 85291234567),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "accounts.json"


def test_no_file_means_no_accounts(path: Path) -> None:
    assert AccountFile(path).load() == []
    assert not path.exists()


def test_accounts_come_back_as_they_were_saved(path: Path) -> None:
    guarded = Account("try", "sendcloud", mode=Mode.GUARDED, test_numbers=(8613800138000,))
    accounts = [SHOP, Account("plain", "nxcloud-sms"), guarded]

    AccountFile(path).save(accounts)

    assert AccountFile(path).load() == accounts
    assert path.stat().st_mode & 0o777 == 0o600


def test_secrets_are_never_written(path: Path) -> None:
    AccountFile(path).save([SHOP.with_secrets({"access_secret": "very-secret-value"})])

    assert "very-secret-value" not in path.read_text("utf-8")
    assert AccountFile(path).load()[0].secrets == {}


def test_what_a_later_version_added_survives(path: Path) -> None:
    AccountFile(path).save([SHOP, Account("other", "nxcloud-sms")])
    document = json.loads(path.read_text("utf-8"))
    document["colour"] = "green"
    document["accounts"][0]["quiet_hours"] = "22-8"
    path.write_text(json.dumps(document), "utf-8")

    AccountFile(path).save([SHOP])

    saved = json.loads(path.read_text("utf-8"))
    assert saved["colour"] == "green"
    assert [entry["quiet_hours"] for entry in saved["accounts"]] == ["22-8"]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"accounts": 3}',
        '{"accounts": [7]}',
        '{"accounts": [{"provider": "x"}]}',
        '{"accounts": [{"name": "a", "provider": "x", "mode": "loud"}]}',
        '{"accounts": [{"name": "a", "provider": "x", "workers": "four"}]}',
        '{"accounts": [{"name": "a", "provider": "x", "fields": {"k": 1}}]}',
        '{"version": "one", "accounts": []}',
        "\udcff\udcfe",
    ],
)
@pytest.mark.parametrize("call", ["load", "save"])
def test_a_damaged_file_is_kept_aside(path: Path, text: str, call: str) -> None:
    path.parent.mkdir()
    data = text.encode("utf-8", "surrogateescape")
    path.write_bytes(data)
    file = AccountFile(path)

    with pytest.raises(ConfigError) as refused:
        file.load() if call == "load" else file.save([SHOP])

    assert refused.value.code == "accounts_damaged"
    [kept] = path.parent.iterdir()
    assert str(kept) in refused.value.sentence()
    assert kept.read_bytes() == data
    assert file.load() == []


def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    path.parent.mkdir()
    for text in ("{1", "{2"):
        path.write_text(text)
        with pytest.raises(ConfigError):
            AccountFile(path).load()

    assert {kept.read_text() for kept in path.parent.iterdir()} == {"{1", "{2"}


def test_a_newer_file_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"version": 2, "accounts": [{"changed": true}]}')
    for call in (AccountFile(path).load, lambda: AccountFile(path).save([SHOP])):
        with pytest.raises(ConfigError) as refused:
            call()
        assert refused.value.code == "accounts_too_new"

    assert "changed" in path.read_text()


def test_a_folder_in_the_way_is_said(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(StorageError) as refused:
        AccountFile(path).load()

    assert refused.value.code == "file_unreadable"


def test_a_file_that_cannot_be_written_keeps_what_it_held(path: Path) -> None:
    path.parent.parent.joinpath("config").write_text("a file where the folder should be")

    with pytest.raises(StorageError) as refused:
        AccountFile(path).save([SHOP])

    assert refused.value.code in {"file_unwritable", "file_unreadable"}
