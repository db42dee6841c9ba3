"""Accounts: the list, the form of the chosen one, and the way from one to another."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import SmsdeskError
from smsdesk.core.phone import read_number
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui import words
from smsdesk.gui.accounts.account_list import account_look
from smsdesk.gui.accounts.pane import AccountPane
from smsdesk.gui.accounts.side import AccountsSide, NoAccount
from smsdesk.gui.accounts.working import Working
from smsdesk.gui.asking_sheet import asking_sheet
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.page import Page
from smsdesk.gui.page_focus import park, park_from, settle
from smsdesk.gui.parts.surface import TopBar
from smsdesk.gui.parts.text import Label
from smsdesk.gui.tab_order import insert_before
from smsdesk.gui.tiles import tile_tones
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking

NEW: Final = "new"  # what `receive` takes to start a new account
_NARROW: Final = 1100  # px of the page


class AccountsPage(Page):
    """Add, change, try and remove accounts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._pane: AccountPane | None = None
        self._working: Working | None = None  # for the pane
        self._loaded = False
        self._loads = 0  # how often the list was asked for
        self._wanted = ""
        self._asked = ""  # what another page asked for before the services were ready
        self._region = ""
        self._tasks = TaskSet(self._on_task_failed)
        self._setup_ui()
        self._connect()

    # -- Page ----------------------------------------------------------------------------------

    def title(self) -> str:
        """Name of the page."""
        return self.tr("Accounts")

    def top_bar(self) -> QWidget:
        """The page's name."""
        return self._top

    def attach(self, desk: Desk) -> None:
        """Services are ready."""
        self._desk = desk
        self._side.add.setEnabled(True)
        if self._asked == NEW:
            self._open_new()
        elif self._asked:
            self._wanted = self._asked
        self._tasks.replace(self._load(), "accounts:list")

    def fail(self) -> None:
        """The accounts cannot be read: an empty list would say there are none."""
        self._empty.show_unreadable(
            self.tr("smsdesk could not open what it works with. Your accounts stay as they are.")
        )

    def shown(self) -> None:
        """Another page or the command line may have added accounts; the keyboard is in the list."""
        park(self, anew=not self._loaded)
        self._settle_focus()
        if self._desk is not None and not self._has_changes():
            self._tasks.replace(self._load(), "accounts:list")

    def receive(self, argument: object) -> None:
        """Start a new account, or show the one of that name."""
        if self._desk is None:
            self._asked = str(argument)
        elif argument == NEW:
            self.open_new()
        else:
            self._leave(partial(self._choose, str(argument)))

    async def aclose(self) -> None:
        """The window closes."""
        await self._tasks.aclose()

    def open_new(self) -> None:
        """Start a new account."""
        if self._desk is not None:
            self._leave(self._open_new)

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._top = TopBar()
        self._top.row.addWidget(Label(self.title(), "page"))
        self._top.row.addStretch()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._side = AccountsSide()
        self._list = self._side.list
        outer.addWidget(self._side)
        self._empty = NoAccount()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        outer.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._side.add.clicked.connect(self.open_new)
        self._empty.add_requested.connect(self.open_new)
        self._list.chosen.connect(self._on_list_chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the form the room it needs."""
        super().resizeEvent(event)
        self._side.set_narrow(self.width() < _NARROW)

    # -- the list ------------------------------------------------------------------------------

    async def _load(self) -> None:
        desk = self._ready()
        self._loads += 1
        this = self._loads
        await run_blocking(_prepare_numbers)
        settings = await run_blocking(desk.settings.current)
        self._region = settings.region
        if self._pane is not None:
            self._pane.form.set_region(self._region)
        try:
            accounts = await run_blocking(desk.accounts.list)
        except SmsdeskError as trouble:
            if self._pane is not None:
                raise
            self._loaded = True
            self._empty.show_unreadable(trouble.sentence(words.language()))
            self._settle_focus()
            return
        if this != self._loads:  # a newer list is on show; this one may lack what was saved
            return
        self._loaded = True
        self._show_list(desk, accounts)
        if self._pane is None or not (self._pane.is_new or self._pane.has_changes()):
            self._show_chosen(accounts)
        self._settle_focus()

    def _show_chosen(self, accounts: list[Account]) -> None:
        """Open the account that is wanted, or the first one."""
        names = [account.name for account in accounts]
        chosen = self._wanted if self._wanted in names else (names[0] if names else "")
        if self._pane is None or self._pane.account.name != chosen:
            self._open(next((one for one in accounts if one.name == chosen), None))

    def _settle_focus(self) -> None:
        """A focus held meanwhile goes to the chosen account in the list, or to the way to one."""
        if self._loaded:
            settle(self, self._list.current(), self._empty.add, self._side.add)

    def _show_list(self, desk: Desk, accounts: list[Account]) -> None:
        self._list.set_accounts(
            [
                account_look(one, self._info(one.provider), desk.accounts, self._tone(one.provider))
                for one in accounts
            ]
        )
        insert_before(self._side.add, self._list.rows)
        self._mark_chosen()

    def _tone(self, provider: str) -> str:
        return tile_tones(self._desk.providers if self._desk else ()).get(provider, "wait")

    def _on_list_chosen(self, name: str) -> None:
        if self._pane is not None and not self._pane.is_new and self._pane.account.name == name:
            return
        self._leave(partial(self._choose, name))

    def _choose(self, name: str) -> None:
        self._wanted = name
        self._close_pane()
        self._tasks.replace(self._load(), "accounts:list")

    # -- the chosen account --------------------------------------------------------------------

    def _open(self, account: Account | None) -> None:
        self._close_pane()
        info = self._info(account.provider) if account is not None else None
        if account is None or info is None:
            self._empty.show_none()
            self._stack.setCurrentWidget(self._empty)
            self._list.mark("")
            return
        self._wanted = account.name
        tone = self._tone(account.provider)
        self._show_pane(
            AccountPane(info, account, is_new=False, tile_tone=tone, region=self._region)
        )
        self._list.mark(account.name)

    def _open_new(self) -> None:
        if infos := self._infos():
            self._list.mark("")
            self._show_new(Account(name="", provider=infos[0].id))
            if self._pane is not None:
                self._pane.form.focus_first()

    def _show_new(self, account: Account) -> None:
        info = self._info(account.provider)
        if info is not None:
            self._close_pane()
            pane = AccountPane(
                info,
                account,
                is_new=True,
                tile_tone=self._tone(account.provider),
                providers=self._infos(),
                region=self._region,
            )
            pane.form.provider_chosen.connect(self._on_form_provider_chosen)
            self._show_pane(pane)

    def _on_form_provider_chosen(self, provider: str) -> None:
        """Another provider has another form; what holds for any account stays typed."""
        if self._pane is None:
            return
        draft = self._pane.form.draft()
        self._show_new(replace(draft, provider=provider, fields={}, base_url="", batch_size=0))
        if self._pane is not None:
            self._pane.form.provider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_pane(self, pane: AccountPane) -> None:
        desk = self._ready()
        self._pane = pane
        working = Working(pane, desk.accounts, self._tasks, self._names, self)
        working.kept.connect(self._on_working_kept)
        working.removed.connect(self._on_working_removed)
        working.tried.connect(self._on_working_tried)
        working.problem_found.connect(self.problem_found)
        self._working = working
        pane.cancel_requested.connect(self._on_pane_cancel_requested)
        pane.form.numbers_requested.connect(self._on_form_numbers_requested)
        self._stack.addWidget(pane)
        self._stack.setCurrentWidget(pane)
        if not pane.is_new:
            pane.show_try(desk.accounts.last_try(pane.account.name))

    def _close_pane(self) -> None:
        if self._pane is not None and self._working is not None:
            self._working.leave_pane()
            park_from(self, self._pane)
            self._stack.removeWidget(self._pane)
            self._pane.deleteLater()
            self._pane = self._working = None

    def _on_form_numbers_requested(self) -> None:
        self.page_requested.emit("codes", Mode.REHEARSAL)

    def _on_pane_cancel_requested(self) -> None:
        self._choose(self._wanted)

    # -- what became of an account -------------------------------------------------------------

    def _on_working_kept(self, account: Account, is_open: bool) -> None:
        if is_open:
            self._wanted = account.name
            self._close_pane()
            self._tasks.spawn(self._show_kept(account), "accounts:kept")
        else:
            self.toast_requested.emit(self.tr("{name} is saved").format(name=account.name))
            self._tasks.spawn(self._load(), "accounts:list")

    async def _show_kept(self, account: Account) -> None:
        await self._load()
        shown = self._working
        if shown and shown.name == account.name and account.mode is not Mode.REHEARSAL:
            shown.try_kept(account)

    def _on_working_removed(self, name: str, is_open: bool) -> None:
        if is_open:
            self._wanted = ""
            self._close_pane()
        else:
            self.toast_requested.emit(self.tr("{name} is removed").format(name=name))
        self._tasks.spawn(self._load(), "accounts:list")

    def _on_working_tried(self) -> None:
        self._tasks.spawn(self._load(), "accounts:list")

    # -- leaving changes behind ----------------------------------------------------------------

    def _has_changes(self) -> bool:
        return self._pane is not None and self._pane.has_changes()

    def _leave(self, then: Callable[[], None]) -> None:
        """Do `then`, after asking where changes would be lost."""
        if not self._has_changes():
            then()
            return
        sheet = asking_sheet(
            self.window(),
            "leave_sheet",
            self.tr("Leave without saving?"),
            self.tr("What you changed in this account has not been saved."),
            self.tr("Leave without saving"),
        )
        sheet.accepted.connect(then)
        sheet.rejected.connect(self._mark_chosen)
        sheet.open()

    def _mark_chosen(self) -> None:
        pane = self._pane
        self._list.mark(pane.account.name if pane is not None and not pane.is_new else "")

    # -- small things --------------------------------------------------------------------------

    def _ready(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("the page is used before it was attached")
        return self._desk

    def _names(self) -> set[str]:
        return {row.name for row in self._list.rows}

    def _infos(self) -> list[ProviderInfo]:
        return [provider.info for provider in self._ready().providers.values()]

    def _info(self, provider_id: str) -> ProviderInfo | None:
        provider = self._ready().providers.get(provider_id)
        return provider.info if provider is not None else None


def _prepare_numbers() -> None:
    """Load what reads phone numbers, so that the first one typed does not wait for it. Blocks."""
    read_number("+10", None)
