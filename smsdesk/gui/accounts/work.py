"""What one account asks of keyring, disk and network, for its pane."""

from collections.abc import Mapping, Set

from PySide6.QtCore import QCoreApplication

from smsdesk.core.account import Account, KeyringState, Mode
from smsdesk.core.errors import ConfigError, Problem
from smsdesk.core.phone import read_number
from smsdesk.gui.accounts.pane import AccountPane
from smsdesk.services.accounts import (
    Accounts,
    field_problems,
    limit_problems,
    name_problems,
)
from smsdesk.services.trying import TryReport
from smsdesk.services.workers import run_blocking


async def tell_keyring(pane: AccountPane, accounts: Accounts) -> None:
    """Show where the keys are kept, and which ones. The keyring may take its time."""
    translate = QCoreApplication.translate
    pane.show_keyring("lock", "text-3", translate("Accounts", "Asking the keyring…"))
    name = "" if pane.is_new else pane.account.name
    try:
        if name:
            pane.form.set_saved(await run_blocking(accounts.saved_secrets, name))
        if name and accounts.is_session_only(name):
            state, keyring = KeyringState.SESSION, ""
        else:
            state, keyring = await run_blocking(accounts.keyring)
        if state not in (KeyringState.USABLE, KeyringState.SESSION):
            raise ConfigError(f"keyring_{state.value}")
    except ConfigError as trouble:
        pane.show_keyring_trouble(trouble, unread=bool(name))
        return
    if state is KeyringState.SESSION:
        pane.show_keyring("clock", "warn", _session_sentence(is_new=pane.is_new))
        return
    sentence = (
        translate("Accounts", "Will be saved in the system keyring ({keyring})")
        if pane.is_new
        else translate("Accounts", "Saved in the system keyring ({keyring})")
    )
    # "Secret Service (GNOME Keyring, KWallet or KeePassXC)": no brackets within brackets
    short = keyring.partition(" (")[0]
    pane.show_keyring("shield", "text-2", sentence.format(keyring=short))


def _session_sentence(*, is_new: bool) -> str:
    translate = QCoreApplication.translate
    if is_new:
        return translate("Accounts", "Will be kept for this session only, until smsdesk closes")
    return translate("Accounts", "Kept for this session only, until smsdesk closes")


def keep_account(
    accounts: Accounts, known: str, draft: Account, typed: Mapping[str, str], session_only: bool
) -> None:
    """Add the account, or change the one called `known`. Blocks; raises as `Accounts` does."""
    if known:
        accounts.update(known, draft, typed, session_only=session_only)
    else:
        accounts.add(draft, typed, session_only=session_only)


def unreadable_problems(
    pane: AccountPane, draft: Account, typed: Mapping[str, str], taken: Set[str]
) -> list[Problem]:
    """What cannot even be handed over, together with all else that is wrong; else nothing.

    taken: names of the other accounts.
    """
    problems = pane.form.typed_problems()
    if not problems:
        return []
    kept = set() if pane.is_new else set(pane.form.secret_keys())
    return [
        *name_problems(draft.name, set(taken)),
        *field_problems(pane.info, draft, kept | set(typed), typed),
        *limit_problems(draft, pane.info),
        *problems,
    ]


def prepare_numbers() -> None:
    """Load what reads phone numbers, so that the first one typed does not wait for it. Blocks."""
    read_number("+10", None)


def try_now(accounts: Accounts, known: str, draft: Account, typed: Mapping[str, str]) -> TryReport:
    """Unlock what is saved for `known`, put the typed secrets over it, try. Blocks."""
    secrets: dict[str, str] = {}
    if known and draft.mode is not Mode.REHEARSAL:
        for key in accounts.saved_secrets(known) - set(typed):
            secrets[key] = accounts.unlock(known).value(key)
    return accounts.try_account(draft.with_secrets(secrets | dict(typed)))
