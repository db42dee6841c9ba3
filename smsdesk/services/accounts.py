"""Accounts: the saved ones, their secrets in the keyring, and those of this session only."""

import re
import threading
from collections.abc import Iterable, Mapping, Set
from urllib.parse import urlsplit

from smsdesk.core.account import TEST_NUMBERS_MAX, WORKERS_MAX, Account, KeyringState, Mode
from smsdesk.core.address import is_loopback
from smsdesk.core.errors import ConfigError, Problem, UserInputError
from smsdesk.core.phone import read_number
from smsdesk.core.provider import AccountField, ProviderInfo, provider_of
from smsdesk.services.clock import ServerClocks
from smsdesk.services.ports import (
    AccountStore,
    Clock,
    Providers,
    Route,
    SecretStore,
    TransportFactory,
)
from smsdesk.services.trying import TryReport, try_account

REHEARSAL_NAME = "Rehearsal"
NAME_LIMIT = 60
RATE_LIMIT = 10_000


class Accounts:
    """Lists, adds, changes and removes accounts, and fetches their secrets.

    Accounts of this session only live in memory with their secrets and are gone at the end.
    clocks: what time it is where the accounts are spoken to.
    """

    def __init__(
        self,
        store: AccountStore,
        keyring: SecretStore,
        memory: SecretStore,
        providers: Providers,
        route: Route,
        new_transport: TransportFactory,
        clock: Clock,
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._memory = memory
        self._providers = providers
        self._route = route
        self._new_transport = new_transport
        self._clock = clock
        self.clocks = ServerClocks(clock)
        self._lock = threading.RLock()
        self._session: dict[str, Account] = {}
        self._in_memory: set[str] = set()  # names whose newest secrets are in memory
        self._tries: dict[str, TryReport] = {}

    # -- reading ---------------------------------------------------------------------------

    def get(self, name: str) -> Account:
        """One account without its secrets.

        Raises:
            UserInputError: account_unknown, account_none.
        """
        accounts = self.list()
        for account in accounts:
            if account.name == name:
                return account
        known = ", ".join(account.name for account in accounts)
        if not known:
            raise UserInputError("account_none", name=name)
        raise UserInputError("account_unknown", name=name, known=known)

    def unlock(self, name: str) -> Account:
        """The account with its secrets; may block on the keyring's own prompt.

        Raises:
            UserInputError: account_unknown.
            ConfigError: account_secret_missing, or what the keyring says.
        """
        account = self.get(name)
        if account.mode is Mode.REHEARSAL:
            return account  # the sandbox's keys are put in by `route`
        secrets: dict[str, str] = {}
        for item in self._secret_fields(account):
            value = self._secret(name, item.key)
            if value:
                secrets[item.key] = value
            elif item.required:
                raise ConfigError("account_secret_missing", name=name, label=item.label)
        return account.with_secrets(secrets)

    def is_session_only(self, name: str) -> bool:
        """Whether the account or its secrets are gone when the program ends. At once."""
        return name in self._session or name in self._in_memory

    def saved_secrets(self, name: str) -> frozenset[str]:
        """Keys of the secrets that are kept for the account; reads the keyring."""
        account = self.get(name)
        return frozenset(
            item.key for item in self._secret_fields(account) if self._secret(name, item.key)
        )

    def keyring(self) -> tuple[KeyringState, str]:
        """Whether secrets can be saved, and the keyring's own name (GNOME Keyring, ...)."""
        return self._keyring.state(), self._keyring.describe()

    # -- changing --------------------------------------------------------------------------

    def add(
        self, account: Account, secrets: Mapping[str, str], *, session_only: bool = False
    ) -> Account:
        """Check and keep a new account; returns it with its secrets.

        session_only: keep everything in memory, save nothing.

        Raises:
            UserInputError: all problems at once, by field key.
            ConfigError: the keyring cannot keep the secrets; nothing is saved then.
            StorageError: the accounts file cannot be written; no secret is kept then.
        """
        given = {key: value for key, value in secrets.items() if value}
        with self._lock:
            self._refuse(account, given.keys(), given, taken=self._names())
            bare = account.with_secrets({})
            if session_only:
                self._save_secrets(self._memory, account.name, given)
                self._session[account.name] = bare
                self._in_memory.add(account.name)
                return account.with_secrets(given)
            self._save_secrets(self._keyring, account.name, given)
            try:
                self._store.save([*self._store.load(), bare])
            except BaseException:
                self._forget(self._keyring, account.name, given)
                raise
        return account.with_secrets(given)

    def update(
        self,
        name: str,
        account: Account,
        secrets: Mapping[str, str],
        *,
        session_only: bool = False,
    ) -> Account:
        """Change the account called `name`, which may get another name; returns it without secrets.

        secrets: only those that were typed anew; an empty one is removed.
        session_only: keep the secrets in memory for now; those in the keyring stay as they are.

        Raises:
            UserInputError: all problems at once, by field key.
            ConfigError: the keyring cannot keep the secrets; nothing is changed then.
        """
        with self._lock:
            self.get(name)
            given = {key: value for key, value in secrets.items() if value}
            dropped = secrets.keys() - given.keys()
            renamed = account.name != name
            # the keyring is asked only for what was not typed, which a locked one may then refuse
            needed = {item.key for item in self._secret_fields(account)} - secrets.keys()
            found = {key: self._secret(name, key) for key in sorted(needed)}
            kept = {key: value for key, value in found.items() if value}
            self._refuse(account, kept.keys() | given.keys(), given, taken=self._names() - {name})
            in_memory = session_only or self.is_session_only(name)
            keeper = self._memory if in_memory else self._keyring
            moved = {**kept, **given} if renamed or in_memory else given
            self._save_secrets(keeper, account.name, moved)
            self._replace(name, account.with_secrets({}), in_memory=in_memory)
            self._forget(keeper, account.name, dropped)
            if renamed:
                self._forget(keeper, name, [*moved, *dropped])
            self._tries.pop(name, None)
        return account.with_secrets({})

    def remove(self, name: str) -> None:
        """Forget the account and its secrets.

        Raises:
            UserInputError: account_unknown.
            ConfigError: the keyring refuses to forget a secret; the account stays then.
        """
        with self._lock:
            account = self.get(name)
            keys = [item.key for item in self._secret_fields(account)]
            if name not in self._session:
                self._forget(self._keyring, name, keys)
                self._store.save([old for old in self._store.load() if old.name != name])
            self._forget(self._memory, name, keys)
            self._session.pop(name, None)
            self._in_memory.discard(name)
            self._tries.pop(name, None)

    def add_rehearsal(self, provider: str) -> Account:
        """A rehearsal account for this session; the same one at every call."""
        info = self._providers[provider].info
        with self._lock:
            for account in self._session.values():
                if account.mode is Mode.REHEARSAL and account.provider == provider:
                    break
            else:
                name = REHEARSAL_NAME
                if name in self._names():
                    name = f"{REHEARSAL_NAME} · {info.title}"
                account = Account(name=name, provider=provider, mode=Mode.REHEARSAL)
                self._session[name] = account
        self._route(account)
        return account

    # -- trying ----------------------------------------------------------------------------

    def try_account(self, account: Account) -> TryReport:
        """Reach the provider and check keys, clock and balance; sends no message to anybody.

        account: with its secrets, saved or not. What was found is kept as `last_try`.
        """
        provider = provider_of(self._providers, account.provider)
        report = try_account(
            self._route(account), provider, self._new_transport, self._clock, self.clocks
        )
        self._tries[account.name] = report
        return report

    def last_try(self, name: str) -> TryReport | None:
        """The last try of this session. At once."""
        return self._tries.get(name)

    def route(self, account: Account) -> Account:
        """The unlocked account as it is spoken to: a rehearsal account gets the sandbox's keys."""
        return self._route(account)

    # -- below: one step each of the above -------------------------------------------------

    def _info(self, account: Account) -> ProviderInfo:
        return provider_of(self._providers, account.provider).info

    def _names(self) -> set[str]:
        return {account.name for account in self.list()}

    def _secret_fields(self, account: Account) -> tuple[AccountField, ...]:
        return tuple(item for item in self._info(account).account_fields if item.secret)

    def _secret(self, name: str, key: str) -> str | None:
        found = self._memory.get(name, key)
        if found is None and not self.is_session_only(name):
            found = self._keyring.get(name, key)
        return found

    def _save_secrets(self, keeper: SecretStore, name: str, secrets: Mapping[str, str]) -> None:
        done: list[str] = []
        try:
            for key, value in secrets.items():
                keeper.set(name, key, value)
                done.append(key)
        except ConfigError:
            self._forget(keeper, name, done)
            raise

    def _forget(self, keeper: SecretStore, name: str, keys: Iterable[str]) -> None:
        for key in keys:
            keeper.delete(name, key)

    def _replace(self, name: str, after: Account, *, in_memory: bool) -> None:
        if name in self._session:
            del self._session[name]
            self._session[after.name] = after
        else:
            self._store.save([after if old.name == name else old for old in self._store.load()])
        self._in_memory.discard(name)
        if in_memory:
            self._in_memory.add(after.name)

    def _refuse(
        self, account: Account, secret_keys: Set[str], typed: Mapping[str, str], taken: set[str]
    ) -> None:
        info = self._info(account)
        problems = [
            *name_problems(account.name, taken),
            *field_problems(info, account, secret_keys, typed),
            *limit_problems(account, info),
            *guard_problems(account),
        ]
        if problems:
            raise UserInputError.of(problems)

    # last, because its name is the contract's and hides the type of the same name below it
    def list(self) -> list[Account]:
        """All accounts without secrets: the saved ones, then those of this session only."""
        # without the lock, which a keyring that asks a person may hold for long
        saved = self._store.load()
        names = {account.name for account in saved}
        session = tuple(self._session.values())
        return saved + [account for account in session if account.name not in names]


def name_problems(name: str, taken: set[str]) -> list[Problem]:
    """What is wrong with an account's name."""
    if not name.strip() or name != name.strip():
        return [Problem("name", "account_name_empty")]
    if len(name) > NAME_LIMIT or not name.isprintable():
        return [Problem("name", "account_name_unfit", {"limit": NAME_LIMIT})]
    if name.casefold() in {other.casefold() for other in taken}:
        return [Problem("name", "account_name_taken", {"name": name})]
    return []


def field_problems(
    info: ProviderInfo, account: Account, secret_keys: Set[str], typed: Mapping[str, str]
) -> list[Problem]:
    """What is wrong with the declared fields; a rehearsal account needs none of them.

    secret_keys: secrets that are there, typed or kept. typed: those to look at.
    """
    declared = {item.key: item for item in info.account_fields}
    problems = [
        Problem(key, "account_field_unknown", {"key": key, "known": ", ".join(declared)})
        for key in (*account.fields, *typed)
        if key not in declared
    ]
    problems += [
        Problem(key, "account_field_is_secret", {"key": key})
        for key in account.fields
        if key in declared and declared[key].secret
    ]
    for item in info.account_fields:
        value = typed.get(item.key, "") if item.secret else account.fields.get(item.key, "")
        there = bool(value) or (item.secret and item.key in secret_keys)
        if not there and item.required and not item.default and account.mode is not Mode.REHEARSAL:
            problems.append(Problem(item.key, "account_field_missing", {"label": item.label}))
        elif value and item.choices and value not in item.choices:
            data: dict[str, object] = {"label": item.label, "choices": ", ".join(item.choices)}
            problems.append(Problem(item.key, "account_field_choice", data))
        elif value and not _fits(item, value):
            problems.append(Problem(item.key, "account_field_unfit", {"label": item.label}))
    return problems


def _fits(item: AccountField, value: str) -> bool:
    if value != value.strip() or not value.isprintable():
        return False
    return not item.pattern or re.fullmatch(item.pattern, value) is not None


def limit_problems(account: Account, info: ProviderInfo) -> list[Problem]:
    """What is wrong with the address and the limits."""
    problems = []
    if account.base_url and not _is_base_url(account.base_url):
        problems.append(Problem("base_url", "account_base_url", {"url": account.base_url}))
    if not 1 <= account.workers <= WORKERS_MAX:
        problems.append(Problem("workers", "account_workers", {"limit": WORKERS_MAX}))
    if not 0 <= account.batch_size <= info.batch_max:
        problems.append(Problem("batch_size", "account_batch_size", {"limit": info.batch_max}))
    if not 0 <= account.rate_per_s < RATE_LIMIT:  # also refuses NaN
        problems.append(Problem("rate_per_s", "account_rate"))
    if account.confirm_from < 0:
        problems.append(Problem("confirm_from", "account_confirm_from"))
    return problems


def guard_problems(account: Account) -> list[Problem]:
    """What is wrong with the test numbers, whether the account is guarded now or may be later."""
    numbers = account.test_numbers
    problems = [
        Problem("test_numbers", "account_test_number", {"number": f"+{number}"})
        for number in numbers
        if read_number(f"+{number}", None)[0] != number
    ]
    if account.mode is Mode.GUARDED and not numbers:
        problems.append(Problem("test_numbers", "account_test_numbers_none"))
    if len(set(numbers)) > TEST_NUMBERS_MAX:
        data: dict[str, object] = {"limit": TEST_NUMBERS_MAX}
        problems.append(Problem("test_numbers", "account_test_numbers_many", data))
    return problems


def _is_base_url(text: str) -> bool:
    """Scheme and host only; plain http for this computer alone."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if not host or not bare:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
