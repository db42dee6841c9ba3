"""Accounts: the list, the form of the chosen one, and everything that asks keyring or network."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from smsdesk.core.account import Account, Mode
from smsdesk.core.errors import ConfigError, SmsdeskError, UserInputError
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui import words
from smsdesk.gui.accounts.account_list import AccountsList, account_look
from smsdesk.gui.accounts.pane import AccountPane
from smsdesk.gui.accounts.work import (
    keep_account,
    prepare_numbers,
    tell_keyring,
    try_now,
    unreadable_problems,
)
from smsdesk.gui.asking_sheet import asking_sheet
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.page import Page
from smsdesk.gui.page_focus import park, park_from, settle
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.empty import EmptyState
from smsdesk.gui.parts.surface import Ground, ScrollColumn, TopBar
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.tiles import tile_tones
from smsdesk.services.accounts import field_problems
from smsdesk.services.desk import Desk
from smsdesk.services.workers import run_blocking

log = logging.getLogger(__name__)

NEW: Final = "new"  # what `receive` takes to start a new account
_LIST_WIDTH: Final = 340
_LIST_NARROW: Final = 264
_NARROW: Final = 1100  # px of the page


class AccountsPage(Page):
    """Add, change, try and remove accounts.

    Signals:
        accounts_changed: the list of accounts is another one now.
    """

    accounts_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._pane: AccountPane | None = None
        self._loaded = False
        self._loads = 0  # how often the list was asked for
        self._wanted = ""
        self._asked = ""  # what another page asked for before the services were ready
        self._tasks = TaskSet(self._on_tasks_error)
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
        self._add.setEnabled(True)
        if self._asked == NEW:
            self._open_new()
        elif self._asked:
            self._wanted = self._asked
        self._tasks.replace(self._load(), "accounts:list")

    def fail(self) -> None:
        """The accounts cannot be read: an empty list would say there are none."""
        self._empty.set_text(
            self.tr("The accounts cannot be shown"),
            self.tr("smsdesk could not open what it works with. Your accounts stay as they are."),
        )
        self._empty_add.hide()

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
        self._left = Ground("canvas", "right")
        self._left.setFixedWidth(_LIST_WIDTH)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(12, 12, 13, 16)
        left.setSpacing(8)
        scroll = ScrollColumn(margins=(0, 0, 0, 0), spacing=8)
        self._list = AccountsList()
        scroll.add(self._list)
        self._add = Button(self.tr("Add an account"), icon="plus")
        self._add.setObjectName("add_account")
        self._add.setEnabled(False)
        scroll.add(self._add)
        left.addWidget(scroll, 1)
        left.addWidget(
            Paragraph(
                self.tr(
                    "Passwords and keys stay in this computer’s keyring. "
                    "They are never in a file, a log or an export."
                ),
                "small",
                "text-3",
            )
        )
        outer.addWidget(self._left)
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            self.tr("No account yet"),
            self.tr("An account holds the keys your provider gave you. Add one to send for real."),
            icon="accounts",
        )
        self._empty_add = Button(self.tr("Add an account"), "primary", icon="plus")
        self._empty.add_action(self._empty_add)
        self._stack.addWidget(self._empty)
        outer.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._add.clicked.connect(self.open_new)
        self._empty_add.clicked.connect(self.open_new)
        self._list.chosen.connect(self._on_list_chosen)

    def resizeEvent(self, event: object) -> None:
        """Give the form the room it needs."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._left.setFixedWidth(_LIST_NARROW if self.width() < _NARROW else _LIST_WIDTH)

    # -- the list ------------------------------------------------------------------------------

    async def _load(self) -> None:
        desk = self._ready()
        self._loads += 1
        this = self._loads
        await run_blocking(prepare_numbers)
        accounts = await run_blocking(desk.accounts.list)
        if this != self._loads:  # a newer list is on show; this one may lack what was saved
            return
        self._loaded = True
        self._show_list(desk, accounts)
        names = [account.name for account in accounts]
        if self._pane is not None and self._pane.is_new:
            self._settle_focus()
            return
        chosen = self._wanted if self._wanted in names else (names[0] if names else "")
        if self._pane is None or self._pane.account.name != chosen:
            account = next((item for item in accounts if item.name == chosen), None)
            self._open(account)
        self._settle_focus()

    def _settle_focus(self) -> None:
        """A focus held meanwhile goes to the chosen account in the list, or to the way to one."""
        if self._loaded:
            settle(self, self._list.current(), self._empty_add, self._add)

    def _show_list(self, desk: Desk, accounts: list[Account]) -> None:
        self._list.set_accounts(
            [
                account_look(one, self._info(one.provider), desk.accounts, self._tone(one.provider))
                for one in accounts
            ]
        )
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
            self._stack.setCurrentWidget(self._empty)
            self._list.mark("")
            return
        self._wanted = account.name
        tone = self._tone(account.provider)
        self._show_pane(
            AccountPane(info, account, is_new=False, tile_tone=tone, region=self._region())
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
                region=self._region(),
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
        self._pane = pane
        pane.save_requested.connect(self._on_pane_save_requested)
        pane.try_requested.connect(self._on_pane_try_requested)
        pane.remove_requested.connect(self._on_pane_remove_requested)
        pane.cancel_requested.connect(self._on_pane_cancel_requested)
        pane.session_only_requested.connect(self._on_pane_session_only_requested)
        pane.form.numbers_requested.connect(self._on_form_numbers_requested)
        self._stack.addWidget(pane)
        self._stack.setCurrentWidget(pane)
        if not pane.is_new:
            pane.show_try(self._ready().accounts.last_try(pane.account.name))
        self._tasks.replace(tell_keyring(pane, self._ready().accounts), "accounts:keyring")

    def _close_pane(self) -> None:
        if self._pane is not None:
            self._tasks.cancel("accounts:keyring")  # its answer has nowhere to stand any more
            park_from(self, self._pane)
            self._stack.removeWidget(self._pane)
            self._pane.deleteLater()
            self._pane = None

    def _on_form_numbers_requested(self) -> None:
        self.page_requested.emit("codes", Mode.REHEARSAL)

    # -- saving, trying, removing --------------------------------------------------------------

    def _on_pane_save_requested(self) -> None:
        self._tasks.replace(self._save(session_only=False), "accounts:work")

    def _on_pane_session_only_requested(self) -> None:
        self._tasks.replace(self._save(session_only=True), "accounts:work")

    def _on_pane_try_requested(self) -> None:
        self._tasks.replace(self._try_form(), "accounts:work")

    async def _save(self, *, session_only: bool) -> None:
        pane, accounts = self._pane, self._ready().accounts
        if pane is None:
            return
        draft, typed = pane.form.draft(), pane.form.typed_secrets()
        known = "" if pane.is_new else pane.account.name
        if session_only and pane.keys_unread:  # what cannot be read must not be asked for again
            typed = dict.fromkeys(pane.form.secret_keys(), "") | typed
        taken = {row.name for row in self._list.rows} - {known}
        problems = unreadable_problems(pane, draft, typed, taken)
        pane.show_problems(problems)
        if problems:
            return
        pane.show_busy(self.tr("Saving…"))
        try:
            await run_blocking(keep_account, accounts, known, draft, typed, session_only)
        except UserInputError as refusal:
            pane.show_busy("")
            pane.show_problems(refusal.problems)
            return
        except ConfigError as trouble:
            pane.show_busy("")
            pane.show_not_saved(trouble)
            return
        except SmsdeskError as trouble:
            pane.show_busy("")
            pane.show_trouble(trouble.sentence(words.language()))
            return
        self._wanted = draft.name
        self._close_pane()
        self.accounts_changed.emit()
        await self._load()
        if self._pane is not None and draft.mode is not Mode.REHEARSAL:
            await self._try(draft, {})

    async def _try_form(self) -> None:
        pane = self._pane
        if pane is None:
            return
        draft, typed = pane.form.draft(), pane.form.typed_secrets()
        info = self._info(draft.provider)
        saved: frozenset[str] = frozenset()
        if not pane.is_new and draft.mode is not Mode.REHEARSAL:
            try:
                saved = await run_blocking(self._ready().accounts.saved_secrets, pane.account.name)
            except ConfigError as trouble:
                pane.show_keyring_trouble(trouble, unread=True)
                return
        if info is not None:
            problems = [
                *field_problems(info, draft, set(typed) | saved, typed),
                *pane.form.typed_problems(),
            ]
            pane.show_problems(problems)
            if problems:
                return
        await self._try(draft, typed)

    async def _try(self, draft: Account, typed: Mapping[str, str]) -> None:
        pane, desk = self._pane, self._ready()
        if pane is None:
            return
        pane.show_busy(self.tr("Trying the account, without sending a text…"))
        known = "" if pane.is_new else pane.account.name
        try:
            report = await run_blocking(try_now, desk.accounts, known, draft, typed)
        except SmsdeskError as trouble:
            pane.show_busy("")
            pane.show_trouble(trouble.sentence(words.language()))
            return
        if pane is not self._pane:
            return  # another account was chosen meanwhile
        pane.show_busy("")
        pane.show_try(report)
        accounts = await run_blocking(desk.accounts.list)
        self._show_list(desk, accounts)

    def _on_pane_remove_requested(self) -> None:
        if self._pane is None:
            return
        name = self._pane.account.name
        sheet = asking_sheet(
            self.window(),
            "remove_sheet",
            self.tr("Remove {name}?").format(name=name),
            self.tr(
                "Its keys are deleted from the keyring and cannot be brought back. "
                "Campaigns it sent stay in History."
            ),
            self.tr("Remove {name}").format(name=name),
        )
        sheet.accepted.connect(self._on_remove_accepted)
        sheet.open()

    def _on_remove_accepted(self) -> None:
        if self._pane is not None:
            self._tasks.replace(self._remove(self._pane.account.name), "accounts:work")

    async def _remove(self, name: str) -> None:
        pane = self._pane
        if pane is None:
            return
        pane.show_busy(self.tr("Removing…"))
        try:
            await run_blocking(self._ready().accounts.remove, name)
        except SmsdeskError as trouble:
            pane.show_busy("")
            pane.show_trouble(trouble.sentence(words.language()))
            return
        self._wanted = ""
        self._close_pane()
        self.accounts_changed.emit()
        await self._load()

    def _on_pane_cancel_requested(self) -> None:
        self._choose(self._wanted)

    # -- leaving changes behind ----------------------------------------------------------------

    def _has_changes(self) -> bool:
        if self._pane is None:
            return False
        if self._pane.is_new:
            blank = Account(name="", provider=self._pane.account.provider)
            return self._pane.form.draft() != blank or bool(self._pane.form.typed_secrets())
        return self._pane.form.is_changed()

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

    def _region(self) -> str:
        return self._ready().settings.current().region

    def _infos(self) -> list[ProviderInfo]:
        return [provider.info for provider in self._ready().providers.values()]

    def _info(self, provider_id: str) -> ProviderInfo | None:
        provider = self._ready().providers.get(provider_id)
        return provider.info if provider is not None else None

    def _on_tasks_error(self, problem: BaseException) -> None:
        log.error("accounts page", exc_info=problem)
        if self._pane is None:
            return
        self._pane.show_busy("")
        if isinstance(problem, SmsdeskError):
            self._pane.show_trouble(problem.sentence(words.language()))
        else:
            self._pane.show_trouble(
                self.tr("Something in smsdesk went wrong; the log tells more. Nothing was sent.")
            )
