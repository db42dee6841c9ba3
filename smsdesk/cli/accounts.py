"""`smsdesk account`: add, list, remove and test accounts."""

import argparse
import getpass
import json
import sys
from collections.abc import Iterable, Set
from contextlib import closing

from smsdesk.cli.output import answer, tell
from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import UserInputError
from smsdesk.core.phone import read_number
from smsdesk.core.provider import ProviderInfo, provider_of
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.services.trying import Finding

BASE_URL = "base_url"
MARKS = {Finding.GOOD: "ok  ", Finding.LOOK: "look", Finding.BAD: "BAD "}


def add(options: argparse.Namespace) -> int:
    """Add an account, its secrets from standard input."""
    with closing(open_desk(Paths.from_environment())) as desk:
        info = provider_of(desk.providers, options.provider).info
        fields = dict(_pair(text) for text in options.fields)
        if options.test_numbers and not options.guarded:
            raise UserInputError("cli_test_numbers_alone")
        region = desk.settings.current().region or None
        test_numbers = tuple(_number(text, region) for text in options.test_numbers)
        base_url = fields.pop(BASE_URL, "")
        typed = {} if options.rehearsal else _read_secrets(info)
        plain = {item.key for item in info.account_fields if not item.secret}
        fields.update((key, value) for key, value in typed.items() if key in plain)
        desk.accounts.add(
            Account(
                name=options.name,
                provider=options.provider,
                fields=fields,
                base_url=base_url,
                mode=_mode(options),
                test_numbers=tuple(dict.fromkeys(test_numbers)),
            ),
            {key: value for key, value in typed.items() if key not in plain},
        )
    tell(f"added {options.name}")
    return 0


def show(options: argparse.Namespace) -> int:
    """List all accounts, without secrets."""
    with closing(open_desk(Paths.from_environment())) as desk:
        accounts = desk.accounts.list()
    if options.json:
        answer(json.dumps([_as_json(one) for one in accounts], ensure_ascii=False, indent=2))
    elif accounts:
        answer("\n".join(map(_as_line, accounts)))
    return 0


def _as_line(account: Account) -> str:
    facts = sorted(account.fields.items())
    if account.test_numbers:
        facts.append(("test_numbers", ",".join(_written(account))))
    fields = " ".join(f"{key}={value}" for key, value in facts)
    return f"{account.name}\t{account.provider}\t{account.mode}\t{fields}"


def remove(options: argparse.Namespace) -> int:
    """Forget an account and its secrets."""
    with closing(open_desk(Paths.from_environment())) as desk:
        desk.accounts.remove(options.name)
    tell(f"removed {options.name}")
    return 0


def test(options: argparse.Namespace) -> int:
    """Reach the provider and check the keys; sends no message."""
    with closing(open_desk(Paths.from_environment())) as desk:
        report = desk.accounts.try_account(desk.accounts.unlock(options.name))
    for line in report.lines:
        answer(f"{MARKS[line.finding]}  {line.title()}")
        if line.detail():
            answer(f"      {line.detail()}")
    return 0 if report.ok else 1


def _mode(options: argparse.Namespace) -> Mode:
    if options.guarded:
        return Mode.GUARDED
    return Mode.REHEARSAL if options.rehearsal else Mode.LIVE


def _number(text: str, region: str | None) -> int:
    digits, _ = read_number(text, region)
    if not digits:
        raise UserInputError("account_test_number", number=text)
    return digits


def _written(account: Account) -> list[str]:
    return [f"+{number}" for number in account.test_numbers]


def _pair(text: str) -> tuple[str, str]:
    key, separator, value = text.partition("=")
    if not separator or not key.strip():
        raise UserInputError("cli_no_pair", text=key)
    return key.strip(), value.strip()


def _secret_pair(number: int, text: str, known: Set[str]) -> tuple[str, str]:
    """One line of standard input. What cannot be used is never shown: it may be a secret."""
    key, separator, value = text.partition("=")
    if not separator or key.strip() not in known:
        raise UserInputError("cli_secret_line", line=number, known=", ".join(sorted(known)))
    return key.strip(), value.strip()


def _read_secrets(info: ProviderInfo) -> dict[str, str]:
    """KEY=VALUE lines of standard input; at a terminal each secret is asked for, unseen."""
    if sys.stdin.isatty():
        return dict(_ask(info))
    known = {item.key for item in info.account_fields}
    try:
        lines = enumerate(sys.stdin.read().splitlines(), 1)
    except UnicodeDecodeError as problem:
        raise UserInputError("cli_text_not_utf8", byte=problem.start) from problem
    return dict(_secret_pair(number, line, known) for number, line in lines if line.strip())


def _ask(info: ProviderInfo) -> Iterable[tuple[str, str]]:
    for item in info.account_fields:
        if item.secret:
            note = "" if item.required else ", or nothing"
            yield item.key, getpass.getpass(f"{item.label.en} ({item.key}{note}): ").strip()


def _as_json(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "provider": account.provider,
        "mode": str(account.mode),
        "base_url": account.base_url,
        "fields": dict(account.fields),
        "test_numbers": _written(account),
    }
