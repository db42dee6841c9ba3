"""Which accounts there are and which one Compose sends with."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.core.account import Account
from smsdesk.core.errors import SmsdeskError
from smsdesk.core.provider import Provider
from smsdesk.gui.compose.top import ComposeTop
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.words import language
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking


class AccountChoice(QObject):
    """Fills the picker of the top bar and remembers what was chosen.

    Signals:
        changed(): another account, or the same one with other settings.
        existence_changed(bool): whether there is any account; also after the first look.
        failed(SmsdeskError): the accounts cannot be read; there are none then.
        unsaved(str): a setting cannot be kept, in words.
    """

    changed = Signal()
    existence_changed = Signal(bool)
    failed = Signal(object)
    unsaved = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskSet, top: ComposeTop) -> None:
        super().__init__(top)
        self._desk, self._tasks, self._top = desk, tasks, top
        self._accounts: list[Account] | None = None
        self.current: Account | None = None
        self.region = ""
        top.account_chosen.connect(self._on_account_chosen)

    @property
    def provider(self) -> Provider | None:
        """The provider of the account in use."""
        return self._desk.providers.get(self.current.provider) if self.current else None

    def refresh(self, wanted: str = "") -> None:
        """Look again; use the account called `wanted` where there is one."""
        self._tasks.replace(self.load(wanted), "accounts")

    async def load(self, wanted: str = "") -> None:
        """Look now."""
        desk = self._desk
        settings = await run_blocking(desk.settings.current)
        try:
            accounts = await run_blocking(desk.accounts.list)
        except SmsdeskError as problem:
            accounts = []
            self.failed.emit(problem)
        self.region = settings.region
        known = [account for account in accounts if account.provider in desk.providers]
        by_name = {account.name: account for account in known}
        before = self._accounts
        current = self.current.name if self.current else ""
        wishes = (wanted, current, settings.last_account, *by_name)
        choice = next((name for name in wishes if name in by_name), "")
        self._accounts = known
        infos = {key: provider.info for key, provider in desk.providers.items()}
        self._top.set_accounts(known, infos, choice)
        self._use(by_name.get(choice))
        if before is None or bool(before) != bool(known):
            self.existence_changed.emit(bool(known))

    def remember(self, **values: object) -> None:
        """Keep a setting; what cannot be kept is no reason to stop anybody."""
        self._tasks.spawn(self._remember(values), "remember a setting")

    async def _remember(self, values: dict[str, object]) -> None:
        try:
            await run_blocking(partial(self._desk.settings.change, **values))
        except SmsdeskError as problem:
            self.unsaved.emit(problem.sentence(language()))

    def _use(self, account: Account | None) -> None:
        if account != self.current:
            self.current = account
            provider = self.provider
            infos = [one.info for one in self._desk.providers.values()]
            self._top.set_kinds(provider.info if provider else None, infos)
            self.changed.emit()

    @Slot(str)
    def _on_account_chosen(self, name: str) -> None:
        self._use(next((a for a in self._accounts or [] if a.name == name), None))
        self.remember(last_account=name)
