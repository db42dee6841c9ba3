from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsdesk.core.account import Account, KeyringState, Mode
from smsdesk.core.errors import ConfigError, NotSent, StorageError, UserInputError
from smsdesk.core.provider import HttpReply, HttpRequest
from smsdesk.providers import HttpTransport
from smsdesk.services.trying import Finding, TryReport
from tests.helpers import faultserver
from tests.helpers.faultserver import FAR_CERTIFICATE, FAR_HOST, FaultServer
from tests.helpers.services import (
    FIELDS,
    PROVIDER,
    SECRETS,
    START_MS,
    Services,
    reply,
    services,
)

Keyring = dict[tuple[str, str], str]
SHOP = Account(name="shop", provider=PROVIDER, fields=FIELDS)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Services]:
    with services(tmp_path) as opened:
        yield opened


def problems(desk: Services, account: Account, secrets: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(UserInputError) as caught:
        desk.accounts.add(account, secrets)
    for problem in caught.value.problems:
        assert problem.sentence("en")
        assert problem.sentence("zh")
    return [(problem.where, problem.code) for problem in caught.value.problems]


def break_keyring(desk: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise ConfigError("keyring_locked")

    for name in ("get", "set"):
        monkeypatch.setattr(desk.accounts._keyring, name, refuse)


# keeping


def test_an_account_is_saved_with_its_secrets_in_the_keyring_alone(
    desk: Services, memory_keyring: Keyring, tmp_path: Path
) -> None:
    added = desk.accounts.add(SHOP, SECRETS)
    assert added.secrets == SECRETS
    assert desk.accounts.list() == [SHOP]
    assert desk.accounts.list()[0].secrets == {}
    assert desk.accounts.unlock("shop").secrets == SECRETS
    assert memory_keyring == {("smsdesk", "shop/access_secret"): "abciiiko2k3"}
    assert "abciiiko2k3" not in (tmp_path / "accounts.json").read_text("utf-8")
    assert desk.accounts.saved_secrets("shop") == {"access_secret"}
    assert not desk.accounts.is_session_only("shop")
    assert desk.accounts.keyring()[0] is KeyringState.USABLE


def test_accounts_keep_their_order(desk: Services) -> None:
    for name in ("b", "a", "ü 花"):
        desk.accounts.add(replace(SHOP, name=name), SECRETS)
    assert [account.name for account in desk.accounts.list()] == ["b", "a", "ü 花"]


def test_an_unknown_account_is_named_with_those_there_are(desk: Services) -> None:
    with pytest.raises(UserInputError, match="no account has been added") as caught:
        desk.accounts.get("shop")
    assert caught.value.code == "account_none"
    desk.accounts.add(SHOP, SECRETS)
    with pytest.raises(UserInputError, match="shop") as caught:
        desk.accounts.unlock("store")
    assert caught.value.code == "account_unknown"


def test_a_secret_that_vanished_has_a_sentence(desk: Services) -> None:
    desk.accounts.add(SHOP, SECRETS)
    desk.accounts._keyring.delete("shop", "access_secret")
    with pytest.raises(ConfigError, match="Access secret of shop"):
        desk.accounts.unlock("shop")


def test_without_a_keyring_nothing_is_saved_but_this_session_works(
    desk: Services, monkeypatch: pytest.MonkeyPatch, memory_keyring: Keyring, tmp_path: Path
) -> None:
    break_keyring(desk, monkeypatch)
    with pytest.raises(ConfigError):
        desk.accounts.add(SHOP, SECRETS)
    assert desk.accounts.list() == []
    desk.accounts.add(SHOP, SECRETS, session_only=True)
    assert desk.accounts.is_session_only("shop")
    assert desk.accounts.unlock("shop").secrets == SECRETS
    assert memory_keyring == {}
    assert not (tmp_path / "accounts.json").exists()
    desk.accounts.remove("shop")
    assert desk.accounts.list() == []
    assert not desk.accounts.is_session_only("shop")


def test_a_secret_is_not_left_behind_when_the_file_cannot_be_written(
    desk: Services, monkeypatch: pytest.MonkeyPatch, memory_keyring: Keyring
) -> None:
    def full(_accounts: object) -> None:
        raise StorageError("disk_full", path="accounts.json")

    monkeypatch.setattr(desk.accounts._store, "save", full)
    with pytest.raises(StorageError):
        desk.accounts.add(SHOP, SECRETS)
    assert memory_keyring == {}


def test_half_of_the_secrets_is_none_of_them(
    desk: Services, monkeypatch: pytest.MonkeyPatch, memory_keyring: Keyring
) -> None:
    keep = desk.accounts._keyring.set

    def refuse_second(account: str, key: str, value: str) -> None:
        if key == "secret_key":
            raise ConfigError("keyring_locked")
        keep(account, key, value)

    monkeypatch.setattr(desk.accounts._keyring, "set", refuse_second)
    with pytest.raises(ConfigError):
        desk.accounts.add(SHOP, {**SECRETS, "secret_key": "more"})
    assert memory_keyring == {}


# changing


def test_a_change_keeps_the_secrets_that_were_not_typed_anew(
    desk: Services, memory_keyring: Keyring
) -> None:
    desk.accounts.add(SHOP, {**SECRETS, "secret_key": "old"})
    desk.accounts.update("shop", replace(SHOP, rate_per_s=5), {"secret_key": "new"})
    assert desk.accounts.get("shop").rate_per_s == 5
    assert desk.accounts.unlock("shop").secrets == {**SECRETS, "secret_key": "new"}
    desk.accounts.update("shop", SHOP, {"secret_key": ""})
    assert desk.accounts.saved_secrets("shop") == {"access_secret"}
    assert set(memory_keyring) == {("smsdesk", "shop/access_secret")}


def test_a_renamed_account_takes_its_secrets_along(desk: Services, memory_keyring: Keyring) -> None:
    desk.accounts.add(SHOP, SECRETS)
    desk.accounts.update("shop", replace(SHOP, name="店"), {})
    assert [account.name for account in desk.accounts.list()] == ["店"]
    assert desk.accounts.unlock("店").secrets == SECRETS
    assert set(memory_keyring) == {("smsdesk", "店/access_secret")}


def test_a_required_secret_cannot_be_taken_away(desk: Services) -> None:
    desk.accounts.add(SHOP, SECRETS)
    with pytest.raises(UserInputError) as caught:
        desk.accounts.update("shop", SHOP, {"access_secret": ""})
    assert caught.value.code == "account_field_missing"
    assert desk.accounts.unlock("shop").secrets == SECRETS


def test_new_secrets_of_a_saved_account_can_be_kept_for_this_session_only(
    desk: Services, memory_keyring: Keyring
) -> None:
    desk.accounts.add(SHOP, SECRETS)
    desk.accounts.update("shop", SHOP, {"access_secret": "fresh"}, session_only=True)
    assert desk.accounts.unlock("shop").secrets == {"access_secret": "fresh"}
    assert desk.accounts.is_session_only("shop")
    assert memory_keyring[("smsdesk", "shop/access_secret")] == "abciiiko2k3"


def test_a_session_account_can_be_changed_and_renamed(
    desk: Services, memory_keyring: Keyring
) -> None:
    desk.accounts.add(SHOP, SECRETS, session_only=True)
    desk.accounts.update("shop", replace(SHOP, name="other", workers=2), {})
    assert [(a.name, a.workers) for a in desk.accounts.list()] == [("other", 2)]
    assert desk.accounts.unlock("other").secrets == SECRETS
    assert memory_keyring == {}


def test_a_removed_account_leaves_nothing(desk: Services, memory_keyring: Keyring) -> None:
    desk.accounts.add(SHOP, SECRETS)
    desk.accounts.remove("shop")
    assert desk.accounts.list() == []
    assert memory_keyring == {}
    with pytest.raises(UserInputError):
        desk.accounts.remove("shop")


# checking


def test_all_problems_of_a_form_come_at_once(desk: Services) -> None:
    wrong = Account(
        name=" ",
        provider=PROVIDER,
        fields={"access_key": "a b", "colour": "red", "access_secret": "open"},
        base_url="http://sms.example.com",
        workers=17,
        batch_size=100_000,
        rate_per_s=float("nan"),
        confirm_from=-1,
    )
    assert sorted(problems(desk, wrong, {"flavour": "x"})) == sorted(
        [
            ("name", "account_name_empty"),
            ("colour", "account_field_unknown"),
            ("flavour", "account_field_unknown"),
            ("access_secret", "account_field_is_secret"),
            ("access_key", "account_field_unfit"),
            ("app_key", "account_field_missing"),
            ("access_secret", "account_field_missing"),
            ("base_url", "account_base_url"),
            ("workers", "account_workers"),
            ("batch_size", "account_batch_size"),
            ("rate_per_s", "account_rate"),
            ("confirm_from", "account_confirm_from"),
        ]
    )
    assert desk.accounts.list() == []


def test_a_value_that_is_no_choice_is_told_the_choices(desk: Services) -> None:
    account = Account("cloud", "sendcloud", {"sms_user": "shop", "sign_hash": "sha1"})
    with pytest.raises(UserInputError) as refused:
        desk.accounts.add(account, {"sms_key": "key"})
    (problem,) = refused.value.problems
    assert (problem.where, problem.code) == ("sign_hash", "account_field_choice")
    assert "sha256, md5" in problem.sentence("zh")
    for chosen in ("", "md5", "sha256"):
        fields = {"sms_user": "shop", "sign_hash": chosen}
        desk.accounts.add(Account(f"cloud {chosen}".strip(), "sendcloud", fields), {"sms_key": "k"})


def test_names_are_unique_whatever_their_case(desk: Services) -> None:
    desk.accounts.add(SHOP, SECRETS)
    assert problems(desk, replace(SHOP, name="SHOP"), SECRETS) == [("name", "account_name_taken")]
    desk.accounts.update("shop", replace(SHOP, name="Shop"), {})  # but may change it


@pytest.mark.parametrize("name", ["", "x" * 61, "a\nb", "shop "])
def test_names_that_cannot_be_used(desk: Services, name: str) -> None:
    assert [where for where, _ in problems(desk, replace(SHOP, name=name), SECRETS)] == ["name"]


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://sms.example.com", True),
        ("https://sms.example.com:8443/", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://localhost", True),
        ("http://sms.example.com", False),
        ("http://127.0.0.1.example.com", False),
        ("https://sms.example.com/path", False),
        ("https://user@sms.example.com", False),
        ("https://sms.example.com?x=1", False),
        ("https://sms.example.com:port", False),
        ("ftp://sms.example.com", False),
        ("sms.example.com", False),
        ("https://", False),
    ],
)
def test_an_address_is_scheme_and_host_and_safe(desk: Services, url: str, fits: bool) -> None:
    account = replace(SHOP, base_url=url)
    if fits:
        desk.accounts.add(account, SECRETS)
    else:
        assert problems(desk, account, SECRETS) == [("base_url", "account_base_url")]


def test_an_unknown_provider_is_named_with_those_there_are(desk: Services) -> None:
    with pytest.raises(UserInputError, match="nxcloud-sms") as caught:
        desk.accounts.add(replace(SHOP, provider="pigeon"), SECRETS)
    assert caught.value.code == "provider_unknown"


# rehearsals


def test_a_rehearsal_account_needs_no_keys_and_lasts_a_session(
    desk: Services, memory_keyring: Keyring
) -> None:
    account = desk.accounts.add_rehearsal(PROVIDER)
    assert account.mode is Mode.REHEARSAL
    assert desk.accounts.add_rehearsal(PROVIDER) == account
    assert desk.accounts.unlock(account.name) == account
    assert desk.accounts.is_session_only(account.name)
    assert memory_keyring == {}
    desk.accounts.add(Account("dry run", PROVIDER, mode=Mode.REHEARSAL), {})


def test_a_rehearsal_account_gives_way_to_a_name_that_is_taken(desk: Services) -> None:
    desk.accounts.add(replace(SHOP, name="Rehearsal"), SECRETS)
    assert desk.accounts.add_rehearsal(PROVIDER).name == "Rehearsal · NXCloud SMS"


# trying


def findings(report: TryReport) -> list[tuple[str, Finding]]:
    for line in report.lines:
        assert line.title("en")
        assert line.title("zh")
        assert line.detail("en")
        assert line.detail("zh")
    return [(line.topic, line.finding) for line in report.lines]


def test_a_try_sends_no_message_and_reports_keys_clock_and_balance(desk: Services) -> None:
    def answer(request: HttpRequest) -> HttpReply:
        if "Balance" in request.url:
            return HttpReply(200, {}, b'{"code":"0","balance":"12.50"}', 5)
        assert b'"phone":""' in request.body
        return reply("6", date_ms=START_MS + 8_000)

    desk.wire.answer = answer
    account = SHOP.with_secrets({**SECRETS, "secret_key": "x"})
    report = desk.accounts.try_account(account)
    assert report.ok
    assert findings(report) == [
        ("reached", Finding.GOOD),
        ("keys", Finding.GOOD),
        ("clock", Finding.LOOK),
        ("balance", Finding.GOOD),
    ]
    titles = [line.title() for line in report.lines]
    assert titles[0] == "Reached api2.nxcloud.com"
    assert "certificate" in report.lines[0].detail()
    assert titles[2] == "Your clock is 9 s slow; corrected"
    assert report.lines[2].detail() == "NXCloud SMS allows 60 s. Set the clock when you can"
    assert desk.accounts.clocks.offset_ms(account) // 1000 in (8, 9)  # and it is corrected
    assert "12.50" in titles[3]
    assert desk.accounts.last_try("shop") is report
    assert desk.wire.open == 0


def test_a_clock_that_is_fast_or_right(desk: Services) -> None:
    desk.wire.answer = lambda _: reply("6", date_ms=START_MS - 31_000)
    assert "30 s fast" in desk.accounts.try_account(SHOP.with_secrets(SECRETS)).lines[2].title()
    desk.wire.answer = lambda _: reply("6", date_ms=START_MS)
    assert desk.accounts.try_account(SHOP.with_secrets(SECRETS)).lines[2].finding is Finding.GOOD


def test_a_proxy_of_the_environment_is_shown_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = faultserver.server_context(FAR_CERTIFICATE)
    with (
        FaultServer(faultserver.answer(body=b'{"code":"6"}'), tls=context) as far,
        FaultServer(faultserver.tunnel(far.port), faultserver.answer(407)) as proxy,
        services(tmp_path) as desk,
    ):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(FAR_CERTIFICATE))
        monkeypatch.setenv("https_proxy", f"http://desk:Zu7-word@127.0.0.1:{proxy.port}")
        monkeypatch.setattr(desk.accounts, "_new_transport", HttpTransport)
        account = replace(SHOP, base_url=f"https://{FAR_HOST}").with_secrets(SECRETS)
        report = desk.accounts.try_account(account)
        assert findings(report) == [
            ("reached", Finding.GOOD),
            ("proxy", Finding.GOOD),
            ("keys", Finding.GOOD),
        ]
        assert report.lines[1].title() == f"Through the proxy 127.0.0.1:{proxy.port}"
        assert "Zu7" not in repr(report)
        refused = desk.accounts.try_account(account)  # the second tunnel is not given
        assert findings(refused) == [("reached", Finding.BAD), ("proxy", Finding.GOOD)]
        assert "The proxy did not connect" in refused.lines[0].detail()
        here = replace(SHOP, base_url=f"http://127.0.0.1:{faultserver.closed_port()}")
        assert findings(desk.accounts.try_account(here)) == [("reached", Finding.BAD)]


def test_refused_keys_are_named_with_what_to_do(desk: Services) -> None:
    desk.wire.answer = lambda _: reply("1003")
    report = desk.accounts.try_account(SHOP.with_secrets(SECRETS))
    assert not report.ok
    assert findings(report) == [("reached", Finding.GOOD), ("keys", Finding.BAD)]
    assert "Signature" in report.lines[1].title()
    assert "1003" in report.lines[1].detail()


def test_an_answer_that_says_nothing_of_the_keys_is_not_taken_for_a_yes(desk: Services) -> None:
    desk.wire.answer = lambda _: HttpReply(502, {}, b"<html>", 5)
    report = desk.accounts.try_account(SHOP.with_secrets(SECRETS))
    assert findings(report) == [("reached", Finding.GOOD), ("keys", Finding.LOOK)]


def test_a_balance_that_is_not_told_is_no_obstacle(desk: Services) -> None:
    def answer(request: HttpRequest) -> HttpReply:
        if "Balance" in request.url:
            raise NotSent("refused")
        return reply("6")

    desk.wire.answer = answer
    account = SHOP.with_secrets({**SECRETS, "secret_key": "x"})
    report = desk.accounts.try_account(account)
    assert report.ok
    assert findings(report)[-1] == ("balance", Finding.LOOK)


def test_an_address_nobody_answers_at_is_the_only_finding(desk: Services) -> None:
    def refuse(_request: HttpRequest) -> HttpReply:
        raise NotSent("dns")

    desk.wire.answer = refuse
    report = desk.accounts.try_account(SHOP.with_secrets(SECRETS))
    assert not report.ok
    assert findings(report) == [("reached", Finding.BAD)]
    assert "address was not found" in report.lines[0].detail()
