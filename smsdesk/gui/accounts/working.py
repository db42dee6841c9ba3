"""What one account asks of keyring, disk and network, for as long as its pane is open and after."""

from collections.abc import Callable, Coroutine, Iterator, Mapping, Set
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QObject, Signal

from smsdesk.core.account import Account, KeyringState, Mode
from smsdesk.core.errors import ConfigError, Problem, SmsdeskError, UserInputError
from smsdesk.gui import words
from smsdesk.gui.accounts.pane import AccountPane
from smsdesk.gui.asking_sheet import asking_sheet
from smsdesk.gui.loop import TaskSet
from smsdesk.services.accounts import Accounts, field_problems, limit_problems, name_problems
from smsdesk.services.trying import TryReport
from smsdesk.services.workers import run_blocking

Work = Coroutine[None, None, None]


class Working(QObject):
    """Saves, tries and removes the account of one pane, and shows there how it went.

    A pane may be closed while keyring or network take their time. What was begun goes on, and what
    went wrong with it is told by a signal instead.

    Signals:
        kept(Account, bool): it was saved; whether its pane is open, which a new one is to follow.
        removed(str, bool): the account of that name is gone; whether its pane is open.
        tried(): a try found something out.
        problem_found(str): what went wrong after the pane was closed, the first line a heading.
    """

    kept = Signal(object, bool)
    removed = Signal(str, bool)
    tried = Signal()
    problem_found = Signal(str)

    def __init__(
        self,
        pane: AccountPane,
        accounts: Accounts,
        tasks: TaskSet,
        names: Callable[[], Set[str]],
        parent: QObject,
    ) -> None:
        """names: of all accounts there are."""
        super().__init__(parent)
        self.name = "" if pane.is_new else pane.account.name
        self._pane: AccountPane | None = pane
        self._accounts = accounts
        self._tasks = tasks
        self._names = names
        self._busy = False
        self._under_way = 0
        pane.save_requested.connect(self._on_pane_save_requested)
        pane.session_only_requested.connect(self._on_pane_session_only_requested)
        pane.try_requested.connect(self._on_pane_try_requested)
        pane.remove_requested.connect(self._on_pane_remove_requested)
        pane.show_keyring("lock", "text-3", self.tr("Asking the keyring…"))
        self._spawn(self._tell_keyring)

    def leave_pane(self) -> None:
        """The pane closes; this goes with it, or once what was begun has ended."""
        self._pane = None
        if not self._under_way:
            self.deleteLater()

    def try_kept(self, account: Account) -> None:
        """Try an account right after it was saved."""
        self._spawn(partial(self._try, account, {}, is_kept=True))

    def _start(self, work: Callable[[AccountPane], Work]) -> None:
        if self._pane is not None and not self._busy:
            self._spawn(partial(work, self._pane))

    def _spawn(self, work: Callable[[], Work]) -> None:
        self._under_way += 1
        self._tasks.spawn(self._see_through(work), "accounts:work")

    async def _see_through(self, work: Callable[[], Work]) -> None:
        try:
            await work()
        finally:
            self._under_way -= 1
            if self._pane is None and not self._under_way:
                self.deleteLater()

    # -- saving --------------------------------------------------------------------------------

    def _on_pane_save_requested(self) -> None:
        self._start(self._save)

    def _on_pane_session_only_requested(self) -> None:
        if self._pane is not None:
            self._pane.keep_for_session(self._session_words(is_kept=False))
            self._start(self._save)

    async def _save(self, pane: AccountPane) -> None:
        draft, typed = pane.form.draft(), pane.form.typed_secrets()
        if pane.session_only and pane.keys_unread:
            # what cannot be read must not be asked for again
            typed = dict.fromkeys(pane.form.secret_keys(), "") | typed
        problems = self._unreadable(pane, draft, typed)
        pane.show_problems(problems)
        if problems:
            return
        try:
            with self._at_work(self.tr("Saving…")):
                await run_blocking(self._keep, draft, typed, pane.session_only)
        except SmsdeskError as trouble:
            if isinstance(trouble, ConfigError) and self._pane is not None:
                self._pane.show_not_saved(trouble)
            else:
                self._tell(trouble, self.tr("{name} was not saved").format(name=draft.name))
            return
        is_open = self._pane is not None
        self.kept.emit(draft, is_open)
        if not is_open and draft.mode is not Mode.REHEARSAL:
            await self._try(draft, {}, is_kept=True)

    def _keep(self, draft: Account, typed: Mapping[str, str], session_only: bool) -> None:
        if self.name:
            self._accounts.update(self.name, draft, typed, session_only=session_only)
        else:
            self._accounts.add(draft, typed, session_only=session_only)

    def _unreadable(
        self, pane: AccountPane, draft: Account, typed: Mapping[str, str]
    ) -> list[Problem]:
        """What cannot even be handed over, together with all else that is wrong; else nothing."""
        problems = pane.form.typed_problems()
        if not problems:
            return []
        kept = set(pane.form.secret_keys()) if self.name else set()
        return [
            *name_problems(draft.name, set(self._names()) - {self.name}),
            *field_problems(pane.info, draft, kept | set(typed), typed),
            *limit_problems(draft, pane.info),
            *problems,
        ]

    # -- trying --------------------------------------------------------------------------------

    def _on_pane_try_requested(self) -> None:
        self._start(self._try_form)

    async def _try_form(self, pane: AccountPane) -> None:
        draft, typed = pane.form.draft(), pane.form.typed_secrets()
        saved: frozenset[str] = frozenset()
        if self.name and draft.mode is not Mode.REHEARSAL:
            try:
                with self._at_work(self.tr("Asking the keyring…")):
                    saved = await run_blocking(self._accounts.saved_secrets, self.name)
            except ConfigError as trouble:
                if self._pane is not None:
                    self._pane.show_keyring_trouble(trouble, unread=True)
                else:
                    self._tell(trouble, self._not_tried(draft))
                return
        if self._pane is None:
            return
        problems = [
            *field_problems(pane.info, draft, set(typed) | saved, typed),
            *pane.form.typed_problems(),
        ]
        pane.show_problems(problems)
        if not problems:
            await self._try(draft, typed)

    async def _try(
        self, draft: Account, typed: Mapping[str, str], *, is_kept: bool = False
    ) -> None:
        known = draft.name if is_kept else self.name
        try:
            with self._at_work(self.tr("Trying the account, without sending a text…")):
                report = await run_blocking(self._try_now, known, draft, typed)
        except SmsdeskError as trouble:
            self._tell(trouble, self._not_tried(draft))
            return
        if self._pane is not None:
            self._pane.show_try_just_made(report, is_kept=is_kept)
        self.tried.emit()

    def _not_tried(self, draft: Account) -> str:
        return self.tr("{name} was not tried").format(name=draft.name)

    def _try_now(self, known: str, draft: Account, typed: Mapping[str, str]) -> TryReport:
        """Unlock what is saved for `known`, put the typed secrets over it, try. Blocks."""
        secrets: dict[str, str] = {}
        if known and draft.mode is not Mode.REHEARSAL:
            for key in self._accounts.saved_secrets(known) - set(typed):
                secrets[key] = self._accounts.unlock(known).value(key)
        return self._accounts.try_account(draft.with_secrets(secrets | dict(typed)))

    # -- removing ------------------------------------------------------------------------------

    def _on_pane_remove_requested(self) -> None:
        if self._pane is None:
            return
        sheet = asking_sheet(
            self._pane.window(),
            "remove_sheet",
            self.tr("Remove {name}?").format(name=self.name),
            self.tr(
                "Its keys are deleted from the keyring and cannot be brought back. "
                "Campaigns it sent stay in History."
            ),
            self.tr("Remove {name}").format(name=self.name),
        )
        sheet.accepted.connect(self._on_remove_accepted)
        sheet.open()

    def _on_remove_accepted(self) -> None:
        self._start(self._remove)

    async def _remove(self, _pane: AccountPane) -> None:
        try:
            with self._at_work(self.tr("Removing…")):
                await run_blocking(self._accounts.remove, self.name)
        except SmsdeskError as trouble:
            self._tell(trouble, self.tr("{name} was not removed").format(name=self.name))
        else:
            self.removed.emit(self.name, self._pane is not None)

    # -- the keyring ---------------------------------------------------------------------------

    async def _tell_keyring(self) -> None:
        """Show where the keys are kept, and which ones. The keyring may take its time."""
        try:
            if self.name:
                saved = await run_blocking(self._accounts.saved_secrets, self.name)
                if self._pane is not None:
                    self._pane.form.set_saved(saved)
            if self.name and self._accounts.is_session_only(self.name):
                state, keyring = KeyringState.SESSION, ""
            else:
                state, keyring = await run_blocking(self._accounts.keyring)
            if state not in (KeyringState.USABLE, KeyringState.SESSION):
                raise ConfigError(f"keyring_{state.value}")
        except ConfigError as trouble:
            if self._pane is not None:
                self._pane.show_keyring_trouble(trouble, unread=bool(self.name))
            return
        if self._pane is None:
            return
        if state is KeyringState.SESSION:
            self._pane.show_keyring("clock", "warn", self._session_words(is_kept=bool(self.name)))
            return
        sentence = (
            self.tr("Saved in the system keyring ({keyring})")
            if self.name
            else self.tr("Will be saved in the system keyring ({keyring})")
        )
        # "Secret Service (GNOME Keyring, KWallet or KeePassXC)": no brackets within brackets
        short = keyring.partition(" (")[0]
        self._pane.show_keyring("shield", "text-2", sentence.format(keyring=short))

    def _session_words(self, *, is_kept: bool) -> str:
        if is_kept:
            return self.tr("Kept for this session only, until smsdesk closes")
        return self.tr("Will be kept for this session only, until smsdesk closes")

    # -- how it went ---------------------------------------------------------------------------

    @contextmanager
    def _at_work(self, said: str) -> Iterator[None]:
        """The pane's buttons rest meanwhile, and it says why."""
        self._busy = True
        if self._pane is not None:
            self._pane.show_busy(said)
        try:
            yield
        finally:
            self._busy = False
            if self._pane is not None:
                self._pane.show_busy("")

    def _tell(self, trouble: SmsdeskError, heading: str) -> None:
        """Show a refusal in the pane; heading: what was not done, for where the pane is gone."""
        sentence = trouble.sentence(words.language())
        if self._pane is None:
            self.problem_found.emit(f"{heading}\n{sentence}")
        elif isinstance(trouble, UserInputError):
            self._pane.show_problems(trouble.problems)
        else:
            self._pane.show_trouble(sentence)
